//! A change: the judged tree by its own bar and by that of the base, and the trees that it came from. Up to five
//! judgements, each by the same function; what they come to is decided in `verdict`.

use std::collections::BTreeSet;

use super::approved::{Approval, Lowering, approval};
use super::bar::{Earlier, by_bar_of, lowered_since, present};
use super::world::{Ask, LoadedProject, View, World, commit};
use crate::finding::{About, BaseReport, Finding, Report, Value};
use crate::load::FILE_NAME;
use crate::model::Words;
use crate::name::{RepoPath, RoleId};
use crate::repo::{CommitInfo, Repository, Trouble};
use crate::rule::{Group, Rule};
use crate::text::Place;
use crate::verdict::{Against, Bar, Before, Past, Run, against};

/// Judges a change against a revision.
pub(super) fn report(repository: &Repository, ask: &Ask, rev: &str) -> Result<Report, Trouble> {
    let mut head = World::list(repository, ask)?;
    let own = head.snapshot.commit().map(|commit| commit.id.clone());
    // Before the first commit there is nothing that could be made worse.
    if own.is_none() && rev == "HEAD" {
        return Ok(World::load(repository, ask)?.report(ask));
    }
    let base = commit(repository, rev)?;
    let parted = match &own {
        Some(own) => repository.merge_bases(own, &base.id)?,
        None => Vec::new(),
    };
    let arrived =
        matches!(ask.view, View::Revision(_)) && parted.iter().any(|parted| Some(&parted.id) == own.as_ref());
    if arrived {
        let mut report = World::load(repository, ask)?.report(ask);
        report.source.base = Some(BaseReport { commit: base.id, compared: false });
        return Ok(report);
    }
    let earlier = |commit: &CommitInfo| {
        let view = View::Revision(commit.id.to_string());
        Earlier::list(repository, &Ask { view, ..ask.clone() }, &head)
    };
    let base_tree = earlier(&base)?;
    let parted: Vec<Earlier<'_>> =
        parted.iter().filter(|parted| parted.id != base.id).map(earlier).collect::<Result<_, _>>()?;
    let whole = repository.has_whole_history()?;
    head.target = Some(base.clone());
    Change { ask, head, base: base_tree, at: base, parted, whole }.report()
}

struct Change<'r> {
    ask: &'r Ask,
    head: World<'r>,
    base: Earlier<'r>,
    at: CommitInfo,
    /// The merge bases, unless the base itself is one.
    parted: Vec<Earlier<'r>>,
    whole: bool,
}

/// What the bars of all projects come to.
#[derive(Default)]
struct Bars {
    /// The judged tree's projects by the bar of the base, where that is another.
    projects: Vec<LoadedProject>,
    lowered: Vec<(RepoPath, Finding)>,
    late: Vec<RepoPath>,
}

impl Change<'_> {
    fn report(mut self) -> Result<Report, Trouble> {
        let ask = self.ask;
        // Whoever is judged at the base is judged here, even if the change hid or moved the settings.
        let mut wanted = self.head.chosen(ask)?;
        wanted.extend(self.base.world.chosen(ask)?);
        self.head.read(&wanted)?;
        self.base.world.read(&wanted)?;
        for parted in &mut self.parted {
            parted.world.read(&wanted)?;
        }
        self.head.landed = self.base.world.evidence();
        if wanted.is_empty() {
            self.head.problems.extend(self.head.nowhere(ask));
        }
        self.head.problems.extend(self.head.unanswerable(ask));
        if wanted.is_empty() || !self.head.problems.is_empty() {
            return Ok(self.head.report(ask));
        }
        let lang = self.head.lang(ask).or_else(|| self.base.world.lang(ask)).unwrap_or_default();
        let run = self.head.run(ask, lang);
        let broken = self.broken();
        if !broken.is_empty() {
            let projects = if ask.gate.is_some() { &[] } else { self.head.projects.as_slice() };
            return Ok(self.head.judged(run, projects, ask, broken));
        }

        let untimely = self.head.untimely(ask, Some(self.at.date));
        let loose = untimely.map(|finding| (RepoPath::root(), finding)).into_iter().collect();
        let own = self.head.judged(run.clone(), &self.head.projects, ask, loose);
        let Bars { projects, lowered, late } = self.bars()?;
        let by_base = self.head.judged(run.clone(), &projects, ask, Vec::new());
        if own.counts.judged + by_base.counts.judged == 0 && lowered.is_empty() {
            return Ok(self.head.report(ask));
        }
        let place = |project: &LoadedProject| {
            let folder = project.file.folder();
            let file = self.head.project(&folder).map(|ours| ours.file.start());
            (folder.clone(), file.unwrap_or_else(|| settings_of(&folder)))
        };
        let lists_keys = |theirs: &&LoadedProject| {
            let ours = self.head.project(&theirs.file.folder());
            ours.is_some_and(|ours| ours.roster.is_within(&theirs.roster))
        };
        let theirs = self.base.world.projects.iter();
        let held = Against {
            commit: self.at.id.clone(),
            keys: theirs.filter(lists_keys).map(|theirs| theirs.file.folder()).collect(),
            projects: self.base.world.projects.iter().map(place).collect(),
            by_base: (!projects.is_empty()).then_some(by_base),
            lowered,
            late,
            before: ask.gate.is_none().then(|| self.before(&run)),
            whole: self.whole,
        };
        Ok(against(own, held))
    }

    /// What keeps the bar of the base from being read. It is told by names and lines of that commit, which are not
    /// those of the judged tree.
    fn broken(&self) -> Vec<(RepoPath, Finding)> {
        let mut problems = self.base.world.problems.clone();
        problems.extend(self.base.world.unanswerable(self.ask));
        let told = |problem: Finding| {
            let project = self.base.world.folder_of(problem.place.path());
            if problem.rule.group() == Group::Undetermined {
                return (project, problem);
            }
            let path = problem.place.path().clone();
            let about = About::project(format!("{}/{}", problem.rule, problem.about.requirement)).file(&path);
            let finding = Finding::new(Rule::BrokenBase, about, settings_of(&project))
                .with("base", self.at.id.as_str())
                .with("problem", problem.rule.id())
                .with("file", path.as_str())
                .with("line", problem.place.start().line);
            (project, finding)
        };
        problems.into_iter().map(told).collect()
    }

    fn bars(&self) -> Result<Bars, Trouble> {
        let mut bars = Bars::default();
        let (before, now) = (self.base.world.chosen(self.ask)?, self.head.chosen(self.ask)?);
        for theirs in &self.base.world.projects {
            let folder = theirs.file.folder();
            match self.head.project(&folder) {
                Some(ours) => self.compare(ours, theirs, &mut bars)?,
                // Deleted or moved away; or the branch is older than the project.
                None => {
                    if self.by_change(|parted| parted.has_settings(&folder)) {
                        bars.lowered
                            .push((folder.clone(), weakened("deleted", settings_of(&folder), theirs)));
                    } else {
                        bars.late.push(folder.clone());
                    }
                    bars.projects.push(theirs.with_bar_of(theirs));
                    continue;
                }
            }
            if before.contains(&folder) && !now.contains(&folder) && self.was_chosen(&folder)? {
                let nearer = now.iter().find(|near| folder.is_within(near) || near.is_within(&folder));
                let nearer = nearer.cloned().unwrap_or_default();
                let finding = weakened("shadowed", settings_of(&nearer), theirs);
                bars.lowered.push((folder.clone(), finding.with("project", folder.to_string())));
            }
        }
        Ok(bars)
    }

    fn compare(&self, ours: &LoadedProject, theirs: &LoadedProject, bars: &mut Bars) -> Result<(), Trouble> {
        let folder = theirs.file.folder();
        let (now, then) = (present(ours, &self.head), self.base.bar(theirs, &self.head));
        let parted: Vec<Option<Bar<'_>>> = self
            .parted
            .iter()
            .map(|parted| Some(parted.bar(parted.world.project(&folder)?, &self.head)))
            .collect();
        let lowered = lowered_since(ours, &now, &then, &parted);
        let mut told = |finding: Finding| {
            bars.lowered.push((folder.clone(), way_out(finding, theirs, ours.file.source.path())));
        };
        if !lowered.is_empty() {
            match self.approval(ours, theirs)? {
                // The bar of the judged tree then counts alone.
                Approval::Given(given) => {
                    lowered.iter().map(|finding| given.of(finding)).for_each(&mut told);
                    return Ok(());
                }
                Approval::Missing(refused) => lowered.into_iter().for_each(|finding| {
                    told(refused.iter().fold(finding, |told, (why, place)| told.also(why, place.clone())));
                }),
            }
        }
        if !ours.has_bar_of(theirs) {
            bars.projects.push(by_bar_of(ours, theirs, &then, &now));
        }
        Ok(())
    }

    /// What the ledger of the judged tree says of the lowering of a project's bar.
    fn approval(&self, ours: &LoadedProject, theirs: &LoadedProject) -> Result<Approval, Trouble> {
        let folder = theirs.file.folder();
        let parted = || self.parted.iter().map(|parted| parted.world.project(&folder));
        let abreast = parted().all(|project| project.is_some_and(|project| project.has_bar_of(theirs)));
        let before = std::iter::once(theirs).chain(parted().flatten()).collect();
        let (head, target, as_of) = (&self.head, &self.at, self.ask.as_of.date);
        approval(&Lowering { head, ours, theirs, before, abreast, target, as_of })
    }

    /// True when something that the base has and the judged tree has not was there when they parted.
    fn by_change(&self, was_there: impl Fn(&World<'_>) -> bool) -> bool {
        self.parted.is_empty() || self.parted.iter().any(|parted| was_there(&parted.world))
    }

    fn was_chosen(&self, folder: &RepoPath) -> Result<bool, Trouble> {
        let chosen = self.parted.iter().map(|parted| parted.world.chosen(self.ask));
        let chosen: Vec<BTreeSet<RepoPath>> = chosen.collect::<Result<_, _>>()?;
        Ok(chosen.is_empty() || chosen.iter().any(|chosen| chosen.contains(folder)))
    }

    /// The earlier trees, judged: each by its own bar, and the merge bases by that of the base too, since a branch is
    /// not to blame for what the target demands since.
    fn before(&self, run: &Run) -> Before {
        let judged = |tree: &Earlier<'_>, projects: &[LoadedProject]| {
            tree.world.judged(run.clone(), projects, self.ask, Vec::new())
        };
        let past = |tree: &Earlier<'_>| {
            let mut reports = vec![judged(tree, &tree.world.projects)];
            let others: Vec<LoadedProject> =
                self.base.world.projects.iter().filter_map(|theirs| late(tree, theirs)).collect();
            if !others.is_empty() {
                reports.push(judged(tree, &others));
            }
            Past::new(reports, tree.moved.clone())
        };
        let base = judged(&self.base, &self.base.world.projects);
        Before {
            base: Past::new(vec![base], self.base.moved.clone()),
            parted: self.parted.iter().map(past).collect(),
        }
    }
}

/// The project of an earlier tree by the bar of the base, unless that is its own. A tree that did not have the project
/// yet is looked at from where the base has it; one whose settings are broken excuses nothing.
fn late(tree: &Earlier<'_>, theirs: &LoadedProject) -> Option<LoadedProject> {
    let folder = theirs.file.folder();
    match tree.world.project(&folder) {
        Some(own) => (!own.has_bar_of(theirs)).then(|| own.with_bar_of(theirs)),
        None => (!tree.world.has_settings(&folder)).then(|| theirs.with_bar_of(theirs)),
    }
}

/// Settings that are gone or hidden. Nobody can approve what is not there.
fn weakened(variant: &'static str, place: Place, theirs: &LoadedProject) -> Finding {
    let about = About::project(format!("bar/{variant}"));
    let settings = place.path().clone();
    let finding = Finding::new(Rule::PolicyWeakened, about, place).variant(variant);
    let nobody = Words::both(
        "niemand, denn die Einstellungen fehlen hier",
        "nobody, for the settings are missing here",
    );
    way_out(finding, theirs, &settings).with("owners", nobody)
}

/// Who may approve that the bar sinks, and of which settings.
fn way_out(finding: Finding, theirs: &LoadedProject, settings: &RepoPath) -> Finding {
    let owners: Vec<&str> = theirs.pack.policy_owners.iter().map(RoleId::as_str).collect();
    let named = match owners.as_slice() {
        [] => Value::Words(Words::both("keine Rolle", "no role")),
        owners => owners.join(", ").into(),
    };
    let first = owners.first().copied().unwrap_or("ROLLE");
    finding.with("settings", settings.as_str()).with("owners", named).with("owner", first)
}

fn settings_of(folder: &RepoPath) -> Place {
    Place::whole(folder.join(FILE_NAME).unwrap_or_default())
}
