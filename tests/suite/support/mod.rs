//! What the tests share: repositories made of steps, and reports of them.

pub(crate) mod change;
pub(crate) mod copies;
pub(crate) mod desk;
pub(crate) mod evidence;
pub(crate) mod fill;
mod git;
pub(crate) mod ledger;
mod look;
pub(crate) mod own_pack;
mod page;
pub(crate) mod program;
pub(crate) mod runner;
pub(crate) mod signed;

use std::fs;
use std::path::{Path, PathBuf};

use nachweis::engine::{Ask, View, report};
use nachweis::finding::{AsOf, AsOfSource, Report};
use nachweis::load::{PackFiles, canonical};
use nachweis::name::{CommitId, Date, GateId, RepoPath};
use nachweis::repo::{Step, unfold};
use nachweis::rule::Lang;

pub(crate) use git::{commit_all, git, git_can, last_commit, rewrite, save, shallow_clone};
pub(crate) use look::{entries, entry, found, json, of_piece, state, text};
pub(crate) use page::{Block, blocks};

/// The folder of this crate.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// All files below a folder of this crate, which must be text, by their path below it.
pub(crate) fn texts_below(folder: &str) -> PackFiles {
    let folder = root().join(folder);
    let mut found = PackFiles::new();
    let mut open = vec![folder.clone()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let below = path.strip_prefix(&folder).expect("below the folder");
            let text = fs::read_to_string(&path).expect("a text");
            found.insert(below.to_string_lossy().replace('\\', "/"), text);
        }
    }
    found
}

/// A repository in a temporary folder, built commit by commit.
pub(crate) struct Scene {
    folder: tempfile::TempDir,
    steps: Vec<Step>,
    ids: Vec<CommitId>,
}

pub(crate) fn path(text: &str) -> RepoPath {
    RepoPath::new(text).unwrap_or_else(|| panic!("{text} is no path of a repository"))
}

pub(crate) fn date(text: &str) -> Date {
    Date::parse(text).unwrap_or_else(|| panic!("{text} is no date"))
}

/// Noon in UTC of a day, in seconds since 1970.
pub(crate) fn noon(day: &str) -> i64 {
    date("1970-01-01").days_until(date(day)) * 86_400 + 43_200
}

impl Scene {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self { folder, steps: Vec::new(), ids: Vec::new() }
    }

    /// Adds a commit of that day.
    pub(crate) fn commit(&mut self, day: &str, write: &[(&str, &str)], delete: &[&str]) -> &mut Self {
        self.steps.push(Step {
            time: noon(day),
            author: "Projekt <projekt@behoerde.example>".to_owned(),
            message: format!("Stand {day}"),
            write: write.iter().map(|(name, text)| (path(name), text.as_bytes().to_vec())).collect(),
            delete: delete.iter().map(|name| path(name)).collect(),
            ..Step::default()
        });
        self
    }

    /// Sets the parents of the commit that was added last: earlier ones by their number, of which the first gives the
    /// files; none for a history of its own.
    pub(crate) fn after(&mut self, parents: &[usize]) -> &mut Self {
        let step = self.steps.last_mut().expect("a commit");
        step.parent = Some(parents.first().copied());
        step.merge = parents.get(1..).unwrap_or_default().to_vec();
        self
    }

    /// Sets the author of the commit that was added last.
    pub(crate) fn author(&mut self, author: &str) {
        self.steps.last_mut().expect("a commit").author = author.to_owned();
    }

    /// The number of the commit that was added last.
    pub(crate) fn last(&self) -> usize {
        self.steps.len() - 1
    }

    /// The id of a commit of the repository as it was written last.
    pub(crate) fn id(&self, number: usize) -> String {
        self.ids[number].to_string()
    }

    /// Writes the repository anew with all commits so far.
    pub(crate) fn build(&mut self) -> &Path {
        self.build_in(tempfile::tempdir().expect("a temporary folder"))
    }

    /// As [`Scene::build`], in a folder of [`in_memory`].
    pub(crate) fn build_in_memory(&mut self) -> &Path {
        self.build_in(in_memory())
    }

    fn build_in(&mut self, folder: tempfile::TempDir) -> &Path {
        self.folder = folder;
        self.ids = unfold(self.folder.path(), &self.steps, &fill).expect("the repository is written");
        self.folder.path()
    }

    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().to_owned()
    }
}

/// A temporary folder, in memory where the machine has a place for that: what is made and thrown away hundreds of times
/// need not reach a disk.
pub(crate) fn in_memory() -> tempfile::TempDir {
    let folder = tempfile::Builder::new().tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir());
    folder.expect("a temporary folder")
}

/// In an approval `c1:sha256:@` stands for the hash of the file that it names.
fn fill(_: &RepoPath, bytes: Vec<u8>, read: &dyn Fn(&RepoPath) -> Option<Vec<u8>>) -> Vec<u8> {
    let Ok(text) = String::from_utf8(bytes.clone()) else { return bytes };
    if !text.contains("c1:sha256:@") {
        return bytes;
    }
    let line = text.lines().find(|line| line.starts_with("path")).expect("an approval names its file");
    let named = path(line.split('"').nth(1).expect("the path stands in quotes"));
    let approved = read(&named).unwrap_or_else(|| panic!("{named} is not in the commit"));
    text.replace("c1:sha256:@", &canonical(&named, &approved).hash.to_string()).into_bytes()
}

/// A question to a repository on a day.
pub(crate) fn ask(root: &Path, as_of: &str, gate: Option<&str>) -> Ask {
    Ask {
        command: gate.map_or("check".to_owned(), |gate| format!("gate {gate}")),
        starts: vec![root.to_owned()],
        view: if gate.is_some() { View::Revision("HEAD".to_owned()) } else { View::Worktree },
        index: None,
        base: None,
        gate: gate.map(|gate| GateId::new(gate).expect("an id")),
        as_of: AsOf { date: date(as_of), source: AsOfSource::Argument },
        today: date(as_of),
        lang: None,
    }
}

/// The report of a repository on a day, in a language.
pub(crate) fn judged(root: &Path, as_of: &str, gate: Option<&str>, lang: Lang) -> Report {
    report(&Ask { lang: Some(lang), ..ask(root, as_of, gate) })
}
