//! The program end to end: the first project from nothing to a passed gate, exit codes, report files, streams.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Stdio;

use nachweis::load::builtin_packs;
use nachweis::model::{Answer, Facts};
use nachweis::name::FactId;
use serde_json::Value;

use crate::support::desk::{Desk, run};
use crate::support::program::{commit, expect, findings, git, json, project, state, text};

/// The day of the stories. A gate refuses days that have not come, so it lies in the past.
const DAY: &str = "2025-11-24";

const NEXT_DAY: &str = "2025-11-25";

/// The pieces that a rule finds something about, sorted.
fn pieces(report: &Value, rule: &str) -> Vec<String> {
    let of_rule = findings(report).iter().filter(|finding| text(finding, "rule") == rule);
    let mut pieces: Vec<String> = of_rule.map(|finding| text(finding, "piece").to_owned()).collect();
    pieces.sort();
    pieces
}

fn severities(report: &Value) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for finding in findings(report) {
        *counts.entry(text(finding, "severity")).or_default() += 1;
    }
    counts
}

/// Copies a file of the example project's history, without the date of its review.
fn written(at: &Path, path: &str, from: &str) {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/repos/demo").join(from);
    let text = fs::read_to_string(&source).unwrap_or_else(|error| panic!("{}: {error}", source.display()));
    let open = |line: &str| {
        if line.trim_start().starts_with("reviewed:") { String::new() } else { format!("{line}\n") }
    };
    let file = at.join(path);
    fs::create_dir_all(file.parent().expect("a folder")).expect("the folder is made");
    fs::write(file, text.lines().map(open).collect::<String>()).expect("the file is written");
}

/// The pieces that a project with the facts of the story owes at the first gate, by the pack itself.
fn owed() -> Vec<String> {
    let pack = builtin_packs().first().expect("a pack is built in");
    let fact = |id: &str| FactId::new(id).expect("an id");
    let facts = Facts::from([
        (fact("bezugsart"), Answer::Word("eigenentwicklung".to_owned())),
        (fact("personenbezug"), Answer::Boolean(true)),
    ]);
    let (first, kern) = (&pack.phases[0].id, &pack.profiles[0].id);
    let mut owed = Vec::new();
    for task in pack.tasks.values().filter(|task| task.profiles.contains_key(kern)) {
        for piece in task.evidence.iter().filter(|piece| task.due_of(piece) == first && piece.at_least > 0) {
            let mut conditions = [&task.applies, &piece.applies].into_iter().flatten();
            if conditions.all(|condition| condition.truth(&facts).applies()) {
                owed.push(task.address(piece).to_string());
            }
        }
    }
    owed.sort();
    owed
}

#[test]
fn a_first_project_from_nothing_to_a_passed_gate() {
    let desk = Desk::on(DAY);
    let at = project(&desk, &[]);
    let gate = ["gate", "ideenbewertung", "--as-of", DAY, "--format", "json"];
    let check = ["check", "--format", "json"];

    let report = json(&expect(&desk, &at, 1, &gate));
    assert!(owed().len() > 3, "the pack asks for something: {:?}", owed());
    assert_eq!(pieces(&report, "missing-evidence"), owed(), "one finding for each missing piece");
    assert_eq!(text(&report, "verdict"), "fail");

    // A template is no progress, but nothing gets worse by it either.
    let before = json(&expect(&desk, &at, 0, &check));
    let new = expect(&desk, &at, 0, &["new", "I-02"]);
    assert!(new.out.contains("nachweise/idee/mehrwerte.md"), "{}", new.out);
    let after = json(&expect(&desk, &at, 0, &check));
    assert_eq!(pieces(&after, "untouched-template"), ["I-02", "I-02/mehrwerte"]);
    assert_eq!(severities(&before).get("error"), None);
    assert_eq!(severities(&after).get("error"), None);
    commit(&desk, &at);
    assert_eq!(state(&json(&expect(&desk, &at, 1, &gate)), "I-02"), "untouched");

    // Never overwritten.
    let template = fs::read(at.join("nachweise/idee/mehrwerte.md")).expect("the template");
    expect(&desk, &at, 0, &["new", "I-02"]);
    assert_eq!(fs::read(at.join("nachweise/idee/mehrwerte.md")).expect("the file"), template);

    written(&at, "nachweise/idee/mehrwerte.md", "03-mehrwerte/mehrwerte.md");
    written(&at, "nachweise/idee/mehrwerte.yaml", "03-mehrwerte/mehrwerte.yaml");
    assert_ne!(state(&json(&expect(&desk, &at, 0, &check)), "I-02"), "satisfied", "nobody reviewed it");
    let review = expect(&desk, &at, 0, &["review", "I-02", "I-02/mehrwerte"]);
    assert!(review.out.contains(DAY), "{}", review.out);
    commit(&desk, &at);
    assert_eq!(state(&json(&expect(&desk, &at, 0, &check)), "I-02"), "satisfied");

    for (path, from) in [
        ("idee/anwendungsfall.md", "01-anfang/anwendungsfall.md"),
        ("idee/zweck.yaml", "01-anfang/zweck.yaml"),
        ("recht/art5-pruefung.yaml", "27-art5-erweitert/art5-pruefung.yaml"),
        ("entscheidungen/ideenbewertung.md", "04-ideenentscheidung/ideenbewertung.md"),
    ] {
        written(&at, &format!("nachweise/{path}"), from);
    }
    expect(&desk, &at, 0, &["review", "I-01", "I-01/zweck", "I-06", "I-11"]);
    let uncommitted = json(&expect(&desk, &at, 1, &gate));
    assert_eq!(uncommitted["source"]["unseen"], 4, "a gate judges the commit and says what it did not see");
    commit(&desk, &at);

    // The decision is the head's to approve, and so is the review of prohibited practices that it rests on.
    let unapproved = json(&expect(&desk, &at, 1, &gate));
    assert_eq!(pieces(&unapproved, "missing-approval"), ["I-06", "I-11"]);
    let member = "leitung@behoerde.example";
    let approve = |task: &str, code| {
        expect(&desk, &at, code, &["approve", task, "--role", "leitung", "--as", member]);
    };
    approve("I-06", 2); // Nobody holds the role yet.
    let settings = fs::read_to_string(at.join("nachweis.toml")).expect("settings");
    let (before, example) = settings.split_once("# [roles.leitung]\n# ").expect("init shows how it is done");
    fs::write(at.join("nachweis.toml"), format!("{before}[roles.leitung]\n{example}")).expect("written");
    approve("I-06", 0);
    approve("I-11", 0);
    commit(&desk, &at);

    // The purpose was written down after the benefits had been reviewed: they are reviewed again the next day.
    let stale = json(&expect(&desk, &at, 1, &gate));
    assert_eq!(pieces(&stale, "outdated-by-subject"), ["I-02"], "{stale:#}");
    assert_eq!(findings(&stale).len(), 1, "{stale:#}");
    expect(&desk, &at, 0, &["review", "I-02", "--as-of", NEXT_DAY]);
    commit(&desk, &at);
    let passed =
        json(&expect(&desk, &at, 0, &["gate", "ideenbewertung", "--as-of", NEXT_DAY, "--format", "json"]));
    assert_eq!(text(&passed, "verdict"), "pass");
    assert_eq!(findings(&passed), [] as [Value; 0]);
}

#[test]
fn checking_writes_nothing_and_says_the_same_twice() {
    let desk = Desk::on(DAY);
    let at = project(&desk, &[]);
    expect(&desk, &at, 0, &["new", "--due"]);
    let status = || git(&desk, &at, &["status", "--porcelain"]);
    let before = status();
    for command in [["check", "-v"].as_slice(), &["check", "--format", "json"], &["status"], &["explain"]] {
        let [first, second] = [(); 2].map(|()| expect(&desk, &at, 0, command).out);
        assert_eq!(first, second, "{command:?}");
    }
    expect(&desk, &at, 1, &["gate", "ideenbewertung", "--as-of", DAY]);
    assert_eq!(status(), before);
}

#[test]
fn every_command_ends_with_the_code_of_the_contract() {
    let desk = Desk::on(DAY);
    let at = project(&desk, &["--phase", "planung"]);
    expect(&desk, &at, 0, &["new", "I-06"]);
    for (code, line) in [
        (0, "init --yes --project neben-an"),
        (0, "new I-01"),
        (1, "check"),
        (1, "check --staged"),
        (1, "check --rev HEAD"),
        (1, "gate ideenbewertung --as-of 2025-11-24"),
        (0, "status"),
        (0, "status --role pl"),
        (0, "review I-01"),
        (0, "list tasks"),
        (0, "list rules --format json"),
        (0, "explain"),
        (0, "explain I-02"),
        (0, "explain missing-evidence"),
        (0, "schema settings"),
        (0, "schema pack"),
        (0, "schema report"),
        (0, "completions bash"),
        (0, "policy check"),
        (0, "--help"),
        (0, "--version"),
        (2, ""),
        (2, "init --yes"),
        (2, "init --yes --project noch-eins --fact personenbezug=vielleicht"),
        (2, "new X-99"),
        (2, "check --format xml"),
        (2, "check --report json"),
        (2, "check --as-of 2025-02-30"),
        (2, "check --rev main"),
        (2, "check --staged --rev HEAD"),
        (2, "gate"),
        (2, "gate abnahme --as-of 2025-11-24"),
        (2, "gate ideenbewertung --as-of 2025-11-01"),
        (2, "gate ideenbewertung --as-of 9999-01-01"),
        (2, "status --role koenig"),
        (2, "review P-10"),
        (2, "approve I-06 --role leitung --as leitung@behoerde.example"),
        (2, "list dinge"),
        (2, "policy"),
        (2, "explain unsinn"),
    ] {
        expect(&desk, &at, code, &line.split_whitespace().collect::<Vec<_>>());
    }
}

#[test]
fn wrong_settings_are_a_wrong_yardstick_in_every_format() {
    let desk = Desk::on(DAY);
    let at = project(&desk, &[]);
    let file = at.join("nachweis.toml");
    let sound = fs::read_to_string(&file).expect("settings");
    for (rule, wrong) in [("unknown-key", ["fakten", "laune"]), ("unknown-id", ["stimmung", "wetter"])] {
        let [one, two] = wrong;
        let text = match rule {
            "unknown-key" => format!("{sound}\n[{one}]\n[{two}]\n"),
            _ => sound.replace("[facts]", &format!("[facts]\n{one} = true\n{two} = true")),
        };
        fs::write(&file, text).expect("written");
        for format in ["text", "concise", "json"] {
            let outcome = expect(&desk, &at, 2, &["check", "--format", format]);
            for word in [rule, one, two] {
                assert!(
                    outcome.out.contains(word),
                    "{format} names every mistake in one run: {}",
                    outcome.out
                );
            }
        }
        expect(&desk, &at, 2, &["new", "I-02"]);
        expect(&desk, &at, 2, &["status"]);
    }
}

#[test]
fn whoever_could_not_look_does_not_pass() {
    let desk = Desk::on(DAY);
    let work = desk.work();
    let nowhere = expect(&desk, &work, 3, &["check"]);
    assert!(nowhere.out.contains("no-repository"), "{}", nowhere.out);
    expect(&desk, &work, 3, &["status"]);
    expect(&desk, &work, 3, &["new", "I-02"]);

    let at = work.join("leer");
    fs::create_dir(&at).expect("a folder");
    git(&desk, &at, &["init", "--quiet"]);
    let nothing = expect(&desk, &at, 3, &["check"]);
    assert!(nothing.out.contains("[nothing-to-check]"), "{}", nothing.out);
    expect(&desk, &at, 0, &["init", "--yes"]);
    expect(&desk, &at, 0, &["check"]);
    // Without a commit there is nothing that a gate could be about.
    let unborn = expect(&desk, &at, 3, &["gate", "ideenbewertung", "--as-of", DAY]);
    assert!(unborn.out.contains("noch keinen Commit"), "{}", unborn.out);
}

#[test]
fn reports_are_written_beside_and_change_no_code() {
    let desk = Desk::on(DAY);
    let at = project(&desk, &["--phase", "planung"]);
    let out = desk.tmp();
    let file = |name: &str| out.join(name);
    let argument = |format: &str, name: &str| format!("{format}={}", file(name).display());
    let (json_file, lines) = (argument("json", "r.json"), argument("concise", "tief/r.txt"));
    for format in ["text", "concise", "json"] {
        expect(&desk, &at, 1, &["check", "--format", format, "--report", &json_file, "--report", &lines]);
        let json_text = fs::read_to_string(file("r.json")).expect("the report");
        assert_eq!(json_text, expect(&desk, &at, 1, &["check", "--format", "json"]).out);
        assert_eq!(
            fs::read_to_string(file("tief/r.txt")).expect("the report"),
            expect(&desk, &at, 1, &["check", "--format", "concise"]).out
        );
    }
    expect(&desk, &at, 0, &["status", "--report", &json_file]);
    assert!(fs::read_to_string(file("r.json")).expect("the report").contains("\"command\": \"status\""));

    // Whatever goes wrong, yesterday's report is gone.
    for line in [
        "check --format xml",
        "check --as-of gestern",
        "gate abnahme! --as-of 2025-11-24",
        "policy check fehlt",
    ] {
        fs::write(file("r.json"), "gestern").expect("written");
        let arguments: Vec<&str> = line.split_whitespace().chain(["--report", json_file.as_str()]).collect();
        expect(&desk, &at, 2, &arguments);
        assert!(!file("r.json").exists(), "{line}");
    }

    // The answer is given even where the file cannot be; the code is the highest.
    fs::write(file("voll"), "").expect("written");
    let unwritable = argument("json", "voll/r.json");
    let failed = expect(&desk, &at, 4, &["check", "--format", "concise", "--report", &unwritable]);
    assert_eq!(failed.out, expect(&desk, &at, 1, &["check", "--format", "concise"]).out);
    assert!(failed.err.contains("r.json"), "{}", failed.err);
    expect(&desk, &desk.work(), 4, &["check", "--report", &unwritable]);
}

#[test]
fn colour_is_for_terminals_and_for_those_who_ask() {
    let desk = Desk::on(DAY);
    let at = project(&desk, &["--phase", "planung"]);
    let coloured = |arguments: &[&str], variable: Option<(&str, &str)>| {
        let outcome = run(desk.program(&at, &[&["check"], arguments].concat()).envs(variable));
        assert_eq!(outcome.code, 1, "{}", outcome.err);
        outcome.out.contains('\u{1b}')
    };
    assert!(!coloured(&[], None), "a pipe is no terminal");
    assert!(!coloured(&[], Some(("NO_COLOR", "1"))));
    assert!(!coloured(&["--color", "never"], None));
    assert!(coloured(&["--color", "always"], None));
    assert!(coloured(&["--color", "always"], Some(("NO_COLOR", "1"))), "the command line is nearer");
    for format in ["json", "concise"] {
        assert!(!coloured(&["--color", "always", "--format", format], None), "{format} is for programs");
    }
}

#[test]
fn a_closed_pipe_is_no_failure_and_changes_no_code() {
    let desk = Desk::on(DAY);
    let at = project(&desk, &["--phase", "planung"]);
    for (code, line) in
        [(1, "check"), (0, "status"), (0, "schema report"), (0, "--help"), (0, "completions zsh")]
    {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let mut command = desk.program(&at, &line.split_whitespace().collect::<Vec<_>>());
        let child = command.stdout(writer).stderr(Stdio::piped()).spawn().expect("the program starts");
        let output = child.wait_with_output().expect("the program ends");
        assert_eq!(output.status.code(), Some(code), "{line}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{line}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let desk = Desk::on(DAY);
    let at = project(&desk, &[]);
    let full = fs::File::options().write(true).open("/dev/full").expect("the full device");
    let child = desk.program(&at, &["check"]).stdout(full).stderr(Stdio::piped()).spawn().expect("it starts");
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(output.status.code(), Some(4));
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("Fehler: "));
}
