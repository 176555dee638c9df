//! The commit-graph that Git may have written beside its objects: of each commit its tree, parents and time, and a
//! filter of the paths it has changed. It is a shortcut and no more: it is used when it is whole, on anything odd the
//! objects themselves are read, and nothing is ever written.

mod bloom;
mod chain;
mod file;

use git2::Oid;

pub(super) use bloom::{Filter, Prints};
pub(super) use chain::stores;
pub(super) use file::Record;

use super::boundary::Boundary;
use file::File;

/// Why the commit-graph is not used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoGraph {
    /// There is none.
    NotWritten,
    /// The repository's settings say so (`core.commitGraph`).
    TurnedOff,
    /// The history is shallow or grafted: Git does not use it then either.
    CutOff,
    /// Some objects stand in for others (`refs/replace`): likewise.
    Replaced,
    /// A file of it is damaged or of an unknown kind; what is wrong with it, in English.
    Unsound(String),
    /// It has no filters of changed paths, and without them it is of no use to what is asked.
    WithoutFilters,
    /// It says something else than the commit of this id.
    Contradicted(String),
    /// A given commit is judged by its objects alone.
    Unasked,
}

/// A whole graph: one file, or a chain of them.
#[derive(Debug)]
pub(super) struct Graph {
    /// The oldest first.
    files: Vec<File>,
    use_filters: bool,
}

impl Graph {
    /// The graph of a repository.
    pub(super) fn open(git: &git2::Repository, boundary: &Boundary) -> Result<Self, NoGraph> {
        let is_on = |name| git.config().and_then(|config| config.get_bool(name)).unwrap_or(true);
        if !is_on("core.commitGraph") {
            return Err(NoGraph::TurnedOff);
        }
        if !boundary.is_empty() {
            return Err(NoGraph::CutOff);
        }
        let replaced = git.references_glob("refs/replace/*").map(|mut all| all.next().is_some());
        if replaced.unwrap_or(true) {
            return Err(NoGraph::Replaced);
        }
        let files = chain::load(&git.commondir().join("objects"), git.object_format())?;
        Ok(Self { files, use_filters: is_on("commitGraph.readChangedPaths") })
    }

    /// True when it can say of a commit what it has changed.
    pub(super) fn has_filters(&self) -> bool {
        self.use_filters && self.files.iter().any(File::has_filters)
    }

    /// The position of a commit, if the graph has it.
    pub(super) fn find(&self, id: Oid) -> Option<u32> {
        self.files.iter().rev().find_map(|file| file.find(id.as_bytes()))
    }

    /// The id at a position.
    pub(super) fn id(&self, at: u32) -> Option<Oid> {
        self.file(at).and_then(|(file, at)| file.id(at))
    }

    /// What it says of the commit at a position.
    pub(super) fn record(&self, at: u32) -> Option<Record> {
        self.file(at).and_then(|(file, at)| file.record(at))
    }

    /// What the commit at a position has changed against its first parent, if that was written down.
    pub(super) fn filter(&self, at: u32) -> Option<Filter<'_>> {
        self.file(at).filter(|_| self.use_filters).and_then(|(file, at)| file.filter(at))
    }

    fn file(&self, at: u32) -> Option<(&File, u32)> {
        let mut below = 0;
        for file in &self.files {
            let within = at.checked_sub(below)?;
            if within < file.count() {
                return Some((file, within));
            }
            below += file.count();
        }
        None
    }
}

/// Asks a file, if it is one, everything that it can be asked.
#[cfg(fuzzing)]
pub(super) fn ask_everything(bytes: Vec<u8>, format: git2::ObjectFormat) {
    let Ok(file) = File::parse(bytes, format, &[], 0) else { return };
    for at in 0..file.count() {
        let id = file.id(at);
        assert_eq!(id.and_then(|id| file.find(id.as_bytes())), Some(at));
        let parents = file.record(at).map(|record| record.parents).unwrap_or_default();
        assert!(parents.iter().all(|parent| *parent < file.count()));
        let filter = file.filter(at);
        let holds =
            |filter: Filter<'_>| Prints::of(b"a/b").all().filter(|print| filter.may_hold(print)).count();
        assert!(filter.map_or(0, holds) <= 2);
    }
}
