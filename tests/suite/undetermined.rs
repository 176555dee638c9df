//! What cannot be looked at is never a pass: each hindrance ends in "undetermined" and names its remedy, and where
//! the remedy is a command, it is run and helps.

use std::fs;
use std::path::{Path, PathBuf};

use nachweis::engine::{Ask, Exit, View, report};
use nachweis::finding::{Report, State, Verdict};
use nachweis::load::{PackFiles, pack};
use nachweis::rule::{Lang, Rule};

use crate::support::evidence::*;
use crate::support::{Scene, ask, commit_all, found, git, git_can, json, judged, path, save, state, text};

const REVIEWED: &str = "2026-03-02";
const TODAY: &str = "2026-04-01";

/// A place for clones.
fn place() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

fn whole() -> Scene {
    Scene::of(REVIEWED, &idea_phase("ideenbewertung", REVIEWED))
}

/// The same after a first draft of one piece, so that its history matters.
fn redrafted() -> Scene {
    let mut scene = Scene::new();
    scene.add("2026-02-20", &[with(benefits("2026-02-20"), "Acht", "Zwei")]);
    scene.add(REVIEWED, &idea_phase("ideenbewertung", REVIEWED)).build();
    scene
}

fn check(root: &Path) -> Report {
    judged(root, TODAY, None, Lang::De)
}

fn gate(root: &Path) -> Report {
    judged(root, TODAY, Some("ideenbewertung"), Lang::De)
}

/// Holds that nothing was decided, for this reason, and that the text says what to do.
fn undecided(report: &Report, rule: Rule, remedy: &str) {
    let told = text(report);
    assert_eq!((Exit::of(report), report.verdict), (Exit::Undetermined, Verdict::Undetermined), "{told}");
    assert_eq!(Exit::of(report).code(), 3);
    assert_eq!(json(report)["verdict"], "undetermined");
    assert_eq!(found(report, rule).len(), 1, "{rule}:\n{told}");
    assert!(
        told.contains(&format!("Unentscheidbar[{rule}]: ")) && told.contains(remedy),
        "{remedy}:\n{told}"
    );
    assert!(!told.contains('{'), "a placeholder is not filled:\n{told}");
    assert!(told.contains(": nicht entscheidbar.") && !told.contains("Bestanden"), "{told}");
}

/// Clones the scene with these options.
fn clone(scene: &Scene, into: &tempfile::TempDir, options: &[&str]) -> PathBuf {
    let source = format!("file://{}", scene.root().display());
    git(&scene.root(), &["config", "uploadpack.allowFilter", "true"]);
    git(&scene.root(), &["config", "uploadpack.allowAnySHA1InWant", "true"]);
    let words = [&["clone", "--quiet"], options, &[source.as_str(), "clone"]].concat();
    git(into.path(), &words);
    into.path().join("clone")
}

#[test]
fn a_shallow_clone_knows_no_age() {
    let mut scene = whole();
    scene.add("2026-03-20", &[model("7B")]).build();
    let into = place();
    let root = clone(&scene, &into, &["--depth", "1"]);
    for report in [check(&root), gate(&root)] {
        for remedy in ["`fetch-depth: 0`", "`GIT_DEPTH: \"0\"`", "git fetch --unshallow"] {
            undecided(&report, Rule::ShallowHistory, remedy);
        }
        assert_eq!(state(&report, "I-02"), State::Undetermined);
    }
    git(&root, &["fetch", "--quiet", "--unshallow"]);
    assert_eq!([Exit::of(&check(&root)), Exit::of(&gate(&root))], [Exit::Pass; 2]);
}

#[test]
fn a_clone_without_trees_knows_no_history() {
    let scene = redrafted();
    let remedy = "git fetch --refetch --no-filter";
    let into = place();
    let root = clone(&scene, &into, &["--filter=tree:0", "--no-checkout"]);
    undecided(&gate(&root), Rule::AbsentObject, remedy);
    assert_eq!(Exit::of(&check(&root)), Exit::Undetermined, "nothing is checked out");
    git(&root, &["reset", "--quiet", "--hard"]);
    undecided(&check(&root), Rule::AbsentObject, remedy);
    undecided(&gate(&root), Rule::AbsentObject, remedy);
    git(&root, &["fetch", "--quiet", "--refetch", "--no-filter"]);
    assert_eq!([Exit::of(&check(&root)), Exit::of(&gate(&root))], [Exit::Pass; 2]);
}

#[test]
fn a_clone_without_blobs_is_undecided_where_an_old_content_matters() {
    let remedy = "git fetch --refetch --no-filter";
    let into = place();
    let root = clone(&whole(), &into, &["--filter=blob:none"]);
    assert_eq!(
        [Exit::of(&check(&root)), Exit::of(&gate(&root))],
        [Exit::Pass; 2],
        "each file has one version"
    );

    let (scene, into) = (redrafted(), place());
    let root = clone(&scene, &into, &["--filter=blob:none"]);
    for report in [check(&root), gate(&root)] {
        undecided(&report, Rule::AbsentObject, remedy);
        assert_eq!([state(&report, "I-02"), state(&report, "I-06")], [State::Undetermined, State::Satisfied]);
    }
    git(&root, &["fetch", "--quiet", "--refetch", "--no-filter"]);
    assert_eq!([Exit::of(&check(&root)), Exit::of(&gate(&root))], [Exit::Pass; 2]);
}

#[test]
fn an_object_that_is_gone_is_no_absent_file() {
    for lost in [format!("HEAD:{BENEFITS}"), "HEAD:nachweise".to_owned(), "HEAD".to_owned()] {
        let scene = whole();
        let id = git(&scene.root(), &["rev-parse", &lost]);
        let object = scene.root().join(".git/objects").join(&id[..2]).join(&id[2..]);
        fs::remove_file(object).expect("the object is removed");
        let report = gate(&scene.root());
        undecided(&report, Rule::AbsentObject, &format!("Gesucht wurde {id}."));
        assert!(found(&report, Rule::MissingEvidence).is_empty(), "{lost}");
    }
}

#[test]
fn without_a_repository_nothing_is_known() {
    let folder = place();
    for (path, text) in idea_phase("ideenbewertung", REVIEWED) {
        save(folder.path(), path, text);
    }
    for report in [check(folder.path()), gate(folder.path())] {
        undecided(&report, Rule::NoRepository, "git init");
    }
}

#[test]
fn without_settings_there_is_nothing_to_check() {
    let mut files = idea_phase("ideenbewertung", REVIEWED);
    files.remove(0);
    let scene = Scene::of(REVIEWED, &files);
    for report in [check(&scene.root()), gate(&scene.root())] {
        undecided(&report, Rule::NothingToCheck, "nachweis init");
    }
}

#[test]
fn without_a_task_that_is_due_there_is_nothing_to_check() {
    let words = |text: &str| format!("{{ de = \"{text}\", en = \"{text}\" }}");
    let (title, note) = (words("Haus"), words("Ein Regelwerk des Hauses."));
    let head = format!(
        "id = \"haus\"\nversion = \"1\"\nlanguage = \"de\"\ntitle = {title}\nnotice = {note}\nresearched = 2026-01-01\n\
         longest-exemption = \"90 days\"\nsubjects-due = \"planung\"\n[[profile]]\nid = \"kern\"\ntitle = {title}\nnote = {note}\n"
    );
    let role = format!(
        "[[role]]\nid = \"leitung\"\ntitle = {title}\nmay-own = true\nmay-approve = true\nnote = {note}\n"
    );
    let fact =
        format!("[[fact]]\nid = \"personenbezug\"\nquestion = {title}\ntype = \"boolean\"\nwhy = {note}\n");
    let gate = format!(
        "[[gate]]\nid = \"planung\"\ntitle = {title}\nquestion = {note}\ndecides = [\"leitung\"]\nheard = []\nrecord = \"P-01\"\n"
    );
    let task = format!(
        "id = \"P-01\"\nphase = \"planung\"\ntitle = {title}\norigin = \"practice\"\nconfidence = \"high\"\n\
         responsible = \"leitung\"\ngoals = {note}\neffort = {{ small = [1, 1], large = [1, 1] }}\n\
         applies = {{ fact = \"personenbezug\", is = [true] }}\n\
         [[evidence]]\ntitle = {title}\npath = \"entscheidung.md\"\nformat = \"markdown\"\n[evidence.decision]\ngate = \"planung\"\n"
    );
    let files = PackFiles::from(
        [
            ("pack.toml", head),
            ("phases.toml", format!("[[phase]]\nid = \"planung\"\ntitle = {title}\nnote = {note}\n")),
            ("gates.toml", gate),
            ("roles.toml", role),
            ("facts.toml", fact),
            ("subjects.toml", String::new()),
            ("laws.toml", String::new()),
            ("tasks/P-01.toml", task),
        ]
        .map(|(name, text)| (name.to_owned(), text)),
    );
    let mut problems = nachweis::finding::Problems::default();
    let read = pack(&path("regeln"), &files, &mut problems)
        .unwrap_or_else(|| panic!("{:?}", problems.into_sorted()));
    let settings = |applies: bool| {
        format!(
            "version = 1\nlanguage = \"de\"\n[project]\nname = \"Postkorb\"\nphase = \"planung\"\nevidence = \"nachweise\"\n\
             [policy]\npacks = [\"regeln@sha256:{}\"]\nprofile = \"kern\"\n[facts]\npersonenbezug = {applies}\n",
            read.digest
        )
    };
    let report = |applies: bool, gate: Option<&str>| {
        let mut scene = Scene::new();
        let named: Vec<(String, &str)> =
            files.iter().map(|(name, text)| (format!("regeln/{name}"), text.as_str())).collect();
        let (own, mut all) = (settings(applies), Vec::new());
        all.extend(named.iter().map(|(name, text)| (name.as_str(), *text)));
        all.push(("nachweis.toml", own.as_str()));
        judged(scene.commit(REVIEWED, &all, &[]).build(), TODAY, gate, Lang::De)
    };
    for gate in [None, Some("planung")] {
        undecided(&report(false, gate), Rule::NothingToCheck, "Keine Aufgabe ist fällig und anwendbar.");
        assert!(
            found(&report(true, gate), Rule::NothingToCheck).is_empty(),
            "what is missing is plenty to check"
        );
    }
}

#[test]
fn references_in_a_reftable_are_not_read() {
    let folder = place();
    if !git_can(folder.path(), &["init", "--quiet", "--ref-format=reftable"]) {
        return; // Git before 2.45 cannot make one; `pages` holds the same finding for the setting alone.
    }
    for (path, text) in idea_phase("ideenbewertung", REVIEWED) {
        save(folder.path(), path, text);
    }
    git(folder.path(), &["add", "."]);
    commit_all(folder.path(), REVIEWED);
    let remedy = "git refs migrate --ref-format=files";
    for report in [check(folder.path()), gate(folder.path())] {
        undecided(&report, Rule::UnsupportedRepository, remedy);
    }
    if git_can(folder.path(), &["refs", "migrate", "--ref-format=files"]) {
        assert_eq!([Exit::of(&check(folder.path())), Exit::of(&gate(folder.path()))], [Exit::Pass; 2]);
    }
}

#[test]
fn a_work_tree_elsewhere_is_not_read() {
    let (scene, other) = (whole(), place());
    git(&scene.root(), &["config", "core.worktree", &other.path().display().to_string()]);
    for report in [check(&scene.root()), gate(&scene.root())] {
        undecided(&report, Rule::UnsupportedRepository, "git config --unset core.worktree");
    }
    git(&scene.root(), &["config", "--unset", "core.worktree"]);
    assert_eq!(Exit::of(&check(&scene.root())), Exit::Pass);
}

#[test]
fn before_the_first_commit_check_works_and_gate_does_not() {
    let folder = place();
    git(folder.path(), &["init", "--quiet"]);
    for (path, text) in idea_phase("ideenbewertung", REVIEWED) {
        save(folder.path(), path, text);
    }
    assert_eq!(state(&check(folder.path()), "I-02"), State::Untracked);
    git(folder.path(), &["add", "."]);
    let staged =
        report(&Ask { view: View::Index, lang: Some(Lang::De), ..ask(folder.path(), REVIEWED, None) });
    for report in [staged, judged(folder.path(), REVIEWED, None, Lang::De)] {
        assert_eq!((state(&report, "I-02"), Exit::of(&report)), (State::Satisfied, Exit::Pass));
    }
    let gate = gate(folder.path());
    undecided(&gate, Rule::AbsentObject, "git commit");
    assert!(text(&gate).contains("Hier gibt es noch keinen Commit."), "{}", text(&gate));

    let bare = place();
    git(bare.path(), &["init", "--quiet", "--bare"]);
    undecided(&check(bare.path()), Rule::AbsentObject, "git commit");
}

#[test]
fn a_repository_of_somebody_else_is_not_read() {
    let scene = whole();
    // Only root can give a folder away; for everybody else there is no stranger's repository to be had.
    #[cfg(unix)]
    {
        use std::os::unix::fs::chown;
        let given =
            [scene.root().join(".git"), scene.root()].iter().all(|own| chown(own, Some(4_711), None).is_ok());
        if given {
            let remedy = format!("git config --global --add safe.directory {}", scene.root().display());
            for report in [check(&scene.root()), gate(&scene.root())] {
                undecided(&report, Rule::ForeignOwner, &remedy);
            }
        }
    }
    drop(scene);
}

#[test]
fn a_register_beyond_the_limits_is_not_half_read() {
    let large = "# 31 Minuten, davon 12 für das Formulieren\n".repeat(30_000);
    let deep = format!("tief: {}1{}\n", "[".repeat(40), "]".repeat(40));
    let many = format!("viele: [{}0]\n", "0, ".repeat(100_001));
    for (more, limit) in
        [(large, "„bytes“ auf 1048576"), (deep, "„depth“ auf 16"), (many, "„values“ auf 100000")]
    {
        let mut files = idea_phase("ideenbewertung", REVIEWED);
        files.iter_mut().filter(|file| file.0 == BENEFIT_REGISTER).for_each(|file| file.1.push_str(&more));
        let scene = Scene::of(REVIEWED, &files);
        for report in [check(&scene.root()), gate(&scene.root())] {
            undecided(&report, Rule::LimitReached, &format!("Begrenzt ist {limit}."));
            undecided(&report, Rule::LimitReached, "Teilen oder kürzen Sie, was zu groß ist.");
            assert_eq!(state(&report, "I-02/mehrwerte"), State::Undetermined);
            assert_eq!(state(&report, "I-02"), State::Satisfied, "everything else is judged");
        }
    }
}
