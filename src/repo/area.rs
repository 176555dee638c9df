//! The last change of many files that are asked about as one: those below a folder that a pattern picks.

use std::ops::ControlFlow;

use git2::Oid;

use super::boundary::Boundary;
use super::commit::object_id;
use super::commits::{Belief, Commits, Node};
use super::differ::{Found, differ};
use super::graph::Prints;
use super::history::Point;
use super::limit;
use super::object::Objects;
use super::open::Repository;
use super::snapshot::{Snapshot, repo_path};
use super::tree::Leaf;
use super::trouble::{Gap, Trouble};
use super::walk::Stop;
use crate::name::RepoPath;

/// Files that are asked about as one.
struct Area<'a> {
    folder: &'a [u8],
    picks: &'a dyn Fn(&RepoPath) -> bool,
}

impl Repository {
    /// The last commit that changed any file that `picks` names, at or below a folder: what `git log -1` answers when
    /// it is asked about a pattern. That need not be the newest of the last changes of the files, since a merge is
    /// passed on the side that it leaves the same in all of them. Nothing if no such file ever was.
    ///
    /// Fails when the first commit cannot be read, and after two million commits.
    pub fn last_change_within(
        &self,
        snapshot: &Snapshot<'_>,
        folder: &RepoPath,
        picks: &dyn Fn(&RepoPath) -> bool,
    ) -> Result<Option<Point>, Trouble> {
        let objects = Objects::of(&self.git)?;
        let Some(head) = snapshot.commit() else { return Ok(None) };
        let id = object_id(head.id.as_str().as_bytes(), objects.format());
        let id = id.ok_or_else(|| Gap::Malformed(head.id.to_string()))?;
        let boundary = Boundary::read(&self.git, &objects)?;
        let area = Area { folder: folder.as_str().as_bytes(), picks };
        let plain = Commits { objects: &objects, belief: Belief::Nothing };
        if let Ok(belief) = self.belief(snapshot, &boundary, false)
            && let Ok(point) = area.walk(Commits { belief, ..plain }, &boundary, id)
        {
            return Ok(point);
        }
        match area.walk(plain, &boundary, id) {
            Ok(point) => Ok(point),
            Err(Stop::Gap(gap)) => Ok(Some(Point::Unknown(gap))),
            Err(Stop::Limit(value)) => Err(Trouble::Limit { what: "commits", value }),
            Err(Stop::Doubt(id)) => Err(Gap::Malformed(id.to_string()).into()),
        }
    }
}

impl Area<'_> {
    /// From parent to parent, as long as one has the same.
    fn walk(&self, commits: Commits<'_>, boundary: &Boundary, head: Oid) -> Result<Option<Point>, Stop> {
        let objects = commits.objects;
        let prints = if self.folder.is_empty() { Prints::default() } else { Prints::of(self.folder) };
        let mut node = commits.node(objects.commit(head)?);
        for _ in 0..limit::COMMITS {
            if boundary.ends_at(&node) {
                return Ok(Some(Point::Bounded(objects.info(node.id)?)));
            }
            match self.same_parent(commits, &node, &prints)? {
                Some(parent) => node = parent,
                None if node.parents.is_empty() && !self.differs(objects, Some(node.tree), None)? => {
                    commits.confirm(&node)?;
                    return Ok(None);
                }
                None => {
                    commits.confirm(&node)?;
                    return Ok(Some(Point::Commit(objects.info(node.id)?)));
                }
            }
        }
        Err(Stop::Limit(limit::COMMITS))
    }

    /// The first parent that has the same files with the same content.
    fn same_parent(&self, commits: Commits<'_>, node: &Node, prints: &Prints) -> Result<Option<Node>, Stop> {
        let mut parents = Vec::new();
        for (number, link) in node.parents.iter().enumerate() {
            let parent = commits.follow(*link)?;
            let filter = commits.filter(node).filter(|_| number == 0);
            let untouched = filter.is_some_and(|filter| prints.all().any(|print| !filter.may_hold(print)));
            if untouched || !self.differs(commits.objects, Some(node.tree), Some(parent.tree))? {
                return Ok(Some(parent));
            }
            parents.push(parent);
        }
        parents.iter().try_for_each(|parent| commits.confirm(parent))?;
        Ok(None)
    }

    fn differs(&self, objects: &Objects<'_>, ours: Option<Oid>, theirs: Option<Oid>) -> Result<bool, Gap> {
        Ok(differ(objects, ours, theirs, &mut First(self))?.is_break())
    }
}

/// Looks for the first file of an area in which two trees differ.
struct First<'f>(&'f Area<'f>);

impl Found for First<'_> {
    fn reaches(&self, path: &[u8]) -> bool {
        let is_below = |below: &[u8], above: &[u8]| {
            below.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with(b"/"))
        };
        let folder = self.0.folder;
        folder.is_empty() || is_below(path, folder) || is_below(folder, path)
    }

    fn take(&mut self, path: &[u8], _: Option<Leaf>, _: Option<Leaf>) -> ControlFlow<()> {
        let is_inside = path.len() >= self.0.folder.len();
        if is_inside && (self.0.picks)(&repo_path(path)) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }
}
