//! The whole catalogue that is built in, in every form.

use pulldown_cmark::{Event, Options as Extensions, Parser, Tag, TagEnd};
use serde_json::Value;

use super::*;
use crate::load::builtin;
use crate::name::{PhaseId, ProfileId, RoleId};
use crate::render::layout;

fn pack() -> &'static Pack {
    builtin("arbeitshilfe").expect("the built-in pack")
}

fn text(listing: Listing, filter: &Filter) -> String {
    list(pack(), listing, filter, ListFormat::Text, Lang::De, &Options::default())
}

fn json(listing: Listing, filter: &Filter) -> Vec<Value> {
    let text = list(pack(), listing, filter, ListFormat::Json, Lang::De, &Options::default());
    assert!(text.ends_with("]\n"), "{listing:?}");
    serde_json::from_str(&text).expect("an array")
}

/// No line is too wide, save code and words that cannot be broken; none ends in a blank.
fn fits(what: &str, text: &str, width: usize) {
    for line in text.lines() {
        let words = line.trim_start().split(' ').count();
        let fits = layout::columns(line) <= width || line.starts_with("    ") && words == 1;
        assert!(fits, "{what}: {line}");
        assert_eq!(line, line.trim_end(), "{what}");
    }
    assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{what}");
    assert!(!text.contains("\n\n\n"), "{what}");
}

/// The page without its code blocks.
fn without_code(blocks: Vec<Block>) -> Vec<Block> {
    blocks.into_iter().filter(|block| !matches!(block, Block::Verbatim(_))).collect()
}

#[test]
fn every_page_fits_into_80_columns() {
    let options = Options::default();
    for lang in Lang::ALL {
        for listing in Listing::ALL {
            let text = list(pack(), listing, &Filter::default(), ListFormat::Text, lang, &options);
            fits(listing.id(), &text, 80);
        }
        for task in pack().tasks.values() {
            fits(task.id.as_str(), &explain_task(pack(), task, lang, &options), 80);
        }
        for gate in &pack().gates {
            fits(gate.id.as_str(), &explain_gate(pack(), gate, lang, &options), 80);
        }
        for fact in &pack().facts {
            fits(fact.id.as_str(), &explain_fact(pack(), fact, lang, &options), 80);
        }
        for rule in Rule::ALL {
            let blocks = without_code(rule::page(*rule, lang));
            fits(&format!("rule {rule}"), &terminal::write(&blocks, &options), 80);
        }
    }
}

#[test]
fn narrow_and_wide_terminals_are_served() {
    for width in [40, 60, 120] {
        let options = Options { width, ..Options::default() };
        let task = pack().tasks.values().find(|task| task.id.as_str() == "P-10").expect("P-10");
        let page = explain_task(pack(), task, Lang::De, &options);
        fits("P-10", &page, width.max(60));
        for listing in [Listing::Tasks, Listing::Roles, Listing::Phases] {
            let text = list(pack(), listing, &Filter::default(), ListFormat::Text, Lang::De, &options);
            fits(listing.id(), &text, width.max(60));
        }
    }
}

#[test]
fn a_page_says_everything_about_its_task() {
    let task = pack().tasks.values().find(|task| task.id.as_str() == "P-10").expect("P-10");
    let page = explain_task(pack(), task, Lang::De, &Options { width: 10_000, ..Options::default() });
    let goals = std::iter::once(&task.goals.de);
    let texts = goals.chain(&task.steps).chain(&task.methods).chain(&task.resources).chain(&task.reading);
    let all = texts
        .chain(task.checklist.iter().map(|item| &item.de))
        .chain(task.basis.iter().map(|basis| &basis.citation));
    for text in all.chain(task.profiles.values()) {
        assert!(page.contains(text.as_str()), "{text}");
    }
    for text in [
        "Gilt:       wenn personenbezug = true\n",
        "Aufwand:    klein 3–6, groß 12–30 Personentage\n",
        "Rekonstruktion, nicht der Text der Arbeitshilfe",
        "schwere     eines von: gering, mittel, hoch\n",
        "- DSGVO Art. 36 (bindet ab 2018-05-25; Sicherheit hoch)\n",
        "    nachweis new P-10/risiken\n",
        "    nachweis approve P-10 --role leitung\n",
    ] {
        assert!(page.contains(text), "{text}\n{page}");
    }
}

#[test]
fn english_says_once_what_is_german() {
    for task in pack().tasks.values() {
        let page = explain_task(pack(), task, Lang::En, &Options::default());
        assert_eq!(page.matches("exist in German only").count(), 1, "{}", task.id);
        assert!(!explain_task(pack(), task, Lang::De, &Options::default()).contains("nur auf Deutsch"));
    }
}

#[test]
fn all_tasks_are_listed_and_filters_narrow_them() {
    let (all, tasks) = (text(Listing::Tasks, &Filter::default()), json(Listing::Tasks, &Filter::default()));
    assert_eq!(tasks.len(), 28);
    for task in pack().tasks.values() {
        assert!(all.contains(&format!("   {}  ", task.id)), "{}", task.id);
        assert!(tasks.iter().any(|shape| shape["id"] == task.id.as_str()), "{}", task.id);
    }
    let phase = Filter { phase: PhaseId::new("planung").ok(), ..Filter::default() };
    assert!(json(Listing::Tasks, &phase).iter().all(|task| task["phase"] == "planung"));
    let role = Filter { role: RoleId::new("isb").ok(), ..Filter::default() };
    let isb = json(Listing::Tasks, &role);
    assert!(!isb.is_empty() && isb.len() < 28);
    assert!(
        isb.iter()
            .all(|task| task["contributing"].to_string().contains("\"isb\"") || task["responsible"] == "isb")
    );
    let last = Filter { profile: ProfileId::new("voll").ok(), ..Filter::default() };
    assert_eq!(json(Listing::Tasks, &last).len(), 28);
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
fn a_rule_tells_its_severity_and_its_page() {
    let options = Options::default();
    let page = explain_rule(Rule::MissingSection, Lang::De, &options);
    for text in [
        "Abschnitt fehlt (missing-section)\n=================================\n",
        "an einem früheren Tor         Fehler\n",
        "am jetzigen Tor               Warnung\n",
        "Was geprüft wird\n----------------\nZu vielen Dokumenten",
        "nachweise/idee/mehrwerte.md, 2026-03-01:\n    ---\n    task: I-02\n",
        "\n    ## Gewichtung\n",
    ] {
        assert!(page.contains(text), "{text}\n{page}");
    }
    assert!(
        explain_rule(Rule::ShallowHistory, Lang::En, &options)
            .contains("always an error; the run ends with 3")
    );
    let color = explain_rule(Rule::MissingSection, Lang::De, &Options { color: true, ..options });
    assert!(color.contains("\u{1b}[1mWas geprüft wird\u{1b}[0m\nZu vielen"), "{color}");
}

#[test]
fn gates_and_facts_have_pages() {
    let gate = pack().gate("entwicklung").expect("a gate");
    let page = explain_gate(pack(), gate, Lang::De, &Options { width: 10_000, ..Options::default() });
    for text in gate.holds.iter().chain(&gate.no_go) {
        assert!(page.contains(text.as_str()), "{text}");
    }
    assert!(page.contains("E-05/anzeige angezeigt_am vor E-05/anzeige auftragserteilung_am"), "{page}");
    let fact = pack().fact("dsfa-erforderlich").expect("a fact");
    let page = explain_fact(pack(), fact, Lang::De, &Options::default());
    assert!(page.contains("(P-10/risiken): wenn dsfa-erforderlich = offen oder ja\n"), "{page}");
}

#[test]
fn zz_dump() {
    let dir = std::path::Path::new("/tmp/catdump");
    std::fs::create_dir_all(dir).expect("dir");
    let options = Options::default();
    for lang in Lang::ALL {
        let put = |name: &str, text: String| {
            std::fs::write(dir.join(format!("{name}.{}", lang.id())), text).expect("file")
        };
        for task in pack().tasks.values() {
            put(task.id.as_str(), explain_task(pack(), task, lang, &options));
        }
        for gate in &pack().gates {
            put(&format!("gate-{}", gate.id), explain_gate(pack(), gate, lang, &options));
        }
        for fact in &pack().facts {
            put(&format!("fact-{}", fact.id), explain_fact(pack(), fact, lang, &options));
        }
        for rule in Rule::ALL {
            put(&format!("rule-{rule}"), explain_rule(*rule, lang, &options));
        }
        for listing in Listing::ALL {
            for format in ListFormat::ALL {
                put(
                    &format!("list-{}-{}", listing.id(), format.id()),
                    list(pack(), listing, &Filter::default(), format, lang, &options),
                );
            }
            put(
                &format!("narrow-{}", listing.id()),
                list(
                    pack(),
                    listing,
                    &Filter::default(),
                    ListFormat::Text,
                    lang,
                    &Options { width: 50, ..options },
                ),
            );
        }
    }
}
