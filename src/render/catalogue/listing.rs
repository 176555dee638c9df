//! The rows of the listings.

use super::ids;
use super::request::Filter;
use super::sheet::{Column, Group, Place, Sheet};
use super::terms::Term;
use super::view::View;
use crate::model::{Role, Task};
use crate::rule::{Page, Rule};

/// The tasks, by phase.
pub(super) fn tasks(view: View<'_>, filter: &Filter) -> Sheet {
    let columns = [
        (Term::Number, Place::Fixed),
        (Term::Task, Place::Words),
        (Term::Responsible, Place::Fixed),
        (Term::Due, Place::Fixed),
        (Term::Pieces, Place::Fixed),
    ];
    let groups = view.pack.phases.iter().map(|phase| Group {
        title: Some(view.phase(&phase.id)),
        rows: filter
            .tasks(view.pack)
            .filter(|task| task.phase == phase.id)
            .map(|task| self::task(view, task))
            .collect(),
    });
    sheet(view, Term::Tasks, &columns, groups.collect())
}

fn task(view: View<'_>, task: &Task) -> Vec<String> {
    vec![
        task.id.to_string(),
        view.words(&task.title).to_owned(),
        task.responsible.to_string(),
        task.due.as_ref().unwrap_or(&task.phase).to_string(),
        task.evidence.len().to_string(),
    ]
}

/// The rules, by group.
pub(super) fn rules(view: View<'_>) -> Sheet {
    let columns = [(Term::Rule, Place::Fixed), (Term::Title, Place::Words)];
    let mut groups: Vec<Group> = Vec::new();
    let mut last = None;
    for rule in Rule::ALL {
        let group = rule.group();
        if last != Some(group) {
            let title = format!("{} ({})", ids::group(group, view.lang), group.id());
            groups.push(Group { title: Some(title), rows: Vec::new() });
            last = Some(group);
        }
        if let Some(group) = groups.last_mut() {
            group.rows.push(vec![rule.id().to_owned(), Page::of(*rule, view.lang).head.title]);
        }
    }
    sheet(view, Term::Rules, &columns, groups)
}

/// The phases with their gates.
pub(super) fn phases(view: View<'_>, filter: &Filter) -> Sheet {
    let columns = [
        (Term::Id, Place::Fixed),
        (Term::Phase, Place::Words),
        (Term::Meaning, Place::Note),
        (Term::Gate, Place::Below),
        (Term::Question, Place::Below),
        (Term::Tasks, Place::Below),
    ];
    let phases =
        view.pack.phases.iter().filter(|phase| filter.phase.as_ref().is_none_or(|only| phase.id == *only));
    let rows = phases.map(|phase| {
        let gate = view.pack.gate(phase.id.as_str());
        let tasks = filter.tasks(view.pack).filter(|task| task.phase == phase.id).count();
        vec![
            phase.id.to_string(),
            view.words(&phase.title).to_owned(),
            view.words(&phase.note).to_owned(),
            gate.map_or_else(String::new, |gate| view.words(&gate.title).to_owned()),
            gate.map_or_else(String::new, |gate| view.words(&gate.question).to_owned()),
            tasks.to_string(),
        ]
    });
    sheet(view, Term::Phases, &columns, vec![Group { title: None, rows: rows.collect() }])
}

/// The roles with what they may do.
pub(super) fn roles(view: View<'_>, filter: &Filter) -> Sheet {
    let columns = [
        (Term::Id, Place::Fixed),
        (Term::Title, Place::Words),
        (Term::Rights, Place::Note),
        (Term::Meaning, Place::Note),
        (Term::NotBoth, Place::Below),
    ];
    let roles =
        view.pack.roles.iter().filter(|role| filter.role.as_ref().is_none_or(|only| role.id == *only));
    let rows = roles.map(|role| {
        let incompatible: Vec<_> = role.incompatible.iter().map(ToString::to_string).collect();
        vec![
            role.id.to_string(),
            view.words(&role.title).to_owned(),
            rights(view, role),
            view.words(&role.note).to_owned(),
            incompatible.join(", "),
        ]
    });
    sheet(view, Term::Roles, &columns, vec![Group { title: None, rows: rows.collect() }])
}

/// `Darf zuständig sein; gibt nie frei.`
fn rights(view: View<'_>, role: &Role) -> String {
    let own = if role.may_own { Term::MayOwn } else { Term::MayNotOwn };
    let approve = if role.may_approve { Term::MayApprove } else { Term::MayNotApprove };
    let exempt = role.may_exempt.then_some(Term::MayExempt);
    let rights: Vec<&str> = [own, approve].into_iter().chain(exempt).map(|term| view.word(term)).collect();
    let text = format!("{}.", rights.join("; "));
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The facts with their questions.
pub(super) fn facts(view: View<'_>) -> Sheet {
    let columns = [
        (Term::Id, Place::Fixed),
        (Term::Question, Place::Words),
        (Term::Answers, Place::Below),
        (Term::Why, Place::Hidden),
    ];
    let rows = view.pack.facts.iter().map(|fact| {
        vec![
            fact.id.to_string(),
            view.words(&fact.question).to_owned(),
            fact.expected(),
            view.words(&fact.why).to_owned(),
        ]
    });
    sheet(view, Term::Facts, &columns, vec![Group { title: None, rows: rows.collect() }])
}

fn sheet(view: View<'_>, title: Term, columns: &[(Term, Place)], groups: Vec<Group>) -> Sheet {
    let columns = columns.iter().map(|(term, place)| Column(view.word(*term), *place));
    Sheet { title: view.word(title), columns: columns.collect(), groups }
}
