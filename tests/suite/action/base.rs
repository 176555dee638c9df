//! What a change is held against: taken from the event, never chosen by the change.

use std::fs;

use serde_json::json;

use super::{BROKEN, CASE, DAY, ZEROS, job, refused};
use crate::support::desk::Desk;
use crate::support::program::git;

#[test]
fn forgejo_checks_out_the_change_itself() {
    let desk = Desk::on(DAY);
    // A branch may be called like this; it stays a name.
    let target = "$(touch${IFS}x);`touch${IFS}y`";
    let job = job(&desk, "pull_request").pulled(target, CASE, BROKEN);
    job.git(&["checkout", "--quiet", "aenderung"]);
    // Forgejo's event may name a tip that the change does not contain.
    let ran = job.run();
    assert_eq!(ran.code, 1, "{}", ran.log);
    assert!(ran.log.contains(&format!("Verglichen wird mit refs/remotes/origin/{target}.")), "{}", ran.log);
    job.git(&["update-ref", "-d", &format!("refs/remotes/origin/{target}")]);
    refused(&job.run(), 3, "fetch-depth: 0");
    assert!(!job.at.join("x").exists() && !job.at.join("y").exists());
}

#[test]
fn a_base_that_the_change_could_have_chosen_is_refused() {
    let desk = Desk::on(DAY);
    let job = job(&desk, "pull_request").pulled("main", CASE, BROKEN);
    let merged = job.git(&["rev-parse", "HEAD"]);
    // Something else is checked out: its first parent is no tip of the target.
    job.git(&["commit", "--quiet", "--allow-empty", "--message", "noch einer"]);
    refused(&job.run(), 3, "ref");
    // So it is when the change has merged something: then the first parent is the change itself.
    job.git(&["checkout", "--quiet", "aenderung"]);
    job.git(&["merge", "--quiet", "--no-ff", "--message", "andersherum", "main"]);
    refused(&job.run(), 3, "ref");
    // The target was rewritten: what the event names is not in its history.
    job.git(&["checkout", "--quiet", &merged]);
    let mut job = job;
    let foreign = job.git(&["commit-tree", "HEAD^{tree}", "-m", "fremd"]);
    job.event["pull_request"]["base"]["sha"] = json!(foreign);
    refused(&job.run(), 3, "umgeschrieben");
    job.event["pull_request"]["base"]["sha"] = json!("main");
    refused(&job.run(), 3, "keinen Vergleichsstand");
}

#[test]
fn a_history_that_is_cut_off_ends_with_the_remedy() {
    let desk = Desk::on(DAY);
    let mut job = job(&desk, "pull_request").pulled("main", CASE, BROKEN);
    let shallow = desk.work().join("flach");
    let from = format!("file://{}", job.at.display());
    git(&desk, &desk.work(), &["clone", "--quiet", "--depth=1", &from, "flach"]);
    job.at = shallow;
    refused(&job.run(), 3, "fetch-depth: 0");
    let english = job.input("lang", "en").run();
    refused(&english, 3, "history is cut off");
}

#[test]
fn a_push_to_the_default_branch_is_compared_with_what_was_there() {
    let desk = Desk::on(DAY);
    let mut job = job(&desk, "push");
    let before = job.git(&["rev-parse", "HEAD"]);
    job.change("quelle.txt", "x");
    job.event["before"] = json!(before);
    let ran = job.run();
    assert_eq!(ran.code, 0, "{}", ran.log);
    assert!(ran.log.contains(&format!("Verglichen wird mit {before}.")), "{}", ran.log);

    // Elsewhere the pusher would choose what to be compared with.
    job.env.insert("GITHUB_REF", "refs/heads/anders".to_owned());
    assert!(job.run().log.contains("keinen Vergleichsstand"));
    // Unless the branch is protected; a new one grew out of the default branch.
    job.env.insert("GITHUB_REF_PROTECTED", "true".to_owned());
    assert!(job.run().log.contains(&before));
    job.event["before"] = json!(ZEROS);
    job.git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
    assert!(job.run().log.contains("refs/remotes/origin/main"));
    job.env.insert("GITHUB_REF", "refs/heads/main".to_owned());
    refused(&job.run(), 3, "base: none");
    job.env.remove("GITHUB_REF_PROTECTED");
    assert_eq!(job.run().code, 0, "the first push of a new repository");
}

#[test]
fn a_merge_queue_names_its_base() {
    let desk = Desk::on(DAY);
    let mut job = job(&desk, "merge_group");
    refused(&job.run(), 3, "keinen Vergleichsstand");
    let base = job.git(&["rev-parse", "HEAD"]);
    job.change(CASE, BROKEN);
    job.event["merge_group"] = json!({ "base_sha": base });
    let ran = job.run();
    assert_eq!(ran.code, 1, "{}", ran.log);
    assert!(ran.log.contains(&base), "{}", ran.log);
}

#[test]
fn a_tag_beside_the_default_branch_meets_its_bar_too() {
    let desk = Desk::on(DAY);
    let mut job =
        job(&desk, "push").input("command", "gate").input("gate", "ideenbewertung").input("as-of", DAY);
    job.env.insert("GITHUB_REF", "refs/tags/v1".to_owned());
    job.git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
    let settings = fs::read_to_string(job.at.join("nachweis.toml")).expect("settings");
    job.change("nachweis.toml", &settings.replace("personenbezug = true", "personenbezug = false"));
    let ran = job.run();
    assert_eq!(ran.code, 1, "{}", ran.log);
    assert!(ran.log.contains("policy-weakened"), "{}", ran.log);
}

#[test]
fn a_pull_request_cannot_lower_its_own_bar() {
    let desk = Desk::on(DAY);
    let job = job(&desk, "pull_request");
    let settings = fs::read_to_string(job.at.join("nachweis.toml")).expect("settings");
    let lowered = settings.replace("personenbezug = true", "personenbezug = false");
    assert_ne!(settings, lowered);
    let job = job.pulled("main", "nachweis.toml", &lowered);
    let ran = job.run();
    assert_eq!(ran.code, 1, "{}", ran.log);
    assert!(ran.log.contains("policy-weakened"), "{}", ran.log);
    assert_eq!(job.input("base", "none").run().code, 0, "without the target nobody would see it");
}
