//! `incomplete-pack`: what can be read of a pack but is unfinished. It judges a pack, not a project.

use std::collections::BTreeMap;

use super::prose::heading;
use crate::finding::{About, Finding};
use crate::load::{PackPlaces, document};
use crate::model::{Answer, Body, Condition, Fact, Facts, Format, Pack, Piece, Task, Truth, Words};
use crate::name::{Date, FactId, RepoPath};
use crate::rule::Rule;
use crate::text::{Data, Node, Place};

/// How many combinations of answers are tried before a condition counts as reachable.
const COMBINATIONS: usize = 4096;

/// Everything that is unfinished in a pack.
pub fn lint(pack: &Pack, places: &PackPlaces<'_>, as_of: Date) -> Vec<Finding> {
    let mut lint = Lint { pack, places, found: Vec::new() };
    lint.head();
    for task in pack.tasks.values() {
        lint.task(task);
    }
    lint.notation();
    lint.found.extend(super::aged_pack::aged(pack, as_of, places.at("pack.toml", &["researched"])));
    lint.found
}

struct Lint<'a> {
    pack: &'a Pack,
    places: &'a PackPlaces<'a>,
    found: Vec<Finding>,
}

impl Lint<'_> {
    fn report(
        &mut self,
        variant: &'static str,
        detail: &str,
        file: &str,
        path: &[&str],
    ) -> Option<&mut Finding> {
        let place = self.places.at(file, path);
        let about = About::project(format!("{variant}/{file}/{}", path.join("/"))).file(place.path());
        let finding =
            Finding::new(Rule::IncompletePack, about, place).variant(variant).with("detail", detail);
        self.found.push(finding);
        self.found.last_mut()
    }

    fn translated(&mut self, words: &Words, detail: &str, file: &str, path: &[&str]) {
        if words.en.as_ref().is_none_or(|text| text.trim().is_empty()) {
            self.report("translation", detail, file, path);
        }
    }

    /// Gates, facts and laws.
    fn head(&mut self) {
        for (at, gate) in self.pack.gates.iter().enumerate() {
            let at = at.to_string();
            self.translated(&gate.title, gate.id.as_str(), "gates.toml", &["gate", &at, "title"]);
            self.translated(&gate.question, gate.id.as_str(), "gates.toml", &["gate", &at, "question"]);
            // Whoever decides signs: else anybody could write down a decision.
            let record = self.pack.piece(&gate.record).and_then(|(_, piece)| piece.approved.as_ref());
            let signs = |role| record.is_some_and(|approved| approved.roles.contains(role));
            if !gate.decides.iter().all(signs) {
                self.report("unsigned", gate.id.as_str(), "gates.toml", &["gate", &at, "decides"]);
            }
        }
        for (at, fact) in self.pack.facts.iter().enumerate() {
            let at = at.to_string();
            self.translated(&fact.question, fact.id.as_str(), "facts.toml", &["fact", &at, "question"]);
            self.translated(&fact.why, fact.id.as_str(), "facts.toml", &["fact", &at, "why"]);
        }
        for (at, law) in self.pack.laws.iter().enumerate() {
            if law.source.trim().is_empty() || law.confidence.trim().is_empty() {
                self.report("law", law.id.as_str(), "laws.toml", &["law", &at.to_string(), "id"]);
            }
        }
    }

    fn task(&mut self, task: &Task) {
        let file = format!("tasks/{}.toml", task.id);
        let id = task.id.as_str();
        self.translated(&task.title, id, &file, &["title"]);
        self.translated(&task.goals, id, &file, &["goals"]);
        for (at, item) in task.checklist.iter().enumerate() {
            self.translated(item, id, &file, &["checklist", &at.to_string()]);
        }
        let count = task.checklist.len();
        if !(5..=10).contains(&count)
            && let Some(finding) = self.report("checklist", id, &file, &["checklist"])
        {
            finding.args.set("count", count);
        }
        if task.applies.as_ref().is_some_and(|condition| !self.reachable(condition)) {
            self.report("unreachable", id, &file, &["applies"]);
        }
        for (at, piece) in task.evidence.iter().enumerate() {
            self.piece(task, piece, &file, &at.to_string());
        }
    }

    fn piece(&mut self, task: &Task, piece: &Piece, file: &str, at: &str) {
        let address = task.address(piece).to_string();
        self.translated(&piece.title, &address, file, &["evidence", at, "title"]);
        if piece.applies.as_ref().is_some_and(|condition| !self.reachable(condition)) {
            self.report("unreachable", &address, file, &["evidence", at, "applies"]);
        }
        let due = self.pack.order(task.due_of(piece).as_str());
        for (n, other) in piece.current.iter().flat_map(|current| &current.evidence).enumerate() {
            let built_on =
                self.pack.piece(other).and_then(|(task, piece)| self.pack.order(task.due_of(piece).as_str()));
            if built_on > due
                && let Some(finding) = self.report(
                    "order",
                    &address,
                    file,
                    &["evidence", at, "current", "evidence", &n.to_string()],
                )
            {
                finding.args.set("other", other.to_string());
            }
        }
        let missing = self.missing_in_template(piece, &address);
        if !missing.is_empty()
            && let Some(finding) = self.report("template", &address, file, &["evidence", at, "template"])
        {
            finding.args.set("missing", missing.join(", "));
        }
    }

    /// What the template lacks of what its piece asks for; what is lacking cannot be filled in.
    fn missing_in_template(&self, piece: &Piece, address: &str) -> Vec<String> {
        let Some(text) = piece.template.as_ref().and_then(|name| self.pack.templates.get(name)) else {
            return if piece.format == Format::Any { Vec::new() } else { vec![piece.path.clone()] };
        };
        let path = RepoPath::new(&piece.path.replace('*', "x")).unwrap_or_default();
        let Ok(document) = document(&path, Some(text.as_bytes()), None) else {
            return vec![piece.path.clone()];
        };
        let mut missing: Vec<String> = document.flaws.iter().map(|flaw| flaw.variant.to_owned()).collect();
        if document.format != piece.format && piece.format != Format::Any {
            missing.push(piece.format.name().to_owned());
        }
        let fields =
            piece.fields.iter().flatten().filter(|(_, field)| field.required).map(|(name, _)| name.as_str());
        let columns = piece.columns.iter().flatten().map(|(name, _)| name.as_str());
        let absent = |known: &[&str], names: &mut dyn Iterator<Item = &str>| {
            names.filter(|name| !known.contains(name)).map(str::to_owned).collect::<Vec<_>>()
        };
        match &document.body {
            Body::Markdown(markdown) => {
                let sections = piece.sections.iter().flat_map(|sections| &sections.filled);
                let gone = sections.filter(|section| heading(markdown, section).is_none());
                missing.extend(gone.map(|section| section.de.clone()));
                if piece.checklist.is_some() && markdown.items.is_empty() {
                    missing.push("- [ ]".to_owned());
                }
                let known: Vec<&str> = keys(&document.front);
                missing.extend(absent(&known, &mut fields.into_iter()));
            }
            Body::Data(tree) => {
                missing.extend(absent(&keys(tree), &mut fields.into_iter()));
                let under = piece.rows.as_ref().and_then(|rows| rows.under.as_deref());
                missing.extend(under.filter(|under| tree.get(under).is_none()).map(str::to_owned));
            }
            Body::Table(table) => {
                let known: Vec<&str> = table.header.iter().map(|(name, _)| name.as_str()).collect();
                missing.extend(absent(&known, &mut columns.into_iter()));
            }
            Body::Opaque => {}
        }
        let named = document.metadata.tasks.iter().any(|task| task.value.to_string() == address);
        if !named && document.metadata_source.is_some() {
            missing.push(format!("task: {address}"));
        }
        missing
    }

    /// Whether some answers meet a condition. Only the facts that it names matter.
    fn reachable(&self, condition: &Condition) -> bool {
        let mut named: BTreeMap<&FactId, Vec<Answer>> = BTreeMap::new();
        for (fact, _) in condition.named() {
            named.entry(fact).or_insert_with(|| self.answers(fact));
        }
        let mut all: Vec<Facts> = vec![Facts::new()];
        for (fact, answers) in named {
            let extend = |facts: &Facts| {
                let with = |answer: &Answer| {
                    let mut facts = facts.clone();
                    facts.insert(fact.clone(), answer.clone());
                    facts
                };
                answers.iter().map(with).collect::<Vec<_>>()
            };
            all = all.iter().flat_map(extend).collect();
            if all.len() > COMBINATIONS {
                return true;
            }
        }
        all.iter().any(|facts| condition.truth(facts) == Truth::Yes)
    }

    fn answers(&self, id: &FactId) -> Vec<Answer> {
        // One that does not exist is told of elsewhere.
        let either = || vec![Answer::Boolean(true), Answer::Boolean(false)];
        self.pack.fact(id.as_str()).map_or_else(either, Fact::answers)
    }

    /// Notation that came after TOML 1.0: inline tables over several lines or with a last comma.
    fn notation(&mut self) {
        for (name, place) in self.places.trees() {
            for span in beyond(&place.1, place.0.text()) {
                let at = Place::new(&place.0, span.clone());
                let about = About::project(format!("toml/{}", span.start)).file(at.path());
                let finding = Finding::new(Rule::IncompletePack, about, at).variant("toml");
                self.found.push(finding.with("detail", name.as_str()));
            }
        }
    }
}

fn keys(node: &Node) -> Vec<&str> {
    node.entries().iter().map(|entry| entry.key.as_str()).collect()
}

/// The places of inline tables that TOML 1.0 does not know.
fn beyond(node: &Node, text: &str) -> Vec<crate::text::Span> {
    let words = text.get(node.span.clone()).unwrap_or_default();
    match &node.data {
        Data::Map(entries) => {
            let inside = words.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
            let newer =
                inside.is_some_and(|inside| inside.contains('\n') || inside.trim_end().ends_with(','));
            let own = newer.then(|| node.span.start..node.span.start + 1);
            own.into_iter().chain(entries.iter().flat_map(|entry| beyond(&entry.value, text))).collect()
        }
        Data::List(items) => items.iter().flat_map(|item| beyond(item, text)).collect(),
        Data::Null | Data::Boolean(_) | Data::Number(_) | Data::Text(_) => Vec::new(),
    }
}
