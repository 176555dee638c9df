//! The action at the root, run as a runner runs it: on pull requests, pushes, queues and tags, and against those who
//! would like to have it otherwise.

mod base;
mod judge;
mod tool;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use serde_json::json;

use crate::support::desk::Desk;
use crate::support::program::{commit, git, project};
use crate::support::root;
use crate::support::runner::{Job, Ran};

const DAY: &str = "2025-11-24";
const ZEROS: &str = "0000000000000000000000000000000000000000";
/// Evidence that contradicts itself: an error in every phase.
const BROKEN: &str = "---\ntask: I-01\ntask: I-01\n---\n# Zweck\n";
const CASE: &str = "nachweise/idee/anwendungsfall.md";

/// A job with the program of this suite, in a project with one commit on `main`.
fn job<'a>(desk: &'a Desk, event: &str) -> Job<'a> {
    let program = env!("CARGO_BIN_EXE_nachweis").to_owned();
    Job {
        desk,
        action: root(),
        at: project(desk, &[]),
        event: json!({ "repository": { "default_branch": "main" } }),
        inputs: BTreeMap::from([("binary", program)]),
        env: BTreeMap::from([
            ("GITHUB_EVENT_NAME", event.to_owned()),
            ("GITHUB_REF", "refs/heads/main".to_owned()),
        ]),
    }
}

impl Job<'_> {
    fn input(mut self, name: &'static str, value: &str) -> Self {
        self.inputs.insert(name, value.to_owned());
        self
    }

    fn git(&self, arguments: &[&str]) -> String {
        git(self.desk, &self.at, arguments).trim().to_owned()
    }

    /// Changes a file in a new commit.
    fn change(&self, file: &str, text: &str) {
        let path = self.at.join(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
        commit(self.desk, &self.at);
    }

    /// A pull request as GitHub checks it out: the merge of the change into the tip of the target.
    fn pulled(mut self, target: &str, file: &str, text: &str) -> Self {
        self.git(&["branch", "--move", target]);
        let opened = self.git(&["rev-parse", "HEAD"]);
        self.git(&["checkout", "--quiet", "-b", "aenderung"]);
        self.change(file, text);
        let head = self.git(&["rev-parse", "HEAD"]);
        self.git(&["checkout", "--quiet", target]);
        // The target has moved on since: the event names a commit behind its tip.
        self.change("quelle.txt", "anderes");
        self.git(&["update-ref", &format!("refs/remotes/origin/{target}"), "HEAD"]);
        self.git(&["checkout", "--quiet", "--detach"]);
        self.git(&["merge", "--quiet", "--no-ff", "--message", "Merge", "aenderung"]);
        self.event["pull_request"] =
            json!({ "base": { "sha": opened, "ref": target }, "head": { "sha": head, "ref": "aenderung" } });
        self
    }
}

fn errors(ran: &Ran) -> Vec<&(String, String, String)> {
    ran.commands.iter().filter(|(name, ..)| name == "error").collect()
}

#[track_caller]
fn refused(ran: &Ran, code: i32, words: &str) {
    assert_eq!(ran.code, code, "{}", ran.log);
    assert!(errors(ran).iter().any(|(.., text)| text.contains(words)), "{words}: {}", ran.log);
    assert_ne!(ran.outputs["verdict"], "pass");
}

/// A program of a few lines.
fn script(at: &Path, text: &str) {
    fs::create_dir_all(at.parent().expect("a folder")).expect("a folder");
    fs::write(at, format!("#!/usr/bin/env bash\n{text}\n")).expect("a script");
    fs::set_permissions(at, fs::Permissions::from_mode(0o755)).expect("executable");
}
