//! The trail that a piece of evidence leaves in the history, content by content: who wrote what of it.

use super::Authors;
use super::past::whole;
use crate::name::ContentHash;
use crate::repo::{CommitInfo, Edit, Edits};

/// The edits of a file, and of its sidecar where it has one.
pub(super) struct Trail<'e>(pub(super) Vec<&'e Edits>);

/// For each of them which edits are meant.
pub(super) type Marks = Vec<Vec<bool>>;

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
