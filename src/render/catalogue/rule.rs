//! The page of a rule: what it is called, how severe it is, and the page's own text.

use super::block::Block;
use super::ids;
use super::prose;
use super::terms::Term;
use crate::finding::Severity;
use crate::model::Due;
use crate::render::words::Word;
use crate::rule::{Group, Lang, Page, Rule};
use crate::verdict::severity;

/// Everything that is said about a rule.
pub(super) fn page(rule: Rule, lang: Lang) -> Vec<Block> {
    let page = Page::of(rule, lang);
    let mut out = vec![Block::heading(1, format!("{} ({rule})", page.head.title))];
    let group =
        (Term::Group.get(lang), format!("{} ({})", ids::group(rule.group(), lang), rule.group().id()));
    match always(rule) {
        Some(severity) => {
            out.push(Block::Fields(vec![group, (Term::Severity.get(lang), constant(rule, severity, lang))]))
        }
        None => {
            let rows = cases(rule)
                .map(|(term, severity)| (term.get(lang).to_owned(), word(severity, lang).to_owned()));
            out.push(Block::Fields(vec![group]));
            out.push(Block::Label(Term::SeverityBy.get(lang).to_owned()));
            out.push(Block::Names(rows.to_vec()));
        }
    }
    // The page begins with its title, which stands above.
    out.extend(
        prose::blocks(page.body, lang).into_iter().filter(|block| !matches!(block, Block::Heading(1, _))),
    );
    out
}

/// The severity by when the task is due: for `check` at the three distances, then for the gate that is asked for.
pub(super) fn cases(rule: Rule) -> [(Term, Option<Severity>); 4] {
    [
        (Term::DueEarlier, severity(rule, Due::Earlier, false)),
        (Term::DueNow, severity(rule, Due::Current, false)),
        (Term::DueLater, severity(rule, Due::Later, false)),
        (Term::DueAsked, severity(rule, Due::Earlier, true)),
    ]
}

/// The severity of a rule that is the same in all cases.
fn always(rule: Rule) -> Option<Severity> {
    let [(_, first), rest @ ..] = cases(rule);
    first.filter(|_| rest.iter().all(|(_, severity)| *severity == first))
}

fn constant(rule: Rule, severity: Severity, lang: Lang) -> String {
    let always = match severity {
        Severity::Error => Term::AlwaysError,
        Severity::Warning => Term::AlwaysWarning,
    };
    let exit = match rule.group() {
        Group::Undetermined => Some(Term::Exit3),
        Group::Yardstick => Some(Term::Exit2),
        Group::There
        | Group::Whole
        | Group::Current
        | Group::Approved
        | Group::Decided
        | Group::Contradiction
        | Group::Exempt
        | Group::Policy => None,
    };
    [Some(always), exit].into_iter().flatten().map(|term| term.get(lang)).collect::<Vec<_>>().join("; ")
}

fn word(severity: Option<Severity>, lang: Lang) -> &'static str {
    match severity {
        Some(Severity::Error) => Word::Error.get(lang),
        Some(Severity::Warning) => Word::Warning.get(lang),
        None => Term::Silent.get(lang),
    }
}
