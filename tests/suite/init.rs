//! `init`: what it writes, and that it overwrites nothing.

use std::fs;

use nachweis::load::builtin_packs;

use crate::support::desk::Desk;
use crate::support::program::{expect, project};
use crate::support::root;

const DAY: &str = "2025-11-24";

#[test]
fn a_pipeline_has_the_whole_history_and_the_gate_before_operation() {
    // A release goes into operation: the gate before the phase that repeats is the one that stops it.
    let pack = builtin_packs().first().expect("a pack");
    let gate = &pack.gates.iter().take_while(|gate| !gate.repeats).last().expect("a gate").id;
    for (forge, path, template, words, left) in [
        (
            "github",
            ".github/workflows/nachweise.yml",
            "templates/github/nachweise.yml",
            ["fetch-depth: 0", "command: gate", &format!("gate: {gate}\n")],
            "Adresse und Commit der Action",
        ),
        (
            "gitlab",
            ".gitlab/nachweise.yml",
            "templates/nachweis.yml",
            ["GIT_DEPTH: \"0\"", "nachweis gate", &format!("default: {gate}\n")],
            "- local: .gitlab/nachweise.yml",
        ),
    ] {
        let desk = Desk::on(DAY);
        let at = project(&desk, &["--ci", forge]);
        let text = fs::read_to_string(at.join(path)).expect("the pipeline is written");
        assert_eq!(text, fs::read_to_string(root().join(template)).expect("the template"));
        for words in words {
            assert!(text.contains(words), "{forge}: {words}");
        }
        let other = desk.work().join("anderes");
        fs::create_dir(&other).expect("a folder");
        let said = expect(&desk, &other, 0, &["init", "--yes", "--ci", forge]).out;
        assert!(said.contains(path) && said.contains(left), "{said}");
    }
}

#[test]
fn settings_that_are_there_stay_as_they_are() {
    let desk = Desk::on(DAY);
    let at = project(&desk, &[]);
    let before = fs::read(at.join("nachweis.toml")).expect("settings");
    let refused = expect(&desk, &at, 2, &["init", "--yes", "--name", "anders"]);
    assert!(refused.err.contains("gibt es schon"), "{}", refused.err);
    assert_eq!(fs::read(at.join("nachweis.toml")).expect("settings"), before);
}

#[test]
fn a_wrong_answer_is_told_with_the_right_ones() {
    let desk = Desk::on(DAY);
    let wrong = expect(&desk, &desk.work(), 2, &["init", "--yes", "--fact", "bezugsart=gekauft"]);
    assert!(wrong.err.contains("eigenentwicklung, beschaffung"), "{}", wrong.err);
    assert!(!desk.work().join("nachweis.toml").exists(), "nothing is written");
}
