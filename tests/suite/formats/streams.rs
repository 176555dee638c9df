//! The program: the same exit code with every format, files written whole or not at all, and what is not a file.

use std::fs;
use std::process::Stdio;

use nachweis::render::Format;

use crate::support::desk::Desk;
use crate::support::program::{expect, project};

const DAY: &str = "2025-11-24";

#[test]
fn the_exit_code_is_the_same_with_every_format() {
    let desk = Desk::on(DAY);
    let nowhere = desk.work();
    for format in Format::ALL {
        let outcome = expect(&desk, &nowhere, 3, &["check", "--format", format.id()]);
        assert!(!outcome.out.is_empty(), "{}", format.id());
    }
    let at = project(&desk, &["--phase", "planung"]);
    let settings = fs::read_to_string(at.join("nachweis.toml")).expect("settings");
    for format in Format::ALL {
        let id = format.id();
        expect(&desk, &at, 1, &["check", "--format", id]);
        expect(&desk, &at, 1, &["gate", "ideenbewertung", "--as-of", DAY, "--format", id]);
        expect(&desk, &at, 0, &["status", "--format", id]);
        expect(&desk, &at, 0, &["policy", "check", "--format", id]);
        fs::write(at.join("nachweis.toml"), format!("{settings}\n[laune]\n")).expect("written");
        expect(&desk, &at, 2, &["check", "--format", id]);
        fs::write(at.join("nachweis.toml"), &settings).expect("written");
    }
    fs::write(at.join("nachweis.toml"), settings.replace("\"planung\"", "\"ideenbewertung\""))
        .expect("written");
    for format in Format::ALL {
        expect(&desk, &at, 0, &["check", "--format", format.id()]);
    }
}

#[test]
fn all_formats_are_written_in_one_run_and_one_failure_keeps_none_back() {
    let desk = Desk::on(DAY);
    let at = project(&desk, &["--phase", "planung"]);
    let out = desk.tmp();
    fs::write(out.join("voll"), "").expect("written");
    let mut arguments = vec!["check".to_owned(), "--format".to_owned(), "concise".to_owned()];
    arguments.extend(["--report".to_owned(), format!("json={}", out.join("voll/r.json").display())]);
    for format in Format::ALL {
        let file = out.join(format.id());
        fs::write(&file, "gestern").expect("written");
        arguments.extend(["--report".to_owned(), format!("{}={}", format.id(), file.display())]);
    }
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = expect(&desk, &at, 4, &arguments);
    assert!(outcome.err.contains("r.json"), "{}", outcome.err);
    for format in Format::ALL {
        let shown = expect(&desk, &at, 1, &["check", "--format", format.id()]).out;
        assert_eq!(fs::read_to_string(out.join(format.id())).expect("a report"), shown, "{}", format.id());
    }
    let left = fs::read_dir(&out).expect("the folder").count();
    assert_eq!(left, Format::ALL.len() + 1, "no temporary file stays");

    // Whatever goes wrong before there is a report, yesterday's is gone.
    let stale = out.join("stale");
    for format in Format::ALL {
        fs::write(&stale, "gestern").expect("written");
        let report = format!("{}={}", format.id(), stale.display());
        expect(&desk, &at, 2, &["check", "--as-of", "gestern", "--report", &report]);
        assert!(!stale.exists(), "{}", format.id());
    }
}

#[test]
fn a_closed_pipe_changes_no_code() {
    let desk = Desk::on(DAY);
    let at = project(&desk, &["--phase", "planung"]);
    for format in Format::ALL {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let mut command = desk.program(&at, &["check", "--format", format.id()]);
        let child = command.stdout(writer).stderr(Stdio::piped()).spawn().expect("the program starts");
        let output = child.wait_with_output().expect("the program ends");
        assert_eq!(output.status.code(), Some(1), "{}", format.id());
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{}", format.id());
    }
}

#[cfg(target_os = "linux")]
#[test]
fn whatever_is_printed_a_closed_pipe_is_no_failure_and_a_full_disk_is_one() {
    let desk = Desk::on(DAY);
    let at = project(&desk, &["--phase", "planung"]);
    for (code, words) in [
        (0, &["--help"][..]),
        (0, &["--version"]),
        (0, &["check", "--help"]),
        (0, &["list", "tasks"]),
        (0, &["list", "rules", "--format", "json"]),
        (0, &["explain"]),
        (0, &["explain", "P-10"]),
        (0, &["explain", "missing-evidence"]),
        (0, &["status"]),
        (0, &["policy", "show"]),
        (0, &["policy", "check"]),
        (0, &["policy", "diff"]),
        (0, &["schema", "settings"]),
        (0, &["completions", "bash"]),
        (0, &["demo"]),
        (0, &["exempt"]),
        (1, &["gate", "ideenbewertung", "--as-of", DAY]),
    ] {
        let ended = |out: Stdio| {
            let mut command = desk.program(&at, words);
            let child = command.stdout(out).stderr(Stdio::piped()).spawn().expect("the program starts");
            let output = child.wait_with_output().expect("the program ends");
            (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
        };
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let (closed, told) = ended(writer.into());
        assert_eq!(closed, Some(code), "{words:?}: {told}");
        assert!(!told.contains("panicked") && !told.contains("Broken pipe"), "{words:?}: {told}");
        let full = fs::File::options().write(true).open("/dev/full").expect("the full device");
        let (full, told) = ended(full.into());
        assert!(full == Some(4) && !told.contains("panicked"), "{words:?}: {full:?} {told}");
    }
}

#[test]
fn a_report_can_go_to_standard_output_besides() {
    let desk = Desk::on(DAY);
    let at = project(&desk, &["--phase", "planung"]);
    let commands = expect(&desk, &at, 1, &["check", "--format", "github"]).out;
    let lines = expect(&desk, &at, 1, &["check", "--format", "concise"]).out;
    for name in ["github=-", "github=/dev/stdout"] {
        let both = expect(&desk, &at, 1, &["check", "--format", "concise", "--report", name]).out;
        assert_eq!(both, format!("{commands}{lines}"), "{name}");
    }
    // Also where standard output is a file: neither is it emptied nor a link replaced.
    let file = desk.tmp().join("log");
    let log = fs::File::create(&file).expect("a file");
    let mut command = desk.program(&at, &["check", "--format", "concise", "--report", "github=/dev/stdout"]);
    let status = command.stdout(log).status().expect("the program runs");
    assert_eq!(status.code(), Some(1));
    assert_eq!(fs::read_to_string(&file).expect("the log"), format!("{commands}{lines}"));
    assert!(!at.join("-").exists());
}

#[cfg(target_os = "linux")]
#[test]
fn devices_pipes_and_links_are_never_replaced() {
    use std::os::unix::fs::{FileTypeExt, symlink};

    let desk = Desk::on(DAY);
    let at = project(&desk, &["--phase", "planung"]);
    let out = desk.tmp();
    let report = |path: &std::path::Path| format!("github={}", path.display());

    // A full disk, as a file and as standard output, for every format.
    for format in Format::ALL {
        let full = fs::File::options().write(true).open("/dev/full").expect("the full device");
        let mut command = desk.program(&at, &["check", "--format", format.id()]);
        let child = command.stdout(full).stderr(Stdio::piped()).spawn().expect("the program starts");
        assert_eq!(child.wait_with_output().expect("it ends").status.code(), Some(4), "{}", format.id());
        let full = expect(&desk, &at, 4, &["check", "--report", &format!("{}=/dev/full", format.id())]);
        assert!(full.err.contains("/dev/full"), "{}", full.err);
    }
    let device = fs::metadata("/dev/full").expect("it is still there").file_type();
    assert!(device.is_char_device(), "the device stays a device");

    // Another device, through a link: written to, and both are still there.
    let null = out.join("null");
    symlink("/dev/null", &null).expect("a link");
    expect(&desk, &at, 1, &["check", "--report", &report(&null)]);
    assert!(fs::symlink_metadata(&null).expect("the link").file_type().is_symlink());
    assert!(fs::metadata("/dev/null").expect("the device").file_type().is_char_device());

    // A link to a file would choose what is overwritten.
    let (target, link) = (out.join("target"), out.join("link"));
    fs::write(&target, "wichtig").expect("written");
    symlink(&target, &link).expect("a link");
    let refused = expect(&desk, &at, 4, &["check", "--report", &report(&link)]);
    assert!(refused.err.contains("Verknüpfung"), "{}", refused.err);
    assert_eq!(fs::read_to_string(&target).expect("the file"), "wichtig");

    // A folder in which nothing can be made, even by root.
    expect(&desk, &at, 4, &["check", "--report", "sarif=/proc/self/nachweis.sarif"]);
}
