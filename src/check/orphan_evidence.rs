//! `orphan-evidence`: a file in the evidence folder that no piece claims.

use crate::finding::{About, Finding};
use crate::gather::Picture;
use crate::rule::Rule;
use crate::text::Place;

pub(super) fn judge(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    for path in &picture.orphans {
        let about = About::project("orphan").file(path);
        found.push(Finding::new(Rule::OrphanEvidence, about, Place::whole(path.clone())));
    }
}
