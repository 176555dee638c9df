//! What stands in `templates` for the pipelines of others: held against the action, and executed where Git and a
//! shell are enough. What needs the readers of other forges is in `.ci/pipelines`.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::support::desk::{Desk, Outcome, run};
use crate::support::program::{git, project};
use crate::support::{blocks, root, texts_below};

const DAY: &str = "2025-11-24";
const CASE: &str = "nachweise/idee/anwendungsfall.md";
/// Evidence that contradicts itself: an error in every phase.
const BROKEN: &str = "---\ntask: I-01\ntask: I-01\n---\n# Zweck\n";
const WHOLE: &str = "---\ntask: I-01\nstatus: draft\n---\n# Zweck\n";

fn yaml(name: &str) -> Value {
    let text = fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    serde_saphyr::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn page() -> String {
    fs::read_to_string(root().join("templates/README.md")).expect("the page")
}

/// The block of the page in a language.
fn block(language: &str) -> String {
    let mut found = blocks(&page()).into_iter().filter(|block| block.info == [language]);
    let block = found.next().unwrap_or_else(|| panic!("no block of {language}"));
    assert!(found.next().is_none(), "two blocks of {language}");
    block.content
}

/// All steps of the example workflows with the name of their file.
fn steps() -> Vec<(String, Value)> {
    let mut found = Vec::new();
    for name in texts_below("templates/github").keys() {
        let workflow = yaml(&format!("templates/github/{name}"));
        assert_eq!(workflow["permissions"], serde_json::json!({ "contents": "read" }), "{name}");
        for (_, job) in workflow["jobs"].as_object().expect("jobs") {
            found.extend(
                job["steps"].as_array().expect("steps").iter().map(|step| (name.clone(), step.clone())),
            );
        }
    }
    assert!(found.len() > 10, "the workflows are read");
    found
}

#[test]
fn every_action_of_the_examples_is_pinned_and_every_checkout_whole() {
    for (name, step) in steps() {
        let Some(uses) = step["uses"].as_str() else { continue };
        let (action, commit) = uses.split_once('@').expect("a version");
        assert!(
            commit.len() == 40 && commit.chars().all(|letter| letter.is_ascii_hexdigit()),
            "{name}: {uses}"
        );
        if action == "actions/checkout" {
            assert_eq!(step["with"]["fetch-depth"], 0, "{name}");
            assert_eq!(step["with"]["persist-credentials"], false, "{name}");
        }
    }
}

#[test]
fn the_examples_use_what_the_action_has() {
    let action = yaml("action.yml");
    let mut used = 0;
    for (name, step) in steps() {
        if !step["uses"].as_str().is_some_and(|uses| uses.starts_with("behoerde/nachweis@")) {
            continue;
        }
        used += 1;
        for input in step["with"].as_object().into_iter().flat_map(|with| with.keys()) {
            assert!(action["inputs"].get(input).is_some(), "{name}: {input}");
        }
    }
    assert!(used >= 5, "{used} uses");
    for output in ["verdict", "errors", "warnings", "sarif-file", "json-file"] {
        assert!(
            action["outputs"].get(output).is_some() && page().contains(&format!("`{output}`")),
            "{output}"
        );
    }
}

#[test]
fn the_page_knows_every_file_and_no_other() {
    let page = page();
    for name in texts_below("templates").keys().filter(|name| *name != "README.md") {
        assert!(page.contains(&format!("]({name})")), "{name} is not on the page");
    }
    for link in page.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
        assert!(root().join("templates").join(link).exists(), "{link} leads nowhere");
    }
}

/// A command with the program of this suite on the path.
fn with_program(desk: &Desk, mut command: Command) -> Outcome {
    let tools = desk.work().join("tools");
    if !tools.exists() {
        fs::create_dir(&tools).expect("a folder");
        symlink(env!("CARGO_BIN_EXE_nachweis"), tools.join("nachweis")).expect("a link");
    }
    let path = std::env::var("PATH").expect("a path");
    run(command.env("PATH", format!("{}:{path}", tools.display())))
}

fn write(at: &Path, text: &str) {
    let path = at.join(CASE);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

/// A project with the hook of the page.
fn hooked(desk: &Desk) -> PathBuf {
    let at = project(desk, &[]);
    let hook = at.join(".git/hooks/pre-commit");
    fs::create_dir_all(at.join(".git/hooks")).expect("a folder");
    fs::write(&hook, block("sh")).expect("the hook");
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).expect("executable");
    at
}

#[test]
fn the_hook_of_the_page_judges_what_would_be_committed() {
    let desk = Desk::on(DAY);
    let at = hooked(&desk);
    let commit = || with_program(&desk, desk.command("git", &at, &["commit", "--quiet", "--message", "x"]));
    for (staged, lying, passes) in [(BROKEN, WHOLE, false), (WHOLE, BROKEN, true)] {
        write(&at, staged);
        git(&desk, &at, &["add", CASE]);
        write(&at, lying);
        let outcome = commit();
        assert_eq!(outcome.code == 0, passes, "{outcome:?}");
        assert_eq!(outcome.err.contains("malformed-evidence"), !passes, "{outcome:?}");
    }
}

#[test]
fn what_was_wrong_before_stops_no_commit() {
    let desk = Desk::on(DAY);
    let at = hooked(&desk);
    write(&at, BROKEN);
    git(&desk, &at, &["add", "--all"]);
    git(&desk, &at, &["commit", "--quiet", "--no-verify", "--message", "x"]);
    fs::write(at.join("quelle.py"), "pass").expect("a file");
    git(&desk, &at, &["add", "--all"]);
    let outcome = with_program(&desk, desk.command("git", &at, &["commit", "--quiet", "--message", "y"]));
    assert_eq!(outcome.code, 0, "{outcome:?}");
}

#[test]
fn the_stage_for_jenkins_holds_a_change_against_its_target() {
    let desk = Desk::on(DAY);
    let at = project(&desk, &[]);
    git(&desk, &desk.work(), &["clone", "--quiet", "--bare", "bescheide", "server.git"]);
    git(&desk, &at, &["remote", "add", "origin", "../server.git"]);
    let stage = block("groovy");
    let script = stage.split("sh '''").nth(1).and_then(|rest| rest.split("'''").next()).expect("a script");
    let stage = |target: &str| {
        let mut command = desk.command("sh", &at, &["-c", script]);
        command.env("CHANGE_TARGET", target);
        with_program(&desk, command)
    };
    assert_eq!(stage("main").code, 0);
    let settings = fs::read_to_string(at.join("nachweis.toml")).expect("settings");
    let lowered = settings.replace("personenbezug = true", "personenbezug = false");
    fs::write(at.join("nachweis.toml"), lowered).expect("settings");
    git(&desk, &at, &["commit", "--quiet", "--all", "--message", "x"]);
    let outcome = stage("main");
    assert_eq!(outcome.code, 1, "{outcome:?}");
    assert!(outcome.out.contains("policy-weakened"), "{outcome:?}");
    assert!(at.join("nachweise.junit.xml").exists() && at.join("nachweise.sarif").exists());
    assert_eq!(stage("").code, 0, "without a target it is judged by itself");
    assert_ne!(stage("$(touch x)").code, 0);
    assert!(!at.join("x").exists());
}

#[test]
fn the_forecast_writes_what_will_be_missing_and_stops_nothing() {
    let desk = Desk::on(DAY);
    let at = project(&desk, &[]);
    let (_, step) = steps()
        .into_iter()
        .find(|(name, step)| name == "vorschau.yml" && step["run"].is_string())
        .expect("the step that writes");
    let summary = desk.work().join("summary.md");
    let run = || {
        fs::write(&summary, "").expect("a file");
        let mut command = desk.command("bash", &at, &["-e", "-c", step["run"].as_str().expect("a script")]);
        command.env("RUNNER_TEMP", desk.tmp()).env("GITHUB_STEP_SUMMARY", &summary);
        let outcome = with_program(&desk, command);
        (outcome.code, fs::read_to_string(&summary).expect("a summary"))
    };
    write(&at, BROKEN);
    git(&desk, &at, &["add", "--all"]);
    git(&desk, &at, &["commit", "--quiet", "--message", "x"]);
    let (code, text) = run();
    assert_eq!(code, 0, "{text}");
    assert!(text.starts_with("# Stand der Nachweise am 20") && text.contains(CASE), "{text}");
    fs::remove_dir_all(at.join(".git")).expect("the repository goes");
    assert_eq!(run().0, 3, "what cannot be looked at is no forecast");
}
