//! `demo`: a newcomer's first minute. Unpacks a project with a history into a temporary folder and judges it.

use std::path::Path;

use include_dir::{Dir, include_dir};
use nachweis::engine::{Ask, Exit, Story, View, report};
use nachweis::finding::{AsOf, AsOfSource};
use nachweis::name::{Date, GateId};
use nachweis::render::{Format, render};
use nachweis::rule::Lang;

use crate::args::Args;
use crate::failure::Failure;
use crate::{clock, output};

static DEMO: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/fixtures/repos/demo");

/// The day on which the story is looked at; it ends a few days before.
const AS_OF: &str = "2026-11-22";

/// Unpacks, checks, asks for a gate, and says what to try next.
pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    let folder = tempfile::Builder::new().prefix("nachweis-demo-").tempdir();
    let folder = folder.map_err(|error| Failure::Demo(error.to_string()))?.keep();
    unpack(&folder)?;
    let de = args.lang() == Lang::De;
    let shown = folder.display();
    output::say(&if de {
        format!(
            "Ein Beispielprojekt mit zwei Jahren Geschichte liegt jetzt in\n  {shown}\n\n$ nachweis check --as-of {AS_OF}\n\n"
        )
    } else {
        format!(
            "An example project with a history of two years now lies in\n  {shown}\n\n$ nachweis check --as-of {AS_OF}\n\n"
        )
    })?;
    let check = judge(args, &folder, "check", View::Worktree, None)?;
    output::say(&format!("\n$ nachweis gate planung --as-of {AS_OF}\n\n"))?;
    let head = View::Revision("HEAD".to_owned());
    let gate = judge(args, &folder, "gate planung", head, GateId::new("planung").ok())?;
    output::say(&closing(de, &shown.to_string(), check, gate))?;
    Ok(Exit::Pass)
}

fn unpack(folder: &Path) -> Result<(), Failure> {
    let failed = |error: nachweis::engine::StoryError| Failure::Demo(error.to_string());
    let text = DEMO.get_file("story.toml").and_then(|file| file.contents_utf8()).unwrap_or_default();
    let content = |name: &str| DEMO.get_file(name).map(|file| file.contents().to_vec());
    Story::parse(text).and_then(|story| story.unpack(folder, &content)).map(|_| ()).map_err(failed)
}

fn judge(
    args: &Args,
    folder: &Path,
    command: &str,
    view: View,
    gate: Option<GateId>,
) -> Result<Exit, Failure> {
    let date = Date::parse(AS_OF).unwrap_or_else(clock::today);
    let ask = Ask {
        command: command.to_owned(),
        starts: vec![folder.to_owned()],
        view,
        index: None,
        base: None,
        gate,
        as_of: AsOf { date, source: AsOfSource::Argument },
        // The story knows its own day; a gate would refuse one that has not come.
        today: clock::today().max(date),
        lang: Some(args.lang()),
    };
    let report = report(&ask);
    output::put(&render(&report, Format::Text, &output::options(args)))?;
    Ok(Exit::of(&report))
}

fn closing(de: bool, folder: &str, check: Exit, gate: Exit) -> String {
    let (check, gate) = (check.code(), gate.code());
    let next = [
        ("nachweis status", "der Stand für die Steuerungsrunde", "the overview for a steering group"),
        ("nachweis explain outdated-by-subject", "was eine Meldung bedeutet", "what a finding means"),
        ("nachweis explain P-10", "was eine Aufgabe verlangt", "what a task asks for"),
        (
            "nachweis new P-05",
            "den fehlenden Nachweis aus der Vorlage anlegen",
            "write missing evidence from its template",
        ),
        ("nachweis list tasks", "der Katalog", "the catalogue"),
    ];
    let lines: String = next
        .iter()
        .map(|(command, german, english)| format!("  {command:<38}{}\n", if de { german } else { english }))
        .collect();
    if de {
        format!(
            "\nRückgabewerte: check {check}, gate planung {gate} (0 bestanden, 1 nicht bestanden, 2 falscher Maßstab, 3 nicht entscheidbar).\n\nProbieren Sie es selbst:\n  cd {folder}\n{lines}\nMit Ihrem eigenen Projekt geht es los mit: nachweis init\n"
        )
    } else {
        format!(
            "\nExit codes: check {check}, gate planung {gate} (0 pass, 1 fail, 2 wrong yardstick, 3 undetermined).\n\nTry it yourself:\n  cd {folder}\n{lines}\nThe project speaks German; --lang en makes any command speak English.\nFor a project of your own, begin with: nachweis init --lang en\n"
        )
    }
}
