//! The effective policy of a project: every value that decides what is owed, and where it came from.

use std::collections::BTreeSet;

use crate::load::SettingsFile;
use crate::model::{Departure, Facts, Pack, PackPart, Trust, Truth};
use crate::name::{Address, FactId, ProfileId, RepoPath};

/// What `policy show` shows of a project.
#[derive(Debug)]
pub struct Effective {
    /// The settings file.
    pub settings: RepoPath,
    /// The name of the project.
    pub name: String,
    /// The values, area by area.
    pub values: Vec<Effect>,
    /// In what the pack asks for less, or for something else, than what it builds on.
    pub departures: Vec<Departure>,
}

/// An area of the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// Packs and what they fix for everybody.
    Pack,
    /// Phase and profile.
    Project,
    /// Answers.
    Facts,
    /// Subjects.
    Subjects,
    /// Roles.
    Roles,
    /// What an approval has to be worth.
    Trust,
    /// Exemptions.
    Exemptions,
}

impl Area {
    /// All, in order.
    pub const ALL: [Self; 7] =
        [Self::Pack, Self::Project, Self::Facts, Self::Subjects, Self::Roles, Self::Trust, Self::Exemptions];

    /// The word for programs.
    pub fn id(self) -> &'static str {
        match self {
            Self::Pack => "pack",
            Self::Project => "project",
            Self::Facts => "facts",
            Self::Subjects => "subjects",
            Self::Roles => "roles",
            Self::Trust => "trust",
            Self::Exemptions => "exemptions",
        }
    }
}

/// One value.
#[derive(Debug)]
pub struct Effect {
    /// Its area.
    pub area: Area,
    /// Its key, as the file writes it.
    pub key: String,
    /// The value, as the file writes it; none where nothing is set.
    pub value: Option<String>,
    /// What has to be said of it.
    pub note: Note,
    /// Where it came from.
    pub origin: Origin,
}

/// What has to be said of a value.
#[derive(Debug)]
pub enum Note {
    /// Nothing.
    None,
    /// The digest of a pack.
    Digest(String),
    /// The tasks that a pack adds to what it builds on, or changes there.
    Tasks(Vec<String>),
    /// The pieces that an answer has a part in turning off.
    TurnsOff(Vec<Address>),
    /// A role that may lower the bar.
    Owner,
}

/// Where a value came from.
#[derive(Debug)]
pub enum Origin {
    /// The settings, at that line.
    Settings(usize),
    /// A pack and one of its files.
    Pack(String, &'static str),
    /// Nobody set it.
    Default,
}

/// The effective policy by settings and pack.
pub fn effective(file: &SettingsFile, pack: &Pack) -> Effective {
    let settings = &file.settings;
    let mut show = Show { file, pack, values: Vec::new() };
    show.packs();
    let pack_key = |key: &'static str| Origin::Pack(part_of(pack, key), "pack.toml");
    let owners: Vec<&str> = pack.policy_owners.iter().map(|role| role.as_str()).collect();
    for (key, value) in [
        ("researched", pack.researched.to_string()),
        ("longest-exemption", format!("{} days", pack.longest_exemption)),
        ("subjects-due", pack.subjects_due.to_string()),
        ("policy-owners", owners.join(", ")),
    ] {
        let value = (!value.is_empty()).then_some(value);
        show.put(Area::Pack, key, value, Note::None, pack_key(key));
    }
    let (phase, profile) = (settings.project.phase.to_string(), settings.policy.profile.to_string());
    show.set(Area::Project, "phase", &["project", "phase"], Some(phase), Note::None);
    show.set(Area::Project, "profile", &["policy", "profile"], Some(profile), Note::None);
    for fact in &pack.facts {
        let answer = settings.facts.get(&fact.id).map(ToString::to_string);
        let off = match &answer {
            Some(_) => turned_off(&settings.facts, pack, &settings.policy.profile, &fact.id),
            None => Vec::new(),
        };
        show.set(Area::Facts, fact.id.as_str(), &["facts", fact.id.as_str()], answer, Note::TurnsOff(off));
    }
    for subject in &pack.subjects {
        let globs = settings.subjects.get(&subject.id).map(|globs| format!("[{}]", globs.join(", ")));
        show.set(Area::Subjects, subject.id.as_str(), &["subjects", subject.id.as_str()], globs, Note::None);
    }
    for role in pack.roles.iter().filter(|role| role.may_approve) {
        // How many, never who: a person appears in an approval alone.
        let members = settings.roles.get(&role.id).map(|role| role.members.len().to_string());
        let owner = pack.policy_owners.contains(&role.id);
        let note = if owner { Note::Owner } else { Note::None };
        show.set(Area::Roles, role.id.as_str(), &["roles", role.id.as_str()], members, note);
    }
    let Trust { solo, signed, signers, revoked } = &settings.trust;
    // How many keys, never whose.
    let revoked = (!revoked.is_empty()).then(|| revoked.len().to_string());
    for (key, value) in [
        ("solo", Some(solo.to_string())),
        ("signed", Some(signed.to_string())),
        ("signers", signers.clone()),
        ("revoked", revoked),
    ] {
        show.set(Area::Trust, key, &["trust", key], value, Note::None);
    }
    for (at, exemption) in settings.exemptions.iter().enumerate() {
        let rule = exemption.rule.as_ref().map_or(String::new(), |rule| format!(" {rule}"));
        let days = format!("{} – {} ({})", exemption.created, exemption.expires, exemption.owner);
        let key = format!("{}{rule}", exemption.task);
        show.set(Area::Exemptions, &key, &["exemption", &at.to_string()], Some(days), Note::None);
    }
    Effective {
        settings: file.source.path().clone(),
        name: settings.project.name.clone(),
        values: show.values,
        departures: pack.departures.clone(),
    }
}

/// The pieces of a profile that an answer has a part in turning off: without it they would apply; or, where no answer
/// alone keeps them off, it is one of those that do so together.
pub(super) fn turned_off(facts: &Facts, pack: &Pack, profile: &ProfileId, fact: &FactId) -> Vec<Address> {
    let off = pack.pieces_of(profile).filter(|(task, piece)| {
        let applies = |facts: &Facts| task.conditions(piece).all(|one| one.truth(facts).applies());
        let open = |fact: &FactId| {
            let mut facts = facts.clone();
            facts.remove(fact);
            facts
        };
        if applies(facts) {
            return false;
        }
        let failing = task.conditions(piece).filter(|one| one.truth(facts) == Truth::No);
        let part: BTreeSet<&FactId> = failing
            .flat_map(|one| one.named())
            .map(|(id, _)| id)
            .filter(|id| facts.contains_key(*id))
            .collect();
        part.contains(fact) && (applies(&open(fact)) || !part.iter().any(|id| applies(&open(id))))
    });
    off.map(|(task, piece)| task.address(piece)).collect()
}

/// The part of a pack whose own `pack.toml` sets a key.
fn part_of(pack: &Pack, key: &str) -> String {
    let part = pack.parts.iter().find(|part| part.keys.contains(key)).or(pack.parts.last());
    part.map_or_else(String::new, name)
}

fn name(part: &PackPart) -> String {
    format!("{}@{}", part.id, part.version)
}

struct Show<'a> {
    file: &'a SettingsFile,
    pack: &'a Pack,
    values: Vec<Effect>,
}

impl Show<'_> {
    fn packs(&mut self) {
        let mut above = None;
        for part in &self.pack.parts {
            let origin = match above.replace(part) {
                None => Origin::Settings(self.line(&["policy", "packs", "0"]).unwrap_or(1)),
                Some(above) => Origin::Pack(name(above), "pack.toml"),
            };
            let digest = Note::Digest(format!("sha256:{}", part.digest));
            self.put(Area::Pack, "pack", Some(name(part)), digest, origin);
        }
        let (Some(lowest), above) =
            (self.pack.parts.last(), self.pack.parts.split_last().map_or(&[][..], |it| it.1))
        else {
            return;
        };
        let task = |file: &String| Some(file.strip_prefix("tasks/")?.strip_suffix(".toml")?.to_owned());
        for part in above {
            let tasks: Vec<String> = part.files.iter().filter_map(task).collect();
            let (count, origin) = (Some(tasks.len().to_string()), Origin::Pack(name(part), "tasks/"));
            self.put(Area::Pack, "tasks", count, Note::Tasks(tasks), origin);
        }
        let count = lowest.files.iter().filter_map(task).count().to_string();
        self.put(Area::Pack, "tasks", Some(count), Note::None, Origin::Pack(name(lowest), "tasks/"));
    }

    /// A value of the settings; what they do not say is nobody's.
    fn set(&mut self, area: Area, key: &str, path: &[&str], value: Option<String>, note: Note) {
        let origin = self.line(path).filter(|_| value.is_some()).map_or(Origin::Default, Origin::Settings);
        self.put(area, key, value, note, origin);
    }

    fn put(&mut self, area: Area, key: &str, value: Option<String>, note: Note, origin: Origin) {
        self.values.push(Effect { area, key: key.to_owned(), value, note, origin });
    }

    /// The line of the settings at which a value stands.
    fn line(&self, path: &[&str]) -> Option<usize> {
        let place = self.file.value(path);
        (!place.span.is_empty()).then(|| place.start().line)
    }
}
