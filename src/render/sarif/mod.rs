//! SARIF 2.1.0. GitHub's code scanning is its main reader and sets the rules: every result has a place and an identity
//! of its own, the table of rules is complete and always in the same order, and a result that is there is an open
//! alert, suppressed or not. So what is exempt is left out, unless a reader is named that honours suppressions.

mod place;
mod result;
mod rules;
mod run;

use serde_sarif::sarif::Sarif;

use super::sentence::Sentences;
use super::{item, safe};
use crate::finding::Report;

/// What becomes of exempt findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exempt {
    /// They are left out, and a note says how many.
    LeftOut,
    /// They are there, suppressed with their reason.
    Suppressed,
}

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// The log with its one run.
pub(super) fn render(report: &Report, sentences: &Sentences, exempt: Exempt) -> String {
    let items = match exempt {
        Exempt::LeftOut => item::open(report, sentences),
        Exempt::Suppressed => item::items(report, sentences),
    };
    let run = run::run(report, &items, exempt);
    let log = Sarif::builder().schema(SCHEMA).version("2.1.0").runs(vec![run]).build();
    // Nothing in it can fail to be written; an empty file would be no JSON.
    serde_json::to_string_pretty(&log).map_or_else(|_| String::new(), |text| safe::json(&text) + "\n")
}
