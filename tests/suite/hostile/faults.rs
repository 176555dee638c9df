//! Writes that fail: whatever is written is there whole, or as it was before, and the exit code says so.

#![cfg(target_os = "linux")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::case::{Case, TODAY, spoilt, whole};
use crate::support::desk::{Outcome, run};
use crate::support::evidence::*;

/// Every file below a folder by its name there, the store of Git left out.
pub(super) fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                if path.file_name().is_some_and(|name| name != ".git") {
                    open.push(path);
                }
            } else {
                let name = path.strip_prefix(folder).expect("below").to_owned();
                found.insert(name, fs::read(path).expect("a file"));
            }
        }
    }
    found
}

/// Runs the program with at most so many blocks of 512 bytes for each file; `signal` is whether the system ends it there.
fn with_limit(case: &Case, blocks: usize, signal: bool, arguments: &[&str]) -> (Option<i32>, Outcome) {
    let trap = if signal { "" } else { "trap '' XFSZ; " };
    let script = format!("{trap}ulimit -f {blocks}; exec \"$@\"");
    let words = [&["-c", script.as_str(), "sh", env!("CARGO_BIN_EXE_nachweis")], arguments].concat();
    let output = case.desk.command("sh", &case.root(), &words).output().expect("it runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    let outcome = Outcome {
        code: output.status.code().unwrap_or(-1),
        out: text(output.stdout),
        err: text(output.stderr),
    };
    (output.status.code(), outcome)
}

/// The commands that write, each with what it needs.
pub(super) fn writers() -> Vec<(&'static str, Vec<File>, Vec<&'static str>)> {
    let without = |paths: &[&str]| {
        let mut files = whole();
        files.retain(|file| !paths.contains(&file.0));
        files
    };
    let by = ["--role", "leitung", "--as", "leitung@behoerde.example"];
    let reason = ["--reason", "Workshop auf Mai verlegt", "--approved-by", "leitung@behoerde.example"];
    vec![
        (
            "init for GitHub",
            vec![("README.md", "x\n".to_owned())],
            vec!["init", "--yes", "--name", "Probe", "--ci", "github"],
        ),
        (
            "init for GitLab",
            vec![("README.md", "x\n".to_owned())],
            vec!["init", "--yes", "--name", "Probe", "--ci", "gitlab"],
        ),
        ("new", without(&[BENEFITS, BENEFIT_REGISTER]), vec!["new", "I-02"]),
        ("new for all that is due", without(&[BENEFITS, BENEFIT_REGISTER]), vec!["new", "--due"]),
        ("review", spoilt(BENEFITS, |text| format!("{text}{}", "x ".repeat(4_000))), vec!["review", "I-02"]),
        (
            "approve",
            without(&["nachweise/freigaben/I-06.leitung.toml"]),
            [&["approve", "I-06"], &by[..]].concat(),
        ),
        ("approve for the settings", whole(), [&["approve", "nachweis.toml"], &by[..]].concat()),
        ("exempt", without(&[BENEFITS]), [&["exempt", "I-02"], &reason[..], &["--owner", "fach"]].concat()),
        ("baseline", without(&[BENEFITS]), vec!["baseline"]),
    ]
}

#[test]
fn a_command_that_cannot_write_leaves_every_file_whole() {
    for (name, start, words) in writers() {
        let arguments = [words.as_slice(), &["--as-of", TODAY]].concat();
        let good = Case::of(&start);
        let before = files(&good.root());
        good.run(0, &arguments);
        let after = files(&good.root());
        assert_ne!(before, after, "{name} writes something");
        let mut done = false;
        for blocks in [0, 1, 2, 5, 8, 16, 32, 4_096] {
            for signal in [false, true] {
                let case = Case::of(&start);
                let (code, outcome) = with_limit(&case, blocks, signal, &arguments);
                let left = files(&case.root());
                if code == Some(0) {
                    assert_eq!(left, after, "{name}, {blocks} blocks");
                    done = true;
                    continue;
                }
                // Ended by the system, or told.
                assert_eq!(code, if signal { None } else { Some(4) }, "{name}, {blocks}: {outcome:?}");
                for (path, bytes) in &left {
                    let hidden =
                        path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(".tmp"));
                    assert!(!hidden || signal, "{name}, {blocks}: {path:?} is left behind");
                    let known = before.get(path) == Some(bytes) || after.get(path) == Some(bytes);
                    assert!(known || hidden, "{name}, {blocks}: {path:?} is torn");
                }
                assert!(
                    before.keys().all(|path| left.contains_key(path)),
                    "{name}, {blocks}: a file is gone"
                );
            }
        }
        assert!(done, "{name}: without a limit it writes");
    }
}

#[test]
fn a_report_that_cannot_be_written_whole_is_not_there() {
    let case = Case::of(&spoilt(BENEFITS, |text| text.replace("Acht", "TODO")));
    let report = case.desk.tmp().join("r.json");
    let word = format!("json={}", report.display());
    let arguments = ["check", "--rev", "HEAD", "--as-of", TODAY, "--format", "concise", "--report", &word];
    let told = case.run(1, &arguments).out;
    let whole = fs::read(&report).expect("a report");
    let mut written = 0;
    for blocks in (0..=whole.len() / 512 + 4).step_by(4) {
        fs::write(&report, "gestern").expect("written");
        let (code, outcome) = with_limit(&case, blocks, false, &arguments);
        let left = fs::read(&report).ok();
        match code {
            Some(1) => {
                written += 1;
                assert_eq!(left.as_ref(), Some(&whole), "{blocks}");
            }
            Some(4) => {
                assert_eq!(left, None, "{blocks}: yesterday's report or half of today's");
                assert_eq!(outcome.out, told, "who cannot have the file still gets the answer");
                assert!(outcome.err.contains("r.json"), "{}", outcome.err);
            }
            other => panic!("{blocks}: {other:?}, {outcome:?}"),
        }
        let names = fs::read_dir(case.desk.tmp()).expect("the folder").count();
        assert_eq!(names, usize::from(left.is_some()), "{blocks}: something is left behind");
    }
    assert!(written > 0 && written < whole.len() / 2_048, "both ends were reached");
}

#[test]
fn what_stands_in_the_way_of_a_file_stays() {
    let case = Case::of(&whole());
    let tmp = case.desk.tmp();
    fs::create_dir_all(tmp.join("ordner/inhalt")).expect("a folder");
    fs::write(tmp.join("datei"), "wichtig").expect("a file");
    for target in ["ordner", "datei/r.json", "ordner/", "/proc/nachweis.json", "/dev/null/r.json", "/", "."] {
        let path = if target.starts_with(['/', '.']) {
            target.to_owned()
        } else {
            tmp.join(target).display().to_string()
        };
        let outcome =
            case.run(4, &["check", "--rev", "HEAD", "--as-of", TODAY, "--report", &format!("json={path}")]);
        assert!(outcome.err.starts_with("Fehler: "), "{target}: {}", outcome.err);
    }
    assert!(tmp.join("ordner/inhalt").is_dir());
    assert_eq!(fs::read_to_string(tmp.join("datei")).expect("the file"), "wichtig");

    // Evidence and approvals whose place is taken by a folder.
    let mut bare = whole();
    bare.retain(|file| file.0 != BENEFITS);
    let case = Case::of(&bare);
    fs::create_dir_all(case.root().join(BENEFITS).join("x")).expect("a folder");
    assert_ne!(run(&mut case.desk.program(&case.root(), &["new", "I-02", "--as-of", TODAY])).code, 0);
    assert!(case.root().join(BENEFITS).join("x").is_dir());
    let approval = "nachweise/freigaben/I-06.leitung.toml";
    let mut unapproved = whole();
    unapproved.retain(|file| file.0 != approval);
    let case = Case::of(&unapproved);
    fs::create_dir_all(case.root().join(approval)).expect("a folder");
    let words =
        ["approve", "I-06", "--role", "leitung", "--as", "leitung@behoerde.example", "--as-of", TODAY];
    case.run(4, &words);
    assert!(case.root().join(approval).is_dir());
}

#[test]
fn a_link_in_the_work_tree_does_not_choose_what_is_written() {
    use std::os::unix::fs::symlink;
    let elsewhere = tempfile::tempdir().expect("a folder");
    let target = elsewhere.path().join("wichtig");
    fs::write(&target, "wichtig").expect("written");
    let approval = "nachweise/freigaben/I-06.leitung.toml";
    let mut unapproved = whole();
    unapproved.retain(|file| file.0 != approval && file.0 != BENEFITS);
    let case = Case::of(&unapproved);
    // In place of the file itself.
    symlink(&target, case.root().join(approval)).expect("a link");
    symlink(&target, case.root().join(BENEFITS)).expect("a link");
    let words =
        ["approve", "I-06", "--role", "leitung", "--as", "leitung@behoerde.example", "--as-of", TODAY];
    run(&mut case.desk.program(&case.root(), &words));
    run(&mut case.desk.program(&case.root(), &["new", "I-02", "--as-of", TODAY]));
    run(&mut case.desk.program(&case.root(), &["review", "I-02", "--as-of", TODAY]));
    assert_eq!(fs::read_to_string(&target).expect("the file"), "wichtig");
    // In place of a folder above it.
    let case = Case::of(&unapproved);
    fs::remove_dir_all(case.root().join("nachweise/freigaben")).expect("removed");
    symlink(elsewhere.path(), case.root().join("nachweise/freigaben")).expect("a link");
    fs::remove_dir_all(case.root().join("nachweise/idee")).expect("removed");
    symlink(elsewhere.path(), case.root().join("nachweise/idee")).expect("a link");
    run(&mut case.desk.program(&case.root(), &words));
    run(&mut case.desk.program(&case.root(), &["new", "I-02", "--as-of", TODAY]));
    let names: Vec<_> = fs::read_dir(elsewhere.path())
        .expect("the folder")
        .flatten()
        .map(|entry| entry.file_name())
        .collect();
    assert_eq!(names, ["wichtig"], "nothing is written outside of the repository");
}
