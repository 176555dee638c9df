//! The repository: trees to read (work tree, index, commit, memory) and a history to ask. Nothing outside this
//! folder names git2; nothing in it knows what a file means.
//!
//! Git is used as a store of objects alone: trees and commits are parsed here, strictly, so that what this tool
//! sees and what a reviewer sees in Git cannot differ. No program is run, no filter, no hook.

mod ancestry;
mod area;
mod boundary;
mod chain;
mod commit;
mod commits;
mod compare;
mod differ;
mod disk;
mod edits;
mod former;
mod graph;
mod history;
mod index;
mod limit;
mod listing;
mod loose;
mod moments;
mod object;
mod open;
mod rename;
mod revision;
mod script;
mod signature;
mod snapshot;
mod stood;
mod tracked;
mod tree;
mod trouble;
mod untracked;
mod walk;
mod walked;
mod worktree;

#[cfg(fuzzing)]
#[doc(hidden)]
pub mod fuzz;
#[cfg(test)]
mod tests;

pub use commit::CommitInfo;
pub use edits::{Edit, Edits, Hidden};
pub use former::{Former, Held, Trees};
pub use graph::NoGraph;
pub use history::{KeyOf, PathHistory, Point};
pub use open::Repository;
pub use script::{Fill, Step, unfold};
pub use snapshot::{Entry, EntryKind, ObjectId, Snapshot, View};
pub use stood::Stood;
pub use trouble::{Gap, Trouble, UnsupportedKind};
pub use walked::{Progress, Shortcut, Tell, Walked};
