//! What types cannot say of a pack: that every id exists, nothing stands twice, and nothing goes in circles.

use std::collections::{BTreeMap, BTreeSet};

use super::Reader;
use crate::finding::{About, Finding};
use crate::load::toml::similar;
use crate::model::{Condition, Files, Pack, Piece, Role, Task, Words};
use crate::name::{Address, RoleId};
use crate::rule::Rule;

/// Holds a pack against itself.
pub(super) fn validate(pack: &Pack, reader: &mut Reader<'_>) {
    let ids = Ids::of(pack);
    for (at, gate) in pack.gates.iter().enumerate() {
        let at = at.to_string();
        let path = |key: &'static str| ["gate".to_owned(), at.clone(), key.to_owned()];
        ids.check(reader, "gates.toml", &path("id"), &ids.phases, gate.id.as_str(), "Phase", "phase");
        ids.check(
            reader,
            "gates.toml",
            &path("record"),
            &ids.pieces,
            &gate.record.to_string(),
            "Nachweis",
            "piece",
        );
        // A gate whose record a profile leaves out would be passed without anybody deciding.
        let record = pack.piece(&gate.record);
        let everywhere = record.is_some_and(|(task, piece)| {
            let profiles = pack.profiles.split_last().map_or(&[][..], |(_, smaller)| smaller);
            let named = profiles.iter().all(|profile| task.profiles.contains_key(&profile.id));
            let decides = piece.decision.as_ref().is_some_and(|decision| decision.gate == gate.id);
            named && decides && piece.at_least > 0
        });
        if record.is_some() && !everywhere {
            let place = reader.place("gates.toml", &["gate", &at, "record"]);
            reader.broken("record", place, &gate.record.to_string());
        }
        // One fact, one finding: either the decision ends, or its record is reviewed.
        if gate.validity.is_some() && record.is_some_and(|(_, piece)| piece.review.is_some()) {
            let place = reader.place("gates.toml", &["gate", &at, "validity"]);
            reader.broken("validity", place, &gate.record.to_string());
        }
        if gate.decides.is_empty() {
            let place = reader.place("gates.toml", &["gate", &at, "decides"]);
            reader.broken("deciders", place, gate.id.as_str());
        }
        for (key, roles) in [("decides", &gate.decides), ("heard", &gate.heard)] {
            for (n, role) in roles.iter().enumerate() {
                let path = ["gate".to_owned(), at.clone(), key.to_owned(), n.to_string()];
                ids.check(reader, "gates.toml", &path, &ids.roles, role.as_str(), "Rolle", "role");
            }
        }
        for (n, task) in gate.not_conditionable.iter().enumerate() {
            let path = ["gate".to_owned(), at.clone(), "not-conditionable".to_owned(), n.to_string()];
            ids.check(reader, "gates.toml", &path, &ids.tasks, task.as_str(), "Aufgabe", "task");
        }
    }
    for (at, role) in pack.roles.iter().enumerate() {
        for (n, other) in role.incompatible.iter().enumerate() {
            let path = ["role".to_owned(), at.to_string(), "incompatible".to_owned(), n.to_string()];
            ids.check(reader, "roles.toml", &path, &ids.roles, other.as_str(), "Rolle", "role");
        }
    }
    let due = ["subjects-due".to_owned()];
    ids.check(reader, "pack.toml", &due, &ids.phases, pack.subjects_due.as_str(), "Phase", "phase");
    for (n, role) in pack.policy_owners.iter().enumerate() {
        let path = ["policy-owners".to_owned(), n.to_string()];
        ids.check(reader, "pack.toml", &path, &ids.roles, role.as_str(), "Rolle", "role");
    }
    let gate_of = |at: usize| pack.gates.get(at).map(|gate| gate.id.as_str());
    let without = pack.phases.iter().enumerate().find(|(at, phase)| gate_of(*at) != Some(phase.id.as_str()));
    if let Some((at, phase)) = without {
        let place = reader.place("gates.toml", &["gate", &at.to_string(), "id"]);
        reader.broken("gates", place, phase.id.as_str());
    }
    for (at, order) in pack.date_orders.iter().enumerate() {
        for (key, when) in [("first", &order.first), ("second", &order.second)] {
            let path = ["date-order".to_owned(), at.to_string(), key.to_owned()];
            ids.check(
                reader,
                "gates.toml",
                &path,
                &ids.pieces,
                &when.evidence.to_string(),
                "Nachweis",
                "piece",
            );
        }
    }
    for (at, contradiction) in pack.contradictions.iter().enumerate() {
        let path = ["contradiction".to_owned(), at.to_string(), "when".to_owned()];
        ids.condition(pack, reader, "facts.toml", &path, &contradiction.when);
    }
    for (name, task) in pack.tasks.values().map(|task| (format!("tasks/{}.toml", task.id), task)) {
        ids.task(pack, reader, &name, task);
    }
    rights(pack, reader);
    lists(pack, reader);
    paths(pack, reader);
    cycles(pack, reader);
}

struct Ids {
    phases: BTreeSet<String>,
    roles: BTreeSet<String>,
    subjects: BTreeSet<String>,
    laws: BTreeSet<String>,
    profiles: BTreeSet<String>,
    pieces: BTreeSet<String>,
    tasks: BTreeSet<String>,
    topics: BTreeSet<String>,
}

impl Ids {
    fn of(pack: &Pack) -> Self {
        let pieces = pack
            .tasks
            .values()
            .flat_map(|task| task.evidence.iter().map(|piece| task.address(piece).to_string()));
        Self {
            phases: pack.phases.iter().map(|phase| phase.id.to_string()).collect(),
            roles: pack.roles.iter().map(|role| role.id.to_string()).collect(),
            subjects: pack.subjects.iter().map(|subject| subject.id.to_string()).collect(),
            laws: pack.laws.iter().map(|law| law.id.to_string()).collect(),
            profiles: pack.profiles.iter().map(|profile| profile.id.to_string()).collect(),
            pieces: pieces.collect(),
            tasks: pack.tasks.keys().map(ToString::to_string).collect(),
            topics: pack.topics.iter().map(|topic| topic.id.clone()).collect(),
        }
    }

    #[expect(clippy::too_many_arguments, reason = "a table of references reads best as one line each")]
    fn check(
        &self,
        reader: &mut Reader<'_>,
        file: &str,
        path: &[String],
        known: &BTreeSet<String>,
        id: &str,
        de: &'static str,
        en: &'static str,
    ) {
        if known.contains(id) {
            return;
        }
        if let Some(at) = reader.layers.left_out(id) {
            let place = reader.place("pack.toml", &["without", &at.to_string()]);
            reader.broken("still-needed", place, &format!("{id} ({file})"));
            return;
        }
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        let place = reader.place(file, &path);
        let about = About::project(format!("{}/{id}", path.join("/"))).file(place.path());
        let known: Vec<String> = known.iter().cloned().collect();
        let finding = Finding::new(Rule::UnknownId, about, place)
            .with("id", id)
            .with("kind", Words::both(de, en))
            .with("known", known.join(", "));
        reader.problems.push(similar(finding, id, &known));
    }

    fn condition(
        &self,
        pack: &Pack,
        reader: &mut Reader<'_>,
        file: &str,
        path: &[String],
        condition: &Condition,
    ) {
        let facts: BTreeSet<String> = pack
            .facts
            .iter()
            .map(|fact| fact.id.to_string())
            .chain(["phase".to_owned(), "profil".to_owned()])
            .collect();
        for (fact, answers) in condition.named() {
            self.check(reader, file, path, &facts, fact.as_str(), "Fakt", "fact");
            let wrong = pack
                .fact(fact.as_str())
                .and_then(|known| answers.iter().find(|answer| !known.allows(answer)));
            if let (Some(answer), Some(fact)) = (wrong, pack.fact(fact.as_str())) {
                let path: Vec<&str> = path.iter().map(String::as_str).collect();
                let place = reader.place(file, &path);
                let about = About::project(format!("{}/{}", path.join("/"), fact.id)).file(place.path());
                let finding = Finding::new(Rule::WrongValue, about, place);
                reader
                    .problems
                    .push(finding.with("value", answer.to_string()).with("expected", fact.expected()));
            }
        }
    }

    fn task(&self, pack: &Pack, reader: &mut Reader<'_>, file: &str, task: &Task) {
        let path = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect::<Vec<_>>();
        self.check(reader, file, &path(&["phase"]), &self.phases, task.phase.as_str(), "Phase", "phase");
        if let Some(due) = &task.due {
            self.check(reader, file, &path(&["due"]), &self.phases, due.as_str(), "Phase", "phase");
        }
        for profile in task.profiles.keys() {
            self.check(
                reader,
                file,
                &path(&["profiles", profile.as_str()]),
                &self.profiles,
                profile.as_str(),
                "Profil",
                "profile",
            );
        }
        let responsible = task.responsible.as_str();
        self.check(reader, file, &path(&["responsible"]), &self.roles, responsible, "Rolle", "role");
        for (at, role) in task.contributing.iter().enumerate() {
            let path = path(&["contributing", &at.to_string()]);
            self.check(reader, file, &path, &self.roles, role.as_str(), "Rolle", "role");
        }
        for (at, topic) in task.topics.iter().enumerate() {
            let path = path(&["topics", &at.to_string()]);
            self.check(reader, file, &path, &self.topics, topic, "Thema", "topic");
        }
        for (at, basis) in task.basis.iter().enumerate() {
            let path = path(&["basis", &at.to_string(), "law"]);
            self.check(reader, file, &path, &self.laws, basis.law.as_str(), "Rechtsgrundlage", "law");
        }
        if let Some(condition) = &task.applies {
            self.condition(pack, reader, file, &path(&["applies"]), condition);
        }
        let mut seen = BTreeSet::new();
        for (at, piece) in task.evidence.iter().enumerate() {
            if !seen.insert(&piece.piece) {
                let place = reader.place(file, &["evidence", &at.to_string()]);
                reader.broken("duplicate", place, &task.address(piece).to_string());
            }
            self.piece(pack, reader, file, &at.to_string(), piece);
        }
    }

    fn piece(&self, pack: &Pack, reader: &mut Reader<'_>, file: &str, at: &str, piece: &Piece) {
        let path = |keys: &[&str]| {
            ["evidence", at].iter().chain(keys).map(|key| (*key).to_owned()).collect::<Vec<_>>()
        };
        if let Some(due) = &piece.due {
            self.check(reader, file, &path(&["due"]), &self.phases, due.as_str(), "Phase", "phase");
        }
        if let Some(until) = &piece.watch_until {
            self.check(reader, file, &path(&["watch-until"]), &self.phases, until.as_str(), "Phase", "phase");
        }
        if let Some(law) = &piece.law {
            self.check(reader, file, &path(&["law"]), &self.laws, law.as_str(), "Rechtsgrundlage", "law");
        }
        if let Some(condition) = &piece.applies {
            self.condition(pack, reader, file, &path(&["applies"]), condition);
        }
        if let Some(current) = &piece.current {
            for (n, subject) in current.subjects.iter().enumerate() {
                let path = path(&["current", "subjects", &n.to_string()]);
                self.check(reader, file, &path, &self.subjects, subject.as_str(), "Gegenstand", "subject");
            }
            for (n, other) in current.evidence.iter().enumerate() {
                let path = path(&["current", "evidence", &n.to_string()]);
                self.check(reader, file, &path, &self.pieces, &other.to_string(), "Nachweis", "piece");
            }
        }
        for (n, role) in piece.approved.iter().flat_map(|approved| &approved.roles).enumerate() {
            let path = path(&["approved", "roles", &n.to_string()]);
            self.check(reader, file, &path, &self.roles, role.as_str(), "Rolle", "role");
        }
        if let Some(decision) = &piece.decision {
            let path = path(&["decision", "gate"]);
            self.check(reader, file, &path, &self.phases, decision.gate.as_str(), "Tor", "gate");
        }
        if let Some(template) = piece.template.as_ref().filter(|name| !pack.templates.contains_key(*name)) {
            let place = reader.place(file, &["evidence", at, "template"]);
            reader.broken("template", place, template);
        }
    }
}

/// What the pack asks of a role, its role table allows; nobody could do it otherwise.
fn rights(pack: &Pack, reader: &mut Reader<'_>) {
    let denied = |role: &RoleId, right: fn(&Role) -> bool| {
        // A role that does not exist is told of elsewhere.
        pack.role(role.as_str()).is_some_and(|role| !right(role))
    };
    for (n, role) in pack.policy_owners.iter().enumerate() {
        if denied(role, |role| role.may_approve) {
            let place = reader.place("pack.toml", &["policy-owners", &n.to_string()]);
            reader.broken("approver", place, &format!("policy-owners: {role}"));
        }
    }
    for (at, gate) in pack.gates.iter().enumerate() {
        for (n, role) in gate.decides.iter().enumerate() {
            if denied(role, |role| role.may_approve) {
                let path = ["gate", &at.to_string(), "decides", &n.to_string()];
                let place = reader.place("gates.toml", &path);
                reader.broken("approver", place, &format!("{}: {role}", gate.id));
            }
        }
    }
    for task in pack.tasks.values() {
        let file = format!("tasks/{}.toml", task.id);
        if denied(&task.responsible, |role| role.may_own) {
            let place = reader.place(&file, &["responsible"]);
            reader.broken("owner", place, &format!("{}: {}", task.id, task.responsible));
        }
        for (at, piece) in task.evidence.iter().enumerate() {
            let Some(approved) = &piece.approved else { continue };
            let (at, address) = (at.to_string(), task.address(piece));
            for (n, role) in approved.roles.iter().enumerate() {
                if denied(role, |role| role.may_approve) {
                    let path = ["evidence", &at, "approved", "roles", &n.to_string()];
                    let place = reader.place(&file, &path);
                    reader.broken("approver", place, &format!("{address}: {role}"));
                }
            }
            // The ledger holds one approval for each piece and role, and it is of one content.
            if piece.files == Files::Each {
                let place = reader.place(&file, &["evidence", &at, "files"]);
                reader.broken("approved-each", place, &address.to_string());
            }
        }
    }
}

/// Every id of a list stands there once.
fn lists(pack: &Pack, reader: &mut Reader<'_>) {
    twice(reader, "pack.toml", "profile", pack.profiles.iter().map(|profile| profile.id.as_str()));
    twice(reader, "pack.toml", "topic", pack.topics.iter().map(|topic| topic.id.as_str()));
    twice(reader, "phases.toml", "phase", pack.phases.iter().map(|phase| phase.id.as_str()));
    twice(reader, "gates.toml", "gate", pack.gates.iter().map(|gate| gate.id.as_str()));
    twice(reader, "gates.toml", "date-order", pack.date_orders.iter().map(|order| order.id.as_str()));
    twice(reader, "roles.toml", "role", pack.roles.iter().map(|role| role.id.as_str()));
    twice(reader, "facts.toml", "fact", pack.facts.iter().map(|fact| fact.id.as_str()));
    twice(reader, "facts.toml", "contradiction", pack.contradictions.iter().map(|it| it.id.as_str()));
    twice(reader, "subjects.toml", "subject", pack.subjects.iter().map(|subject| subject.id.as_str()));
    twice(reader, "laws.toml", "law", pack.laws.iter().map(|law| law.id.as_str()));
}

fn twice<'p>(reader: &mut Reader<'_>, file: &str, list: &str, ids: impl Iterator<Item = &'p str>) {
    let mut seen = BTreeSet::new();
    for (at, id) in ids.enumerate() {
        if !seen.insert(id) {
            let place = reader.place(file, &[list, &at.to_string(), "id"]);
            reader.broken("duplicate", place, id);
        }
    }
}

/// Two pieces at one path would claim the same file.
fn paths(pack: &Pack, reader: &mut Reader<'_>) {
    let mut seen: BTreeMap<&str, Address> = BTreeMap::new();
    for task in pack.tasks.values() {
        for (at, piece) in task.evidence.iter().enumerate() {
            if let Some(first) = seen.insert(&piece.path, task.address(piece)) {
                let place =
                    reader.place(&format!("tasks/{}.toml", task.id), &["evidence", &at.to_string(), "path"]);
                reader.broken("duplicate", place, &format!("{} ({first})", piece.path));
            }
        }
    }
}

/// Evidence that is outdated by evidence that is outdated by it would never be current.
fn cycles(pack: &Pack, reader: &mut Reader<'_>) {
    let pieces =
        || pack.tasks.values().flat_map(|task| task.evidence.iter().enumerate().map(move |it| (task, it)));
    let others =
        |piece: &Piece| piece.current.as_ref().map_or(Vec::new(), |current| current.evidence.clone());
    let edges: BTreeMap<Address, Vec<Address>> =
        pieces().map(|(task, (_, piece))| (task.address(piece), others(piece))).collect();
    for (task, (at, piece)) in pieces() {
        let start = task.address(piece);
        let mut reached = BTreeSet::new();
        let mut open: Vec<&Address> = edges[&start].iter().collect();
        while let Some(next) = open.pop() {
            if reached.insert(next) {
                open.extend(edges.get(next).into_iter().flatten());
            }
        }
        if reached.contains(&start) {
            let path = ["evidence", &at.to_string(), "current", "evidence"];
            let place = reader.place(&format!("tasks/{}.toml", task.id), &path);
            reader.broken("cycle", place, &start.to_string());
        }
    }
}
