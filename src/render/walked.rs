//! What looking through the history took, and how it could take less. That depends on the machine: it is said beside
//! a report, never in one.

use super::layout::{self, INDENT};
use super::{Options, safe};
use crate::repo::{NoGraph, Shortcut, Walked};
use crate::rule::Lang;

/// Commits from which on Git's commit-graph is worth its place: a walk without it takes a fraction of a second for
/// every ten thousand.
const LARGE: u64 = 10_000;

/// The command that writes the commit-graph with what shortens a walk.
const WRITE: &str = "git commit-graph write --reachable --changed-paths";

/// How many commits the longest walk visited and what helped it; where the history is large and Git could have helped
/// more, the command that makes it.
pub fn explain_walk(walked: &Walked, lang: Lang, options: &Options) -> String {
    let mut out = String::new();
    let (head, commits, hint) = match lang {
        Lang::De => (
            "Durchsucht: ",
            "Commits",
            "Schneller geht es, sobald Git die geänderten Pfade aufgeschrieben hat:",
        ),
        Lang::En => ("Searched: ", "commits", "It gets faster once Git has written down the changed paths:"),
    };
    let text = format!("{} {commits}, {}", walked.commits, how(&walked.shortcut, lang));
    layout::paragraph(&mut out, head, &safe::line(&text), options);
    if walked.commits >= LARGE && could_be_shorter(&walked.shortcut) {
        layout::line(&mut out, hint);
        layout::line(&mut out, &format!("{INDENT}{WRITE}"));
    }
    out
}

/// In a few words, how far the commit-graph was used.
fn how(shortcut: &Shortcut, lang: Lang) -> String {
    let (de, en) = match shortcut {
        Shortcut::Filters => {
            ("mit den Pfadfiltern des Commit-Graphen", "with the path filters of the commit-graph")
        }
        Shortcut::Commits => ("mit dem Commit-Graphen", "with the commit-graph"),
        Shortcut::No(NoGraph::NotWritten) => ("ohne Commit-Graph", "without a commit-graph"),
        Shortcut::No(NoGraph::WithoutFilters) => {
            ("der Commit-Graph hat keine Pfadfilter", "the commit-graph has no path filters")
        }
        Shortcut::No(NoGraph::TurnedOff) => {
            ("core.commitGraph ist abgeschaltet", "core.commitGraph is turned off")
        }
        Shortcut::No(NoGraph::CutOff) => (
            "ein abgeschnittener Verlauf nutzt keinen Commit-Graphen",
            "a history cut off uses no commit-graph",
        ),
        Shortcut::No(NoGraph::Replaced) => (
            "mit ersetzten Objekten (refs/replace) gilt kein Commit-Graph",
            "with replaced objects (refs/replace) no commit-graph counts",
        ),
        Shortcut::No(NoGraph::Unasked) => {
            ("ein Commit wird nur nach seinen Objekten beurteilt", "a commit is judged by its objects alone")
        }
        Shortcut::No(NoGraph::Unsound(_)) => {
            ("der Commit-Graph ist beschädigt", "the commit-graph is damaged")
        }
        Shortcut::No(NoGraph::Contradicted(_)) => {
            ("der Commit-Graph widerspricht den Objekten", "the commit-graph contradicts the objects")
        }
    };
    let said = if lang == Lang::De { de } else { en };
    match shortcut {
        Shortcut::No(NoGraph::Unsound(detail) | NoGraph::Contradicted(detail)) => format!("{said}: {detail}"),
        Shortcut::Filters | Shortcut::Commits | Shortcut::No(_) => said.to_owned(),
    }
}

/// True where writing the commit-graph anew would help.
fn could_be_shorter(shortcut: &Shortcut) -> bool {
    match shortcut {
        Shortcut::Commits => true,
        Shortcut::No(reason) => match reason {
            NoGraph::NotWritten
            | NoGraph::WithoutFilters
            | NoGraph::Unsound(_)
            | NoGraph::Contradicted(_) => true,
            NoGraph::TurnedOff | NoGraph::CutOff | NoGraph::Replaced | NoGraph::Unasked => false,
        },
        Shortcut::Filters => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(commits: u64, shortcut: Shortcut) -> String {
        explain_walk(&Walked { commits, shortcut }, Lang::De, &Options::default())
    }

    #[test]
    fn the_command_is_named_where_it_would_help() {
        let missing = || Shortcut::No(NoGraph::NotWritten);
        assert_eq!(said(9_999, missing()), "Durchsucht: 9999 Commits, ohne Commit-Graph\n");
        assert!(
            said(10_000, missing()).ends_with(&format!("hat:\n{INDENT}{WRITE}\n")),
            "{}",
            said(10_000, missing())
        );
        for none in [Shortcut::Filters, Shortcut::No(NoGraph::CutOff), Shortcut::No(NoGraph::TurnedOff)] {
            assert!(!said(1_000_000, none).contains(WRITE));
        }
        let odd = said(1, Shortcut::No(NoGraph::Unsound("a\u{1b}[2Jb".to_owned())));
        assert!(!odd.contains('\u{1b}'), "{odd}");
    }
}
