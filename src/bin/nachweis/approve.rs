//! `approve`: records that somebody in a role approves exactly this content.

use nachweis::check::{approval_file, judge};
use nachweis::engine::{Exit, View, World};
use nachweis::finding::Finding;
use nachweis::gather::{Authors, Picture, PieceView};
use nachweis::load::approval;
use nachweis::model::Approval;
use nachweis::name::RoleId;
use nachweis::repo::Trouble;
use nachweis::rule::{Group, Lang, Rule};
use nachweis::text::Source;

use crate::args::{ApproveArgs, Args};
use crate::failure::Failure;
use crate::{approve_settings, check, output, usage};

/// Writes the file of the ledger, or prints it with `--print`. Refuses what is not finished.
pub(crate) fn run(args: &Args, own: &ApproveArgs) -> Result<Exit, Failure> {
    let ask = check::ask(args, "approve", View::Worktree)?;
    usage::with_project(&ask, args, |world, picture, root, lang| {
        if let Some(project) = approve_settings::meant(world, picture, &own.target) {
            return approve_settings::run(world, project, picture, root, lang, own);
        }
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
        let given = approval(&Source::new(path.clone(), text.as_str()));
        let notes = match &given {
            Some(given) => authors(world, picture, given)?,
            None => None,
        };
        note(lang, notes.into_iter().chain(named(picture, &person)));
        if own.print {
            output::say(&format!("# {path}\n{text}"))?;
            return Ok(Exit::Pass);
        }
        output::write(root, &root.join(path.as_str()), text.as_bytes())?;
        let signed = picture.must_be_signed(piece);
        let sign = if signed { "-S " } else { "" };
        let how = format!("  git add {path}\n  git commit {sign}-- {path}\n");
        output::say(&match (lang, signed) {
            (Lang::De, false) => {
                format!("Freigabe festgehalten: {path}\nSie gilt, sobald sie committet ist:\n{how}")
            }
            (Lang::De, true) => {
                format!(
                    "Freigabe festgehalten: {path}\nSie gilt, sobald sie unterschrieben committet ist:\n{how}"
                )
            }
            (Lang::En, false) => format!("Approval recorded: {path}\nIt counts once it is committed:\n{how}"),
            (Lang::En, true) => {
                format!("Approval recorded: {path}\nIt counts once it is committed with a signature:\n{how}")
            }
        })?;
        Ok(Exit::Pass)
    })
}

pub(crate) fn role(picture: &Picture<'_>, name: &str) -> Result<RoleId, Failure> {
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

pub(crate) fn member(picture: &Picture<'_>, role: &RoleId, person: &str) -> Result<(), Failure> {
    let members =
        picture.file.settings.roles.get(role).map(|role| role.members.as_slice()).unwrap_or_default();
    if members.iter().any(|member| member == person) {
        let Some(other) = picture.file.settings.held_beside(picture.pack, role, person) else {
            return Ok(());
        };
        let de = format!(
            "„{person}“ hat auch die Rolle {other}. Die verträgt sich nicht mit {role}: Wer beide hat, gibt in keiner frei."
        );
        let en = format!(
            "“{person}” has the role {other} as well, which does not go with {role}: who has both approves in neither."
        );
        return Err(Failure::Told(Exit::Yardstick, de, en));
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

/// Refuses an approval by whoever has written alone what it is about, unless the project says that there is nobody
/// else. Gives back what is to be said of who has written.
fn authors(
    world: &World<'_>,
    picture: &Picture<'_>,
    given: &Approval,
) -> Result<Option<(String, String)>, Failure> {
    let (role, person) = (&given.role, given.person.value.as_str());
    let provenance = world.provenance(picture, given).map_err(|trouble| unseen(&trouble))?;
    let Some(provenance) = provenance.filter(|_| !picture.file.settings.trust.solo) else { return Ok(None) };
    let (Some(alone), Some(wrote)) = (&provenance.alone, &provenance.wrote) else {
        return Ok(Some(uncommitted()));
    };
    refuse_alone(picture, alone, (role, person), Rule::SelfApproval)?;
    Ok(wrote.people.contains(person).then(|| {
        let de = format!(
            "Hinweis: „{person}“ hat daran mitgeschrieben. Es braucht eine Freigabe von jemandem, der das nicht hat."
        );
        let en = format!(
            "note: “{person}” has written part of it. It needs an approval by somebody who has written none."
        );
        (de, en)
    }))
}

/// That nobody can see who has written.
pub(crate) fn unseen(trouble: &Trouble) -> Failure {
    let de = format!("Wer geschrieben hat, lässt sich nicht feststellen: {trouble}");
    Failure::Told(Exit::Undetermined, de, format!("who has written cannot be told: {trouble}"))
}

/// A hint that it is open who has written.
pub(crate) fn uncommitted() -> (String, String) {
    let de = "Hinweis: Der Inhalt ist noch nicht committet. Wer ihn committet, gilt als Verfasser*in.";
    let en = "note: the content is not committed yet. Whoever commits it counts as its author.";
    (de.to_owned(), en.to_owned())
}

/// Refuses an approval, by somebody in a role, of what nobody else has written; `why` explains that.
pub(crate) fn refuse_alone(
    picture: &Picture<'_>,
    wrote: &Authors,
    (role, person): (&RoleId, &str),
    why: Rule,
) -> Result<(), Failure> {
    if !wrote.is_only(person) || wrote.hidden.is_some() {
        return Ok(());
    }
    let (de, en) = others(picture, role, person, why);
    let de = format!("„{person}“ hat allein geschrieben, was freigegeben werden soll.\n{de}");
    let en = format!("“{person}” has written alone what is to be approved.\n{en}");
    Err(Failure::Told(Exit::Yardstick, de, en))
}

/// Says hints, which stand in nobody's way.
pub(crate) fn note(lang: Lang, notes: impl Iterator<Item = (String, String)>) {
    for (de, en) in notes {
        output::complain(match lang {
            Lang::De => &de,
            Lang::En => &en,
        });
    }
}

/// Who could approve instead.
fn others(picture: &Picture<'_>, role: &RoleId, person: &str, why: Rule) -> (String, String) {
    let members = picture.file.settings.roles.get(role).map(|role| role.members.as_slice());
    let others = members.unwrap_or_default().iter().filter(|member| *member != person);
    let others: Vec<&str> = others.map(String::as_str).collect();
    if others.is_empty() {
        return (
            format!("Die Rolle {role} hat kein anderes Mitglied. Mehr: nachweis explain {why}"),
            format!("The role {role} has no other member. More: nachweis explain {why}"),
        );
    }
    let others = others.join(", ");
    (
        format!("Freigeben kann ein anderes Mitglied der Rolle {role}: {others}"),
        format!("Another member of the role {role} can approve: {others}"),
    )
}

/// A hint where an address looks like that of a person, such as `anna.beispiel@…`: two names, and neither of them a
/// role. An address of a function outlasts a change in office.
pub(crate) fn named(picture: &Picture<'_>, person: &str) -> Option<(String, String)> {
    let (local, _) = person.split_once('@')?;
    let (first, last) = local.split_once('.')?;
    let is_name =
        |word: &str| !word.is_empty() && word.chars().all(|letter| letter.is_alphabetic() || letter == '-');
    let is_role = |word: &str| picture.pack.role(&word.to_lowercase()).is_some();
    let is_person = is_name(first) && is_name(last) && !is_role(first) && !is_role(last);
    is_person.then(|| {
        let de = format!(
            "Hinweis: „{person}“ sieht nach einer Person aus. Eine Funktionsadresse überdauert einen Wechsel im Amt."
        );
        let en = format!(
            "note: “{person}” looks like a person. An address of a function outlasts a change in office."
        );
        (de, en)
    })
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

pub(crate) fn user_email(root: &std::path::Path) -> Option<String> {
    nachweis::repo::Repository::open(root).ok()?.user_email()
}
