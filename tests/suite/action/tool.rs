//! Where the program comes from: a release by its checksum, or the action's own source.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::{DAY, job, refused, script};
use crate::support::desk::Desk;
use crate::support::root;
use crate::support::runner::Job;

/// A copy of what the action needs, so that its table of releases can be changed.
fn copy(desk: &Desk) -> PathBuf {
    let action = desk.work().join("action");
    fs::create_dir_all(action.join(".github/action")).expect("a folder");
    fs::copy(root().join("action.yml"), action.join("action.yml")).expect("action.yml");
    for entry in fs::read_dir(root().join(".github/action")).expect("the scripts") {
        let entry = entry.expect("an entry");
        fs::copy(entry.path(), action.join(".github/action").join(entry.file_name())).expect("a copy");
    }
    action
}

#[test]
fn a_release_is_taken_by_its_checksum_or_not_at_all() {
    let desk = Desk::on(DAY);
    let mut job = job(&desk, "workflow_dispatch").input("binary", "").input("version", "9.9.9");
    job.action = copy(&desk);
    refused(&job.run(), 2, "kennt die Action nicht");

    let folder = desk.work().join("release");
    script(&folder.join("nachweis"), &format!("exec '{}' \"$@\"", env!("CARGO_BIN_EXE_nachweis")));
    let archive = desk.work().join("nachweis.tar.gz");
    let packed = desk.command("tar", &folder, &["-czf", &archive.to_string_lossy(), "nachweis"]).status();
    assert!(packed.expect("tar runs").success());
    let sum =
        desk.command("sha256sum", &folder, &[&archive.to_string_lossy()]).output().expect("sha256sum runs");
    let sum = String::from_utf8_lossy(&sum.stdout).chars().take(64).collect::<String>();
    let target = format!("{}-unknown-linux-musl", std::env::consts::ARCH);
    let table = job.action.join(".github/action/releases.tsv");
    let row = |sum: &str| {
        fs::write(&table, format!("9.9.9\t{target}\t{sum}\tfile://{}\n", archive.display()))
            .expect("the table");
    };
    row(&sum);
    let ran = job.run();
    assert_eq!(ran.code, 0, "{}", ran.log);
    row(&"0".repeat(64));
    refused(&job.run(), 3, "Prüfsumme");
    fs::remove_file(&archive).expect("the archive goes");
    refused(&job.run(), 3, "laden");
}

#[test]
fn the_program_is_built_away_from_the_workspace_and_once() {
    let desk = Desk::on(DAY);
    let mut job = job(&desk, "workflow_dispatch").input("binary", "");
    // As a part of the workspace, where cargo would read settings of the change.
    job.action = copy(&desk);
    fs::write(job.action.join("Cargo.lock"), "1").expect("a source");
    fs::write(job.action.join("Cargo.toml"), "[package]").expect("a manifest");
    let tools = desk.work().join("tools");
    let built = desk.work().join("built");
    let program = env!("CARGO_BIN_EXE_nachweis");
    script(
        &tools.join("cargo"),
        &format!(
            "[[ \"$*\" == \"build --release --locked --bin nachweis\" ]] || exit 9\n\
             [[ -f Cargo.lock && \"$(cat Cargo.toml)\" == *$'\\n[workspace]' && -z \"${{CARGO_BUILD_TARGET:-}}\" ]] || exit 9\n\
             pwd >>'{}'\nmkdir -p \"$CARGO_TARGET_DIR/release\"\ncp '{program}' \"$CARGO_TARGET_DIR/release/nachweis\"",
            built.display()
        ),
    );
    script(&tools.join("rustc"), "echo rustc");
    let path = std::env::var("PATH").expect("a path");
    job.env.insert("PATH", format!("{}:{path}", tools.display()));
    job.env.insert("CARGO_BUILD_TARGET", "anderes".to_owned());
    job.env.insert("RUNNER_TOOL_CACHE", desk.work().join("cache").to_string_lossy().into_owned());
    for _ in 0..2 {
        let ran = job.run();
        assert_eq!(ran.code, 0, "{}", ran.log);
    }
    let folders = fs::read_to_string(&built).expect("cargo ran");
    assert_eq!(folders.lines().count(), 1, "built once: {folders}");
    assert!(folders.starts_with(&*job.temp().to_string_lossy()), "{folders}");
    // Another source is another program.
    fs::write(job.action.join("Cargo.lock"), "2").expect("a source");
    let ran = Job { inputs: BTreeMap::from([("command", "install".to_owned())]), ..job }.run();
    assert_eq!(ran.code, 0, "{}", ran.log);
    assert_eq!(fs::read_to_string(&built).expect("cargo ran").lines().count(), 2);
    assert_eq!(Path::new(ran.path.trim()), Path::new(&ran.outputs["binary"]).parent().expect("a folder"));
    assert_eq!(ran.outputs["verdict"], "", "nothing was judged");
}
