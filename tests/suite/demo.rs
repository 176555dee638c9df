//! The example project as its users have it: what `demo` shows, a clone of it, an approval, and reports against their
//! schemas.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::desk::Desk;
use crate::support::program::{commit, expect, findings, git, json, project, state, text};

/// The day on which the example project is looked at.
const DAY: &str = "2026-11-22";

/// Unpacks the example project; its folder, and what `demo` said.
fn demo(desk: &Desk) -> (PathBuf, String) {
    let shown = expect(desk, &desk.work(), 0, &["demo"]);
    let folders = fs::read_dir(desk.tmp()).expect("the folder for temporary files");
    let mut projects =
        folders.map(|entry| entry.expect("an entry").path()).filter(|path| path.join(".git").exists());
    (projects.next().expect("the project stays"), shown.out)
}

#[test]
fn the_demo_shows_each_planted_finding_at_its_place() {
    let desk = Desk::on(DAY);
    let (at, shown) = demo(&desk);
    assert!(shown.contains("check 1, gate planung 1"), "{shown}");
    let (check, gate) = shown.split_once("$ nachweis gate planung").expect("both commands are shown");
    let planted = [
        ("missing-evidence", "P-05/leistungskontrolle", "nachweis.toml", "error"),
        ("empty-section", "P-19", "nachweise/aufsicht/konzept.md", "error"),
        ("placeholder-text", "P-13", "nachweise/recht/einstufung.md", "error"),
        ("voided-approval", "P-13", "nachweise/freigaben/P-13.leitung.toml", "error"),
        ("voided-approval", "P-19", "nachweise/freigaben/P-19.leitung.toml", "error"),
        ("overdue-review", "I-01", "nachweise/idee/anwendungsfall.md", "warning"),
        ("changed-since-review", "I-02", "nachweise/idee/mehrwerte.md", "warning"),
        ("outdated-by-subject", "P-10", "nachweise/datenschutz/dsfa.md", "warning"),
    ];
    let report = json(&expect(&desk, &at, 1, &["check", "--format", "json"]));
    for (rule, piece, path, severity) in planted {
        let mut about = findings(&report).iter().filter(|found| text(found, "piece") == piece);
        let found =
            about.find(|found| text(found, "rule") == rule).unwrap_or_else(|| panic!("{rule} {piece}"));
        assert_eq!((text(found, "path"), text(found, "severity")), (path, severity), "{rule}");
        let place = format!("{path}:{}:{}", found["line"], found["column"]);
        let task = piece.split('/').next().expect("a task");
        for part in [check, gate] {
            let mut blocks = part.split("\n\n").filter(|block| block.contains(&format!("[{rule}]")));
            assert!(
                blocks.any(|block| block.contains(&place) && block.contains(&format!("{task} "))),
                "{rule} at {place} is not shown in:\n{part}"
            );
        }
    }
    assert!(check.contains("[expired-exemption]: Die Ausnahme für P-15"), "{check}");
    assert!(check.contains("Ausnahme (E-19)"), "{check}");
    let exempt =
        findings(&report).iter().find(|found| !found["exempt"].is_null()).expect("an exemption covers");
    assert_eq!((text(exempt, "task"), &exempt["blocking"]), ("E-19", &Value::Bool(false)));
    assert_eq!(git(&desk, &at, &["status", "--porcelain"]), "", "the project is left clean");
}

#[test]
fn a_shallow_clone_is_not_judged_and_told_how_to_mend_it() {
    let desk = Desk::on(DAY);
    let (at, _) = demo(&desk);
    let url = format!("file://{}", at.display());
    git(&desk, &desk.work(), &["clone", "--quiet", "--depth", "1", &url, "flach"]);
    let clone = desk.work().join("flach");
    for command in ["check", "status"] {
        let outcome = expect(&desk, &clone, 3, &[command]);
        for word in ["shallow-history", "fetch-depth: 0", "GIT_DEPTH", "git fetch --unshallow"] {
            assert!(outcome.out.contains(word), "{command}: {}", outcome.out);
        }
    }
    git(&desk, &clone, &["fetch", "--quiet", "--unshallow"]);
    assert_eq!(expect(&desk, &clone, 1, &["check"]).out, expect(&desk, &at, 1, &["check"]).out);
}

#[test]
fn an_approval_counts_until_the_content_is_reviewed_anew() {
    let desk = Desk::on(DAY);
    let (at, _) = demo(&desk);
    let p10 = || state(&json(&expect(&desk, &at, 1, &["check", "--format", "json"])), "P-10");
    assert_eq!(p10(), "outdated");
    expect(&desk, &at, 0, &["review", "P-10"]);
    assert_eq!(p10(), "unapproved", "a review does not carry the old approval along");

    let member = "leitung@beispielamt.example";
    for (role, person) in
        [("dsb", "datenschutzbeauftragte@beispielamt.example"), ("leitung", "wer@anders.example")]
    {
        expect(&desk, &at, 2, &["approve", "P-10", "--role", role, "--as", person]);
    }
    let before = git(&desk, &at, &["status", "--porcelain"]);
    let printed = expect(&desk, &at, 0, &["approve", "P-10", "--role", "leitung", "--as", member, "--print"]);
    assert_eq!(git(&desk, &at, &["status", "--porcelain"]), before, "--print writes nothing");
    expect(&desk, &at, 0, &["approve", "P-10", "--role", "leitung", "--as", member]);
    let ledger = fs::read_to_string(at.join("nachweise/freigaben/P-10.leitung.toml")).expect("the ledger");
    assert_eq!(printed.out, format!("# nachweise/freigaben/P-10.leitung.toml\n{ledger}"));
    commit(&desk, &at);
    assert_eq!(p10(), "satisfied");

    for unfinished in ["P-19", "P-13", "E-09"] {
        let refused = expect(&desk, &at, 2, &["approve", unfinished, "--role", "leitung", "--as", member]);
        assert!(refused.err.contains("nachweis check"), "{}", refused.err);
    }
}

#[test]
fn the_ledger_of_the_demo_is_what_approve_writes() {
    let desk = Desk::on(DAY);
    let (at, _) = demo(&desk);
    let mut written = 0;
    for entry in fs::read_dir(at.join("nachweise/freigaben")).expect("the ledger") {
        let ledger = fs::read_to_string(entry.expect("an entry").path()).expect("an approval");
        let field = |key: &str| {
            let line =
                ledger.lines().find_map(|line| line.strip_prefix(key)?.trim_start().strip_prefix("= "));
            line.unwrap_or_else(|| panic!("{key} is not in {ledger}")).trim_matches('"').to_owned()
        };
        let (task, role, person, date) = (field("task"), field("role"), field("person"), field("date"));
        if ["P-13", "P-19"].contains(&task.as_str()) {
            continue; // Void, and unfinished: `approve` refuses them.
        }
        let approve = ["approve", &task, "--role", &role, "--as", &person, "--as-of", &date, "--print"];
        let printed = expect(&desk, &at, 0, &approve).out;
        let block = printed.split_once('\n').expect("the name of the file comes first").1;
        assert_eq!(block, ledger);
        written += 1;
    }
    assert!(written > 8, "{written}");
}

#[test]
fn what_the_program_writes_fits_the_schemas_it_prints() {
    let desk = Desk::on(DAY);
    let (at, _) = demo(&desk);
    let schema = |name: &str| {
        let schema = json(&expect(&desk, &at, 0, &["schema", name]));
        jsonschema::validator_for(&schema).unwrap_or_else(|error| panic!("{name}: {error}"))
    };
    let fits = |schema: &jsonschema::Validator, value: &Value| {
        let errors: Vec<String> =
            schema.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{errors:#?}");
    };
    let report = schema("report");
    fits(&report, &json(&expect(&desk, &at, 1, &["check", "--format", "json"])));
    fits(&report, &json(&expect(&desk, &at, 0, &["status", "--format", "json", "--lang", "en"])));
    fits(&report, &json(&expect(&desk, &desk.work(), 3, &["check", "--format", "json"])));
    assert!(
        !report.is_valid(&serde_json::json!({ "schema": "nachweis/report/v1" })),
        "the schema asks for something"
    );

    let settings = schema("settings");
    let toml =
        |path: &Path| toml::from_str::<Value>(&fs::read_to_string(path).expect("settings")).expect("TOML");
    fits(&settings, &dated(toml(&at.join("nachweis.toml"))));
    let own = project(&desk, &[]);
    fits(&settings, &toml(&own.join("nachweis.toml")));
    let beside = fs::read_to_string(own.join(".nachweis/settings.schema.json")).expect("the schema beside");
    assert_eq!(beside, expect(&desk, &at, 0, &["schema", "settings"]).out, "init writes what schema prints");

    let tasks = schema("pack");
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("policies/arbeitshilfe/tasks"))
        .expect("tasks")
    {
        fits(&tasks, &toml(&entry.expect("an entry").path()));
    }
}

/// TOML has dates, JSON has none: editors show them to a schema as text.
fn dated(value: Value) -> Value {
    match value {
        Value::Object(fields) => match fields.get("$__toml_private_datetime") {
            Some(date) => date.clone(),
            None => fields.into_iter().map(|(key, value)| (key, dated(value))).collect(),
        },
        Value::Array(items) => items.into_iter().map(dated).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value,
    }
}
