//! SARIF: the official schema, what GitHub and GitLab ask for besides, and the truth about how a run ended.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

use nachweis::engine::Exit;
use nachweis::finding::Report;
use nachweis::render::Format;
use nachweis::rule::{Lang, Rule};
use serde_json::{Value, json};

use super::readers::json as read;
use super::samples;
use crate::support::{git, judged};

/// What cargo says.
fn cargo(words: &[&str]) -> Vec<u8> {
    let output = Command::new(env!("CARGO")).args(words).output().expect("cargo runs");
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// The schema of OASIS, which the package that writes SARIF is made from and comes with.
fn schema() -> Value {
    let version = String::from_utf8(cargo(&["-vV"])).expect("UTF-8");
    // Packages for other platforms need not be there.
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("a host");
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let words = ["metadata", "--format-version", "1", "--locked", "--offline", "--filter-platform", host];
    let metadata = cargo(&[words.as_slice(), &["--manifest-path", manifest]].concat());
    let metadata: Value = serde_json::from_slice(&metadata).expect("JSON");
    let packages = metadata["packages"].as_array().expect("a list");
    let package = packages.iter().find(|package| package["name"] == "serde-sarif").expect("the package");
    let manifest = package["manifest_path"].as_str().expect("a path");
    let path = std::path::Path::new(manifest).with_file_name("src").join("schema.json");
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    // Its pattern for languages has a bracket too many, which not every reader of patterns forgives.
    let text = text.replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}$");
    serde_json::from_str(&text).expect("JSON")
}

fn run(report: &Report, format: Format) -> Value {
    read(report, format)["runs"][0].take()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap_or_else(|| panic!("a list is expected, not {value}"))
}

fn length(value: &Value) -> usize {
    value.as_str().unwrap_or_else(|| panic!("a text is expected, not {value}")).chars().count()
}

#[test]
fn sarif_is_what_the_official_schema_says() {
    let schema = schema();
    let validator = jsonschema::validator_for(&schema).expect("a sound schema");
    for (name, report) in samples::both() {
        for format in [Format::Sarif, Format::SarifSuppressed] {
            let json = read(report, format);
            let wrong: Vec<_> = validator
                .iter_errors(&json)
                .map(|error| format!("{}: {error}", error.instance_path()))
                .collect();
            assert_eq!(wrong, Vec::<String>::new(), "{name}");
        }
    }
    let mut broken = read(&samples::well(Lang::De), Format::Sarif);
    broken["runs"][0]["results"] = json!([{ "level": "schlimm" }]);
    assert!(!validator.is_valid(&broken), "the schema asks for something");
}

#[test]
fn results_are_what_github_and_gitlab_ask_for() {
    for (name, report) in samples::both() {
        let run = run(report, Format::Sarif);
        let rules = list(&run["tool"]["driver"]["rules"]);
        let mut prints = BTreeSet::new();
        for result in list(&run["results"]) {
            let rule =
                &rules[usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("small")];
            assert_eq!(rule["id"], result["ruleId"], "{name}");
            assert!(["error", "warning", "note"].contains(&result["level"].as_str().unwrap_or_default()));
            let message = &result["message"];
            assert!((1..=1000).contains(&length(&message["text"])), "{name}: {message}");
            assert!(message.get("markdown").is_none(), "plain text only, {name}");
            let place = &result["locations"][0]["physicalLocation"];
            assert!(length(&place["artifactLocation"]["uri"]) > 0, "{name}");
            for key in ["startLine", "startColumn", "endLine", "endColumn"] {
                assert!(place["region"][key].as_u64().is_some_and(|number| number > 0), "{key}, {name}");
            }
            let own = &result["partialFingerprints"];
            let (line, full) = (own["primaryLocationLineHash"].as_str(), own["nachweis/v1"].as_str());
            let (line, full) = (line.expect("GitHub's"), full.expect("our own"));
            let (digits, number) = line.split_once(':').expect("a number behind it");
            assert!(digits.len() == 16 && full.starts_with(digits) && number == "1", "{line} {full}");
            assert!(prints.insert(line.to_owned()), "one result a fingerprint, {name}");
            assert!(result.get("suppressions").is_none(), "GitHub would show it, {name}");
        }
        assert!(!run["results"].is_null(), "without a list nothing is ever closed, {name}");
    }
}

#[test]
fn the_first_sentence_is_short_enough_for_a_list() {
    let mut long = Vec::new();
    for report in Lang::ALL.map(|lang| samples::demo(Some("inbetriebnahme"), lang)) {
        let run = run(&report, Format::Sarif);
        let results = list(&run["results"]);
        assert!(results.len() > 20, "{}", results.len());
        for result in results {
            let text = result["message"]["text"].as_str().expect("a text");
            let first = text.split_inclusive(['.', '\n']).next().unwrap_or_default();
            if first.chars().count() > 100 {
                long.push(first.to_owned());
            }
        }
    }
    assert_eq!(long, Vec::<String>::new());
}

#[test]
fn the_table_of_rules_is_whole_and_always_the_same() {
    for lang in Lang::ALL {
        let of = |report: &Report| run(report, Format::Sarif)["tool"]["driver"].take();
        let table = of(&samples::well(lang));
        assert_eq!(table, of(&samples::demo(None, lang)));
        let ids: Vec<_> = list(&table["rules"]).iter().map(|rule| rule["id"].as_str()).collect();
        assert_eq!(ids, Rule::ALL.iter().map(|rule| Some(rule.id())).collect::<Vec<_>>());
        for rule in list(&table["rules"]) {
            let id = &rule["id"];
            assert!((5..=60).contains(&length(&rule["shortDescription"]["text"])), "{id}");
            let full = &rule["fullDescription"]["text"];
            assert!((30..=1000).contains(&length(full)), "{id}");
            assert!(full.as_str().is_some_and(|text| text.ends_with('.')), "{id}: {full}");
            assert!(length(&rule["help"]["text"]) > 300 && length(&rule["help"]["markdown"]) > 300, "{id}");
            let name = rule["name"].as_str().unwrap_or_default();
            assert!(
                name.starts_with(char::is_uppercase) && name.chars().all(char::is_alphanumeric),
                "{name}"
            );
            assert!(
                ["error", "warning"]
                    .contains(&rule["defaultConfiguration"]["level"].as_str().unwrap_or_default())
            );
        }
    }
    let [de, en] = Lang::ALL.map(|lang| run(&samples::well(lang), Format::Sarif));
    assert_eq!((&de["language"], &en["language"]), (&json!("de-DE"), &json!("en-US")));
    let help = |run: &Value| run["tool"]["driver"]["rules"][0]["help"]["markdown"].to_string();
    assert!(help(&de).contains("Was geprüft wird") && help(&en).contains("What it checks"));
    assert!(!help(&de).contains("```toml nachweis.toml"), "fences say what they are in words: {}", help(&de));
}

#[test]
fn exempt_findings_are_left_out_or_suppressed() {
    let demo = samples::demo(None, Lang::De);
    let (plain, suppressed) = (run(&demo, Format::Sarif), run(&demo, Format::SarifSuppressed));
    let (fewer, all) = (list(&plain["results"]), list(&suppressed["results"]));
    assert_eq!(fewer.len() + demo.counts.exempt, all.len());
    let exempt: Vec<_> = all.iter().filter(|result| !result["suppressions"].is_null()).collect();
    assert_eq!(exempt.len(), demo.counts.exempt);
    let suppression = &exempt[0]["suppressions"][0];
    assert_eq!((&suppression["kind"], &suppression["status"]), (&json!("external"), &json!("accepted")));
    let reason = suppression["justification"].as_str().expect("a reason");
    assert!(reason.starts_with("Ausgenommen bis 2027-02-26 (Projektleitung): Das Konzept"), "{reason}");
    // Who leaves something out says so.
    let note = &plain["invocations"][0]["toolExecutionNotifications"][0];
    assert_eq!(note["level"], "note");
    assert_eq!(note["message"]["text"], "1 Befund ist ausgenommen und steht nicht in dieser Datei.");
    assert_eq!(list(&suppressed["invocations"][0]["toolExecutionNotifications"]), [] as [Value; 0]);
}

#[test]
fn an_incomplete_run_does_not_call_itself_a_success() {
    for (name, report) in samples::all(Lang::De) {
        let exit = Exit::of(report);
        let invocation = run(report, Format::Sarif)["invocations"][0].take();
        let decided = matches!(exit, Exit::Pass | Exit::Fail);
        assert_eq!(invocation["executionSuccessful"], decided, "{name}");
        assert_eq!(invocation["exitCode"], exit.code(), "{name}");
        let notes = list(&invocation["toolExecutionNotifications"]);
        let errors = notes.iter().filter(|note| note["level"] == "error").count();
        assert_eq!(errors > 0, !decided, "{name}");
    }
    let status = Report { command: "status".to_owned(), ..samples::demo(None, Lang::De) };
    assert!(run(&status, Format::Sarif)["invocations"][0].get("exitCode").is_none(), "status ends with 0");
}

#[test]
fn a_missing_file_is_demanded_in_one_place_and_expected_in_another() {
    let run = run(&samples::demo(None, Lang::En), Format::Sarif);
    let mut results = list(&run["results"]).iter();
    let missing = results.find(|result| result["properties"]["piece"] == "P-15").expect("a result");
    assert_eq!(missing["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "nachweis.toml");
    assert_eq!(missing["locations"][0]["logicalLocations"][0]["fullyQualifiedName"], "P-15/evidence");
    let related = &missing["relatedLocations"][0];
    assert_eq!(
        (&related["id"], &related["message"]["text"]),
        (&json!(1), &json!("The file is expected here."))
    );
    let expected = &related["physicalLocation"];
    assert_eq!(expected["artifactLocation"]["uri"], "nachweise/bias/workshop-konzept.md");
    assert!(expected.get("region").is_none(), "a file that is not there has no lines");
    let text = missing["message"]["text"].as_str().expect("a text");
    assert!(
        text.contains("nachweise/bias/workshop-konzept.md") && text.ends_with("nachweis new P-15"),
        "{text}"
    );
}

#[test]
fn further_places_are_related() {
    let mut report = samples::demo(None, Lang::De);
    report.findings.retain(|judged| judged.finding.rule == Rule::EmptySection);
    report.findings.truncate(2);
    let place = report.findings[1].finding.place.clone();
    report.findings[0].finding.more.push(("", place.clone()));
    let run = run(&report, Format::Sarif);
    let related: Vec<_> =
        list(&run["results"]).iter().filter_map(|result| result.get("relatedLocations")).collect();
    assert_eq!(related.len(), 1);
    let region = &related[0][0]["physicalLocation"]["region"];
    assert_eq!(region["startLine"].as_u64(), u64::try_from(place.start().line).ok());
}

#[test]
fn uploads_of_one_workflow_are_told_apart_and_name_their_commit() {
    let id = |report: &Report| run(report, Format::Sarif)["automationDetails"]["id"].to_string();
    let check = samples::demo(None, Lang::De);
    let gate = samples::demo(Some("planung"), Lang::De);
    assert_eq!(id(&check), "\"nachweis/check/\"");
    assert_eq!(id(&gate), "\"nachweis/gate-planung/\"");
    let commit = git(&samples::DEMO.root(), &["rev-parse", "HEAD"]);
    let provenance = run(&gate, Format::Sarif)["versionControlProvenance"][0].take();
    assert_eq!(provenance["revisionId"], commit);
    assert_eq!(provenance["repositoryUri"], format!("swh:1:rev:{commit}"));
    // A working tree is no commit.
    assert!(run(&check, Format::Sarif).get("versionControlProvenance").is_none());
    assert_eq!(run(&check, Format::Sarif)["properties"]["commit"], commit);
}

#[test]
fn a_finding_keeps_its_identity_when_lines_move() {
    let prints = |report: &Report| -> BTreeMap<String, String> {
        let run = run(report, Format::Sarif);
        let own = |result: &Value| {
            let name = &result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"];
            let print = &result["partialFingerprints"]["primaryLocationLineHash"];
            (format!("{} {name}", result["ruleId"]), print.to_string())
        };
        list(&run["results"]).iter().map(own).collect()
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    git(folder.path(), &["clone", "--quiet", &samples::DEMO.root().display().to_string(), "neu"]);
    let clone = folder.path().join("neu");
    let before = prints(&judged(&clone, "2026-11-22", None, Lang::De));
    let file = clone.join("nachweis.toml");
    let text = fs::read_to_string(&file).expect("settings");
    fs::write(&file, format!("# eine Zeile mehr\n{text}")).expect("written");
    let after = judged(&clone, "2026-11-22", None, Lang::En);
    assert_eq!(prints(&after), before);
}
