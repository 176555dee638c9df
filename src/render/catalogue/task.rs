//! The page of a task.

use super::block::{Block, section};
use super::terms::Term;
use super::view::View;
use super::{ids, piece};
use crate::model::{Basis, Effort, Task};
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
    section(&mut out, view.word(Term::Commands), Block::Verbatim(commands(task)));
    out
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

fn commands(task: &Task) -> Vec<String> {
    let address = |piece| task.address(piece);
    let made = task.evidence.iter().filter(|piece| piece.template.is_some());
    let new = made.map(|piece| format!("nachweis new {}", address(piece)));
    let review = task.evidence.iter().filter(|piece| piece.review.is_some() || piece.current.is_some());
    let review = review.map(|piece| format!("nachweis review {}", address(piece)));
    let approve = task.evidence.iter().filter_map(|piece| Some((piece, piece.approved.as_ref()?)));
    let approve = approve.flat_map(|(piece, approved)| {
        approved
            .roles
            .iter()
            .map(move |role| format!("nachweis approve {} --role {role}", task.address(piece)))
    });
    new.chain(review).chain(approve).collect()
}
