//! Where the values of a settings file stand, and whether the ids in it exist.

use std::collections::BTreeSet;

use super::toml::similar;
use crate::finding::{About, Finding, Problems};
use crate::model::Words;
use crate::rule::Rule;
use crate::text::{Node, Place, Source};

/// What an id names, in words: phase, profile and so on.
pub(super) type What = (&'static str, &'static str);
pub(super) const PHASE: What = ("Phase", "phase");
pub(super) const PROFILE: What = ("Profil", "profile");
pub(super) const FACT: What = ("Fakt", "fact");
pub(super) const SUBJECT: What = ("Gegenstand", "subject");
pub(super) const PIECE: What = ("Aufgabe", "task");
pub(super) const ROLE: What = ("Rolle", "role");
const RULE: What = ("Regel", "rule");

/// A file that was read, with the tree of what it says.
#[derive(Clone, Copy)]
pub(super) struct Ids<'a> {
    pub(super) source: &'a Source,
    pub(super) tree: &'a Node,
}

impl Ids<'_> {
    /// True when something stands at the path in the file.
    pub(super) fn has(&self, path: &[&str]) -> bool {
        self.tree.at(path).is_some_and(|node| node.span.start <= self.source.text().len())
    }

    /// Where the value at a path of keys stands; the beginning of the file where there is none.
    pub(super) fn value(&self, path: &[&str]) -> Place {
        Place::new(self.source, self.tree.at(path).map_or(0..0, |node| node.span.clone()))
    }

    /// Where the key at a path of keys stands.
    pub(super) fn key(&self, path: &[&str]) -> Place {
        Place::new(self.source, self.tree.key_at(path).unwrap_or(0..0))
    }

    /// A problem unless the id is known, or nothing stands at the path: then that has been said. `key` says whether
    /// the id is the key at the path or its value.
    pub(super) fn known(
        &self,
        problems: &mut Problems,
        path: &[&str],
        id: &str,
        what: &What,
        known: BTreeSet<String>,
        key: bool,
    ) {
        if known.contains(id) || !self.has(path) {
            return;
        }
        let place = if key { self.key(path) } else { self.value(path) };
        let about = About::project(path.join("/")).file(self.source.path());
        let known: Vec<String> = known.into_iter().collect();
        let finding = Finding::new(Rule::UnknownId, about, place)
            .with("id", id)
            .with("kind", Words::both(what.0, what.1))
            .with("known", known.join(", "));
        problems.push(similar(finding, id, &known));
    }

    /// A problem unless the rule exists and is one that something can be exempt from.
    pub(super) fn rule_that_can_wait(&self, problems: &mut Problems, path: &[&str], rule: &str) {
        if rule.contains('*') {
            problems.push(self.wrong(path).variant("wildcard"));
        } else if Rule::from_id(rule).is_some_and(|rule| !rule.group().can_wait()) {
            problems.push(self.wrong(path).variant("exempt"));
        } else {
            let all = Rule::ALL.iter().filter(|rule| rule.group().can_wait());
            self.known(problems, path, rule, &RULE, names(all), false);
        }
    }

    /// That the value at a path is wrong.
    pub(super) fn wrong(&self, path: &[&str]) -> Finding {
        let about = About::project(path.join("/")).file(self.source.path());
        Finding::new(Rule::WrongValue, about, self.value(path))
    }
}

/// Ids as text.
pub(super) fn names<T: ToString>(ids: impl Iterator<Item = T>) -> BTreeSet<String> {
    ids.map(|id| id.to_string()).collect()
}
