//! What the tool says: findings as rule and arguments, never as sentences, and the report that holds them.

mod args;
mod exempt;
mod exit;
mod problems;
mod report;
mod state;
mod trust;

use sha2::{Digest, Sha256};

pub use args::{Args, Value};
pub use exempt::ExemptBy;
pub use exit::Exit;
pub use problems::Problems;
pub use report::{
    AsOf, AsOfSource, BaseReport, Change, Counts, EvidenceReport, GateReport, GateState, Judged, LastChange,
    PolicyReport, ProjectReport, Report, Severity, Since, SinceCounts, SourceKind, SourceReport, TaskReport,
    Verdict,
};
pub use state::State;
pub use trust::{ApprovalsReport, Grade};

use crate::model::{Due, Kind};
use crate::name::{Address, RepoPath};
use crate::rule::Rule;
use crate::text::Place;

/// One diagnostic, before anybody has judged how severe it is. It cannot exist without a place.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What was found.
    pub rule: Rule,
    /// A special case of the rule with a message of its own.
    pub variant: Option<&'static str>,
    /// What it is about.
    pub about: About,
    /// The words that fill the message.
    pub args: Args,
    /// Where it stands.
    pub place: Place,
    /// Further places, each with the key of its label.
    pub more: Vec<(&'static str, Place)>,
    /// Files that changed, newest first.
    pub changes: Vec<Change>,
    /// How many cases it stands for where its places do not show them: rows, values or files that are not there. Whoever
    /// adds to them makes it worse.
    pub cases: usize,
    /// True where the pack only advises.
    pub advice: bool,
    /// When that is due which it concerns.
    pub due: Due,
}

/// What a finding is about: the part of it that stays when lines and messages change.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct About {
    /// The piece; none for what concerns the project or the yardstick.
    pub address: Option<Address>,
    /// The requirement, such as `review` or `sections/restrisiko`.
    pub requirement: String,
    /// The file, where no piece is known or a piece has several files.
    pub path: Option<RepoPath>,
}

impl About {
    /// A requirement of a piece.
    pub fn piece(address: Address, kind: Kind) -> Self {
        Self { address: Some(address), requirement: kind.id().to_owned(), path: None }
    }

    /// Something of the project as a whole; the element tells findings of one rule apart.
    pub fn project(element: impl Into<String>) -> Self {
        Self { address: None, requirement: format!("{}/{}", Kind::Project.id(), element.into()), path: None }
    }

    /// One element of the requirement, such as a section or a column.
    #[must_use]
    pub fn element(mut self, element: &str) -> Self {
        self.requirement = format!("{}/{element}", self.requirement);
        self
    }

    /// The file it concerns, as part of its identity.
    #[must_use]
    pub fn file(mut self, path: &RepoPath) -> Self {
        self.path = Some(path.clone());
        self
    }
}

impl Finding {
    /// A finding without variant, arguments or further places.
    pub fn new(rule: Rule, about: About, place: Place) -> Self {
        let mut args = Args::default();
        args.set("path", place.path().as_str());
        Self {
            rule,
            variant: None,
            about,
            args,
            place,
            more: Vec::new(),
            changes: Vec::new(),
            cases: 1,
            advice: false,
            due: Due::Current,
        }
    }

    /// Sets the variant.
    #[must_use]
    pub fn variant(mut self, variant: &'static str) -> Self {
        self.variant = Some(variant);
        self
    }

    /// Sets an argument.
    #[must_use]
    pub fn with(mut self, key: &'static str, value: impl Into<Value>) -> Self {
        self.args.set(key, value);
        self
    }

    /// Sets how many cases it stands for.
    #[must_use]
    pub fn cases(mut self, cases: usize) -> Self {
        self.cases = cases;
        self
    }

    /// Adds a place with the key of its label.
    #[must_use]
    pub fn also(mut self, label: &'static str, place: Place) -> Self {
        self.more.push((label, place));
        self
    }

    /// The identity of the finding across commits, formats and versions: SHA-256 of rule, project, piece,
    /// requirement and, where that is needed, the file. Never of a line or a message.
    pub fn fingerprint(&self, project: &RepoPath) -> String {
        let address = self.about.address.as_ref().map(ToString::to_string).unwrap_or_default();
        let path = self.about.path.as_ref().map_or("", RepoPath::as_str);
        let mut hash = Sha256::new();
        for part in ["nachweis/v1", self.rule.id(), project.as_str(), &address, &self.about.requirement, path]
        {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        crate::name::hex(&hash.finalize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(line: usize) -> Finding {
        let source = crate::text::Source::new(RepoPath::new("a.md").expect("a path"), "x\ny\nz\n");
        let about =
            About::piece(Address::new("P-10").expect("an address"), Kind::Sections).element("risiken");
        Finding::new(Rule::EmptySection, about, Place::new(&source, line..line + 1))
    }

    #[test]
    fn a_fingerprint_knows_no_lines_and_no_words() {
        let root = RepoPath::root();
        assert_eq!(finding(0).fingerprint(&root), finding(2).with("section", "x").fingerprint(&root));
        let other = RepoPath::new("other").expect("a path");
        assert_ne!(finding(0).fingerprint(&root), finding(0).fingerprint(&other));
        assert_eq!(finding(0).fingerprint(&root).len(), 64);
    }
}
