//! Projects under the shipped pack: everything that the first gate asks for, and something of each kind wrong with it.

use proptest::collection::vec;
use proptest::prelude::{Strategy, any};
use proptest::sample::Index;

use crate::support::evidence::{File, MODEL, idea_phase, model, settings, template, with};
use crate::support::{Scene, date};

const REVIEWED: &str = "2026-03-02";

/// What happened to a file.
#[derive(Clone, Copy, Debug)]
enum Fate {
    Missing,
    Template,
    Draft,
    Undated,
    /// Written to later, the review date as it was.
    Changed,
    /// Reviewed again later.
    Reviewed,
}

const FATES: [Fate; 6] =
    [Fate::Missing, Fate::Template, Fate::Draft, Fate::Undated, Fate::Changed, Fate::Reviewed];

/// A project in the phase after the first, some days after its evidence was reviewed.
#[derive(Clone, Debug)]
pub(super) struct Project {
    fates: Vec<(Index, Fate)>,
    moved_on: bool,
    personal: bool,
    days: i64,
}

/// A project of which most is in order.
pub(super) fn project() -> impl Strategy<Value = Project> {
    let fate = (any::<Index>(), (0..FATES.len()).prop_map(|at| FATES[at]));
    (vec(fate, 0..3), any::<bool>(), any::<bool>(), 60..200_i64)
        .prop_map(|(fates, moved_on, personal, days)| Project { fates, moved_on, personal, days })
}

impl Project {
    /// The day on which it is judged.
    pub(super) fn today(&self) -> String {
        date(REVIEWED).plus_days(self.days).to_string()
    }

    /// The repository.
    pub(super) fn scene(&self) -> Scene {
        let phase = if self.moved_on { "planung" } else { "ideenbewertung" };
        let mut files = idea_phase(phase, REVIEWED);
        files[0] = with(
            settings(phase),
            "personenbezug           = true",
            &format!("personenbezug           = {}", self.personal),
        );
        files.push(model("7B"));
        let mut later: Vec<File> = Vec::new();
        for (which, fate) in &self.fates {
            // The settings come first; they are not evidence.
            let at = 1 + which.index(files.len() - 1);
            let (path, text) = files[at].clone();
            if path == MODEL || path.ends_with(".toml") {
                continue;
            }
            match fate {
                Fate::Missing => drop(files.remove(at)),
                Fate::Template if path.ends_with("mehrwerte.md") => {
                    files[at].1 = template("I-02.md").to_owned();
                }
                Fate::Template => files[at].1 = text.replace("status: final", "status: not-applicable"),
                Fate::Draft => files[at].1 = text.replace("status: final", "status: draft"),
                Fate::Undated => files[at].1 = text.replace(&format!("reviewed: {REVIEWED}\n"), ""),
                Fate::Changed => later.push((path, format!("{text}# Ergänzt\n"))),
                Fate::Reviewed => later.push((path, text.replace(REVIEWED, "2026-03-30"))),
            }
        }
        let mut scene = Scene::new();
        scene.add(REVIEWED, &files);
        if !later.is_empty() {
            later.retain(|file| files.iter().any(|(path, _)| *path == file.0));
            scene.add("2026-03-30", &later);
        }
        scene.build_in_memory();
        scene
    }
}
