//! `exempt`: grants or renews exemptions in the settings, and refuses what the pack does not allow. What it lists stands
//! beside, in `exempt_list`.

use nachweis::check::judge;
use nachweis::edit::{exemption_block, with_exemption, with_renewal};
use nachweis::engine::{Exit, View};
use nachweis::finding::Finding;
use nachweis::gather::{Picture, PieceView};
use nachweis::load::SettingsFile;
use nachweis::model::Exemption;
use nachweis::name::{Address, Date, RoleId};
use nachweis::rule::{Lang, Rule};
use nachweis::verdict::{Fault, barred, can_wait, concerned, covers, ends_at, faults, overlap};

use crate::args::{Args, ExemptArgs};
use crate::failure::Failure;
use crate::{check, exempt_list, output, usage};

/// How many days an exemption holds where nobody says how long.
const DAYS: i64 = 90;

/// Writes the exemptions of the named tasks, or lists all.
pub(crate) fn run(args: &Args, own: &ExemptArgs) -> Result<Exit, Failure> {
    let ask = check::ask(args, "exempt", View::Worktree)?;
    usage::with_project(&ask, args, |_, picture, root, lang| {
        let found = judge(picture);
        if own.targets.is_empty() {
            output::say(&exempt_list::list(picture, &found, lang))?;
            return Ok(Exit::Pass);
        }
        let mut file = picture.file.clone();
        let mut told = String::new();
        for target in &own.targets {
            let exemption = exemption(picture, own, target, &found)?;
            file = enter(picture, &file, own, &exemption)?;
            told.push_str(&entered(picture, own, &exemption, &found, lang));
        }
        let path = file.source.path();
        output::write(root, &root.join(path.as_str()), file.source.text().as_bytes())?;
        told.push_str(&match lang {
            Lang::De => format!("Es gilt, sobald es committet ist:\n  git add {path}\n"),
            Lang::En => format!("It counts once it is committed:\n  git add {path}\n"),
        });
        output::say(&told)?;
        Ok(Exit::Pass)
    })
}

fn refused<T>(de: String, en: String) -> Result<T, Failure> {
    Err(Failure::Told(Exit::Yardstick, de, en))
}

/// The exemption that is asked for.
fn exemption(
    picture: &Picture<'_>,
    own: &ExemptArgs,
    target: &str,
    found: &[Finding],
) -> Result<Exemption, Failure> {
    if target.contains('*') || own.rule.as_ref().is_some_and(|rule| rule.contains('*')) {
        return refused(
            "Eine Ausnahme gilt für genannte Aufgaben, nicht für ein Muster.\nNennen Sie jede: nachweis exempt P-15 P-16 …".to_owned(),
            "an exemption is for the tasks it names, not for a pattern.\nName each: nachweis exempt P-15 P-16 …".to_owned(),
        );
    }
    let pieces = usage::pieces(picture, target)?;
    let unknown = || Failure::Unknown(target.to_owned(), "nachweis list tasks".to_owned());
    let task = Address::new(target).map_err(|_| unknown())?;
    let rule = own.rule.as_deref().map(rule).transpose()?;
    let responsible = pieces.first().map(|piece| piece.task.responsible.clone()).ok_or_else(unknown)?;
    let owner = match &own.owner {
        Some(name) => role(picture, name)?,
        None => responsible,
    };
    let line = |text: &Option<String>| {
        text.as_deref().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let (reason, approved_by) = (line(&own.reason), line(&own.approved_by));
    if reason.is_empty() || approved_by.is_empty() {
        return refused(
            "Eine Ausnahme braucht einen Grund und jemanden, der sie gewährt.\nNennen Sie beides: --reason GRUND --approved-by ADRESSE".to_owned(),
            "an exemption needs a reason and somebody who grants it.\nName both: --reason REASON --approved-by ADDRESS".to_owned(),
        );
    }
    let (created, expires) = (picture.as_of, last_day(picture, own)?);
    let rule = rule.map(|rule| rule.id().to_owned());
    let exemption = Exemption { task, rule, reason, owner, approved_by, created, expires };
    allowed(picture, &pieces, &exemption, found)?;
    Ok(exemption)
}

fn rule(name: &str) -> Result<Rule, Failure> {
    let rule = Rule::from_id(name)
        .ok_or_else(|| Failure::Unknown(name.to_owned(), "nachweis list rules".to_owned()))?;
    if rule.group().can_wait() {
        return Ok(rule);
    }
    refused(
        format!("Von der Regel {rule} gibt es keine Ausnahme.\nWarum: nachweis explain {rule}"),
        format!("there is no exemption from the rule {rule}.\nWhy: nachweis explain {rule} --lang en"),
    )
}

fn role(picture: &Picture<'_>, name: &str) -> Result<RoleId, Failure> {
    let known = picture.pack.role(name).map(|role| role.id.clone());
    known.ok_or_else(|| Failure::Unknown(name.to_owned(), "nachweis list roles".to_owned()))
}

/// The last day on which it holds: the one that is named, so many days on, or the usual length.
fn last_day(picture: &Picture<'_>, own: &ExemptArgs) -> Result<Date, Failure> {
    let Some(until) = &own.until else {
        let usual = DAYS.min(picture.pack.longest_exemption);
        return Ok(picture.as_of.plus_days(own.days.map_or(usual, i64::from)));
    };
    let Some(until) = Date::parse(until) else {
        return refused(
            format!("„{until}“ ist kein Datum.\nSchreiben Sie es so: --until 2027-03-31"),
            format!("“{until}” is no date.\nWrite it like this: --until 2027-03-31"),
        );
    };
    if until < picture.as_of {
        let today = picture.as_of;
        return refused(
            format!("Der letzte Tag ({until}) liegt vor dem ersten ({today})."),
            format!("the last day ({until}) comes before the first ({today})."),
        );
    }
    Ok(until)
}

/// Refuses what the pack exempts nobody from, or nobody any more.
fn allowed(
    picture: &Picture<'_>,
    pieces: &[&PieceView<'_>],
    exemption: &Exemption,
    found: &[Finding],
) -> Result<(), Failure> {
    let task = &exemption.task;
    if let Some(gate) = barred(picture, &task.task) {
        let title = &gate.title;
        return refused(
            format!(
                "{task} kann niemand mehr ausnehmen: Das Tor „{}“ lässt dafür weder Auflage noch Ausnahme zu.\nWas verlangt wird: nachweis explain {task}",
                title.get(Lang::De)
            ),
            format!(
                "nobody can be exempt from {task} any more: the gate “{}” accepts neither condition nor exemption for it.\nWhat is asked for: nachweis explain {task} --lang en",
                title.get(Lang::En)
            ),
        );
    }
    let about = |finding: &&Finding| {
        let rule = exemption.rule.as_ref().is_none_or(|rule| rule == finding.rule.id());
        rule && finding.rule.group().can_wait()
            && pieces.iter().any(|piece| finding.about.address.as_ref() == Some(&piece.address))
    };
    let mut open = found.iter().filter(about).peekable();
    let never = pieces.iter().all(|piece| !piece.piece.may_be_exempt());
    let nothing = open.peek().is_some() && open.all(|finding| !can_wait(picture, finding));
    if !never && !nothing {
        return Ok(());
    }
    refused(
        format!(
            "Das Regelwerk lässt hier keine Ausnahme zu: {task}.\nWas verlangt wird: nachweis explain {task}"
        ),
        format!(
            "the pack allows no exemption here: {task}.\nWhat is asked for: nachweis explain {task} --lang en"
        ),
    )
}

/// Enters the exemption into the settings, unless it would cover nothing there.
fn enter(
    picture: &Picture<'_>,
    file: &SettingsFile,
    own: &ExemptArgs,
    exemption: &Exemption,
) -> Result<SettingsFile, Failure> {
    let all = &file.settings.exemptions;
    let same = |other: &Exemption| other.task == exemption.task && other.rule == exemption.rule;
    let there = all.iter().position(same);
    let task = &exemption.task;
    let mut settings = file.settings.clone();
    let at = match (there, own.renew) {
        (Some(at), true) => {
            settings.exemptions[at] = exemption.clone();
            at
        }
        (None, false) => {
            settings.exemptions.push(exemption.clone());
            all.len()
        }
        (Some(at), false) => {
            let expires = all[at].expires;
            return refused(
                format!(
                    "Für {task} gibt es diese Ausnahme schon (bis {expires}).\nVerlängern Sie sie: --renew"
                ),
                format!("there is this exemption for {task} already (until {expires}).\nRenew it: --renew"),
            );
        }
        (None, true) => {
            return refused(
                format!(
                    "Für {task} gibt es keine solche Ausnahme, die sich verlängern ließe.\nWelche es gibt: nachweis exempt"
                ),
                format!(
                    "there is no such exemption for {task} that could be renewed.\nWhich there are: nachweis exempt"
                ),
            );
        }
    };
    let others = settings.exemptions.iter().enumerate();
    let twin = others.filter(|(other, _)| *other != at).find(|(_, other)| overlap(other, exemption));
    let faults = faults(picture.pack, &settings, at);
    let fault = faults.into_iter().find(|fault| !matches!(fault, Fault::Duplicate { .. }));
    if let Some(fault) = fault.or(twin.map(|(of, _)| Fault::Duplicate { of })) {
        return Err(refusal(picture, exemption, fault));
    }
    let new = match there {
        Some(at) => with_renewal(file, at, exemption),
        None => with_exemption(file, exemption),
    };
    new.ok_or_else(|| {
        let block = exemption_block(exemption);
        let path = file.source.path();
        let de = format!("{path} ist so geschrieben, dass sich hier nichts einfügen lässt.\nTragen Sie die Ausnahme selbst ein:\n{block}");
        let en = format!("{path} is written in a way that nothing can be inserted.\nEnter the exemption yourself:\n{block}");
        Failure::Told(Exit::Yardstick, de, en)
    })
}

fn refusal(picture: &Picture<'_>, exemption: &Exemption, fault: Fault) -> Failure {
    let (task, by) = (&exemption.task, &exemption.approved_by);
    let (de, en) = match fault {
        Fault::Overlong { days } => {
            let longest = picture.pack.longest_exemption;
            let last = exemption.created.plus_days(longest);
            (
                format!(
                    "{days} Tage sind zu lang; das Regelwerk erlaubt {longest}.\nLänger als so geht es nicht: --until {last}"
                ),
                format!(
                    "{days} days are too long; the pack allows {longest}.\nThe longest is: --until {last}"
                ),
            )
        }
        Fault::Duplicate { .. } => (
            format!(
                "Eine andere Ausnahme deckt davon schon etwas ab: {task}.\nWelche es gibt: nachweis exempt"
            ),
            format!(
                "another exemption covers some of this already: {task}.\nWhich there are: nachweis exempt"
            ),
        ),
        Fault::Unauthorised => {
            let members = granters(picture, exemption);
            let members = if members.is_empty() { "–" } else { &members };
            (
                format!("„{by}“ darf keine Ausnahmen gewähren.\nDas dürfen nach nachweis.toml: {members}"),
                format!("“{by}” may not grant exemptions.\nBy nachweis.toml these may: {members}"),
            )
        }
        Fault::SelfGranted { role } => {
            let others = granters(picture, exemption);
            let (de, en) = if others.is_empty() {
                (
                    format!(
                        "Das Regelwerk kennt niemanden, der es sonst könnte. Liefern Sie den Nachweis: nachweis new {task}"
                    ),
                    format!(
                        "The pack knows nobody else who could. Deliver the evidence: nachweis new {task}"
                    ),
                )
            } else {
                (
                    format!("Es muss jemand anderes entscheiden: {others}"),
                    format!("Somebody else has to decide: {others}"),
                )
            };
            (
                format!(
                    "„{by}“ gehört zur Rolle {role}, die den Nachweis {task} selbst schuldet.\nSich selbst nimmt niemand aus. {de}"
                ),
                format!(
                    "“{by}” belongs to the role {role}, which owes {task} itself.\nNobody is exempt by their own word. {en}"
                ),
            )
        }
    };
    Failure::Told(Exit::Yardstick, de, en)
}

/// Who could grant it, as `leitung (leitung@behoerde.example)`; nothing where nobody can.
fn granters(picture: &Picture<'_>, exemption: &Exemption) -> String {
    let concerned = concerned(picture.pack, &exemption.task.task, &exemption.owner);
    let roles = picture.pack.granting().filter(|role| !concerned.contains(&role.id)).map(|role| {
        let members = picture.file.settings.roles.get(&role.id);
        let members = members.map(|role| role.members.join(", ")).unwrap_or_default();
        format!("{} ({})", role.id, if members.is_empty() { "–" } else { &members })
    });
    roles.collect::<Vec<_>>().join("; ")
}

/// What it is for, as `P-15 (missing-evidence)`.
pub(crate) fn what(exemption: &Exemption) -> String {
    let rule = exemption.rule.as_ref().map(|rule| format!(" ({rule})"));
    format!("{}{}", exemption.task, rule.unwrap_or_default())
}

/// What was written, and how long it holds.
fn entered(
    picture: &Picture<'_>,
    own: &ExemptArgs,
    exemption: &Exemption,
    found: &[Finding],
    lang: Lang,
) -> String {
    let Exemption { owner, created, expires, .. } = exemption;
    let (days, longest) = (created.days_until(*expires), picture.pack.longest_exemption);
    let what = what(exemption);
    let idle = !found.iter().any(|finding| covers(picture, exemption, finding));
    let mut out = match (lang, own.renew) {
        (Lang::De, false) => format!("Ausnahme eingetragen: {what}\n"),
        (Lang::De, true) => format!("Ausnahme verlängert: {what}\n"),
        (Lang::En, false) => format!("Exemption entered: {what}\n"),
        (Lang::En, true) => format!("Exemption renewed: {what}\n"),
    };
    out.push_str(&match lang {
        Lang::De => format!(
            "  Letzter Tag: {expires} ({days} Tage; das Regelwerk erlaubt {longest}). Beheben muss es die Rolle {owner}.\n"
        ),
        Lang::En => format!(
            "  Last day: {expires} ({days} days; the pack allows {longest}). The role {owner} has to mend it.\n"
        ),
    });
    if let Some(gate) = ends_at(picture, &exemption.task.task) {
        out.push_str(&match lang {
            Lang::De => format!("  Am Tor „{}“ zählt sie nicht.\n", gate.title.get(lang)),
            Lang::En => format!("  At the gate “{}” it does not count.\n", gate.title.get(lang)),
        });
    }
    if idle {
        out.push_str(match lang {
            Lang::De => "  Zurzeit verdeckt sie keine Meldung.\n",
            Lang::En => "  At present it covers no finding.\n",
        });
    }
    out
}
