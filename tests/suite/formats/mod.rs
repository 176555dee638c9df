//! The report formats for pipelines, read back by others: the same findings in all of them, each by the rules of its
//! readers, and nothing in them comes alive.

mod gitlab;
pub(crate) mod hostile;
mod junit;
mod markdown;
mod places;
pub(crate) mod readers;
mod samples;
mod sarif;
mod streams;

use nachweis::engine::Exit;
use nachweis::finding::{Report, Verdict};
use nachweis::render::Format;
use nachweis::rule::Lang;

use readers::{
    Seen, of_concise, of_github, of_gitlab, of_json, of_junit, of_markdown, of_rdjson, of_sarif, written,
};

fn sorted(mut seen: Vec<Seen>) -> Vec<Seen> {
    seen.sort();
    seen
}

/// The findings as the report in JSON has them; what stands at a file that is not there, at the one that is.
fn expected(report: &Report) -> Vec<Seen> {
    let mut seen = of_json(report);
    if let Some(file) = &report.source.stand_in {
        seen.iter_mut().for_each(|seen| seen.path = file.to_string());
    }
    sorted(seen)
}

#[test]
fn every_format_holds_the_same_findings() {
    for (name, report) in samples::both() {
        let expected = expected(report);
        assert_eq!(expected.len(), report.counts.errors + report.counts.warnings, "{name}");
        if report.source.stand_in.is_none() {
            assert_eq!(sorted(of_concise(report)), expected, "concise, {name}");
        }
        assert_eq!(sorted(of_sarif(report, Format::Sarif)), expected, "sarif, {name}");
        assert_eq!(sorted(of_sarif(report, Format::SarifSuppressed)), expected, "suppressed, {name}");
        assert_eq!(sorted(of_gitlab(report)), expected, "gitlab, {name}");
        assert_eq!(sorted(of_rdjson(report)), expected, "rdjson, {name}");
        assert_eq!(sorted(of_junit(report)), expected, "junit, {name}");
        assert_eq!(sorted(of_markdown(report)), expected, "markdown, {name}");
        let (shown, rest) = of_github(report);
        assert_eq!(shown.len() + rest, expected.len(), "github, {name}");
        assert_eq!(shown.len(), expected.len().min(10), "github, {name}");
        assert!(shown.iter().all(|seen| expected.contains(seen)), "github, {name}");
        let errors = expected.iter().filter(|seen| seen.error).count();
        assert_eq!(shown.iter().filter(|seen| seen.error).count(), errors.min(10), "the heaviest, {name}");
    }
}

#[test]
fn the_samples_are_worth_looking_at() {
    let all = samples::all(Lang::De);
    let verdicts = |verdict: Verdict| all.iter().filter(|(_, report)| report.verdict == verdict).count();
    assert!(
        verdicts(Verdict::Fail) > 3 && verdicts(Verdict::Undetermined) > 3 && verdicts(Verdict::Pass) > 0
    );
    let exits: std::collections::BTreeSet<Exit> = all.iter().map(|(_, report)| Exit::of(report)).collect();
    assert_eq!(exits.into_iter().map(Exit::code).collect::<Vec<_>>(), [0, 1, 2, 3]);
    assert!(all.iter().any(|(_, report)| report.findings.is_empty()));
    assert!(all.iter().any(|(_, report)| report.findings.len() > 20));
    assert!(all.iter().any(|(_, report)| report.counts.exempt > 0));
}

#[test]
fn no_format_is_ever_empty_or_depends_on_the_order_of_findings() {
    for (name, report) in samples::all(Lang::De) {
        let mut turned = report.clone();
        turned.findings.reverse();
        // In the report itself the order is part of what it says.
        for format in Format::ALL.into_iter().filter(|format| *format != Format::Json) {
            let text = written(report, format);
            let lines = format == Format::Concise && report.counts.errors + report.counts.warnings == 0;
            assert!(!text.is_empty() || lines, "{}, {name}", format.id());
            assert_eq!(written(&turned, format), text, "{}, {name}", format.id());
        }
    }
}

#[test]
fn no_format_claims_more_than_was_looked_at() {
    for (name, report) in samples::both() {
        for format in [Format::Github, Format::Gitlab, Format::Junit, Format::Rdjson, Format::Markdown] {
            let text = written(report, format).to_lowercase();
            for word in ["konform", "compliant", "compliance"] {
                assert!(!text.contains(word), "{word}: {}, {name}", format.id());
            }
        }
    }
}
