//! The bar of a project and its address, taken apart: one project by the bar of another tree, and what was lowered
//! between two trees.

use std::collections::{BTreeMap, BTreeSet};

use super::world::{LoadedProject, World};
use crate::finding::Finding;
use crate::gather::{covered, moves};
use crate::name::{RepoPath, SubjectId};
use crate::repo::{Repository, Trouble};
use crate::verdict::{Bar, as_one, lowered};

impl LoadedProject {
    /// This project with the bar of another. Here and in [`crate::model::Settings::with_bar_of`] everything is listed
    /// that a change may not lower: whatever joins a project is named here, and said to be address or bar.
    pub(super) fn with_bar_of(&self, other: &Self) -> Self {
        let Self { file, baseline, pack, nested, roster } = other;
        let file = self.file.saying(self.file.settings.with_bar_of(&file.settings));
        let (baseline, pack) = (baseline.clone(), pack.clone());
        Self { file, baseline, pack, nested: nested.clone(), roster: roster.clone() }
    }

    /// True when the bar of another would change nothing.
    pub(super) fn has_bar_of(&self, other: &Self) -> bool {
        // What the settings pin differs only where they do.
        let Self { file, baseline, pack: _, nested, roster: _ } = self.with_bar_of(other);
        let tree = baseline.entries == self.baseline.entries && nested == self.nested;
        tree && file.settings == self.file.settings
    }
}

/// An earlier tree, with what has been moved since.
pub(super) struct Earlier<'r> {
    pub(super) world: World<'r>,
    /// Where files lay, by where they lie in the judged tree.
    pub(super) moved: BTreeMap<RepoPath, RepoPath>,
}

impl<'r> Earlier<'r> {
    /// Lists an earlier tree.
    pub(super) fn list(
        repository: &'r Repository,
        ask: &super::Ask,
        head: &World<'_>,
    ) -> Result<Self, Trouble> {
        let world = World::list(repository, ask)?;
        let moved = moves(&head.snapshot, &world.snapshot)?;
        Ok(Self { world, moved })
    }

    /// The bar that a project had here, seen from the judged tree.
    pub(super) fn bar<'a>(&self, project: &'a LoadedProject, head: &World<'_>) -> Bar<'a> {
        let mut bar = present(project, head);
        let there = covered(&self.world.snapshot, &project.file, &project.nested);
        for (now, then) in &self.moved {
            for (id, _) in there.iter().filter(|(_, files)| files.contains(then)) {
                bar.covered.entry(id.clone()).or_default().insert(now.clone());
            }
        }
        bar
    }
}

/// The bar of a project in the judged tree.
pub(super) fn present<'a>(project: &'a LoadedProject, head: &World<'_>) -> Bar<'a> {
    let covered = covered(&head.snapshot, &project.file, &project.nested);
    let LoadedProject { file, baseline, pack, nested: _, roster } = project;
    Bar { settings: &file.settings, baseline, pack, roster, covered }
}

/// The judged tree's project by the bar of the base. Where the files of a subject were moved and its patterns with
/// them, the new patterns count beside the old ones: that is a change of address.
pub(super) fn by_bar_of(
    ours: &LoadedProject,
    theirs: &LoadedProject,
    then: &Bar<'_>,
    now: &Bar<'_>,
) -> LoadedProject {
    let mut project = ours.with_bar_of(theirs);
    let nothing = BTreeSet::new();
    let followed = |id: &SubjectId| {
        let files = |bar: &'_ Bar<'_>| bar.covered.get(id).unwrap_or(&nothing).clone();
        !files(then).is_empty() && files(then).is_subset(&files(now))
    };
    for (id, globs) in &mut project.file.settings.subjects {
        if followed(id) {
            let new = now.settings.subjects.get(id).into_iter().flatten();
            let new: Vec<String> = new.filter(|glob| !globs.contains(glob)).cloned().collect();
            globs.extend(new);
        }
    }
    project
}

/// In what a project asks for less than at the base. What it never had because its branch is older is no lowering:
/// a value must be weaker than at a merge base as well. Of several any will do, for in a criss-cross a change could
/// take the weaker of two.
pub(super) fn lowered_since(
    ours: &LoadedProject,
    now: &Bar<'_>,
    base: &Bar<'_>,
    parted: &[Option<Bar<'_>>],
) -> Vec<Finding> {
    let earlier: Vec<Option<Vec<Finding>>> =
        parted.iter().map(|bar| bar.as_ref().map(|bar| lowered(bar, now, &ours.file))).collect();
    let by_change = |finding: &Finding| {
        let weaker = |found: &Option<Vec<Finding>>| {
            found.as_ref().is_none_or(|found| found.iter().any(|other| other.about == finding.about))
        };
        earlier.is_empty() || earlier.iter().any(weaker)
    };
    as_one(lowered(base, now, &ours.file).into_iter().filter(by_change).collect())
}
