//! `nachweis.toml`: from text to settings, then held against the packs they name.

use std::collections::BTreeSet;

use super::ids::{FACT, Ids, PHASE, PIECE, PROFILE, ROLE, SUBJECT, names};
use super::toml::{StandIns, typed};
use crate::finding::Problems;
use crate::model::{Pack, Settings, Words};
use crate::name::RepoPath;
use crate::text::{Node, Place, Source};

/// The name of the settings file.
pub const FILE_NAME: &str = "nachweis.toml";

/// What stands in for missing or faulty settings, so that the others can be held against the pack in the same run.
const STAND_INS: StandIns = &[
    ("version", "1"),
    ("project", "{}"),
    ("name", "''"),
    ("phase", "'x'"),
    ("policy", "{}"),
    ("packs", "[]"),
    ("profile", "'x'"),
    ("task", "'x'"),
    ("reason", "''"),
    ("owner", "'x'"),
    ("approved-by", "''"),
    ("created", "2000-01-01"),
    ("expires", "2000-01-01"),
];

/// Settings together with the file they stand in.
#[derive(Clone, Debug)]
pub struct SettingsFile {
    /// The settings.
    pub settings: Settings,
    /// The file.
    pub source: Source,
    tree: Node,
}

impl SettingsFile {
    /// The folder of the project.
    pub fn folder(&self) -> RepoPath {
        self.source.path().parent()
    }

    /// The evidence folder, from the root of the repository.
    pub fn evidence_folder(&self) -> RepoPath {
        self.folder().join(self.settings.project.evidence.as_str()).unwrap_or_default()
    }

    /// The same file, read as saying something else. Places stay those of the file.
    #[must_use]
    pub fn saying(&self, settings: Settings) -> Self {
        Self { settings, source: self.source.clone(), tree: self.tree.clone() }
    }

    /// The beginning of the file, for what concerns all of it.
    pub fn start(&self) -> Place {
        Place::new(&self.source, 0..0)
    }

    /// Where the value at a path of keys stands; the beginning of the file where there is none.
    pub fn value(&self, path: &[&str]) -> Place {
        self.ids().value(path)
    }

    /// Where the key at a path of keys stands.
    pub fn key(&self, path: &[&str]) -> Place {
        self.ids().key(path)
    }

    fn ids(&self) -> Ids<'_> {
        Ids { source: &self.source, tree: &self.tree }
    }
}

/// Reads settings; what the pack has to say of them comes with [`SettingsFile::check_against`]. They are to be judged
/// by only if there is no problem with them.
pub fn settings(source: &Source, problems: &mut Problems) -> Option<SettingsFile> {
    let read = typed::<Settings>(source, STAND_INS, problems)?;
    let file = SettingsFile { settings: read.value, source: source.clone(), tree: read.tree };
    if file.settings.version != 1 {
        let finding = file.ids().wrong(&["version"]).with("value", file.settings.version.to_string());
        problems.push(finding.with("expected", "1"));
    }
    if file.settings.policy.packs.is_empty() && file.ids().has(&["policy", "packs"]) {
        let finding = file.ids().wrong(&["policy", "packs"]).variant("type").with("value", "[]");
        problems.push(finding.with("expected", one_pack()));
    }
    Some(file)
}

impl SettingsFile {
    /// Holds every id against the pack: phase, profile, facts and their values, subjects, tasks, roles, rules, dates.
    pub fn check_against(&self, pack: &Pack, problems: &mut Problems) {
        let ids = self.ids();
        let settings = &self.settings;
        ids.known(
            problems,
            &["project", "phase"],
            settings.project.phase.as_str(),
            &PHASE,
            names(pack.phases.iter().map(|p| &p.id)),
            false,
        );
        let profiles = names(pack.profiles.iter().map(|profile| &profile.id));
        ids.known(
            problems,
            &["policy", "profile"],
            settings.policy.profile.as_str(),
            &PROFILE,
            profiles,
            false,
        );
        let facts = names(pack.facts.iter().map(|fact| &fact.id));
        for (id, answer) in &settings.facts {
            let path = ["facts", id.as_str()];
            match pack.fact(id.as_str()) {
                None => ids.known(problems, &path, id.as_str(), &FACT, facts.clone(), true),
                Some(fact) if !fact.allows(answer) => {
                    problems.push(
                        ids.wrong(&path).with("value", answer.to_string()).with("expected", fact.expected()),
                    );
                }
                Some(_) => {}
            }
        }
        let subjects = names(pack.subjects.iter().map(|subject| &subject.id));
        for (id, globs) in &settings.subjects {
            let path = ["subjects", id.as_str()];
            ids.known(problems, &path, id.as_str(), &SUBJECT, subjects.clone(), true);
            for (at, glob) in globs.iter().enumerate() {
                if globset::Glob::new(glob).is_err() {
                    let at = at.to_string();
                    let finding = ids
                        .wrong(&["subjects", id.as_str(), &at])
                        .variant("type")
                        .with("value", glob.as_str());
                    problems.push(finding.with(
                        "expected",
                        Words::both("ein Muster wie „src/**“", "a pattern such as “src/**”"),
                    ));
                }
            }
        }
        let pieces: BTreeSet<String> = pack
            .tasks
            .values()
            .flat_map(|task| task.evidence.iter().map(|piece| task.address(piece).to_string()))
            .collect();
        for address in settings.evidence.keys() {
            let id = address.to_string();
            ids.known(problems, &["evidence", &id], &id, &PIECE, pieces.clone(), true);
        }
        let roles = names(pack.roles.iter().map(|role| &role.id));
        for role in settings.roles.keys() {
            ids.known(problems, &["roles", role.as_str()], role.as_str(), &ROLE, roles.clone(), true);
        }
        self.check_exemptions(&ids, &pieces, &roles, problems);
    }

    fn check_exemptions(
        &self,
        ids: &Ids<'_>,
        pieces: &BTreeSet<String>,
        roles: &BTreeSet<String>,
        problems: &mut Problems,
    ) {
        for (at, exemption) in self.settings.exemptions.iter().enumerate() {
            let at = at.to_string();
            let task = exemption.task.to_string();
            ids.known(problems, &["exemption", &at, "task"], &task, &PIECE, pieces.clone(), false);
            ids.known(
                problems,
                &["exemption", &at, "owner"],
                exemption.owner.as_str(),
                &ROLE,
                roles.clone(),
                false,
            );
            if let Some(rule) = &exemption.rule {
                ids.rule_that_can_wait(problems, &["exemption", &at, "rule"], rule);
            }
            let dated = ["created", "expires"].iter().all(|key| ids.has(&["exemption", &at, key]));
            if dated && exemption.expires < exemption.created {
                let finding = ids.wrong(&["exemption", &at, "expires"]).variant("order");
                problems.push(finding.with("value", exemption.expires).with("expected", exemption.created));
            }
            for (key, text) in [("reason", &exemption.reason), ("approved-by", &exemption.approved_by)] {
                if text.trim().is_empty() && ids.has(&["exemption", &at, key]) {
                    problems.push(ids.wrong(&["exemption", &at, key]).variant("empty").with("key", key));
                }
            }
        }
    }
}

/// What `packs` has to hold.
pub(crate) fn one_pack() -> Words {
    Words::both(
        "ein einziges Regelwerk, als Kennung mit Version oder als Pfad mit Prüfsumme",
        "a single pack, as an id with its version or as a path with its digest",
    )
}
