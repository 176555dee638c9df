//! The limits of this layer: where a repository is given up rather than read for ever.

/// Entries (files and folders) of one tree, index or work tree.
pub(super) const ENTRIES: usize = 250_000;

/// Folders inside folders.
pub(super) const DEPTH: usize = 256;

/// Bytes of a path.
pub(super) const PATH: usize = 4_096;

/// Commits visited by one walk.
pub(super) const COMMITS: u64 = 2_000_000;

/// Merge bases of two commits; each of them is a tree to judge.
pub(super) const MERGE_BASES: usize = 16;
/// Bytes of a file of the commit-graph: more than two million commits need.
pub(super) const GRAPH: u64 = 512 << 20;

/// Bytes of an object that is parsed or handed to a key; larger files are only ever compared by their ids.
pub(super) const OBJECT: u64 = 64 << 20;
