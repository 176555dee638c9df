//! The history's answers: when a file last changed, and since when its reviewed state stands.

use std::collections::BTreeMap;

use git2::ObjectType;

use super::boundary::Boundary;
use super::chain::Chain;
use super::commit::{Commit, CommitInfo, object_id};
use super::commits::{Belief, Commits};
use super::limit;
use super::object::Objects;
use super::open::Repository;
use super::snapshot::{EntryKind, Snapshot, View};
use super::tree::Leaf;
use super::trouble::{Gap, Trouble};
use super::walk::{Stop, Walk};
use super::walked::Progress;
use crate::name::RepoPath;

/// Says when two contents count as the same review: those for which it answers the same. It is always given the
/// path under which the file is asked for, not an older name.
pub type KeyOf<'a> = dyn Fn(&RepoPath, &[u8]) -> String + 'a;

/// What the history says about a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathHistory {
    /// The last commit that changed it: what `git log -1 -- PATH` answers at the commit shown. Uncommitted changes
    /// do not count here.
    pub last_change: Point,
    /// Where its present key (see [`KeyOf`]) came to be. What changes no key does not move it: a new mode, an exact
    /// rename, a change of which the key knows nothing, and a change that was later taken back.
    pub review_point: Point,
}

/// A place in the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Point {
    /// This commit.
    Commit(CommitInfo),
    /// This commit or an earlier one that a shallow or grafted history hides.
    Bounded(CommitInfo),
    /// Not committed yet: the work tree or index that was asked about.
    Uncommitted,
    /// Not to be known.
    Unknown(Gap),
}

impl Repository {
    /// Asks the history about files of a snapshot, all in one walk that begins at [`Snapshot::commit`]. A path that
    /// the snapshot lacks gets no answer; one that HEAD lacks is [`Point::Uncommitted`], as all are while HEAD has
    /// no commit. A file whose key is not the one it has in HEAD has an uncommitted review point.
    ///
    /// Fails when the first commit or a file of the work tree cannot be read, and after two million commits.
    pub fn histories(
        &self,
        snapshot: &Snapshot<'_>,
        paths: &[RepoPath],
        key: &KeyOf<'_>,
    ) -> Result<BTreeMap<RepoPath, PathHistory>, Trouble> {
        self.ask(snapshot, paths, Some(key))
    }

    /// The last change alone: no content is read, so that it can be asked about files of any size and number, and
    /// about files that are gone, of which it is the commit that deleted them. For the rest as
    /// [`Repository::histories`]. A path that never was gets no answer.
    pub fn last_changes(
        &self,
        snapshot: &Snapshot<'_>,
        paths: &[RepoPath],
    ) -> Result<BTreeMap<RepoPath, Point>, Trouble> {
        let answers = self.ask(snapshot, paths, None)?;
        Ok(answers.into_iter().map(|(path, history)| (path, history.last_change)).collect())
    }

    fn ask(
        &self,
        snapshot: &Snapshot<'_>,
        paths: &[RepoPath],
        key: Option<&KeyOf<'_>>,
    ) -> Result<BTreeMap<RepoPath, PathHistory>, Trouble> {
        let mut answers = BTreeMap::new();
        let objects = Objects::of(&self.git)?;
        let head = match snapshot.commit() {
            Some(info) => {
                let id = object_id(info.id.as_str().as_bytes(), objects.format());
                Some(objects.commit(id.ok_or_else(|| Gap::Malformed(info.id.to_string()))?)?)
            }
            None => None,
        };
        let mut chains = Vec::new();
        for path in paths {
            let Some(name) = snapshot.raw(path) else {
                // A file that is gone has a last change as well: the commit that deleted it. Only who asks for the
                // last change alone asks about such files; what HEAD still has is deleted by no commit yet.
                let name = path.as_str().as_bytes().to_vec();
                let gone = |head: &Commit| matches!(objects.leaf(head.tree, &name), Ok(None));
                if key.is_none() && head.as_ref().is_some_and(gone) {
                    chains.push(Chain::gone(path.clone(), name));
                }
                continue;
            };
            let known = head.as_ref().map(|head| objects.leaf(head.tree, &name));
            let both = |point: Point| PathHistory { last_change: point.clone(), review_point: point };
            match known {
                None | Some(Ok(None)) => {
                    answers.insert(path.clone(), both(Point::Uncommitted));
                }
                Some(Err(gap)) => {
                    answers.insert(path.clone(), both(Point::Unknown(gap)));
                }
                Some(Ok(Some(leaf))) => {
                    let mut chain = Chain::new(path.clone(), name, leaf);
                    match key {
                        Some(key) => begin(&objects, snapshot, &mut chain, leaf, key)?,
                        None => chain.review = Some(Point::Uncommitted),
                    }
                    chains.push(chain);
                }
            }
        }
        if let Some(head) = head.filter(|_| !chains.is_empty()) {
            let objects = Commits { objects: &objects, belief: Belief::Nothing };
            answers.extend(self.walk(objects, snapshot, &head, &chains, key)?);
        }
        Ok(answers)
    }

    /// Walks with the commit-graph where that may be used, and without it where it turns out to be wrong.
    fn walk(
        &self,
        plain: Commits<'_>,
        snapshot: &Snapshot<'_>,
        head: &Commit,
        chains: &[Chain],
        key: Option<&KeyOf<'_>>,
    ) -> Result<BTreeMap<RepoPath, PathHistory>, Trouble> {
        let boundary = Boundary::read(&self.git, plain.objects)?;
        let walk = |commits| {
            let nothing = |_: &RepoPath, _: &[u8]| String::new();
            let mut walk = Walk::new(commits, &boundary, key.unwrap_or(&nothing), chains.to_vec());
            let end =
                walk.run(head.clone(), limit::COMMITS, &|commits| self.tell(Progress::Commits(commits)));
            let visited = walk.visited();
            end.map(|()| (walk.answers(), visited))
        };
        let reason = match self.belief(snapshot, &boundary, key.is_some()) {
            Ok(belief) => match walk(Commits { belief, ..plain }) {
                Ok((answers, visited)) => {
                    self.walks.note(visited, belief);
                    return Ok(answers);
                }
                Err(stop) => stop.into(),
            },
            Err(reason) => reason,
        };
        match walk(plain) {
            Ok((answers, visited)) => {
                self.walks.note_plain(visited, reason);
                Ok(answers)
            }
            Err(Stop::Limit(value)) => Err(Trouble::Limit { what: "commits", value }),
            Err(Stop::Doubt(id)) => Err(Gap::Malformed(id.to_string()).into()),
            Err(Stop::Gap(gap)) => Err(gap.into()),
        }
    }
}

/// Settles how the chain's review point is to be sought: from HEAD on with the key that the snapshot's content has,
/// or not at all because that key is not in HEAD.
fn begin(
    objects: &Objects<'_>,
    snapshot: &Snapshot<'_>,
    chain: &mut Chain,
    leaf: Leaf,
    key: &KeyOf<'_>,
) -> Result<(), Trouble> {
    let kind = snapshot.entry(&chain.path).map(|entry| entry.kind);
    let committed = matches!(snapshot.view(), Some(View::Commit(_)));
    if kind == leaf.mode.kind() && (committed || snapshot.id(&chain.path)?.0 == leaf.id) {
        return Ok(());
    }
    if (kind, leaf.mode.kind()) != (Some(EntryKind::File), Some(EntryKind::File)) {
        chain.review = Some(Point::Uncommitted);
        return Ok(());
    }
    let now = match snapshot.read(&chain.path, limit::OBJECT) {
        Err(Trouble::Limit { .. }) => {
            chain.review = Some(Point::Unknown(Gap::TooLarge(chain.path.to_string())));
            return Ok(());
        }
        read => key(&chain.path, &read?),
    };
    match objects.bytes(leaf.id, ObjectType::Blob, limit::OBJECT) {
        Ok(bytes) if key(&chain.path, &bytes) == now => chain.key = Some(now),
        Ok(_) => chain.review = Some(Point::Uncommitted),
        Err(gap) => chain.review = Some(Point::Unknown(gap)),
    }
    Ok(())
}
