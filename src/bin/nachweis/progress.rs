//! The line that shows how far long work has come: on a terminal's standard error, after a second, never in a pipe.

use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use nachweis::repo::{Progress, Tell};
use nachweis::rule::Lang;

use crate::args::Args;
use crate::output;

/// Whoever waits no longer than this needs no line.
const PATIENCE: Duration = Duration::from_secs(1);

/// How often the line changes.
const PACE: Duration = Duration::from_millis(100);

/// Somebody who may be watching; from the first second on they see the line, until this is dropped.
pub(crate) struct Watched(Option<Line>);

/// Begins to show how far work has come, where somebody can see it.
pub(crate) fn watch(args: &Args) -> Watched {
    let seen = !args.quiet && output::is_watched();
    Watched(seen.then(|| Line::begin(args.lang())))
}

impl Watched {
    /// Who is to be told how far the work has come.
    pub(crate) fn tell(&self) -> Rc<Tell> {
        match &self.0 {
            Some(line) => {
                let counts = Arc::clone(&line.counts);
                Rc::new(move |progress| counts.note(progress))
            }
            None => Rc::new(|_| {}),
        }
    }
}

/// What is known so far, for whoever shows it.
#[derive(Default)]
struct Counts {
    entries: AtomicU64,
    commits: AtomicU64,
}

impl Counts {
    fn note(&self, progress: Progress) {
        match progress {
            Progress::Entries(count) => self.entries.store(count, Ordering::Relaxed),
            Progress::Commits(count) => self.commits.store(count, Ordering::Relaxed),
        }
    }

    /// The line, shorter than any terminal is wide: one that wraps could not be cleared.
    fn line(&self, lang: Lang, seconds: u64) -> String {
        let (commits, entries) = (self.commits.load(Ordering::Relaxed), self.entries.load(Ordering::Relaxed));
        match lang {
            Lang::De if commits > 0 => format!("nachweis liest den Verlauf: {commits} Commits, {seconds} s"),
            Lang::En if commits > 0 => format!("nachweis reads the history: {commits} commits, {seconds} s"),
            Lang::De if entries > 0 => format!("nachweis listet Dateien: {entries}, {seconds} s"),
            Lang::En if entries > 0 => format!("nachweis lists files: {entries}, {seconds} s"),
            Lang::De => format!("nachweis liest: {seconds} s"),
            Lang::En => format!("nachweis reads: {seconds} s"),
        }
    }
}

/// The thread that writes the line; it ends and clears it when this is dropped.
struct Line {
    counts: Arc<Counts>,
    /// Dropped first: that is the sign to end.
    end: Option<Sender<()>>,
    writer: Option<JoinHandle<()>>,
}

impl Line {
    fn begin(lang: Lang) -> Self {
        let (end, ended) = channel();
        let counts = Arc::new(Counts::default());
        let shown = Arc::clone(&counts);
        let write = move || show(lang, &shown, &ended, PATIENCE, output::write_over);
        let writer = std::thread::Builder::new().spawn(write);
        // Without a thread there is no line, and nothing else is lost.
        Self { counts, end: Some(end), writer: writer.ok() }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.end = None;
        if let Some(writer) = self.writer.take() {
            let _ = writer.join();
        }
    }
}

/// Writes the line again and again until nobody holds the other end any more, and clears it then.
fn show(lang: Lang, counts: &Counts, ended: &Receiver<()>, patience: Duration, mut write: impl FnMut(&str)) {
    let (start, mut wait, mut shown) = (Instant::now(), patience, false);
    while ended.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
        write(&counts.line(lang, start.elapsed().as_secs()));
        (wait, shown) = (PACE, true);
    }
    if shown {
        write("");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines that are seen during work of so long.
    fn seen(work: Duration, counts: &Counts) -> Vec<String> {
        let (end, ended) = channel();
        let mut out = Vec::new();
        std::thread::scope(|scope| {
            scope.spawn(move || {
                std::thread::sleep(work);
                drop::<Sender<()>>(end);
            });
            show(Lang::De, counts, &ended, Duration::from_millis(300), |line| out.push(line.to_owned()));
        });
        out
    }

    #[test]
    fn short_work_shows_nothing_and_long_work_a_line_that_goes_again() {
        let counts = Counts::default();
        assert!(seen(Duration::ZERO, &counts).is_empty());
        counts.note(Progress::Entries(4_096));
        counts.note(Progress::Commits(8_192));
        let long = seen(Duration::from_secs(2), &counts);
        assert_eq!(long[0], "nachweis liest den Verlauf: 8192 Commits, 0 s");
        assert_eq!(long[long.len() - 1], "", "{long:?}");
    }

    #[test]
    fn no_line_is_wider_than_a_narrow_terminal() {
        let counts = Counts::default();
        for progress in [None, Some(Progress::Entries(250_000)), Some(Progress::Commits(2_000_000))] {
            progress.into_iter().for_each(|progress| counts.note(progress));
            for lang in [Lang::De, Lang::En] {
                let line = counts.line(lang, 9_999);
                assert!(line.chars().count() < 60, "{line}");
            }
        }
    }
}
