//! The program `git`, for what scripted repositories cannot be: clones, linked work trees, other formats.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Runs `git` in a folder and gives back what it says. Nothing of this machine's settings has any influence.
pub(crate) fn git(folder: &Path, words: &[&str]) -> String {
    git_on("2026-03-02", folder, words)
}

/// As [`git`], with noon of that day for a clock.
fn git_on(day: &str, folder: &Path, words: &[&str]) -> String {
    let output = run(day, folder, words);
    assert!(output.status.success(), "git {words:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("git writes UTF-8").trim().to_owned()
}

/// True when this `git` can do that.
pub(crate) fn git_can(folder: &Path, words: &[&str]) -> bool {
    run("2026-03-02", folder, words).status.success()
}

fn run(day: &str, folder: &Path, words: &[&str]) -> Output {
    let moment = format!("{day}T12:00:00+0000");
    let mut program = Command::new("git");
    program.current_dir(folder).args(words).env_clear();
    program.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    program.env("HOME", folder).env("GIT_CONFIG_NOSYSTEM", "1").env("LC_ALL", "C");
    for who in ["AUTHOR", "COMMITTER"] {
        program.env(format!("GIT_{who}_NAME"), "Projekt");
        program.env(format!("GIT_{who}_EMAIL"), "projekt@behoerde.example");
        program.env(format!("GIT_{who}_DATE"), &moment);
    }
    program.output().expect("these tests need the program git")
}

/// The commit that changed a file last, as `git` sees it.
pub(crate) fn last_commit(folder: &Path, path: &str) -> String {
    git(folder, &["log", "-1", "--format=%H", "--", path])
}

/// Commits everything that differs in the work tree or the index, untracked files aside.
pub(crate) fn commit_all(folder: &Path, day: &str) {
    git(folder, &["add", "--update"]);
    git_on(day, folder, &["commit", "--quiet", "--message", "Stand"]);
}

/// A clone that has the last commits of a repository alone, with the folder that holds it.
pub(crate) fn shallow_clone(root: &Path, depth: usize) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (from, depth) = (format!("file://{}", root.display()), depth.to_string());
    git(folder.path(), &["clone", "--quiet", "--depth", &depth, &from, "flach"]);
    let clone = folder.path().join("flach");
    (folder, clone)
}

/// Exchanges a passage of a file in the work tree.
pub(crate) fn rewrite(folder: &Path, path: &str, old: &str, new: &str) {
    let text = fs::read_to_string(folder.join(path)).expect("the file is there");
    assert!(text.contains(old), "{path} has no `{old}`");
    save(folder, path, text.replace(old, new));
}

/// Saves a file in the work tree.
pub(crate) fn save(folder: &Path, path: &str, bytes: impl AsRef<[u8]>) {
    let place = folder.join(path);
    fs::create_dir_all(place.parent().expect("a folder")).expect("the folder is made");
    fs::write(place, bytes).expect("the file is written");
}
