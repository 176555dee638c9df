//! The formats, held against one sample.

use super::sample::{judge, path, place, report, role, sentences, shallow, well};
use super::*;
use crate::finding::{About, Finding, Severity, Verdict};
use crate::rule::{Lang, Rule};
use crate::text::Place;

const VERBOSE: Options = Options { width: 80, color: false, verbose: true, quiet: false };

fn text(report: &Report, options: &Options) -> String {
    render_with(report, &sentences(report.lang), Format::Text, options)
}

fn concise(report: &Report) -> String {
    render_with(report, &sentences(report.lang), Format::Concise, &Options::default())
}

/// The part of a text from one line's beginning up to an empty line.
fn block<'a>(text: &'a str, begin: &str) -> &'a str {
    let from = text.find(&format!("\n{begin}")).map_or(0, |at| at + 1);
    text[from..].split("\n\n").next().unwrap_or_default()
}

/// Lines that are neither excerpts, commands nor places.
fn prose(text: &str) -> impl Iterator<Item = &str> {
    let drawn = |line: &str| line.contains(['│', '·', '╭', '╰']) || line.contains("──▸");
    let command = |line: &str| ["nachweis ", "git "].iter().any(|tool| line.trim_start().starts_with(tool));
    text.lines().filter(move |line| !drawn(line) && !command(line))
}

#[test]
fn a_finding_shows_its_words_and_what_to_do() {
    let expected = "\
Fehler[outdated-by-subject]: Die DSFA ist älter als der Stand des Modells.
   ╭─[docs/datenschutz/dsfa.md:5:11]
 4 │ responsible: fach
 5 │ reviewed: 2026-03-01
   ·           ─────┬────
   ·                ╰── an diesem Tag zuletzt geprüft (Commit 3f2a91c)
 6 │ ---
   ╰────
   Seitdem geändert, Gegenstand „modell“ (3 Dateien):
     models/ranking.onnx   b77f0aa  2026-10-02
     src/model/ranking.py  9c01d7e  2026-09-14
     src/größe.py          nicht eingecheckt
   Aufgabe:   P-10 Datenschutz-Folgenabschätzung durchführen
   Zuständig: Fachbereich (fach)
   Hilfe:     Prüfen Sie die DSFA gegen diese Änderungen und bestätigen Sie:
              nachweis review P-10
   Mehr:      nachweis explain outdated-by-subject";
    assert_eq!(block(&text(&report(Lang::De), &Options::default()), "Fehler[outdated"), expected);
}

#[test]
fn places_of_one_file_share_an_excerpt() {
    let expected = "\
warning[date-order] (advice): Pilot: The end lies before the beginning.
   ╭─[nachweise/pilot.json:1:12]
 1 │ {\"beginn\": \"2026-05-01\",
   ·            ──────┬─────
   ·                  ╰── beginning
 2 │  \"text\": \"über\",
 3 │  \"ende\": \"2026-04-01\"}
   ·          ──────┬─────
   ·                ╰── end
   ╰────
   ╭─[nachweis.toml:2:1]
 1 │ [project]
 2 │ name = \"Widersprüche\"
   · ──┬─
   ·   ╰── end
 3 │ phase = \"planung\"
   ╰────
   Task:        E-17 Evaluate the pilot (E-17/pilot)
   Responsible: Head (leitung)
   Help:        Correct one date.
   More:        nachweis explain date-order";
    assert_eq!(block(&text(&report(Lang::En), &VERBOSE), "warning[date"), expected);
}

#[test]
fn a_warning_and_a_file_without_text_get_an_arrow() {
    let text = text(&report(Lang::De), &Options::default());
    let expected = "\
Warnung[overdue-review]: Datenschutz-Folgenabschätzung: Die Prüfung war am
   2026-09-01 fällig.
   ──▸ docs/datenschutz/dsfa.md:5:11  an diesem Tag zuletzt geprüft
   Aufgabe:   P-10 Datenschutz-Folgenabschätzung durchführen
   Zuständig: Fachbereich (fach)
   Hilfe:     Bestätigen Sie die Prüfung:
              nachweis review P-10
   Mehr:      nachweis explain overdue-review";
    assert_eq!(block(&text, "Warnung[overdue"), expected);
    let unreadable = block(&text, "Fehler[unreadable");
    assert!(
        unreadable.contains("\n   ──▸ nachweise/sicherheit/konzept neu.pdf  keine PDF-Datei\n"),
        "{unreadable}"
    );
    assert!(unreadable.contains("git add 'nachweise/sicherheit/konzept neu.pdf'\n"), "{unreadable}");
}

#[test]
fn the_closing_block_says_who_acts_and_what_may_be_claimed() {
    let expected = "\
Tor Planung: nicht bestanden.  3 Fehler, 2 Warnungen, 1 Ausnahme (E-17)
Am Zug: Fachbereich 2, Leitung 1.  Geprüft: 51b0c2e zum 2026-11-22 (UTC).
2 nicht eingecheckte Änderungen an Nachweisen wurden nicht betrachtet.
Nicht in diesem Repository: daten, prompts.
Stufe L0: Die Dateien sagen es so; wer freigegeben hat, ist nicht belegt.";
    assert_eq!(block(&text(&report(Lang::De), &Options::default()), "Tor "), expected);
    let expected = "\
Gate Planning: not passed.  3 errors, 2 warnings, 1 exemption (E-17)
Next to act: Business unit 2, Head 1.  Judged: 51b0c2e as of 2026-11-22 (UTC).
2 uncommitted changes to evidence were not looked at.
Not in this repository: daten, prompts.
Grade L0: The files say so; who approved is not proven.";
    assert_eq!(block(&text(&report(Lang::En), &Options::default()), "Gate "), expected);
    assert!(
        text(&report(Lang::De), &VERBOSE)
            .contains("\nAusnahmen\n   E-17  draft-evidence  bis 2027-01-31\n\n")
    );
}

#[test]
fn what_passed_with_exemptions_says_so_first() {
    let mut passed = report(Lang::De);
    passed.findings.retain(|judged| !judged.blocking);
    passed.verdict = Verdict::Pass;
    passed.counts.errors = 0;
    let expected = "\
Tor Planung: bestanden mit 1 Ausnahme (E-17).  0 Fehler, 2 Warnungen
Am Zug: Fachbereich 1, Leitung 1.  Geprüft: 51b0c2e zum 2026-11-22 (UTC).";
    let text = text(&passed, &Options::default());
    assert!(block(&text, "Tor ").starts_with(expected), "{text}");
}

#[test]
fn when_all_is_well_one_line_says_so() {
    let options = Options::default();
    // A subject that is said to be elsewhere is named even then.
    let absent = text(&well(Lang::De), &options);
    assert!(absent.ends_with("L0.\nNicht in diesem Repository: daten, prompts.\n"), "{absent}");
    let well = |lang| {
        let mut report = well(lang);
        report.projects.iter_mut().for_each(|project| project.absent_subjects.clear());
        report
    };
    let line = "Bestanden: 24 Nachweise, Arbeitsverzeichnis über 51b0c2e, 2026-11-22 (UTC), L0.\n";
    assert_eq!(text(&well(Lang::De), &options), line);
    let line = "Passed: 24 pieces of evidence, working tree on 51b0c2e, 2026-11-22 (UTC), L0.\n";
    assert_eq!(text(&well(Lang::En), &options), line);
    let mut unborn = well(Lang::De);
    unborn.source.commit = None;
    assert!(text(&unborn, &options).contains("Arbeitsverzeichnis (noch kein Commit)"));
    let gate = Report { gate: report(Lang::De).gate, ..well(Lang::De) };
    assert!(text(&gate, &options).starts_with("Tor Planung: bestanden.  24 Nachweise\nGeprüft: "));
}

#[test]
fn what_could_not_be_decided_comes_first() {
    let mut undecided = report(Lang::De);
    undecided.findings.push(shallow());
    undecided.verdict = Verdict::Undetermined;
    let all = text(&undecided, &Options::default());
    assert!(all.starts_with("Unentscheidbar[shallow-history]: Die Historie ist gekürzt.\n"), "{all}");
    assert!(all.contains("\nTor Planung: nicht entscheidbar.  3 Fehler"), "{all}");
    undecided.source.commit = None;
    assert!(text(&undecided, &Options::default()).contains("Geprüft: kein Commit zum"));
    assert!(status(&undecided, &Options::default(), None).starts_with("Unentscheidbar[shallow-history]"));
}

#[test]
fn quiet_leaves_errors_and_the_verdict() {
    let quiet = text(&report(Lang::De), &Options { quiet: true, ..Options::default() });
    assert!(!quiet.contains("Warnung["), "{quiet}");
    assert!(
        quiet.ends_with("\nTor Planung: nicht bestanden.  3 Fehler, 2 Warnungen, 1 Ausnahme (E-17)\n"),
        "{quiet}"
    );
}

#[test]
fn several_projects_head_their_findings() {
    let mut report = report(Lang::De);
    let project =
        |name: &str| crate::finding::ProjectReport { path: path(name), ..report.projects[0].clone() };
    report.projects = vec![project("apps/chat"), project("apps/suche")];
    for (at, judged) in report.findings.iter_mut().enumerate() {
        judged.project = path(if at % 2 == 0 { "apps/suche" } else { "apps/chat" });
    }
    let text = text(&report, &Options::default());
    assert!(text.starts_with("Projekt apps/chat (Widersprüche)\n\nFehler["), "{text}");
    assert_eq!(text.matches("\n\nProjekt apps/suche (Widersprüche)\n\n").count(), 1, "{text}");
    assert!(text.contains("\nNicht in diesem Repository (apps/suche): daten, prompts.\n"), "{text}");
}

#[test]
fn the_overview_counts_names_and_looks_ahead() {
    let expected = "\
Projekt: Widersprüche (.), Phase Planung

Aufgaben nach Phase und Stand
   Phase           fehlt  überholt  später  erfüllt
   Ideenbewertung      –         –       –        1
   Planung             1         1       –        –
   Entwicklung         –         –       1        –

Offen bis zum Tor Planung
   Fachbereich (fach)
      P-10  Datenschutz-Folgenabschätzung durchführen (überholt)
      P-15  Bias-Workshop konzipieren (fehlt)

Nächste Prüfungen und Entscheidungen
   2026-09-01  P-10          Datenschutz-Folgenabschätzung (überfällig)
   2027-03-01  P-10/risiken  Risiken der Verarbeitung

Tore
   Ideenbewertung  bestanden         Entscheidung: go, 2026-02-01
   Planung         nicht bestanden   keine Entscheidung; 3 Befunde sperren;
                                     1 Ausnahme
   Entwicklung     steht noch bevor

Geprüft: 51b0c2e zum 2026-11-22 (UTC).
2 nicht eingecheckte Änderungen an Nachweisen wurden nicht betrachtet.
Nicht in diesem Repository: daten, prompts.
Stufe L0: Die Dateien sagen es so; wer freigegeben hat, ist nicht belegt.
";
    assert_eq!(status(&report(Lang::De), &Options::default(), None), expected);
    let one = status(&report(Lang::En), &Options::default(), Some(&role("leitung")));
    assert!(one.contains("\nOnly tasks of the role Head (leitung).\n"), "{one}");
    assert!(one.contains("\n   Nothing left.\n") && !one.contains("P-10"), "{one}");
}

#[test]
fn concise_is_one_sorted_line_each() {
    let expected = "\
docs/datenschutz/dsfa.md:5:11: warning overdue-review Impact assessment: The review was due on 2026-09-01.
docs/datenschutz/dsfa.md:5:11: error outdated-by-subject The assessment is older than the model.
nachweis.toml:3:9: error missing-evidence Bias workshop concept: The evidence is missing. Expected is \
nachweise/bias/workshop-konzept.md.
nachweise/pilot.json:1:12: warning date-order Pilot: The end lies before the beginning.
nachweise/sicherheit/konzept neu.pdf:1:1: error unreadable-evidence Security concept: The file cannot be read.
";
    assert_eq!(concise(&report(Lang::En)), expected);
}

#[test]
fn json_is_what_its_schema_says() {
    let schema = schema();
    let validator = jsonschema::validator_for(&schema).expect("a valid schema");
    assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
    for report in Lang::ALL.map(report).into_iter().chain(Lang::ALL.map(well)) {
        let text = render_with(&report, &sentences(report.lang), Format::Json, &Options::default());
        let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let wrong: Vec<_> = validator.iter_errors(&json).map(|error| error.to_string()).collect();
        assert_eq!(wrong, Vec::<String>::new());
        let exempt = |finding: &&serde_json::Value| finding["exempt"].is_null();
        let findings = json["findings"].as_array().expect("a list");
        assert_eq!(findings.iter().filter(exempt).count(), concise(&report).lines().count());
        let keys: Vec<_> = json.as_object().expect("an object").keys().map(String::as_str).collect();
        let expected = [
            "schema",
            "tool",
            "command",
            "as_of",
            "as_of_source",
            "language",
            "source",
            "grade",
            "claim",
            "verdict",
            "projects",
            "gates",
            "tasks",
            "findings",
            "counts",
            "complete",
        ];
        assert_eq!(keys, expected);
        assert!(text.ends_with("  \"complete\": true\n}\n"));
    }
    let mut broken: serde_json::Value = serde_json::json!({});
    assert!(!validator.is_valid(&broken));
    broken["complete"] = true.into();
    assert!(!validator.is_valid(&broken));
}

#[test]
fn nothing_hostile_reaches_the_terminal() {
    let evil = "a\u{1b}[2Jb\u{202e}c\nFehler[x]: d\r\u{9b}31m\u{200b}\u{2028}\u{7f}\te";
    let line = format!("\tok\u{1b}]0;x\u{7}\r\n{evil} WORT{}\n", "\u{202e}".repeat(300));
    let mut hostile = report(Lang::De);
    hostile.projects[0].name = evil.into();
    hostile.projects[0].absent_subjects = vec![evil.into()];
    hostile.tasks[1].evidence[0].path = crate::name::RepoPath::escaped(evil.as_bytes());
    hostile.gates[0].decision = Some(evil.into());
    for judged in &mut hostile.findings {
        for key in ["piece", "the-piece", "commit", "expected", "address", "subject", "first", "due"] {
            judged.finding.args.set(key, evil);
        }
        judged.finding.place = place("x", &line, "WORT");
        judged.finding.changes.iter_mut().for_each(|change| {
            change.path = crate::name::RepoPath::escaped(evil.as_bytes());
        });
    }
    let escaped = crate::name::RepoPath::escaped(evil.as_bytes());
    let about = About::default().file(&escaped);
    let finding = Finding::new(Rule::UnreadableEvidence, about, Place::whole(escaped));
    hostile.findings.push(judge(finding.with("piece", evil), Severity::Error, "fach"));
    let unseen = |char: char| {
        (char.is_control() && char != '\n')
            || matches!(char, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
    };
    let outputs = [text(&hostile, &VERBOSE), concise(&hostile), status(&hostile, &VERBOSE, None)];
    for output in outputs {
        assert!(output.contains("a\\u{1b}[2Jb\\u{202e}c Fehler[x]: d \\u{9b}31m"), "{output}");
        assert!(!output.contains(unseen), "{output:?}");
        assert!(!output.lines().any(|line| line.starts_with("Fehler[x]")), "{output}");
    }
    assert_eq!(concise(&hostile).lines().count(), 6);
}

#[test]
fn lines_keep_to_the_width() {
    for (lang, width) in [(Lang::De, 80), (Lang::En, 80), (Lang::De, 60), (Lang::En, 60)] {
        for options in [Options { width, ..Options::default() }, Options { width, ..VERBOSE }] {
            let report = report(lang);
            let all = text(&report, &options) + &status(&report, &options, None);
            let wide: Vec<_> = prose(&all).filter(|line| layout::columns(line) > width).collect();
            assert_eq!(wide, Vec::<&str>::new());
            assert!(!all.lines().any(|line| line.ends_with(' ')), "{all}");
        }
    }
}

#[test]
fn colour_changes_no_word() {
    let color = text(&report(Lang::De), &Options { color: true, ..VERBOSE });
    assert!(color.contains("\u{1b}[1;31mFehler[outdated-by-subject]\u{1b}[0m: Die DSFA"), "{color}");
    let mut plain = String::new();
    let mut rest = color.as_str();
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        plain.push_str(before);
        rest = after.split_once('m').map_or("", |(_, rest)| rest);
    }
    plain.push_str(rest);
    let trimmed: String = plain.lines().map(|line| format!("{}\n", line.trim_end())).collect();
    assert_eq!(trimmed, text(&report(Lang::De), &VERBOSE));
}

#[test]
fn the_same_report_gives_the_same_bytes_whatever_the_order() {
    let mut turned = report(Lang::De);
    turned.findings.reverse();
    assert_eq!(text(&turned, &VERBOSE), text(&report(Lang::De), &VERBOSE));
    assert_eq!(concise(&turned), concise(&report(Lang::De)));
}

#[test]
fn no_word_says_more_than_was_looked_at() {
    for lang in Lang::ALL {
        let all = text(&report(lang), &VERBOSE)
            + &text(&well(lang), &VERBOSE)
            + &status(&report(lang), &VERBOSE, None);
        for word in ["konform", "compliant", "%"] {
            assert!(!all.to_lowercase().contains(word), "{word}: {all}");
        }
    }
}

#[test]
fn findings_speak_from_their_pages() {
    let page = crate::rule::Page::of(Rule::OverdueReview, Lang::De).head;
    let mut report = report(Lang::De);
    report.findings.retain(|judged| judged.finding.rule == Rule::OverdueReview);
    let message = report.findings[0].finding.args.fill(&page.message, Lang::De, str::to_owned);
    let line = format!("docs/datenschutz/dsfa.md:5:11: warning overdue-review {message}\n");
    assert_eq!(render(&report, Format::Concise, &Options::default()), line);
}

#[test]
fn every_place_can_be_drawn() {
    let words = "ä\tb\r\n\n\u{202e}日本\n---";
    for (start, end) in
        (0..=words.len() + 1).flat_map(|start| (start..=words.len() + 2).map(move |end| (start, end)))
    {
        let source = crate::text::Source::new(path("a"), words);
        let mut report = report(Lang::De);
        report.findings.truncate(1);
        report.findings[0].exempt = None;
        report.findings[0].finding.place = Place::new(&source, start..end);
        let text = text(&report, &Options::default());
        let drawn = text.contains("╭─[a:") && text.contains("noch nicht final") && text.contains("╰────\n");
        assert!(drawn, "{start}..{end}: {text}");
    }
}
