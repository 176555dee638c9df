//! What the tests of the program share: a project made by the program itself, and the reports it prints.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::desk::{Desk, Outcome};

const FACTS: [&str; 4] = ["--fact", "bezugsart=eigenentwicklung", "--fact", "personenbezug=true"];

/// Runs the program and expects an exit code.
pub(crate) fn expect(desk: &Desk, at: &Path, code: i32, arguments: &[&str]) -> Outcome {
    let outcome = desk.nachweis(at, arguments);
    assert_eq!(outcome.code, code, "nachweis {arguments:?}: {}{}", outcome.out, outcome.err);
    outcome
}

/// Runs Git and gives back what it prints.
pub(crate) fn git(desk: &Desk, at: &Path, arguments: &[&str]) -> String {
    let outcome = desk.git(at, arguments);
    assert_eq!(outcome.code, 0, "git {arguments:?}: {}", outcome.err);
    outcome.out
}

/// Commits everything.
pub(crate) fn commit(desk: &Desk, at: &Path) {
    git(desk, at, &["add", "--all"]);
    git(desk, at, &["commit", "--quiet", "--message", "Stand"]);
}

/// An empty repository with settings in its first commit.
pub(crate) fn project(desk: &Desk, more: &[&str]) -> PathBuf {
    let at = desk.work().join("bescheide");
    fs::create_dir(&at).expect("a folder");
    git(desk, &at, &["init", "--quiet"]);
    expect(desk, &at, 0, &[&["init", "--yes"], FACTS.as_slice(), more].concat());
    commit(desk, &at);
    at
}

/// What was printed, as JSON.
pub(crate) fn json(outcome: &Outcome) -> Value {
    serde_json::from_str(&outcome.out).unwrap_or_else(|error| panic!("{error}: {}", outcome.out))
}

/// A text of a JSON object.
pub(crate) fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

/// The findings of a report in JSON.
pub(crate) fn findings(report: &Value) -> &[Value] {
    report["findings"].as_array().expect("a list of findings")
}

/// The state of a task in a report in JSON.
pub(crate) fn state(report: &Value, task: &str) -> String {
    let mut tasks = report["tasks"].as_array().expect("a list of tasks").iter();
    let found =
        tasks.find(|found| text(found, "id") == task).unwrap_or_else(|| panic!("{task} is not reported"));
    text(found, "state").to_owned()
}
