//! The catalogue for people and programs: what `list` and `explain` print. A page is made of blocks (`task`, `rule`,
//! `gate`, `fact`, `pack`), a listing is a sheet (`listing`); `terminal`, `markdown` and `json` write them. What a
//! project has done about it is not told here.

mod asked;
mod block;
mod book;
mod condition;
mod example;
mod fact;
mod form;
mod gate;
mod guidance;
mod ids;
mod json;
mod listing;
mod markdown;
mod pack;
mod piece;
mod policy;
mod prose;
mod request;
mod rule;
mod sheet;
mod task;
mod terminal;
mod terms;
#[cfg(test)]
mod tests;
mod view;

pub use policy::{policy_diff, policy_show};
pub use request::{Filter, ListFormat, Listing};

use super::Options;
use crate::model::{Fact, Gate, Pack, Task};
use crate::name::RoleId;
use crate::rule::{Lang, Page, Rule};
use block::Block;
use sheet::Sheet;
use terms::Term;
use view::View;

/// What there is. Only the text depends on the width, and JSON on no language.
pub fn list(
    pack: &Pack,
    listing: Listing,
    filter: &Filter,
    format: ListFormat,
    lang: Lang,
    options: &Options,
) -> String {
    let view = View { pack, lang };
    let sheet = match (listing, format) {
        (_, ListFormat::Json) => return json::list(pack, listing, filter),
        (Listing::Packs, ListFormat::Text) => return terminal::write(&pack::page(view), options),
        (Listing::Packs, ListFormat::Markdown) => return markdown::write(&pack::page(view), 0),
        (Listing::Tasks, ListFormat::Markdown) => return book::markdown(view, filter),
        (Listing::Tasks, ListFormat::Text) => listing::tasks(view, filter),
        (Listing::Rules, ListFormat::Text | ListFormat::Markdown) => listing::rules(view),
        (Listing::Phases, ListFormat::Text | ListFormat::Markdown) => listing::phases(view, filter),
        (Listing::Roles, ListFormat::Text | ListFormat::Markdown) => listing::roles(view, filter),
        (Listing::Facts, ListFormat::Text | ListFormat::Markdown) => listing::facts(view),
    };
    match format {
        ListFormat::Markdown if sheet.is_empty() => format!("{}\n", markdown::text(view.word(Term::None))),
        ListFormat::Markdown => sheet.markdown(),
        ListFormat::Text | ListFormat::Json => {
            let body =
                if sheet.is_empty() { format!("{}\n", view.word(Term::None)) } else { sheet.text(options) };
            let foot = if sheet.is_empty() { Vec::new() } else { foot(view, listing, filter, &sheet) };
            if foot.is_empty() { body } else { format!("{body}\n{}", terminal::write(&foot, options)) }
        }
    }
}

/// What stands below a listing: the titles behind its ids, and how to learn more.
fn foot(view: View<'_>, listing: Listing, filter: &Filter, sheet: &Sheet) -> Vec<Block> {
    match listing {
        Listing::Tasks => {
            let owns = |id: &RoleId| filter.tasks(view.pack).any(|task| task.responsible == *id);
            let roles = view.pack.roles.iter().filter(|role| owns(&role.id));
            let roles = roles.map(|role| (role.id.to_string(), view.words(&role.title).to_owned()));
            vec![
                Block::Label(format!("{}:", view.word(Term::Responsible))),
                Block::Names(roles.collect()),
                Block::Label(view.word(Term::MoreTask).to_owned()),
                explain(sheet),
            ]
        }
        Listing::Rules => vec![Block::Label(view.word(Term::MoreRule).to_owned()), explain(sheet)],
        Listing::Phases => vec![Block::Label(view.word(Term::MoreGate).to_owned()), explain(sheet)],
        Listing::Facts => vec![Block::Label(view.word(Term::MoreFact).to_owned()), explain(sheet)],
        Listing::Roles
            if view.lang == Lang::En && view.pack.roles.iter().any(|role| role.note.en.is_none()) =>
        {
            vec![Block::paragraph(view.word(Term::NotesInGerman))]
        }
        Listing::Roles | Listing::Packs => Vec::new(),
    }
}

/// The command that shows the page of the first row.
fn explain(sheet: &Sheet) -> Block {
    let row = sheet.groups.iter().flat_map(|group| &group.rows).next();
    Block::Verbatim(
        row.and_then(|row| row.first()).map(|id| format!("nachweis explain {id}")).into_iter().collect(),
    )
}

/// The full page of a task.
pub fn explain_task(pack: &Pack, task: &Task, lang: Lang, options: &Options) -> String {
    terminal::write(&task::page(View { pack, lang }, task), options)
}

/// The full page of a gate.
pub fn explain_gate(pack: &Pack, gate: &Gate, lang: Lang, options: &Options) -> String {
    terminal::write(&gate::page(View { pack, lang }, gate), options)
}

/// The full page of a fact.
pub fn explain_fact(pack: &Pack, fact: &Fact, lang: Lang, options: &Options) -> String {
    terminal::write(&fact::page(View { pack, lang }, fact), options)
}

/// The full page of a rule.
pub fn explain_rule(rule: Rule, lang: Lang, options: &Options) -> String {
    terminal::write(&rule::page(rule, lang), options)
}

/// The first sentences of a rule's page, on one line.
pub(super) fn rule_in_short(rule: Rule, lang: Lang) -> String {
    let paragraph = |block| if let Block::Paragraph(text) = block { Some(text) } else { None };
    let text = prose::blocks(Page::of(rule, lang).body, lang).into_iter().find_map(paragraph);
    let text = text.unwrap_or_default().replace('\u{a0}', " ");
    // What leads over to a list says nothing without it, unless it is all there is.
    match text.rfind(". ") {
        _ if text.ends_with('.') => text,
        Some(at) => text[..=at].to_owned(),
        None => format!("{}.", text.trim_end_matches(':')),
    }
}

/// The text of a rule's page as Markdown, without its title: as it was written, but for the fences of its examples,
/// which say in words what each block is.
pub(super) fn rule_markdown(rule: Rule, lang: Lang) -> String {
    let body = Page::of(rule, lang).body;
    let mut lines = body.lines().skip(1).skip_while(|line| line.is_empty());
    let mut out = String::new();
    while let Some(line) = lines.next() {
        let Some(info) = line.strip_prefix("```") else {
            out.push_str(&format!("{line}\n"));
            continue;
        };
        let code: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        if !out.ends_with("\n\n") {
            out.push('\n');
        }
        out.push_str(&markdown::write(&example::blocks(info, &code.join("\n"), lang), 0));
    }
    out
}
