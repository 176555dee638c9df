//! The command `exempt`: what it writes, what it refuses, and what it lists.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::desk::Desk;
use crate::support::program::{commit, expect, findings, git, json, project, text};

const DAY: &str = "2025-11-24";
const BY: [&str; 4] = ["--reason", "Workshop auf Mai verlegt", "--approved-by", "leitung@amt.example"];

/// A project in planning with a head of the authority, and the text of its settings.
fn desk() -> (Desk, PathBuf) {
    let desk = Desk::on(DAY);
    let at = project(&desk, &["--phase", "planung"]);
    let roles = "\n# wer\n[roles.leitung]\nmembers = [\"leitung@amt.example\"] # Funktion\n\n[roles.pl]\nmembers = [\"pl@amt.example\"]\n";
    let settings = settings(&at) + roles;
    fs::write(at.join("nachweis.toml"), settings).expect("the settings are written");
    commit(&desk, &at);
    (desk, at)
}

fn settings(at: &Path) -> String {
    fs::read_to_string(at.join("nachweis.toml")).expect("the settings")
}

fn exempt(desk: &Desk, at: &Path, code: i32, arguments: &[&str]) -> String {
    let outcome = expect(desk, at, code, &[&["exempt"], arguments].concat());
    outcome.out + &outcome.err
}

#[test]
fn an_exemption_is_written_below_what_is_there_and_holds() {
    let (desk, at) = desk();
    let before = settings(&at);
    let told = exempt(&desk, &at, 0, &[&["I-02", "I-01"], BY.as_slice(), &["--owner", "pl"]].concat());
    for words in ["Ausnahme eingetragen: I-02", "Ausnahme eingetragen: I-01", "2026-02-22", "90 Tage", "180"]
    {
        assert!(told.contains(words), "{words}: {told}");
    }
    let after = settings(&at);
    let added = after.strip_prefix(&before).expect("everything else stays byte for byte");
    let block = |task: &str| {
        format!(
            "\n[[exemption]]\ntask        = \"{task}\"\nreason      = \"Workshop auf Mai verlegt\"\nowner       = \"pl\"\n\
             approved-by = \"leitung@amt.example\"\ncreated     = 2025-11-24\nexpires     = 2026-02-22\n"
        )
    };
    assert_eq!(added, block("I-02") + &block("I-01"));
    git(&desk, &at, &["commit", "--quiet", "--all", "--message", "Ausnahmen"]);
    let report = json(&expect(&desk, &at, 1, &["check", "--format", "json"]));
    let of =
        |task: &str| findings(&report).iter().filter(|found| text(found, "task") == task).collect::<Vec<_>>();
    for task in ["I-02", "I-01"] {
        assert!(!of(task).is_empty() && of(task).iter().all(|found| !found["exempt"].is_null()), "{task}");
    }
    assert!(findings(&report).iter().all(|found| !text(found, "rule").contains("exemption")), "{report}");
    let listed = exempt(&desk, &at, 0, &[]);
    assert_eq!(
        listed,
        "I-02: bis 2026-02-22, gilt. Beheben muss es: pl.\n  Workshop auf Mai verlegt\n\
         I-01: bis 2026-02-22, gilt. Beheben muss es: pl.\n  Workshop auf Mai verlegt\n"
    );
}

#[test]
fn a_renewal_changes_its_own_entry_alone() {
    let (desk, at) = desk();
    exempt(&desk, &at, 0, &[&["I-02", "--rule", "missing-evidence", "--days", "10"], BY.as_slice()].concat());
    let first = settings(&at).replace("2025-12-04\n", "2025-12-04 # Ende\n") + "\n# Schluss\n";
    fs::write(at.join("nachweis.toml"), &first).expect("the settings are written");
    let again = [&["I-02", "--rule", "missing-evidence", "--days", "20"], BY.as_slice()].concat();
    let refused = exempt(&desk, &at, 2, &again);
    assert!(refused.contains("2025-12-04") && refused.contains("--renew"), "{refused}");
    assert_eq!(settings(&at), first, "nothing is written");
    let later = ["--as-of", "2025-12-10", "--renew", "--until", "2026-03-01"];
    let told =
        exempt(&desk, &at, 0, &[&again[..3], &BY[2..], &["--reason", "Termin fiel aus"], &later].concat());
    assert!(told.contains("Ausnahme verlängert: I-02 (missing-evidence)"), "{told}");
    let expected = first
        .replace("created     = 2025-11-24", "created     = 2025-12-10")
        .replace("2025-12-04 # Ende", "2026-03-01 # Ende")
        .replace("Workshop auf Mai verlegt", "Termin fiel aus");
    assert_eq!(settings(&at), expected);
    let none = exempt(&desk, &at, 2, &[&["I-01", "--renew"], BY.as_slice()].concat());
    assert!(none.contains("keine solche Ausnahme"), "{none}");
}

#[test]
fn what_the_pack_does_not_allow_is_refused_with_the_way_out() {
    let (desk, at) = desk();
    exempt(&desk, &at, 0, &[&["P-15", "--rule", "missing-evidence"], BY.as_slice()].concat());
    let before = settings(&at);
    let with = |more: &[&'static str]| [more, BY.as_slice()].concat();
    let by = |address: &'static str, more: &[&'static str]| {
        [more, &["--reason", "x", "--approved-by", address]].concat()
    };
    let cases: [(Vec<&str>, &str); 15] = [
        (with(&["*"]), "nicht für ein Muster"),
        (with(&["I-02", "--rule", "missing-*"]), "nicht für ein Muster"),
        (with(&["X-99"]), "nachweis list tasks"),
        (with(&["I-02", "--rule", "mising-evidence"]), "nachweis list rules"),
        (with(&["I-02", "--rule", "no-go-decision"]), "nachweis explain no-go-decision"),
        (with(&["I-11"]), "lässt hier keine Ausnahme zu"),
        (with(&["I-02", "--owner", "chef"]), "nachweis list roles"),
        (with(&["I-02", "--days", "181"]), "--until 2026-05-23"),
        (with(&["I-02", "--until", "2025-11-23"]), "liegt vor dem ersten"),
        (with(&["I-02", "--until", "31.03.2026"]), "--until 2027-03-31"),
        (with(&["P-15"]), "deckt davon schon etwas ab"),
        (by("pl@amt.example", &["I-02"]), "leitung (leitung@amt.example)"),
        (with(&["I-02", "--owner", "leitung"]), "Sich selbst nimmt niemand aus"),
        (with(&["P-05"]), "Liefern Sie den Nachweis: nachweis new P-05"),
        (vec!["I-02", "--reason", "x"], "--approved-by"),
    ];
    for (arguments, expected) in cases {
        let told = exempt(&desk, &at, 2, &arguments);
        assert!(told.contains(expected), "{arguments:?}: {told}");
        let english = exempt(&desk, &at, 2, &[arguments.as_slice(), &["--lang", "en"]].concat());
        assert_ne!(told, english, "{arguments:?}");
        assert_eq!(settings(&at), before, "{arguments:?} writes nothing");
    }
    let last = exempt(&desk, &at, 0, &with(&["I-02", "--days", "180"]));
    assert!(last.contains("2026-05-23"), "{last}");
}

#[test]
fn of_several_tasks_all_are_written_or_none() {
    let (desk, at) = desk();
    let before = settings(&at);
    exempt(&desk, &at, 2, &[&["I-02", "I-11"], BY.as_slice()].concat());
    assert_eq!(settings(&at), before);
}

#[test]
fn the_list_says_which_exemptions_hold() {
    let (desk, at) = desk();
    assert_eq!(exempt(&desk, &at, 0, &[]), "Es gibt keine Ausnahmen.\n");
    exempt(&desk, &at, 0, &[&["I-02", "--days", "10"], BY.as_slice()].concat());
    let told = exempt(&desk, &at, 0, &[&["P-10/risiken", "--days", "30"], BY.as_slice()].concat());
    let other = settings(&at)
        .replace("[[exemption]]\ntask        = \"I-02\"", "[[exemption]]\ntask        = \"I-06\"");
    let listed = |day: &str| exempt(&desk, &at, 0, &["--as-of", day]);
    assert!(listed("2025-12-04").contains("I-02: bis 2025-12-04, gilt."), "{told}");
    assert!(listed("2025-12-05").contains("I-02: bis 2025-12-04, abgelaufen."));
    assert!(listed("2025-11-23").contains("I-02: bis 2025-12-04, gilt erst ab 2025-11-24."));
    let faulty = other.replace("approved-by = \"leitung@", "approved-by = \"wer@");
    fs::write(at.join("nachweis.toml"), faulty).expect("the settings are written");
    assert!(listed(DAY).contains("I-06: bis 2025-12-04, gilt nicht (unauthorised-exemption)."));
    let english = exempt(&desk, &at, 0, &["--lang", "en"]);
    assert!(english.contains("does not hold (unauthorised-exemption)"), "{english}");
}
