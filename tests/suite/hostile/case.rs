//! What the cases share: a repository, the program run on it, and what every output has to hold.

use std::path::PathBuf;

use nachweis::render::Format;
use serde_json::Value;

use crate::formats::hostile::obeyed;
use crate::support::Scene;
use crate::support::desk::{Desk, Outcome, run};
use crate::support::evidence::{BENEFITS, File, benefits, idea_phase, with};
use crate::support::program::text;

/// The day on which all evidence was reviewed and committed.
pub(super) const REVIEWED: &str = "2026-03-02";
/// The day of a later commit.
pub(super) const LATER: &str = "2026-03-20";
/// The day of the judgement.
pub(super) const TODAY: &str = "2026-04-01";
/// A sentence of the evidence, to be spoilt.
pub(super) const SENTENCE: &str = "Der Nutzen liegt vor allem bei den Menschen, die unsere Bescheide lesen.";

/// A repository and a desk to judge it from.
pub(super) struct Case {
    pub(super) scene: Scene,
    pub(super) desk: Desk,
}

/// A project in planning whose first gate is passed: what is spoilt of it is an error.
pub(super) fn whole() -> Vec<File> {
    idea_phase("planung", REVIEWED)
}

/// The same with one file changed.
pub(super) fn spoilt(path: &str, change: impl Fn(&str) -> String) -> Vec<File> {
    let mut files = whole();
    let file = files.iter_mut().find(|file| file.0 == path).expect("the file is part of the project");
    file.1 = change(&file.1);
    files
}

/// The same with one sentence exchanged.
pub(super) fn said(sentence: &str) -> Vec<File> {
    spoilt(BENEFITS, |text| {
        assert!(text.contains(SENTENCE), "the sentence is part of the evidence");
        text.replace(SENTENCE, sentence)
    })
}

/// The evidence with a sentence that it had not when it was reviewed.
pub(super) fn changed() -> File {
    with(benefits(REVIEWED), SENTENCE, "Der Nutzen liegt nun allein beim Haus.")
}

impl Case {
    /// One commit with these files.
    pub(super) fn of(files: &[File]) -> Self {
        Self::on(Scene::of(REVIEWED, files))
    }

    /// A repository that is there.
    pub(super) fn on(scene: Scene) -> Self {
        Self { scene, desk: Desk::on(TODAY) }
    }

    pub(super) fn root(&self) -> PathBuf {
        self.scene.root()
    }

    /// Runs the program in the repository. Whatever is in there, the output steers no terminal and no runner.
    pub(super) fn run(&self, code: i32, arguments: &[&str]) -> Outcome {
        let outcome = run(&mut self.desk.program(&self.root(), arguments));
        assert_eq!(outcome.code, code, "nachweis {arguments:?}: {}{}", outcome.out, outcome.err);
        for text in [&outcome.out, &outcome.err] {
            is_printable(text);
            assert_eq!(obeyed(text), Vec::<&str>::new(), "nachweis {arguments:?}");
        }
        outcome
    }

    /// Runs the program for its reports in every format, which steer nothing either.
    pub(super) fn every_format(&self, code: i32, arguments: &[&str]) -> Vec<(Format, String)> {
        let out = tempfile::tempdir().expect("a folder");
        let file = |format: Format| out.path().join(format.id());
        let reports =
            Format::ALL.map(|format| format!("--report={}={}", format.id(), file(format).display()));
        let reports: Vec<&str> = reports.iter().map(String::as_str).collect();
        self.run(code, &[arguments, &reports].concat());
        let read = |format: Format| (format, std::fs::read_to_string(file(format)).expect("a report"));
        let all: Vec<_> = Format::ALL.into_iter().map(read).collect();
        for (format, text) in &all {
            is_printable(text);
            let own = |line: &&str| {
                ["::error ", "::warning ", "::notice "].iter().any(|kind| line.starts_with(kind))
            };
            let stray: Vec<_> =
                obeyed(text).into_iter().filter(|line| *format != Format::Github || !own(line)).collect();
            assert_eq!(stray, Vec::<&str>::new(), "{}", format.id());
        }
        all
    }

    /// Runs the program for its report, and holds that it is whole.
    pub(super) fn report(&self, code: i32, arguments: &[&str]) -> Value {
        let outcome = self.run(code, &[arguments, &["--as-of", TODAY, "--format", "json"]].concat());
        let report: Value = serde_json::from_str(&outcome.out).expect("the report is JSON");
        assert_eq!(report["complete"], true);
        let verdict = text(&report, "verdict");
        assert_eq!(verdict == "pass", code == 0 && verdict != "undetermined", "{verdict}");
        report
    }

    /// What is said of the commit that is checked out.
    pub(super) fn check(&self, code: i32) -> Value {
        self.report(code, &["check", "--rev", "HEAD"])
    }

    /// What is said of the working tree.
    pub(super) fn look(&self, code: i32) -> Value {
        self.report(code, &["check"])
    }

    /// What is said at the first gate.
    pub(super) fn gate(&self, code: i32) -> Value {
        self.report(code, &["gate", "ideenbewertung"])
    }

    /// Judges it in every way that there is, each with the same exit code.
    pub(super) fn everywhere(&self, code: i32) -> Vec<Value> {
        vec![self.check(code), self.look(code), self.gate(code)]
    }
}

fn is_printable(text: &str) {
    let turns = |char: char| matches!(char, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}');
    let unseen = |char: char| char.is_control() && char != '\n' || turns(char);
    assert!(!text.contains(unseen), "{text:?}");
}

/// The findings that are not mere warnings: rule, or rule and variant, with the path.
pub(super) fn errors(report: &Value) -> Vec<(String, String)> {
    let all = report["findings"].as_array().expect("a list of findings");
    let mut errors: Vec<_> =
        all.iter().filter(|found| text(found, "severity") == "error").map(named).collect();
    errors.sort();
    errors
}

/// Every finding of a rule, warnings too, by its path.
pub(super) fn paths_of(report: &Value, rule: &str) -> Vec<String> {
    let all = report["findings"].as_array().expect("a list of findings");
    all.iter().map(named).filter(|found| found.0 == rule).map(|found| found.1).collect()
}

fn named(found: &Value) -> (String, String) {
    let rule = match text(found, "variant") {
        "" => text(found, "rule").to_owned(),
        variant => format!("{}/{variant}", text(found, "rule")),
    };
    (rule, text(found, "path").to_owned())
}

/// That exactly this is wrong with one file.
pub(super) fn only(report: &Value, rule: &str, path: &str) {
    assert_eq!(errors(report), [(rule.to_owned(), path.to_owned())]);
}
