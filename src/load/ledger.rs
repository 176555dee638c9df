//! The ledger: one small file for each approval.

use serde::Deserialize;

use super::toml::typed;
use crate::finding::Problems;
use crate::model::Approval;
use crate::name::{Address, ContentHash, Date, RoleId};
use crate::text::{Place, Source, Spanned};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    task: Address,
    #[serde(rename = "path")]
    _path: String,
    hash: String,
    reviewed: Option<Date>,
    role: RoleId,
    person: String,
    date: Date,
}

/// Reads one file of the ledger; nothing if it is no approval, which then counts as none.
pub fn approval(source: &Source) -> Option<Approval> {
    let read = typed::<File>(source, &[], &mut Problems::default()).filter(|read| read.sound)?;
    let (file, tree) = (read.value, read.tree);
    let span = |key: &str| tree.get(key).map_or(0..0, |node| node.span.clone());
    Some(Approval {
        file: Place::new(source, 0..0),
        address: file.task,
        role: file.role,
        person: Spanned::new(file.person, span("person")),
        date: file.date,
        hash: Spanned::new(ContentHash::parse(&file.hash)?, span("hash")),
        reviewed: file.reviewed,
    })
}
