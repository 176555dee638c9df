//! A requirement that rests on a law only advises until the law binds.

use nachweis::engine::Exit;
use nachweis::finding::{Report, Severity};
use nachweis::rule::{Lang, Rule};

use crate::support::desk::Desk;
use crate::support::program::expect;
use crate::support::{Scene, judged};

/// A high-risk system in operation: the fundamental rights impact assessment (P-14) is due since the gate before.
const SETTINGS: &str = "version = 1
language = \"de\"
[project]
name = \"Beispiel\"
phase = \"betrieb\"
[policy]
packs = [\"arbeitshilfe@2026.1\"]
profile = \"voll\"
[facts]
risikoklasse = \"hochrisiko-anhang-iii\"
anhang-iii-nr = \"5\"
";

fn of_p14(report: &Report) -> (Severity, bool, bool) {
    let own = |rule: Rule, address: &str| {
        report.findings.iter().find(move |judged| {
            judged.finding.rule == rule
                && judged.finding.about.address.as_ref().is_some_and(|known| known.to_string() == address)
        })
    };
    let judged = own(Rule::MissingEvidence, "P-14").expect("P-14 is missing");
    (judged.severity, judged.blocking, judged.finding.advice)
}

#[test]
fn before_its_day_a_law_advises_and_from_then_on_it_binds() {
    let mut scene = Scene::new();
    let root = scene.commit("2026-03-02", &[("nachweis.toml", SETTINGS)], &[]).build().to_owned();
    let on = |day: &str| judged(&root, day, None, Lang::De);
    // Art. 27 of the AI Act binds from 2027-12-02, says the pack's table of laws.
    assert_eq!(of_p14(&on("2027-12-01")), (Severity::Warning, false, true));
    assert_eq!(of_p14(&on("2027-12-02")), (Severity::Error, true, false));
    assert_eq!(Exit::of(&on("2027-12-02")), Exit::Fail);
    let gate = judged(&root, "2027-12-01", Some("inbetriebnahme"), Lang::De);
    assert_eq!(of_p14(&gate), (Severity::Warning, false, true));
}

#[test]
fn the_program_shows_both_sides_of_the_day() {
    let mut scene = Scene::new();
    let root = scene.commit("2026-03-02", &[("nachweis.toml", SETTINGS)], &[]).build().to_owned();
    let desk = Desk::on("2026-03-02");
    for (day, severity) in [("2027-12-01", "warning"), ("2027-12-02", "error")] {
        let told = expect(&desk, &root, 1, &["check", "--as-of", day, "--format", "concise"]).out;
        let line = format!(" {severity} missing-evidence Grundrechte-Folgenabschätzung: ");
        assert!(told.contains(&line), "{day}: {told}");
    }
    let page = expect(&desk, &root, 0, &["explain", "P-14"]).out;
    assert!(page.contains("bindet ab 2027-12-02; vorher nur Rat"), "{page}");
}
