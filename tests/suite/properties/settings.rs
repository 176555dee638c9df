//! Settings and tasks of a pack, written out and read again: they say the same.

use nachweis::finding::Problems;
use nachweis::load::{FILE_NAME, builtin, pack, settings};
use nachweis::model::{Settings, Task};
use nachweis::text::Source;
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::{Just, Strategy, any, prop_assert, prop_assert_eq, prop_oneof};
use proptest::sample::{Index, select};

use super::holds;
use super::house::{day, house};
use crate::support::path;

fn read(text: &str) -> Option<Settings> {
    let mut problems = Problems::default();
    let file = settings(&Source::new(path(FILE_NAME), text), &mut problems)?;
    problems.is_empty().then_some(file.settings)
}

/// A text as people write it, and with what TOML has to escape.
fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[A-Za-zäöüß „“–]{1,16}", "\\PC{1,12}", "[\"'\\\\\n\t\u{7f}\u{85}#=\\[\\]]{1,8}"]
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// Settings as somebody might write them, of the shipped pack.
fn written() -> impl Strategy<Value = String> {
    let pack = builtin("arbeitshilfe").expect("the pack is built in");
    let facts: Vec<String> = pack.facts.iter().map(|fact| fact.id.to_string()).collect();
    let subjects: Vec<String> = pack.subjects.iter().map(|subject| subject.id.to_string()).collect();
    let roles: Vec<String> = pack.roles.iter().map(|role| role.id.to_string()).collect();
    let tasks: Vec<String> = pack.tasks.keys().map(ToString::to_string).collect();
    let answer = prop_oneof![any::<bool>().prop_map(|yes| yes.to_string()), Just("\"offen\"".to_owned())];
    let exemption =
        (select(tasks.clone()), option::of(Just("overdue-review")), text(), select(roles.clone()), 1..20_u8);
    (
        (text(), any::<bool>(), select(vec!["ideenbewertung", "planung", "betrieb"])),
        btree_map(select(facts), answer, 0..4),
        btree_map(select(subjects), vec(text(), 0..3), 0..3),
        btree_map(select(roles), vec(text(), 0..3), 0..3),
        btree_map(select(tasks), "[a-z]{1,5}/[a-z]{1,5}\\.md", 0..3),
        vec(exemption, 0..3),
    )
        .prop_map(|((name, english, phase), facts, subjects, roles, evidence, exemptions)| {
            let mut out = format!(
                "version = 1\nlanguage = \"{}\"\n\n[project]\nname = {}\nphase = \"{phase}\"\n\n[policy]\n\
                 packs = [\"arbeitshilfe@2026.1\"]\nprofile = \"kern\"\n",
                if english { "en" } else { "de" },
                quoted(&name)
            );
            let list = |texts: &[String]| texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", ");
            out.push_str("\n[facts]\n");
            out.extend(facts.iter().map(|(fact, answer)| format!("{fact} = {answer}\n")));
            out.push_str("\n[subjects]\n");
            out.extend(subjects.iter().map(|(subject, globs)| format!("{subject} = [{}]\n", list(globs))));
            out.push_str("\n[evidence]\n");
            out.extend(evidence.iter().map(|(task, path)| format!("{task} = \"{path}\"\n")));
            out.extend(roles.iter().map(|(role, who)| format!("\n[roles.{role}]\nmembers = [{}]\n", list(who))));
            for (task, rule, reason, owner, until) in &exemptions {
                let rule = rule.map(|rule| format!("rule = \"{rule}\"\n")).unwrap_or_default();
                out.push_str(&format!(
                    "\n[[exemption]]\ntask = \"{task}\"\n{rule}reason = {}\nowner = \"{owner}\"\napproved-by = \"x\"\n\
                     created = {}\nexpires = {}\n",
                    quoted(reason),
                    day(0),
                    day(*until)
                ));
            }
            out
        })
}

/// Settings as TOML. What serde knows of a date is its text; in TOML dates are values of their own.
fn printed(settings: &Settings) -> String {
    let mut value = toml::Value::try_from(settings).expect("settings can be written");
    for exemption in value["exemption"].as_array_mut().expect("exemptions") {
        for key in ["created", "expires"] {
            let day = exemption[key].as_str().expect("a day").parse().expect("a date of TOML");
            exemption[key] = toml::Value::Datetime(day);
        }
    }
    toml::to_string(&value).expect("settings can be written")
}

#[test]
fn settings_written_out_and_read_again_are_the_same() {
    holds(256, 2, written(), |text, tally| {
        let Some(first) = read(&text) else {
            return Err(proptest::test_runner::TestCaseError::fail(format!("not read: {text}")));
        };
        tally.counts();
        let text = printed(&first);
        let second = read(&text);
        prop_assert_eq!(second.as_ref(), Some(&first), "{}", text);
        prop_assert_eq!(second.as_ref().map(printed), Some(text));
        Ok(())
    });
}

#[test]
fn a_pack_with_a_task_written_out_anew_is_the_same_pack() {
    let folder = path("regeln/haus");
    let read = |files: &nachweis::load::PackFiles| {
        let mut problems = Problems::default();
        let pack = pack(&folder, files, &mut problems);
        assert!(problems.is_empty(), "{:#?}", problems.into_sorted());
        pack.expect("a pack")
    };
    let shown = |pack: &nachweis::model::Pack| {
        let mut value = serde_json::to_value(pack).expect("JSON");
        // The digest is of the bytes, which have changed.
        value["digest"] = serde_json::Value::Null;
        let parts = value["parts"].as_array_mut().into_iter().flatten();
        parts.for_each(|part| part["digest"] = serde_json::Value::Null);
        value
    };
    holds(32, 1, (house(), any::<Index>()), |(house, which), tally| {
        tally.counts();
        let mut files = house.pack_files();
        let first = read(&files);
        let tasks: Vec<&Task> = first.tasks.values().collect();
        let task = tasks[which.index(tasks.len())];
        let printed = toml::to_string(task).expect("a task can be written");
        files.insert(format!("tasks/{}.toml", task.id), printed.clone());
        let second = read(&files);
        prop_assert!(shown(&first) == shown(&second), "{}", printed);
        prop_assert_eq!(toml::to_string(&second.tasks[&task.id]).expect("written"), printed);
        Ok(())
    });
}
