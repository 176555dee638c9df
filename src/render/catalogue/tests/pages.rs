//! What `explain` prints.

use super::super::*;
use super::{fits, pack};

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
    let reading: Vec<String> = task.reading.iter().map(ToString::to_string).collect();
    let texts = goals.chain(&task.steps).chain(&task.methods).chain(&task.resources).chain(&reading);
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
        "Auflage:    nicht möglich am Tor Projektfreigabe (planung) und am Tor Freigabe zum Betrieb ",
        "   dsfa-erforderlich  Was ergab die Schwellwertanalyse? (offen, ja, nein)\n",
        "   - Restrisiko: Beurteilen Sie, was nach allen Maßnahmen übrig bleibt, ",
        "Ab zwei Treffern ist eine Folgenabschätzung in der Regel nötig",
        "   Eine Zeile je Risiko für Betroffene, mindestens fünf",
        "   Freigabe:   Behördenleitung, Geschäftsführung oder Direktorium (leitung)\n",
        "    nachweis new P-10\n",
        "    nachweis review P-10/schwellwert\n",
        "    nachweis approve P-10 --role leitung\n",
    ] {
        assert!(page.contains(text), "{text}\n{page}");
    }
}

#[test]
fn a_page_names_every_role_that_approves_and_what_cannot_wait() {
    let options = Options { width: 10_000, ..Options::default() };
    let page = |id: &str, lang| {
        let task = pack().tasks.values().find(|task| task.id.as_str() == id).expect("a task");
        explain_task(pack(), task, lang, &options)
    };
    let both = "(leitung) und Justiziariat (recht)\n";
    assert!(page("P-14", Lang::De).contains(both), "{}", page("P-14", Lang::De));
    let english = page("P-14", Lang::En);
    assert!(
        english.contains("Approval:  Head of authority (leitung) and Legal department (recht)\n"),
        "{english}"
    );
    // The template speaks German.
    assert!(english.contains("   - Risks of harm\n") && !english.contains("Beschreiben Sie"), "{english}");
    let decision = page("E-20", Lang::De);
    assert!(decision.contains("   Ausnahme:     nicht möglich\n"), "{decision}");
    assert!(decision.contains("    nachweis approve E-20/entscheidung --role leitung\n"), "{decision}");
    let orders = page("E-05", Lang::De);
    assert!(orders.contains("(E-05/anzeige angezeigt_am vor E-05/anzeige auftragserteilung_am)"), "{orders}");
}

#[test]
fn every_section_of_the_pack_is_explained_by_its_template() {
    for task in pack().tasks.values() {
        let page = explain_task(pack(), task, Lang::De, &Options { width: 10_000, ..Options::default() });
        let pieces = task.evidence.iter().filter_map(|piece| piece.sections.as_ref());
        for section in pieces.flat_map(|sections| &sections.filled) {
            assert!(page.contains(&format!("   - {}: ", section.de)), "{}: {}", task.id, section.de);
        }
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
