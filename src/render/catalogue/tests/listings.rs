//! What `list` prints.

use pulldown_cmark::{Event, Options as Extensions, Parser, Tag, TagEnd};
use serde_json::Value;

use super::super::*;
use super::pack;
use crate::name::{PhaseId, ProfileId, RoleId};

fn text(listing: Listing, filter: &Filter) -> String {
    list(pack(), listing, filter, ListFormat::Text, Lang::De, &Options::default())
}

fn json(listing: Listing, filter: &Filter) -> Vec<Value> {
    let text = list(pack(), listing, filter, ListFormat::Json, Lang::De, &Options::default());
    assert!(text.ends_with("]\n"), "{listing:?}");
    serde_json::from_str(&text).expect("an array")
}

#[test]
fn all_tasks_are_listed_and_filters_narrow_them() {
    let (all, tasks) = (text(Listing::Tasks, &Filter::default()), json(Listing::Tasks, &Filter::default()));
    assert_eq!(tasks.len(), 82);
    for task in pack().tasks.values() {
        assert!(all.contains(&format!("   {}  ", task.id)), "{}", task.id);
        assert!(tasks.iter().any(|shape| shape["id"] == task.id.as_str()), "{}", task.id);
    }
    let phase = Filter { phase: PhaseId::new("planung").ok(), ..Filter::default() };
    assert!(json(Listing::Tasks, &phase).iter().all(|task| task["phase"] == "planung"));
    let role = Filter { role: RoleId::new("isb").ok(), ..Filter::default() };
    let isb = json(Listing::Tasks, &role);
    assert!(!isb.is_empty() && isb.len() < 82);
    let part = |task: &Value| {
        let approves = |piece: &Value| piece["approved"]["roles"].to_string().contains("\"isb\"");
        task["contributing"].to_string().contains("\"isb\"")
            || task["responsible"] == "isb"
            || task["evidence"].as_array().expect("evidence").iter().any(approves)
    };
    assert!(isb.iter().all(part));
    let last = Filter { profile: ProfileId::new("voll").ok(), ..Filter::default() };
    assert_eq!(json(Listing::Tasks, &last).len(), 82);
    let core = Filter { profile: ProfileId::new("kern").ok(), ..Filter::default() };
    assert_eq!(json(Listing::Tasks, &core).len(), 28);
    let none = Filter { profile: ProfileId::new("fremd").ok(), ..Filter::default() };
    assert_eq!(text(Listing::Tasks, &none), "Nichts gefunden.\n");
}

#[test]
fn json_has_plain_keys_everywhere() {
    for listing in Listing::ALL {
        let items = json(listing, &Filter::default());
        assert!(!items.is_empty(), "{listing:?}");
        items.iter().for_each(plain_keys);
    }
    let tasks = json(Listing::Tasks, &Filter::default());
    let p10 = tasks.iter().find(|task| task["id"] == "P-10").expect("P-10");
    assert_eq!(p10["applies"], serde_json::json!({ "fact": "personenbezug", "is": [true] }));
    assert_eq!(p10["evidence"][2]["rows"]["at_least"], 5);
    let e05 = tasks.iter().find(|task| task["id"] == "E-05").expect("E-05");
    assert_eq!(e05["applies"]["all"][1]["not"]["is"], serde_json::json!(["keine"]));
}

fn plain_keys(value: &Value) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                assert!(key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{key}");
                plain_keys(value);
            }
        }
        Value::Array(items) => items.iter().for_each(plain_keys),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The headings of a page of Markdown, as a reader sees them.
fn headings(markdown: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut inside = false;
    for event in Parser::new_ext(markdown, Extensions::ENABLE_TABLES) {
        assert!(!matches!(event, Event::Html(_) | Event::InlineHtml(_)), "{event:?}");
        if let Event::Start(Tag::Heading { .. }) = event {
            inside = true;
            out.push(String::new());
        } else if let Event::End(TagEnd::Heading(_)) = event {
            inside = false;
        } else if let (Event::Text(text), true) = (event, inside) {
            out.last_mut().expect("a heading").push_str(&text);
        }
    }
    out
}

#[test]
fn the_page_of_the_catalogue_holds_each_task_once() {
    for lang in Lang::ALL {
        let page =
            list(pack(), Listing::Tasks, &Filter::default(), ListFormat::Markdown, lang, &Options::default());
        let headings = headings(&page);
        for task in pack().tasks.values() {
            let title = format!("{} {}", task.id, task.title.get(lang));
            // The main piece may be called like its task.
            let found = headings.iter().filter(|heading| **heading == title).count();
            assert_eq!(found, 1, "{title}");
        }
        for phase in &pack().phases {
            assert!(headings.contains(&format!("{} ({})", phase.title.get(lang), phase.id)), "{}", phase.id);
        }
    }
}

#[test]
fn tables_of_markdown_keep_their_columns() {
    for listing in [Listing::Rules, Listing::Phases, Listing::Roles, Listing::Facts] {
        let page =
            list(pack(), listing, &Filter::default(), ListFormat::Markdown, Lang::De, &Options::default());
        let mut width = 0;
        let mut cells = 0;
        for event in Parser::new_ext(&page, Extensions::ENABLE_TABLES) {
            if let Event::Start(Tag::Table(columns)) = &event {
                width = columns.len();
            }
            cells += usize::from(matches!(event, Event::End(TagEnd::TableCell)));
            if matches!(event, Event::End(TagEnd::TableHead | TagEnd::TableRow)) {
                assert_eq!(std::mem::take(&mut cells), width, "{listing:?}");
            }
        }
        assert!(width > 1, "{listing:?}");
    }
}

#[test]
fn a_pack_cannot_steer_the_terminal() {
    let mut hostile = pack().clone();
    let bad = "\u{1b}[31m\n<script> | x\u{202e}";
    hostile.title.de = bad.to_owned();
    hostile.phases[0].title.de = bad.to_owned();
    hostile.roles[0].note.de = bad.to_owned();
    hostile.facts[0].values = vec![bad.to_owned()];
    for task in hostile.tasks.values_mut() {
        task.title.de = bad.to_owned();
        task.steps = vec![bad.to_owned()];
        task.evidence[0].path = bad.to_owned();
    }
    for listing in Listing::ALL {
        for format in ListFormat::ALL {
            let text = list(&hostile, listing, &Filter::default(), format, Lang::De, &Options::default());
            assert!(!text.contains('\u{1b}'), "{listing:?} {format:?}");
            let seen = format == ListFormat::Json || !text.contains('\u{202e}');
            assert!(seen, "{listing:?} {format:?}");
            let markup = format == ListFormat::Markdown && text.replace("\\<", "").contains('<');
            assert!(!markup, "{listing:?}");
        }
    }
    let task = hostile.tasks.values().next().expect("a task");
    assert!(!explain_task(&hostile, task, Lang::De, &Options::default()).contains('\u{1b}'));
}
