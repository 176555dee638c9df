//! `new`: writes missing evidence from its templates. Never overwrites.

use std::path::Path;

use nachweis::engine::{Exit, View};
use nachweis::gather::{Picture, PieceView};
use nachweis::model::Due;
use nachweis::name::{Address, RepoPath};
use nachweis::rule::Lang;

use crate::args::{Args, NewArgs};
use crate::failure::Failure;
use crate::{check, output, usage};

/// Writes what is missing of the named tasks, or with `--due` of everything that the current gate demands.
pub(crate) fn run(args: &Args, own: &NewArgs) -> Result<Exit, Failure> {
    let ask = check::ask(args, "new", View::Worktree)?;
    usage::with_project(&ask, args, |_, picture, root, lang| {
        let mut written = Vec::new();
        let mut notes = Vec::new();
        if own.due {
            let due = picture.due().filter(|piece| piece.due != Due::Later);
            for piece in due.filter(|piece| piece.claims.len() < piece.piece.at_least) {
                write(picture, piece, root, &mut written)?;
            }
        }
        for target in &own.targets {
            for piece in usage::pieces(picture, target)? {
                let named = Address::new(target).is_ok_and(|address| address.piece.is_some());
                match piece.claims.first() {
                    Some(claim) => notes.push(already(lang, &claim.path)),
                    None if !piece.truth.applies() && !named => {
                        notes.push(not_applicable(lang, &piece.address))
                    }
                    None => write(picture, piece, root, &mut written)?,
                }
            }
        }
        output::say(&summary(lang, &written, &notes))?;
        Ok(Exit::Pass)
    })
}

fn write(
    picture: &Picture<'_>,
    piece: &PieceView<'_>,
    root: &Path,
    written: &mut Vec<RepoPath>,
) -> Result<(), Failure> {
    let template = piece.piece.template.as_ref().and_then(|name| picture.pack.templates.get(name));
    // A path with a pattern stands for many files; the new one gets the day as its name.
    let path = piece.expected.as_str().replace('*', &picture.as_of.to_string());
    let Some(template) = template else {
        let de = format!("Zu {} gibt es keine Vorlage. Legen Sie die Datei selbst an: {path}", piece.address);
        let en = format!("There is no template for {}. Write the file yourself: {path}", piece.address);
        return Err(Failure::Told(Exit::Yardstick, de, en));
    };
    let file = root.join(&path);
    if file.symlink_metadata().is_ok() {
        return Err(Failure::Exists(file));
    }
    output::write(root, &file, template.as_bytes())?;
    written.extend(RepoPath::new(&path));
    Ok(())
}

fn already(lang: Lang, path: &RepoPath) -> String {
    match lang {
        Lang::De => format!("Schon da, bleibt unverändert: {path}"),
        Lang::En => format!("There already, left as it is: {path}"),
    }
}

fn not_applicable(lang: Lang, address: &Address) -> String {
    match lang {
        Lang::De => format!("Gilt nach den Fakten nicht: {address}"),
        Lang::En => format!("Does not apply by the facts: {address}"),
    }
}

fn summary(lang: Lang, written: &[RepoPath], notes: &[String]) -> String {
    let mut out = String::new();
    for note in notes {
        out.push_str(&format!("{note}\n"));
    }
    for path in written {
        out.push_str(&match lang {
            Lang::De => format!("Angelegt: {path}\n"),
            Lang::En => format!("Written: {path}\n"),
        });
    }
    if let Some(first) = written.first() {
        out.push_str(&match lang {
            Lang::De => format!("\nFüllen Sie die Datei aus, setzen Sie `status: final` und dann:\n  nachweis review {first}\n  git add {first}\n"),
            Lang::En => format!("\nFill in the file, set `status: final`, and then:\n  nachweis review {first}\n  git add {first}\n"),
        });
    } else if notes.is_empty() {
        out.push_str(match lang {
            Lang::De => "Es fehlt nichts, das jetzt fällig ist.\n",
            Lang::En => "Nothing that is due now is missing.\n",
        });
    }
    out
}
