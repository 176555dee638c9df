//! `approve`: records that somebody in a role approves exactly this content.

use nachweis::check::{approval_file, judge};
use nachweis::engine::{Exit, View};
use nachweis::finding::Finding;
use nachweis::gather::{Picture, PieceView};
use nachweis::model::Approval;
use nachweis::name::RoleId;
use nachweis::rule::{Group, Lang};

use crate::args::{ApproveArgs, Args};
use crate::failure::Failure;
use crate::{check, output, usage};

/// Writes the file of the ledger, or prints it with `--print`. Refuses what is not finished.
pub(crate) fn run(args: &Args, own: &ApproveArgs) -> Result<Exit, Failure> {
    let ask = check::ask(args, "approve", View::Worktree)?;
    usage::with_project(&ask, args, |_, picture, root, lang| {
        let claims = usage::claims(picture, &own.target)?;
        // Of a series the newest file is meant, the one that the approval is judged by.
        let newest = claims.iter().find(|(piece, claim)| piece.is_newest(claim));
        let Some((piece, claim)) = newest.or(claims.first()).copied() else {
            let de = format!("Zu {} gibt es noch keine Datei.", own.target);
            let en = format!("There is no file for {} yet.", own.target);
            return Err(Failure::Told(Exit::Yardstick, de, en));
        };
        let role = role(picture, &own.role)?;
        let person = own.person.clone().or_else(|| user_email(root)).unwrap_or_default();
        member(picture, &role, &person)?;
        finished(picture, piece)?;
        let Some(timeline) = picture.timeline(piece, claim) else {
            let de = format!("{} lässt sich nicht lesen.", claim.path);
            let en = format!("{} cannot be read.", claim.path);
            return Err(Failure::Told(Exit::Undetermined, de, en));
        };
        let reviewed =
            claim.document().and_then(|document| document.metadata.reviewed.as_ref()).map(|date| date.value);
        let text = Approval::text(
            &piece.address,
            &claim.path,
            &timeline.hash,
            reviewed,
            &role,
            &person,
            picture.as_of,
        );
        let path =
            picture.file.evidence_folder().join(&approval_file(&piece.address, &role)).unwrap_or_default();
        if own.print {
            output::say(&format!("# {path}\n{text}"))?;
            return Ok(Exit::Pass);
        }
        output::write(root, &root.join(path.as_str()), text.as_bytes())?;
        output::say(&match lang {
            Lang::De => format!(
                "Freigabe festgehalten: {path}\nSie gilt, sobald sie committet ist:\n  git add {path}\n"
            ),
            Lang::En => {
                format!("Approval recorded: {path}\nIt counts once it is committed:\n  git add {path}\n")
            }
        })?;
        Ok(Exit::Pass)
    })
}

fn role(picture: &Picture<'_>, name: &str) -> Result<RoleId, Failure> {
    let role = picture
        .pack
        .role(name)
        .ok_or_else(|| Failure::Unknown(name.to_owned(), "nachweis list roles".to_owned()))?;
    if role.may_approve {
        return Ok(role.id.clone());
    }
    let de = format!("Die Rolle {name} gibt im Repository nichts frei: {}", role.note.de);
    let en = format!("The role {name} approves nothing in the repository: {}", role.note.get(Lang::En));
    Err(Failure::Told(Exit::Yardstick, de, en))
}

fn member(picture: &Picture<'_>, role: &RoleId, person: &str) -> Result<(), Failure> {
    let members =
        picture.file.settings.roles.get(role).map(|role| role.members.as_slice()).unwrap_or_default();
    if members.iter().any(|member| member == person) {
        return Ok(());
    }
    let known = members.join(", ");
    let (de, en) = if members.is_empty() {
        (
            format!(
                "Die Rolle {role} hat in nachweis.toml noch kein Mitglied.\nTragen Sie die Adresse der Funktion unter [roles.{role}] als members ein."
            ),
            format!(
                "the role {role} has no member in nachweis.toml yet.\nEnter the address of the function as members under [roles.{role}]."
            ),
        )
    } else if person.is_empty() {
        (
            format!(
                "Wer gibt frei? Git nennt keine Adresse.\nNennen Sie ein Mitglied der Rolle {role} ({known}): --as ADRESSE"
            ),
            format!(
                "who approves? Git names no address.\nName a member of the role {role} ({known}): --as ADDRESS"
            ),
        )
    } else {
        (
            format!(
                "„{person}“ ist in nachweis.toml kein Mitglied der Rolle {role} ({known}).\nNennen Sie die Adresse: --as ADRESSE"
            ),
            format!(
                "“{person}” is no member of the role {role} in nachweis.toml ({known}).\nName the address: --as ADDRESS"
            ),
        )
    };
    Err(Failure::Told(Exit::Yardstick, de, en))
}

/// Drafts, templates and gaps are not approved: an approval of them would be void the moment they are mended.
fn finished(picture: &Picture<'_>, piece: &PieceView<'_>) -> Result<(), Failure> {
    let open = |finding: &Finding| {
        finding.about.address.as_ref() == Some(&piece.address)
            && matches!(finding.rule.group(), Group::Whole | Group::Contradiction)
    };
    match judge(picture).into_iter().find(open) {
        None => Ok(()),
        Some(finding) => {
            let de =
                format!("{} ist nicht fertig ({}).\nWas fehlt: nachweis check", piece.address, finding.rule);
            let en = format!(
                "{} is not finished ({}).\nWhat is missing: nachweis check",
                piece.address, finding.rule
            );
            Err(Failure::Told(Exit::Yardstick, de, en))
        }
    }
}

fn user_email(root: &std::path::Path) -> Option<String> {
    nachweis::repo::Repository::open(root).ok()?.user_email()
}
