//! Who changed what: the commits that gave a file another key, each with those it builds on.
//!
//! A file follows the same simplification as in the walk for review points: from a commit to the first parent that has
//! the same. But where a merge differs from every parent all of them are followed, since what it brings together was
//! written on all of them; and what changes the bytes and not the key (see [`KeyOf`]) is nobody's edit. Of a
//! text that was moved and changed at once what was there before is followed as well. Nothing here rests on dates: they
//! only decide what is read first.

use std::collections::{BTreeMap, BinaryHeap, HashMap};
use std::rc::Rc;

use git2::{ObjectType, Oid};

use super::boundary::Boundary;
use super::commit::{CommitInfo, object_id};
use super::commits::{Belief, Commits, Node};
use super::compare::{Names, by_parts, compare};
use super::history::KeyOf;
use super::limit;
use super::object::{Objects, blob_id};
use super::open::Repository;
use super::rename::Gone;
use super::snapshot::{EntryKind, Snapshot};
use super::tree::Leaf;
use super::trouble::{Gap, Trouble};
use crate::name::RepoPath;

/// How a file came to be what it is in HEAD.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edits {
    /// The commits that gave it another key, in no particular order.
    pub all: Vec<Edit>,
    /// The one that gave it the key it has. All others lie behind it: a merge that chose none of its sides is an edit
    /// itself.
    pub newest: Vec<usize>,
}

/// A commit that gave a file another key than it had in any parent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The commit.
    pub commit: CommitInfo,
    /// The key since.
    pub key: String,
    /// The edits it builds on, by their place; none for the first.
    pub before: Vec<usize>,
    /// What keeps one from seeing whose edit it is; then the commit is only where the view ends.
    pub hidden: Option<Hidden>,
}

/// Why a history cannot be followed any further.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hidden {
    /// A shallow clone or grafts have cut it.
    Cut,
    /// Something in it cannot be read.
    Gap(Gap),
}

impl Edits {
    /// These edits and all that they build on, by their place.
    pub fn with_past(&self, edits: &[usize]) -> Vec<bool> {
        let mut found = vec![false; self.all.len()];
        let mut open = edits.to_vec();
        while let Some(at) = open.pop() {
            if !std::mem::replace(&mut found[at], true) {
                open.extend(&self.all[at].before);
            }
        }
        found
    }
}

impl Repository {
    /// Asks for the edits of files, all in one walk that begins at [`Snapshot::commit`]. A path that HEAD lacks gets no
    /// answer, nor does anything while HEAD has no commit. What is not committed is nobody's edit yet.
    ///
    /// Fails when the first commit cannot be read, and after two million commits.
    pub fn edits(
        &self,
        snapshot: &Snapshot<'_>,
        paths: &[RepoPath],
        key: &KeyOf<'_>,
    ) -> Result<BTreeMap<RepoPath, Edits>, Trouble> {
        let objects = Objects::of(&self.git)?;
        let Some(info) = snapshot.commit() else { return Ok(BTreeMap::new()) };
        let id = object_id(info.id.as_str().as_bytes(), objects.format());
        let head = objects.commit(id.ok_or_else(|| Gap::Malformed(info.id.to_string()))?)?;
        let commits = Commits { objects: &objects, belief: Belief::Nothing };
        let mut search = Search {
            commits,
            boundary: Boundary::read(&self.git, &objects)?,
            key,
            empty: blob_id(b"", objects.format())?,
            paths,
            edits: vec![Edits::default(); paths.len()],
            known: BTreeMap::new(),
            keys: BTreeMap::new(),
            queue: BinaryHeap::new(),
            waiting: HashMap::new(),
        };
        let mut states = Vec::new();
        for (file, path) in paths.iter().enumerate() {
            let name = snapshot.raw(path).unwrap_or_else(|| path.as_str().as_bytes().to_vec());
            match objects.leaf(head.tree, &name) {
                Ok(Some(leaf)) => states.push(State { file, name, leaf, after: vec![None] }),
                Ok(None) => {}
                Err(gap) => return Err(gap.into()),
            }
        }
        let asked: Vec<usize> = states.iter().map(|state| state.file).collect();
        search.wait(&Rc::new(commits.node(head)), states);
        search.run()?;
        let found = search.edits.into_iter().enumerate().filter(|(file, _)| asked.contains(file));
        Ok(found.filter_map(|(file, edits)| Some((paths.get(file)?.clone(), edits))).collect())
    }
}

/// A file on its way.
#[derive(Clone)]
struct State {
    /// Which of the paths that were asked for.
    file: usize,
    /// Its path in the commit that it has reached.
    name: Vec<u8>,
    leaf: Leaf,
    /// The edits that build on what it has here; nothing for HEAD itself.
    after: Vec<Option<usize>>,
}

struct Search<'s> {
    commits: Commits<'s>,
    boundary: Boundary,
    key: &'s KeyOf<'s>,
    empty: Oid,
    paths: &'s [RepoPath],
    edits: Vec<Edits>,
    /// Where an edit stands: by file, commit and name.
    known: BTreeMap<(usize, Oid, Vec<u8>), usize>,
    keys: BTreeMap<(usize, Oid), String>,
    queue: BinaryHeap<(i64, Oid)>,
    waiting: HashMap<Oid, (Rc<Node>, Vec<State>)>,
}

impl Search<'_> {
    fn run(&mut self) -> Result<(), Trouble> {
        let mut visited = 0;
        while let Some((_, id)) = self.queue.pop() {
            let Some((node, states)) = self.waiting.remove(&id) else { continue };
            visited += 1;
            if visited > limit::COMMITS {
                return Err(Trouble::Limit { what: "commits", value: limit::COMMITS });
            }
            self.visit(&node, states)?;
        }
        Ok(())
    }

    fn wait(&mut self, node: &Rc<Node>, states: Vec<State>) {
        if states.is_empty() {
            return;
        }
        let (_, there) = self.waiting.entry(node.id).or_insert_with(|| {
            self.queue.push((node.time, node.id));
            (Rc::clone(node), Vec::new())
        });
        for state in states {
            let same = |other: &&mut State| other.file == state.file && other.name == state.name;
            match there.iter_mut().find(same) {
                Some(other) => other.after.extend(state.after),
                None => there.push(state),
            }
        }
    }

    fn visit(&mut self, node: &Rc<Node>, mut open: Vec<State>) -> Result<(), Trouble> {
        if self.boundary.ends_at(node) {
            return self.hide(node, open, &Hidden::Cut);
        }
        open.sort_by(|one, two| by_parts(&one.name, &two.name));
        let mut parents = Vec::new();
        let mut seen: Vec<Vec<(usize, Leaf)>> = vec![Vec::new(); open.len()];
        let mut left: Vec<Option<State>> = open.into_iter().map(Some).collect();
        for link in &node.parents {
            let parent = match self.waiting.get(&link.id) {
                Some((parent, _)) => Rc::clone(parent),
                None => match self.commits.follow(*link) {
                    Ok(parent) => Rc::new(parent),
                    Err(gap) => {
                        return self.hide(node, left.into_iter().flatten().collect(), &Hidden::Gap(gap));
                    }
                },
            };
            let places: Vec<usize> = (0..left.len()).filter(|at| left[*at].is_some()).collect();
            let names = Of { states: &left, places: &places };
            let differing = compare(self.commits.objects, node.tree, parent.tree, &names);
            let mut differs = vec![false; left.len()];
            for (place, side) in differing {
                let Some(at) = places.get(place).copied() else { continue };
                let Some(state) = &left[at] else { continue };
                match side {
                    // Only the mode differs.
                    Ok(Some(leaf))
                        if leaf.id == state.leaf.id && leaf.mode.kind() == state.leaf.mode.kind() => {}
                    Ok(Some(leaf)) => {
                        seen[at].push((parents.len(), leaf));
                        differs[at] = true;
                    }
                    Ok(None) => differs[at] = true,
                    Err(gap) => {
                        let state = left[at].take();
                        self.hide(node, state.into_iter().collect(), &Hidden::Gap(gap))?;
                    }
                }
            }
            let same = places.into_iter().filter(|at| !differs[*at]);
            let same: Vec<State> = same.filter_map(|at| left[at].take()).collect();
            self.wait(&parent, same);
            parents.push(parent);
        }
        for (state, seen) in left.into_iter().zip(seen) {
            let Some(state) = state else { continue };
            if let Err(gap) = self.changed(node, &parents, state.clone(), &seen) {
                self.hide(node, vec![state], &Hidden::Gap(gap))?;
            }
        }
        Ok(())
    }

    /// The file differs from what it is in every parent; `seen` is what those have that have something.
    fn changed(
        &mut self,
        node: &Rc<Node>,
        parents: &[Rc<Node>],
        state: State,
        seen: &[(usize, Leaf)],
    ) -> Result<(), Gap> {
        let key = self.key_of(state.file, state.leaf)?;
        for (parent, leaf) in seen {
            if self.key_of(state.file, *leaf)? == key {
                self.wait(&parents[*parent], vec![State { leaf: *leaf, ..state }]);
                return Ok(());
            }
        }
        // All empty files are alike: none of them is the other's past.
        if seen.is_empty() && state.leaf.mode.kind() == Some(EntryKind::File) && state.leaf.id != self.empty {
            for parent in parents {
                let gone = Gone::between(self.commits.objects, parent.tree, node.tree)?;
                if let Some(old) = gone.old_name(state.leaf.id, &state.name) {
                    self.wait(parent, vec![State { name: old.to_vec(), ..state }]);
                    return Ok(());
                }
            }
        }
        // Moved and changed at once: whoever did that has not written what was there before.
        let mut moved = Vec::new();
        for parent in parents.iter().filter(|_| seen.is_empty()) {
            moved.extend(self.moved(parent, node, &state)?.map(|(name, leaf)| (parent, name, leaf)));
        }
        let (place, is_new) = self.edit(node, &state, key, None)?;
        for (parent, name, leaf) in moved.into_iter().filter(|_| is_new) {
            self.wait(parent, vec![State { name, leaf, after: vec![Some(place)], ..state }]);
        }
        if is_new {
            for (parent, leaf) in seen {
                let after = vec![Some(place)];
                self.wait(
                    &parents[*parent],
                    vec![State { name: state.name.clone(), leaf: *leaf, after, ..state }],
                );
            }
        }
        Ok(())
    }

    /// What a file was in a parent that has nothing of its name, if it is a text that can be recognised there.
    fn moved(&self, parent: &Node, node: &Node, state: &State) -> Result<Option<(Vec<u8>, Leaf)>, Gap> {
        if state.leaf.mode.kind() != Some(EntryKind::File) {
            return Ok(None);
        }
        let bytes = self.commits.objects.bytes(state.leaf.id, ObjectType::Blob, limit::OBJECT)?;
        let Ok(text) = std::str::from_utf8(&bytes) else { return Ok(None) };
        let gone = Gone::between(self.commits.objects, parent.tree, node.tree)?;
        let old = gone.like(self.commits.objects, text, &state.name)?;
        Ok(old.map(|(id, name)| (name.to_vec(), Leaf { id, ..state.leaf })))
    }

    /// Writes an edit down, with whatever builds on it; answers with its place, and whether it was not known.
    fn edit(
        &mut self,
        node: &Node,
        state: &State,
        key: String,
        hidden: Option<Hidden>,
    ) -> Result<(usize, bool), Gap> {
        let at = (state.file, node.id, state.name.clone());
        let (place, is_new) = match self.known.get(&at) {
            Some(place) => (*place, false),
            None => {
                let commit = self.commits.objects.info(node.id)?;
                let all = &mut self.edits[state.file].all;
                all.push(Edit { commit, key, before: Vec::new(), hidden });
                self.known.insert(at, all.len() - 1);
                (all.len() - 1, true)
            }
        };
        let Edits { all, newest } = &mut self.edits[state.file];
        for after in &state.after {
            let list = after.map_or(&mut *newest, |after| &mut all[after].before);
            if !list.contains(&place) {
                list.push(place);
            }
        }
        Ok((place, is_new))
    }

    /// The view of these files ends here.
    fn hide(&mut self, node: &Node, states: Vec<State>, why: &Hidden) -> Result<(), Trouble> {
        for state in states {
            // Where the content itself is not there, no key is that of it.
            let key = self.key_of(state.file, state.leaf).unwrap_or_default();
            self.edit(node, &state, key, Some(why.clone()))?;
        }
        Ok(())
    }

    fn key_of(&mut self, file: usize, leaf: Leaf) -> Result<String, Gap> {
        if let Some(key) = self.keys.get(&(file, leaf.id)) {
            return Ok(key.clone());
        }
        if leaf.mode.kind() != Some(EntryKind::File) {
            return Ok(leaf.id.to_string());
        }
        let bytes = self.commits.objects.bytes(leaf.id, ObjectType::Blob, limit::OBJECT)?;
        let path = self.paths.get(file).ok_or_else(|| Gap::Absent(leaf.id.to_string()))?;
        let key = (self.key)(path, &bytes);
        self.keys.insert((file, leaf.id), key.clone());
        Ok(key)
    }
}

/// Those of the files that are still on their way, in the order of their names.
struct Of<'o> {
    states: &'o [Option<State>],
    places: &'o [usize],
}

impl Names for Of<'_> {
    fn count(&self) -> usize {
        self.places.len()
    }

    fn name(&self, at: usize) -> &[u8] {
        let state = self.places.get(at).and_then(|place| self.states.get(*place)?.as_ref());
        state.map(|state| state.name.as_slice()).unwrap_or_default()
    }
}
