//! `init`: what it writes, and that it overwrites nothing.

use std::fs;

use crate::support::desk::Desk;
use crate::support::program::{expect, project};

const DAY: &str = "2025-11-24";

#[test]
fn a_pipeline_has_the_whole_history_and_the_gate_before_operation() {
    for (forge, path, depth) in [
        ("github", ".github/workflows/nachweise.yml", "fetch-depth: 0"),
        ("gitlab", ".gitlab/nachweise.yml", "GIT_DEPTH: \"0\""),
    ] {
        let desk = Desk::on(DAY);
        let at = project(&desk, &["--ci", forge]);
        let text = fs::read_to_string(at.join(path)).expect("the pipeline is written");
        for words in [depth, "nachweis check --rev HEAD", "nachweis gate inbetriebnahme"] {
            assert!(text.contains(words), "{forge}: {words}");
        }
        assert!(!text.contains("@GATE@"), "{forge}: the gate is filled in");
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
