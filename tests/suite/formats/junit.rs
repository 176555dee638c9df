//! JUnit: numbers that add up, a name for every case, and no pass for what nobody looked at.

use std::collections::{BTreeMap, BTreeSet};

use nachweis::finding::{Exit, Report, State};
use nachweis::render::Format;
use nachweis::rule::Lang;

use super::readers::{Case, Suite, junit, written};
use super::samples;

fn read(report: &Report) -> Vec<Suite> {
    junit(&written(report, Format::Junit)).1
}

fn cases(report: &Report) -> Vec<Case> {
    read(report).into_iter().flat_map(|suite| suite.cases).collect()
}

/// The outcomes of a piece, by its requirement.
fn of_piece(cases: &[Case], address: &str) -> BTreeMap<String, String> {
    let name = |case: &Case| case.attributes["name"].split(" – ").next().unwrap_or_default().to_owned();
    let cases = cases.iter().filter_map(|case| {
        let requirement = name(case).strip_prefix(address)?.trim_start_matches('/').to_owned();
        Some((requirement, case.outcome.clone()))
    });
    cases.filter(|(requirement, _)| !requirement.contains('/')).collect()
}

fn map(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn the_numbers_are_those_of_the_cases() {
    for (name, report) in samples::both() {
        let (root, suites) = junit(&written(report, Format::Junit));
        let count = |cases: &[&Case], outcome: &str| {
            cases.iter().filter(|case| case.outcome == outcome).count().to_string()
        };
        let all: Vec<&Case> = suites.iter().flat_map(|suite| &suite.cases).collect();
        let own = suites.iter().map(|suite| (&suite.attributes, suite.cases.iter().collect::<Vec<_>>()));
        for (claimed, cases) in own.chain([(&root, all.clone())]) {
            assert_eq!(claimed["tests"], cases.len().to_string(), "{name}");
            for (key, outcome) in [("failures", "failure"), ("errors", "error"), ("skipped", "skipped")] {
                assert_eq!(claimed[key], count(&cases, outcome), "{key}, {name}");
            }
        }
        let names: BTreeSet<_> =
            all.iter().map(|case| (&case.attributes["classname"], &case.attributes["name"])).collect();
        assert_eq!(names.len(), all.len(), "GitLab counts only the first of one name, {name}");
        let red = all.iter().any(|case| ["failure", "error"].contains(&case.outcome.as_str()));
        assert_eq!(red, Exit::of(report) != Exit::Pass, "{name}");
    }
}

#[test]
fn every_requirement_is_a_case_and_none_passes_unread() {
    let demo = cases(&samples::demo(None, Lang::De));
    let expected = map(&[
        ("evidence", ""),
        ("metadata", ""),
        ("content", ""),
        ("sections", ""),
        ("checklist", ""),
        ("review", ""),
        ("current", "system-out"),
        ("approved", ""),
    ]);
    assert_eq!(of_piece(&demo, "P-10"), expected, "outdated, which only warns");
    let missing = of_piece(&demo, "P-15");
    assert_eq!(missing["evidence"], "failure");
    assert!(
        missing.len() > 3
            && missing.iter().filter(|(_, outcome)| *outcome == "skipped").count() == missing.len() - 1
    );
    let draft = of_piece(&demo, "E-09");
    assert_eq!((draft["metadata"].as_str(), draft["current"].as_str()), ("system-out", "skipped"));
    assert_eq!(of_piece(&demo, "E-19")["evidence"], "skipped", "exempt");
    let exempt = demo.iter().find(|case| case.attributes["name"].starts_with("E-19/evidence"));
    let reason = &exempt.expect("a case").text;
    assert!(reason.contains("Ausgenommen bis 2027-02-26 (Projektleitung): Das Konzept"), "{reason}");

    for (name, report) in samples::all(Lang::De) {
        let cases = cases(report);
        for piece in report.tasks.iter().flat_map(|task| &task.evidence) {
            let outcomes = of_piece(&cases, &piece.address.to_string());
            let passed = outcomes.iter().filter(|(_, outcome)| outcome.is_empty()).count();
            let unread = matches!(
                piece.state,
                State::Undetermined | State::Missing | State::Malformed | State::Later | State::NotApplicable
            );
            assert!(!outcomes.is_empty(), "{} has no case, {name}", piece.address);
            assert!(!unread || passed == 0, "{} passes unread, {name}: {outcomes:?}", piece.address);
        }
    }
}

#[test]
fn what_could_not_be_decided_is_an_error() {
    for report in
        [samples::shallow(Lang::De), samples::no_repository(Lang::De), samples::wrong_settings(Lang::En)]
    {
        let cases = cases(&report);
        assert!(cases.iter().any(|case| case.outcome == "error"), "{cases:#?}");
        let told = |case: &&Case| case.outcome == "error" && case.text.lines().count() == 1;
        for case in cases.iter().filter(told) {
            assert!(
                case.text.starts_with("unentscheidbar: Die Historie ist abgeschnitten."),
                "{}",
                case.text
            );
        }
    }
}

#[test]
fn a_gate_that_is_closed_without_a_finding_fails_all_the_same() {
    let mut closed = samples::well(Lang::De);
    closed.verdict = nachweis::finding::Verdict::Fail;
    let failed: Vec<_> = cases(&closed).into_iter().filter(|case| case.outcome == "failure").collect();
    assert_eq!(failed.len(), 1);
    assert_eq!(failed[0].attributes["name"], "gate ideenbewertung");
}
