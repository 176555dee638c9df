//! What stands in the way of a repository, as findings.

use crate::finding::{About, Finding};
use crate::load::FILE_NAME;
use crate::model::Words;
use crate::name::RepoPath;
use crate::repo::{Trouble, UnsupportedKind};
use crate::rule::Rule;
use crate::text::Place;

/// The finding for a trouble. It stands at the settings file, which every project has at a known name.
pub(super) fn finding(trouble: &Trouble) -> Finding {
    match trouble {
        Trouble::NoRepository { directory } => {
            about(Rule::NoRepository).with("directory", directory.display().to_string())
        }
        Trouble::ForeignOwner { directory } => {
            about(Rule::ForeignOwner).with("directory", directory.display().to_string())
        }
        Trouble::Unsupported { kind, detail } => {
            let finding = about(Rule::UnsupportedRepository).with("detail", detail.as_str());
            match kind {
                UnsupportedKind::Reftable => finding.variant("reftable"),
                UnsupportedKind::ObjectFormat => finding.variant("object-format"),
                UnsupportedKind::Worktree => finding.variant("worktree"),
                UnsupportedKind::Other => finding,
            }
        }
        Trouble::Absent { object } if object == "HEAD" => about(Rule::AbsentObject).variant("unborn"),
        Trouble::Absent { object } => about(Rule::AbsentObject).with("object", object.as_str()),
        Trouble::Revision { rev, full_names } => about(Rule::UnknownId)
            .with("id", rev.as_str())
            .with("kind", Words::both("Revision", "revision"))
            .with(
                "known",
                if full_names.is_empty() {
                    "HEAD, refs/heads/…, refs/tags/…".to_owned()
                } else {
                    full_names.join(", ")
                },
            ),
        Trouble::Cut { commit } => {
            about(Rule::ShallowHistory).variant("base").with("commit", commit.as_str())
        }
        Trouble::Limit { what, value } => {
            about(Rule::LimitReached).with("limit", *what).with("value", value.to_string())
        }
        Trouble::Unreadable { detail } => about(Rule::UnsupportedRepository).with("detail", detail.as_str()),
    }
}

/// A finding about the repository as a whole.
pub(super) fn about(rule: Rule) -> Finding {
    let place = Place::whole(RepoPath::new(FILE_NAME).unwrap_or_default());
    Finding::new(rule, About::project("repository"), place)
}
