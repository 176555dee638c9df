//! How much of a stranger's file is read. Whatever is larger ends in "undetermined".

/// The most bytes of a file of evidence: 64 MiB. Larger blobs are not evidence but data.
pub const MAX_EVIDENCE: u64 = 64 << 20;
/// The most bytes of all files of an evidence folder together: 1 GiB. A tree can name one large blob many times.
pub const MAX_FOLDER: u64 = 1 << 30;
/// The most bytes of its texts together, which are kept while they are judged: 64 MiB.
pub const MAX_TEXTS: u64 = 64 << 20;
/// The most bytes of a register in YAML, JSON or CSV: 1 MiB; one of 10,000 rows fits.
pub const MAX_DATA: usize = 1 << 20;
/// The most bytes of TOML (settings, file of a pack, sidecar, approval, register): 256 KiB. Its parser may take two
/// hundred times as much memory.
pub const MAX_TOML: usize = 256 << 10;
/// The most bytes of a Markdown document: 2 MiB.
pub(super) const MAX_MARKDOWN: usize = 2 << 20;
/// The most bytes of front matter: 64 KiB.
pub(super) const MAX_FRONT: usize = 64 << 10;
/// The most values in one file.
pub(super) const MAX_NODES: usize = 100_000;
/// The most values in front matter.
pub(super) const MAX_FRONT_NODES: usize = 2_000;
/// The most bytes of one value in front matter: 16 KiB.
pub(super) const MAX_SCALAR: usize = 16 << 10;
/// How deep values may be nested.
pub(super) const MAX_DEPTH: usize = 16;
