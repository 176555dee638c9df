//! How much of a stranger's file is read. Whatever is larger ends in "undetermined".

/// The most bytes of a file of evidence: 64 MiB. Larger blobs are not evidence but data.
pub const MAX_EVIDENCE: u64 = 64 << 20;
/// The most bytes of a structured file (settings, pack, register, sidecar): 1 MiB; a register of 10,000 rows fits.
pub const MAX_DATA: usize = 1 << 20;
/// The most bytes of a Markdown document: 2 MiB.
pub(super) const MAX_MARKDOWN: usize = 2 << 20;
/// The most bytes of front matter: 64 KiB.
pub(super) const MAX_FRONT: usize = 64 << 10;
/// The most values in one file.
pub(super) const MAX_NODES: usize = 100_000;
/// How deep values may be nested.
pub(super) const MAX_DEPTH: usize = 16;
