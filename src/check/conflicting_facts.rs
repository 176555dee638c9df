//! `conflicting-facts`: answers that exclude each other.

use crate::finding::{About, Finding};
use crate::gather::Picture;
use crate::model::{Answer, Facts, Truth};
use crate::name::FactId;
use crate::rule::Rule;
use crate::text::Place;

pub(super) fn judge(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    let settings = &picture.file.settings;
    let mut facts: Facts = settings.facts.clone();
    // Phase and profile are settings, but packs may ask about them like facts.
    let pseudo = [("phase", settings.project.phase.as_str()), ("profil", settings.policy.profile.as_str())];
    for (id, value) in pseudo {
        facts.extend(FactId::new(id).ok().map(|id| (id, Answer::Word(value.to_owned()))));
    }
    for contradiction in &picture.pack.contradictions {
        let mut named: Vec<&FactId> = contradiction.when.named().into_iter().map(|(fact, _)| fact).collect();
        named.dedup();
        let answered = named.iter().all(|fact| facts.contains_key(*fact));
        if !answered || contradiction.when.truth(&facts) != Truth::Yes {
            continue;
        }
        let mut places: Vec<Place> = named.iter().map(|fact| place(picture, fact)).collect();
        places.sort_by_key(|place| place.span.start);
        let mut places = places.into_iter();
        let Some(first) = places.next() else { continue };
        let mut finding = Finding::new(
            Rule::ConflictingFacts,
            About::project(format!("conflict/{}", contradiction.id)),
            first,
        );
        finding.advice = contradiction.advice;
        for other in places {
            finding = finding.also("other", other);
        }
        let words: Vec<&str> = named.iter().map(|fact| fact.as_str()).collect();
        found.push(finding.with("text", &contradiction.message).with("facts", words.join(", ")));
    }
}

fn place(picture: &Picture<'_>, fact: &FactId) -> Place {
    match fact.as_str() {
        "phase" => picture.file.value(&["project", "phase"]),
        "profil" => picture.file.value(&["policy", "profile"]),
        id => picture.file.key(&["facts", id]),
    }
}
