//! Files made to exhaust or to mislead whoever reads them. What is refused by its form is a finding, what is too large
//! leaves it undecided, and either is quick.

use std::time::{Duration, Instant};

use super::case::{Case, LATER, REVIEWED, SENTENCE, errors, only, paths_of, said, spoilt, whole};
use super::forge::Forge;
use crate::support::evidence::*;
use crate::support::program::text;
use crate::support::{Scene, texts_below};

/// Far more than any of these takes; what hangs takes for ever.
const PATIENCE: Duration = Duration::from_secs(20);

/// Front matter with a line more, which has to be the last.
fn head(line: &str) -> Vec<File> {
    spoilt(BENEFITS, |text| {
        text.replacen("reviewed: 2026-03-02\n", &format!("reviewed: 2026-03-02\n{line}\n"), 1)
    })
}

/// A register with a line more.
fn register(line: &str) -> Vec<File> {
    spoilt(BENEFIT_REGISTER, |text| format!("{text}{line}\n"))
}

fn aliases() -> String {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for at in 1..10 {
        let items = vec![format!("*a{}", at - 1); 9].join(", ");
        text.push_str(&format!("a{at}: &a{at} [{items}]\n"));
    }
    text.trim_end().to_owned()
}

#[test]
fn what_makes_a_small_file_large_or_another_is_refused() {
    let quadratic = format!("b: &b {}\nc: [{}]", "x".repeat(5_000), "*b, ".repeat(2_000));
    for (name, line, variant) in [
        ("a tree of aliases", aliases(), "alias"),
        ("one large value named two thousand times", quadratic, "alias"),
        ("a merge key", "<<: {status: draft}".to_owned(), "alias"),
        ("a tag", "x: !!python/object/apply:os.system [\"true\"]".to_owned(), "alias"),
        ("a key twice", "status: draft".to_owned(), "duplicate"),
        ("a key twice, differently quoted", "\"sta\\u0074us\": draft".to_owned(), "duplicate"),
    ] {
        let begun = Instant::now();
        let front = Case::of(&head(&line)).check(1);
        let variant = format!("malformed-evidence/{variant}");
        assert!(errors(&front).contains(&(variant.clone(), BENEFITS.to_owned())), "{name}: {front:#}");
        assert!(begun.elapsed() < PATIENCE, "{name}: {:?}", begun.elapsed());
    }
    for (name, line, variant) in [
        ("aliases in a register", aliases(), "alias"),
        ("a second document", "---\nnachweis: {task: P-10}".to_owned(), "documents"),
        ("the table of metadata twice", "nachweis: {status: draft}".to_owned(), "duplicate"),
    ] {
        let report = Case::of(&register(&line)).check(1);
        let variant = format!("malformed-evidence/{variant}");
        assert!(errors(&report).contains(&(variant, BENEFIT_REGISTER.to_owned())), "{name}: {report:#}");
    }
}

#[test]
fn what_is_nested_without_end_is_not_followed() {
    for (name, files, path) in [
        ("brackets in front matter", head(&format!("x: {}", "[".repeat(30_000))), BENEFITS),
        ("a hundred thousand of them", head(&format!("x: {}", "[".repeat(100_000))), BENEFITS),
        ("mappings", head(&format!("x: {}", "{a: ".repeat(10_000))), BENEFITS),
        ("lists by indentation", head(&format!("x:\n  {}1", "- ".repeat(10_000))), BENEFITS),
        ("brackets in a register", register(&format!("x: {}", "[".repeat(500_000))), BENEFIT_REGISTER),
    ] {
        let begun = Instant::now();
        let case = Case::of(&files);
        if name.starts_with("brackets") {
            // The reader of YAML gives up by itself before anything is built.
            let found = ("malformed-evidence/syntax".to_owned(), path.to_owned());
            assert!(errors(&case.check(1)).contains(&found), "{name}");
        } else {
            assert_eq!(paths_of(&case.check(3), "limit-reached"), [path], "{name}");
        }
        assert!(begun.elapsed() < PATIENCE, "{name}: {:?}", begun.elapsed());
    }
    for (name, text, code) in [
        ("brackets in settings", format!("x = {}", "[".repeat(100_000)), 2),
        ("keys in keys in settings", format!("{}x = 1\n", "a.".repeat(100_000)), 2),
        ("headers in settings", "[a]\n[[b.c]]\n".repeat(10_000), 2),
        ("settings of a megabyte", format!("# {}\n", "x".repeat(1 << 20)), 3),
    ] {
        let begun = Instant::now();
        let mut files = whole();
        files[0].1.push_str(&text);
        Case::of(&files).check(code);
        assert!(begun.elapsed() < PATIENCE, "{name}: {:?}", begun.elapsed());
    }
}

/// Text filled up to a number of bytes.
fn filled(text: &str, size: usize, open: &str, close: &str) -> String {
    let rest = size.checked_sub(text.len() + open.len() + close.len()).expect("the text is shorter");
    format!("{text}{open}{}{close}", "x".repeat(rest))
}

#[test]
fn every_budget_holds_to_the_last_byte() {
    // Just below, exactly, and one above, of each kind of file.
    for (more, code) in [(-1, 0), (0, 0), (1, 3)] {
        let to = |limit: usize| limit.checked_add_signed(more).expect("a size");
        let front = spoilt(BENEFITS, |text| {
            // The front matter is what stands between its two lines.
            let (head, rest) = text[4..].split_once("---\n").expect("front matter");
            format!("---\n{}---\n{rest}", filled(head, to(64 << 10), "# ", "\n"))
        });
        let markdown = spoilt(BENEFITS, |text| filled(text, to(2 << 20), "\n<!-- ", " -->\n"));
        let yaml = spoilt(BENEFIT_REGISTER, |text| filled(text, to(1 << 20), "# ", "\n"));
        for (name, files, path) in [
            ("front matter", front, BENEFITS),
            ("Markdown", markdown, BENEFITS),
            ("a register in YAML", yaml, BENEFIT_REGISTER),
        ] {
            let report = Case::of(&files).check(code);
            let limited = if code == 3 { vec![path.to_owned()] } else { Vec::new() };
            assert_eq!(paths_of(&report, "limit-reached"), limited, "{name} {more:+}");
        }
        let mut settings = whole();
        settings[0].1 = filled(&settings[0].1, to(256 << 10), "# ", "\n");
        let report = Case::of(&settings).check(code);
        assert_eq!(paths_of(&report, "limit-reached").len(), usize::from(code == 3), "settings {more:+}");

        // What only names and vouches is TOML too: an approval, a baseline, a file of a pack.
        let ledger = "nachweise/freigaben/I-06.leitung.toml";
        let approval = spoilt(ledger, |text| filled(text, to(256 << 10), "# ", "\n"));
        let report = Case::of(&approval).check(code);
        assert_eq!(paths_of(&report, "limit-reached").len(), usize::from(code == 3), "an approval {more:+}");

        let mut borrowed = whole();
        let (path, text) = baseline(&[("I-02", "missing-evidence")]);
        borrowed.push((path, filled(&text, to(256 << 10), "# ", "\n")));
        let report = Case::of(&borrowed).check(code);
        assert_eq!(paths_of(&report, "limit-reached").len(), usize::from(code == 3), "a baseline {more:+}");

        let roles = texts_below("policies/arbeitshilfe").remove("roles.toml").expect("the pack has roles");
        let most = (256_usize << 10) - roles.len() + "[[role]]".len();
        let long: &str = filled("", most.min(most.saturating_add_signed(more)), "# ", "\n[[role]]").leak();
        let mut scene = Scene::by_own_pack(REVIEWED, &whole(), &[("roles.toml", "[[role]]", long)]);
        if code == 3 {
            let roles =
                std::fs::read_to_string(scene.root().join("regeln/haus/roles.toml")).expect("the roles");
            scene.add(LATER, &[("regeln/haus/roles.toml", format!("{roles}\n"))]).build();
        }
        let report = Case::on(scene).check(code);
        assert_eq!(paths_of(&report, "limit-reached").len(), usize::from(code == 3), "a pack {more:+}");

        let mut sidecar = whole();
        let text = "task = \"N-05\"\nstatus = \"draft\"\n";
        sidecar.push(("nachweise/x.pdf.nachweis.toml", filled(text, to(256 << 10), "# ", "\n")));
        sidecar.push(("nachweise/x.pdf", "%PDF-1.7\n".to_owned()));
        let report = Case::of(&sidecar).check(code);
        assert_eq!(paths_of(&report, "limit-reached").len(), usize::from(code == 3), "a sidecar {more:+}");
    }
}

/// The bytes of the evidence that is there, without the ledger, which counts for itself.
fn weight(files: &[File]) -> usize {
    let evidence = files.iter().filter(|file| file.0.starts_with("nachweise/"));
    evidence.filter(|file| !file.0.starts_with("nachweise/freigaben/")).map(|file| file.1.len()).sum()
}

/// The project with a folder of files, each named by what stands in it; the last one is read when all others are.
fn with_many(forge: &Forge, files: &[(git2::Oid, &str)]) {
    let name = |at: usize, ending: &str| format!("{at:04}.{ending}").into_bytes();
    let entries: Vec<_> = files
        .iter()
        .enumerate()
        .map(|(at, (id, ending))| ("100644".to_owned(), name(at, ending), *id))
        .collect();
    let folder = forge.tree(&entries);
    forge.commit(&forge.header(forge.with_evidence("40000", b"zz", folder), REVIEWED));
}

#[test]
fn the_budget_of_all_texts_together_holds_to_the_last_byte() {
    let case = Case::of(&whole());
    let forge = Forge::of(&case);
    let first = forge.head();
    let page = |size: usize| forge.blob("x".repeat(size).as_bytes());
    let (large, small) = (page(1 << 20), page(1));
    for (more, code) in [(-1, 0), (0, 0), (1, 3)] {
        forge.move_to(first);
        let rest =
            (1_usize << 20).checked_sub(weight(&whole())).and_then(|rest| rest.checked_add_signed(more));
        let rest = page(rest.expect("the evidence is small"));
        with_many(&forge, &[&[(large, "md")].repeat(63)[..], &[(rest, "md"), (small, "md")]].concat());
        assert_eq!(paths_of(&case.check(code), "limit-reached").len(), usize::from(code == 3), "{more}");
    }
}

#[test]
fn the_budget_of_all_bytes_together_holds_to_the_last_one() {
    let case = Case::of(&whole());
    let forge = Forge::of(&case);
    let first = forge.head();
    let pdf = |size: usize| {
        let mut bytes = b"%PDF-1.7\n".to_vec();
        bytes.resize(size, b' ');
        forge.blob(&bytes)
    };
    let (large, small) = (pdf(64 << 20), forge.blob(b"x"));
    for (more, code) in [(0, 0), (1, 3)] {
        forge.move_to(first);
        let rest = pdf((64 << 20) - weight(&whole()) + more);
        with_many(&forge, &[&[(large, "pdf")].repeat(15)[..], &[(rest, "pdf"), (small, "md")]].concat());
        assert_eq!(paths_of(&case.check(code), "limit-reached").len(), more, "{more}");
    }
}

#[test]
fn a_file_beyond_64_mib_is_not_read() {
    for (more, code) in [(0, 0), (1, 3)] {
        let case = Case::of(&whole());
        let forge = Forge::of(&case);
        let mut bytes = b"%PDF-1.7\n".to_vec();
        bytes.resize((64 << 20) + more, b' ');
        forge.commit(
            &forge.header(forge.with_evidence("100644", b"anlage.pdf", forge.blob(&bytes)), REVIEWED),
        );
        let report = case.check(code);
        assert_eq!(paths_of(&report, "limit-reached").len(), more, "{more}: {report:#}");
    }
}

#[test]
fn one_file_named_a_thousand_times_does_not_fill_the_memory() {
    let case = Case::of(&whole());
    let forge = Forge::of(&case);
    let page = forge.blob(format!("# Seite\n\n{}\n", "x".repeat(1 << 20)).as_bytes());
    let names = (0..1_000).map(|at| ("100644".to_owned(), format!("{at:04}.md").into_bytes(), page));
    let folder = forge.tree(&names.collect::<Vec<_>>());
    forge.commit(&forge.header(forge.with_evidence("40000", b"viele", folder), REVIEWED));
    let report = case.check(3);
    assert_eq!(paths_of(&report, "limit-reached").len(), 1, "{report:#}");
}

#[test]
fn more_than_ten_thousand_findings_decide_nothing() {
    let case = Case::of(&whole());
    let forge = Forge::of(&case);
    let (first, before) = (forge.head(), case.check(0));
    let own = before["findings"].as_array().expect("findings").len();
    let page = forge.blob(b"x\n");
    for (total, code) in [(9_999, 0), (10_000, 0), (10_001, 3)] {
        forge.move_to(first);
        let names =
            (0..total - own).map(|at| ("100644".to_owned(), format!("{at:05}.md").into_bytes(), page));
        let folder = forge.tree(&names.collect::<Vec<_>>());
        forge.commit(&forge.header(forge.with_evidence("40000", b"viele", folder), REVIEWED));
        let report = case.check(code);
        assert_eq!(report["findings"].as_array().expect("findings").len(), total.min(10_000), "{total}");
        let limit = report["findings"]
            .as_array()
            .expect("findings")
            .iter()
            .find(|found| text(found, "rule") == "limit-reached");
        assert_eq!(limit.is_some(), code == 3);
    }
}

#[test]
fn marks_of_byte_order_and_line_ends_change_nothing() {
    let plain = Case::of(&whole()).check(0);
    for change in [|text: &str| format!("\u{feff}{text}"), |text: &str| text.replace('\n', "\r\n")] {
        let report = Case::of(&spoilt(BENEFITS, change)).check(0);
        assert_eq!(errors(&report), errors(&plain));
        assert_eq!(Case::of(&spoilt(BENEFITS, change)).gate(0)["verdict"], "pass");
    }
}

#[test]
fn markdown_made_to_be_slow_is_read_in_time() {
    let most = 250_000;
    for (name, piece) in [
        ("brackets", "["),
        ("links in links", "[a](b"),
        ("emphasis", "*a _b "),
        ("stars", "**a"),
        ("quotes", "> "),
        ("code", "`a``b"),
        ("references", "[a]: b\n"),
        ("tables", "|a|b\n|-|-\n"),
        ("headings", "# a\n"),
        ("lists", " - a\n"),
        ("footnotes", "[^a]: b\n"),
        ("entities", "&amp;&#35;"),
        ("HTML", "<a b=\"c\""),
        ("comments", "<!-- "),
        ("nearly a marker", "lorem ipsu "),
        ("letters that change their length", "İ"),
    ] {
        let begun = Instant::now();
        let text = format!("{SENTENCE}\n\n{}", piece.repeat(most / piece.len()));
        let case = Case::of(&said(&text));
        let outcome =
            case.desk.nachweis(&case.root(), &["check", "--rev", "HEAD", "--as-of", super::case::TODAY]);
        // A comment without an end swallows the checklist behind it; everything else is a text like others.
        assert_eq!(outcome.code, i32::from(name == "comments"), "{name}: {}{}", outcome.out, outcome.err);
        assert!(begun.elapsed() < PATIENCE, "{name}: {:?}", begun.elapsed());
    }
}

#[test]
fn patterns_made_to_be_slow_are_compiled_in_time_or_refused() {
    for (name, glob, code) in [
        ("alternatives in alternatives", "{a,{b,".repeat(2_000), 2),
        ("products", "{a,b}".repeat(200), 0),
        ("stars", "**/*".repeat(2_000), 0),
        ("classes", "[a-z]".repeat(20_000), 0),
        ("one long name", "x".repeat(100_000), 0),
    ] {
        let begun = Instant::now();
        let mut files = whole();
        files[0] = with(settings("planung"), "\"modell/**\"", &format!("\"{glob}\""));
        let case = Case::of(&files);
        let outcome =
            case.desk.nachweis(&case.root(), &["check", "--rev", "HEAD", "--as-of", super::case::TODAY]);
        assert_eq!(outcome.code, code, "{name}: {}{}", outcome.out, outcome.err);
        let told = if code == 2 { "[wrong-value]" } else { "[unmapped-subject]" };
        assert!(outcome.out.contains(told), "{name}: {}", outcome.out);
        assert!(begun.elapsed() < PATIENCE, "{name}: {:?}", begun.elapsed());
    }
}

#[test]
fn the_metadata_of_another_format_is_no_metadata() {
    // JSON and TOML between the lines of front matter are YAML or nothing.
    let report = Case::of(&spoilt(BENEFITS, |text| text.replacen("---\n", "+++\n", 2))).check(1);
    assert!(!errors(&report).is_empty());
    let none = Case::of(&spoilt(BENEFITS, |text| text.replacen("---\n", "", 1))).check(1);
    assert!(errors(&none).iter().all(|found| found.1 == BENEFITS), "{none:#}");
    only(&Case::of(&head("x: [1")).check(1), "malformed-evidence/syntax", BENEFITS);
}
