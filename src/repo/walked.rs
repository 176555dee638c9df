//! How far walks through the history believe the commit-graph, what they took, and who is told meanwhile.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use super::boundary::Boundary;
use super::commits::Belief;
use super::graph::{Graph, NoGraph};
use super::open::Repository;
use super::snapshot::{Snapshot, View};
use super::walk::Stop;

/// Steps between two words about how far the work has come.
const TOLD: u64 = 4_096;

/// What the walks through the history of a repository took so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Walked {
    /// Commits visited by the longest walk.
    pub commits: u64,
    /// Whether the commit-graph made it shorter.
    pub shortcut: Shortcut,
}

/// Use that was made of the commit-graph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shortcut {
    /// Most trees were passed over because of its filters of changed paths.
    Filters,
    /// Commits were looked up in it; it has no filters.
    Commits,
    /// None.
    No(NoGraph),
}

/// How far the work on a repository has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Entries of a tree that are listed.
    Entries(u64),
    /// Commits that a walk has visited.
    Commits(u64),
}

/// Who is told how far the work has come.
pub type Tell = dyn Fn(Progress);

/// What a repository remembers between two walks.
#[derive(Default)]
pub(super) struct Walks {
    graph: OnceCell<Result<Graph, NoGraph>>,
    longest: RefCell<Option<Walked>>,
    tell: Option<Rc<Tell>>,
}

impl Repository {
    /// What the longest walk so far took; nothing before the first.
    pub fn walked(&self) -> Option<Walked> {
        self.walks.longest.borrow().clone()
    }

    /// From now on `tell` hears how many entries a listing and how many commits a walk has come by, every few thousand.
    pub fn on_progress(&mut self, tell: Rc<Tell>) {
        self.walks.tell = Some(tell);
    }

    /// Says how far the work has come, now and then: whoever counts need not know how often.
    pub(super) fn tell(&self, progress: Progress) {
        let (Progress::Entries(count) | Progress::Commits(count)) = progress;
        if count.is_multiple_of(TOLD) {
            self.walks.tell.iter().for_each(|tell| tell(progress));
        }
    }

    /// How far the graph is believed. A commit that is given is judged by its objects and nothing beside them. For the
    /// work tree and the index the filters shorten the search for review points, on which a verdict rests; commits are
    /// taken from the graph only to name the last change.
    pub(super) fn belief(
        &self,
        snapshot: &Snapshot<'_>,
        boundary: &Boundary,
        is_verdict: bool,
    ) -> Result<Belief<'_>, NoGraph> {
        if matches!(snapshot.view(), Some(View::Commit(_))) {
            return Err(NoGraph::Unasked);
        }
        let graph = self.walks.graph.get_or_init(|| Graph::open(&self.git, boundary));
        let graph = graph.as_ref().map_err(NoGraph::clone)?;
        match (is_verdict, graph.has_filters()) {
            (true, true) => Ok(Belief::Filters(graph)),
            (true, false) => Err(NoGraph::WithoutFilters),
            (false, _) => Ok(Belief::Commits(graph)),
        }
    }
}

impl Walks {
    /// Remembers a walk with the graph.
    pub(super) fn note(&self, commits: u64, belief: Belief<'_>) {
        let shortcut = match belief {
            Belief::Nothing => Shortcut::No(NoGraph::Unasked),
            Belief::Filters(_) => Shortcut::Filters,
            Belief::Commits(graph) if graph.has_filters() => Shortcut::Filters,
            Belief::Commits(_) => Shortcut::Commits,
        };
        self.keep(Walked { commits, shortcut });
    }

    /// Remembers a walk without it.
    pub(super) fn note_plain(&self, commits: u64, reason: NoGraph) {
        self.keep(Walked { commits, shortcut: Shortcut::No(reason) });
    }

    fn keep(&self, walked: Walked) {
        let mut longest = self.longest.borrow_mut();
        if longest.as_ref().is_none_or(|longest| longest.commits < walked.commits) {
            *longest = Some(walked);
        }
    }
}

impl From<Stop> for NoGraph {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Doubt(id) => Self::Contradicted(id.to_string()),
            Stop::Gap(gap) => Self::Unsound(gap.to_string()),
            // A graph can lead in circles; commits cannot.
            Stop::Limit(most) => Self::Unsound(format!("more than {most} commits")),
        }
    }
}
