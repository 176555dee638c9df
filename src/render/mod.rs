//! Report to bytes: one file per format, each a pure function of the report. Sentences are made here, from the heads
//! of the rules' pages. Only `snippet` names miette, only `sarif` serde-sarif, only `junit` quick-xml.

mod catalogue;
mod concise;
mod github;
mod gitlab;
mod item;
mod json;
mod junit;
mod layout;
mod markdown;
mod markup;
mod names;
mod rdjson;
mod release;
mod safe;
mod sarif;
mod sentence;
mod snippet;
mod status;
mod summary;
mod table;
mod text;
mod walked;
mod whereabouts;
mod window;
mod words;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

pub use catalogue::{
    Filter, ListFormat, Listing, explain_fact, explain_gate, explain_rule, explain_task, list, policy_diff,
    policy_show,
};
pub use json::schema;
pub use status::status;
pub use walked::explain_walk;
pub use whereabouts::{explain_file, whereabouts};

use crate::finding::Report;
use sarif::Exempt;
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
    /// SARIF 2.1.0 for GitHub's code scanning and other readers: what is exempt is left out.
    Sarif,
    /// SARIF 2.1.0 for readers that honour suppressions: what is exempt is there and suppressed.
    SarifSuppressed,
    /// GitHub's workflow commands.
    Github,
    /// GitLab's Code Quality.
    Gitlab,
    /// JUnit XML: a case for each requirement.
    Junit,
    /// reviewdog's diagnostic format.
    Rdjson,
    /// For the summary of a job or the note on a merge request.
    Markdown,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 10] = [
        Self::Text,
        Self::Concise,
        Self::Json,
        Self::Sarif,
        Self::SarifSuppressed,
        Self::Github,
        Self::Gitlab,
        Self::Junit,
        Self::Rdjson,
        Self::Markdown,
    ];

    /// The name on the command line.
    pub fn id(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Concise => "concise",
            Self::Json => "json",
            Self::Sarif => "sarif",
            Self::SarifSuppressed => "sarif-suppressed",
            Self::Github => "github",
            Self::Gitlab => "gitlab",
            Self::Junit => "junit",
            Self::Rdjson => "rdjson",
            Self::Markdown => "markdown",
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
        Format::Sarif => sarif::render(report, sentences, Exempt::LeftOut),
        Format::SarifSuppressed => sarif::render(report, sentences, Exempt::Suppressed),
        Format::Github => github::render(report, sentences),
        Format::Gitlab => gitlab::render(report, sentences),
        Format::Junit => junit::render(report, sentences),
        Format::Rdjson => rdjson::render(report, sentences),
        Format::Markdown => markdown::render(report, sentences),
    }
}
