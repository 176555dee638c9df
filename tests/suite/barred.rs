//! What a gate does not let wait: a task that it lists as no condition of its decision is not exempt there either,
//! whoever granted what.

use nachweis::engine::Exit;
use nachweis::finding::{Report, Severity, State};
use nachweis::load::builtin_packs;
use nachweis::model::Pack;
use nachweis::render::{Format, Options, render};
use nachweis::rule::{Lang, Rule};

use crate::support::desk::Desk;
use crate::support::evidence::*;
use crate::support::fill::{DAY, filled, place};
use crate::support::ledger::{approvals, members};
use crate::support::own_pack::Exchange;
use crate::support::program::expect;
use crate::support::{Scene, found, judged, of_piece, state, text};

const ERROR: Severity = Severity::Error;
const WARNING: Severity = Severity::Warning;

/// The day of the reviews.
const REVIEWED: &str = "2026-01-20";
const TODAY: &str = "2026-02-10";
const LAST: &str = "2026-06-30";

fn pack() -> &'static Pack {
    builtin_packs().first().expect("a pack is built in")
}

/// The shipped pack, its gate of planning without a list: as if it did not count.
const EMPTIED: &[Exchange] =
    &[("gates.toml", "not-conditionable = [\"P-08\", \"P-10\", \"P-13\"]", "not-conditionable = []")];

/// A project in which everything up to the gate of planning is there and approved, save what a task asks for; that is
/// exempt.
fn lacking(task: &str, phase: &str, exchanges: &[Exchange]) -> Scene {
    let kern = pack().tasks.values().filter(|of| of.profiles.contains_key("kern"));
    let kern = kern.filter(|of| ["ideenbewertung", "planung"].contains(&of.phase.as_str()));
    let mut texts: Vec<(String, String)> = Vec::new();
    for (of, piece) in kern.flat_map(|of| of.evidence.iter().map(move |piece| (of, piece))) {
        if of.id.as_str() != task {
            texts.push((place(piece).to_string(), filled(pack(), of, piece)));
            texts.extend(approvals(pack(), of, piece));
        }
    }
    let (name, text) =
        with(settings(phase), "\n[roles.leitung]\nmembers = [\"leitung@behoerde.example\"]\n", "");
    let text = text.replace("\n[roles.recht]\nmembers = [\"recht@behoerde.example\"]\n", "");
    let facts = "[facts]\nbezugsart = \"eigenentwicklung\"\ndirekte-interaktion = false\n\
                 entscheidungswirkung = \"keine\"\ngenerativ = true\n";
    let text = text.replace("[facts]\n", facts) + &members(pack());
    let settings = exempt((name, text), task, DAY, LAST, "");
    let texts: Vec<File> = texts.into_iter().map(|(name, text)| (&*name.leak(), text)).collect();
    Scene::by_own_pack(DAY, &[&[settings, model("7B")], texts.as_slice()].concat(), exchanges)
}

/// What is said of the exemption itself: rule, variant, severity.
fn told(report: &Report) -> Vec<(Rule, Option<&'static str>, Severity)> {
    let exempt = report
        .findings
        .iter()
        .filter(|judged| judged.finding.about.requirement.starts_with("project/exemption"));
    exempt.map(|judged| (judged.finding.rule, judged.finding.variant, judged.severity)).collect()
}

/// What the report says of a gate: its state, what blocks it, what is exempt.
fn row(report: &Report, gate: &str) -> (&'static str, usize, usize) {
    let gate = report.gates.iter().find(|row| row.id.as_str() == gate).expect("the gate");
    (gate.state.id(), gate.blocking, gate.exempt)
}

/// The report with the exemptions that carry it.
fn verbose(report: &Report) -> String {
    render(report, Format::Text, &Options { width: 1_000, verbose: true, ..Options::default() })
}

const BARRED: (Rule, Option<&str>, Severity) = (Rule::UnusedExemption, Some("barred"), WARNING);
const MISSING: [(Rule, Severity); 1] = [(Rule::MissingEvidence, ERROR)];

#[test]
fn an_exempt_impact_assessment_passes_no_gate_that_lists_it() {
    // Where the gate lists nothing the exemption carries everything, so nothing else is wrong with the project.
    let free = lacking("P-10", "planung", EMPTIED);
    let gate = free.gate("planung", TODAY);
    assert_eq!(Exit::of(&gate), Exit::Pass, "{}", text(&gate));
    assert!(
        text(&gate).contains("Tor Projektfreigabe: bestanden mit 3 Ausnahmen (P-10)."),
        "{}",
        text(&gate)
    );

    let scene = lacking("P-10", "planung", &[]);
    let gate = scene.gate("planung", TODAY);
    assert_eq!((Exit::of(&gate), gate.counts.exempt), (Exit::Fail, 0), "{}", text(&gate));
    for piece in ["P-10", "P-10/risiken", "P-10/schwellwert"] {
        assert_eq!(
            (of_piece(&gate, piece), state(&gate, piece)),
            (MISSING.to_vec(), State::Missing),
            "{piece}"
        );
    }
    assert_eq!((told(&gate), row(&gate, "planung")), (vec![BARRED], ("blocked", 3, 0)));
    let words = [
        (
            Lang::De,
            "Die Ausnahme für P-10 zählt nicht mehr. Das Tor Projektfreigabe lässt dafür weder Auflage noch Ausnahme zu (not-conditionable). Liefern Sie den Nachweis.",
        ),
        (
            Lang::En,
            "The exemption for P-10 no longer counts. The gate Project approval accepts neither condition nor exemption for it (not-conditionable). Deliver the evidence.",
        ),
    ];
    for (lang, words) in words {
        let report = judged(&scene.root(), TODAY, Some("planung"), lang);
        let told = render(&report, Format::Text, &Options { width: 1_000, ..Options::default() });
        assert!(told.contains(words), "{told}");
    }
}

#[test]
fn while_the_gate_lies_ahead_the_exemption_counts_and_says_where_it_ends() {
    let scene = lacking("P-10", "planung", &[]);
    let check = scene.check(TODAY);
    assert_eq!((Exit::of(&check), state(&check, "P-10")), (Exit::Pass, State::Exempt), "{}", text(&check));
    assert_eq!((check.counts.exempt, told(&check)), (3, vec![]));
    // The gate is told of as if it were asked, not as `check` sees it.
    assert_eq!(row(&check, "planung"), ("blocked", 3, 0));
    assert!(
        verbose(&check).contains("bis 2026-06-30, nicht am Tor „Projektfreigabe“"),
        "{}",
        verbose(&check)
    );
    let json = crate::support::json(&check);
    let exempt =
        json["findings"].as_array().expect("findings").iter().find(|found| !found["exempt"].is_null());
    assert_eq!(exempt.expect("an exemption")["exempt"]["ends_at"], "planung");
    // At an earlier gate it is not due yet.
    assert_eq!(of_piece(&scene.gate("ideenbewertung", TODAY), "P-10"), []);
}

#[test]
fn once_the_phase_is_past_check_says_the_same_as_the_gate() {
    let scene = lacking("P-10", "entwicklung", &[]);
    let check = scene.check(TODAY);
    assert_eq!((Exit::of(&check), state(&check, "P-10")), (Exit::Fail, State::Missing), "{}", text(&check));
    assert_eq!((of_piece(&check, "P-10"), told(&check)), (MISSING.to_vec(), vec![BARRED]));
    // Of the gates that list it the last one is named.
    let release = scene.gate("inbetriebnahme", TODAY);
    assert_eq!((of_piece(&release, "P-10"), told(&release)), (MISSING.to_vec(), vec![BARRED]));
    assert!(text(&release).contains("Das Tor Freigabe zum Betrieb lässt dafür"), "{}", text(&release));
}

#[test]
fn what_a_later_gate_lists_is_exempt_until_there() {
    let task = "P-19";
    let scene = lacking(task, "planung", &[]);
    let gate = scene.gate("planung", TODAY);
    assert_eq!((Exit::of(&gate), state(&gate, task)), (Exit::Pass, State::Exempt), "{}", text(&gate));
    assert!(verbose(&gate).contains("nicht am Tor „Freigabe zum Betrieb“"), "{}", verbose(&gate));
    let release = scene.gate("inbetriebnahme", TODAY);
    assert_eq!((of_piece(&release, task), told(&release)), (MISSING.to_vec(), vec![BARRED]));
}

#[test]
fn no_form_of_an_exemption_gets_past_the_list() {
    // A single piece, a single rule, an exemption that begins before the gate and one that was renewed at it.
    let forms = [
        ("P-10/risiken", REVIEWED, ""),
        ("P-10/risiken", REVIEWED, "rule = \"missing-evidence\"\n"),
        ("P-10/risiken", TODAY, ""),
    ];
    for (task, created, more) in forms {
        let settings = exempt(settings("planung"), task, created, LAST, more);
        let gate = Scene::of(REVIEWED, &[settings]).gate("planung", TODAY);
        assert_eq!(of_piece(&gate, "P-10/risiken"), MISSING, "{task} {more}");
        assert_eq!(told(&gate), [BARRED], "{task} {more}");
    }
    // One that has run out is not told twice.
    let settings = exempt(settings("planung"), "P-10", "2025-12-01", "2026-02-01", "");
    assert_eq!(told(&Scene::of(REVIEWED, &[settings]).gate("planung", TODAY)), [BARRED]);
}

#[test]
fn a_baseline_does_not_lend_what_an_earlier_gate_did_not_let_wait() {
    let of = |phase| {
        let list = baseline(&[("P-10", "missing-evidence"), ("P-15", "missing-evidence")]);
        Scene::of(REVIEWED, &[settings(phase), list])
    };
    let ahead = of("planung").check(TODAY);
    assert_eq!((state(&ahead, "P-10"), state(&ahead, "P-15")), (State::Borrowed, State::Borrowed));
    let scene = of("entwicklung");
    let past = scene.check(TODAY);
    assert_eq!((of_piece(&past, "P-10"), state(&past, "P-15")), (MISSING.to_vec(), State::Borrowed));
    let [unused] = found(&past, Rule::UnusedBaseline)[..] else { panic!("{}", text(&past)) };
    assert_eq!((unused.finding.variant, unused.severity), (Some("barred"), WARNING));
    assert!(
        text(&past).contains("Der Altbestand verdeckt P-10 nicht mehr (missing-evidence)."),
        "{}",
        text(&past)
    );
    // The command strikes it out, and takes nothing of the kind in.
    let desk = Desk::on(TODAY);
    let told = expect(&desk, &scene.root(), 0, &["baseline", "--extend"]).out;
    assert!(told.contains("nicht mehr zulässig und gestrichen: 1"), "{told}");
    let list = std::fs::read_to_string(scene.root().join(BASELINE)).expect("the list");
    assert!(!list.contains("\"P-10") && list.contains("\"P-15\""), "{list}");
    let english = judged(&scene.root(), TODAY, None, Lang::En);
    assert!(found(&english, Rule::UnusedBaseline).is_empty(), "{}", text(&english));
}

#[test]
fn the_commands_agree_on_where_an_exemption_ends() {
    let desk = Desk::on(TODAY);
    let by = ["--reason", "Termin im April", "--owner", "pl", "--approved-by", "leitung@behoerde.example"];
    let run = |scene: &Scene, code, words: &[&str]| {
        let outcome = expect(&desk, &scene.root(), code, words);
        (outcome.out + &outcome.err).split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let ahead = Scene::of(REVIEWED, &[settings("planung")]);
    let written = run(&ahead, 0, &[&["exempt", "P-10"], by.as_slice()].concat());
    assert!(written.contains("Am Tor „Projektfreigabe“ zählt sie nicht."), "{written}");
    let listed = run(&ahead, 0, &["exempt"]);
    assert!(listed.contains("gilt, nicht am Tor „Projektfreigabe“. Beheben muss es: pl."), "{listed}");
    let english = run(&ahead, 0, &["exempt", "--lang", "en"]);
    assert!(english.contains("holds, not at the gate “Project approval”."), "{english}");
    let status = run(&ahead, 0, &["status"]);
    assert!(status.contains("durchführen (ausgenommen, am Tor nicht)"), "{status}");
    let where_am_i = run(&ahead, 0, &["explain"]);
    assert!(!where_am_i.contains("nichts mehr offen"), "{where_am_i}");
    let page = run(&ahead, 0, &["explain", "P-10"]);
    assert!(page.contains("Auflage: nicht möglich am Tor Projektfreigabe"), "{page}");
    assert!(page.contains("(inbetriebnahme); auch keine Ausnahme"), "{page}");
    let page = run(&ahead, 0, &["explain", "planung", "--lang", "en"]);
    assert!(page.contains("Neither condition nor exemption possible"), "{page}");

    let past = Scene::of(REVIEWED, &[settings("entwicklung")]);
    let before = std::fs::read_to_string(past.root().join("nachweis.toml")).expect("the settings");
    let refused = run(&past, 2, &[&["exempt", "P-10/risiken"], by.as_slice()].concat());
    let words = "P-10/risiken kann niemand mehr ausnehmen: Das Tor „Projektfreigabe“ lässt dafür weder Auflage noch Ausnahme zu.";
    assert!(refused.contains(words), "{refused}");
    let refused = run(&past, 2, &[&["exempt", "P-10", "--lang", "en"], by.as_slice()].concat());
    assert!(
        refused.contains("the gate “Project approval” accepts neither condition nor exemption"),
        "{refused}"
    );
    let after = std::fs::read_to_string(past.root().join("nachweis.toml")).expect("the settings");
    assert_eq!(before, after, "nothing is written");
    let granted = Scene::of(REVIEWED, &[exempt(settings("entwicklung"), "P-10", REVIEWED, LAST, "")]);
    let listed = run(&granted, 0, &["exempt"]);
    assert!(listed.contains("gilt nicht (Tor „Projektfreigabe“ lässt keine zu)."), "{listed}");
    let english = run(&granted, 0, &["exempt", "--lang", "en"]);
    assert!(english.contains("does not hold (the gate “Project approval” allows none)."), "{english}");
}

#[test]
fn an_exemption_that_the_pack_never_allows_is_told_as_such() {
    let never = ("tasks/P-15.toml", "[[evidence]]\n", "[[evidence]]\nexemptible = false\n");
    let settings = exempt(settings("planung"), "P-15", REVIEWED, LAST, "");
    let report = Scene::by_own_pack(REVIEWED, &[settings], &[never]).check(TODAY);
    assert_eq!(told(&report), [(Rule::UnusedExemption, Some("refused"), WARNING)]);
    assert!(text(&report).contains("Das Regelwerk lässt dort keine zu."), "{}", text(&report));
}
