//! The sentences of a finding: the texts of its page's head, filled with its arguments.

use std::collections::BTreeMap;

use super::safe;
use crate::finding::{Finding, Report};
use crate::rule::{Head, Lang, Page, Rule};

/// The placeholder whose argument has several lines, ready to be copied.
const BLOCK: &str = "{block}";

/// The heads of the rules that a report needs, read once for it.
pub(super) struct Sentences {
    lang: Lang,
    heads: BTreeMap<Rule, Head>,
}

/// How a form writes our own words and those of others; both stay on one line and are printable.
#[derive(Clone, Copy)]
pub(super) struct Form {
    /// A text of a page. Its placeholders stay.
    pub(super) own: fn(&str) -> String,
    /// The value of a placeholder.
    pub(super) value: fn(&str) -> String,
}

/// Without markup.
pub(super) const PLAIN: Form = Form { own: safe::line, value: safe::line };

/// One line of the help, printable.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum HelpLine {
    /// Prose, which may be wrapped.
    Prose(String),
    /// A command or a line of a file, which may not.
    Verbatim(String),
}

impl Sentences {
    /// The sentences for all findings of a report, in its language.
    pub(super) fn of(report: &Report) -> Self {
        let rules = report.findings.iter().map(|judged| judged.finding.rule);
        let heads: BTreeMap<Rule, Head> =
            rules.map(|rule| (rule, Page::of(rule, report.lang).head)).collect();
        Self { lang: report.lang, heads }
    }

    /// Sentences from given heads, so that a test of the layout does not hang on the words of the pages.
    #[cfg(test)]
    pub(super) fn with(lang: Lang, heads: BTreeMap<Rule, Head>) -> Self {
        Self { lang, heads }
    }

    /// What was found, printable, on one line.
    pub(super) fn message(&self, finding: &Finding) -> String {
        self.fill(finding, |head| head.message(finding.variant))
    }

    /// What was found, for a form with markup: our words and the arguments each written in their own way.
    pub(super) fn message_in(&self, finding: &Finding, form: Form) -> String {
        let message = self.heads.get(&finding.rule).map(|head| (form.own)(head.message(finding.variant)));
        message.map_or_else(String::new, |text| finding.args.fill(&text, self.lang, form.value))
    }

    /// The first sentence of what was found. Where it ends is told from the page, not from the arguments.
    pub(super) fn brief_in(&self, finding: &Finding, form: Form) -> String {
        let message = self.heads.get(&finding.rule).map(|head| head.message(finding.variant));
        let message = message.unwrap_or_default();
        let end = message.find(". ").map_or(message.len(), |at| at + 1);
        finding.args.fill(&(form.own)(&message[..end]), self.lang, form.value)
    }

    /// The last of the commands that the help names: those before it only show something.
    pub(super) fn command(&self, finding: &Finding) -> Option<String> {
        let line = self.help_of(finding).lines().rfind(|line| line.starts_with("nachweis "))?;
        Some(safe::line(&self.fill_help(finding, line)))
    }

    /// The title of a rule's page.
    pub(super) fn title(&self, rule: Rule) -> &str {
        self.heads.get(&rule).map_or("", |head| &head.title)
    }

    /// The words under the place.
    pub(super) fn label(&self, finding: &Finding) -> String {
        self.fill(finding, |head| &head.label)
    }

    /// The words under a further place.
    pub(super) fn label_of(&self, finding: &Finding, key: &str) -> String {
        self.fill(finding, |head| head.label(key))
    }

    /// What to do, for programs: as one text, fences and all.
    pub(super) fn help(&self, finding: &Finding) -> String {
        let lines = self.help_of(finding).lines().flat_map(|line| match line.trim() {
            BLOCK => self.block(finding),
            _ => vec![self.fill_help(finding, line)],
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    /// What to do, for people: line by line. What may not be wrapped is told from the page, not from the arguments,
    /// so that no argument can pass for a command.
    pub(super) fn help_lines(&self, finding: &Finding) -> Vec<HelpLine> {
        self.help_in(finding, PLAIN)
    }

    /// As [`Self::help_lines`], with the prose for a form with markup. Commands stay as they are.
    pub(super) fn help_in(&self, finding: &Finding, form: Form) -> Vec<HelpLine> {
        let mut out = Vec::new();
        let mut fenced = false;
        for line in self.help_of(finding).lines() {
            if line.starts_with("```") {
                fenced = !fenced;
            } else if line.trim() == BLOCK {
                out.extend(self.block(finding).into_iter().map(HelpLine::Verbatim));
            } else {
                let verbatim = fenced || line.starts_with(' ') || is_command(line);
                out.push(if verbatim {
                    HelpLine::Verbatim(self.fill_help(finding, line))
                } else {
                    HelpLine::Prose(finding.args.fill(&(form.own)(line), self.lang, form.value))
                });
            }
        }
        out
    }

    /// The lines of the argument that may have several.
    fn block(&self, finding: &Finding) -> Vec<String> {
        let block = finding.args.get("block").map_or("", |block| block.get(self.lang));
        block.lines().map(safe::line).collect()
    }

    fn help_of(&self, finding: &Finding) -> &str {
        self.heads.get(&finding.rule).map_or("", |head| head.help.trim_end())
    }

    fn fill_help(&self, finding: &Finding, line: &str) -> String {
        if is_command(line) {
            finding.args.fill(line, self.lang, safe::shell_word)
        } else {
            finding.args.fill(line, self.lang, safe::line)
        }
    }

    fn fill<'a>(&'a self, finding: &Finding, text: impl FnOnce(&'a Head) -> &'a str) -> String {
        self.heads
            .get(&finding.rule)
            .map_or_else(String::new, |head| finding.args.fill(text(head), self.lang, safe::line))
    }
}

fn is_command(line: &str) -> bool {
    ["nachweis ", "git "].iter().any(|tool| line.starts_with(tool))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::About;
    use crate::name::RepoPath;
    use crate::text::Place;

    #[test]
    fn help_knows_commands_and_blocks_from_the_page() {
        let head = "{group: there, title: t, message: m, label: l, help: \"{a}\\ngit add {a}\\n{block}\\n\"}";
        let head: Head = serde_saphyr::from_str(head).expect("a head");
        let sentences = Sentences::with(Lang::De, [(Rule::UntrackedEvidence, head)].into());
        let place = Place::whole(RepoPath::new("x").expect("a path"));
        let finding = Finding::new(Rule::UntrackedEvidence, About::default(), place)
            .with("a", "git push\n;x")
            .with("block", "a = 1\nb = \"\u{1b}\"");
        let expected = vec![
            HelpLine::Prose("git push ;x".to_owned()),
            HelpLine::Verbatim("git add 'git push ;x'".to_owned()),
            HelpLine::Verbatim("a = 1".to_owned()),
            HelpLine::Verbatim("b = \"\\u{1b}\"".to_owned()),
        ];
        assert_eq!(sentences.help_lines(&finding), expected);
    }
}
