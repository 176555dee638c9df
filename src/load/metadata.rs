//! Metadata of evidence: from the tree of a front matter, a register's `nachweis` table or a sidecar.

use crate::model::{Course, Decision, DecisionCondition, Flaw, Metadata, Onward, Status};
use crate::name::{Address, Date};
use crate::text::{Data, Node, Spanned};

/// Reads metadata; what cannot be understood becomes a flaw, the rest is read on.
pub(super) fn metadata(tree: &Node, flaws: &mut Vec<Flaw>) -> Metadata {
    let mut reader = Reader { flaws };
    Metadata {
        tasks: reader.tasks(tree),
        status: reader.word(tree, "status", "status", |word| match word {
            "draft" => Some(Status::Draft),
            "final" => Some(Status::Final),
            "not-applicable" => Some(Status::NotApplicable),
            _ => None,
        }),
        reviewed: reader.date(tree, "reviewed"),
        responsible: reader.text(tree, "responsible"),
        reason: reader.text(tree, "reason"),
        decision: Decision {
            course: reader.word(tree, "decision", "type", |word| match word {
                "go" => Some(Course::Go),
                "no-go" => Some(Course::NoGo),
                "back" => Some(Course::Back),
                _ => None,
            }),
            decided: reader.date(tree, "decided"),
            onward: reader.onward(tree),
            conditions: reader.conditions(tree),
        },
    }
}

struct Reader<'a> {
    flaws: &'a mut Vec<Flaw>,
}

impl Reader<'_> {
    fn flaw(&mut self, variant: &'static str, node: &Node, words: &[(&'static str, &str)]) {
        let mut flaw = Flaw::new(variant, node.span.clone());
        flaw.in_metadata = true;
        flaw.words = words.iter().map(|(key, value)| (*key, (*value).to_owned())).collect();
        self.flaws.push(flaw);
    }

    fn tasks(&mut self, tree: &Node) -> Vec<Spanned<Address>> {
        let Some(node) = tree.get("task").filter(|node| !node.is_blank()) else { return Vec::new() };
        let nodes =
            if matches!(node.data, Data::List(_)) { node.items() } else { std::slice::from_ref(node) };
        let mut found = Vec::new();
        for node in nodes {
            match node.text().map(Address::new) {
                Some(Ok(address)) => found.push(Spanned::new(address, node.span.clone())),
                Some(Err(_)) | None => {
                    let value = node.text().unwrap_or_default().to_owned();
                    self.flaw("task", node, &[("field", "task"), ("value", &value), ("expected", "P-10")]);
                }
            }
        }
        found
    }

    fn text(&mut self, tree: &Node, key: &'static str) -> Option<Spanned<String>> {
        let node = tree.get(key).filter(|node| !node.is_blank())?;
        match node.text() {
            Some(text) => Some(Spanned::new(text.trim().to_owned(), node.span.clone())),
            None => {
                self.flaw("type", node, &[("field", key), ("expected", "Text")]);
                None
            }
        }
    }

    /// The key means that in decisions alone: any other evidence may use the word as it likes.
    fn onward(&mut self, tree: &Node) -> Option<Onward> {
        tree.get("decision")?;
        self.word(tree, "course", "type", Onward::of).map(|onward| onward.value)
    }

    fn word<T>(
        &mut self,
        tree: &Node,
        key: &'static str,
        variant: &'static str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<Spanned<T>> {
        let word = self.text(tree, key)?;
        match read(&word.value) {
            Some(value) => Some(Spanned::new(value, word.span)),
            None => {
                let expected = match key {
                    "decision" => "go, no-go, back",
                    "course" => Onward::WORDS,
                    _ => "draft, final, not-applicable",
                };
                let node = tree.get(key)?;
                self.flaw(variant, node, &[("field", key), ("value", &word.value), ("expected", expected)]);
                None
            }
        }
    }

    fn date(&mut self, tree: &Node, key: &'static str) -> Option<Spanned<Date>> {
        let word = self.text(tree, key)?;
        if let Some(date) = Date::parse(&word.value) {
            return Some(Spanned::new(date, word.span));
        }
        let node = tree.get(key)?;
        match Date::parse_german(&word.value) {
            Some(date) => {
                let iso = date.to_string();
                self.flaw("german-date", node, &[("field", key), ("value", &word.value), ("expected", &iso)]);
            }
            None => {
                self.flaw("date", node, &[("field", key), ("value", &word.value), ("expected", "2026-11-22")])
            }
        }
        None
    }

    fn conditions(&mut self, tree: &Node) -> Vec<DecisionCondition> {
        let Some(node) = tree.get("conditions").filter(|node| !node.is_blank()) else { return Vec::new() };
        if !matches!(node.data, Data::List(_)) {
            self.flaw(
                "type",
                node,
                &[("field", "conditions"), ("expected", "[{text, task, due, owner, met}]")],
            );
            return Vec::new();
        }
        let mut found = Vec::new();
        for item in node.items() {
            let due = self.date(item, "due").map(|date| date.value);
            let met = self.date(item, "met").map(|date| date.value);
            let text = self.text(item, "text").map(|text| text.value);
            // A condition without a text or a date could never become overdue.
            if text.is_none() || due.is_none() {
                self.flaw("type", item, &[("field", "conditions"), ("expected", "text, due, owner")]);
            }
            let task = self.text(item, "task");
            let owner = self.text(item, "owner").map(|owner| owner.value).unwrap_or_default();
            found.push(DecisionCondition {
                span: item.span.clone(),
                text: text.unwrap_or_default(),
                task,
                due,
                owner,
                met,
            });
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::yaml;

    fn read(text: &str) -> (Metadata, Vec<&'static str>) {
        let mut flaws = Vec::new();
        let metadata = metadata(&yaml::parse(text, 0, yaml::FRONT).expect("valid YAML"), &mut flaws);
        (metadata, flaws.iter().map(|flaw| flaw.variant).collect())
    }

    #[test]
    fn a_complete_front_matter() {
        let (found, flaws) =
            read("task: [P-10, P-11/x]\nstatus: final\nreviewed: 2026-03-01\nreason: weil\n");
        assert!(flaws.is_empty());
        assert_eq!(found.tasks.len(), 2);
        assert_eq!(found.status.map(|status| status.value), Some(Status::Final));
    }

    #[test]
    fn every_mistake_is_named() {
        let text = "task: P 10\nstatus: fertig\nreviewed: 01.03.2026\ndecided: 2026-02-30\ndecision: ja\nconditions: [{text: x}]\n";
        assert_eq!(read(text).1, ["task", "status", "german-date", "type", "date", "type"]);
    }

    #[test]
    fn empty_values_are_absent() {
        let (found, flaws) = read("task:\nstatus:\nreviewed:\n");
        assert!(flaws.is_empty() && found.tasks.is_empty() && found.reviewed.is_none());
    }
}
