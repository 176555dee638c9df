//! What stands in the way of looking: troubles, which end a run, and gaps, which leave one answer open.

use std::fmt;
use std::path::PathBuf;

use super::edits::Hidden;
use super::limit;

/// Why a repository, or a part of it, could not be looked at. None of these is ever "nothing found".
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// There is no repository at the directory or above it.
    NoRepository {
        /// Where the search began.
        directory: PathBuf,
    },
    /// The repository belongs to another user, and `safe.directory` does not name it.
    ForeignOwner {
        /// The directory that `safe.directory` would have to name.
        directory: PathBuf,
    },
    /// The repository is of a kind that cannot be read.
    Unsupported {
        /// The kind.
        kind: UnsupportedKind,
        /// What was found, in English, for logs.
        detail: String,
    },
    /// An object that others name is not in the repository: a partial clone, or damage.
    Absent {
        /// The object's id.
        object: String,
    },
    /// The revision names no commit, or is not written in full.
    Revision {
        /// As it was given.
        rev: String,
        /// The full names that the short one could stand for; empty when there are none.
        full_names: Vec<String>,
    },
    /// The history was cut, by a shallow clone or grafts, before the answer was reached.
    Cut {
        /// The commit at which it ends.
        commit: String,
    },
    /// Something is larger than what is read.
    Limit {
        /// What there is too much of, in English.
        what: &'static str,
        /// The largest value that is accepted.
        value: u64,
    },
    /// Something is damaged or the system refuses to give it.
    Unreadable {
        /// What and why, in English, for logs.
        detail: String,
    },
}

/// Kinds of repository that cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnsupportedKind {
    /// References in the reftable format; `git refs migrate` turns them back.
    Reftable,
    /// A hash algorithm other than SHA-1 and SHA-256.
    ObjectFormat,
    /// The work tree lies elsewhere than the `.git` that names it, or a work tree is asked of a bare repository.
    Worktree,
    /// Any other extension of the format.
    Other,
}

/// Why one answer about the history stays open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gap {
    /// The object of this id is not in the repository.
    Absent(String),
    /// The object of this id is damaged, or Git and this tool could read different things out of it.
    Malformed(String),
    /// The object of this id is larger than what is read, or the search below it had to be given up.
    TooLarge(String),
}

impl Trouble {
    /// What git2 could not do: `what` is the id or name that it was about.
    pub(super) fn from_git(error: &git2::Error, what: &str) -> Self {
        if error.code() == git2::ErrorCode::NotFound {
            return Self::Absent { object: what.to_owned() };
        }
        Self::Unreadable { detail: format!("{what}: {}", error.message()) }
    }

    /// What the system could not do with a file.
    pub(super) fn from_io(error: &std::io::Error, path: &std::path::Path) -> Self {
        Self::Unreadable { detail: format!("{}: {error}", path.display()) }
    }
}

impl From<Hidden> for Trouble {
    fn from(hidden: Hidden) -> Self {
        match hidden {
            Hidden::Cut => Self::Cut { commit: String::new() },
            Hidden::Gap(gap) => gap.into(),
        }
    }
}

impl From<Gap> for Trouble {
    fn from(gap: Gap) -> Self {
        match gap {
            Gap::Absent(object) => Self::Absent { object },
            Gap::Malformed(object) => Self::Unreadable { detail: format!("object {object} is malformed") },
            Gap::TooLarge(_) => Self::Limit { what: "bytes", value: limit::OBJECT },
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoRepository { directory } => {
                write!(out, "no Git repository at `{}` or above", directory.display())
            }
            Self::ForeignOwner { directory } => {
                write!(out, "the repository `{}` belongs to another user", directory.display())
            }
            Self::Unsupported { detail, .. } => write!(out, "unsupported repository: {detail}"),
            Self::Absent { object } => write!(out, "object `{object}` is not in the repository"),
            Self::Revision { rev, full_names } if full_names.is_empty() => {
                write!(out, "`{rev}` names no commit; give `HEAD`, a full object id or `refs/…`")
            }
            Self::Revision { rev, full_names } => {
                write!(out, "`{rev}` is a short name; give `{}`", full_names.join("` or `"))
            }
            Self::Cut { commit } => write!(out, "the history is cut at commit `{commit}`"),
            Self::Limit { what, value } => write!(out, "more than {value} {what}"),
            Self::Unreadable { detail } => write!(out, "unreadable: {detail}"),
        }
    }
}

impl std::error::Error for Trouble {}

impl fmt::Display for Gap {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent(object) => write!(out, "object `{object}` is not in the repository"),
            Self::Malformed(object) => write!(out, "object `{object}` is malformed"),
            Self::TooLarge(object) => write!(out, "object `{object}` is too large to be read"),
        }
    }
}
