//! What a run hands on, and what it refuses.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::{BROKEN, CASE, DAY, ZEROS, errors, job, refused, script};
use crate::support::desk::Desk;
use crate::support::root;

#[test]
fn a_pull_request_that_breaks_something_is_stopped_and_everything_is_handed_on() {
    let desk = Desk::on(DAY);
    let ran = job(&desk, "pull_request").pulled("main", CASE, BROKEN).run();
    assert_eq!(ran.code, 1, "{}", ran.log);
    assert_eq!(ran.outputs["verdict"], "fail");
    assert_eq!(ran.outputs["errors"], "1");
    assert_eq!(ran.outputs["warnings"], "12");
    let sarif = fs::read_to_string(&ran.outputs["sarif-file"]).expect("the SARIF report");
    assert!(sarif.contains("malformed-evidence"), "{sarif}");
    assert!(errors(&ran).iter().any(|(_, place, _)| place.contains(CASE)), "{:?}", ran.commands);
    assert!(ran.summary.contains(CASE), "{}", ran.summary);
}

#[test]
fn a_clean_pull_request_passes() {
    let desk = Desk::on(DAY);
    let job = job(&desk, "pull_request").pulled("main", "quelltext.py", "pass");
    let tip = job.git(&["rev-parse", "HEAD^1"]);
    let ran = job.run();
    assert_eq!(ran.code, 0, "{}", ran.log);
    assert_eq!((ran.outputs["verdict"].as_str(), ran.outputs["errors"].as_str()), ("pass", "0"));
    assert!(ran.log.contains(&format!("Verglichen wird mit {tip}.")), "{}", ran.log);
    assert_eq!(errors(&ran), Vec::<&(String, String, String)>::new());
}

#[test]
fn without_a_repository_nothing_passes() {
    let desk = Desk::on(DAY);
    let mut job = job(&desk, "merge_group");
    fs::remove_dir_all(job.at.join(".git")).expect("the repository goes");
    refused(&job.run(), 3, "kein Git-Repository");
    job.env.insert("GITHUB_EVENT_NAME", "workflow_dispatch".to_owned());
    let ran = job.run();
    assert_eq!(ran.code, 3, "{}", ran.log);
    assert_eq!(ran.outputs["verdict"], "undetermined");
}

#[test]
fn events_with_rights_for_strangers_are_refused_before_anything_runs() {
    let desk = Desk::on(DAY);
    let mut job = job(&desk, "pull_request_target").input("binary", "/nowhere");
    for event in ["pull_request_target", "workflow_run"] {
        job.env.insert("GITHUB_EVENT_NAME", event.to_owned());
        refused(&job.run(), 3, "pull_request");
    }
}

#[test]
fn a_tag_whose_gate_is_not_passed_is_stopped() {
    let desk = Desk::on(DAY);
    let mut job =
        job(&desk, "push").input("command", "gate").input("gate", "ideenbewertung").input("as-of", DAY);
    job.env.insert("GITHUB_REF", "refs/tags/v1".to_owned());
    job.event["before"] = json!(ZEROS);
    refused(&job.run(), 3, "Standardzweig");
    job.git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
    let ran = job.run();
    assert_eq!(ran.code, 1, "{}", ran.log);
    assert_eq!((ran.outputs["verdict"].as_str(), ran.outputs["errors"].as_str()), ("fail", "6"));
    assert!(Path::new(&ran.outputs["sarif-file"]).exists());
    assert!(ran.summary.contains("nicht bestanden"), "{}", ran.summary);
}

#[test]
fn inputs_stay_inputs() {
    let desk = Desk::on(DAY);
    let touch = "$(touch x)`touch y`'\";touch z;";
    for (name, value, code) in [
        ("project", touch, 2),
        ("base", touch, 2),
        ("as-of", touch, 2),
        ("lang", touch, 2),
        ("annotations", touch, 2),
        ("command", touch, 2),
        ("version", "0.0.9\n9", 2),
        ("base", "HEAD\nverdict=pass", 2),
        ("sarif-file", "a\nverdict=pass", 2),
        ("gate", "inbetriebnahme", 2),
        ("base", "--help", 2),
        ("project", "--help", 2),
    ] {
        let folder = Desk::on(DAY);
        let ran = job(&folder, "workflow_dispatch").input(name, value).run();
        assert_eq!(ran.code, code, "{name}: {}", ran.log);
        assert_ne!(ran.outputs["verdict"], "pass", "{name}");
    }
    for gate in ["--help", "", touch, "inbetriebnahme --help"] {
        let folder = Desk::on(DAY);
        let ran = job(&folder, "workflow_dispatch").input("command", "gate").input("gate", gate).run();
        refused(&ran, 2, "gate");
    }
    let job = job(&desk, "workflow_dispatch").input("sarif-file", &format!("{touch}.sarif"));
    let ran = job.run();
    assert_eq!(ran.code, 0, "{}", ran.log);
    assert!(job.at.join(format!("{touch}.sarif")).exists(), "{:?}", ran.outputs);
    for made in ["x", "y", "z"] {
        assert!(!job.at.join(made).exists(), "{made} was made");
    }
}

#[test]
fn what_a_file_says_is_no_command_to_the_runner() {
    let desk = Desk::on(DAY);
    let evil = "---\ntask: I-01\n\"::error::erfunden\": 1\n\"::stop-commands::x\": 2\ntask: I-01\n---\n::error::erfunden\n";
    let ran = job(&desk, "pull_request").pulled("main", CASE, evil).run();
    assert_eq!(ran.code, 1, "{}", ran.log);
    assert!(!ran.commands.iter().any(|(.., text)| text.starts_with("erfunden")), "{:?}", ran.commands);
    assert_eq!(errors(&ran).len(), 1, "{:?}", ran.commands);
}

#[test]
fn annotations_and_summary_can_be_turned_off() {
    let desk = Desk::on(DAY);
    let job = job(&desk, "pull_request").pulled("main", CASE, BROKEN);
    let ran = job.input("annotations", "false").input("summary", "false").run();
    assert_eq!(ran.code, 1, "{}", ran.log);
    assert_eq!((ran.commands.len(), ran.summary.as_str()), (0, ""));
}

#[test]
fn a_pass_without_a_report_is_none_and_an_old_report_is_none_either() {
    let desk = Desk::on(DAY);
    let program = desk.work().join("stumm");
    let job = job(&desk, "workflow_dispatch").input("sarif-file", "alt.sarif");
    let job = job.input("binary", &program.to_string_lossy());
    for (end, code) in [("exit 0", 3), ("exit 137", 137)] {
        script(&program, end);
        fs::write(job.at.join("alt.sarif"), "{}").expect("an old report");
        let ran = job.run();
        assert_eq!(ran.code, code, "{}", ran.log);
        assert_eq!(
            (ran.outputs["verdict"].as_str(), ran.outputs["sarif-file"].as_str()),
            ("undetermined", "")
        );
        assert!(ran.summary.contains("keinen Bericht"), "{}", ran.summary);
    }
}

#[test]
fn no_expression_stands_in_a_script() {
    let action = fs::read_to_string(root().join("action.yml")).expect("action.yml");
    let action: Value = serde_saphyr::from_str(&action).expect("YAML");
    for step in action["runs"]["steps"].as_array().expect("steps") {
        assert!(!step["run"].as_str().expect("a script").contains("${{"), "{step}");
    }
}
