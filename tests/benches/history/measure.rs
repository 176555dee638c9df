//! Running programs in turn and comparing how long they take.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Pairs of runs.
pub(crate) fn runs() -> usize {
    crate::number("NACHWEIS_BENCH_RUNS").unwrap_or(5).max(5)
}

/// What two commands took, run in turn.
pub(crate) struct Pairs(Vec<(Duration, Duration)>);

impl Pairs {
    /// Runs both once to warm up, then in turn.
    pub(crate) fn of(ours: &mut dyn FnMut(), theirs: &mut dyn FnMut()) -> Self {
        ours();
        theirs();
        Self((0..runs()).map(|_| (timed(ours), timed(theirs))).collect())
    }

    /// Our median, theirs, and the median ratio with the smallest and the largest, as columns of a table.
    pub(crate) fn columns(&self) -> String {
        let millis = |time: Duration| time.as_secs_f64() * 1_000.0;
        let [_, ours, _] = spread(self.0.iter().map(|pair| millis(pair.0)));
        let [_, theirs, _] = spread(self.0.iter().map(|pair| millis(pair.1)));
        let [least, ratio, most] = spread(self.0.iter().map(|pair| millis(pair.0) / millis(pair.1)));
        format!("{ours:.0} ms | {theirs:.0} ms | **{ratio:.3}** ({least:.3}–{most:.3})")
    }
}

/// The median of as many runs of one command, after one to warm up.
pub(crate) fn median(act: &mut dyn FnMut()) -> String {
    act();
    let [_, median, _] = spread((0..runs()).map(|_| timed(act).as_secs_f64() * 1_000.0));
    format!("{median:.0} ms")
}

fn timed(act: &mut dyn FnMut()) -> Duration {
    let start = Instant::now();
    act();
    start.elapsed()
}

/// Least, median and most.
fn spread(values: impl Iterator<Item = f64>) -> [f64; 3] {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    [values[0], values[values.len() / 2], values[values.len() - 1]]
}

/// Git without the settings of the machine.
pub(crate) fn git_command(at: &Path, words: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(at).args(words).stdin(Stdio::null()).stderr(Stdio::inherit());
    let settings =
        [("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_NOSYSTEM", "1"), ("GIT_NO_REPLACE_OBJECTS", "1")];
    command.envs(settings);
    command
}

/// What Git prints, without the last line end.
pub(crate) fn git(at: &Path, words: &[&str]) -> String {
    let output = git_command(at, words).output().expect("git starts");
    assert!(output.status.success(), "git {words:?}");
    String::from_utf8(output.stdout).expect("text").trim_end().to_owned()
}
