//! Who claims a file: the mapping, the default place, its metadata, two of them, nobody.

use nachweis::engine::Exit;
use nachweis::finding::{Report, Severity, State};
use nachweis::rule::{Lang, Rule};

use crate::support::evidence::*;
use crate::support::{Scene, entries, found, of_piece, state, text};

const ERROR: Severity = Severity::Error;
const WARNING: Severity = Severity::Warning;

const REVIEWED: &str = "2026-03-02";
const TODAY: &str = "2026-04-01";

/// What claims a piece: each path with the word for why.
fn claims(report: &Report, address: &str) -> Vec<(String, Option<&'static str>)> {
    entries(report, address).iter().map(|entry| (entry.path.to_string(), entry.claimed_by)).collect()
}

fn orphans(report: &Report) -> Vec<&str> {
    found(report, Rule::OrphanEvidence).iter().map(|judged| judged.finding.place.path().as_str()).collect()
}

/// A file at another path.
fn at(path: &'static str, file: File) -> File {
    (path, file.1)
}

#[test]
fn the_mapping_alone_decides_where_there_is_one() {
    const ELSEWHERE: &str = "docs/datenschutz/folgenabschaetzung.md";
    let settings = || mapped(settings("planung"), "P-10", ELSEWHERE);
    let approved = dpia_approval(REVIEWED, REVIEWED);
    let files = [settings(), purpose(REVIEWED), model("7B"), at(ELSEWHERE, dpia(REVIEWED)), dpia(REVIEWED)];
    let report = Scene::of(REVIEWED, &[files.to_vec(), vec![approved.clone()]].concat()).check(TODAY);
    assert_eq!(claims(&report, "P-10"), [(ELSEWHERE.to_owned(), Some("settings"))]);
    assert_eq!((state(&report, "P-10"), orphans(&report)), (State::Satisfied, vec![DPIA]));

    let absent =
        Scene::of(REVIEWED, &[settings(), purpose(REVIEWED), model("7B"), dpia(REVIEWED)]).check(TODAY);
    assert_eq!(
        of_piece(&absent, "P-10"),
        [(Rule::MissingEvidence, WARNING)],
        "the default place is no way out"
    );
    let missing = found(&absent, Rule::MissingEvidence);
    let missing = missing
        .iter()
        .find(|judged| judged.finding.args.get("address").is_some_and(|of| of.get(Lang::De) == "P-10"));
    let place = &missing.expect("the finding").finding.place;
    assert_eq!(
        place.source.words(&place.span),
        format!("\"{ELSEWHERE}\""),
        "it stands on the words of the mapping"
    );
    assert!(text(&absent).contains(&format!("Erwartet wird {ELSEWHERE}.")));
}

#[test]
fn the_default_place_and_inside_the_folder_the_metadata() {
    const INSIDE: &str = "nachweise/fachbereich/folgenabschaetzung.md";
    let project = || [settings("planung"), purpose(REVIEWED), model("7B")].to_vec();
    let of = |path| Scene::of(REVIEWED, &[project(), vec![at(path, dpia(REVIEWED))]].concat()).check(TODAY);
    for (path, by) in [(DPIA, "default"), (INSIDE, "metadata")] {
        assert_eq!(claims(&of(path), "P-10"), [(path.to_owned(), Some(by))]);
        assert_eq!(state(&of(path), "P-10"), State::Unapproved);
    }
    let outside = of("docs/folgenabschaetzung.md");
    assert_eq!(claims(&outside, "P-10"), [(DPIA.to_owned(), None)]);
    assert_eq!((state(&outside, "P-10"), orphans(&outside)), (State::Missing, vec![]));

    let silent = with(dpia(REVIEWED), "task: P-10\n", "");
    let silent = Scene::of(REVIEWED, &[project(), vec![silent]].concat()).check(TODAY);
    assert_eq!(
        claims(&silent, "P-10"),
        [(DPIA.to_owned(), Some("default"))],
        "at its place it need not say so"
    );
    let wrong = with(dpia(REVIEWED), "task: P-10\n", "task: P-19\n");
    let wrong = Scene::of(REVIEWED, &[project(), vec![wrong]].concat()).check(TODAY);
    assert!(of_piece(&wrong, "P-10").contains(&(Rule::MalformedEvidence, ERROR)));
    let line = "Fehler[malformed-evidence]: Die Datei nennt eine andere Aufgabe. Dort steht „P-19“, an diesen Ort \
                gehört aber P-10.";
    assert!(text(&wrong).lines().any(|other| other == line), "{}", text(&wrong));
}

#[test]
fn two_files_for_one_piece_are_named_both() {
    const ONE: &str = "nachweise/bereich-1/mehrwerte.md";
    const TWO: &str = "nachweise/bereich-2/mehrwerte.md";
    for paths in [[BENEFITS, ONE], [ONE, TWO]] {
        let mut files: Vec<File> = paths.iter().map(|path| at(path, benefits(REVIEWED))).collect();
        files.extend([settings("ideenbewertung"), purpose(REVIEWED)]);
        let report = Scene::of(REVIEWED, &files).check(TODAY);
        assert_eq!(of_piece(&report, "I-02"), [(Rule::AmbiguousEvidence, ERROR)]);
        assert_eq!(Exit::of(&report), Exit::Fail);
        let [finding] = found(&report, Rule::AmbiguousEvidence)[..] else { panic!("one finding") };
        let (second, first) = (&finding.finding.place, &finding.finding.more[0].1);
        assert_eq!([first.path().as_str(), second.path().as_str()], paths);
        let line = format!(
            "Fehler[ambiguous-evidence]: Bewertung der Mehrwerte: Es gibt zwei Dateien dafür. Beide beanspruchen den \
             Nachweis: {} und {}.",
            paths[0], paths[1]
        );
        assert!(text(&report).lines().any(|other| other == line), "{}", text(&report));
        assert!(entries(&report, "I-02").iter().all(|entry| entry.state == State::Malformed));
    }
}

#[test]
fn a_file_without_a_task_is_an_orphan_unless_it_explains_or_is_linked() {
    let linked = "Zwei Mitschriften: [eine](../anlagen/mitschrift.pdf), ![Tafel](tafel.png).";
    let mut files = idea_phase("ideenbewertung", REVIEWED);
    let benefits = files.iter_mut().find(|file| file.0 == BENEFITS).expect("I-02");
    *benefits = with(benefits.clone(), "Acht Gespräche", &format!("{linked} Acht Gespräche"));
    files.push(dpia(REVIEWED));
    for path in
        ["nachweise/README.md", "nachweise/idee/Readme.txt", "nachweise/.gitkeep", "nachweise/notiz.md"]
    {
        files.push((path, "Hier liegen die Nachweise zum Vorhaben.\n".to_owned()));
    }
    for path in
        ["nachweise/anlagen/mitschrift.pdf", "nachweise/anlagen/vergessen.pdf", "nachweise/idee/tafel.png"]
    {
        files.push((path, "%PDF-1.7\n".to_owned()));
    }
    let report = Scene::of(REVIEWED, &files).check(TODAY);
    assert_eq!(
        orphans(&report),
        ["nachweise/anlagen/vergessen.pdf", "nachweise/notiz.md"],
        "P-10 is only early"
    );
    let line = "Warnung[orphan-evidence]: Diese Datei gehört zu keinem Nachweis. Keine Aufgabe beansprucht \
                nachweise/notiz.md, und kein Nachweis verweist darauf.";
    assert!(text(&report).lines().any(|other| other == line), "{}", text(&report));
    assert_eq!(Exit::of(&report), Exit::Pass);
}

#[test]
fn one_file_serves_two_tasks_that_it_lists() {
    let (case, benefits) = (use_case(REVIEWED), benefits(REVIEWED));
    let more = benefits.1.split("---\n").nth(2).expect("a body").to_owned();
    let both = with(case, "task: I-01\n", "task: [I-01, I-02]\n");
    let both = (both.0, both.1 + &more);
    let mut files = idea_phase("planung", REVIEWED);
    files.retain(|file| file.0 != BENEFITS && file.0 != both.0);
    files.push(both.clone());
    let report = Scene::of(REVIEWED, &files).check(TODAY);
    assert_eq!(claims(&report, "I-01"), [(both.0.to_owned(), Some("default"))]);
    assert_eq!(claims(&report, "I-02"), [(both.0.to_owned(), Some("metadata"))]);
    assert_eq!(["I-01", "I-02"].map(|piece| state(&report, piece)), [State::Satisfied; 2]);
    assert!(text(&report).lines().all(|line| !line.contains("I-02")), "{}", text(&report));
}

/// The two tasks ask different things of the same file, and may be due at different gates.
#[test]
fn a_file_for_two_tasks_is_held_against_what_each_asks() {
    const WORKSHOP: &str = "nachweise/bias/workshop-konzept.md";
    let shared = |tasks: &str| {
        let text = format!(
            "---\ntask: {tasks}\nstatus: final\nresponsible: pl\nreviewed: {REVIEWED}\n---\n\n## Ziel\n\nVerzerrungen finden.\n"
        );
        (WORKSHOP, text)
    };
    let wider = with(purpose(REVIEWED), "Begründung eines Bescheids", "Begründung und Anhörung");
    for (changed, outdated) in [(model("12B"), ["E-09"]), (wider, ["P-15"])] {
        let mut scene = Scene::new();
        scene.add(
            REVIEWED,
            &[settings("entwicklung"), purpose(REVIEWED), model("7B"), shared("[P-15, E-09]")],
        );
        scene.add("2026-03-20", &[changed]).build();
        let report = scene.check(TODAY);
        let found: Vec<_> = ["E-09", "P-15"]
            .into_iter()
            .filter(|piece| of_piece(&report, piece).contains(&(Rule::OutdatedBySubject, WARNING)))
            .collect();
        assert_eq!(found, outdated);
    }
    let early = with(benefits(REVIEWED), "task: I-02\n", "task: [I-02, P-15]\n");
    let mut files = idea_phase("ideenbewertung", REVIEWED);
    files.retain(|file| file.0 != BENEFITS);
    let mut scene = Scene::new();
    scene.add(REVIEWED, &[files, vec![early.clone()]].concat());
    scene.add("2026-03-20", &[with(early, "Acht Gespräche", "Neun Gespräche")]).build();
    let report = scene.check(TODAY);
    assert_eq!(of_piece(&report, "I-02"), [(Rule::ChangedSinceReview, WARNING)], "P-15 is not due yet");
    assert_eq!(state(&report, "P-15"), State::Later);
}

#[test]
fn the_same_flaw_twice_in_a_file_is_one_finding_with_two_places() {
    let file = with(benefits(REVIEWED), "task: I-02", "task: [I-02, I 03, I 04]");
    let report = Scene::of(REVIEWED, &[settings("planung"), file]).check(TODAY);
    let [flaw] = found(&report, Rule::MalformedEvidence)[..] else { panic!("{}", text(&report)) };
    let places = [&flaw.finding.place].into_iter().chain(flaw.finding.more.iter().map(|(_, place)| place));
    let words: Vec<_> = places.map(|place| place.source.words(&place.span)).collect();
    assert_eq!(words, ["I 03", "I 04"]);
}
