//! `explain`: the full page of a rule, a task, a gate or a fact; for a file what is known of it; without an argument
//! where the project stands.

use nachweis::engine::{Exit, Looked, View, World};
use nachweis::gather::Picture;
use nachweis::model::Kind;
use nachweis::name::{Address, RepoPath, TaskId};
use nachweis::render::{
    explain_fact, explain_file, explain_gate, explain_rule, explain_task, explain_walk, whereabouts,
};
use nachweis::repo::Repository;
use nachweis::rule::{Lang, Rule};

use crate::args::{Args, ExplainArgs};
use crate::failure::Failure;
use crate::{check, list, output, review, usage};

/// Explains what is named. It ends with 0 once it could look.
pub(crate) fn run(args: &Args, own: &ExplainArgs) -> Result<Exit, Failure> {
    let options = output::options(args);
    let Some(what) = own.what.as_deref() else {
        let report = check::look(args, &check::ask(args, "explain", View::Worktree)?).report;
        output::put(&whereabouts(&report, &options))?;
        return Ok(looked(Exit::of(&report)));
    };
    let (pack, lang) = list::pack(args)?;
    let task = TaskId::new(what).ok().or_else(|| Some(Address::new(what).ok()?.task));
    let page = if let Some(rule) = Rule::from_id(what) {
        explain_rule(rule, lang, &options)
    } else if let Some(task) = task.and_then(|id| pack.tasks.get(&id)) {
        explain_task(&pack, task, lang, &options)
    } else if let Some(gate) = pack.gate(what) {
        explain_gate(&pack, gate, lang, &options)
    } else if let Some(fact) = pack.fact(what) {
        explain_fact(&pack, fact, lang, &options)
    } else {
        return file(args, what);
    };
    output::put(&page)?;
    Ok(Exit::Pass)
}

/// A file by its path from the working directory or from the root of the repository.
fn file(args: &Args, what: &str) -> Result<Exit, Failure> {
    let ask = check::ask(args, "explain", View::Worktree)?;
    let Looked { report, walked } = check::look(args, &ask);
    let options = output::options(args);
    let prefix = ask
        .starts
        .first()
        .and_then(|start| Repository::open(start).ok())
        .map(|repository| repository.prefix().clone());
    let named = what.trim_start_matches("./");
    let paths = [prefix.and_then(|prefix| prefix.join(named)), RepoPath::new(named)];
    let page =
        paths.into_iter().flatten().find_map(|path| Some((explain_file(&report, &path, &options)?, path)));
    match page {
        Some((page, path)) => {
            output::put(&page)?;
            // Looking once more takes as long again; and where the project cannot be looked at the page has said so.
            let pieces =
                || report.tasks.iter().flat_map(|task| &task.evidence).filter(|piece| piece.path == path);
            let is_approved = pieces().any(|piece| piece.requirements.contains(&Kind::Approved));
            if is_approved && Exit::of(&report) < Exit::Yardstick {
                usage::with_project(&ask, args, |world, picture, _, lang| {
                    output::say(&since_approved(world, picture, &path, lang))?;
                    Ok(Exit::Pass)
                })?;
            }
            if let Some(walked) = walked.filter(|_| args.verbose) {
                output::put(&explain_walk(&walked, report.lang, &options))?;
            }
            Ok(looked(Exit::of(&report)))
        }
        None => {
            let de = format!(
                "Zu „{what}“ gibt es keine Regel, keine Aufgabe, kein Tor, keinen Fakt und keinen Nachweis.\nRegeln: nachweis list rules\nAufgaben: nachweis list tasks\nWo das Projekt steht: nachweis explain"
            );
            let en = format!(
                "“{what}” is no rule, task, gate, fact or evidence.\nRules: nachweis list rules\nTasks: nachweis list tasks\nWhere the project stands: nachweis explain"
            );
            Err(Failure::Told(Exit::Yardstick, de, en))
        }
    }
}

/// What has changed in a file since it was approved, for each approval that no longer holds: commits and difference.
fn since_approved(world: &World<'_>, picture: &Picture<'_>, path: &RepoPath, lang: Lang) -> String {
    let de = lang == Lang::De;
    let claims = picture.pieces.iter().flat_map(|piece| piece.claims.iter().map(move |claim| (piece, claim)));
    let mut out = String::new();
    for (piece, claim) in claims.filter(|(piece, claim)| claim.path == *path && piece.is_newest(claim)) {
        let Some(timeline) = picture.timeline(piece, claim) else { continue };
        let of_piece = picture.ledger.iter().filter(|approval| approval.address == piece.address);
        let reviewed = claim.document().and_then(|document| document.metadata.reviewed.as_ref());
        let reviewed = reviewed.map(|reviewed| reviewed.value);
        for approval in of_piece {
            let (role, date) = (&approval.role, approval.date);
            if approval.hash.value == timeline.hash {
                if let Some(day) = reviewed.filter(|_| approval.is_outrun_by(reviewed)) {
                    out.push_str(&if de {
                        format!("\nSeit der Freigabe durch „{role}“ vom {date} nicht geändert, aber am {day} neu geprüft.\n")
                    } else {
                        format!("\nNot changed since the approval by “{role}” of {date}, but reviewed again on {day}.\n")
                    });
                }
                continue;
            }
            out.push_str(&if de {
                format!("\nSeit der Freigabe durch „{role}“ vom {date} geändert:\n")
            } else {
                format!("\nChanged since the approval by “{role}” of {date}:\n")
            });
            let provenance = picture.provenance(approval);
            let Some(approved) = provenance.and_then(|provenance| provenance.approved.as_ref()) else {
                out.push_str(if de {
                    "  Den freigegebenen Inhalt gibt es in der Historie nicht.\n"
                } else {
                    "  The history has never had the approved content.\n"
                });
                continue;
            };
            for commit in provenance.iter().flat_map(|provenance| &provenance.since) {
                out.push_str(&format!("  {}  {}\n", commit.id.short(), commit.date));
            }
            out.push_str(&review::difference(world.text_at(&approved.id, path), claim, de));
        }
    }
    out
}

/// To explain is not to judge.
fn looked(exit: Exit) -> Exit {
    if exit == Exit::Fail { Exit::Pass } else { exit }
}
