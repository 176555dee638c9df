//! Where the walk gets its commits, and what it knows of them beforehand: from the objects, or from the commit-graph.

use std::cell::Cell;

use git2::Oid;

use super::commit::Commit;
use super::graph::{Filter, Graph};
use super::object::Objects;
use super::trouble::Gap;

/// A commit on the way.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) id: Oid,
    pub(super) tree: Oid,
    pub(super) time: i64,
    pub(super) parents: Vec<Link>,
    /// Where the graph has it.
    place: Option<u32>,
    /// True when the object itself says the same.
    confirmed: Cell<bool>,
}

/// A commit that another one names.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    pub(super) id: Oid,
    place: Option<u32>,
}

/// The graph says something else than the commit of this id, or has led to where the path is not as it said.
#[derive(Debug)]
pub(super) struct Doubt(pub(super) Oid);

/// How far the commit-graph is believed.
#[derive(Clone, Copy)]
pub(super) enum Belief<'w> {
    /// Not at all.
    Nothing,
    /// Its filters: trees are not compared where it says that nothing has changed. Commits are read from the objects.
    Filters(&'w Graph),
    /// Its commits too: each that decides something is held against its object, those on the way to it are not.
    Commits(&'w Graph),
}

/// Objects, and the graph beside them.
#[derive(Clone, Copy)]
pub(super) struct Commits<'w> {
    pub(super) objects: &'w Objects<'w>,
    pub(super) belief: Belief<'w>,
}

impl<'w> Commits<'w> {
    /// The graph, where any of it is believed.
    pub(super) fn graph(&self) -> Option<&'w Graph> {
        match self.belief {
            Belief::Nothing => None,
            Belief::Filters(graph) | Belief::Commits(graph) => Some(graph),
        }
    }

    /// A commit that was read from its object.
    pub(super) fn node(&self, commit: Commit) -> Node {
        let link = |id: Oid| Link { id, place: self.graph().and_then(|graph| graph.find(id)) };
        let parents = commit.parents.into_iter().map(link).collect();
        let (place, confirmed) = (link(commit.id).place, Cell::new(true));
        Node { id: commit.id, tree: commit.tree, time: commit.time, parents, place, confirmed }
    }

    /// A commit that another one names.
    pub(super) fn follow(&self, link: Link) -> Result<Node, Gap> {
        match self.of_graph(link) {
            Some(node) => Ok(node),
            None => self.objects.commit(link.id).map(|commit| self.node(commit)),
        }
    }

    /// What a commit has changed against its first parent, if the graph has written that down.
    pub(super) fn filter(&self, node: &Node) -> Option<Filter<'w>> {
        self.graph()?.filter(node.place?)
    }

    /// Holds a commit against its object.
    pub(super) fn confirm(&self, node: &Node) -> Result<(), Doubt> {
        if node.confirmed.get() {
            return Ok(());
        }
        // Where the object cannot be read, the walk without a graph says so of the paths that it concerns.
        let commit = self.objects.commit(node.id).map_err(|_| Doubt(node.id))?;
        if commit.tree != node.tree || !commit.parents.iter().eq(node.parents.iter().map(|link| &link.id)) {
            return Err(Doubt(node.id));
        }
        node.confirmed.set(true);
        Ok(())
    }

    fn of_graph(&self, link: Link) -> Option<Node> {
        let Belief::Commits(graph) = self.belief else { return None };
        let record = graph.record(link.place?)?;
        let parent = |place: &u32| Some(Link { id: graph.id(*place)?, place: Some(*place) });
        let parents = record.parents.iter().map(parent).collect::<Option<Vec<_>>>()?;
        let (id, confirmed) = (link.id, Cell::new(false));
        Some(Node { id, tree: record.tree, time: record.time, parents, place: link.place, confirmed })
    }
}
