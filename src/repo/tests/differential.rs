//! Random histories, held against a walk written in the plainest way; review points are known to no other program.

use std::collections::{BTreeMap, BTreeSet};

use super::random::Dice;
use super::scene::{DAY, START, key, path, scene, step};
use crate::repo::{Edits, Point, Step, View};

type Files = BTreeMap<&'static str, String>;

const NAMES: [&str; 7] = ["a", "b.x", "b/c", "b/d", "e/f/g", "e/h", "e0"];

/// A history as the plain walk sees it: files and parents of each commit.
struct Model {
    files: Vec<Files>,
    parents: Vec<Vec<usize>>,
    steps: Vec<Step>,
}

fn random(seed: u64, count: usize) -> Model {
    let mut dice = Dice(seed);
    let mut model = Model { files: Vec::new(), parents: Vec::new(), steps: Vec::new() };
    for number in 0..count {
        let mut parents = Vec::new();
        if number > 0 && dice.roll(20) > 0 {
            parents.push(number - 1 - dice.roll(number.min(4)));
            for _ in 0..[0, 0, 0, 1, 1, 2][dice.roll(6)] {
                let other = dice.roll(number);
                if !parents.contains(&other) {
                    parents.push(other);
                }
            }
        }
        let before = parents.first().map(|parent| model.files[*parent].clone()).unwrap_or_default();
        let mut files = before.clone();
        for parent in parents.iter().skip(1) {
            for name in NAMES.iter().filter(|_| dice.roll(2) == 0) {
                match model.files[*parent].get(name) {
                    Some(text) => files.insert(name, text.clone()),
                    None => files.remove(name),
                };
            }
        }
        let changes = if parents.len() > 1 { dice.roll(2) } else { dice.roll(3) };
        for _ in 0..changes {
            let (one, two) = (NAMES[dice.roll(NAMES.len())], NAMES[dice.roll(NAMES.len())]);
            match dice.roll(8) {
                0 => drop(files.remove(one)),
                1 => {
                    if let Some(text) = files.remove(one) {
                        files.insert(two, text);
                    }
                }
                _ => drop(files.insert(one, format!("reviewed {}\n{}", dice.roll(3), dice.roll(3)))),
            }
        }
        let write: Vec<_> = files.iter().filter(|(name, text)| before.get(*name) != Some(text)).collect();
        let write: Vec<(&str, &str)> = write.into_iter().map(|(name, text)| (*name, text.as_str())).collect();
        let gone: Vec<&str> = before.keys().filter(|name| !files.contains_key(*name)).copied().collect();
        let mut next =
            step(&write).without(&gone).after(parents.first().copied(), parents.get(1..).unwrap_or_default());
        // Ties and clocks that go backwards.
        let rolled = i64::try_from(dice.roll(3)).expect("small");
        next.time = START + i64::try_from(number / 2).expect("small") * DAY - rolled * DAY;
        model.steps.push(next);
        model.parents.push(parents);
        model.files.push(files);
    }
    model
}

impl Model {
    /// Last change and review point of a file of the last commit.
    fn walk(&self, name: &'static str) -> (usize, usize) {
        let (mut at, mut name, mut last, mut setter) = (self.files.len() - 1, name, None, None);
        let sought = self.key(at, name);
        loop {
            let here = &self.files[at][name];
            let parents = &self.parents[at];
            if let Some(same) = parents.iter().find(|parent| self.files[**parent].get(name) == Some(here)) {
                at = *same;
                continue;
            }
            last = last.or(Some(at));
            let had: Vec<usize> =
                parents.iter().copied().filter(|at| self.files[*at].contains_key(name)).collect();
            if let Some(parent) = had.iter().find(|parent| self.key(**parent, name) == sought) {
                (at, setter) = (*parent, None);
                continue;
            }
            if let Some(parent) = had.first() {
                setter = setter.or(Some(at));
                at = *parent;
                continue;
            }
            let old =
                parents.iter().find_map(|parent| Some((*parent, self.old_name(*parent, at, here, name)?)));
            let Some((parent, old)) = old else { break };
            (at, name) = (parent, old);
        }
        (last.expect("it was changed somewhere"), setter.unwrap_or(at))
    }

    /// The commit that gave a file its key, with all edits that it builds on put down by their commits.
    fn edit(&self, at: usize, name: &'static str, found: &mut BTreeMap<usize, BTreeSet<usize>>) -> usize {
        let here = &self.files[at][name];
        let parents = &self.parents[at];
        if let Some(same) = parents.iter().find(|parent| self.files[**parent].get(name) == Some(here)) {
            return self.edit(*same, name, found);
        }
        let had: Vec<usize> =
            parents.iter().copied().filter(|at| self.files[*at].contains_key(name)).collect();
        if let Some(same) = had.iter().find(|parent| self.key(**parent, name) == self.key(at, name)) {
            return self.edit(*same, name, found);
        }
        if had.is_empty() {
            let old = |parent: &usize| Some((*parent, self.old_name(*parent, at, here, name)?));
            if let Some((parent, old)) = parents.iter().find_map(old) {
                return self.edit(parent, old, found);
            }
        }
        let before: BTreeSet<usize> = had.into_iter().map(|parent| self.edit(parent, name, found)).collect();
        found.entry(at).or_default().extend(before);
        at
    }

    fn key(&self, at: usize, name: &str) -> String {
        key(&path(name), self.files[at][name].as_bytes())
    }

    fn old_name(&self, parent: usize, at: usize, text: &str, name: &str) -> Option<&'static str> {
        let gone = |other: &&str| !self.files[at].contains_key(*other) && self.files[parent][*other] == text;
        let file_name = |path: &str| path.rsplit('/').next().map(str::to_owned);
        let gone: Vec<&'static str> =
            self.files[parent].keys().copied().filter(|other| gone(other)).collect();
        gone.iter().find(|other| file_name(other) == file_name(name)).or(gone.first()).copied()
    }
}

#[test]
fn random_histories() {
    for seed in 0..40 {
        let model = random(seed, 40);
        let scene = scene(&model.steps);
        let repository = scene.open();
        let head = scene.ids.last().expect("a commit").clone();
        let snapshot = repository.snapshot(&View::Commit(head.clone())).expect("a snapshot");
        let files = model.files.last().expect("a commit");
        let paths: Vec<_> = files.keys().map(|name| path(name)).collect();
        let answers = repository.histories(&snapshot, &paths, &key).expect("answers");
        assert_eq!(answers.len(), files.len());
        let edits = repository.edits(&snapshot, &paths, &key).expect("answers");
        assert_eq!(edits.len(), files.len());
        for name in files.keys() {
            let mut sought = BTreeMap::new();
            let newest = model.edit(model.files.len() - 1, name, &mut sought);
            let Edits { all, newest: found } = &edits[&path(name)];
            let step = |at: &usize| scene.step_of(&Point::Commit(all[*at].commit.clone()));
            assert_eq!(found.iter().map(step).collect::<Vec<_>>(), [newest], "seed {seed}, {name}");
            let mut told: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
            for (at, edit) in all.iter().enumerate() {
                assert_eq!(edit.hidden, None);
                told.entry(step(&at)).or_default().extend(edit.before.iter().map(step));
            }
            assert_eq!(told, sought, "seed {seed}, {name}");
            let answer = &answers[&path(name)];
            let steps = (scene.step_of(&answer.last_change), scene.step_of(&answer.review_point));
            assert_eq!(steps, model.walk(name), "seed {seed}, {name}");
        }
    }
}
