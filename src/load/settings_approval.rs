//! The approval of the settings themselves: the one file of the ledger that is about no piece.

use serde::Deserialize;

use super::toml::typed;
use crate::finding::Problems;
use crate::model::SettingsApproval;
use crate::name::{ContentHash, Date, RoleId};
use crate::text::{Place, Source, Spanned};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "path")]
    _path: String,
    hash: String,
    role: RoleId,
    person: String,
    date: Date,
}

/// Reads an approval of the settings; nothing if it is none, which then counts as none.
pub fn settings_approval(source: &Source) -> Option<SettingsApproval> {
    let read = typed::<File>(source, &[], &mut Problems::default()).filter(|read| read.sound)?;
    let (file, tree) = (read.value, read.tree);
    let place = |key: &str| Place::new(source, tree.get(key).map_or(0..0, |node| node.span.clone()));
    Some(SettingsApproval {
        role: file.role,
        person: Spanned::new(file.person, place("person").span),
        date: Spanned::new(file.date, place("date").span),
        hash: Spanned::new(ContentHash::parse(&file.hash)?, place("hash").span),
        file: Place::new(source, 0..0),
    })
}
