//! The page of a task.

use super::block::{Block, section};
use super::terms::Term;
use super::view::View;
use super::{gate, ids, piece};
use crate::model::{Basis, Effort, Fact, Task};
use crate::rule::Lang;

/// Everything the pack says about a task.
pub(super) fn page(view: View<'_>, task: &Task) -> Vec<Block> {
    let mut out = vec![Block::heading(1, view.task(&task.id)), Block::Fields(head(view, task))];
    section(&mut out, view.word(Term::Goals), Block::paragraph(view.words(&task.goals)));
    own_language(&mut out, view, task);
    let list = |texts: &[String]| Block::Bullets(texts.to_vec());
    for (profile, reason) in &task.profiles {
        let title = format!("{} {}", view.word(Term::Reason), view.profile(profile));
        section(&mut out, title, Block::paragraph(reason));
    }
    section(&mut out, view.word(Term::FactsAsked), Block::Names(questions(view, task)));
    section(&mut out, view.word(Term::Steps), Block::Numbers(task.steps.clone()));
    section(&mut out, view.word(Term::Methods), list(&task.methods));
    section(&mut out, view.word(Term::Resources), list(&task.resources));
    section(&mut out, view.word(Term::Evidence), Block::paragraph(view.word(Term::Below)));
    for piece in &task.evidence {
        out.extend(piece::blocks(view, task, piece));
    }
    let checklist = task.checklist.iter().map(|item| view.words(item).to_owned());
    section(&mut out, view.word(Term::Checklist), Block::Bullets(checklist.collect()));
    section(
        &mut out,
        view.word(Term::Basis),
        Block::Bullets(task.basis.iter().map(|basis| citation(view, basis)).collect()),
    );
    let reading = task.reading.iter().map(ToString::to_string).collect();
    section(&mut out, view.word(Term::Reading), Block::Bullets(reading));
    let orders =
        view.pack.date_orders.iter().filter(|order| {
            [&order.first, &order.second].into_iter().any(|when| when.evidence.task == task.id)
        });
    let orders = orders.map(|order| gate::in_words(view, order)).collect();
    section(&mut out, view.word(Term::DateOrders), Block::Bullets(orders));
    commands(&mut out, view, task);
    out
}

/// The facts that decide whether the task or one of its pieces applies, with their questions.
fn questions(view: View<'_>, task: &Task) -> Vec<(String, String)> {
    let conditions = || task.evidence.iter().map(|piece| &piece.applies).chain([&task.applies]).flatten();
    let named = |fact: &&Fact| conditions().any(|of| of.named().iter().any(|(id, _)| **id == fact.id));
    let question =
        |fact: &Fact| (fact.id.to_string(), format!("{} ({})", view.words(&fact.question), fact.expected()));
    view.pack.facts.iter().filter(named).map(question).collect()
}

fn head(view: View<'_>, task: &Task) -> Vec<(&'static str, String)> {
    let due = task.due.as_ref().unwrap_or(&task.phase);
    let last = view.pack.profiles.last().map(|profile| &profile.id);
    let profiles = view.pack.profiles.iter().map(|profile| &profile.id);
    let profiles =
        profiles.filter(|id| task.profiles.contains_key(*id) || last == Some(*id)).map(|id| view.profile(id));
    let topics = task.topics.iter().filter_map(|id| view.pack.topics.iter().find(|topic| topic.id == *id));
    let topics: Vec<String> =
        topics.map(|topic| format!("{} ({})", view.words(&topic.title), topic.id)).collect();
    let applies = task.applies.as_ref().map(|applies| view.condition(applies));
    let confidence = ids::confidence(&task.confidence, view.lang);
    let reference = task.official_ref.trim();
    let rows = [
        (Term::Phase, view.phase(&task.phase)),
        (Term::Due, view.gate(due.as_str())),
        (Term::Responsible, view.role(&task.responsible)),
        (Term::Contributing, view.roles(&task.contributing)),
        (Term::Applies, applies.unwrap_or_else(|| view.word(Term::Always).to_owned())),
        (Term::Conditionable, conditionable(view, task)),
        (Term::Profiles, profiles.collect::<Vec<_>>().join(", ")),
        (Term::Topics, topics.join("; ")),
        (Term::Effort, effort(&task.effort, view.lang)),
        (Term::Origin, format!("{}; {confidence}", ids::origin(task.origin, view.lang))),
        (
            Term::Reference,
            if reference.is_empty() { view.word(Term::NoReference) } else { reference }.to_owned(),
        ),
    ];
    rows.into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(term, text)| (view.word(term), text))
        .collect()
}

/// The gates at which what is missing here can be neither a condition of the decision nor exempt.
fn conditionable(view: View<'_>, task: &Task) -> String {
    let gates = view.pack.barring(&task.id);
    let gates: Vec<String> = gates.map(|(_, gate)| view.gate(gate.id.as_str())).collect();
    let at = ids::pick(view.lang, "am", "at");
    let and = format!(" {} {at} ", view.word(Term::And));
    if gates.is_empty() {
        return String::new();
    }
    let nor = ids::pick(view.lang, "auch keine Ausnahme", "nor is an exemption");
    format!("{} {at} {}; {nor}", view.word(Term::NotPossible), gates.join(&and))
}

/// Says once which texts exist in the pack's own language alone.
fn own_language(out: &mut Vec<Block>, view: View<'_>, task: &Task) {
    let term = match (view.lang, view.pack.language) {
        (Lang::De, Lang::De) | (Lang::En, Lang::En) => return,
        (Lang::En, Lang::De) => Term::GermanOnly,
        (Lang::De, Lang::En) => Term::EnglishOnly,
    };
    let parts = [
        (Term::Reason, task.profiles.is_empty()),
        (Term::Steps, task.steps.is_empty()),
        (Term::Methods, task.methods.is_empty()),
        (Term::Resources, task.resources.is_empty()),
        (Term::Basis, task.basis.is_empty()),
        (Term::Reading, task.reading.is_empty()),
    ];
    let named: Vec<_> =
        parts.into_iter().filter(|(_, empty)| !empty).map(|(part, _)| view.word(part)).collect();
    if !named.is_empty() {
        out.push(Block::paragraph(format!("{} {}.", view.word(term), named.join(", "))));
    }
}

/// `klein 3–6, groß 12–30 Personentage`.
fn effort(effort: &Effort, lang: Lang) -> String {
    let number = |days: f32| match lang {
        Lang::De => days.to_string().replace('.', ","),
        Lang::En => days.to_string(),
    };
    let range = |[from, to]: [f32; 2]| {
        if from == to { number(from) } else { format!("{}–{}", number(from), number(to)) }
    };
    let (small, large) = (range(effort.small), range(effort.large));
    match lang {
        Lang::De => format!("klein {small}, groß {large} Personentage"),
        Lang::En => format!("small {small}, large {large} person-days"),
    }
}

/// `DSGVO Art. 35 (bindet ab 2018-05-25; Sicherheit hoch)`.
fn citation(view: View<'_>, basis: &Basis) -> String {
    let Some(law) = view.pack.law(basis.law.as_str()) else { return basis.citation.clone() };
    let binds = match law.applies_from {
        Some(date) => format!("{} {date}", ids::pick(view.lang, "bindet ab", "binds from")),
        None => ids::pick(view.lang, "rät, bindet nicht", "advises, does not bind").to_owned(),
    };
    format!("{} ({binds}; {})", basis.citation, ids::confidence(&law.confidence, view.lang))
}

/// What is done with the task's evidence, in the order in which it is done.
fn commands(out: &mut Vec<Block>, view: View<'_>, task: &Task) {
    let pieces = || task.evidence.iter().map(|piece| (task.address(piece), piece));
    let new = pieces().any(|(_, piece)| piece.template.is_some());
    let new: Vec<String> = new.then(|| format!("nachweis new {}", task.id)).into_iter().collect();
    let review = pieces().filter(|(_, piece)| piece.review.is_some() || piece.current.is_some());
    let review = review.map(|(address, _)| format!("nachweis review {address}")).collect();
    let approve = pieces().flat_map(|(address, piece)| {
        let roles = piece.approved.iter().flat_map(|approved| &approved.roles);
        roles.map(move |role| format!("nachweis approve {address} --role {role}"))
    });
    let groups =
        [(Term::ToWrite, new), (Term::ToReview, review), (Term::ToApprove, approve.collect::<Vec<_>>())];
    let groups = groups.into_iter().filter(|(_, lines)| !lines.is_empty());
    let blocks: Vec<Block> = groups
        .flat_map(|(label, lines)| [Block::Label(view.word(label).to_owned()), Block::Verbatim(lines)])
        .collect();
    if !blocks.is_empty() {
        out.push(Block::heading(2, view.word(Term::Commands)));
        out.extend(blocks);
    }
}
