//! Markdown: what stands first, what is folded, and that a page which grows too long says so.

use nachweis::render::Format;
use nachweis::rule::Lang;

use super::readers::{of_markdown, tables, written};
use super::samples;

#[test]
fn the_verdict_stands_first_and_then_what_blocks() {
    let text = written(&samples::demo(None, Lang::De), Format::Markdown);
    let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(lines[0], "## Prüfung: nicht bestanden");
    assert!(lines[1].starts_with("7 Fehler, 13 Warnungen, 1 Ausnahme (E-19). **Am Zug:** "), "{}", lines[1]);
    assert_eq!(lines[2], "| Am Zug | Was sperrt | Ort | Regel |");
    assert!(lines.last().is_some_and(|line| line.contains("Stufe L0") && line.contains("Nicht in diesem")));
    let folded: Vec<_> = lines.iter().filter(|line| line.starts_with("<summary>")).collect();
    let expected = ["So geht es weiter (5)", "Was nicht sperrt (13)", "Ausnahmen (1)"];
    assert_eq!(
        folded,
        expected.map(|title| format!("<summary>{title}</summary>")).iter().collect::<Vec<_>>()
    );
    assert_eq!(lines.iter().filter(|line| **line == "</details>").count(), 3);
    let first = &tables(&text)[0][1];
    assert_eq!(first[0], "Behördenleitung, Geschäftsführung oder Direktorium");
    assert_eq!(first[2..], ["nachweis.toml:6", "missing-evidence"]);

    let gate = written(&samples::well(Lang::En), Format::Markdown);
    assert!(gate.starts_with("## Gate Idea decision: passed\n\n6 pieces of evidence.\n"), "{gate}");
}

#[test]
fn a_page_that_grows_too_long_says_how_many_are_left_out() {
    let mut report = samples::demo(None, Lang::De);
    let sample = report.findings.clone();
    while report.findings.len() < 20_000 {
        let round = report.findings.len();
        let more = sample.iter().cloned().map(|mut judged| {
            judged.fingerprint = format!("{}{round}", judged.fingerprint);
            judged
        });
        report.findings.extend(more);
    }
    let open = report.findings.iter().filter(|judged| judged.exempt.is_none()).count();
    let exempt = report.findings.len() - open;
    let text = written(&report, Format::Markdown);
    assert!(text.len() < 900 * 1024, "{}", text.len());
    let shown = of_markdown(&report).len();
    let left_out = format!("**{} weitere Befunde stehen nicht hier.**", open + exempt - shown);
    assert!(text.contains(&left_out), "{left_out}");
    assert!(text.ends_with("Nicht in diesem Repository: infrastruktur, wissensbasis.\n"), "the end stays");
}
