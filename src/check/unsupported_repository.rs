//! `unsupported-repository`, as far as single objects are concerned: damaged ones, and ones that Git and this tool
//! would read differently. What concerns the repository as a whole is found where it is opened.

use super::absent_object::troubles;
use crate::finding::{About, Finding};
use crate::gather::Picture;
use crate::repo::Trouble;
use crate::rule::Rule;

pub(super) fn judge(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    let damaged = troubles(picture).into_iter().find_map(|trouble| match trouble {
        Trouble::Unreadable { detail } | Trouble::Unsupported { detail, .. } => Some(detail),
        Trouble::NoRepository { .. }
        | Trouble::ForeignOwner { .. }
        | Trouble::Absent { .. }
        | Trouble::Revision { .. }
        | Trouble::Cut { .. }
        | Trouble::Limit { .. } => None,
    });
    if let Some(detail) = damaged {
        let place = picture.file.start();
        found.push(
            Finding::new(Rule::UnsupportedRepository, About::project("objects"), place)
                .with("detail", detail),
        );
    }
}
