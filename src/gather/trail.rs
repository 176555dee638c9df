//! The trail that a piece of evidence leaves in the history, content by content: who wrote what of it.

use std::collections::BTreeSet;

use super::Authors;
use super::past::whole;
use crate::load::{MAX_DATA, canonical};
use crate::name::{CommitId, ContentHash, RepoPath};
use crate::repo::{CommitInfo, Edit, Edits};
use crate::text::Place;

/// The edits of a file, and of its sidecar where it has one.
pub(super) struct Trail<'e>(pub(super) Vec<&'e Edits>);

/// For each of them which edits are meant.
pub(super) type Marks = Vec<Vec<bool>>;

/// What tells two states of a file apart: its content, and of the files of the ledger every word.
pub(super) fn key_of(path: &RepoPath, bytes: &[u8], ledgers: &BTreeSet<RepoPath>) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) if ledgers.contains(path) && bytes.len() <= MAX_DATA => text.to_owned(),
        _ => canonical(path, bytes).hash.to_string(),
    }
}

/// Where the history of a file of the ledger has it as it stands here; nothing when it is not committed.
pub(super) fn brought(edits: &Edits, file: &Place) -> Option<usize> {
    let content = |text: &str| canonical(file.path(), text.as_bytes()).hash;
    let own = content(file.source.text());
    edits.newest.iter().find(|at| content(&edits.all[**at].key) == own).copied()
}

impl Trail<'_> {
    /// The edits of which a content is made; nothing when the history has never had it.
    pub(super) fn made_of(&self, content: &ContentHash) -> Option<Marks> {
        let sought = content.to_string();
        let mut seeds: Vec<Vec<usize>> = self.0.iter().map(|edits| places(edits, &sought)).collect();
        if let [file, sidecar] = self.0.as_slice() {
            for (one, edit) in file.all.iter().enumerate() {
                for (other, beside) in sidecar.all.iter().enumerate() {
                    if whole(&[edit.key.as_str(), beside.key.as_str()]) == *content {
                        seeds[0].push(one);
                        seeds[1].push(other);
                    }
                }
            }
        }
        let is_there = seeds.iter().any(|seeds| !seeds.is_empty());
        is_there.then(|| self.0.iter().zip(&seeds).map(|(edits, seeds)| edits.with_past(seeds)).collect())
    }

    /// Everything up to HEAD.
    pub(super) fn present(&self) -> Marks {
        self.0.iter().map(|edits| edits.with_past(&edits.newest)).collect()
    }

    /// What made each file what it is in HEAD.
    pub(super) fn newest(&self) -> Marks {
        let is_newest = |edits: &&Edits| (0..edits.all.len()).map(|at| edits.newest.contains(&at)).collect();
        self.0.iter().map(is_newest).collect()
    }

    /// Who made the edits that these commits do not have.
    pub(super) fn authors_beyond(&self, commits: &BTreeSet<CommitId>) -> Authors {
        let there = |edits: &&Edits| edits.all.iter().map(|edit| commits.contains(&edit.commit.id)).collect();
        let there: Marks = self.0.iter().map(there).collect();
        self.authors(&self.present(), &[&there])
    }

    /// The edits that are in one and in none of the others.
    pub(super) fn between<'t>(
        &'t self,
        of: &'t Marks,
        without: &'t [&Marks],
    ) -> impl Iterator<Item = &'t Edit> {
        self.0.iter().enumerate().flat_map(move |(file, edits)| {
            edits.all.iter().enumerate().filter_map(move |(at, edit)| {
                let marked = |marks: &Marks| marks.get(file).and_then(|marks| marks.get(at)) == Some(&true);
                (marked(of) && !without.iter().any(|marks| marked(marks))).then_some(edit)
            })
        })
    }

    /// The commit that gave the file a content, for showing it.
    pub(super) fn origin(&self, content: &ContentHash) -> Option<CommitInfo> {
        let file = self.0.first()?;
        let sought = content.to_string();
        let own = places(file, &sought).first().copied();
        let with_sidecar = || {
            let sidecar = self.0.get(1)?;
            let both = |edit: &&Edit| {
                sidecar.all.iter().any(|beside| whole(&[edit.key.as_str(), beside.key.as_str()]) == *content)
            };
            file.all.iter().find(both).map(|edit| edit.commit.clone())
        };
        own.map(|at| file.all[at].commit.clone()).or_else(with_sidecar)
    }

    /// Who made the edits that are in one and in none of the others.
    pub(super) fn authors(&self, of: &Marks, without: &[&Marks]) -> Authors {
        let mut authors = Authors::default();
        for edit in self.between(of, without) {
            match &edit.hidden {
                None => {
                    authors.people.insert(edit.commit.author.clone());
                }
                Some(hidden) => authors.hidden = Some(hidden.clone()),
            }
        }
        authors
    }
}

fn places(edits: &Edits, key: &str) -> Vec<usize> {
    edits.all.iter().enumerate().filter(|(_, edit)| edit.key == key).map(|(at, _)| at).collect()
}
