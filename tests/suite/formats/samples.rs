//! Reports to hold the formats against: the example project at several days and at its gates, projects in which
//! nothing can be decided, one in which all is well, one without settings, and one of hostile words.

use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use nachweis::engine::Story;
use nachweis::finding::Report;
use nachweis::rule::Lang;

use crate::support::evidence::{self, with};
use crate::support::{Scene, judged, root, shallow_clone};

/// The day on which the example project's story has ended.
const DAY: &str = "2026-11-22";

/// The example project.
pub(super) struct Demo {
    folder: tempfile::TempDir,
}

impl Demo {
    pub(super) fn root(&self) -> PathBuf {
        self.folder.path().to_owned()
    }
}

/// Unpacked once for all tests, which only look at it.
pub(super) static DEMO: LazyLock<Demo> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let content = root().join("fixtures/repos/demo");
    let story = fs::read_to_string(content.join("story.toml")).expect("the story");
    let story = Story::parse(&story).expect("a sound story");
    story.unpack(folder.path(), &|name| fs::read(content.join(name)).ok()).expect("it can be told");
    Demo { folder }
});

/// The example project on a day, as `check` or, where a gate is named, as `gate` sees it.
fn demo_on(day: &str, gate: Option<&str>, lang: Lang) -> Report {
    judged(&DEMO.root(), day, gate, lang)
}

/// A sample by its name.
fn named(name: &str, lang: Lang) -> Report {
    let found = all(lang).iter().find(|(other, _)| other == name);
    found.unwrap_or_else(|| panic!("there is no sample {name}")).1.clone()
}

/// The example project at the end of its story, as `check` or, where a gate is named, as `gate` sees it.
pub(super) fn demo(gate: Option<&str>, lang: Lang) -> Report {
    named(&format!("demo {}", gate.unwrap_or(DAY)), lang)
}

/// The example project, cut off behind its newest commit.
fn make_shallow(lang: Lang) -> Report {
    let (_folder, root) = shallow_clone(&DEMO.root(), 1);
    judged(&root, "2026-11-22", None, lang)
}

/// Settings in which nothing is right.
fn make_wrong_settings(lang: Lang) -> Report {
    let settings = with(evidence::settings("planung"), "[facts]\n", "[fakten]\nlaune = \"gut\"\n[facts]\n");
    judged(&Scene::of("2026-01-10", &[settings]).root(), "2026-01-11", None, lang)
}

/// A repository with a page, but without settings.
fn make_no_settings(lang: Lang) -> Report {
    let files = [("anhang/a.md", "a\n".to_owned()), ("README.md", "# Größe\n".to_owned())];
    judged(&Scene::of("2026-01-10", &files).root(), "2026-01-11", None, lang)
}

/// A folder that is no repository.
fn make_no_repository(lang: Lang) -> Report {
    let folder = tempfile::tempdir().expect("a temporary folder");
    judged(folder.path(), "2026-01-11", None, lang)
}

/// The first phase, with everything in order.
fn make_well(lang: Lang) -> Report {
    let scene = Scene::of("2026-01-10", &evidence::idea_phase("ideenbewertung", "2026-01-10"));
    judged(&scene.root(), "2026-01-11", Some("ideenbewertung"), lang)
}

/// Two projects in one repository.
fn make_two_projects(lang: Lang) -> Report {
    let mut scene = Scene::new();
    let (name, text) = evidence::settings("planung");
    let (one, two) = (format!("apps/chat/{name}"), format!("apps/suche nach Wörtern/{name}"));
    scene.commit("2026-01-10", &[(&one, &text), (&two, &text)], &[]).build();
    judged(&scene.root(), "2026-01-11", None, lang)
}

/// All samples of plain words in both languages, each with its name; made once.
pub(super) fn both() -> impl Iterator<Item = &'static (String, Report)> {
    Lang::ALL.into_iter().flat_map(all)
}

/// All samples in a language.
pub(super) fn all(lang: Lang) -> &'static [(String, Report)] {
    static DE: LazyLock<Vec<(String, Report)>> = LazyLock::new(|| make(Lang::De));
    static EN: LazyLock<Vec<(String, Report)>> = LazyLock::new(|| make(Lang::En));
    match lang {
        Lang::De => &DE,
        Lang::En => &EN,
    }
}

fn make(lang: Lang) -> Vec<(String, Report)> {
    let mut all = Vec::new();
    for day in ["2025-06-01", "2026-08-28", DAY, "2028-01-01"] {
        all.push((format!("demo {day}"), demo_on(day, None, lang)));
    }
    for gate in ["ideenbewertung", "planung", "entwicklung", "inbetriebnahme"] {
        all.push((format!("demo {gate}"), demo_on(DAY, Some(gate), lang)));
    }
    let others = [
        ("shallow", make_shallow(lang)),
        ("wrong settings", make_wrong_settings(lang)),
        ("no settings", make_no_settings(lang)),
        ("no repository", make_no_repository(lang)),
        ("well", make_well(lang)),
        ("two projects", make_two_projects(lang)),
    ];
    all.extend(others.map(|(name, report)| (name.to_owned(), report)));
    all
}

/// The example project, cut off.
pub(super) fn shallow(lang: Lang) -> Report {
    named("shallow", lang)
}

/// Nothing is right in its settings.
pub(super) fn wrong_settings(lang: Lang) -> Report {
    named("wrong settings", lang)
}

/// Without settings.
pub(super) fn no_settings(lang: Lang) -> Report {
    named("no settings", lang)
}

/// Not even a repository.
pub(super) fn no_repository(lang: Lang) -> Report {
    named("no repository", lang)
}

/// All is well.
pub(super) fn well(lang: Lang) -> Report {
    named("well", lang)
}
