//! `baseline` writes what is missing today, and from then on only strikes out.

use std::collections::BTreeMap;

use crate::load::BaselineFile;
use crate::model::BaselineEntry;
use crate::name::{Address, Date, RoleId};
use crate::rule::{Lang, Rule};

/// What becomes of a baseline.
#[derive(Clone, Debug)]
pub struct Adoption {
    /// The entries, in order of piece and rule.
    pub entries: Vec<BaselineEntry>,
    /// Those of them that were not there.
    pub added: Vec<BaselineEntry>,
    /// Those that were there and have nothing left to cover.
    pub dropped: Vec<BaselineEntry>,
    /// Gaps that are not in it because a list that is there only shrinks.
    pub left_out: Vec<BaselineEntry>,
}

/// Holds a baseline against what is owed today. The first one takes everything in; one that is there loses what is
/// mended, and gains nothing unless it may be extended.
pub fn adopt(
    old: &BaselineFile,
    owing: &BTreeMap<(Address, Rule), RoleId>,
    extend: bool,
    today: Date,
) -> Adoption {
    let today: Vec<BaselineEntry> = owing
        .iter()
        .map(|((task, rule), owner)| BaselineEntry {
            task: task.clone(),
            rule: rule.id().to_owned(),
            owner: owner.clone(),
            since: today,
        })
        .collect();
    let is_in = |list: &[BaselineEntry], entry: &BaselineEntry| list.iter().any(|known| known.is_like(entry));
    let (kept, dropped): (Vec<_>, Vec<_>) =
        old.entries.iter().cloned().partition(|entry| is_in(&today, entry));
    let new: Vec<_> = today.into_iter().filter(|entry| !is_in(&kept, entry)).collect();
    let (added, left_out) = if extend || !old.is_there() { (new, Vec::new()) } else { (Vec::new(), new) };
    let mut entries = kept;
    entries.extend(added.iter().cloned());
    entries.sort_by(|left, right| (&left.task, &left.rule).cmp(&(&right.task, &right.rule)));
    Adoption { entries, added, dropped, left_out }
}

/// The text of `altbestand.toml`: an entry a block, so that the difference of two versions can be read.
pub fn baseline_text(entries: &[BaselineEntry], lang: Lang) -> String {
    let head = match lang {
        Lang::De => {
            "# Altbestand: was schon fehlte, als dieses Projekt begann, nachweis zu benutzen.\n\
             # `nachweis check` lässt diese Lücken durchgehen, `nachweis gate` keine einzige.\n\
             # Geschrieben von `nachweis baseline`: Der Befehl streicht, was erledigt ist; Neues\n\
             # nimmt er nur mit --extend auf.\n"
        }
        Lang::En => {
            "# Baseline: what was missing already when this project began to use nachweis.\n\
             # `nachweis check` lets these gaps pass, `nachweis gate` none of them.\n\
             # Written by `nachweis baseline`: the command strikes out what is mended; it takes in\n\
             # what is new with --extend only.\n"
        }
    };
    let block = |entry: &BaselineEntry| {
        let BaselineEntry { task, rule, owner, since } = entry;
        format!(
            "\n[[baseline]]\ntask  = \"{task}\"\nrule  = \"{rule}\"\nowner = \"{owner}\"\nsince = {since}\n"
        )
    };
    format!("{head}version = 1\n{}", entries.iter().map(block).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Problems;
    use crate::load::baseline;
    use crate::name::RepoPath;
    use crate::text::Source;

    fn owing(pairs: &[(&str, Rule)]) -> BTreeMap<(Address, Rule), RoleId> {
        let pair = |(task, rule): &(&str, Rule)| {
            ((Address::new(task).expect("an address"), *rule), RoleId::new("pl").expect("a role"))
        };
        pairs.iter().map(pair).collect()
    }

    fn day(text: &str) -> Date {
        Date::parse(text).expect("a date")
    }

    /// What is written, read back.
    fn file(entries: &[BaselineEntry]) -> BaselineFile {
        let path = RepoPath::new("nachweise/altbestand.toml").expect("a path");
        let mut problems = Problems::default();
        let read = baseline(&Source::new(path, baseline_text(entries, Lang::De)), &mut problems);
        assert!(problems.is_empty(), "{:?}", problems.into_sorted());
        read.expect("a baseline")
    }

    fn named(entries: &[BaselineEntry]) -> Vec<String> {
        entries.iter().map(|entry| format!("{} {} {}", entry.task, entry.rule, entry.since)).collect()
    }

    #[test]
    fn a_list_that_is_there_only_shrinks_unless_it_may_be_extended() {
        let (missing, draft) = (Rule::MissingEvidence, Rule::DraftEvidence);
        let first = adopt(
            &BaselineFile::absent(),
            &owing(&[("P-10/risiken", missing), ("I-02", missing), ("P-10", draft)]),
            false,
            day("2026-01-10"),
        );
        let all = ["I-02 missing-evidence 2026-01-10", "P-10 draft-evidence 2026-01-10"];
        assert_eq!(named(&first.entries), [&all[..], &["P-10/risiken missing-evidence 2026-01-10"]].concat());
        let there = file(&first.entries);
        assert_eq!(there.entries, first.entries, "it reads back as it was written");
        let later = owing(&[("I-02", missing), ("I-06", missing), ("P-10", draft)]);
        let shrunk = adopt(&there, &later, false, day("2026-02-01"));
        assert_eq!(named(&shrunk.entries), all);
        assert_eq!(named(&shrunk.dropped), ["P-10/risiken missing-evidence 2026-01-10"]);
        assert_eq!(named(&shrunk.left_out), ["I-06 missing-evidence 2026-02-01"]);
        let grown = adopt(&there, &later, true, day("2026-02-01"));
        assert_eq!(named(&grown.entries), [all[0], "I-06 missing-evidence 2026-02-01", all[1]]);
        assert_eq!((grown.added.len(), grown.left_out.len()), (1, 0));
    }

    #[test]
    fn an_empty_list_is_a_list_too() {
        let nothing = adopt(&file(&[]), &owing(&[("I-02", Rule::MissingEvidence)]), false, day("2026-02-01"));
        assert_eq!((nothing.entries.len(), nothing.left_out.len()), (0, 1));
    }
}
