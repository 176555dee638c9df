//! `nachweis.toml`: from text to settings, then held against the packs they name.

use std::collections::BTreeSet;

use super::toml::{StandIns, similar, typed};
use crate::finding::{About, Finding, Problems};
use crate::model::{Pack, Settings, Words};
use crate::name::RepoPath;
use crate::rule::Rule;
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

    /// Where the value at a path of keys stands; the beginning of the file where there is none.
    pub fn value(&self, path: &[&str]) -> Place {
        Place::new(&self.source, self.tree.at(path).map_or(0..0, |node| node.span.clone()))
    }

    /// Where the key at a path of keys stands.
    pub fn key(&self, path: &[&str]) -> Place {
        Place::new(&self.source, self.tree.key_at(path).unwrap_or(0..0))
    }

    /// True when something stands at the path in the file.
    fn has(&self, path: &[&str]) -> bool {
        self.tree.at(path).is_some_and(|node| node.span.start <= self.source.text().len())
    }
}

/// Reads settings; what the pack has to say of them comes with [`SettingsFile::check_against`]. They are to be judged
/// by only if there is no problem with them.
pub fn settings(source: &Source, problems: &mut Problems) -> Option<SettingsFile> {
    let read = typed::<Settings>(source, STAND_INS, problems)?;
    let file = SettingsFile { settings: read.value, source: source.clone(), tree: read.tree };
    if file.settings.version != 1 {
        let finding = wrong(&file, &["version"]).with("value", file.settings.version.to_string());
        problems.push(finding.with("expected", "1"));
    }
    if file.settings.policy.packs.is_empty() && file.has(&["policy", "packs"]) {
        let finding = wrong(&file, &["policy", "packs"]).variant("type").with("value", "[]");
        problems.push(finding.with("expected", one_pack()));
    }
    Some(file)
}

impl SettingsFile {
    /// Holds every id against the pack: phase, profile, facts and their values, subjects, tasks, roles, rules, dates.
    pub fn check_against(&self, pack: &Pack, problems: &mut Problems) {
        let ids = Ids { file: self };
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
                        wrong(self, &path)
                            .with("value", answer.to_string())
                            .with("expected", fact.expected()),
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
                    let finding = wrong(self, &["subjects", id.as_str(), &at])
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
        let can_be_exempt: BTreeSet<String> =
            Rule::ALL.iter().filter(|rule| rule.group().can_wait()).map(ToString::to_string).collect();
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
            match exemption.rule.as_deref().map(|rule| (rule, Rule::from_id(rule))) {
                Some((rule, Some(_))) if !can_be_exempt.contains(rule) => {
                    problems.push(wrong(self, &["exemption", &at, "rule"]).variant("exempt"));
                }
                Some((rule, None)) if rule.contains('*') => {
                    problems.push(wrong(self, &["exemption", &at, "rule"]).variant("wildcard"));
                }
                Some((rule, None)) => {
                    let path = ["exemption", &at, "rule"];
                    ids.known(problems, &path, rule, &RULE, can_be_exempt.clone(), false);
                }
                Some((_, Some(_))) | None => {}
            }
            let dated = ["created", "expires"].iter().all(|key| self.has(&["exemption", &at, key]));
            if dated && exemption.expires < exemption.created {
                let finding = wrong(self, &["exemption", &at, "expires"]).variant("order");
                problems.push(finding.with("value", exemption.expires).with("expected", exemption.created));
            }
            for (key, text) in [("reason", &exemption.reason), ("approved-by", &exemption.approved_by)] {
                if text.trim().is_empty() && self.has(&["exemption", &at, key]) {
                    problems.push(wrong(self, &["exemption", &at, key]).variant("empty").with("key", key));
                }
            }
        }
    }
}

/// What an id names, in words: phase, profile and so on.
type What = (&'static str, &'static str);
const PHASE: What = ("Phase", "phase");
const PROFILE: What = ("Profil", "profile");
const FACT: What = ("Fakt", "fact");
const SUBJECT: What = ("Gegenstand", "subject");
const PIECE: What = ("Aufgabe", "task");
const ROLE: What = ("Rolle", "role");
const RULE: What = ("Regel", "rule");

struct Ids<'a> {
    file: &'a SettingsFile,
}

impl Ids<'_> {
    /// A problem unless the id is known, or nothing stands at the path: then that has been said. `key` says whether
    /// the id is the key at the path or its value.
    fn known(
        &self,
        problems: &mut Problems,
        path: &[&str],
        id: &str,
        what: &What,
        known: BTreeSet<String>,
        key: bool,
    ) {
        if known.contains(id) || !self.file.has(path) {
            return;
        }
        let place = if key { self.file.key(path) } else { self.file.value(path) };
        let about = About::project(path.join("/")).file(self.file.source.path());
        let known: Vec<String> = known.into_iter().collect();
        let finding = Finding::new(Rule::UnknownId, about, place)
            .with("id", id)
            .with("kind", Words::both(what.0, what.1))
            .with("known", known.join(", "));
        problems.push(similar(finding, id, &known));
    }
}

fn wrong(file: &SettingsFile, path: &[&str]) -> Finding {
    let about = About::project(path.join("/")).file(file.source.path());
    Finding::new(Rule::WrongValue, about, file.value(path))
}

/// What `packs` has to hold.
pub(crate) fn one_pack() -> Words {
    Words::both(
        "ein einziges Regelwerk, als Kennung mit Version oder als Pfad mit Prüfsumme",
        "a single pack, as an id with its version or as a path with its digest",
    )
}

fn names<T: ToString>(ids: impl Iterator<Item = T>) -> BTreeSet<String> {
    ids.map(|id| id.to_string()).collect()
}
