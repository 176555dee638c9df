//! The run: the tool, what it looked at, and the truth about how it ended.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use serde_sarif::sarif::{
    ArtifactLocation, Invocation, Location, Notification, PropertyBag, ReportingDescriptorReference, Run,
    RunAutomationDetails, Tool, ToolComponent, VersionControlDetails,
};

use super::Exempt;
use super::place::{ROOT, message, number, physical};
use super::result::result;
use super::rules::{index, rules};
use crate::finding::{Exit, Report, SourceKind};
use crate::render::item::{Item, Level};
use crate::render::summary;
use crate::render::words::{self, Word};
use crate::rule::Lang;

/// The run with its results; without findings there are none, and the list is there all the same, for only then do
/// readers close what they have open.
pub(super) fn run(report: &Report, items: &[Item<'_>], exempt: Exempt) -> Run {
    let lang = report.lang;
    let mut driver = ToolComponent::builder()
        .name(env!("CARGO_PKG_NAME"))
        .version(env!("CARGO_PKG_VERSION"))
        .semantic_version(env!("CARGO_PKG_VERSION"))
        .language(tag(lang))
        .rules(rules(lang))
        .build();
    // Where the tool can be read about, once its package says so.
    driver.information_uri = Some(env!("CARGO_PKG_REPOSITORY").to_owned()).filter(|uri| !uri.is_empty());
    let root = ArtifactLocation::builder().description(message(Word::Root.get(lang))).build();
    let mut run = Run::builder()
        .tool(Tool::builder().driver(driver).build())
        .language(tag(lang))
        .column_kind("unicodeCodePoints")
        .original_uri_base_ids(BTreeMap::from([(ROOT.to_owned(), root)]))
        .automation_details(RunAutomationDetails::builder().id(category(report)).build())
        .invocations(vec![invocation(report, items, exempt)])
        .results(items.iter().map(|item| result(item, lang)).collect::<Vec<_>>())
        .properties(PropertyBag::builder().additional_properties(properties(report)).build())
        .build();
    run.version_control_provenance = provenance(report).map(|details| vec![details]);
    run
}

fn tag(lang: Lang) -> &'static str {
    match lang {
        Lang::De => "de-DE",
        Lang::En => "en-US",
    }
}

/// What tells the uploads of one workflow apart: `nachweis/gate-planung/`. Behind the last slash would stand the run.
fn category(report: &Report) -> String {
    let command: String =
        report.command.chars().map(|char| if char.is_ascii_alphanumeric() { char } else { '-' }).collect();
    let project = match report.projects.as_slice() {
        [project] if !project.path.as_str().is_empty() => format!("{}/", project.path),
        _ => String::new(),
    };
    format!("{}/{command}/{project}", env!("CARGO_PKG_NAME"))
}

/// How the run ended. A run that could not decide was no success, whatever it found.
fn invocation(report: &Report, items: &[Item<'_>], exempt: Exempt) -> Invocation {
    let exit = Exit::of(report);
    let decided = match exit {
        Exit::Pass | Exit::Fail => true,
        Exit::Yardstick | Exit::Undetermined | Exit::Unwritten => false,
    };
    let mut notes: Vec<_> = items.iter().filter_map(notification).collect();
    if exempt == Exempt::LeftOut && report.counts.exempt > 0 {
        notes.push(note(&words::exempt_left_out(report.counts.exempt, report.lang)));
    }
    notes.extend(summary::alone(report).map(|text| note(&text)));
    let mut invocation = Invocation::builder()
        .execution_successful(decided)
        .exit_code_description(summary::headline(report))
        .tool_execution_notifications(notes)
        .build();
    // The other commands look at a report without judging by it.
    let judges = ["check", "gate", "policy"].iter().any(|command| report.command.starts_with(command));
    invocation.exit_code = judges.then(|| i64::from(exit.code()));
    invocation
}

/// What kept the tool from deciding.
fn notification(item: &Item<'_>) -> Option<Notification> {
    match item.level() {
        Level::Undecided => {}
        Level::Error | Level::Warning | Level::Advice => return None,
    }
    let rule = ReportingDescriptorReference::builder()
        .id(item.rule().id())
        .index(number(index(item.rule())))
        .build();
    let location = Location::builder().physical_location(physical(&item.place())).build();
    let notification = Notification::builder().level("error").message(message(&item.message()));
    Some(notification.associated_rule(rule).locations(vec![location]).build())
}

fn note(text: &str) -> Notification {
    Notification::builder().level("note").message(message(text)).build()
}

/// The commit that was judged. Where the repository can be had is not known here, and no report depends on how it was
/// cloned; its persistent identifier (SWHID) names exactly this commit and is an address as well.
fn provenance(report: &Report) -> Option<VersionControlDetails> {
    let commit = report.source.commit.as_ref().filter(|_| report.source.kind == SourceKind::Commit)?.as_str();
    // There are none for SHA-256 yet.
    let uri = (commit.len() == 40).then(|| format!("swh:1:rev:{commit}"))?;
    let root = ArtifactLocation::builder().uri_base_id(ROOT).build();
    Some(VersionControlDetails::builder().repository_uri(uri).revision_id(commit).mapped_to(root).build())
}

fn properties(report: &Report) -> BTreeMap<String, Value> {
    let commit = report.source.commit.as_ref().map(|commit| commit.as_str());
    BTreeMap::from([
        ("command".to_owned(), json!(report.command)),
        ("asOf".to_owned(), json!(report.as_of.date.to_string())),
        ("source".to_owned(), json!(report.source.kind.id())),
        ("commit".to_owned(), json!(commit)),
        ("grade".to_owned(), json!(report.grade.id())),
        ("claim".to_owned(), json!(summary::grade(report.grade, report.lang))),
        ("verdict".to_owned(), json!(report.verdict.id())),
        ("errors".to_owned(), json!(report.counts.errors)),
        ("warnings".to_owned(), json!(report.counts.warnings)),
        ("exempt".to_owned(), json!(report.counts.exempt)),
    ])
}
