//! One call to the system that fails, each in turn: every write, rename, flush and change of a folder of the commands
//! that write, and every read of those that judge. Who has no `strace`, or may not use it, has `faults` alone.

#![cfg(target_os = "linux")]

use std::fs;

use super::case::{Case, REVIEWED, TODAY, spoilt, whole};
use super::faults::{files, writers};
use crate::support::Scene;
use crate::support::desk::{Outcome, run};
use crate::support::evidence::*;

/// The calls that change something.
const WRITES: [(&str, &str); 5] = [
    ("write,pwrite64,writev", "ENOSPC"),
    ("rename,renameat,renameat2", "EIO"),
    ("fsync,fdatasync", "EIO"),
    ("mkdir,mkdirat", "EACCES"),
    ("chmod,fchmod,fchmodat", "EPERM"),
];

/// The calls that look at something.
const READS: [(&str, &str); 4] = [
    ("read,pread64", "EIO"),
    ("openat,open", "EACCES"),
    ("stat,lstat,newfstatat,statx", "EIO"),
    ("getdents64", "EIO"),
];

/// Runs the program so that a call of these fails, the first or a later one; the last part tells whether one has.
fn failing(case: &Case, (calls, error): (&str, &str), at: usize, arguments: &[&str]) -> (Outcome, bool) {
    let log = case.desk.tmp().join("calls");
    let inject = format!("inject={calls}:error={error}:when={at}");
    let log_name = log.display().to_string();
    let own = ["-f", "-qq", "-o", &log_name, "-e", &format!("trace={calls}"), "-e", &inject, "--"];
    let words = [&own[..], &[env!("CARGO_BIN_EXE_nachweis")], arguments].concat();
    let outcome = run(&mut case.desk.command("strace", &case.root(), &words));
    let told = fs::read_to_string(&log).expect("a list of calls");
    fs::remove_file(&log).expect("removed");
    (outcome, told.contains("(INJECTED)"))
}

/// Whether a call can be made to fail here.
fn can_inject(case: &Case) -> bool {
    let words = ["-f", "-qq", "-o", "/dev/null", "-e", "inject=fsync:error=EIO", "--", "true"];
    case.desk.command("strace", &case.root(), &words).output().is_ok_and(|output| output.status.success())
}

#[test]
fn whatever_fails_while_writing_no_file_is_torn_and_the_code_says_so() {
    // Whatever is due is written like a single piece, and the file of one forge like that of another.
    let twice = ["--due", "gitlab"];
    for (name, start, words) in
        writers().into_iter().filter(|writer| !writer.2.iter().any(|word| twice.contains(word)))
    {
        let arguments = [words.as_slice(), &["--as-of", TODAY]].concat();
        let good = Case::of(&start);
        if !can_inject(&good) {
            return;
        }
        let before = files(&good.root());
        let told = good.run(0, &arguments).out;
        let after = files(&good.root());
        let mut failed = 0;
        for calls in WRITES {
            for at in 1.. {
                let case = Case::of(&start);
                let (outcome, has_failed) = failing(&case, calls, at, &arguments);
                let left = files(&case.root());
                if !has_failed {
                    assert_eq!((outcome.code, &left), (0, &after), "{name}, {calls:?}");
                    break;
                }
                failed += 1;
                let what = format!("{name}, {calls:?} {at}: {outcome:?}");
                for (path, bytes) in &left {
                    let known = before.get(path) == Some(bytes) || after.get(path) == Some(bytes);
                    assert!(known, "{what}: {} is torn or left behind", path.display());
                }
                assert!(before.keys().all(|path| left.contains_key(path)), "{what}: a file is gone");
                // A folder that could not be made because it is there already is no failure.
                if outcome.code == 0 {
                    assert_eq!((&outcome.out, &left), (&told, &after), "{what}");
                } else {
                    assert_eq!(outcome.code, 4, "{what}");
                    assert!(outcome.err.starts_with("Fehler: ") || outcome.err.is_empty(), "{what}");
                }
            }
        }
        assert!(failed >= 5, "{name}: of every kind at least one, {failed}");
    }
}

#[test]
fn whatever_fails_while_a_report_is_written_it_is_whole_or_not_there() {
    let case = Case::of(&spoilt(BENEFITS, |text| text.replace("Acht", "TODO")));
    if !can_inject(&case) {
        return;
    }
    let out = case.desk.tmp().join("berichte");
    let file = |name: &str| out.join(name).display().to_string();
    let (json, sarif) = (format!("json={}", file("r.json")), format!("sarif={}", file("r.sarif")));
    let arguments = ["check", "--rev", "HEAD", "--as-of", TODAY, "--report", &json, "--report", &sarif];
    let told = case.run(1, &arguments).out;
    let whole = files(&out);
    for calls in WRITES {
        for at in 1.. {
            fs::remove_dir_all(&out).expect("removed");
            if at % 2 == 0 {
                fs::create_dir(&out).expect("a folder");
                fs::write(out.join("r.json"), "gestern").expect("written");
            }
            let (outcome, has_failed) = failing(&case, calls, at, &arguments);
            let left = if out.exists() { files(&out) } else { Default::default() };
            if !has_failed {
                assert_eq!((outcome.code, &outcome.out, &left), (1, &told, &whole), "{calls:?}");
                break;
            }
            let torn = left.iter().find(|(path, bytes)| whole.get(*path) != Some(bytes));
            assert_eq!(torn, None, "{calls:?} {at}: {outcome:?}");
            if left != whole || outcome.out != told {
                assert_eq!(outcome.code, 4, "{calls:?} {at}: {outcome:?}");
            }
            assert_ne!(outcome.code, 0, "{calls:?} {at}");
        }
        fs::create_dir_all(&out).expect("a folder");
    }
}

/// Every so many calls that read is made to fail. `NACHWEIS_FAULTS=1` tries each.
fn step() -> usize {
    std::env::var("NACHWEIS_FAULTS").map_or(19, |text| text.parse().expect("a number"))
}

#[test]
fn whatever_cannot_be_read_nothing_passes_that_does_not_pass() {
    let mut scene = Scene::new();
    scene.add(REVIEWED, &spoilt(BENEFITS, |text| text.replace("Acht", "TODO")));
    scene.add("2026-03-20", &[model("7B")]).build();
    let (bad, good) = (Case::on(scene), Case::of(&whole()));
    if !can_inject(&bad) {
        return;
    }
    for (case, code, words) in
        [(&bad, 1, &["check"][..]), (&good, 0, &["check"]), (&good, 0, &["gate", "ideenbewertung"])]
    {
        let arguments = [words, &["--as-of", TODAY, "--format", "json"]].concat();
        let told = case.run(code, &arguments).out;
        let mut undecided = 0;
        for (first, calls) in (1..).zip(READS) {
            for at in (first..).step_by(step()) {
                let (outcome, has_failed) = failing(case, calls, at, &arguments);
                let what = format!("{arguments:?}, {calls:?} {at}");
                if !has_failed {
                    assert_eq!((outcome.code, &outcome.out), (code, &told), "{what}");
                    break;
                }
                undecided += usize::from(outcome.code == 3);
                // Some of it is for the system's loader and for settings of Git that nobody has.
                let same = outcome.code == code && outcome.out == told;
                assert!(same || outcome.code > 1 || code == 1 && outcome.code == 1, "{what}: {outcome:?}");
            }
        }
        assert!(undecided > 0, "{arguments:?}: nothing that failed mattered");
    }
}
