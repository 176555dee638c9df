//! A finding as a result.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use serde_sarif::sarif::{
    Location, LogicalLocation, PropertyBag, Result, ResultKind, ResultLevel, Suppression,
};

use super::place::{file, message, number, physical, related};
use super::rules::index;
use crate::render::item::{Item, Level};
use crate::render::words::Word;
use crate::rule::Lang;

/// How long a message may be: GitLab drops results with more than 1,024 characters.
const LONGEST: usize = 1000;

/// The result. Its message begins with one short sentence, which is all that a list shows.
pub(super) fn result(item: &Item<'_>, lang: Lang) -> Result {
    let (rule, print) = (item.rule(), item.fingerprint());
    let logical = LogicalLocation::builder()
        .fully_qualified_name(format!("{}{}", prefix(item), item.requirement()))
        .kind("resource")
        .build();
    let location = Location::builder()
        .physical_location(physical(&item.place()))
        .logical_locations(vec![logical])
        .build();
    let prints = BTreeMap::from([
        // The only one that GitHub reads. The uploading action would count lines, which come and go.
        ("primaryLocationLineHash".to_owned(), format!("{}:1", print.get(..16).unwrap_or(print))),
        ("nachweis/v1".to_owned(), print.to_owned()),
    ]);
    let result = Result::builder()
        .rule_id(rule.id())
        .rule_index(number(index(rule)))
        .kind(ResultKind::Fail)
        .level(match item.level() {
            Level::Undecided | Level::Error => ResultLevel::Error,
            Level::Warning => ResultLevel::Warning,
            Level::Advice => ResultLevel::Note,
        })
        .message(message(&text(item)))
        .locations(vec![location])
        .partial_fingerprints(prints)
        .properties(PropertyBag::builder().additional_properties(properties(item)).build());
    let mut result = result.build();
    let further = further(item, lang);
    result.related_locations = (!further.is_empty()).then_some(further);
    result.suppressions = item.exemption().map(|reason| {
        let kind = Suppression::builder().kind("external").status("accepted");
        vec![kind.justification(reason).build()]
    });
    result
}

/// What is said of it, with room for the blanks that part what would read as a link.
fn text(item: &Item<'_>) -> String {
    let parted = item.text(LONGEST).matches("](").count();
    item.text(LONGEST.saturating_sub(parted))
}

/// The places besides the first: those of the finding, and where a missing file is expected.
fn further(item: &Item<'_>, lang: Lang) -> Vec<Location> {
    let expected = item.expected().map(|path| (Word::ExpectedHere.get(lang).to_owned(), file(path)));
    let more = item.more().map(|(label, place)| (label, physical(place)));
    let all = expected.into_iter().chain(more).enumerate();
    all.map(|(at, (label, place))| related(at + 1, place, &label)).collect()
}

fn prefix(item: &Item<'_>) -> String {
    if item.project().as_str().is_empty() { String::new() } else { format!("{}/", item.project()) }
}

fn properties(item: &Item<'_>) -> BTreeMap<String, Value> {
    let judged = item.judged();
    let address = judged.finding.about.address.as_ref();
    BTreeMap::from([
        ("project".to_owned(), json!(judged.project.to_string())),
        ("task".to_owned(), json!(address.map(|address| address.task.to_string()))),
        ("piece".to_owned(), json!(address.map(ToString::to_string))),
        ("requirement".to_owned(), json!(judged.finding.about.requirement)),
        ("responsible".to_owned(), json!(judged.role.as_ref().map(ToString::to_string))),
        ("blocking".to_owned(), json!(item.blocks())),
    ])
}
