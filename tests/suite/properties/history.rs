//! History: what is cut off, hidden or gone leaves a piece as it is with the whole history, or undetermined, or worse
//! under a verdict that is undetermined; never better, and never another verdict.

use std::fs;
use std::path::{Path, PathBuf};

use nachweis::engine::{Exit, report};
use nachweis::finding::{Report, State};
use proptest::prelude::{Strategy, any, prop_assert, prop_oneof};
use proptest::sample::Index;

use super::holds;
use super::house::{day, house};
use crate::support::{Scene, ask, git, in_memory};

/// How a history is spoiled.
#[derive(Clone, Debug)]
enum Cut {
    /// It ends at this commit, as the clone says.
    Shallow(Index),
    /// It ends at this commit, as somebody wrote beside it.
    Grafted(Index),
    /// This object is gone.
    Absent(Index),
    /// A clone of so many commits.
    Clone(usize),
}

fn cut() -> impl Strategy<Value = Cut> {
    prop_oneof![
        2 => any::<Index>().prop_map(Cut::Shallow),
        2 => any::<Index>().prop_map(Cut::Grafted),
        5 => any::<Index>().prop_map(Cut::Absent),
        1 => (1..4_usize).prop_map(Cut::Clone),
    ]
}

/// All loose objects, in order.
fn loose(root: &Path) -> Vec<PathBuf> {
    let files = |folder: &Path| -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).expect("a folder");
        entries.map(|entry| entry.expect("an entry").path()).collect()
    };
    let objects = files(&root.join(".git/objects"));
    let short = |path: &&PathBuf| path.file_name().is_some_and(|name| name.len() == 2);
    let mut found: Vec<PathBuf> = objects.iter().filter(short).flat_map(|folder| files(folder)).collect();
    found.sort();
    found
}

/// Judges HEAD with its history spoiled.
fn spoiled(scene: &Scene, cut: &Cut, judge: impl Fn(&Path) -> Vec<Report>) -> Vec<Report> {
    let (root, commits) = (scene.root(), scene.last() + 1);
    match cut {
        Cut::Shallow(at) => {
            fs::write(root.join(".git/shallow"), format!("{}\n", scene.id(at.index(commits))))
                .expect("written");
        }
        Cut::Grafted(at) => {
            fs::create_dir_all(root.join(".git/info")).expect("a folder");
            fs::write(root.join(".git/info/grafts"), format!("{}\n", scene.id(at.index(commits))))
                .expect("written");
        }
        Cut::Absent(at) => {
            let objects = loose(&root);
            fs::remove_file(&objects[at.index(objects.len())]).expect("removed");
        }
        Cut::Clone(depth) => {
            let place = in_memory();
            let (depth, from) = (format!("--depth={depth}"), format!("file://{}", root.display()));
            git(place.path(), &["clone", "--quiet", &depth, &from, "clone"]);
            return judge(&place.path().join("clone"));
        }
    }
    judge(&root)
}

/// The state of each file of each piece.
pub(super) fn states(report: &Report) -> Vec<(String, State)> {
    let pieces = report.tasks.iter().flat_map(|task| &task.evidence);
    pieces.map(|piece| (format!("{} {}", piece.address, piece.path), piece.state)).collect()
}

#[test]
fn a_history_that_is_not_known_never_reads_as_a_fresh_one() {
    holds(96, 3, (house(), cut()), |(house, cut), tally| {
        let scene = house.scene();
        let judge = |root: &Path| -> Vec<Report> {
            let asked = [None, Some("idee"), Some("bau")];
            asked.map(|gate| report(&ask(root, &day(house.today), gate))).into()
        };
        let whole = judge(&scene.root());
        for (whole, cut) in whole.iter().zip(spoiled(&scene, &cut, judge)) {
            let (before, after) = (Exit::of(whole), Exit::of(&cut));
            if after == Exit::Undetermined {
                tally.counts();
            }
            prop_assert!(after == before || after == Exit::Undetermined, "{before:?} became {after:?}");
            let known = states(whole);
            for (piece, state) in states(&cut) {
                let known = known.iter().find(|(other, _)| *other == piece).map(|(_, known)| *known);
                let same = known == Some(state);
                // States are in order of how much is wrong.
                let worse = known.is_some_and(|known| state < known) && after == Exit::Undetermined;
                let unknown = state == State::Undetermined;
                prop_assert!(
                    same || unknown || worse,
                    "{piece} is {state:?}, with the whole history {known:?}"
                );
            }
        }
        Ok(())
    });
}
