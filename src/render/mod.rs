//! Report to bytes: one file per format, each a pure function of the report. Sentences are made here, from the heads
//! of the rules' pages. Only `snippet` names miette.

mod catalogue;
mod concise;
mod json;
mod layout;
mod names;
mod safe;
mod sentence;
mod snippet;
mod status;
mod summary;
mod table;
mod text;
mod whereabouts;
mod window;
mod words;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

pub use catalogue::{
    Filter, ListFormat, Listing, explain_fact, explain_gate, explain_rule, explain_task, list,
};
pub use json::schema;
pub use status::status;
pub use whereabouts::{explain_file, whereabouts};

use crate::finding::Report;
use sentence::Sentences;

/// A form in which a report can be written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// For people: the words in question, what to do, and the verdict.
    #[default]
    Text,
    /// One line for each finding.
    Concise,
    /// Everything, for programs.
    Json,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 3] = [Self::Text, Self::Concise, Self::Json];

    /// The name on the command line.
    pub fn id(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Concise => "concise",
            Self::Json => "json",
        }
    }
}

/// How a report for people is laid out. Nothing here changes what is said to programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// How many columns a line may have. Paths, commands and excerpts are never broken for it.
    pub width: usize,
    /// Whether colour codes are written.
    pub color: bool,
    /// Whether warnings show their excerpts and exemptions are listed.
    pub verbose: bool,
    /// Whether only errors and the verdict are written.
    pub quiet: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { width: 80, color: false, verbose: false, quiet: false }
    }
}

/// The report in a format.
pub fn render(report: &Report, format: Format, options: &Options) -> String {
    render_with(report, &Sentences::of(report), format, options)
}

fn render_with(report: &Report, sentences: &Sentences, format: Format, options: &Options) -> String {
    match format {
        Format::Text => text::render(report, sentences, options),
        Format::Concise => concise::render(report, sentences, options),
        Format::Json => json::render(report, sentences),
    }
}
