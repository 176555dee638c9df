//! How long the decision of a gate holds, what carries it on, and which conditions it may leave open.

use nachweis::engine::Exit;
use nachweis::finding::{Problems, Report, Severity, State};
use nachweis::load::{builtin_packs, pack as read};
use nachweis::model::Pack;
use nachweis::name::TaskId;
use nachweis::rule::{Lang, Rule};

use crate::support::desk::Desk;
use crate::support::evidence::*;
use crate::support::fill::{DAY, filled, place};
use crate::support::ledger::{approvals, members};
use crate::support::own_pack::Exchange;
use crate::support::program::expect;
use crate::support::{Scene, entry, found, judged, of_piece, path, state, text, texts_below};

const ERROR: Severity = Severity::Error;
const WARNING: Severity = Severity::Warning;

const RELEASE: &str = "nachweise/entscheidungen/inbetriebnahme.md";
const ON: &str = "nachweise/entscheidungen/betrieb.md";
const ON_PIECE: &str = "B-11/entscheidung";

/// A decision on the continuation; `course` is the whole line, or none.
fn continuation(decision: &str, decided: &str, course: &str) -> File {
    let text = format!(
        "---\ntask: {ON_PIECE}\nstatus: final\ndecision: {decision}\ndecided: {decided}\n{course}---\n\
         ## Entscheidung und Gründe\n\nDas System läuft weiter.\n"
    );
    (ON, text)
}

fn goes_on(decided: &str) -> File {
    continuation("go", decided, "course: continue\n")
}

/// A system in operation, with commits on the days of its decisions.
fn operating(phase: &str, steps: &[(&str, File)]) -> Scene {
    let mut scene = Scene::new();
    scene.add("2026-01-31", &[settings(phase), operation("2026-01-31")]);
    for (day, file) in steps {
        scene.add(day, std::slice::from_ref(file));
    }
    scene.build();
    scene
}

/// What is said of decisions that end: rule, piece, variant, severity.
fn told(report: &Report) -> Vec<(Rule, String, Option<&'static str>, Severity)> {
    let rules = [Rule::LapsedDecision, Rule::DecisionLapsesSoon];
    let told = report.findings.iter().filter(|judged| rules.contains(&judged.finding.rule));
    let piece = |judged: &nachweis::finding::Judged| {
        judged.finding.about.address.as_ref().expect("a piece").to_string()
    };
    told.map(|judged| (judged.finding.rule, piece(judged), judged.finding.variant, judged.severity)).collect()
}

fn lapsed(piece: &str, variant: Option<&'static str>) -> (Rule, String, Option<&'static str>, Severity) {
    (Rule::LapsedDecision, piece.to_owned(), variant, ERROR)
}

fn gate_state(report: &Report, gate: &str) -> &'static str {
    report.gates.iter().find(|row| row.id.as_str() == gate).expect("the gate").state.id()
}

#[test]
fn a_decision_holds_on_its_last_day_and_not_the_day_after() {
    let scene = operating("betrieb", &[]);
    let gate = |day| told(&scene.gate("inbetriebnahme", day));
    let soon = (Rule::DecisionLapsesSoon, "N-12".to_owned(), Some("unrenewed"), WARNING);
    assert_eq!((gate("2026-12-19"), gate("2026-12-20")), (vec![], vec![soon.clone()]));
    assert_eq!(gate("2027-01-31"), [soon]);
    assert_eq!(gate("2027-02-01"), [lapsed("N-12", Some("unrenewed"))]);
    // At the end of a month that has no such day the last one counts.
    let mut leap = Scene::new();
    leap.add("2024-02-29", &[settings("betrieb"), operation("2024-02-29")]).build();
    let gate = |day| told(&leap.gate("inbetriebnahme", day))[0].0;
    assert_eq!((gate("2025-02-28"), gate("2025-03-01")), (Rule::DecisionLapsesSoon, Rule::LapsedDecision));
}

#[test]
fn no_branch_turns_red_because_the_day_passed_but_the_release_is_stopped() {
    let scene = operating("betrieb", &[]);
    let check = scene.check("2027-02-01");
    assert_eq!(told(&check), [(Rule::LapsedDecision, "N-12".to_owned(), Some("unrenewed"), WARNING)]);
    assert_eq!(
        (
            entry(&check, "N-12").holds_until.map(|day| day.to_string()).as_deref(),
            gate_state(&check, "inbetriebnahme")
        ),
        (Some("2027-01-31"), "blocked")
    );
    for (lang, words) in [
        (
            Lang::De,
            "Tor Freigabe zum Betrieb: Die Entscheidung gilt nicht mehr. Sie ist vom 2026-01-31 und galt bis zum 2027-01-31. Dass es weitergeht, steht in keinem späteren Vermerk (B-11/entscheidung).",
        ),
        (
            Lang::En,
            "Gate Approval for operation: The decision no longer holds. It is of 2026-01-31 and held until 2027-01-31. No later record says that it goes on (B-11/entscheidung).",
        ),
    ] {
        let told = text(&judged(&scene.root(), "2027-02-01", Some("inbetriebnahme"), lang));
        assert!(told.contains(words) && told.contains("nachweis explain B-11/entscheidung"), "{told}");
    }
}

#[test]
fn a_decision_to_go_on_keeps_the_release_gate_open_for_its_own_year() {
    for course in ["continue", "change"] {
        let on = continuation("go", "2027-01-20", &format!("course: {course}\n"));
        let scene = operating("betrieb", &[("2027-01-20", on)]);
        let gate = |gate, day| told(&scene.gate(gate, day));
        assert_eq!(gate("inbetriebnahme", "2027-02-01"), [], "{course}");
        assert_eq!(gate("inbetriebnahme", "2027-12-01"), [], "{course}");
        // Then one record tells of it, that of the decision that ended.
        let soon = (Rule::DecisionLapsesSoon, ON_PIECE.to_owned(), None, WARNING);
        assert_eq!(gate("inbetriebnahme", "2028-01-20"), [soon], "{course}");
        for asked in ["inbetriebnahme", "betrieb"] {
            assert_eq!(gate(asked, "2028-01-21"), [lapsed(ON_PIECE, None)], "{course}");
        }
    }
    // It may also come late: its question is whether it goes on.
    let late = operating("betrieb", &[("2027-05-01", goes_on("2027-05-01"))]);
    assert_eq!(told(&late.gate("inbetriebnahme", "2027-06-01")), []);
}

#[test]
fn nothing_but_a_later_go_that_says_so_carries_on() {
    let unfinished = |old: &str, new: &str| with(goes_on("2027-01-20"), old, new);
    let others = [
        continuation("go", "2027-01-20", ""),
        continuation("go", "2027-01-20", "course:\n"),
        continuation("go", "2027-01-20", "course: weiter\n"),
        continuation("go", "2027-01-20", "course: shut-down\n"),
        continuation("no-go", "2027-01-20", "course: continue\n"),
        continuation("back", "2027-01-20", "course: continue\n"),
        unfinished("status: final", "status: draft"),
        unfinished("decided: 2027-01-20\n", ""),
    ];
    for on in others {
        let scene = operating("betrieb", &[("2027-01-20", on.clone())]);
        let report = scene.gate("inbetriebnahme", "2027-02-01");
        assert!(told(&report).contains(&lapsed("N-12", Some("unrenewed"))), "{}", on.1);
        assert_eq!(Exit::of(&report), Exit::Fail, "{}", on.1);
    }
}

#[test]
fn a_continuation_of_a_time_before_the_approval_carries_nothing_on() {
    let scene = operating("betrieb", &[("2026-02-01", goes_on("2026-01-30"))]);
    let both = [lapsed(ON_PIECE, None), lapsed("N-12", Some("unrenewed"))];
    assert_eq!(told(&scene.gate("inbetriebnahme", "2027-02-01")), both);
    // It held a day less than the approval: where that has not run out yet, nothing is said.
    let soon = (Rule::DecisionLapsesSoon, "N-12".to_owned(), Some("unrenewed"), WARNING);
    assert_eq!(told(&scene.gate("inbetriebnahme", "2027-01-31")), [soon]);
}

#[test]
fn of_two_decisions_that_end_on_one_day_each_speaks_for_itself() {
    let scene = operating("betrieb", &[("2026-02-01", goes_on("2026-01-31"))]);
    let both = [lapsed(ON_PIECE, None), lapsed("N-12", Some("unrenewed"))];
    assert_eq!(told(&scene.gate("inbetriebnahme", "2027-02-01")), both);
}

#[test]
fn a_decision_on_operation_says_where_it_goes() {
    let report = |file: File| operating("betrieb", &[("2027-01-20", file)]).gate("betrieb", "2027-01-25");
    let missing = |report: &Report| {
        let found = found(report, Rule::MissingDecision);
        found.iter().map(|judged| judged.finding.variant).collect::<Vec<_>>()
    };
    let aimless = report(continuation("go", "2027-01-20", ""));
    assert_eq!(missing(&aimless), [Some("course")]);
    assert!(
        text(&aimless).contains("Es fehlt course: continue, change oder shut-down."),
        "{}",
        text(&aimless)
    );
    assert_eq!(missing(&report(continuation("back", "2027-01-20", ""))), [], "nothing goes anywhere");
    assert_eq!(missing(&report(goes_on("2027-01-20"))), []);
    let unknown = report(continuation("go", "2027-01-20", "course: weiter\n"));
    let [flaw] = found(&unknown, Rule::MalformedEvidence)[..] else { panic!("{}", text(&unknown)) };
    assert!(flaw.blocking && text(&unknown).contains("continue, change, shut-down"), "{}", text(&unknown));
    // Elsewhere the word means what it likes.
    let (name, other) = benefits("2026-03-02");
    let other = other.replace("status: final", "status: final\ncourse: Grundkurs");
    let report = Scene::of("2026-03-02", &[settings("planung"), (name, other)]).check("2026-04-01");
    assert!(found(&report, Rule::MalformedEvidence).is_empty(), "{}", text(&report));
}

#[test]
fn what_is_switched_off_needs_no_decision_to_run() {
    let off = continuation("go", "2027-01-20", "course: shut-down\n");
    let scene = operating("betrieb", &[("2027-01-20", off)]);
    // The gate to operation is shut; that of the decision itself and those after it are not held up by its end.
    assert_eq!(told(&scene.gate("inbetriebnahme", "2027-02-01")), [lapsed("N-12", Some("unrenewed"))]);
    assert_eq!(told(&scene.gate("betrieb", "2027-02-01")), []);
    assert_eq!(told(&scene.gate("deaktivierung", "2029-01-01")), []);
    assert_eq!(gate_state(&scene.gate("deaktivierung", "2027-02-01"), "inbetriebnahme"), "blocked");
    // A decision to switch off that nobody carried out is no decision for ever.
    assert_eq!(told(&scene.gate("betrieb", "2028-01-21")), [lapsed(ON_PIECE, None)]);
    // Whoever goes on without having said that it ends is held up.
    let on = operating("betrieb", &[("2027-01-20", goes_on("2027-01-20"))]);
    assert_eq!(told(&on.gate("deaktivierung", "2029-01-01")), [lapsed(ON_PIECE, None)]);
}

#[test]
fn a_new_approval_of_operation_counts_for_itself() {
    let again = operation("2028-03-01");
    let scene = operating("betrieb", &[("2027-01-20", goes_on("2027-01-20")), ("2028-03-01", again)]);
    assert_eq!(told(&scene.gate("inbetriebnahme", "2028-03-02")), []);
    // The older continuation carries nothing on, so each of the two speaks for itself.
    let both = [lapsed(ON_PIECE, None), lapsed("N-12", Some("unrenewed"))];
    assert_eq!(told(&scene.gate("inbetriebnahme", "2029-03-02")), both);
}

#[test]
fn a_record_that_is_owed_only_after_its_end_does_not_take_the_finding_over() {
    let short: [Exchange; 2] = [
        ("gates.toml", "validity          = \"12 months\"\n\n", "validity          = \"6 months\"\n\n"),
        (
            "gates.toml",
            "validity          = \"12 months\"\nrepeats",
            "validity          = \"5 months\"\nrepeats",
        ),
    ];
    let files = [settings("betrieb"), operation("2026-01-31"), goes_on("2026-05-10")];
    let scene = Scene::by_own_pack("2026-05-10", &files, &short);
    let gate = |day| told(&scene.gate("inbetriebnahme", day));
    assert_eq!(gate("2026-10-10")[0].0, Rule::DecisionLapsesSoon, "carried on for two months and a half");
    let own = lapsed("N-12", Some("carried"));
    assert_eq!(gate("2026-10-11"), std::slice::from_ref(&own));
    assert_eq!(
        gate("2027-02-01"),
        [lapsed(ON_PIECE, None), own],
        "it stays when the other one is owed as well"
    );
    // A continuation that ends before the approval takes nothing away from it.
    let files = [settings("betrieb"), operation("2026-01-31"), goes_on("2026-02-10")];
    let scene = Scene::by_own_pack("2026-02-10", &files, &short);
    let gate = |day| told(&scene.gate("inbetriebnahme", day));
    let soon = (Rule::DecisionLapsesSoon, "N-12".to_owned(), Some("unrenewed"), WARNING);
    assert_eq!(
        (gate("2026-07-31"), gate("2026-08-01")),
        (vec![soon], vec![lapsed("N-12", Some("unrenewed"))])
    );
}

#[test]
fn where_the_record_of_the_continuation_is_mere_advice_the_approval_tells_of_its_end() {
    let advice: Exchange =
        ("tasks/B-11.toml", "[evidence.decision]\n", "[evidence.decision]\nlevel = \"advice\"\n");
    let files = [settings("betrieb"), operation("2026-01-31"), goes_on("2027-01-20")];
    let scene = Scene::by_own_pack("2027-01-31", &files, &[advice]);
    let report = scene.gate("inbetriebnahme", "2028-01-21");
    let on = (Rule::LapsedDecision, ON_PIECE.to_owned(), None, WARNING);
    assert_eq!(told(&report), [lapsed("N-12", Some("carried")), on]);
    assert!(
        text(&report).contains("war fortgeführt bis zum 2028-01-20 (B-11/entscheidung)."),
        "{}",
        text(&report)
    );
}

fn pack() -> &'static Pack {
    builtin_packs().first().expect("a pack is built in")
}

/// A project in operation in which everything is there and approved; operation was approved two years ago.
fn whole(course: &str) -> Scene {
    let kern = pack().tasks.values().filter(|task| task.profiles.contains_key("kern"));
    let kern = kern.filter(|task| {
        task.phase.as_str() != "deaktivierung" || task.due.is_some() || task.id.as_str() == "D-01"
    });
    let mut files: Vec<(String, String)> = Vec::new();
    for (task, piece) in kern.flat_map(|task| task.evidence.iter().map(move |piece| (task, piece))) {
        let text = filled(pack(), task, piece).replace("course: continue", &format!("course: {course}"));
        files.push((place(piece).to_string(), text));
        files.extend(approvals(pack(), task, piece));
    }
    let (_, text) = settings("betrieb");
    let (head, _) = text.split_once("\n[roles.leitung]").expect("the roles");
    let (before, after) = head.split_once("[facts]").expect("the facts");
    let (_, after) = after.split_once("[subjects]").expect("the subjects");
    let facts: String = FACTS.iter().map(|(id, answer)| format!("{id} = {answer}\n")).collect();
    let after = after.replace("modell          = [\"modell/**\"]", "modell          = []");
    files.push((
        "nachweis.toml".to_owned(),
        format!("{before}[facts]\n{facts}\n[subjects]{after}\n{}", members(pack())),
    ));
    let write: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let mut scene = Scene::new();
    scene.commit(DAY, &write, &[]).build();
    scene
}

/// Answers that leave nothing open.
const FACTS: &[(&str, &str)] = &[
    ("bezugsart", "\"eigenentwicklung\""),
    ("auftragsverarbeitung", "\"oeffentlich\""),
    ("beschaeftigte-betroffen", "true"),
    ("bescheidbezug", "true"),
    ("besondere-kategorien", "false"),
    ("direkte-interaktion", "false"),
    ("drittland", "false"),
    ("dsfa-erforderlich", "\"ja\""),
    ("entscheidungswirkung", "\"unterstuetzung\""),
    ("generativ", "true"),
    ("leistungskontrolle-moeglich", "true"),
    ("personenbezug", "true"),
    ("profiling", "false"),
    ("sozialdaten", "true"),
    ("veroeffentlichung", "true"),
];

#[test]
fn a_whole_project_is_held_back_by_its_decisions_alone() {
    let today = "2026-02-10";
    let passed = whole("continue").gate("inbetriebnahme", today);
    assert_eq!((Exit::of(&passed), passed.findings.len()), (Exit::Pass, 0), "{}", text(&passed));
    assert_eq!(gate_state(&passed, "inbetriebnahme"), "passed");
    let off = whole("shut-down");
    let stopped = off.gate("inbetriebnahme", today);
    assert_eq!(told(&stopped), [lapsed("N-12", Some("unrenewed"))]);
    assert_eq!((stopped.findings.len(), Exit::of(&stopped)), (1, Exit::Fail), "{}", text(&stopped));
    assert_eq!(
        (state(&stopped, "N-12"), gate_state(&stopped, "inbetriebnahme")),
        (State::Overdue, "blocked")
    );
    // `check` in operation finds nothing, and says the same of the gate.
    let check = off.check(today);
    assert_eq!((Exit::of(&check), gate_state(&check, "inbetriebnahme")), (Exit::Pass, "blocked"));
    assert_eq!(gate_state(&check, "betrieb"), "passed", "{}", text(&check));
}

#[test]
fn an_end_cannot_be_exempt_borrowed_or_dated_away() {
    let granted = exempt(settings("betrieb"), "N-12", "2027-01-31", "2027-06-30", "");
    let named =
        exempt(settings("betrieb"), "N-12", "2027-01-31", "2027-06-30", "rule = \"lapsed-decision\"\n");
    for settings in [granted, named] {
        let scene = operating("betrieb", &[("2027-02-01", settings)]);
        let gate = scene.gate("inbetriebnahme", "2027-02-10");
        assert!(told(&gate).contains(&lapsed("N-12", Some("unrenewed"))), "{}", text(&gate));
    }
    let lent = operating("betrieb", &[("2027-02-01", baseline(&[("N-12", "lapsed-decision")]))]);
    assert_eq!(lent.check("2027-02-10").counts.borrowed, 0);
    // A later date makes another record of it, which nobody has approved.
    let mut scene = whole("shut-down");
    let task = &pack().tasks["N-12"];
    let record =
        filled(pack(), task, &task.evidence[0]).replace("decided: 2024-01-02", "decided: 2026-02-02");
    scene.add("2026-02-03", &[(RELEASE, record)]).build();
    let gate = scene.gate("inbetriebnahme", "2026-02-10");
    assert_eq!(told(&gate), []);
    assert_eq!(of_piece(&gate, "N-12"), [(Rule::VoidedApproval, ERROR); 2]);
    // Nor does a day that has not come.
    let ahead = operating("betrieb", &[("2026-02-02", operation("2030-01-31"))]);
    let gate = ahead.gate("inbetriebnahme", "2026-02-10");
    assert!(of_piece(&gate, "N-12").contains(&(Rule::FutureDate, ERROR)), "{}", text(&gate));
}

#[test]
fn a_gate_that_comes_once_has_to_follow_while_the_one_before_it_holds() {
    let ends: Exchange =
        ("gates.toml", "record      = \"P-20\"\n", "record      = \"P-20\"\nvalidity = \"3 months\"\n");
    let scene = |decided: &str| {
        let (_, text) = planning(decided);
        let text = text.replace("task: P-20", "task: E-20/entscheidung");
        let accepted = ("nachweise/entscheidungen/entwicklung.md", text);
        Scene::by_own_pack(
            "2026-09-01",
            &[settings("inbetriebnahme"), planning("2026-01-31"), accepted],
            &[ends],
        )
    };
    let gate = |decided| told(&scene(decided).gate("entwicklung", "2026-09-10"));
    assert_eq!(gate("2026-04-30"), [], "on the last day");
    assert_eq!(gate("2026-05-01"), [lapsed("P-20", None)], "what has run out opens nothing");
}

#[test]
fn a_record_does_not_end_and_fall_due_for_review_at_once() {
    let mut files = texts_below("policies/arbeitshilfe");
    let task = files.get_mut("tasks/N-12.toml").expect("the task");
    *task = task
        .replace("[evidence.decision]", "[evidence.review]\nevery = \"12 months\"\n\n[evidence.decision]");
    let mut problems = Problems::default();
    assert!(read(&path("regeln/haus"), &files, &mut problems).is_none());
    let problems = problems.into_sorted();
    let [problem] = problems.as_slice() else { panic!("{problems:#?}") };
    let words = problem.place.source.words(&problem.place.span);
    assert_eq!((problem.rule, problem.variant, words), (Rule::BrokenPack, Some("validity"), "\"12 months\""));
}

#[test]
fn the_overview_and_the_page_of_the_record_name_the_last_day() {
    let scene = operating("betrieb", &[]);
    let desk = Desk::on("2026-12-01");
    let run = |words: &[&str]| {
        let out = expect(&desk, &scene.root(), 0, words).out;
        out.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    for (words, expected) in [
        (vec!["status"], "2027-01-31 N-12 Entscheidung über den Betrieb"),
        (vec!["explain", RELEASE], "Gilt bis: 2027-01-31"),
        (vec!["explain", RELEASE, "--lang", "en"], "Holds until: 2027-01-31"),
    ] {
        let told = run(&words);
        assert!(told.contains(expected), "{told}");
    }
}

/// A decision on planning with one condition.
fn conditioned(decision: &str, condition: &str) -> File {
    let conditions = format!(
        "conditions:\n  - text: Bis Ostern nachreichen\n    due: 2026-12-01\n    owner: fach\n{condition}"
    );
    let file = with(planning("2026-03-02"), "conditions: []\n", &conditions);
    with(file, "decision: go", &format!("decision: {decision}"))
}

/// What is said of conditions: rule, variant, and the words at the place.
fn conditions(file: File, gate: &str) -> Vec<(Rule, Option<&'static str>, String)> {
    let report = Scene::of("2026-03-02", &[settings("planung"), file]).gate(gate, "2026-04-01");
    let all = report.findings.iter().filter(|judged| judged.finding.about.requirement.contains("condition-"));
    all.map(|judged| {
        assert_eq!((judged.severity, judged.blocking), (ERROR, true));
        let place = &judged.finding.place;
        (judged.finding.rule, judged.finding.variant, place.source.words(&place.span).to_owned())
    })
    .collect()
}

#[test]
fn a_go_leaves_nothing_to_a_condition_that_the_gate_does_not_let_wait() {
    let of = |decision: &str, condition: &str| conditions(conditioned(decision, condition), "planung");
    let barred = |words: &str, variant| vec![(Rule::BarredCondition, variant, words.to_owned())];
    assert_eq!(of("go", "    task: P-10\n"), barred("P-10", None));
    assert_eq!(of("go", "    task: P-10/risiken\n"), barred("P-10/risiken", None));
    assert_eq!(of("go", "    task: I-06\n"), barred("I-06", Some("earlier")));
    // What a later gate alone lists may be made up for until there.
    assert_eq!(of("go", "    task: P-19\n"), []);
    assert_eq!(of("go", "    task: P-15\n"), []);
    assert_eq!(of("go", ""), []);
    assert_eq!(of("go", "    task:\n"), []);
    assert_eq!(of("go", "    task: P-10\n    met: 2026-03-20\n"), [], "it is there");
    assert_eq!(of("back", "    task: P-10\n"), [], "nothing is opened");
    for unknown in ["P-99", "P 10", "*"] {
        let found = of("go", &format!("    task: \"{unknown}\"\n"));
        let [(rule, variant, words)] = found.as_slice() else { panic!("{unknown}: {found:?}") };
        assert_eq!((*rule, *variant, words.contains(unknown)), (Rule::InvalidField, None, true), "{words}");
    }
}

#[test]
fn a_barred_condition_is_told_in_both_languages_and_shuts_its_gate() {
    let scene = Scene::of("2026-03-02", &[settings("planung"), conditioned("go", "    task: P-10\n")]);
    let check = scene.check("2026-04-01");
    assert_eq!(of_piece(&check, "P-20").first().map(|found| found.1), Some(WARNING), "its gate lies ahead");
    for (lang, words) in [
        (
            Lang::De,
            "Tor Projektfreigabe: Die Auflage zu P-10 ist nicht zulässig. Dieses Tor lässt für die Aufgabe keine zu (not-conditionable). Offen ist: „Bis Ostern nachreichen“.",
        ),
        (
            Lang::En,
            "Gate Project approval: The condition on P-10 is not allowed. This gate accepts none for the task (not-conditionable). Still open is “Bis Ostern nachreichen”.",
        ),
    ] {
        let told = text(&judged(&scene.root(), "2026-04-01", Some("planung"), lang));
        assert!(told.contains(words), "{told}");
    }
}

#[test]
fn the_templates_show_the_task_of_a_condition_and_none_that_is_barred() {
    for gate in &pack().gates {
        let (_, piece) = pack().piece(&gate.record).expect("the record");
        let template = &pack().templates[piece.template.as_ref().expect("a template")];
        let shown = template.lines().find_map(|line| line.strip_prefix("#     task: ")).expect("the key");
        let (order, task) = (pack().order(gate.id.as_str()), TaskId::new(shown).expect("an id"));
        assert!(pack().tasks.contains_key(&task), "{shown}");
        assert!(pack().barring(&task).all(|(at, _)| Some(at) > order), "{shown} at {}", gate.id);
    }
}
