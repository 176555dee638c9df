//! `git last-modified`, which newer versions of Git have: it too answers for many paths in one walk.

use std::path::Path;
use std::time::Instant;

use crate::measure::{git, git_command};

/// How it is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// With the paths in question.
    Paths,
    /// About everything, which is often faster.
    Whole,
}

impl Form {
    /// For the table.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Paths => "the paths",
            Self::Whole => "the whole tree",
        }
    }
}

/// True when the installed Git has it.
pub(crate) fn is_there(repository: &Path) -> bool {
    let words = ["last-modified", "-r", "HEAD", "--", "no-such-path"];
    git_command(repository, &words)
        .stderr(std::process::Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// The faster of its two forms.
pub(crate) fn better(repository: &Path, names: &[String]) -> Form {
    let time = |form| {
        let start = Instant::now();
        ask(repository, names, form);
        start.elapsed()
    };
    if time(Form::Paths) < time(Form::Whole) { Form::Paths } else { Form::Whole }
}

/// `COMMIT PATH` for each path, sorted.
pub(crate) fn ask(repository: &Path, names: &[String], form: Form) -> Vec<String> {
    let mut words = vec!["--literal-pathspecs", "last-modified", "-r", "HEAD", "--"];
    if form == Form::Paths {
        words.extend(names.iter().map(String::as_str));
    }
    let text = git(repository, &words);
    let lines = text.lines().filter_map(|line| line.split_once('\t'));
    let asked = lines.filter(|(_, name)| names.iter().any(|asked| asked == name));
    let mut answers: Vec<String> = asked.map(|(commit, name)| format!("{commit} {name}")).collect();
    answers.sort();
    answers
}
