//! The commands around approvals: who may, what has changed since, and the finished block for the web editor.

use std::fs;

use nachweis::finding::{Problems, State};
use nachweis::load::{builtin, pack};
use nachweis::name::Address;
use nachweis::render::{Format, Options, render};
use nachweis::rule::Rule;

use crate::support::desk::Desk;
use crate::support::evidence::*;
use crate::support::fill::filled;
use crate::support::program::{commit, expect, git};
use crate::support::{Scene, found, judged, path, save, state, texts_below};

const TODAY: &str = "2026-04-01";
const REVIEWED: &str = "2026-03-02";
const HEAD: &str = "leitung@behoerde.example";
const SECOND: &str = "vertretung@behoerde.example";
const LEDGER: &str = "nachweise/freigaben/P-10.leitung.toml";

/// Settings in which two addresses lead, with further lines.
fn two_heads(more: &str) -> File {
    let two = format!("[\"{HEAD}\", \"{SECOND}\", \"anna.beispiel@behoerde.example\"]");
    let (path, text) = with(settings("planung"), "[\"leitung@behoerde.example\"]", &two);
    (path, text + more)
}

/// An impact assessment that somebody has written.
fn written_by(author: &str, more: &str) -> Scene {
    let mut scene = Scene::new();
    scene.add("2026-03-01", &[two_heads(more), model("7B"), dpia_risks()]);
    scene.add(REVIEWED, &[dpia(REVIEWED)]).by(author).build();
    scene
}

fn approve<'a>(person: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["approve", "P-10", "--role", "leitung", "--as", person], more].concat()
}

#[test]
fn whoever_has_written_alone_is_told_who_could_approve() {
    let desk = Desk::on(TODAY);
    let scene = written_by(HEAD, "");
    let refused = expect(&desk, &scene.root(), 2, &approve(HEAD, &[]));
    assert!(refused.err.contains("allein geschrieben") && refused.err.contains(SECOND), "{}", refused.err);
    assert!(!scene.root().join(LEDGER).exists());
    expect(&desk, &scene.root(), 2, &approve(HEAD, &["--print"]));
    let english = expect(&desk, &scene.root(), 2, &approve(HEAD, &["--lang", "en"]));
    assert!(english.err.contains("Another member") && english.err.contains(SECOND), "{}", english.err);
    let given = expect(&desk, &scene.root(), 0, &approve(SECOND, &[]));
    assert!(given.out.contains(&format!("git commit -- {LEDGER}")), "{}", given.out);
    assert_eq!(state(&scene.check(TODAY), "P-10"), State::Satisfied);
    let alone = written_by(HEAD, "\n[trust]\nsolo = true\n");
    expect(&desk, &alone.root(), 0, &approve(HEAD, &[]));
}

#[test]
fn hints_do_not_stand_in_the_way() {
    let desk = Desk::on(TODAY);
    let plain = expect(&desk, &written_by("projekt@behoerde.example", "").root(), 0, &approve(HEAD, &[]));
    assert_eq!(plain.err, "");
    let named = ["--as", "anna.beispiel@behoerde.example"];
    let scene = written_by("projekt@behoerde.example", "");
    let person = expect(&desk, &scene.root(), 0, &approve(named[1], &[]));
    assert!(person.err.contains("sieht nach einer Person aus"), "{}", person.err);
    let mut shared = Scene::new();
    shared.add("2026-03-01", &[two_heads(""), model("7B"), dpia_risks(), dpia(REVIEWED)]);
    let more = with(dpia(REVIEWED), "Fristen, Beträge", "Alle Fristen, Beträge");
    shared.add(REVIEWED, &[more]).by(HEAD).build();
    let hint = expect(&desk, &shared.root(), 0, &approve(HEAD, &[]));
    assert!(hint.err.contains("mitgeschrieben"), "{}", hint.err);
    save(&shared.root(), DPIA, with(dpia(REVIEWED), "geringes Risiko", "kleines Risiko").1);
    let hint = expect(&desk, &shared.root(), 0, &approve(SECOND, &[]));
    assert!(hint.err.contains("noch nicht committet"), "{}", hint.err);
}

#[test]
fn whoever_holds_two_roles_that_do_not_go_together_is_told_so() {
    let desk = Desk::on(TODAY);
    let scene = written_by("projekt@behoerde.example", &format!("\n[roles.isb]\nmembers = [\"{HEAD}\"]\n"));
    for target in ["P-10", "nachweis.toml"] {
        let words = ["approve", target, "--role", "leitung", "--as", HEAD];
        let refused = expect(&desk, &scene.root(), 2, &words);
        assert!(refused.err.contains("verträgt sich nicht mit leitung"), "{}", refused.err);
        let refused = expect(&desk, &scene.root(), 2, &[&words[..], &["--lang", "en"]].concat());
        assert!(refused.err.contains("does not go with leitung"), "{}", refused.err);
        expect(&desk, &scene.root(), 0, &["approve", target, "--role", "leitung", "--as", SECOND]);
    }
}

#[test]
fn whoever_has_written_the_settings_alone_is_told_before_approving_them() {
    let desk = Desk::on(TODAY);
    let planned = || two_heads("");
    let back = || with(planned(), "\"planung\"", "\"ideenbewertung\"");
    let written_by = |first: &str, second: &str, more: &str| {
        let mut scene = Scene::new();
        scene.add("2026-03-01", &[(planned().0, planned().1 + more), model("7B")]).by(first);
        scene.add(REVIEWED, &[(back().0, back().1 + more)]).by(second).build();
        scene
    };
    let approve = |person: &'static str| ["approve", "nachweis.toml", "--role", "leitung", "--as", person];
    let ledger = "nachweise/freigaben/nachweis.leitung.toml";
    // Whatever this is held against, nobody else has written it.
    let alone = written_by(HEAD, HEAD, "");
    for more in [&[][..], &["--print"]] {
        let refused = expect(&desk, &alone.root(), 2, &[&approve(HEAD)[..], more].concat());
        assert!(
            refused.err.contains("allein geschrieben") && refused.err.contains(SECOND),
            "{}",
            refused.err
        );
    }
    assert!(!alone.root().join(ledger).exists());
    expect(&desk, &alone.root(), 0, &approve(SECOND));
    let only = with(
        planned(),
        &format!("\"{HEAD}\", \"{SECOND}\", \"anna.beispiel@behoerde.example\""),
        &format!("\"{HEAD}\""),
    );
    let mut single = Scene::new();
    single.add(REVIEWED, &[only, model("7B")]).by(HEAD).build();
    let refused = expect(&desk, &single.root(), 2, &approve(HEAD));
    assert!(refused.err.contains("nachweis explain policy-weakened"), "{}", refused.err);
    // Whether it is so in this change is not known, where others have written before.
    let last = expect(&desk, &written_by(SECOND, HEAD, "").root(), 0, &approve(HEAD));
    assert!(last.err.contains("Zuletzt hat") && last.err.contains("zählt nicht, wenn"), "{}", last.err);
    let english = [&approve(HEAD)[..], &["--lang", "en"]].concat();
    let last = expect(&desk, &written_by(SECOND, HEAD, "").root(), 0, &english);
    assert!(last.err.contains("wrote it last") && last.err.contains("does not count if"), "{}", last.err);
    assert_eq!(expect(&desk, &written_by(HEAD, SECOND, "").root(), 0, &approve(HEAD)).err, "");
    let solo = written_by(HEAD, HEAD, "\n[trust]\nsolo = true\n");
    assert_eq!(expect(&desk, &solo.root(), 0, &approve(HEAD)).err, "");
    // What belongs to the bar beside the settings was written as well.
    let mut borrowed = written_by(HEAD, HEAD, "");
    borrowed.add("2026-03-03", &[baseline(&[("I-02", "missing-evidence")])]).by(SECOND).build();
    expect(&desk, &borrowed.root(), 0, &approve(HEAD));
    // Not committed, it is nobody's yet; and an address of a person is one here too.
    let scene = written_by(SECOND, SECOND, "");
    save(&scene.root(), "nachweis.toml", two_heads("\n[trust]\nsigned = true\n").1);
    let open = expect(&desk, &scene.root(), 0, &approve("anna.beispiel@behoerde.example"));
    assert!(open.err.contains("noch nicht committet"), "{}", open.err);
    assert!(open.err.contains("sieht nach einer Person aus"), "{}", open.err);
    assert!(open.out.contains("git commit -S"), "{}", open.out);
}

#[test]
fn where_signatures_are_demanded_the_command_says_how() {
    let desk = Desk::on(TODAY);
    let scene = written_by("projekt@behoerde.example", "\n[trust]\nsigned = true\n");
    let given = expect(&desk, &scene.root(), 0, &approve(HEAD, &[]));
    assert!(given.out.contains(&format!("git commit -S -- {LEDGER}")), "{}", given.out);
}

#[test]
fn explain_shows_what_has_changed_since_an_approval() {
    let desk = Desk::on(TODAY);
    let mut scene = Scene::new();
    scene.add("2026-03-01", &[two_heads(""), model("7B"), dpia_risks()]);
    scene.add(REVIEWED, &[dpia(REVIEWED), dpia_approval(REVIEWED, REVIEWED)]);
    scene.add("2026-03-03", &[with(dpia(REVIEWED), "geringes Risiko", "hohes Risiko")]);
    scene.add("2026-03-04", &[("README.md", "Eins\n".to_owned())]).build();
    let page = expect(&desk, &scene.root(), 0, &["explain", DPIA]).out;
    assert!(page.contains("Seit der Freigabe durch „leitung“ vom 2026-03-02 geändert:"), "{page}");
    let commit = &scene.id(2)[..7];
    assert!(page.contains(&format!("\n  {commit}  2026-03-03\n")), "{page}");
    assert!(!page.contains(&format!("\n  {}  ", &scene.id(3)[..7])), "{page}");
    assert!(
        page.contains("-Es bleibt ein geringes Risiko") && page.contains("+Es bleibt ein hohes"),
        "{page}"
    );
    let english = expect(&desk, &scene.root(), 0, &["explain", DPIA, "--lang", "en"]).out;
    assert!(english.contains("Changed since the approval by “leitung” of 2026-03-02:"), "{english}");
    git(&desk, &scene.root(), &["revert", "--no-edit", "HEAD~"]);
    let back = expect(&desk, &scene.root(), 0, &["explain", DPIA]).out;
    assert!(!back.contains("Seit der Freigabe"), "{back}");
    save(&scene.root(), DPIA, dpia("2026-03-20").1);
    let again = expect(&desk, &scene.root(), 0, &["explain", DPIA]).out;
    assert!(again.contains("vom 2026-03-02 nicht geändert, aber am 2026-03-20 neu geprüft."), "{again}");
}

#[test]
fn a_table_is_approved_and_written_together_with_its_sidecar() {
    const TABLE: &str = "nachweise/anforderungen/anforderungen.csv";
    let pack = builtin("arbeitshilfe").expect("the pack is built in");
    let (task, piece) = pack.piece(&Address::new("E-01").expect("an address")).expect("a piece");
    let table = filled(pack, task, piece);
    let sidecar = "task = \"E-01\"\nstatus = \"final\"\n".to_owned();
    let (path, text) = with(settings("entwicklung"), "profile = \"kern\"", "profile = \"voll\"");
    let leads = (path, format!("{text}\n[roles.pl]\nmembers = [\"{HEAD}\", \"{SECOND}\"]\n"));
    let desk = Desk::on(TODAY);
    let mut scene = Scene::new();
    scene.add("2026-03-01", &[leads]);
    let both = [(TABLE, table.clone()), ("nachweise/anforderungen/anforderungen.csv.nachweis.toml", sidecar)];
    scene.add(REVIEWED, &both).by(HEAD).build();
    let at = scene.root();
    let approve =
        |code, person| expect(&desk, &at, code, &["approve", "E-01", "--role", "pl", "--as", person]);
    let refused = approve(2, HEAD);
    assert!(refused.err.contains("allein geschrieben"), "{}", refused.err);
    approve(0, SECOND);
    commit(&desk, &at);
    assert_eq!(state(&scene.check(TODAY), "E-01"), State::Satisfied);
    let (first, _) = table.rsplit_once("nach Rücksprache").expect("a text in the last row");
    save(&at, TABLE, format!("{first}ohne Rücksprache{}", &table[first.len() + "nach Rücksprache".len()..]));
    commit(&desk, &at);
    let page = expect(&desk, &at, 0, &["explain", TABLE]).out;
    let changed = git(&desk, &at, &["rev-parse", "HEAD"]);
    assert!(page.contains(&format!("\n  {}  {TODAY}\n", &changed[..7])), "{page}");
    let line =
        |sign| page.lines().any(|line| line.trim_start().starts_with(sign) && line.contains("Rücksprache"));
    assert!(line('-') && line('+'), "{page}");
}

/// The lines of an approval in a report, without what stands before them in a line.
fn block(report: &str) -> String {
    let keys = ["task = ", "path = ", "hash = ", "reviewed = ", "role = ", "person = ", "date = "];
    let lines = report.lines().map(|line| line.trim_start_matches([' ', '>']));
    let own: Vec<&str> = lines.filter(|line| keys.iter().any(|key| line.starts_with(key))).collect();
    own.join("\n") + "\n"
}

#[test]
fn a_missing_approval_is_printed_ready_to_paste() {
    // In Markdown only what blocks is said how to mend.
    let late = with(two_heads(""), "\"planung\"", "\"entwicklung\"");
    let scene = Scene::of(REVIEWED, &[late, model("7B"), dpia_risks(), dpia(REVIEWED)]);
    let report = scene.check(TODAY);
    assert_eq!(found(&report, Rule::MissingApproval).len(), 1);
    for (format, name) in [(Format::Text, "text"), (Format::Markdown, "markdown")] {
        let text = render(&report, format, &Options::default());
        assert!(text.contains(LEDGER), "{name}: {text}");
        save(&scene.root(), LEDGER, block(&text));
        let pasted = scene.check(TODAY);
        assert_eq!(state(&pasted, "P-10"), State::Satisfied, "{name}: {}", block(&text));
        fs::remove_file(scene.root().join(LEDGER)).expect("the approval goes");
    }
}

#[test]
fn a_pack_can_demand_signatures_of_a_piece() {
    let mut files = texts_below("policies/arbeitshilfe");
    let task = files.get_mut("tasks/P-10.toml").expect("the task");
    let (before, after) = task.split_once("[evidence.approved]\n").expect("an approval is demanded");
    *task = format!("{before}[evidence.approved]\nsigned = true\n{after}");
    let mut problems = Problems::default();
    let own = pack(&path("regeln"), &files, &mut problems).expect("a pack");
    assert!(problems.is_empty(), "{:?}", problems.into_sorted());
    let pinned = format!("packs   = [\"regeln@sha256:{}\"]", own.digest);
    let settings = with(settings("planung"), "packs   = [\"arbeitshilfe@2026.1\"]", &pinned);
    let mut scene = Scene::new();
    let pack: Vec<(String, &str)> =
        files.iter().map(|(name, text)| (format!("regeln/{name}"), text.as_str())).collect();
    let pack: Vec<(&str, &str)> = pack.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    scene.commit("2026-03-01", &pack, &[]);
    let evidence = [settings, model("7B"), dpia_risks(), dpia(REVIEWED), dpia_approval(REVIEWED, REVIEWED)];
    scene.add(REVIEWED, &evidence).build();
    let report = judged(&scene.root(), TODAY, None, nachweis::rule::Lang::De);
    let variants: Vec<_> =
        found(&report, Rule::UnsignedApproval).iter().map(|judged| judged.finding.variant).collect();
    assert_eq!(variants, [None]);
    let desk = Desk::on(TODAY);
    let page = expect(&desk, &scene.root(), 0, &["explain", "P-10"]).out;
    let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(page.contains("(leitung); nur mit Unterschrift"), "{page}");
}
