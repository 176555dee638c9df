//! Random histories with everything that makes them hard: merges of up to four parents, evil ones, criss-cross, several
//! roots, equal dates and clocks that go backwards, renames, modes, files in place of folders, names of all kinds.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use tempfile::TempDir;

use super::scene::{DAY, START, git_told};

/// The same numbers for the same seed.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % sides as u64).expect("small")
    }
}

/// Files that a random history may have. Some are folders of others, and never there together with them.
pub(super) const NAMES: [&str; 14] = [
    "a",
    "b.x",
    "b/c",
    "b/d.rs",
    "e/f/g",
    "e/f/g2.rs",
    "e/h",
    "e0",
    "ä.md",
    "ü/ß/x.rs",
    "[x]*.md",
    "t",
    "t/u",
    "日/本.rs",
];

/// Where every history had got to after half of its commits.
pub(super) const HALF: &str = "refs/heads/half";

/// Mode and content.
type Files = BTreeMap<&'static str, (&'static str, String)>;

/// Writes a random history into a folder of its own; HEAD is the last commit, and the index holds it.
pub(super) fn random(seed: u64, count: usize) -> TempDir {
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9));
    let mut stream = String::new();
    let mut all: Vec<Files> = Vec::new();
    for number in 0..count {
        let parents = parents(&mut dice, number);
        let mut files = parents.first().map(|parent| all[*parent].clone()).unwrap_or_default();
        for parent in parents.iter().skip(1).filter(|_| dice.roll(5) > 0).collect::<Vec<_>>() {
            for name in NAMES.into_iter().filter(|_| dice.roll(2) == 0).collect::<Vec<_>>() {
                match all[*parent].get(name) {
                    Some(file) => put(&mut files, name, file.clone()),
                    None => drop(files.remove(name)),
                }
            }
        }
        // A merge that changes something by itself is an evil one.
        let changes = if parents.len() > 1 { dice.roll(2) } else { dice.roll(4) };
        for _ in 0..changes {
            change(&mut dice, &mut files);
        }
        commit(&mut stream, &mut dice, number, &parents, &files);
        if number == count / 2 {
            writeln!(stream, "reset {HALF}\nfrom :{}\n", number + 1).expect("a string");
        }
        all.push(files);
    }
    let folder = tempfile::tempdir().expect("a folder");
    git_told(folder.path(), &["init", "--quiet", "--initial-branch=main", "."], "");
    git_told(folder.path(), &["-c", "core.fsync=none", "fast-import", "--quiet", "--force"], &stream);
    git_told(folder.path(), &["read-tree", "HEAD"], "");
    folder
}

fn parents(dice: &mut Dice, number: usize) -> Vec<usize> {
    let mut parents = Vec::new();
    if number == 0 || dice.roll(20) == 0 {
        return parents;
    }
    parents.push(number - 1 - dice.roll(number.min(4)));
    for _ in 0..[0, 0, 0, 1, 1, 1, 2, 3][dice.roll(8)] {
        let reach = if dice.roll(4) == 0 { number } else { number.min(10) };
        let other = number - 1 - dice.roll(reach);
        if !parents.contains(&other) {
            parents.push(other);
        }
    }
    parents
}

fn change(dice: &mut Dice, files: &mut Files) {
    let (one, two) = (NAMES[dice.roll(NAMES.len())], NAMES[dice.roll(NAMES.len())]);
    match (dice.roll(10), files.get(one).cloned()) {
        (0, Some(_)) => drop(files.remove(one)),
        (1, Some(file)) => {
            files.remove(one);
            put(files, two, file);
        }
        (2, Some((mode, text))) => {
            let other = if mode == "100644" { "100755" } else { "100644" };
            files.insert(one, (other, text));
        }
        (3, _) => put(files, one, ("120000", format!("to {}", dice.roll(3)))),
        (4, _) => put(files, one, ("160000", format!("{:040x}", 1 + dice.roll(3)))),
        (_, _) => put(files, one, ("100644", format!("reviewed {}\n{}", dice.roll(3), dice.roll(3)))),
    }
}

/// A file takes the place of what is in its way.
fn put(files: &mut Files, name: &'static str, file: (&'static str, String)) {
    let is_below =
        |below: &str, above: &str| below.strip_prefix(above).is_some_and(|rest| rest.starts_with('/'));
    files.retain(|other, _| !is_below(other, name) && !is_below(name, other));
    files.insert(name, file);
}

fn commit(stream: &mut String, dice: &mut Dice, number: usize, parents: &[usize], files: &Files) {
    if parents.is_empty() {
        stream.push_str("reset refs/heads/main\n\n");
    }
    let back = i64::try_from(dice.roll(3)).expect("small");
    let time = START + i64::try_from(number / 2).expect("small") * DAY - back * DAY;
    let mark = number + 1;
    write!(
        stream,
        "commit refs/heads/main\nmark :{mark}\ncommitter A <a@x.example> {time} +0000\ndata 0\n\n"
    )
    .expect("a string");
    for (at, parent) in parents.iter().enumerate() {
        let word = if at == 0 { "from" } else { "merge" };
        writeln!(stream, "{word} :{}", parent + 1).expect("a string");
    }
    stream.push_str("deleteall\n");
    for (name, (mode, text)) in files {
        match *mode {
            "160000" => writeln!(stream, "M {mode} {text} {name}"),
            _ => writeln!(stream, "M {mode} inline {name}\ndata {}\n{text}", text.len()),
        }
        .expect("a string");
    }
    stream.push('\n');
}
