//! A finding as the formats for pipelines read it: in words, printable, with its place. They read nothing else of it,
//! so that what blocks, what is exempt and where a finding stands is said here once.

use super::markup;
use super::sentence::{Form, HelpLine, Sentences};
use super::words::{self, Word};
use super::{names, safe};
use crate::finding::{ExemptBy, Judged, Report, Severity};
use crate::name::RepoPath;
use crate::rule::{Group, Rule};
use crate::text::{Place, Position, Span};

/// How many changed files are named.
const CHANGES: usize = 5;

/// How much a finding weighs, heaviest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    /// Nothing can be decided before it is mended.
    Undecided,
    /// An error.
    Error,
    /// A warning.
    Warning,
    /// The pack only advises.
    Advice,
}

/// A finding with the report it belongs to.
#[derive(Clone, Copy)]
pub(super) struct Item<'a> {
    report: &'a Report,
    sentences: &'a Sentences,
    judged: &'a Judged,
    /// Whether there are several projects, so that one has to be named.
    several: bool,
}

/// All findings, exempt ones included: those that block first, then by weight, then by place.
pub(super) fn items<'a>(report: &'a Report, sentences: &'a Sentences) -> Vec<Item<'a>> {
    let several = super::text::several_projects(report);
    let mut items: Vec<_> =
        report.findings.iter().map(|judged| Item { report, sentences, judged, several }).collect();
    items.sort_by_cached_key(|item| {
        let finding = &item.judged.finding;
        let rank = (item.is_exempt(), !item.blocks(), item.level());
        let about = (finding.rule, finding.about.clone(), item.fingerprint().to_owned());
        (rank, finding.place.path().clone(), finding.place.start(), about)
    });
    items
}

/// The findings that no exemption covers.
pub(super) fn open<'a>(report: &'a Report, sentences: &'a Sentences) -> Vec<Item<'a>> {
    items(report, sentences).into_iter().filter(|item| !item.is_exempt()).collect()
}

impl<'a> Item<'a> {
    /// What was found.
    pub(super) fn rule(&self) -> Rule {
        self.judged.finding.rule
    }

    /// How much it weighs.
    pub(super) fn level(&self) -> Level {
        match (self.rule().group(), self.judged.severity) {
            (Group::Undetermined | Group::Yardstick, _) => Level::Undecided,
            (_, Severity::Error) => Level::Error,
            (_, Severity::Warning) if self.judged.finding.advice => Level::Advice,
            (_, Severity::Warning) => Level::Warning,
        }
    }

    /// The word for its weight.
    pub(super) fn level_word(&self) -> &'static str {
        let word = match self.level() {
            Level::Undecided if self.rule().group() == Group::Undetermined => Word::Undetermined,
            Level::Undecided | Level::Error => Word::Error,
            Level::Warning => Word::Warning,
            Level::Advice => Word::Advice,
        };
        word.get(self.report.lang)
    }

    /// True when it stands against the verdict.
    pub(super) fn blocks(&self) -> bool {
        self.judged.blocking
    }

    /// True when an exemption covers it.
    pub(super) fn is_exempt(&self) -> bool {
        self.judged.exempt.is_some()
    }

    /// The exemption or the entry of the baseline that covers it, as a sentence.
    pub(super) fn exemption(&self) -> Option<String> {
        let (by, lang) = (self.judged.exempt.as_ref()?, self.report.lang);
        let owner = names::role(self.report, &self.judged.project, by.owner());
        Some(match by {
            ExemptBy::Exemption { reason, expires, ends_at, .. } => {
                let last = names::last_day(self.report, *expires, ends_at.as_ref());
                words::exempt_until(&last, &owner, &safe::line(reason), lang)
            }
            ExemptBy::Baseline { since, .. } => words::borrowed_since(&since.to_string(), &owner, lang),
        })
    }

    /// Reason, owner and last day of the exemption; what is borrowed has no last day.
    pub(super) fn exemption_parts(&self) -> Option<[String; 3]> {
        let (by, lang) = (self.judged.exempt.as_ref()?, self.report.lang);
        let owner = names::role(self.report, &self.judged.project, by.owner());
        Some(match by {
            ExemptBy::Exemption { reason, expires, ends_at, .. } => {
                [reason.clone(), owner, names::last_day(self.report, *expires, ends_at.as_ref())]
            }
            ExemptBy::Baseline { since, .. } => {
                let since = words::since_day(&since.to_string(), lang);
                [format!("{}, {since}", Word::Baseline.get(lang)), owner, "–".to_owned()]
            }
        })
    }

    /// Its identity.
    pub(super) fn fingerprint(&self) -> &'a str {
        &self.judged.fingerprint
    }

    /// The project's folder, where it has to be said.
    pub(super) fn which_project(&self) -> Option<String> {
        self.several.then(|| safe::line(&self.judged.project.to_string()))
    }

    /// The project's folder.
    pub(super) fn project(&self) -> &'a RepoPath {
        &self.judged.project
    }

    /// What it is about: `P-10/review`, or the element of the project.
    pub(super) fn requirement(&self) -> String {
        let about = &self.judged.finding.about;
        let address = about.address.as_ref().map(|address| format!("{address}/")).unwrap_or_default();
        safe::line(&format!("{address}{}", about.requirement))
    }

    /// The finding itself, for what is not words.
    pub(super) fn judged(&self) -> &'a Judged {
        self.judged
    }

    /// What was found, on one line.
    pub(super) fn message(&self) -> String {
        self.sentences.message(&self.judged.finding)
    }

    /// What was found, for a form with markup.
    pub(super) fn message_in(&self, form: Form) -> String {
        self.sentences.message_in(&self.judged.finding, form)
    }

    /// A few words: the title of the rule.
    pub(super) fn rule_title(&self) -> &'a str {
        self.sentences.title(self.rule())
    }

    /// A few words: the title of the rule, and the piece.
    pub(super) fn title(&self) -> String {
        let title = self.rule_title();
        match &self.judged.finding.about.address {
            Some(address) => safe::line(&format!("{title}: {address}")),
            None => safe::line(title),
        }
    }

    /// What to do, line by line.
    pub(super) fn help_in(&self, form: Form) -> Vec<HelpLine> {
        self.sentences.help_in(&self.judged.finding, form)
    }

    /// The task with its title; the piece where it is not the main one.
    pub(super) fn task(&self) -> Option<String> {
        let address = self.judged.finding.about.address.as_ref()?;
        let title = names::task(self.report, &self.judged.project, &address.task).unwrap_or_default();
        Some(format!("{address} {title}").trim_end().to_owned())
    }

    /// The role that has to act.
    pub(super) fn who(&self) -> Option<String> {
        let role = self.judged.role.as_ref()?;
        Some(names::role(self.report, &self.judged.project, role))
    }

    /// Where it stands. What concerns a repository without settings stands at a file that exists, if there is one.
    pub(super) fn place(&self) -> Place {
        let own = &self.judged.finding.place;
        match &self.report.source.stand_in {
            Some(file) if own.source.text().is_empty() => Place::whole(file.clone()),
            Some(_) | None => own.clone(),
        }
    }

    /// The path of its place, printable.
    pub(super) fn path(&self) -> String {
        safe::line(&self.place().path().to_string())
    }

    /// Further places with the words about them.
    pub(super) fn more(&self) -> impl Iterator<Item = (String, &'a Place)> {
        let (sentences, finding) = (self.sentences, &self.judged.finding);
        finding.more.iter().map(move |(key, place)| (sentences.label_of(finding, key), place))
    }

    /// Where a file is expected that is not there.
    pub(super) fn expected(&self) -> Option<&'a RepoPath> {
        let address =
            self.judged.finding.about.address.as_ref().filter(|_| self.rule() == Rule::MissingEvidence)?;
        let tasks = self.report.tasks.iter().filter(|task| task.project == self.judged.project);
        let pieces = tasks.flat_map(|task| &task.evidence);
        pieces
            .filter(|piece| piece.address == *address && piece.claimed_by.is_none())
            .map(|piece| &piece.path)
            .next()
    }

    /// The files that changed since, newest first, and how many are not named: `modell/a (cc54154, 2026-10-06)`.
    pub(super) fn changes(&self, name: fn(&str) -> String) -> Option<String> {
        let (lang, changes) = (self.report.lang, &self.judged.finding.changes);
        let mut named: Vec<String> = Vec::new();
        for change in changes.iter().take(CHANGES) {
            let commit = change.commit.as_ref().map(|commit| commit.short().to_owned());
            let when: Vec<_> = commit.into_iter().chain(change.date.map(|date| date.to_string())).collect();
            let when = if when.is_empty() { Word::Uncommitted.get(lang).to_owned() } else { when.join(", ") };
            named.push(format!("{} ({when})", name(&change.path.to_string())));
        }
        let more = changes.len() - named.len();
        let more = if more > 0 { format!(" {}", words::and_more(more, lang)) } else { String::new() };
        (!named.is_empty()).then(|| format!("{}: {}{more}", Word::Changed.get(lang), named.join(", ")))
    }

    /// Everything that is to be said of it as plain text, line by line, the message first; the first line that no
    /// longer fits, and all behind it, are left out.
    pub(super) fn text(&self, most: usize) -> String {
        let lang = self.report.lang;
        let mut lines = vec![self.message()];
        lines.extend(self.exemption());
        lines.extend(self.changes(safe::line).map(|changes| format!("{changes}.")));
        lines.extend(self.task().map(|task| format!("{} {task}.", Word::Task.get(lang))));
        lines.extend(self.who().map(|who| format!("{} {who}.", Word::Responsible.get(lang))));
        lines.extend(self.help_in(super::sentence::PLAIN).into_iter().map(|line| match line {
            HelpLine::Prose(text) | HelpLine::Verbatim(text) => text,
        }));
        fit(lines, most)
    }
}

/// As many lines as fit into so many characters. The first is cut if it must be.
fn fit(lines: Vec<String>, most: usize) -> String {
    let mut out = String::new();
    let mut left = most;
    for line in lines.into_iter().filter(|line| !line.is_empty()) {
        let length = line.chars().count() + usize::from(!out.is_empty());
        if out.is_empty() {
            out = markup::clip(&line, most);
        } else if length <= left {
            out.push('\n');
            out.push_str(&line);
        } else {
            break;
        }
        left = left.saturating_sub(length);
    }
    out
}

/// The words of a place; the whole line where no words are marked, so that there is something to see.
pub(super) fn span(place: &Place) -> Span {
    let text = place.source.text();
    if text.is_empty() || !place.span.is_empty() {
        return place.span.clone();
    }
    place.source.line_span(place.span.start)
}

/// Where the words of a place begin and end.
pub(super) fn region(place: &Place) -> (Position, Position) {
    let span = span(place);
    (place.source.position(span.start), place.source.position(span.end.max(span.start)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample::{report, sentences, shallow};
    use crate::rule::Lang;

    #[test]
    fn what_blocks_comes_first_and_what_is_exempt_last() {
        let mut report = report(Lang::De);
        report.findings.push(shallow());
        let sentences = sentences(Lang::De);
        let order: Vec<_> = items(&report, &sentences).iter().map(|item| item.rule().id()).collect();
        let expected = [
            "shallow-history",
            "outdated-by-subject",
            "missing-evidence",
            "unreadable-evidence",
            "overdue-review",
            "date-order",
            "draft-evidence",
        ];
        assert_eq!(order, expected);
        assert_eq!(open(&report, &sentences).len(), 6);
    }

    #[test]
    fn a_text_is_cut_at_a_line() {
        let lines = || ["eins", "zwei", "drei"].map(str::to_owned).to_vec();
        assert_eq!(fit(lines(), 9), "eins\nzwei");
        assert_eq!(fit(lines(), 8), "eins");
        assert_eq!(fit(lines(), 3), "ei…");
        assert_eq!(fit(lines(), 100), "eins\nzwei\ndrei");
    }
}
