//! `altbestand.toml`: from text to the baseline, then held against the pack. A broken one is a wrong yardstick: read
//! as empty it would turn a project red without saying why, read in part it would hide what it does not hide.

use std::collections::BTreeSet;

use super::canonical::canonical;
use super::ids::{Ids, PIECE, ROLE, names};
use super::toml::{StandIns, typed};
use crate::finding::Problems;
use crate::model::{Baseline, BaselineEntry, Pack};
use crate::name::ContentHash;
use crate::text::{Node, Place, Source};

/// The name of the file, in the evidence folder.
pub const BASELINE_NAME: &str = "altbestand.toml";

const STAND_INS: StandIns =
    &[("version", "1"), ("task", "'x'"), ("rule", "'x'"), ("owner", "'x'"), ("since", "2000-01-01")];

/// A baseline together with the file it stands in.
#[derive(Clone, Debug)]
pub struct BaselineFile {
    /// The entries.
    pub entries: Vec<BaselineEntry>,
    read: Option<(Source, Node)>,
}

impl BaselineFile {
    /// That of a project which has none.
    pub fn absent() -> Self {
        Self { entries: Vec::new(), read: None }
    }

    /// True when there is a file, if only an empty list.
    pub fn is_there(&self) -> bool {
        self.read.is_some()
    }

    /// The hash of its canonical content; nothing where there is no file.
    pub fn hash(&self) -> Option<ContentHash> {
        let (source, _) = self.read.as_ref()?;
        Some(canonical(source.path(), source.text().as_bytes()).hash)
    }

    /// Where a value of an entry stands; nothing where there is no file.
    pub fn value(&self, at: usize, key: &str) -> Option<Place> {
        let (source, tree) = self.read.as_ref()?;
        Some(Ids { source, tree }.value(&["baseline", &at.to_string(), key]))
    }

    /// Holds every id against the pack: pieces, rules, roles. An entry stands there once.
    pub fn check_against(&self, pack: &Pack, problems: &mut Problems) {
        let Some((source, tree)) = &self.read else { return };
        let ids = Ids { source, tree };
        let pieces: BTreeSet<String> = pack
            .tasks
            .values()
            .flat_map(|task| task.evidence.iter().map(|piece| task.address(piece).to_string()))
            .collect();
        let roles = names(pack.roles.iter().map(|role| &role.id));
        for (index, entry) in self.entries.iter().enumerate() {
            let at = index.to_string();
            let path = |key: &'static str| ["baseline", &at, key];
            ids.known(problems, &path("task"), &entry.task.to_string(), &PIECE, pieces.clone(), false);
            ids.known(problems, &path("owner"), entry.owner.as_str(), &ROLE, roles.clone(), false);
            if ids.has(&path("rule")) {
                ids.rule_that_can_wait(problems, &path("rule"), &entry.rule);
            }
            let whole = ids.has(&path("task")) && ids.has(&path("rule"));
            if whole && self.entries[..index].iter().any(|earlier| earlier.is_like(entry)) {
                problems
                    .push(ids.wrong(&path("task")).variant("twice").with("value", entry.task.to_string()));
            }
        }
    }
}

/// Reads a baseline. It is to be judged by only if there is no problem with it.
pub fn baseline(source: &Source, problems: &mut Problems) -> Option<BaselineFile> {
    let read = typed::<Baseline>(source, STAND_INS, problems)?;
    let ids = Ids { source, tree: &read.tree };
    if read.value.version != 1 {
        let finding = ids.wrong(&["version"]).with("value", read.value.version.to_string());
        problems.push(finding.with("expected", "1"));
    }
    Some(BaselineFile { entries: read.value.entries, read: Some((source.clone(), read.tree)) })
}
