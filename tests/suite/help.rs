//! The command line as people meet it: help in both languages, and what a mistake is answered with.

use std::path::Path;

use nachweis::render::Format;

use crate::support::desk::{Desk, run};

const DAY: &str = "2025-11-24";

/// Words that stand in no text of the other language. Ids, flags and values of the pack are words of neither.
const GERMAN: [&str; 24] = [
    "adresse",
    "argumente",
    "aufgabe",
    "aufruf",
    "befehl",
    "befehle",
    "beispiel",
    "datei",
    "datum",
    "der",
    "die",
    "eine",
    "hilfe",
    "nicht",
    "oder",
    "optionen",
    "ordner",
    "projekt",
    "rolle",
    "sonst",
    "sprache",
    "und",
    "wann",
    "zum",
];
const ENGLISH: [&str; 22] = [
    "address",
    "and",
    "arguments",
    "command",
    "commands",
    "default",
    "else",
    "file",
    "folder",
    "language",
    "of",
    "options",
    "possible",
    "print",
    "project",
    "such",
    "task",
    "the",
    "usage",
    "values",
    "when",
    "with",
];

fn help(desk: &Desk, arguments: &[&str]) -> String {
    let outcome = desk.nachweis(&desk.work(), arguments);
    assert_eq!((outcome.code, outcome.err.as_str()), (0, ""), "{arguments:?}");
    outcome.out
}

/// The commands that the program's own help lists.
fn commands(help: &str) -> Vec<String> {
    let below = help.split("\nCommands:\n").nth(1).expect("a list of commands");
    let names = below.lines().map_while(|line| line.split_whitespace().next());
    names.map(str::to_owned).collect()
}

/// The words of a text in small letters, without brackets and stops. Flags keep their dashes and so are no words.
fn words(text: &str) -> impl Iterator<Item = String> {
    let bare = |word: &str| {
        word.trim_matches(|letter: char| !letter.is_alphabetic() && letter != '-').to_lowercase()
    };
    text.split([' ', '\n', '|', '=', '/']).map(bare)
}

#[test]
fn every_help_speaks_one_language_and_fits_the_page() {
    let desk = Desk::on(DAY);
    let names = commands(&help(&desk, &["--help", "--lang", "en"]));
    assert!(names.len() >= 12 && names.iter().any(|name| name == "check"), "{names:?}");
    let mut wrong = Vec::new();
    for name in std::iter::once("").chain(names.iter().map(String::as_str)) {
        for flag in ["--help", "-h"] {
            for (lang, foreign) in [("de", ENGLISH.as_slice()), ("en", GERMAN.as_slice())] {
                let arguments: Vec<&str> =
                    [name, flag, "--lang", lang].into_iter().filter(|word| !word.is_empty()).collect();
                let text = help(&desk, &arguments);
                assert!(text.lines().count() > 8, "{arguments:?}: {text}");
                let strange = words(&text).filter(|word| foreign.contains(&word.as_str()));
                wrong.extend(strange.map(|word| format!("{arguments:?}: {word}")));
                let wide = text.lines().filter(|line| line.chars().count() > 100);
                wrong.extend(wide.map(|line| format!("{arguments:?}: too wide: {line}")));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn help_and_completions_name_every_format() {
    let desk = Desk::on(DAY);
    let texts = [
        help(&desk, &["check", "--help"]),
        help(&desk, &["check", "--help", "--lang", "en"]),
        help(&desk, &["completions", "bash"]),
    ];
    for text in texts {
        let named: Vec<String> = words(&text.replace([',', '"', '('], " ")).collect();
        for format in Format::ALL {
            assert!(named.iter().any(|word| word == format.id()), "{}: {text}", format.id());
        }
    }
}

#[test]
fn german_is_the_language_without_a_word_from_anyone() {
    let desk = Desk::on(DAY);
    assert_eq!(help(&desk, &["check", "--help"]), help(&desk, &["check", "--help", "--lang", "de"]));
    let mut command = desk.program(&desk.work(), &["check", "--help"]);
    let outcome = run(command.env("LANG", "en_US.UTF-8").env("LC_ALL", "en_US.UTF-8"));
    assert_eq!(outcome.out, help(&desk, &["check", "--help"]), "the environment has no say");
}

#[test]
fn a_mistake_is_answered_in_german_with_the_way_out() {
    let desk = Desk::on(DAY);
    for (line, expected) in [
        ("chek", "Meinten Sie: check?"),
        ("check --fromat json", "Meinten Sie: --format?"),
        ("exempt --expires 1", "Hilfe: nachweis exempt --help"),
        ("check --lang fr", "Möglich sind: de, en"),
        ("gate", "nachweis gate inbetriebnahme"),
        ("check --format xml", "text, concise, json"),
        ("check --as-of 22.11.2026", "--as-of 2026-11-22"),
        ("check --report bericht.json", "--report json=bericht.json"),
        ("check --quiet --verbose", "schließen einander aus"),
        ("init --yes --fact laune=gut", "nachweis list facts"),
        ("init --yes --phase sommer", "ideenbewertung"),
        ("", "Aufruf: nachweis [OPTIONEN] <BEFEHL>"),
    ] {
        let outcome = desk.nachweis(&desk.work(), &line.split_whitespace().collect::<Vec<_>>());
        assert_eq!((outcome.code, outcome.out.as_str()), (2, ""), "{line}");
        assert!(outcome.err.contains(expected), "`{line}` is answered with: {}", outcome.err);
        let strange: Vec<String> =
            words(&outcome.err).filter(|word| ENGLISH.contains(&word.as_str())).collect();
        assert!(strange.is_empty(), "`{line}`: {strange:?} in {}", outcome.err);
    }
    assert!(!Path::new(&desk.work()).join("nachweis.toml").exists(), "a mistake writes nothing");
    let english = desk.nachweis(&desk.work(), &["chek", "--lang", "en"]);
    assert!(english.err.contains("'check'") && english.err.contains("Usage"), "{}", english.err);
}
