//! Made repositories: any number of commits over four thousand files, the same bytes every time.

use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::{ChildStdin, Stdio};

use crate::measure::git;

/// Files of the made repository, in folders of ten, two levels deep.
const FILES: u64 = 4_000;

/// Seconds between two commits, and the time of the first.
const PACE: u64 = 900;
const START: u64 = 1_200_000_000;

/// A side branch on its way: its tip, and the files that it has changed.
struct Side {
    tip: u64,
    files: Vec<u64>,
    left: u64,
}

struct Maker {
    out: BufWriter<ChildStdin>,
    dice: Dice,
    commits: u64,
}

/// The same numbers every time.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// Makes a bare repository of so many commits, unless it is there.
pub(crate) fn repository(place: &Path, commits: u64) {
    if place.join("whole").exists() {
        return;
    }
    println!("Making {} with {commits} commits; this is done once.", place.display());
    // What an earlier run left half done.
    let _ = std::fs::remove_dir_all(place);
    std::fs::create_dir_all(place).expect("a folder");
    git(place, &["init", "--quiet", "--bare", "--initial-branch=main", "."]);
    let mut import = crate::measure::git_command(place, &["fast-import", "--quiet"])
        .stdin(Stdio::piped())
        .spawn()
        .expect("git starts");
    let out = BufWriter::new(import.stdin.take().expect("a pipe"));
    let mut maker = Maker { out, dice: Dice(82), commits: 0 };
    maker.all(commits).expect("git reads on");
    drop(maker);
    assert!(import.wait().expect("git ends").success());
    git(place, &["repack", "-a", "-d", "-q"]);
    std::fs::write(place.join("whole"), "").expect("written");
}

impl Maker {
    fn all(&mut self, commits: u64) -> std::io::Result<()> {
        let everything: Vec<u64> = (0..FILES).collect();
        let mut main = self.commit("main", &[], &everything)?;
        let mut recent = vec![main];
        let mut side: Option<Side> = None;
        while self.commits < commits {
            match side.take() {
                Some(done) if done.left == 0 => {
                    main = self.commit("main", &[main, done.tip], &done.files)?;
                }
                Some(mut open) if self.dice.roll(2) == 0 => {
                    let files = self.files();
                    open.tip = self.commit("side", &[open.tip], &files)?;
                    open.files.extend(files);
                    open.left -= 1;
                    side = Some(open);
                }
                other => {
                    side = other;
                    let files = self.files();
                    main = self.commit("main", &[main], &files)?;
                }
            }
            recent.push(main);
            if side.is_none() && self.dice.roll(30) == 0 {
                let back = usize::try_from(self.dice.roll(20)).expect("small");
                let tip = recent[recent.len().saturating_sub(back + 1)];
                side = Some(Side { tip, files: Vec::new(), left: 1 + self.dice.roll(6) });
            }
        }
        self.out
            .write_all(b"reset refs/heads/side\nfrom 0000000000000000000000000000000000000000\n\ndone\n")?;
        self.out.flush()
    }

    /// One to three files, some much more often than others.
    fn files(&mut self) -> Vec<u64> {
        let count = 1 + self.dice.roll(3);
        let mut files: Vec<u64> = (0..count)
            .map(|_| {
                let (roll, whole) = (self.dice.roll(1 << 20), 1 << 20);
                let skewed = roll * roll / whole * roll / whole;
                skewed * FILES / whole * 1_237 % FILES
            })
            .collect();
        files.sort_unstable();
        files.dedup();
        files
    }

    /// Writes a commit that gives these files a content that they never had, and answers its number.
    fn commit(&mut self, branch: &str, parents: &[u64], files: &[u64]) -> std::io::Result<u64> {
        self.commits += 1;
        let (number, time) = (self.commits, START + self.commits * PACE);
        let message = format!("commit {number}\n");
        write!(self.out, "commit refs/heads/{branch}\nmark :{number}\n")?;
        writeln!(self.out, "committer Projekt <projekt@behoerde.example> {time} +0000")?;
        write!(self.out, "data {}\n{message}", message.len())?;
        for (at, parent) in parents.iter().enumerate() {
            writeln!(self.out, "{} :{parent}", if at == 0 { "from" } else { "merge" })?;
        }
        for file in files {
            let text = format!("file {file}\nof commit {number}\n");
            let name = format!("part{:02}/area{:02}/file{file:04}.txt", file % 20, file / 20 % 20);
            write!(self.out, "M 100644 inline {name}\ndata {}\n{text}", text.len())?;
        }
        Ok(number)
    }
}
