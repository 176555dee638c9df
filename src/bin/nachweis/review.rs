//! `review`: shows what has changed since the last review, then sets the date to today, and nothing else.

use nachweis::edit::set_reviewed;
use nachweis::engine::{Exit, View, World};
use nachweis::finding::Change;
use nachweis::gather::{Claim, Picture, PieceView};
use nachweis::load::{MAX_EVIDENCE, sidecar_of};
use nachweis::name::RepoPath;
use nachweis::repo::Point;
use nachweis::rule::Lang;
use similar::TextDiff;

use crate::args::{Args, ReviewArgs};
use crate::failure::Failure;
use crate::{check, output, usage};

/// The longest difference that is shown; a longer one is read with Git.
const LINES: usize = 60;

/// Reviews the named evidence.
pub(crate) fn run(args: &Args, own: &ReviewArgs) -> Result<Exit, Failure> {
    let ask = check::ask(args, "review", View::Worktree)?;
    usage::with_project(&ask, args, |world, picture, root, lang| {
        for target in &own.targets {
            let mut found = false;
            for (piece, claim) in usage::claims(picture, target)? {
                found = true;
                output::say(&changes(world, picture, piece, claim, lang))?;
                let path = holder(picture, claim);
                let file = root.join(path.as_str());
                let text = text_of(world, &path)?;
                let Some(new) = set_reviewed(&path, &text, picture.as_of) else {
                    return Err(no_metadata(claim));
                };
                if new == text {
                    output::say(&same_day(picture, &path, lang))?;
                    continue;
                }
                output::write(root, &file, new.as_bytes())?;
                let day = picture.as_of;
                output::say(&match lang {
                    Lang::De => format!("Geprüft am {day}: {path}\n"),
                    Lang::En => format!("Reviewed on {day}: {path}\n"),
                })?;
            }
            if !found {
                let de =
                    format!("Zu {target} gibt es noch keine Datei.\nLegen Sie sie an: nachweis new {target}");
                let en = format!("There is no file for {target} yet.\nWrite it: nachweis new {target}");
                return Err(Failure::Told(Exit::Yardstick, de, en));
            }
        }
        Ok(Exit::Pass)
    })
}

/// The text of a file as it was judged: no link is followed, and what is too large is not read.
fn text_of(world: &World<'_>, path: &RepoPath) -> Result<String, Failure> {
    let read = world.snapshot.read(path, MAX_EVIDENCE).map_err(|trouble| trouble.to_string());
    read.and_then(|bytes| String::from_utf8(bytes).map_err(|error| error.to_string())).map_err(|detail| {
        let de = format!("{path} lässt sich nicht lesen ({detail}).");
        Failure::Told(Exit::Undetermined, de, format!("{path} cannot be read ({detail})."))
    })
}

/// A review is known by its date: a second one on the same day cannot be told from the first.
fn same_day(picture: &Picture<'_>, path: &RepoPath, lang: Lang) -> String {
    let day = picture.as_of;
    match lang {
        Lang::De => format!(
            "Unverändert: {path} trägt das Datum {day} schon.\nWas sich danach geändert hat, lässt sich erst ab morgen als geprüft eintragen.\n"
        ),
        Lang::En => format!(
            "Unchanged: {path} has the date {day} already.\nWhat changed after that can be recorded as reviewed from tomorrow on.\n"
        ),
    }
}

/// The file that holds the metadata: the sidecar where there is one.
fn holder(picture: &Picture<'_>, claim: &Claim) -> RepoPath {
    sidecar_of(&claim.path)
        .filter(|sidecar| picture.paths.contains(sidecar))
        .unwrap_or_else(|| claim.path.clone())
}

fn no_metadata(claim: &Claim) -> Failure {
    let sidecar = sidecar_of(&claim.path).unwrap_or_default();
    let de = format!("{} kann kein Prüfdatum tragen.\nLegen Sie eine Begleitdatei an: {sidecar}", claim.path);
    let en = format!("{} cannot hold a review date.\nWrite a sidecar: {sidecar}", claim.path);
    Failure::Told(Exit::Yardstick, de, en)
}

fn changes(
    world: &World<'_>,
    picture: &Picture<'_>,
    piece: &PieceView<'_>,
    claim: &Claim,
    lang: Lang,
) -> String {
    let de = lang == Lang::De;
    let mut out = format!("{} {}\n", piece.address, piece.piece.title.get(lang));
    let Some(timeline) = picture.timeline(piece, claim) else { return out };
    let Point::Commit(commit) = &timeline.review_point else {
        out.push_str(if de {
            "  Noch nicht committet, nichts zu vergleichen.\n"
        } else {
            "  Not committed yet, nothing to compare.\n"
        });
        return out;
    };
    out.push_str(&if de {
        format!("  Letzter Stand der Prüfung: Commit {} vom {}\n", commit.id.short(), commit.date)
    } else {
        format!("  Last review stands at commit {} of {}\n", commit.id.short(), commit.date)
    });
    let mut lists: Vec<(String, &[Change])> = Vec::new();
    for (subject, changes) in &timeline.subjects {
        lists.push((
            if de { format!("Gegenstand „{subject}“") } else { format!("Subject “{subject}”") },
            changes,
        ));
    }
    for (address, changes) in &timeline.evidence {
        lists.push((if de { format!("Nachweis {address}") } else { format!("Evidence {address}") }, changes));
    }
    for (title, changes) in &lists {
        out.push_str(&format!("  {title}:\n"));
        for change in *changes {
            let commit = change.commit.as_ref().map_or("–", |commit| commit.short());
            let date = change.date.map_or(String::new(), |date| date.to_string());
            out.push_str(&format!("    {}  {commit}  {date}\n", change.path));
        }
    }
    if timeline.changed == Some(true) {
        out.push_str(if de { "  Eigener Text:\n" } else { "  Own text:\n" });
        out.push_str(&difference(world.text_at(&commit.id, &claim.path), claim, de));
    } else if lists.is_empty() {
        out.push_str(if de {
            "  Seitdem hat sich nichts geändert.\n"
        } else {
            "  Nothing has changed since.\n"
        });
    }
    out
}

/// What differs between an earlier text of a file and its present one, line by line.
pub(crate) fn difference(then: Option<String>, claim: &Claim, de: bool) -> String {
    let now = claim.document().map(|document| document.source.text()).unwrap_or_default();
    let then = then.unwrap_or_default();
    let text = TextDiff::from_lines(then.as_str(), now).unified_diff().context_radius(1).to_string();
    let lines: Vec<&str> = text.lines().collect();
    let mut out = String::new();
    for line in lines.iter().take(LINES) {
        out.push_str(&format!(
            "    {}\n",
            line.escape_debug().to_string().replace("\\\"", "\"").replace("\\'", "'")
        ));
    }
    if lines.len() > LINES {
        out.push_str(if de { "    … (ganz mit git diff)\n" } else { "    … (in full with git diff)\n" });
    }
    out
}
