//! Who wrote what is approved: asked of the history, by content and by address, never by what a file says of itself.

use nachweis::engine::Exit;
use nachweis::finding::{Report, State};
use nachweis::load::canonical;
use nachweis::render::{Format, Options, render};
use nachweis::rule::Rule;

use crate::support::change::{gone, weakened};
use crate::support::evidence::*;
use crate::support::fill::{DAY, filled, place};
use crate::support::own_pack::Exchange;
use crate::support::{
    Scene, commit_all, found, git, json, judged, of_piece, path, save, shallow_clone, state, text,
};

const TODAY: &str = "2026-04-01";
const HEAD: &str = "leitung@behoerde.example";
const SECOND: &str = "vertretung@behoerde.example";
const OFFICE: &str = "projekt@behoerde.example";
const REVIEWED: &str = "2026-03-02";

/// Settings in which two addresses lead.
fn two_heads() -> File {
    with(settings("planung"), "[\"leitung@behoerde.example\"]", &format!("[\"{HEAD}\", \"{SECOND}\"]"))
}

/// The impact assessment with another sentence in it.
fn dpia_with(sentence: &str) -> File {
    with(dpia(REVIEWED), "Fristen, Beträge und Normen werden vor der Anzeige abgeglichen.", sentence)
}

/// An approval of what the commit holds.
fn approved_by(person: &str, day: &str) -> File {
    with(dpia_approval(REVIEWED, day), HEAD, person)
}

/// What a commit brings, and who made it.
type Deed<'d> = (&'d str, Vec<File>);

/// One commit a day, in March.
fn told(settings: File, deeds: &[Deed<'_>]) -> Scene {
    let mut scene = Scene::new();
    scene.add("2026-03-01", &[settings, model("7B"), dpia_risks()]);
    for (number, (author, files)) in deeds.iter().enumerate() {
        scene.add(&format!("2026-03-{:02}", number + 2), files).by(author);
    }
    scene.build();
    scene
}

/// The variants of what is found of a piece's approvals.
fn own_work(report: &Report) -> Vec<&'static str> {
    let found = found(report, Rule::SelfApproval);
    found.into_iter().map(|judged| judged.finding.variant.unwrap_or("alone")).collect()
}

fn of(deeds: &[Deed<'_>]) -> Vec<&'static str> {
    own_work(&told(two_heads(), deeds).check(TODAY))
}

#[test]
fn nobody_approves_what_they_wrote_alone() {
    let written = |author| (author, vec![dpia(REVIEWED)]);
    let approved = |person| (OFFICE, vec![approved_by(person, "2026-03-05")]);
    assert_eq!(of(&[written(OFFICE), approved(HEAD)]), [""; 0]);
    assert_eq!(of(&[written(HEAD), approved(HEAD)]), ["alone"]);
    assert_eq!(of(&[written(HEAD), approved(SECOND)]), [""; 0]);
    // Who commits the approval does not matter; the person who is named does.
    assert_eq!(of(&[written(OFFICE), (HEAD, vec![approved_by(HEAD, "2026-03-05")])]), [""; 0]);
    let report = told(two_heads(), &[written(HEAD), approved(HEAD)]).check(TODAY);
    assert_eq!(state(&report, "P-10"), State::Unapproved);
}

#[test]
fn a_sentence_of_ones_own_needs_somebody_else_besides() {
    let first = (OFFICE, vec![dpia(REVIEWED)]);
    let more = (HEAD, vec![dpia_with("Dazu kommt eine Stichprobe.")]);
    let by = |person| (OFFICE, vec![approved_by(person, "2026-03-05")]);
    assert_eq!(of(&[first.clone(), more.clone(), by(HEAD)]), ["shared"]);
    assert_eq!(of(&[first, more, by(SECOND)]), [""; 0]);
}

#[test]
fn approving_twice_makes_nothing_a_strangers() {
    let again = |day: &str| (OFFICE, vec![approved_by(HEAD, day)]);
    let alone = (HEAD, vec![dpia(REVIEWED)]);
    assert_eq!(of(&[alone.clone(), again("2026-03-05"), again("2026-03-06")]), ["alone"]);
    let more = (OFFICE, vec![dpia_with("Dazu kommt eine Stichprobe.")]);
    let twice = [alone, again("2026-03-05"), more, again("2026-03-06"), again("2026-03-07")];
    assert_eq!(of(&twice), ["shared"]);
}

#[test]
fn only_what_came_since_the_last_approval_by_a_stranger_counts() {
    let first = (OFFICE, vec![dpia(REVIEWED)]);
    let by = |person, day: &str| (OFFICE, vec![approved_by(person, day)]);
    let text = |author, sentence: &str| (author, vec![dpia_with(sentence)]);
    let settled = [first, text(HEAD, "Eins."), by(SECOND, "2026-03-05")];
    let then = |more: &[Deed<'_>]| of(&[&settled, more].concat());
    assert_eq!(then(&[text(OFFICE, "Zwei."), by(HEAD, "2026-03-06")]), [""; 0]);
    assert_eq!(then(&[text(HEAD, "Zwei."), by(HEAD, "2026-03-06")]), ["alone"]);
    assert_eq!(then(&[text(HEAD, "Zwei."), text(OFFICE, "Drei."), by(HEAD, "2026-03-06")]), ["shared"]);
    // An approval by somebody who may not give it settles nothing.
    let stranger =
        [(HEAD, vec![dpia(REVIEWED)]), by("fremd@x.example", "2026-03-05"), by(HEAD, "2026-03-06")];
    assert_eq!(of(&stranger), ["alone"]);
}

#[test]
fn an_approval_of_something_else_or_in_another_role_settles_nothing() {
    let settled = |person: &str, old: &str, new: &str| {
        let first = with(approved_by(person, "2026-03-05"), old, new);
        let own = approved_by(HEAD, "2026-03-06");
        of(&[(HEAD, vec![dpia(REVIEWED)]), (OFFICE, vec![first]), (OFFICE, vec![own])])
    };
    assert_eq!(settled(SECOND, "date = 2026-03-05", "date = 2026-03-04"), [""; 0]);
    assert_eq!(settled(SECOND, "task = \"P-10\"", "task = \"I-06\""), ["alone"]);
    assert_eq!(
        settled("recht@behoerde.example", "role = \"leitung\"", "role = \"recht\""),
        ["alone"],
        "by a member of that role"
    );
}

#[test]
fn no_more_than_the_last_64_approvals_are_looked_at() {
    let again = |times: usize| {
        let by = |person, day: &str| (OFFICE, vec![approved_by(person, day)]);
        let mut deeds = vec![(HEAD, vec![dpia(REVIEWED)]), by(SECOND, "2026-03-04")];
        deeds.extend((0..times).map(|time| by(HEAD, ["2026-03-05", "2026-03-06"][time % 2])));
        let mut scene = Scene::new();
        scene.add("2026-03-01", &[two_heads(), model("7B"), dpia_risks()]);
        for (author, files) in deeds {
            scene.add("2026-03-02", &files).by(author);
        }
        scene.build();
        own_work(&scene.check(TODAY))
    };
    assert_eq!(again(64), [""; 0], "63 before its own, and that of the stranger");
    assert_eq!(again(65), ["alone"]);
}

#[test]
fn of_two_files_for_a_piece_the_authors_of_the_approved_one_count() {
    const OTHER: &str = "nachweise/datenschutz/zweite.md";
    let of = |first: &str, second: &str| {
        let mut scene = Scene::new();
        scene.add("2026-03-01", &[two_heads(), model("7B"), dpia_risks()]);
        scene.add("2026-03-02", &[dpia(REVIEWED)]).by(first);
        scene.add("2026-03-03", &[(OTHER, dpia_with("Dazu kommt eine Stichprobe.").1)]).by(second);
        let ledger = "nachweise/freigaben/P-10.leitung.toml";
        scene.add("2026-03-04", &[approval(ledger, "P-10", OTHER, REVIEWED, "2026-03-04")]).build();
        let report = scene.check(TODAY);
        assert_eq!(found(&report, Rule::AmbiguousEvidence).len(), 1, "{}", text(&report));
        own_work(&report)
    };
    assert_eq!(of(OFFICE, HEAD), ["alone"]);
    assert_eq!(of(HEAD, OFFICE), [""; 0]);
}

#[test]
fn moving_what_was_written_or_approved_makes_nobody_else_its_author() {
    let alone = [(HEAD, vec![dpia(REVIEWED)]), (OFFICE, vec![approved_by(HEAD, "2026-03-05")])];
    for (from, to) in [
        (DPIA, "nachweise/datenschutz/folgen.md"),
        ("nachweise/freigaben/P-10.leitung.toml", "nachweise/freigaben/P-10.toml"),
    ] {
        let scene = told(two_heads(), &alone);
        git(&scene.root(), &["mv", from, to]);
        commit_all(&scene.root(), "2026-03-10");
        assert_eq!(own_work(&scene.check(TODAY)), ["alone"], "{to}");
    }
    // Nor does a word that is changed on the way: whoever did that has written that word.
    let mut scene = told(two_heads(), &alone[..1]);
    let (_, changed) = dpia_with("Dazu kommt eine Stichprobe.");
    let moved = "nachweise/datenschutz/folgen.md";
    scene.commit("2026-03-04", &[(moved, &changed)], &[DPIA]);
    let ledger = "nachweise/freigaben/P-10.leitung.toml";
    scene.add("2026-03-05", &[approval(ledger, "P-10", moved, REVIEWED, "2026-03-05")]).build();
    assert_eq!(own_work(&scene.check(TODAY)), ["shared"]);
    // Two files for the same: whichever counts, the approver remains who wrote.
    let scene = told(two_heads(), &alone);
    let ledger = "nachweise/freigaben/P-10.leitung.toml";
    let text = std::fs::read_to_string(scene.root().join(ledger)).expect("the approval");
    for copy in ["nachweise/freigaben/A.toml", "nachweise/freigaben/Z.toml"] {
        save(&scene.root(), copy, &text);
        git(&scene.root(), &["add", copy]);
    }
    commit_all(&scene.root(), "2026-03-10");
    assert_eq!(own_work(&scene.check(TODAY)), ["alone"]);
}

/// SECURITY.md says so: what is deleted leaves no trail that is followed from what is there now.
#[test]
fn a_text_that_is_brought_back_is_by_whoever_brings_it_back() {
    let brought_back = |first: &str, away: File, second: &str| {
        let mut scene = Scene::new();
        let files = [two_heads(), model("7B"), dpia_risks()];
        scene.on(&[], "2026-03-01", &files);
        for (day, author, file) in [("2026-03-02", first, dpia(REVIEWED)), ("2026-03-03", OFFICE, away)] {
            scene.on(&[scene.last()], day, &[file]);
            scene.by(author);
        }
        scene.on(&[scene.last()], "2026-03-04", &[dpia(REVIEWED), approved_by(HEAD, "2026-03-04")]);
        scene.by(second).build();
        own_work(&scene.check(TODAY))
    };
    assert_eq!(brought_back(HEAD, gone(DPIA), OFFICE), [""; 0]);
    assert_eq!(brought_back(OFFICE, gone(DPIA), HEAD), ["alone"]);
    assert_eq!(brought_back(HEAD, gone(DPIA), HEAD), ["alone"]);
    // One that was emptied was never away.
    assert_eq!(brought_back(HEAD, (DPIA, "\n".to_owned()), OFFICE), ["shared"]);
}

#[test]
fn a_change_that_says_that_it_works_alone_is_judged_by_who_does_not() {
    let alone = (two_heads().0, two_heads().1 + "\n[trust]\nsolo = true\n");
    let mut scene = told(two_heads(), &[(OFFICE, vec![dpia(REVIEWED), approved_by(SECOND, "2026-03-05")])]);
    let own = dpia_with("Dazu kommt eine Stichprobe.");
    scene.add("2026-03-06", &[alone, own, approved_by(HEAD, "2026-03-06")]).by(HEAD).build();
    let report = scene.change(2, 1, TODAY);
    assert_eq!(weakened(&report), [("solo", "true".to_owned())]);
    assert_eq!(own_work(&report), ["alone"], "{}", text(&report));
    assert_eq!(Exit::of(&report), Exit::Fail);
}

#[test]
fn line_breaks_are_nobodys_work() {
    let wrapped = with(dpia(REVIEWED), "Es bleibt ein geringes Risiko", "Es bleibt\nein   geringes Risiko");
    let by = (OFFICE, vec![approved_by(HEAD, "2026-03-05")]);
    assert_eq!(of(&[(OFFICE, vec![dpia(REVIEWED)]), (HEAD, vec![wrapped.clone()]), by.clone()]), [""; 0]);
    assert_eq!(of(&[(HEAD, vec![dpia(REVIEWED)]), (OFFICE, vec![wrapped]), by]), ["alone"]);
}

#[test]
fn an_address_in_other_letters_is_another_address() {
    let by = |person| (OFFICE, vec![approved_by(person, "2026-03-05")]);
    let written = |author| (author, vec![dpia(REVIEWED)]);
    assert_eq!(of(&[written("Leitung@behoerde.example"), by(HEAD)]), [""; 0]);
    let report = told(two_heads(), &[written(OFFICE), by("Leitung@behoerde.example")]).check(TODAY);
    assert_eq!(found(&report, Rule::ApproverLacksRole).len(), 1);
    let similar = told(two_heads(), &[written(OFFICE), by("lеitung@behoerde.example")]).check(TODAY);
    assert_eq!(found(&similar, Rule::ApproverLacksRole).len(), 1, "a Cyrillic letter");
}

#[test]
fn a_merge_is_written_on_both_sides() {
    let merged = |ours: &str, theirs: &str| {
        let mut scene = Scene::new();
        scene.add("2026-03-01", &[two_heads(), model("7B"), dpia_risks(), dpia(REVIEWED)]);
        scene.add("2026-03-02", &[approved_by(SECOND, "2026-03-02")]);
        scene.on(&[1], "2026-03-03", &[dpia_with("Eins.")]);
        scene.by(ours);
        scene.on(&[1], "2026-03-04", &[dpia_with("Zwei.")]);
        scene.by(theirs);
        scene.on(&[2, 3], "2026-03-05", &[dpia_with("Eins. Zwei."), approved_by(HEAD, "2026-03-05")]);
        scene.by(HEAD).build();
        own_work(&scene.check(TODAY))
    };
    assert_eq!(merged(HEAD, HEAD), ["alone"]);
    assert_eq!(merged(HEAD, OFFICE), ["shared"]);
    assert_eq!(merged(OFFICE, HEAD), ["shared"]);
}

#[test]
fn an_approval_that_a_merge_dropped_settles_nothing() {
    for parents in [[2, 3], [3, 2]] {
        let own = approved_by(HEAD, "2026-03-04");
        let mut scene = Scene::new();
        scene.add("2026-03-01", &[two_heads(), model("7B"), dpia_risks()]);
        scene.add("2026-03-02", &[dpia(REVIEWED)]).by(HEAD);
        scene.on(&[1], "2026-03-03", &[approved_by(SECOND, "2026-03-03")]);
        scene.on(&[1], "2026-03-04", std::slice::from_ref(&own));
        scene.on(&parents, "2026-03-05", &[own]);
        scene.build();
        assert_eq!(own_work(&scene.check(TODAY)), ["alone"], "{parents:?}");
    }
}

const RELEASE: &str = "nachweise/sicherheit/freigabe.md";
const ISB: &str = "isb@behoerde.example";

/// Settings that ask for the release of security, which two roles approve; the release, and a longer one.
fn release() -> (File, [File; 2]) {
    let pack = nachweis::load::builtin("arbeitshilfe").expect("the pack is built in");
    let address = nachweis::name::Address::new("N-10").expect("an address");
    let (task, piece) = pack.piece(&address).expect("a piece");
    assert_eq!(place(piece).as_str(), RELEASE);
    let settings = with(settings("inbetriebnahme"), "profile = \"kern\"", "profile = \"voll\"");
    let settings = (settings.0, settings.1 + &format!("\n[roles.isb]\nmembers = [\"{ISB}\"]\n"));
    let text = filled(pack, task, piece);
    let longer = format!("{text}\nDie Frist ist geprüft.\n");
    (settings, [(RELEASE, text), (RELEASE, longer)])
}

fn released_by(ledger: &'static str) -> File {
    approval(ledger, "N-10", RELEASE, DAY, DAY)
}

const BY_ISB: &str = "nachweise/freigaben/N-10.isb.toml";
const BY_HEAD: &str = "nachweise/freigaben/N-10.leitung.toml";

#[test]
fn of_two_roles_one_has_to_be_a_stranger() {
    let (settings, [short, long]) = release();
    let written = |first: &str, second: &str| {
        let mut scene = Scene::new();
        scene.add(DAY, &[settings.clone(), model("7B"), short.clone()]).by(first);
        scene.add(DAY, &[long.clone(), released_by(BY_ISB), released_by(BY_HEAD)]).by(second).build();
        own_work(&scene.check(TODAY))
    };
    assert_eq!(written(OFFICE, ISB), [""; 0]);
    assert_eq!(written(HEAD, ISB), ["shared"]);
    assert_eq!(written(ISB, ISB), ["alone"]);
}

#[test]
fn a_stranger_in_one_role_settles_it_whatever_came_before_in_the_other() {
    let (settings, [short, long]) = release();
    let of = |isb: &str| {
        let mut scene = Scene::new();
        let again = approval(BY_HEAD, "N-10", RELEASE, DAY, "2026-03-04");
        let earlier = released_by(BY_HEAD);
        scene.add("2026-03-01", &[long.clone(), earlier]);
        scene.commit("2026-03-02", &[("README.md", "Eins\n")], &[RELEASE]);
        scene.add("2026-03-03", &[settings.clone(), model("7B"), short.clone()]).by(isb);
        scene.add("2026-03-03", std::slice::from_ref(&long)).by(HEAD);
        scene.add("2026-03-04", &[released_by(BY_ISB), again.clone()]).build();
        let report = cut(&scene, 4);
        let open = state(&report, "N-10") == State::Undetermined;
        assert_eq!(found(&report, Rule::ShallowHistory).len(), usize::from(open), "{}", text(&report));
        open
    };
    assert!(!of(OFFICE));
    assert!(of(ISB), "an earlier approval by the head could excuse who has written all of it");
}

#[test]
fn of_a_reference_its_sidecar_has_authors() {
    let reference = council_reference(REVIEWED);
    let approval = || {
        let file = approval("nachweise/freigaben/N-05.recht.toml", "N-05", reference.0, REVIEWED, REVIEWED);
        (OFFICE, vec![file])
    };
    let of = |author| {
        let report = told(settings("inbetriebnahme"), &[(author, vec![reference.clone()]), approval()]);
        own_work(&report.check(TODAY))
    };
    assert_eq!((of(OFFICE), of("recht@behoerde.example")), (vec![], vec!["alone"]));
}

#[test]
fn nobody_approves_in_two_roles_that_do_not_go_together() {
    let settings = (two_heads().0, two_heads().1 + &format!("\n[roles.isb]\nmembers = [\"{HEAD}\"]\n"));
    let deeds = [(OFFICE, vec![dpia(REVIEWED), approved_by(HEAD, "2026-03-02")])];
    let report = told(settings, &deeds).check(TODAY);
    let variants: Vec<_> =
        found(&report, Rule::ApproverLacksRole).iter().map(|judged| judged.finding.variant).collect();
    assert_eq!(variants, [Some("incompatible")]);
}

#[test]
fn it_is_enough_that_one_of_two_roles_excludes_the_other() {
    let (path, text) = two_heads();
    let settings = (path, text + &format!("\n[roles.isb]\nmembers = [\"{HEAD}\"]\n"));
    let head = ("roles.toml", "\"gb\", \"isb\", \"pr\"", "\"gb\", \"pr\"");
    let isb = (
        "roles.toml",
        "\"ki\", \"leitung\", \"pl\"]\nnote         = { de = \"Prüft",
        "\"ki\", \"pl\"]\nnote         = { de = \"Prüft",
    );
    let clashes = |exchanges: &[Exchange]| {
        let files = [settings.clone(), model("7B"), dpia(REVIEWED), dpia_approval(REVIEWED, REVIEWED)];
        found(&Scene::by_own_pack(REVIEWED, &files, exchanges).check(TODAY), Rule::ApproverLacksRole).len()
    };
    assert_eq!([clashes(&[head]), clashes(&[isb]), clashes(&[head, isb])], [1, 1, 0]);
}

#[test]
fn an_approval_that_does_not_hold_is_not_held_against_its_author() {
    let of = |approval: File| {
        let report = told(two_heads(), &[(HEAD, vec![dpia(REVIEWED), approval])]).check(TODAY);
        of_piece(&report, "P-10").into_iter().map(|found| found.0).collect::<Vec<_>>()
    };
    let own = || approved_by(HEAD, "2026-03-05");
    let other = canonical(&path(DPIA), dpia_with("Eins.").1.as_bytes()).hash.to_string();
    assert_eq!(of(own()), [Rule::SelfApproval]);
    assert_eq!(of(with(own(), "c1:sha256:@", &other)), [Rule::VoidedApproval]);
    assert_eq!(of(with(own(), "reviewed = 2026-03-02", "reviewed = 2026-03-01")), [Rule::VoidedApproval]);
    assert_eq!(of(with(own(), "date = 2026-03-05", "date = 2026-04-05")), [Rule::VoidedApproval]);
    let stranger = approved_by("fremd@x.example", "2026-03-05");
    let report = told(two_heads(), &[("fremd@x.example", vec![dpia(REVIEWED), stranger])]).check(TODAY);
    assert_eq!((found(&report, Rule::ApproverLacksRole).len(), own_work(&report)), (1, vec![]));
}

/// What is said of the last commits of a history alone.
fn cut(scene: &Scene, depth: usize) -> Report {
    let (_folder, root) = shallow_clone(&scene.root(), depth);
    judged(&root, TODAY, None, nachweis::rule::Lang::De)
}

/// Whether a cut history leaves it open, and whose own work was approved as far as that is known. Each of the writers
/// adds to the evidence.
fn known_of_cut(writers: &[&str], person: &str, before: &str) -> (bool, Vec<&'static str>) {
    let texts: Vec<File> = std::iter::once(dpia(REVIEWED))
        .chain((1..writers.len()).map(|number| dpia_with(&format!("Satz {number}."))))
        .collect();
    let hash = canonical(&path(DPIA), texts.last().expect("a text").1.as_bytes()).hash.to_string();
    let by = |person: &str, day: &str| {
        with(with(dpia_approval(REVIEWED, day), "c1:sha256:@", &hash), HEAD, person)
    };
    let mut scene = Scene::new();
    scene.add("2026-03-01", &[two_heads(), by(before, "2026-03-01")]);
    scene.add("2026-03-02", &[("README.md", "Eins\n".to_owned())]);
    for (writer, text) in writers.iter().zip(texts) {
        scene.add("2026-03-03", &[text, model("7B"), dpia_risks()]).by(writer);
    }
    scene.add("2026-03-04", &[by(person, "2026-03-04")]).build();
    let report = cut(&scene, writers.len() + 2);
    let open = !found(&report, Rule::ShallowHistory).is_empty();
    assert_eq!(Exit::of(&report) == Exit::Undetermined, open, "{}", text(&report));
    assert_eq!(state(&report, "P-10") == State::Undetermined, open, "{}", text(&report));
    (open, own_work(&report))
}

#[test]
fn a_cut_history_leaves_open_whose_approvals_came_before() {
    // The evidence is there with all its past; of the ledger only the end is.
    assert_eq!(known_of_cut(&[HEAD], SECOND, HEAD), (false, vec![]), "a stranger, whatever came before");
    assert_eq!(known_of_cut(&[HEAD], HEAD, SECOND), (true, vec![]), "an earlier approval could excuse it");
    let both = [OFFICE, HEAD];
    assert_eq!(known_of_cut(&both, SECOND, HEAD), (false, vec![]), "a stranger again");
    assert_eq!(known_of_cut(&both, HEAD, SECOND), (true, vec![]), "of two authors one is the approver");
}

#[test]
fn whoever_works_alone_says_so_in_every_report() {
    let alone = (two_heads().0, two_heads().1 + "\n[trust]\nsolo = true\n");
    let deeds = [(HEAD, vec![dpia(REVIEWED), approved_by(HEAD, "2026-03-02")])];
    let report = told(alone.clone(), &deeds).check(TODAY);
    assert_eq!(of_piece(&report, "P-10"), []);
    assert_eq!(state(&report, "P-10"), State::Satisfied);
    let sentence = "Allein verantwortet (solo): Niemand außer den Verfasser*innen hat freigegeben: P-10.";
    assert!(text(&report).contains(sentence), "{}", text(&report));
    let markdown = render(&report, Format::Markdown, &Options::default());
    assert!(markdown.contains("P-10") && markdown.contains("solo"), "{markdown}");
    assert_eq!(json(&report)["projects"][0]["approvals"]["solo"], serde_json::json!(["P-10"]));
    let others = told(two_heads(), &[(OFFICE, vec![dpia(REVIEWED)])]).check(TODAY);
    assert!(!text(&others).contains("solo"));
    assert!(json(&others)["projects"][0]["approvals"]["solo"].is_null());

    let mut scene = Scene::new();
    scene.on(&[], "2026-03-01", &[two_heads()]);
    scene.on(&[0], "2026-03-02", &[alone]);
    scene.build();
    assert_eq!(weakened(&scene.change(1, 0, TODAY)), [("solo", "true".to_owned())]);
    assert_eq!(weakened(&scene.change(0, 1, TODAY)), []);
}
