//! A repository with its projects, loaded for one question.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::files::{read_baseline, read_settings};
use super::trouble::{about, finding};
use super::{packs, roster};
use crate::check;
use crate::finding::{AsOf, AsOfSource, Finding, Problems, Report, SourceKind, SourceReport};
use crate::gather::{Picture, Question, Target, gather};
use crate::load::{BaselineFile, FILE_NAME, MAX_DATA, SettingsFile};
use crate::model::{Pack, Roster, Words};
use crate::name::{CommitId, Date, GateId, RepoPath};
use crate::repo::{CommitInfo, EntryKind, Repository, Snapshot, Trouble, View as RepoView};
use crate::rule::{Lang, Rule};
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
    /// The index to look at in place of the repository's own: Git hands a hook of its own making for `commit --all`.
    pub index: Option<PathBuf>,
    /// The commit against which what is looked at is held as a change: `HEAD`, a full object id, or a full name of a
    /// reference, as a rule the tip of the target branch.
    pub base: Option<String>,
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
    /// What was missing when it was adopted.
    pub baseline: BaselineFile,
    /// The pack.
    pub pack: Cow<'static, Pack>,
    /// Folders below it with settings of their own, into which it does not reach.
    pub nested: Vec<RepoPath>,
    /// The keys that count.
    pub roster: Roster,
}

/// A repository with its projects.
pub struct World<'r> {
    pub(super) repository: &'r Repository,
    /// Everything that is looked at.
    pub snapshot: Snapshot<'r>,
    /// The projects.
    pub projects: Vec<LoadedProject>,
    /// What is wrong with the yardstick, or could not be looked at.
    pub problems: Vec<Finding>,
    /// Folders with settings.
    folders: Vec<RepoPath>,
    /// Of a change: the commit that it is held against.
    pub(super) target: Option<CommitInfo>,
    /// Of a change: the files that its projects have there for evidence, by the folder of the project.
    pub(super) landed: BTreeMap<RepoPath, BTreeSet<RepoPath>>,
}

impl<'r> World<'r> {
    /// Lists what is looked at, finds the projects and reads their settings and packs.
    pub fn load(repository: &'r Repository, ask: &Ask) -> Result<Self, Trouble> {
        let mut world = Self::list(repository, ask)?;
        world.read(&world.chosen(ask)?)?;
        world.problems.extend(world.nowhere(ask));
        world.problems.extend(world.unanswerable(ask));
        Ok(world)
    }

    /// Lists what is looked at. No project is read yet.
    pub(super) fn list(repository: &'r Repository, ask: &Ask) -> Result<Self, Trouble> {
        let view = match &ask.view {
            // A bare repository has no working tree; its commits can be judged all the same.
            View::Worktree if repository.work_dir().is_none() => {
                RepoView::Commit(commit(repository, "HEAD")?.id)
            }
            View::Worktree => RepoView::Worktree,
            View::Index => RepoView::Index,
            View::Revision(rev) => RepoView::Commit(commit(repository, rev)?.id),
        };
        let snapshot = repository.snapshot(&view)?;
        let folders: Vec<RepoPath> = snapshot
            .entries()
            .filter(|(path, entry)| path.file_name() == FILE_NAME && entry.kind == EntryKind::File)
            .map(|(path, _)| path.parent())
            .collect();
        let (projects, problems, landed) = (Vec::new(), Vec::new(), BTreeMap::new());
        Ok(Self { repository, projects, problems, folders, snapshot, target: None, landed })
    }

    /// The folders of the projects that are asked for.
    pub(super) fn chosen(&self, ask: &Ask) -> Result<BTreeSet<RepoPath>, Trouble> {
        let mut chosen = BTreeSet::new();
        for start in &ask.starts {
            chosen.extend(nearest_or_below(&self.folders, Repository::open(start)?.prefix()));
        }
        Ok(chosen)
    }

    /// Reads the projects of these folders, as far as there are any.
    pub(super) fn read(&mut self, folders: &BTreeSet<RepoPath>) -> Result<(), Trouble> {
        let mut problems = Problems::default();
        for folder in folders {
            if !self.has_settings(folder) {
                continue;
            }
            let mut own = Problems::default();
            let project = load_project(&self.snapshot, folder, self.nested(folder), &mut own);
            let sound = own.is_empty();
            problems.extend(own);
            if let Some(project) = project.filter(|_| sound) {
                // Evidence that Git ignores is still there to be seen; that it is untracked is a finding.
                self.snapshot.add_untracked_below(&project.file.evidence_folder())?;
                self.projects.push(project);
            }
        }
        self.problems = problems.into_sorted();
        Ok(())
    }

    /// True for a folder with settings.
    pub(super) fn has_settings(&self, folder: &RepoPath) -> bool {
        self.folders.contains(folder)
    }

    /// The project of a folder, if it has been read and is sound.
    pub(super) fn project(&self, folder: &RepoPath) -> Option<&LoadedProject> {
        self.projects.iter().find(|project| project.file.folder() == *folder)
    }

    /// The files that each project has for evidence: below its folder for it, and where its settings say.
    pub(super) fn evidence(&self) -> BTreeMap<RepoPath, BTreeSet<RepoPath>> {
        let of = |file: &SettingsFile| {
            let mapped = file.settings.evidence.values();
            let mapped: Vec<_> = mapped.filter_map(|path| file.folder().join(path.as_str())).collect();
            let is_evidence = |path: &&RepoPath| {
                path.is_within(&file.evidence_folder()) || mapped.iter().any(|mapped| path.is_within(mapped))
            };
            self.snapshot.entries().map(|(path, _)| path).filter(is_evidence).cloned().collect()
        };
        self.projects.iter().map(|project| (project.file.folder(), of(&project.file))).collect()
    }

    /// The folder of the project that a file belongs to; the root where there is none.
    pub(super) fn folder_of(&self, path: &RepoPath) -> RepoPath {
        let around = self.folders.iter().filter(|folder| path.is_within(folder));
        around.max_by_key(|folder| folder.as_str().len()).cloned().unwrap_or_default()
    }

    /// Folders below this one with settings of their own.
    fn nested(&self, folder: &RepoPath) -> Vec<RepoPath> {
        self.folders.iter().filter(|other| *other != folder && other.is_within(folder)).cloned().collect()
    }

    /// That there is nothing to check.
    pub(super) fn nowhere(&self, ask: &Ask) -> Option<Finding> {
        self.folders.is_empty().then(|| about(Rule::NothingToCheck).with("directory", ask.place()))
    }

    /// What makes the question itself impossible.
    pub(super) fn unanswerable(&self, ask: &Ask) -> Vec<Finding> {
        let mut found = Vec::new();
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
    pub(super) fn untimely(&self, ask: &Ask, base: Option<Date>) -> Option<Finding> {
        let commit = self.snapshot.commit().filter(|_| ask.gate.is_some())?;
        let newest = commit.date.max(base.unwrap_or(commit.date));
        let early = ask.as_of.date.plus_days(1) < newest;
        let late = ask.today.plus_days(1) < ask.as_of.date && ask.as_of.source != AsOfSource::Clock;
        if !early && !late {
            return None;
        }
        let (from, to) = (newest.plus_days(-1), ask.today.plus_days(1));
        let expected =
            Words::both(&format!("ein Tag vom {from} bis zum {to}"), &format!("a day from {from} to {to}"));
        Some(about(Rule::WrongValue).with("value", ask.as_of.date).with("expected", expected))
    }

    /// The pictures of all projects. A project that could not be looked at becomes a finding.
    pub fn pictures<'a>(&'a self, ask: &'a Ask, loose: &mut Vec<(RepoPath, Finding)>) -> Vec<Picture<'a>> {
        self.pictures_of(&self.projects, ask, loose)
    }

    /// This tree as these projects see it: its own, or its own by the bar of another tree.
    fn pictures_of<'a>(
        &'a self,
        projects: &'a [LoadedProject],
        ask: &'a Ask,
        loose: &mut Vec<(RepoPath, Finding)>,
    ) -> Vec<Picture<'a>> {
        let mut pictures = Vec::new();
        for LoadedProject { file, baseline, pack, nested, roster } in projects {
            let (as_of, gate) = (ask.as_of.date, ask.gate.as_ref());
            let evidence = self.landed.get(&file.folder());
            let target = self.target.as_ref().map(|commit| Target { commit, evidence });
            let question = Question { as_of, gate, roster, target };
            match gather(self.repository, &self.snapshot, (file, baseline), pack, nested, question) {
                Ok(picture) => pictures.push(picture),
                Err(trouble) => loose.push((file.folder(), finding(&trouble))),
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
        let run = self.run(ask, self.lang(ask).unwrap_or_default());
        if ask.gate.is_some() && !loose.is_empty() {
            return decide(run, &[], loose);
        }
        loose.extend(self.untimely(ask, None).map(|finding| (RepoPath::root(), finding)));
        let judged = self.judgements(&self.projects, ask, &mut loose);
        if loose.is_empty() && judged.iter().all(|(picture, _)| picture.due().next().is_none()) {
            let idle = about(Rule::NothingToCheck).variant("tasks");
            loose.push((RepoPath::root(), idle.with("directory", ask.place())));
        }
        decide(run, &judged, loose)
    }

    /// Judges this tree as these projects see it.
    pub(super) fn judged(
        &self,
        run: Run,
        projects: &[LoadedProject],
        ask: &Ask,
        mut loose: Vec<(RepoPath, Finding)>,
    ) -> Report {
        let judged = self.judgements(projects, ask, &mut loose);
        decide(run, &judged, loose)
    }

    fn judgements<'a>(
        &'a self,
        projects: &'a [LoadedProject],
        ask: &'a Ask,
        loose: &mut Vec<(RepoPath, Finding)>,
    ) -> Vec<(Picture<'a>, Vec<Finding>)> {
        let pictures = self.pictures_of(projects, ask, loose).into_iter();
        pictures
            .map(|picture| {
                let found = check::judge(&picture);
                (picture, found)
            })
            .collect()
    }

    /// The language that is asked for, else that of the first project.
    pub(super) fn lang(&self, ask: &Ask) -> Option<Lang> {
        let of_settings = || self.projects.first().map(|project| project.file.settings.language);
        ask.lang.or_else(of_settings)
    }

    /// The question, for the report.
    pub(super) fn run(&self, ask: &Ask, lang: Lang) -> Run {
        let kind = match ask.view {
            View::Worktree => SourceKind::Worktree,
            View::Index => SourceKind::Index,
            View::Revision(_) => SourceKind::Commit,
        };
        let commit: Option<CommitId> = self.snapshot.commit().map(|commit| commit.id.clone());
        let (unseen, stand_in) = (self.unseen(ask), self.stand_in());
        let source = SourceReport { kind, commit, unseen, base: None, stand_in };
        Run { command: ask.command.clone(), gate: ask.gate.clone(), as_of: ask.as_of, lang, source }
    }

    /// What to point at where there are no settings: the first page at the root, or any file.
    fn stand_in(&self) -> Option<RepoPath> {
        if !self.folders.is_empty() {
            return None;
        }
        let files = || self.snapshot.entries().filter(|(_, entry)| entry.kind == EntryKind::File);
        let readme = files().find(|(path, _)| path.as_str().starts_with("README"));
        readme.or_else(|| files().next()).map(|(path, _)| path.clone())
    }

    /// How many uncommitted changes to evidence a judgement of a commit does not see.
    fn unseen(&self, ask: &Ask) -> usize {
        if !matches!(ask.view, View::Revision(_)) {
            return 0;
        }
        let folders: Vec<RepoPath> =
            self.projects.iter().map(|project| project.file.evidence_folder()).collect();
        self.repository.uncommitted(&self.snapshot, &folders).unwrap_or_default()
    }
}

/// A report that holds nothing but findings about the question.
pub(super) fn empty_report(ask: &Ask, lang: Lang, findings: Vec<Finding>) -> Report {
    let kind = match ask.view {
        View::Worktree => SourceKind::Worktree,
        View::Index => SourceKind::Index,
        View::Revision(_) => SourceKind::Commit,
    };
    let source = SourceReport { kind, commit: None, unseen: 0, base: None, stand_in: None };
    let run = Run { command: ask.command.clone(), gate: ask.gate.clone(), as_of: ask.as_of, lang, source };
    decide(run, &[], findings.into_iter().map(|finding| (RepoPath::root(), finding)).collect())
}

/// The commit of a revision. HEAD without one is no wrong question: there is nothing to look at yet.
pub(super) fn commit(repository: &Repository, rev: &str) -> Result<CommitInfo, Trouble> {
    if rev == "HEAD" && repository.head()?.is_none() {
        return Err(Trouble::Absent { object: rev.to_owned() });
    }
    repository.resolve(rev)
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
    nested: Vec<RepoPath>,
    problems: &mut Problems,
) -> Option<LoadedProject> {
    let file = read_settings(snapshot, folder, problems)?;
    let baseline = read_baseline(snapshot, &file, problems);
    let pack = packs::resolve(snapshot, &file, problems)?;
    file.check_against(&pack, problems);
    let baseline = baseline?;
    baseline.check_against(&pack, problems);
    let roster = roster::resolve(snapshot, &file, problems);
    Some(LoadedProject { file, baseline, pack, nested, roster })
}
