//! Listings for programs: arrays of everything the pack says, in both languages. The types are of their own, so that
//! packs and the tool may change without changing what programs read; what is not there is `null`.

mod pack;
mod parts;
mod policy;
mod task;

pub(super) use policy::{policy_diff, policy_show};

use serde::Serialize;

use super::super::safe;
use super::request::{Filter, Listing};
use super::rule::cases;
use crate::finding::Severity;
use crate::model::{Pack, Words};
use crate::rule::{Lang, Page, Rule};

/// The listing. Nothing in it can fail to be written as JSON.
pub(super) fn list(pack: &Pack, listing: Listing, filter: &Filter) -> String {
    let text = match listing {
        Listing::Tasks => array(filter.tasks(pack).map(|task| task::shape(pack, task))),
        Listing::Rules => array(Rule::ALL.iter().map(|rule| self::rule(*rule))),
        Listing::Phases => {
            let phases =
                pack.phases.iter().filter(|phase| filter.phase.as_ref().is_none_or(|only| phase.id == *only));
            array(phases.map(|phase| parts::phase(pack, phase, filter)))
        }
        Listing::Roles => {
            let roles =
                pack.roles.iter().filter(|role| filter.role.as_ref().is_none_or(|only| role.id == *only));
            array(roles.map(parts::role))
        }
        Listing::Facts => array(pack.facts.iter().map(parts::fact)),
        Listing::Packs => array(std::iter::once(pack::shape(pack))),
    };
    text + "\n"
}

fn array<T: Serialize>(items: impl Iterator<Item = T>) -> String {
    serde_json::to_string_pretty(&items.collect::<Vec<_>>())
        .map_or_else(|_| String::new(), |text| safe::json(&text))
}

/// A text in both languages.
#[derive(Serialize)]
struct Text<'a> {
    de: &'a str,
    en: Option<&'a str>,
}

fn text(words: &Words) -> Text<'_> {
    Text { de: &words.de, en: words.en.as_deref() }
}

#[derive(Serialize)]
struct RuleShape {
    id: &'static str,
    group: &'static str,
    title: Both<String>,
    message: Both<String>,
    severity: SeverityShape,
    page: Both<&'static str>,
}

#[derive(Serialize)]
struct Both<T> {
    de: T,
    en: T,
}

/// By when the task is due; `null` where nothing is reported.
#[derive(Serialize)]
struct SeverityShape {
    earlier: Option<&'static str>,
    current: Option<&'static str>,
    later: Option<&'static str>,
    gate: Option<&'static str>,
}

fn rule(rule: Rule) -> RuleShape {
    let (de, en) = (Page::of(rule, Lang::De), Page::of(rule, Lang::En));
    let [earlier, current, later, gate] = cases(rule).map(|(_, severity)| severity.map(Severity::id));
    RuleShape {
        id: rule.id(),
        group: rule.group().id(),
        title: Both { de: de.head.title, en: en.head.title },
        message: Both { de: de.head.message, en: en.head.message },
        severity: SeverityShape { earlier, current, later, gate },
        page: Both { de: de.body, en: en.body },
    }
}
