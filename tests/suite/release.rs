//! What a gate that is not passed tells whoever wanted to release, and that one that rests on exemptions says so first.

use nachweis::engine::Exit;
use nachweis::finding::Report;
use nachweis::render::{Format, Options, render};
use nachweis::rule::Lang;

use crate::support::desk::Desk;
use crate::support::evidence::*;
use crate::support::program::{commit, expect, git, project};
use crate::support::{Scene, judged, text};

const REVIEWED: &str = "2026-03-02";
const TODAY: &str = "2026-04-01";
const DAY: &str = "2025-11-24";

/// Everything of the first phase but the talks of I-02 and the head's approval of I-06, with a section of I-01 empty.
fn lacking() -> Scene {
    let mut files = idea_phase("planung", REVIEWED);
    files.retain(|file| file.0 != BENEFITS && file.0 != "nachweise/freigaben/I-06.leitung.toml");
    let line = "Das System entscheidet nichts und bewertet keine Beschäftigten.";
    let at = files.iter().position(|file| file.1.contains(line)).expect("the use case");
    files[at] = with(files[at].clone(), line, "");
    Scene::of(REVIEWED, &files)
}

/// What stands behind the verdict in the text of a report.
fn message(report: &Report) -> String {
    let text = render(report, Format::Text, &Options { width: 80, ..Options::default() });
    let start = ["\nRELEASE GESPERRT", "\nRELEASE BLOCKED"].into_iter().find_map(|word| text.find(word));
    let message = &text[start.unwrap_or_else(|| panic!("{text}")) + 1..];
    message.replace(&report.source.commit.as_ref().map_or("-", |commit| commit.short())[..7], "COMMIT")
}

#[test]
fn the_last_words_say_what_is_missing_by_whose_turn_it_is() {
    let scene = lacking();
    let expected = "\
RELEASE GESPERRT: Das Tor „Ideenentscheidung“ (ideenbewertung) ist nicht
  bestanden.
Der Stand COMMIT darf nicht ausgeliefert werden, bis das Tor bestanden ist. Das
fehlt noch, geordnet danach, wer am Zug ist:

Projektleitung (pl)
   I-02  Bewertung der Mehrwerte: Der Nachweis fehlt.
     nachweis new I-02
   I-01  Beschreibung des Anwendungsfalls: Der Abschnitt „Was ausdrücklich nicht
     dazugehört“ ist leer.
     nachweis explain nachweise/idee/anwendungsfall.md

Behördenleitung, Geschäftsführung oder Direktorium (leitung)
   I-06  Prüfung der verbotenen Praktiken: Die Freigabe der Rolle „leitung“
     fehlt.
     nachweis approve I-06 --role leitung

Ist alles erledigt und committet, fragen Sie das Tor erneut:
   nachweis gate ideenbewertung
";
    assert_eq!(message(&scene.gate("ideenbewertung", TODAY)), expected);
    let english = message(&judged(&scene.root(), TODAY, Some("ideenbewertung"), Lang::En));
    for words in [
        "RELEASE BLOCKED: The gate “",
        "Commit COMMIT must not go out until the gate is passed.",
        "Project lead (pl)\n   I-02  ",
        "     nachweis new I-02\n",
        "Head of authority (leitung)\n",
        "ask the gate again:\n   nachweis gate ideenbewertung\n",
    ] {
        assert!(english.contains(words), "{words}: {english}");
    }
}

#[test]
fn the_page_begins_with_it() {
    for (lang, halt) in
        [(Lang::De, "**RELEASE GESPERRT:** Das Tor"), (Lang::En, "**RELEASE BLOCKED:** The gate")]
    {
        let report = judged(&lacking().root(), TODAY, Some("ideenbewertung"), lang);
        let page = render(&report, Format::Markdown, &Options::default());
        let parts: Vec<&str> = page.split("\n\n").collect();
        assert!(parts[0].starts_with("## ") && parts[1].starts_with(halt), "{page}");
        assert!(parts[2].contains("`I-02`") && parts[2].contains("`nachweis new I-02`"), "{page}");
    }
}

#[test]
fn it_is_said_of_a_shut_gate_alone() {
    let halts = |report: &Report| {
        [Format::Text, Format::Markdown]
            .map(|format| render(report, format, &Options::default()).contains("RELEASE"))
    };
    let whole = Scene::of(REVIEWED, &idea_phase("planung", REVIEWED));
    let (open, shut) = (whole.gate("ideenbewertung", TODAY), lacking().gate("ideenbewertung", TODAY));
    assert_eq!(
        (halts(&open), halts(&shut), halts(&lacking().check(TODAY))),
        ([false; 2], [true; 2], [false; 2])
    );
    let quiet = Options { quiet: true, ..Options::default() };
    assert!(!render(&shut, Format::Text, &quiet).contains("RELEASE"), "who wants only the result gets it");
}

#[test]
fn a_gate_that_rests_on_exemptions_says_so_in_its_first_sentence() {
    let mut files = idea_phase("planung", REVIEWED);
    files.retain(|file| file.0 != BENEFITS);
    files[0] = exempt(settings("planung"), "I-02", REVIEWED, "2026-05-29", "");
    let scene = Scene::of(REVIEWED, &files);
    for (lang, words) in
        [(Lang::De, "bestanden mit 1 Ausnahme (I-02)"), (Lang::En, "passed with 1 exemption (I-02)")]
    {
        let report = judged(&scene.root(), TODAY, Some("ideenbewertung"), lang);
        assert_eq!(Exit::of(&report), Exit::Pass, "{}", text(&report));
        let page = render(&report, Format::Markdown, &Options::default());
        assert!(page.lines().next().is_some_and(|line| line.contains(words)), "{page}");
        let told = render(&report, Format::Text, &Options::default());
        assert!(told.contains(&format!(": {words}.")), "{told}");
    }
}

#[test]
fn a_gate_that_nobody_can_decide_keeps_the_release_back_too() {
    let desk = Desk::on(DAY);
    let at = project(&desk, &[]);
    expect(&desk, &at, 0, &["new", "I-02"]);
    commit(&desk, &at);
    let url = format!("file://{}", at.display());
    git(&desk, &desk.work(), &["clone", "--quiet", "--depth", "1", &url, "flach"]);
    let gate = ["gate", "ideenbewertung", "--as-of", DAY];
    let told = expect(&desk, &desk.work().join("flach"), 3, &gate).out;
    let message = told.split("\nRELEASE GESPERRT: ").nth(1).unwrap_or_else(|| panic!("{told}"));
    for words in ["lässt sich nicht entscheiden.", "Das steht im Weg:", "nachweis explain shallow-history"] {
        let flowing = message.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flowing.contains(words), "{words}: {message}");
    }
    let first = message.split("\n\n").nth(1).expect("a first block");
    assert!(
        first.starts_with("Wer Einstellungen und Pipeline betreut\n"),
        "what is to be mended first: {message}"
    );
}

#[test]
fn a_project_without_any_evidence_gets_a_message_that_fits_the_page() {
    let desk = Desk::on(DAY);
    let at = project(&desk, &["--phase", "inbetriebnahme"]);
    git(&desk, &at, &["tag", "--annotate", "--message", "x", "v1.0"]);
    for lang in ["de", "en"] {
        let arguments = ["gate", "inbetriebnahme", "--rev", "refs/tags/v1.0", "--as-of", DAY, "--lang", lang];
        let told = expect(&desk, &at, 1, &arguments).out;
        let start = told.find("RELEASE ").expect("the message");
        let message = &told[start..];
        assert!(message.lines().all(|line| line.chars().count() <= 80), "{message}");
        assert!(message.lines().count() < 160, "{message}");
        let commands = message.lines().filter(|line| line.trim_start().starts_with("nachweis ")).count();
        assert!(commands > 10, "{message}");
        assert_eq!(
            message.matches("nachweis list facts").count(),
            1,
            "once for all open questions: {message}"
        );
    }
    // The commands work as they stand there.
    let told = expect(&desk, &at, 1, &["gate", "inbetriebnahme", "--as-of", DAY]).out;
    let new = told.lines().rfind(|line| line.trim_start().starts_with("nachweis new ")).expect("a command");
    let words: Vec<&str> = new.split_whitespace().skip(1).collect();
    assert!(expect(&desk, &at, 0, &words).out.starts_with("Angelegt: "), "{new}");
}
