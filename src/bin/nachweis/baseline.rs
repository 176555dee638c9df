//! `baseline`: adopts an existing project. Writes down what is missing today, so that `check` turns red only for what
//! is new; no gate ever looks at it.

use nachweis::check::judge;
use nachweis::edit::{Adoption, adopt, baseline_text};
use nachweis::engine::{Exit, View};
use nachweis::load::BASELINE_NAME;
use nachweis::model::BaselineEntry;
use nachweis::name::RepoPath;
use nachweis::rule::{Group, Lang};
use nachweis::verdict::owing;

use crate::args::{Args, BaselineArgs};
use crate::failure::Failure;
use crate::{check, output, usage};

/// How many entries of a kind are named.
const NAMED: usize = 12;

/// Writes the baseline, or strikes out of it what is mended.
pub(crate) fn run(args: &Args, own: &BaselineArgs) -> Result<Exit, Failure> {
    let ask = check::ask(args, "baseline", View::Worktree)?;
    usage::with_project(&ask, args, |_, picture, root, lang| {
        let found = judge(picture);
        // What could not be looked at is neither missing nor mended.
        if let Some(doubt) = found.iter().find(|finding| finding.rule.group() == Group::Undetermined) {
            let de = format!(
                "Was fehlt, lässt sich nicht sagen ({}).\nWie es weitergeht: nachweis check",
                doubt.rule
            );
            let en =
                format!("what is missing cannot be told ({}).\nHow to go on: nachweis check", doubt.rule);
            return Err(Failure::Told(Exit::Undetermined, de, en));
        }
        let old = picture.baseline;
        let adoption = adopt(old, &owing(picture, &found), own.extend, picture.as_of);
        let path = picture.file.evidence_folder().join(BASELINE_NAME).unwrap_or_default();
        let changed = adoption.entries != old.entries;
        if changed {
            let text = baseline_text(&adoption.entries, picture.file.settings.language);
            output::write(root, &root.join(path.as_str()), text.as_bytes())?;
        }
        output::say(&told(&adoption, old.is_there(), changed.then_some(&path), lang))?;
        Ok(Exit::Pass)
    })
}

fn told(adoption: &Adoption, was_there: bool, written: Option<&RepoPath>, lang: Lang) -> String {
    let de = lang == Lang::De;
    let pick = |german: String, english: String| if de { german } else { english };
    let Adoption { entries, added, dropped, left_out } = adoption;
    let mut out = String::new();
    if !was_there && entries.is_empty() {
        return pick(
            "Es fehlt nichts, was sich aufnehmen ließe.\n".to_owned(),
            "Nothing is missing that could be taken in.\n".to_owned(),
        );
    }
    if !dropped.is_empty() {
        let count = dropped.len();
        out.push_str(&pick(
            format!("Erledigt oder nicht mehr zulässig und gestrichen: {count}\n"),
            format!("Mended or no longer allowed, and struck out: {count}\n"),
        ));
        out.push_str(&listed(dropped, de));
    }
    if !added.is_empty() {
        let count = added.len();
        out.push_str(&pick(format!("Aufgenommen: {count}\n"), format!("Taken in: {count}\n")));
        out.push_str(&listed(added, de));
    }
    let count = entries.len();
    out.push_str(&pick(
        format!("Altbestand: {count}. check lässt das durchgehen, gate nichts davon.\n"),
        format!("Baseline: {count}. check lets that pass, gate none of it.\n"),
    ));
    if !left_out.is_empty() {
        let count = left_out.len();
        out.push_str(&pick(
            format!("\nFehlt und steht nicht im Altbestand: {count}. Mit --extend käme hinzu:\n"),
            format!("\nMissing and not in the baseline: {count}. With --extend would be added:\n"),
        ));
        out.push_str(&listed(left_out, de));
    }
    if let Some(path) = written {
        out.push_str(&pick(
            format!("\nDer Altbestand gilt, sobald er committet ist:\n  git add {path}\n"),
            format!("\nThe baseline counts once it is committed:\n  git add {path}\n"),
        ));
    }
    out
}

fn listed(entries: &[BaselineEntry], de: bool) -> String {
    let shown = entries.iter().take(NAMED);
    let lines: String =
        shown.map(|entry| format!("  {} {} ({})\n", entry.task, entry.rule, entry.owner)).collect();
    match entries.len().saturating_sub(NAMED) {
        0 => lines,
        more if de => format!("{lines}  … und {more} weitere\n"),
        more => format!("{lines}  … and {more} more\n"),
    }
}
