//! `policy show` and `policy diff`: what counts, where it comes from, and which way it moved.

use nachweis::finding::Problems;
use nachweis::load::{Built, PackFiles, builtin, builtin_files};
use serde_json::Value;

use crate::support::desk::Desk;
use crate::support::evidence::*;
use crate::support::program::expect;
use crate::support::{path, save};

const DAY: &str = "2026-11-22";
const FOLDER: &str = "regeln/haus";

fn desk(files: &[(String, String)]) -> Desk {
    let desk = Desk::on(DAY);
    assert_eq!(desk.git(&desk.work(), &["init", "--quiet"]).code, 0);
    commit(&desk, files);
    desk
}

fn commit(desk: &Desk, files: &[(String, String)]) {
    for (path, text) in files {
        save(&desk.work(), path, text);
    }
    assert_eq!(desk.git(&desk.work(), &["add", "--all"]).code, 0);
    assert_eq!(desk.git(&desk.work(), &["commit", "--quiet", "--message", "Stand"]).code, 0);
}

fn owned(files: Vec<File>) -> Vec<(String, String)> {
    files.into_iter().map(|(path, text)| (path.to_owned(), text)).collect()
}

fn said(desk: &Desk, words: &[&str]) -> String {
    expect(desk, &desk.work(), 0, words).out
}

fn read(desk: &Desk, words: &[&str]) -> Value {
    serde_json::from_str(&said(desk, words)).expect("JSON")
}

/// The files of an overlay that doubles an interval and adds nothing, and what pins it.
fn overlay() -> (Vec<(String, String)>, String) {
    let head = "id = \"haus\"\nversion = \"3\"\nextends = \"arbeitshilfe@2026.1\"\nlongest-exemption = \"90 days\"\n\
                title = { de = \"Haus\" }\nnotice = { de = \"Ergänzt.\" }\n";
    let task = "[[evidence]]\n[evidence.review]\nevery = \"48 months\"\n";
    let files: PackFiles = [("pack.toml", head), ("tasks/P-10.toml", task)]
        .map(|(name, text)| (name.to_owned(), text.to_owned()))
        .into();
    let (_, below) = builtin_files("arbeitshilfe").expect("the pack");
    let base = Built::whole(builtin("arbeitshilfe").expect("the pack").clone(), below);
    let built =
        Built::read(&path(FOLDER), &files, Some(base), &mut Problems::default()).expect("it is sound");
    let pin = format!("{FOLDER}@sha256:{}", built.pack.digest);
    (files.into_iter().map(|(name, text)| (format!("{FOLDER}/{name}"), text)).collect(), pin)
}

/// The row of a key in an area.
fn row<'v>(shown: &'v Value, area: &str, key: &str) -> &'v Value {
    let rows = shown[0]["values"].as_array().expect("values");
    rows.iter().find(|row| row["area"] == area && row["key"] == key).unwrap_or_else(|| panic!("{area} {key}"))
}

#[test]
fn show_says_of_each_value_where_it_comes_from() {
    let (mut files, pin) = overlay();
    let denied =
        with(settings("planung"), "personenbezug           = true", "personenbezug           = false");
    let project = exempt(with(denied, "arbeitshilfe@2026.1", &pin), "I-02", DAY, "2026-12-01", "");
    files.push((project.0.to_owned(), project.1));
    let desk = desk(&files);
    let shown = read(&desk, &["policy", "show", "--format", "json"]);
    let line = |part: &str| {
        let text = std::fs::read_to_string(desk.work().join("nachweis.toml")).expect("the settings");
        text.lines().position(|line| line.contains(part)).expect("the line") + 1
    };
    let phase = row(&shown, "project", "phase");
    assert_eq!((&phase["value"], &phase["from"]["line"]), (&"planung".into(), &line("\"planung\"").into()));
    let denied = row(&shown, "facts", "personenbezug");
    assert_eq!(denied["value"], "false");
    assert!(denied["turns_off"].as_array().expect("a list").contains(&"P-10".into()), "{denied}");
    let open = row(&shown, "facts", "bezugsart");
    assert_eq!((&open["value"], &open["from"]["kind"]), (&Value::Null, &"default".into()));
    // The overlay sets one, the pack below the other.
    let of = |key: &str| row(&shown, "pack", key)["from"]["pack"].clone();
    assert_eq!(
        (of("longest-exemption"), of("subjects-due")),
        ("haus@3".into(), "arbeitshilfe@2026.1".into())
    );
    let packs: Vec<&Value> =
        shown[0]["values"].as_array().expect("values").iter().filter(|row| row["key"] == "pack").collect();
    assert_eq!((&packs[0]["value"], &packs[1]["value"]), (&"haus@3".into(), &"arbeitshilfe@2026.1".into()));
    assert_eq!(packs[0]["digest"].as_str(), pin.split_once('@').map(|(_, digest)| digest));
    assert_eq!(row(&shown, "pack", "tasks")["tasks"], Value::from(vec!["P-10"]));
    let owner = row(&shown, "roles", "leitung");
    assert_eq!((&owner["value"], &owner["may_lower_bar"]), (&"1".into(), &true.into()));
    assert_eq!(row(&shown, "exemptions", "I-02")["value"], "2026-11-22 – 2026-12-01 (pl)");
    let departed: Vec<&Value> = shown[0]["departures"].as_array().expect("a list").iter().collect();
    assert_eq!(departed.len(), 1);
    assert_eq!(
        (&departed[0]["element"], &departed[0]["now"]),
        (&"P-10 review.every".into(), &"48 months".into())
    );

    for (lang, words) in [
        (
            "de",
            [
                "Geltender",
                "offen (Vorgabe)",
                "darf den Maßstab senken",
                "schaltet ab: P-08",
                "verlangt weniger",
            ],
        ),
        ("en", ["Effective", "open (default)", "may lower the bar", "turns off: P-08", "asks for less"]),
    ] {
        let text = said(&desk, &["policy", "show", "--lang", lang]);
        let markdown = said(&desk, &["policy", "show", "--format", "markdown", "--lang", lang]);
        for word in &words[1..] {
            assert!(text.contains(word) && markdown.contains(word), "{word}: {text}");
        }
        assert!(markdown.starts_with(&format!("# {}", words[0])), "{markdown}");
        assert!(!text.contains("@behoerde.example"), "persons are counted, not named: {text}");
    }
}

#[test]
fn diff_tells_which_way_the_settings_went() {
    let desk = desk(&owned(vec![settings("planung"), model("7B")]));
    let base = desk.git(&desk.work(), &["rev-parse", "HEAD"]).out.trim().to_owned();
    let moved =
        with(settings("entwicklung"), "personenbezug           = true", "personenbezug           = false");
    let moved = with(moved, "[\"modell/**\"]", "[\"docs/**\"]");
    save(&desk.work(), moved.0, &moved.1);
    let told = |words: &[&str]| {
        let all = read(&desk, &[words, &["--format", "json"]].concat());
        let rows = all[0]["values"].as_array().expect("values").clone();
        let one = |row: &Value| {
            let word = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
            (word("direction"), word("element"), word("before"), word("now"))
        };
        rows.iter().map(one).collect::<Vec<_>>()
    };
    let word = |direction: &str, element: &str, before: &str, now: &str| {
        (direction.to_owned(), element.to_owned(), before.to_owned(), now.to_owned())
    };
    let expected = [
        word("weaker", "fact/personenbezug", "true", "false"),
        word("weaker", "subject/modell", "", ""),
        word("stricter", "phase", "planung", "entwicklung"),
    ];
    assert_eq!(told(&["policy", "diff"]), expected);
    commit(&desk, &[]);
    assert_eq!(told(&["policy", "diff"]), []);
    assert_eq!(told(&["policy", "diff", &base]), expected);
    // The way back is the same, turned round.
    save(&desk.work(), "nachweis.toml", &settings("planung").1);
    let back = told(&["policy", "diff"]);
    assert_eq!(back.iter().map(|row| row.0.as_str()).collect::<Vec<_>>(), ["weaker", "stricter", "stricter"]);
    assert_eq!(told(&["policy", "diff", &base, "--rev", "HEAD"]), expected);
    let text = said(&desk, &["policy", "diff", &base, "--rev", "HEAD"]);
    assert!(text.contains("2 verlangt weniger, 0 nicht vergleichbar, 1 verlangt mehr"), "{text}");
    assert!(text.contains("Betrifft: P-08, P-10"), "{text}");
}

#[test]
fn diff_compares_packs_too() {
    let (mut files, pin) = overlay();
    let project = with(settings("planung"), "arbeitshilfe@2026.1", &pin);
    files.push((project.0.to_owned(), project.1));
    let desk = desk(&files);
    let told = |words: &[&str]| {
        let all = read(&desk, &[&["policy", "diff"], words, &["--format", "json"]].concat());
        let rows = all[0]["values"].as_array().expect("values").clone();
        let demands = rows.iter().filter(|row| row["direction"] != "wording");
        demands
            .map(|row| format!("{} {}", row["direction"], row["element"]).replace('"', ""))
            .collect::<Vec<_>>()
    };
    let expected = ["weaker P-10 review.every", "stricter pack longest-exemption"];
    assert_eq!(told(&["arbeitshilfe@2026.1"]), expected);
    assert_eq!(told(&[&pin]), Vec::<String>::new());
    assert_eq!(told(&[FOLDER]), Vec::<String>::new());
    let verbose = said(&desk, &["policy", "diff", "arbeitshilfe@2026.1", "--verbose"]);
    let plain = said(&desk, &["policy", "diff", "arbeitshilfe@2026.1"]);
    assert!(verbose.contains("pack notice") && !plain.contains("pack notice"), "{verbose}");

    // Moving to another pack in the settings shows what that one asks for otherwise.
    save(&desk.work(), "nachweis.toml", &settings("planung").1);
    assert_eq!(told(&[]), ["weaker pack longest-exemption", "stricter P-10 review.every"]);
}

#[test]
fn a_pinned_version_that_is_not_here_is_compared_from_a_folder() {
    let older: Vec<(String, String)> = builtin_files("arbeitshilfe")
        .expect("the pack")
        .1
        .into_iter()
        .map(|(name, text)| {
            let text = match name.as_str() {
                "pack.toml" => text.replace("\"2026.1\"", "\"2025.1\""),
                "tasks/I-02.toml" => text.replace("at-least = 2", "at-least = 3"),
                _ => text,
            };
            (format!("regeln/alt/{name}"), text)
        })
        .collect();
    let project = with(settings("planung"), "arbeitshilfe@2026.1", "arbeitshilfe@2025.1");
    let desk = desk(&[older, owned(vec![project])].concat());
    let told = expect(&desk, &desk.work(), 2, &["check"]);
    assert!(told.out.contains("nachweis policy diff regeln/alt"), "{}", told.out);
    let told = said(&desk, &["policy", "diff", "regeln/alt"]);
    assert!(told.starts_with("arbeitshilfe@2025.1 → arbeitshilfe@2026.1"), "{told}");
    assert!(told.contains("I-02/mehrwerte rows.at-least") && told.contains("3 → 2"), "{told}");
}

#[test]
fn what_cannot_be_looked_at_is_no_answer() {
    let desk = desk(&owned(vec![settings("planung")]));
    let code = |code: i32, words: &[&str]| {
        let told = expect(&desk, &desk.work(), code, words);
        assert!(told.out.is_empty() && !told.err.is_empty(), "{words:?}: {told:?}");
    };
    let absent = "0123456789012345678901234567890123456789";
    code(3, &["policy", "diff", absent]);
    code(2, &["policy", "diff", "arbeitshilfe@2025.1"]);
    code(2, &["policy", "diff", "regeln/fehlt"]);
    code(2, &["policy", "show", "--format", "sarif"]);
    save(&desk.work(), "nachweis.toml", "version = 1\n");
    code(2, &["policy", "show"]);
    code(2, &["policy", "diff"]);
    // A project that was not there has moved from nowhere.
    save(&desk.work(), "nachweis.toml", &settings("planung").1);
    let inner = desk.work().join("innen");
    save(&desk.work(), "innen/nachweis.toml", &settings("planung").1);
    let told = expect(&desk, &inner, 3, &["policy", "diff"]);
    assert!(told.err.contains("nichts zu vergleichen"), "{told:?}");
}

#[test]
fn answers_that_only_together_turn_a_task_off_each_say_so() {
    let denied =
        with(settings("planung"), "personenbezug           = true", "personenbezug           = false");
    let both = with(denied, "dsfa-erforderlich       = \"ja\"", "dsfa-erforderlich       = \"nein\"");
    let shown = read(&desk(&owned(vec![both])), &["policy", "show", "--format", "json"]);
    let off = |fact: &str| row(&shown, "facts", fact)["turns_off"].to_string().contains("\"P-10\"");
    assert!(off("personenbezug") && off("dsfa-erforderlich"), "{shown}");
    let others = ["bezugsart", "generativ", "beschaeftigte-betroffen"];
    assert!(!others.into_iter().any(off), "what it does not depend on, answered or not: {shown}");
}

#[test]
fn what_nobody_set_is_shown_as_open_and_keys_are_counted() {
    let (name, text) = settings("planung");
    let trust = "\n[trust]\nrevoked = [\"SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"]\n";
    let desk = desk(&[(name.to_owned(), text.clone() + trust)]);
    let shown = read(&desk, &["policy", "show", "--format", "json"]);
    assert_eq!(row(&shown, "trust", "revoked")["value"], "1");
    assert_eq!(row(&shown, "trust", "signers")["value"], Value::Null);
    assert_eq!(row(&shown, "pack", "policy-owners")["value"], "leitung");
    commit(&desk, &[(name.to_owned(), text)]);
    assert_eq!(
        row(&read(&desk, &["policy", "show", "--format", "json"]), "trust", "revoked")["value"],
        Value::Null
    );
}
