//! The table of rules: all of them, always in the same order, each with its page in the language of the run.

use std::collections::BTreeMap;

use serde_sarif::sarif::{
    MultiformatMessageString, PropertyBag, ReportingConfiguration, ReportingDescriptor,
};

use crate::finding::Severity;
use crate::model::Due;
use crate::render::catalogue::{rule_in_short, rule_markdown};
use crate::render::{Options, explain_rule, markup};
use crate::rule::{Lang, Page, Rule};
use crate::verdict::severity;

/// How long a description may be.
const LONGEST: usize = 1000;

/// All rules.
pub(super) fn rules(lang: Lang) -> Vec<ReportingDescriptor> {
    Rule::ALL.iter().map(|rule| descriptor(*rule, lang)).collect()
}

/// The place of a rule in the table.
pub(super) fn index(rule: Rule) -> usize {
    Rule::ALL.iter().position(|other| *other == rule).unwrap_or_default()
}

fn descriptor(rule: Rule, lang: Lang) -> ReportingDescriptor {
    let title = Page::of(rule, lang).head.title;
    let text = explain_rule(rule, lang, &Options::default());
    let level = match severity(rule, Due::Earlier, false) {
        Some(Severity::Error) => "error",
        Some(Severity::Warning) | None => "warning",
    };
    let properties = BTreeMap::from([
        ("precision".to_owned(), "very-high".into()),
        ("problem.severity".to_owned(), level.into()),
    ]);
    ReportingDescriptor::builder()
        .id(rule.id())
        .name(format!("{rule:?}"))
        .short_description(plain(&format!("{title}.")))
        .full_description(plain(&markup::clip(&rule_in_short(rule, lang), LONGEST)))
        .help(MultiformatMessageString::builder().text(text).markdown(rule_markdown(rule, lang)).build())
        .default_configuration(ReportingConfiguration::builder().level(level).build())
        .properties(
            PropertyBag::builder()
                .tags(vec![rule.group().id().to_owned()])
                .additional_properties(properties)
                .build(),
        )
        .build()
}

fn plain(text: &str) -> MultiformatMessageString {
    MultiformatMessageString::builder().text(text).build()
}
