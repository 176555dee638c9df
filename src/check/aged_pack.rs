//! `aged-pack`: the law table of the pack is older than a year; said at every gate.

use crate::finding::{About, Finding};
use crate::gather::Picture;
use crate::model::Pack;
use crate::name::{Date, Interval};
use crate::rule::Rule;
use crate::text::Place;

/// How long a research of the law is trusted.
const TRUSTED: Interval = Interval { months: 12 };

pub(super) fn judge(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    if picture.asked.is_some() {
        let place = picture.file.value(&["policy", "packs", "0"]);
        found.extend(aged(picture.pack, picture.as_of, place));
    }
}

/// The finding, if the pack is too old on that day.
pub(super) fn aged(pack: &Pack, as_of: Date, place: Place) -> Option<Finding> {
    let old = pack.researched.plus(TRUSTED) < as_of;
    old.then(|| {
        let finding = Finding::new(Rule::AgedPack, About::project("law-table"), place);
        finding.with("pack", pack.id.as_str()).with("researched", pack.researched)
    })
}
