//! The repositories that the tests look at, and short words for what they ask.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use git2::{ObjectFormat, Oid};
use tempfile::TempDir;

use crate::name::{CommitId, RepoPath};
use crate::repo::script::{unfold_as, write_commit, write_tree};
use crate::repo::tree::Mode;
use crate::repo::{PathHistory, Point, Repository, Snapshot, Step, View};

/// Midnight, 1 January 2026.
pub(super) const START: i64 = 1_767_225_600;

/// A day in seconds.
pub(super) const DAY: i64 = 86_400;

pub(super) struct Scene {
    pub(super) folder: TempDir,
    pub(super) ids: Vec<CommitId>,
}

pub(super) fn path(text: &str) -> RepoPath {
    RepoPath::new(text).expect("a valid path")
}

/// A step that writes files, each `(path, content)`.
pub(super) fn step(write: &[(&str, &str)]) -> Step {
    let write = write.iter().map(|(name, text)| (path(name), text.as_bytes().to_vec())).collect();
    Step { author: "Ada <ada@x.example>".to_owned(), message: "step".to_owned(), write, ..Step::default() }
}

impl Step {
    pub(super) fn without(mut self, names: &[&str]) -> Self {
        self.delete = names.iter().map(|name| path(name)).collect();
        self
    }

    pub(super) fn after(mut self, parent: Option<usize>, merge: &[usize]) -> Self {
        self.parent = Some(parent);
        self.merge = merge.to_vec();
        self
    }
}

/// A repository of these steps, a day apart unless they say when.
pub(super) fn scene(steps: &[Step]) -> Scene {
    scene_as(ObjectFormat::Sha1, steps)
}

pub(super) fn scene_as(format: ObjectFormat, steps: &[Step]) -> Scene {
    let folder = tempfile::tempdir().expect("a folder");
    let mut steps = steps.to_vec();
    for (time, step) in (START..).step_by(86_400).zip(&mut steps) {
        step.time = if step.time == 0 { time } else { step.time };
    }
    let ids = unfold_as(format, folder.path(), &steps, &|_, bytes, _| bytes).expect("a repository");
    Scene { folder, ids }
}

impl Scene {
    pub(super) fn dir(&self) -> &Path {
        self.folder.path()
    }

    pub(super) fn open(&self) -> Repository {
        Repository::open(self.dir()).expect("opens")
    }

    pub(super) fn git(&self) -> git2::Repository {
        git2::Repository::open(self.dir()).expect("opens")
    }

    pub(super) fn oid(&self, at: usize) -> Oid {
        Oid::from_str(self.ids[at].as_str()).expect("an id")
    }

    pub(super) fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let place = self.dir().join(name);
        std::fs::create_dir_all(place.parent().expect("a parent")).expect("a folder");
        std::fs::write(place, text).expect("written");
    }

    /// The file of a loose object.
    pub(super) fn loose(&self, id: Oid) -> PathBuf {
        let hex = id.to_string();
        self.dir().join(".git/objects").join(&hex[..2]).join(&hex[2..])
    }

    /// Adds a commit of entries that scripts cannot write, and moves the branch there.
    pub(super) fn commit(&self, parents: &[usize], files: &[(&str, Mode, Oid)]) -> CommitId {
        let git = self.git();
        let files = files.iter().map(|(name, mode, id)| (path(name), (*mode, *id))).collect();
        let tree = write_tree(&git, &files).expect("a tree");
        self.commit_tree(parents, tree)
    }

    pub(super) fn commit_tree(&self, parents: &[usize], tree: Oid) -> CommitId {
        let parents: Vec<Oid> = parents.iter().map(|at| self.oid(*at)).collect();
        let words = Step { time: START + 100 * DAY, ..step(&[]) };
        let id = write_commit(&self.git(), tree, &parents, &words).expect("a commit");
        self.move_branch(id);
        CommitId::new(&id.to_string()).expect("an id")
    }

    pub(super) fn move_branch(&self, id: Oid) {
        std::fs::write(self.dir().join(".git/refs/heads/main"), format!("{id}\n")).expect("written");
    }

    pub(super) fn blob(&self, text: &str) -> Oid {
        self.git().blob(text.as_bytes()).expect("a blob")
    }

    /// Stages the present content of a file.
    pub(super) fn stage(&self, name: &str) {
        let git = self.git();
        let mut index = git.index().expect("an index");
        index.add_path(Path::new(name)).and_then(|()| index.write()).expect("staged");
    }

    /// The history of one path in a view.
    pub(super) fn ask(&self, view: &View, name: &str) -> PathHistory {
        let repository = self.open();
        let snapshot = repository.snapshot(view).expect("a snapshot");
        let answers = repository.histories(&snapshot, &[path(name)], &key).expect("answers");
        answers.get(&path(name)).expect("an answer").clone()
    }

    /// Which steps are last change and review point of a path at HEAD.
    pub(super) fn steps_of(&self, name: &str) -> (usize, usize) {
        let head = self.open().head().expect("reads").expect("a commit").id;
        let answer = self.ask(&View::Commit(head), name);
        (self.step_of(&answer.last_change), self.step_of(&answer.review_point))
    }

    pub(super) fn step_of(&self, point: &Point) -> usize {
        let Point::Commit(info) = point else { panic!("no commit: {point:?}") };
        self.ids.iter().position(|id| *id == info.id).expect("a step")
    }
}

/// What the tests take for a review: the first line if it begins with `reviewed`, else all words.
pub(super) fn key(_: &RepoPath, bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    match text.lines().next() {
        Some(first) if first.starts_with("reviewed") => first.to_owned(),
        _ => text.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

/// What a snapshot holds, each path with its content.
pub(super) fn contents(snapshot: &Snapshot<'_>) -> BTreeMap<String, String> {
    let read = |path| String::from_utf8(snapshot.read(path, 1 << 20).unwrap_or_default()).expect("text");
    snapshot.entries().map(|(path, _)| (path.to_string(), read(path))).collect()
}

/// What the program `git` answers, untouched by the machine's settings; nothing where there is none.
pub(super) fn git(folder: &Path, words: &[&str]) -> Option<String> {
    let answer = command(folder, words).output().ok()?;
    assert!(answer.status.success(), "git {words:?}: {}", String::from_utf8_lossy(&answer.stderr));
    Some(String::from_utf8(answer.stdout).expect("text").trim().to_owned())
}

/// The same where Git has to be there; it is told something.
pub(super) fn git_told(folder: &Path, words: &[&str], told: &str) -> String {
    let mut started = command(folder, words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("git is at hand");
    started.stdin.take().expect("a pipe").write_all(told.as_bytes()).expect("git listens");
    let answer = started.wait_with_output().expect("git ends");
    assert!(answer.status.success(), "git {words:?}: {}", String::from_utf8_lossy(&answer.stderr));
    String::from_utf8(answer.stdout).expect("text").trim().to_owned()
}

fn command(folder: &Path, words: &[&str]) -> Command {
    let settings =
        [("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_NOSYSTEM", "1"), ("GIT_NO_REPLACE_OBJECTS", "1")];
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(words).envs(settings).stdin(Stdio::null());
    command
}
