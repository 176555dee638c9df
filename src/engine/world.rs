//! A repository with its projects, loaded for one question.

use std::borrow::Cow;
use std::path::PathBuf;

use super::packs;
use super::trouble::{about, finding};
use crate::check;
use crate::finding::{AsOf, AsOfSource, Finding, Problems, Report, SourceKind, SourceReport};
use crate::gather::{Picture, Question, gather};
use crate::load::{FILE_NAME, MAX_DATA, SettingsFile, settings};
use crate::model::{Pack, Words};
use crate::name::{CommitId, Date, GateId, RepoPath};
use crate::repo::{EntryKind, Repository, Snapshot, Trouble, View as RepoView};
use crate::rule::{Lang, Rule};
use crate::text::{Place, Source};
use crate::verdict::{Run, decide};

/// What is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum View {
    /// The working tree.
    Worktree,
    /// The index.
    Index,
    /// A commit: `HEAD`, a full object id, or a full name of a reference.
    Revision(String),
}

/// A question to a repository.
#[derive(Clone, Debug)]
pub struct Ask {
    /// The command, for the report.
    pub command: String,
    /// The folders where the search for the repository and the projects begins; all in one repository.
    pub starts: Vec<PathBuf>,
    /// What is looked at.
    pub view: View,
    /// The gate that is asked for.
    pub gate: Option<GateId>,
    /// The day.
    pub as_of: AsOf,
    /// Today by the clock, in UTC: a gate is not asked for a day that has not come.
    pub today: Date,
    /// The language of the report; that of the settings where there is none.
    pub lang: Option<Lang>,
}

impl Ask {
    /// Where the search began, for messages.
    fn place(&self) -> String {
        self.starts.first().map(|start| start.display().to_string()).unwrap_or_default()
    }
}

/// A project whose settings and pack are sound.
#[derive(Debug)]
pub struct LoadedProject {
    /// The settings.
    pub file: SettingsFile,
    /// The pack.
    pub pack: Cow<'static, Pack>,
}

/// A repository with its projects.
pub struct World<'r> {
    repository: &'r Repository,
    /// Everything that is looked at.
    pub snapshot: Snapshot<'r>,
    /// The projects.
    pub projects: Vec<LoadedProject>,
    /// What is wrong with the yardstick, or could not be looked at.
    pub problems: Vec<Finding>,
    /// Folders with settings.
    folders: Vec<RepoPath>,
}

impl<'r> World<'r> {
    /// Lists what is looked at, finds the projects and reads their settings and packs.
    pub fn load(repository: &'r Repository, ask: &Ask) -> Result<Self, Trouble> {
        let view = match &ask.view {
            // A bare repository has no working tree; its commits can be judged all the same.
            View::Worktree if repository.work_dir().is_none() => {
                RepoView::Commit(commit(repository, "HEAD")?)
            }
            View::Worktree => RepoView::Worktree,
            View::Index => RepoView::Index,
            View::Revision(rev) => RepoView::Commit(commit(repository, rev)?),
        };
        let mut snapshot = repository.snapshot(&view)?;
        let folders: Vec<RepoPath> = snapshot
            .entries()
            .filter(|(path, entry)| path.file_name() == FILE_NAME && entry.kind == EntryKind::File)
            .map(|(path, _)| path.parent())
            .collect();
        let mut world = Self {
            repository,
            projects: Vec::new(),
            problems: Vec::new(),
            folders,
            snapshot: Snapshot::memory(Default::default()),
        };
        let mut problems = Problems::default();
        let mut chosen: Vec<RepoPath> = Vec::new();
        for start in &ask.starts {
            chosen.extend(nearest_or_below(&world.folders, Repository::open(start)?.prefix()));
        }
        chosen.sort();
        chosen.dedup();
        for folder in chosen {
            let mut own = Problems::default();
            let project = load_project(&snapshot, &folder, &mut own).filter(|_| own.is_empty());
            problems.extend(own);
            if let Some(project) = project {
                // Evidence that Git ignores is still there to be seen; that it is untracked is a finding.
                snapshot.add_untracked_below(&project.file.evidence_folder())?;
                world.projects.push(project);
            }
        }
        world.problems = problems.into_sorted();
        world.snapshot = snapshot;
        world.problems.extend(world.unanswerable(ask));
        Ok(world)
    }

    /// What makes the question itself impossible.
    fn unanswerable(&self, ask: &Ask) -> Vec<Finding> {
        let mut found = Vec::new();
        if self.folders.is_empty() {
            found.push(about(Rule::NothingToCheck).with("directory", ask.place()));
        }
        let Some(gate) = &ask.gate else { return found };
        for project in &self.projects {
            if project.pack.gate(gate.as_str()).is_none() {
                let known: Vec<&str> = project.pack.gates.iter().map(|gate| gate.id.as_str()).collect();
                let unknown =
                    about(Rule::UnknownId).with("id", gate.as_str()).with("known", known.join(", "));
                found.push(unknown.with("kind", Words::both("Tor", "gate")));
            }
        }
        if self.snapshot.commit().is_none() {
            found.push(about(Rule::AbsentObject).with("object", "HEAD"));
        }
        found
    }

    /// Moving the clock is the cheapest way past a gate: a day before the commit or after today gives no verdict. What
    /// would be found on that day is still told, for whoever plans ahead.
    fn untimely(&self, ask: &Ask) -> Option<Finding> {
        let commit = self.snapshot.commit().filter(|_| ask.gate.is_some())?;
        let early = ask.as_of.date.plus_days(1) < commit.date;
        let late = ask.today.plus_days(1) < ask.as_of.date && ask.as_of.source != AsOfSource::Clock;
        if !early && !late {
            return None;
        }
        let (from, to) = (commit.date.plus_days(-1), ask.today.plus_days(1));
        let expected =
            Words::both(&format!("ein Tag vom {from} bis zum {to}"), &format!("a day from {from} to {to}"));
        Some(about(Rule::WrongValue).with("value", ask.as_of.date).with("expected", expected))
    }

    /// The pictures of all projects. A project that could not be looked at becomes a finding.
    pub fn pictures<'a>(&'a self, ask: &'a Ask, loose: &mut Vec<(RepoPath, Finding)>) -> Vec<Picture<'a>> {
        let mut pictures = Vec::new();
        for project in &self.projects {
            let folder = project.file.folder();
            let nested: Vec<RepoPath> = self
                .folders
                .iter()
                .filter(|other| **other != folder && other.is_within(&folder))
                .cloned()
                .collect();
            let question = Question { as_of: ask.as_of.date, gate: ask.gate.as_ref() };
            match gather(self.repository, &self.snapshot, &project.file, &project.pack, &nested, question) {
                Ok(picture) => pictures.push(picture),
                Err(trouble) => loose.push((folder, finding(&trouble))),
            }
        }
        pictures
    }

    /// The text of a file at an earlier commit, if it was there and is text.
    pub fn text_at(&self, commit: &CommitId, path: &RepoPath) -> Option<String> {
        let tree = self.repository.snapshot(&RepoView::Commit(commit.clone())).ok()?;
        String::from_utf8(tree.read(path, MAX_DATA as u64).ok()?).ok()
    }

    /// Judges all projects.
    pub fn report(&self, ask: &Ask) -> Report {
        let project_of = |finding: &Finding| (finding.place.path().parent(), finding.clone());
        let mut loose: Vec<(RepoPath, Finding)> = self.problems.iter().map(project_of).collect();
        // A wrong question has no answer: an unknown gate must not be judged as if it were the first.
        let lang = self.lang(ask);
        if ask.gate.is_some() && !loose.is_empty() {
            return decide(self.run(ask, lang), &[], loose);
        }
        loose.extend(self.untimely(ask).map(|finding| (RepoPath::root(), finding)));
        let pictures: Vec<_> = self
            .pictures(ask, &mut loose)
            .into_iter()
            .map(|picture| {
                let found = check::judge(&picture);
                (picture, found)
            })
            .collect();
        if loose.is_empty() && pictures.iter().all(|(picture, _)| picture.due().next().is_none()) {
            let finding = about(Rule::NothingToCheck).variant("tasks");
            loose.push((RepoPath::root(), finding.with("directory", ask.place())));
        }
        decide(self.run(ask, lang), &pictures, loose)
    }

    fn lang(&self, ask: &Ask) -> Lang {
        let of_settings = || self.projects.first().map(|project| project.file.settings.language);
        ask.lang.or_else(of_settings).unwrap_or_default()
    }

    fn run(&self, ask: &Ask, lang: Lang) -> Run {
        let kind = match ask.view {
            View::Worktree => SourceKind::Worktree,
            View::Index => SourceKind::Index,
            View::Revision(_) => SourceKind::Commit,
        };
        let commit: Option<CommitId> = self.snapshot.commit().map(|commit| commit.id.clone());
        let source = SourceReport { kind, commit, unseen: self.unseen(ask) };
        Run { command: ask.command.clone(), gate: ask.gate.clone(), as_of: ask.as_of, lang, source }
    }

    /// How many uncommitted changes to evidence a judgement of a commit does not see.
    fn unseen(&self, ask: &Ask) -> usize {
        if !matches!(ask.view, View::Revision(_)) {
            return 0;
        }
        let folders: Vec<RepoPath> =
            self.projects.iter().map(|project| project.file.evidence_folder()).collect();
        let concerns = |path: &RepoPath| folders.iter().any(|folder| path.is_within(folder));
        self.repository.uncommitted(&self.snapshot, &concerns).unwrap_or_default()
    }
}

/// A report that holds nothing but findings about the question.
pub(super) fn empty_report(ask: &Ask, lang: Lang, findings: Vec<Finding>) -> Report {
    let kind = match ask.view {
        View::Worktree => SourceKind::Worktree,
        View::Index => SourceKind::Index,
        View::Revision(_) => SourceKind::Commit,
    };
    let source = SourceReport { kind, commit: None, unseen: 0 };
    let run = Run { command: ask.command.clone(), gate: ask.gate.clone(), as_of: ask.as_of, lang, source };
    decide(run, &[], findings.into_iter().map(|finding| (RepoPath::root(), finding)).collect())
}

/// The commit of a revision. HEAD without one is no wrong question: there is nothing to look at yet.
fn commit(repository: &Repository, rev: &str) -> Result<CommitId, Trouble> {
    if rev == "HEAD" && repository.head()?.is_none() {
        return Err(Trouble::Absent { object: rev.to_owned() });
    }
    Ok(repository.resolve(rev)?.id)
}

/// The nearest folder with settings at or above the start; if there is none, all below it.
fn nearest_or_below(folders: &[RepoPath], start: &RepoPath) -> Vec<RepoPath> {
    let above =
        folders.iter().filter(|folder| start.is_within(folder)).max_by_key(|folder| folder.as_str().len());
    match above {
        Some(folder) => vec![folder.clone()],
        None => folders.iter().filter(|folder| folder.is_within(start)).cloned().collect(),
    }
}

/// Reads the settings of a folder and holds them against their pack. Only without a problem are they to be judged by.
fn load_project(
    snapshot: &Snapshot<'_>,
    folder: &RepoPath,
    problems: &mut Problems,
) -> Option<LoadedProject> {
    let file = read_settings(snapshot, folder, problems)?;
    let pack = packs::resolve(snapshot, &file, problems)?;
    file.check_against(&pack, problems);
    Some(LoadedProject { file, pack })
}

fn read_settings(
    snapshot: &Snapshot<'_>,
    folder: &RepoPath,
    problems: &mut Problems,
) -> Option<SettingsFile> {
    let path = folder.join(FILE_NAME)?;
    let bytes = match snapshot.read(&path, MAX_DATA as u64) {
        Ok(bytes) => bytes,
        Err(trouble) => {
            problems.push(Finding { place: Place::whole(path), ..finding(&trouble) });
            return None;
        }
    };
    match String::from_utf8(bytes) {
        Ok(text) => settings(&Source::new(path, text), problems),
        Err(_) => {
            let finding = about(Rule::WrongValue).variant("type").with("value", path.as_str());
            let finding = finding.with("expected", Words::both("Text in UTF-8", "text in UTF-8"));
            problems.push(Finding { place: Place::whole(path), ..finding });
            None
        }
    }
}
