//! What lies around a repository: its configuration, the machine, the terminal, signals.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::Instant;

use nachweis::render::Format;

use super::case::{Case, REVIEWED, TODAY, errors, spoilt, whole};
use crate::support::copies::copied_backwards;
use crate::support::desk::run;
use crate::support::evidence::*;
use crate::support::{Scene, git, save};

#[test]
fn nothing_that_the_repository_names_is_run() {
    let mut files = whole();
    files.push((".gitattributes", "* filter=x diff=x merge=x\n*.md text eol=crlf ident\n".to_owned()));
    let case = Case::of(&files);
    let (root, mark) = (case.root(), case.desk.tmp().join("ran"));
    let command = format!("touch {}", mark.display());
    for key in [
        "core.fsmonitor",
        "core.sshCommand",
        "core.pager",
        "core.editor",
        "core.askPass",
        "core.gitProxy",
        "credential.helper",
        "diff.external",
        "diff.x.command",
        "diff.x.textconv",
        "filter.x.clean",
        "filter.x.smudge",
        "filter.x.process",
        "gpg.program",
        "gpg.ssh.program",
        "uploadpack.packObjectsHook",
        "alias.status",
        "pager.log",
    ] {
        git(&root, &["config", key, &command]);
    }
    git(&root, &["config", "filter.x.required", "true"]);
    git(&root, &["config", "core.hooksPath", "haken"]);
    for hook in
        ["pre-commit", "post-checkout", "fsmonitor-watchman", "post-index-change", "reference-transaction"]
    {
        save(&root, &format!("haken/{hook}"), format!("#!/bin/sh\n{command}\n"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let file = root.join("haken").join(hook);
            fs::set_permissions(file, fs::Permissions::from_mode(0o755)).expect("executable");
        }
    }
    save(&root, BENEFITS, benefits(REVIEWED).1 + "\n");
    case.everywhere(0);
    case.report(0, &["check", "--staged"]);
    case.run(0, &["status", "--as-of", TODAY]);
    case.run(0, &["review", "I-02", "--as-of", TODAY]);
    assert!(!mark.exists(), "something was run");
}

#[test]
fn a_bare_repository_that_somebody_committed_is_not_entered() {
    let other = tempfile::tempdir().expect("a folder");
    git(other.path(), &["init", "--quiet", "--bare", "."]);
    let case = Case::of(&spoilt(BENEFITS, |text| text.replace("status: final", "status: draft")));
    let inner = case.root().join("nachweise/archiv.git");
    copy(other.path(), &inner);
    let from =
        |at: &Path| run(&mut case.desk.program(at, &["check", "--as-of", TODAY, "--format", "concise"]));
    let (outside, inside) = (from(&case.root()), from(&inner));
    assert!(outside.code == 1 && outside.out.contains("draft-evidence"), "{}", outside.out);
    assert_eq!((inside.code, inside.out), (outside.code, outside.out));
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).expect("copied");
        }
    }
}

/// All formats at once, as files, with what stands on standard output.
fn all_formats(case: &Case, at: &Path, variables: &[(&str, &str)], arguments: &[&str]) -> Told {
    started(case, at, variables, arguments, &[])()
}

/// The exit code, and each format with its bytes.
type Told = (i32, Vec<(String, Vec<u8>)>);

/// The same, begun and not waited for; `before` are the words that start the program.
fn started(
    case: &Case,
    at: &Path,
    variables: &[(&str, &str)],
    arguments: &[&str],
    before: &[&str],
) -> impl FnOnce() -> Told + use<> {
    let out = tempfile::tempdir().expect("a folder");
    let mut words: Vec<String> = before.iter().copied().map(str::to_owned).collect();
    words.push(env!("CARGO_BIN_EXE_nachweis").to_owned());
    words.extend(arguments.iter().copied().map(str::to_owned));
    for format in Format::ALL {
        let file = out.path().join(format.id());
        words.extend(["--report".to_owned(), format!("{}={}", format.id(), file.display())]);
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let mut command = case.desk.command(words[0], at, &words[1..]);
    command.envs(variables.iter().copied()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().expect("the program starts");
    move || {
        let output = child.wait_with_output().expect("the program ends");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
        let read = |format: Format| fs::read(out.path().join(format.id())).expect("a report");
        let mut all: Vec<_> =
            Format::ALL.iter().map(|format| (format.id().to_owned(), read(*format))).collect();
        all.push(("standard output".to_owned(), output.stdout));
        (output.status.code().expect("a code"), all)
    }
}

/// A project with something of most kinds to be found, and the commit that a change is held against.
fn busy() -> (Case, String) {
    let mut files = spoilt(BENEFITS, |text| text.replace("Acht", "TODO"));
    files.push(("nachweise/\u{e4}rger i\u{131}I\u{130}.md", "x\n".to_owned()));
    files.push(("nachweise/Z.md", "x\n".to_owned()));
    let mut scene = Scene::new();
    scene.add(REVIEWED, &whole());
    scene.add(REVIEWED, &files);
    scene.add("2026-03-29", &[model("7B")]).build();
    let base = scene.id(0);
    (Case::on(scene), base)
}

#[test]
fn the_same_commit_gives_the_same_bytes_wherever_it_is_judged() {
    let (case, base) = busy();
    let check = ["check", "--rev", "HEAD", "--verbose"];
    let gate = ["gate", "ideenbewertung", "--as-of", TODAY, "--verbose"];
    for words in [
        &check[..],
        &["check", "--lang", "en"],
        &["check", "--base", &base],
        &gate,
        &[&gate[..], &["--base", &base, "--lang", "en"]].concat(),
    ] {
        same_everywhere(&case, words);
    }
}

fn same_everywhere(case: &Case, words: &[&str]) {
    let root = case.root();
    let first = all_formats(case, &root, &[("TZ", "UTC"), ("LC_ALL", "C")], words);
    assert_eq!(first.0, 1, "{words:?}");
    let mut at_once = Vec::new();
    // The last seconds of a day in UTC, in the night in which Berlin changes its clocks, elsewhere.
    let late = (crate::support::noon(TODAY) + 43_199).to_string();
    for (zone, locale) in [
        ("Europe/Berlin", "de_DE.UTF-8"),
        ("Pacific/Kiritimati", "tr_TR.UTF-8"),
        ("Pacific/Pago_Pago", "ja_JP.EUC-JP"),
        ("America/St_Johns", "xx_YY"),
        (":/dev/zero", "../../x"),
    ] {
        let variables = [
            ("TZ", zone),
            ("LC_ALL", locale),
            ("LANG", locale),
            ("LANGUAGE", locale),
            ("SOURCE_DATE_EPOCH", &late),
        ];
        at_once.push((format!("{zone} {locale}"), started(case, &root, &variables, words, &[])));
    }
    for (name, value) in [
        ("COLUMNS", "200"),
        ("TERM", "xterm-256color"),
        ("USER", "x"),
        ("HOSTNAME", "x"),
        ("CI", "true"),
        ("RAYON_NUM_THREADS", "1"),
    ] {
        at_once.push((name.to_owned(), started(case, &root, &[(name, value)], words, &[])));
    }
    // All of them were at work at once; and one that has a single processor.
    for (name, told) in at_once {
        assert_eq!(told(), first, "{words:?}, {name}");
    }
    #[cfg(target_os = "linux")]
    if case.desk.command("taskset", &root, &["-c", "0", "true"]).status().is_ok_and(|status| status.success())
    {
        assert_eq!(started(case, &root, &[], words, &["taskset", "-c", "0"])(), first, "one processor");
    }
    // From a folder of it, from outside, and in a clone with another name, packed and with a graph of its commits.
    assert_eq!(all_formats(case, &root.join("nachweise/idee"), &[], words), first);
    let named = root.display().to_string();
    assert_eq!(all_formats(case, &case.desk.tmp(), &[], &[words, &["--project", &named]].concat()), first);
    let into = tempfile::tempdir().expect("a folder");
    let backwards = into.path().join("rückwärts");
    copied_backwards(&root, &backwards);
    assert_eq!(all_formats(case, &backwards, &[], words), first, "a copy");
    #[cfg(unix)]
    {
        let link = into.path().join("verknüpft");
        std::os::unix::fs::symlink(&backwards, &link).expect("a link");
        assert_eq!(all_formats(case, &link, &[], words), first, "through a link");
    }
    git(into.path(), &["clone", "--quiet", &format!("file://{named}"), "ein anderer Name"]);
    let clone = into.path().join("ein anderer Name");
    assert_eq!(all_formats(case, &clone, &[], words), first, "a clone");
    git(&clone, &["gc", "--quiet"]);
    git(&clone, &["commit-graph", "write", "--reachable", "--changed-paths"]);
    assert_eq!(all_formats(case, &clone, &[], words), first, "packed");
    git(&clone, &["worktree", "add", "--quiet", "--detach", "../daneben"]);
    assert_eq!(all_formats(case, &into.path().join("daneben"), &[], words), first, "a linked work tree");
    if !words.contains(&"en") || words.contains(&"gate") {
        // Without a work tree there are commits alone.
        git(into.path(), &["clone", "--quiet", "--bare", &format!("file://{named}"), "nackt.git"]);
        assert_eq!(all_formats(case, &into.path().join("nackt.git"), &[], words), first, "bare");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn an_environment_as_large_as_the_system_allows_changes_nothing() {
    let case = Case::of(&whole());
    let before = case.run(0, &["check", "--rev", "HEAD", "--as-of", TODAY]).out;
    let large = "x".repeat(120 << 10);
    let mut command = case.desk.program(&case.root(), &["check", "--rev", "HEAD", "--as-of", TODAY]);
    for at in 0..12 {
        command.env(format!("GROSS_{at}"), &large);
    }
    for name in ["LANG", "TZ", "TERM", "COLUMNS", "NO_COLOR"] {
        command.env(name, &large);
    }
    let outcome = run(&mut command);
    assert_eq!((outcome.code, outcome.out), (0, before));
}

#[cfg(target_os = "linux")]
#[test]
fn an_interrupt_ends_with_130_and_leaves_no_half_report() {
    use std::os::unix::process::ExitStatusExt;
    let case = Case::of(&spoilt(BENEFITS, |text| text.replace("Acht", "TODO")));
    let report = case.desk.tmp().join("r.json");
    let word = format!("json={}", report.display());
    let arguments = ["check", "--rev", "HEAD", "--as-of", TODAY, "--report", &word];
    let begun = Instant::now();
    case.run(1, &arguments);
    let took = begun.elapsed();
    let whole = fs::read(&report).expect("a report");
    let mut interrupted = 0;
    for at in 0..40 {
        // Whoever started the tests may have turned interrupts off; `env` turns them on again.
        let program = env!("CARGO_BIN_EXE_nachweis");
        let words = [&["--default-signal=INT", program], &arguments[..]].concat();
        let mut command = case.desk.command("env", &case.root(), &words);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
        // From its very beginning to beyond its end.
        std::thread::sleep(took * at / 30);
        let id = child.id().to_string();
        let _ = std::process::Command::new("kill").args(["-INT", &id]).status();
        let status = child.wait().expect("it ends");
        match (status.code(), status.signal()) {
            (Some(1), None) => assert_eq!(fs::read(&report).expect("the report"), whole),
            // What a shell calls 130.
            (None, Some(2)) => {
                interrupted += 1;
                let left = fs::read(&report).ok();
                assert!(left.is_none_or(|left| left == whole), "half a report");
            }
            other => panic!("{other:?}"),
        }
    }
    assert!(interrupted > 5, "the signal came too late to interrupt anything");
    let script = format!(
        "env --default-signal=INT sh -c 'kill -INT $$; exec {} check'; echo $?",
        env!("CARGO_BIN_EXE_nachweis")
    );
    let shell = run(&mut case.desk.command("sh", &case.root(), &["-c", &script]));
    assert_eq!(shell.out.trim(), "130");
}

#[test]
fn a_folder_that_is_not_there_is_not_the_project_above_it() {
    let case = Case::of(&whole());
    for words in [
        &["check", "--project", "nachweisse"][..],
        &["check", "nachweisse"],
        &["check", ".", "nachweise/idee/fehlt"],
        &["gate", "ideenbewertung", "--project", "nachweis.toml"],
        &["status", "--project", "/gibt/es/nicht"],
        &["explain", "--project", "x"],
        &["new", "--due", "--project", "x"],
        &["list", "tasks", "--project", ""],
    ] {
        let outcome = case.run(2, words);
        assert!(outcome.out.is_empty() && outcome.err.starts_with("Fehler: "), "{words:?}: {}", outcome.err);
    }
    assert!(errors(&case.report(0, &["check", "--project", "nachweise"])).is_empty());
}

#[cfg(unix)]
#[test]
fn an_argument_that_is_no_text_is_only_wrong() {
    use std::os::unix::ffi::OsStrExt;
    let case = Case::of(&whole());
    let odd = std::ffi::OsStr::from_bytes(b"x\xff\x1b[31m");
    for words in [
        &[][..],
        &["check"],
        &["check", "--rev"],
        &["check", "--project"],
        &["explain"],
        &["--lang", "en", "check"],
    ] {
        let outcome = run(case.desk.program(&case.root(), words).arg(odd));
        assert_eq!(outcome.code, 2, "{words:?}: {}{}", outcome.out, outcome.err);
        assert!(!outcome.err.contains('\u{1b}'), "{:?}", outcome.err);
    }
}
