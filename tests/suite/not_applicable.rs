//! "Not applicable" is a decision: it is reasoned, agrees with the facts, and is approved where its piece would be.
//! And an answer that turns tasks off is read by everybody.

use nachweis::finding::{Report, State};
use nachweis::render::{Format, Options, render};
use nachweis::rule::{Lang, Rule};

use crate::support::evidence::*;
use crate::support::{Scene, found, state};

const DAY: &str = "2026-03-02";
const LATER: &str = "2026-03-20";
const TODAY: &str = "2026-04-01";

/// Nobody has answered yet whether an assessment is needed.
fn open() -> File {
    with(settings("entwicklung"), "dsfa-erforderlich       = \"ja\"\n", "")
}

fn dismissed(reason: &str) -> File {
    let head = "task: P-10\nstatus: not-applicable\nresponsible: fach\nreviewed: 2026-03-02\n";
    (DPIA, format!("---\n{head}reason: {reason}\n---\n\n# Datenschutz-Folgenabschätzung\n"))
}

const REASON: &str = "Die Schwellwertanalyse ergibt kein hohes Risiko";

fn rules_of(report: &Report, address: &str) -> Vec<Rule> {
    let of = |judged: &&nachweis::finding::Judged| {
        judged.finding.about.address.as_ref().is_some_and(|about| about.to_string() == address)
    };
    report.findings.iter().filter(of).map(|judged| judged.finding.rule).collect()
}

#[test]
fn it_needs_the_approval_that_its_piece_needs() {
    let scene = Scene::of(DAY, &[open(), dismissed(REASON)]);
    let report = scene.check(TODAY);
    assert_eq!(rules_of(&report, "P-10"), [Rule::MissingApproval]);
    assert_eq!(state(&report, "P-10"), State::Unapproved);
    let missing = found(&report, Rule::MissingApproval);
    let block = missing[0].finding.args.get("block").expect("a block").get(Lang::De);
    assert!(missing[0].blocking && block.contains("role = \"leitung\""), "{block}");

    let mut scene = Scene::of(DAY, &[open(), dismissed(REASON), dpia_approval(DAY, DAY)]);
    let report = scene.check(TODAY);
    assert_eq!(rules_of(&report, "P-10"), []);
    assert_eq!(state(&report, "P-10"), State::NotApplicable);

    // Another reason is another decision.
    scene.add(LATER, &[dismissed("Es werden nur öffentliche Daten verarbeitet")]).build();
    assert!(rules_of(&scene.check(TODAY), "P-10").contains(&Rule::VoidedApproval));
}

#[test]
fn it_needs_none_where_its_piece_needs_none() {
    let (table, sidecar) = (dpia_risks(), format!("{}.nachweis.toml", DPIA_RISKS));
    let fields = "task = \"P-10/risiken\"\nstatus = \"not-applicable\"\nresponsible = \"fach\"\n";
    let mut scene = Scene::new();
    let reason = format!("{fields}reason = \"{REASON}\"\n");
    let (settings, approved) = (open(), dpia_approval(DAY, DAY));
    let dpia = dismissed(REASON);
    scene.commit(
        DAY,
        &[
            (settings.0, &settings.1),
            (dpia.0, &dpia.1),
            (approved.0, &approved.1),
            (table.0, &table.1),
            (&sidecar, &reason),
        ],
        &[],
    );
    scene.build();
    let report = scene.check(TODAY);
    assert_eq!(rules_of(&report, "P-10/risiken"), []);
    assert_eq!(state(&report, "P-10"), State::NotApplicable);
}

#[test]
fn an_approval_makes_no_contradiction_true() {
    let said = settings("entwicklung");
    let scene = Scene::of(DAY, &[said, dismissed(REASON), dpia_approval(DAY, DAY)]);
    assert_eq!(rules_of(&scene.check(TODAY), "P-10"), [Rule::ContradictedNotApplicable]);
    let scene = Scene::of(DAY, &[open(), dismissed("entfällt"), dpia_approval(DAY, DAY)]);
    assert_eq!(rules_of(&scene.check(TODAY), "P-10"), [Rule::UnjustifiedNotApplicable]);
}

#[test]
fn what_facts_turn_off_is_said_to_people() {
    let denied = with(settings("planung"), "\"ja\"", "\"nein\"");
    let scene = Scene::of(DAY, &[denied]);
    let mut report = scene.check(TODAY);
    for (lang, words) in [(Lang::De, "Fakten schalten ab"), (Lang::En, "Facts turn off")] {
        report.lang = lang;
        let line = format!("{words}: dsfa-erforderlich = nein (P-10, P-10/risiken).");
        let text =
            render(&report, Format::Text, &Options { verbose: true, width: 200, ..Options::default() });
        assert!(text.contains(&line), "{text}");
        let short = render(&report, Format::Text, &Options::default());
        assert!(!short.contains(words), "only where more is asked for");
        let page = render(&report, Format::Markdown, &Options::default());
        assert!(page.contains(words) && page.contains("P-10/risiken"), "{page}");
    }
    // Nothing turned off is nothing to say.
    let report = Scene::of(DAY, &[settings("planung")]).check(TODAY);
    let page = render(&report, Format::Markdown, &Options::default());
    assert!(!page.contains("Fakten schalten ab"), "{page}");
}
