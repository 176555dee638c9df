//! Markdown for the summary of a job and the note on a merge request: the verdict, what blocks and who has to act; the
//! rest is folded. Both places read mentions, links and HTML: `markup` takes the life out of every value.

use super::item::{self, Item, Level};
use super::markup;
use super::sentence::{Form, HelpLine, Sentences};
use super::words::{self, Word};
use super::{names, release, summary};
use crate::finding::{Report, Verdict};
use crate::rule::{Lang, Rule};

const FORM: Form = Form { own: markup::text, value: markup::value };

/// How many bytes may be written. GitHub drops a summary above 1 MiB without a word; GitLab takes a note of about as
/// many characters.
const MOST: usize = 900 * 1024;

/// How many projects say what is not in their repository.
const ABSENCES: usize = 20;

/// How many pieces the message about a blocked release names.
const POINTS: usize = 60;

/// What is kept free for the words around the findings, which are few.
const AROUND: usize = 16 * 1024;

/// The whole page.
pub(super) fn render(report: &Report, sentences: &Sentences) -> String {
    let lang = report.lang;
    let mut page = Page { out: head(report), left: MOST - AROUND, dropped: 0 };
    page.release(report, sentences);
    page.out.push_str(&counts(report));
    let items = item::items(report, sentences);
    let (exempt, open): (Vec<_>, Vec<_>) = items.iter().copied().partition(Item::is_exempt);
    let (blocking, warnings): (Vec<_>, Vec<_>) = open.iter().copied().partition(Item::blocks);
    page.table(Word::Blocks.get(lang), None, &blocking, report);
    page.steps(&blocking, report);
    page.table(Word::Finding.get(lang), Some(Word::BlocksNot.get(lang)), &warnings, report);
    page.exemptions(&exempt, lang);
    let mut out = page.out;
    if page.dropped > 0 {
        out.push_str(&format!("\n**{}**\n", words::left_out(page.dropped, lang)));
    }
    out.push('\n');
    let said = summary::turned_off(report).take(ABSENCES).chain(summary::absences(report).take(ABSENCES));
    let absent = said.map(|text| markup::value(&text));
    let solo = summary::alone(report).take(ABSENCES).map(|text| markup::value(&text));
    let rest: Vec<_> =
        summary::rests_on(report).iter().map(|line| markup::text(line)).chain(absent).chain(solo).collect();
    out.push_str(&rest.join(" "));
    out.push('\n');
    out
}

/// The verdict.
fn head(report: &Report) -> String {
    let lang = report.lang;
    let judged = match &report.gate {
        Some(gate) => {
            format!("{} {}", Word::Gate.get(lang), markup::value(&names::gate(report, gate)))
        }
        None => Word::Check.get(lang).to_owned(),
    };
    let verdict = markup::text(&summary::passed_with(report).replace(super::layout::GLUE, " "));
    format!("## {judged}: {verdict}\n\n")
}

/// The counts, and who has to act.
fn counts(report: &Report) -> String {
    let lang = report.lang;
    let counted = if report.findings.is_empty() && report.verdict == Verdict::Pass {
        words::pieces(report.counts.judged, lang).replace(super::layout::GLUE, " ")
    } else {
        summary::counted(report)
    };
    let mut out = format!("{}.", markup::text(&counted));
    let turns: Vec<_> = summary::turns(report)
        .iter()
        .map(|(role, count)| format!("{} {count}", markup::value(role)))
        .collect();
    if !turns.is_empty() {
        out.push_str(&format!(" **{}:** {}.", Word::Turn.get(lang), turns.join(", ")));
    }
    out.push('\n');
    out
}

/// A page that stops growing at its limit and counts what it had to leave out.
struct Page {
    out: String,
    left: usize,
    dropped: usize,
}

impl Page {
    /// Adds what a gate that is not passed says to whoever wanted to release. The places stand in the tables below.
    fn release(&mut self, report: &Report, sentences: &Sentences) {
        let Some(gate) = release::blocked(report) else { return };
        let lang = report.lang;
        let which = markup::value(&release::which(report, gate));
        let consequence = markup::text(&release::consequence(report));
        self.add(&format!("**{}:** {which} {consequence}\n\n", release::halt(lang)), 0);
        let mut left = POINTS;
        for release::Turn { who, points, .. } in release::turns(report, sentences, FORM) {
            let who = who.unwrap_or_else(|| release::nobody(lang).to_owned());
            self.add(&format!("- **{}**\n", markup::value(&who)), 0);
            for point in points.iter().take(left) {
                let address = point.address.iter().map(|address| markup::name(address));
                let commands = point.commands.iter().map(|command| markup::code(command));
                let words: Vec<_> = address.chain(point.why.iter().cloned()).chain(commands).collect();
                self.add(&format!("  - {}\n", words.join(" ")), 0);
            }
            if points.len() > left {
                self.add(&format!("  - {}\n", words::and_more(points.len() - left, lang)), 0);
            }
            left = left.saturating_sub(points.len());
        }
        let again = markup::code(&release::again(gate));
        self.add(&format!("\n{} {again}\n\n", release::afterwards(lang)), 0);
    }

    /// Adds a table of findings, folded under a title if it has one.
    fn table(&mut self, finding: &str, title: Option<&str>, items: &[Item<'_>], report: &Report) {
        if items.is_empty() {
            return;
        }
        let lang = report.lang;
        let head = [Word::Turn.get(lang), finding, Word::Place.get(lang), Word::Rule.get(lang)];
        self.open(title, items.len());
        self.out.push_str(&format!("\n| {} |\n| --- | --- | --- | --- |\n", head.join(" | ")));
        for item in items {
            let row = row(item, report);
            self.add(&row, 1);
        }
        self.close(title);
    }

    /// Adds what to do about what blocks: once for all findings that ask for the same.
    fn steps(&mut self, items: &[Item<'_>], report: &Report) {
        let mut steps: Vec<Step> = Vec::new();
        for item in items {
            let step = Step::of(item);
            match steps.iter_mut().find(|other| other.is_like(&step)) {
                Some(like) => like.join(step),
                None => steps.push(step),
            }
        }
        if steps.is_empty() {
            return;
        }
        let title = Some(Word::HowOn.get(report.lang));
        self.open(title, steps.len());
        for step in steps {
            // The finding itself stands in the table; without its steps nothing is lost that `explain` does not say.
            self.add(&step.text(report.lang), 0);
        }
        self.close(title);
    }

    fn exemptions(&mut self, items: &[Item<'_>], lang: Lang) {
        if items.is_empty() {
            return;
        }
        let title = Some(Word::Exemptions.get(lang));
        let words = [Word::Finding, Word::Reason, Word::Owner, Word::LastDay].map(|word| word.get(lang));
        self.open(title, items.len());
        self.out.push_str(&format!("\n| {} |\n| --- | --- | --- | --- |\n", words.join(" | ")));
        for item in items {
            let cells = item.exemption_parts().unwrap_or_default().map(|cell| markup::value(&cell));
            self.add(&format!("| {} | {} |\n", what(item), cells.join(" | ")), 1);
        }
        self.close(title);
    }

    /// Adds a part, or counts the findings that it stands for as left out.
    fn add(&mut self, part: &str, findings: usize) {
        // Once something was left out nothing smaller slips in behind it.
        if self.left == 0 || part.len() > self.left {
            self.left = 0;
            self.dropped += findings;
        } else {
            self.left -= part.len();
            self.out.push_str(part);
        }
    }

    fn open(&mut self, title: Option<&str>, count: usize) {
        if let Some(title) = title {
            self.out.push_str(&format!("\n<details>\n<summary>{title} ({count})</summary>\n"));
        }
    }

    fn close(&mut self, title: Option<&str>) {
        if title.is_some() {
            self.out.push_str("\n</details>\n");
        }
    }
}

fn row(item: &Item<'_>, report: &Report) -> String {
    let who = item.who().map_or_else(|| "–".to_owned(), |who| markup::value(&who));
    let place = item.place();
    let at = if place.source.text().is_empty() {
        item.path()
    } else {
        format!("{}:{}", item.path(), item::region(&place).0.line)
    };
    let advice = match item.level() {
        Level::Advice => format!("{}: ", Word::Advice.get(report.lang)),
        Level::Undecided | Level::Error | Level::Warning => String::new(),
    };
    format!(
        "| {who} | {advice}{} | {} | {} |\n",
        what(item),
        markup::name(&at),
        markup::code(item.rule().id())
    )
}

/// The piece and what was found of it.
fn what(item: &Item<'_>) -> String {
    let address = item.judged().finding.about.address.as_ref().map(ToString::to_string);
    let names = item.which_project().into_iter().chain(address).map(|name| markup::name(&name));
    names.chain([item.message_in(FORM)]).collect::<Vec<_>>().join(" ")
}

/// What to do about findings of a rule.
struct Step {
    rule: Rule,
    title: String,
    about: Vec<String>,
    changes: Option<String>,
    /// Prose, each with the commands that follow it.
    parts: Vec<(String, Vec<String>)>,
}

impl Step {
    fn of(item: &Item<'_>) -> Self {
        let mut parts: Vec<(String, Vec<String>)> = Vec::new();
        for line in item.help_in(FORM) {
            match (line, parts.last_mut()) {
                (HelpLine::Prose(text), Some((prose, commands))) if commands.is_empty() => {
                    prose.push_str(&format!(" {text}"));
                }
                (HelpLine::Prose(text), _) => parts.push((text, Vec::new())),
                (HelpLine::Verbatim(text), Some((_, commands))) => commands.push(text),
                (HelpLine::Verbatim(text), None) => parts.push((String::new(), vec![text])),
            }
        }
        let address = item.judged().finding.about.address.as_ref();
        Self {
            rule: item.rule(),
            title: item.rule_title().to_owned(),
            about: address.iter().map(|address| markup::name(&address.to_string())).collect(),
            changes: item.changes(markup::name),
            parts,
        }
    }

    /// Whether both ask for the same, their commands aside.
    fn is_like(&self, other: &Self) -> bool {
        let prose = |step: &Self| step.parts.iter().map(|(prose, _)| prose.clone()).collect::<Vec<_>>();
        let changed = self.changes.is_some() || other.changes.is_some();
        self.rule == other.rule && !changed && prose(self) == prose(other)
    }

    fn join(&mut self, other: Self) {
        self.about.extend(other.about);
        for ((_, own), (_, more)) in self.parts.iter_mut().zip(other.parts) {
            more.into_iter().for_each(|line| {
                if !own.contains(&line) {
                    own.push(line)
                }
            });
        }
    }

    fn text(&self, lang: Lang) -> String {
        let about =
            if self.about.is_empty() { String::new() } else { format!(" ({})", self.about.join(", ")) };
        let mut out = format!("\n**{}**{about}\n", markup::text(&self.title));
        if let Some(changes) = &self.changes {
            out.push_str(&format!("\n{changes}.\n"));
        }
        for (prose, commands) in &self.parts {
            out.push_str(&format!("\n{prose}\n"));
            if !commands.is_empty() {
                let fence = markup::ticks(commands);
                out.push_str(&format!("\n{fence}text\n{}\n{fence}\n", commands.join("\n")));
            }
        }
        let more = markup::code(&format!("nachweis explain {}", self.rule));
        format!("{out}\n{} {more}\n", Word::More.get(lang))
    }
}
