//! Code Quality, held against what GitLab documents of it, and how heavy things weigh there.

use std::collections::BTreeSet;
use std::fs;

use nachweis::render::Format;
use nachweis::rule::Lang;
use serde_json::Value;

use super::readers::{json, written};
use super::samples;
use crate::support::root;

fn schema() -> Value {
    let text =
        fs::read_to_string(root().join("fixtures/schemas/code-quality.schema.json")).expect("a schema");
    serde_json::from_str(&text).expect("JSON")
}

#[test]
fn code_quality_is_what_gitlab_reads() {
    let schema = schema();
    let validator = jsonschema::validator_for(&schema).expect("a sound schema");
    for (name, report) in samples::both() {
        let json = json(report, Format::Gitlab);
        let wrong: Vec<_> = validator.iter_errors(&json).map(|error| error.to_string()).collect();
        assert_eq!(wrong, Vec::<String>::new(), "{name}");
        let entries = json.as_array().expect("a list");
        let prints: BTreeSet<_> = entries.iter().map(|entry| entry["fingerprint"].as_str()).collect();
        assert_eq!(prints.len(), entries.len(), "one entry a fingerprint, {name}");
    }
    assert_eq!(
        written(&samples::well(Lang::De), Format::Gitlab),
        "[]\n",
        "an empty list, never an empty file"
    );
    for wrong in [serde_json::json!({}), serde_json::json!([{}])] {
        assert!(!validator.is_valid(&wrong), "the schema asks for something");
    }
}

#[test]
fn what_blocks_a_gate_weighs_most() {
    let severities = |report| {
        let json = json(&report, Format::Gitlab);
        let words = json.as_array().expect("a list").iter().map(|entry| entry["severity"].to_string());
        words.collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(severities(samples::demo(None, Lang::De)), "\"critical\" \"major\"");
    assert_eq!(severities(samples::demo(Some("planung"), Lang::De)), "\"blocker\"");
    assert_eq!(severities(samples::no_settings(Lang::De)), "\"blocker\"");
}
