//! `policy-weakened` and `policy-changed`: in what the bar of a project asks for less than an earlier one did. Asking
//! for more is free, and so is everything of the address.

use std::collections::{BTreeMap, BTreeSet};

use super::grant::faults;
use crate::finding::{About, Finding, Value};
use crate::load::{BaselineFile, SettingsFile};
use crate::model::{
    Answer, BaselineEntry, Difference, Direction, Exemption, Facts, Pack, RoleMembers, Roster, Settings,
    Signer, Trust, Words, differences,
};
use crate::name::{FactId, RepoPath, RoleId, SubjectId, TaskId};
use crate::rule::{Lang, Rule};
use crate::text::Place;

/// The variant for the baseline, and what its findings are about.
const BASELINE: &str = "baseline";

/// Stands for a value that was not there.
const NONE: &str = "–";

/// How many files, tasks and the like a message names.
const NAMED: usize = 4;

/// The bar of a project: everything that decides what is owed. Whatever joins it joins here too, so that somebody
/// has to say how it is compared.
#[derive(Debug)]
pub struct Bar<'a> {
    /// The settings; [`Settings::with_bar_of`] tells which of them are the bar.
    pub settings: &'a Settings,
    /// The baseline.
    pub baseline: &'a BaselineFile,
    /// The pack.
    pub pack: &'a Pack,
    /// The keys that count.
    pub roster: &'a Roster,
    /// The files of the judged tree that each subject covers by this bar, wherever they have been moved.
    pub covered: BTreeMap<SubjectId, BTreeSet<RepoPath>>,
}

/// Every value in which `now` asks for less than `then`, each at its place in the settings of the judged tree. Values
/// that cannot be ordered are named as changed.
pub fn lowered(then: &Bar<'_>, now: &Bar<'_>, file: &SettingsFile) -> Vec<Finding> {
    // All fields are named, so that a new one asks here how it is compared.
    let Settings {
        version: _,
        language: _,
        evidence: _,
        project,
        policy,
        facts,
        subjects: _,
        roles,
        trust,
        exemptions,
    } = now.settings;
    let before = then.settings;
    let mut found = Vec::new();
    if then.pack.digest != now.pack.digest {
        found.extend(packs(then, now, file));
    }
    if is_earlier(then, now) {
        let finding = weaker("phase", "phase", file.value(&["project", "phase"]));
        found.push(from_to(finding, before.project.phase.as_str(), project.phase.as_str()));
    }
    if is_smaller(then, now) {
        let finding = weaker("profile", "profile", file.value(&["policy", "profile"]));
        found.push(from_to(finding, before.policy.profile.as_str(), policy.profile.as_str()));
    }
    found.extend(answers(then, facts, file));
    let ids: BTreeSet<&SubjectId> = before.subjects.keys().chain(now.settings.subjects.keys()).collect();
    found.extend(ids.into_iter().filter_map(|id| subject(then, now, id, file)));
    found.extend(roles.iter().filter_map(|(role, members)| new_members(before, role, members, file)));
    found.extend(roles.keys().filter_map(|role| new_approvers(then, now, role, file)));
    found.extend(cheaper(then, now, trust, file));
    found.extend((0..exemptions.len()).filter_map(|at| permission(then, now, at, file)));
    found.extend(borrowed(then, now));
    found
}

/// Whether the phase went back: by the order of the earlier pack, or by that of the later one where the phase came
/// with it.
fn is_earlier(then: &Bar<'_>, now: &Bar<'_>) -> bool {
    let [was, is] = [then, now].map(|bar| bar.settings.project.phase.as_str());
    let earlier = |pack: &Pack| Some(pack.order(is)? < pack.order(was)?);
    earlier(then.pack).or_else(|| earlier(now.pack)).unwrap_or_default()
}

/// Whether the profile holds fewer tasks. A pack may bring one that the earlier pack does not know, so the tasks are
/// asked and not the order; one that is gone from the pack itself is told of the pack.
fn is_smaller(then: &Bar<'_>, now: &Bar<'_>) -> bool {
    let tasks = |bar: &Bar<'_>| -> BTreeSet<TaskId> {
        bar.pack.pieces_of(&bar.settings.policy.profile).map(|(task, _)| task.id.clone()).collect()
    };
    let left = tasks(now);
    let changed = then.settings.policy.profile != now.settings.policy.profile;
    changed && tasks(then).iter().any(|task| now.pack.tasks.contains_key(task) && !left.contains(task))
}

/// The entries of the baseline that are new, one finding each.
fn borrowed<'a>(then: &'a Bar<'_>, now: &'a Bar<'_>) -> impl Iterator<Item = Finding> + 'a {
    let is_new = |entry: &BaselineEntry| !then.baseline.entries.iter().any(|known| known.is_like(entry));
    let entries = now.baseline.entries.iter().enumerate().filter(move |(_, entry)| is_new(entry));
    entries.filter_map(|(at, entry)| {
        let element = format!("{BASELINE}/{}/{}", entry.task, entry.rule);
        let finding = weaker(BASELINE, &element, now.baseline.value(at, "task")?);
        Some(from_to(finding, NONE, entry.since.to_string()).with("tasks", entry.task.to_string()))
    })
}

/// Makes one finding of all new entries of the baseline: a project that has just been adopted would else show as many
/// as it has gaps.
pub fn as_one(found: Vec<Finding>) -> Vec<Finding> {
    let (entries, mut found): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|finding| finding.variant == Some(BASELINE));
    let named: Vec<String> = entries
        .iter()
        .filter_map(|finding| Some(finding.args.get("tasks")?.get(Lang::De).to_owned()))
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let mut entries = entries.into_iter();
    let Some(first) = entries.next() else { return found };
    let count = 1 + entries.len();
    let all = weaker(BASELINE, BASELINE, first.place)
        .with("count", count)
        .with("tasks", listed(named.iter().map(String::as_str)));
    found.push(entries.fold(all.cases(count), |all, entry| all.also("", entry.place)));
    found
}

/// In what another pack asks for less, and in what for something else of which nobody can say whether it is less.
fn packs(then: &Bar<'_>, now: &Bar<'_>, file: &SettingsFile) -> Vec<Finding> {
    let place = || file.value(&["policy", "packs", "0"]);
    let all = differences(then.pack, now.pack);
    let of = |direction| all.iter().filter(move |difference| difference.direction == direction);
    let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "–".to_owned());
    let less = of(Direction::Weaker).map(|difference| {
        let element = difference.element();
        let finding = weaker("pack", &format!("pack/{element}"), place());
        from_to(finding, value(&difference.before), value(&difference.now)).with("element", element)
    });
    let others: Vec<String> = of(Direction::Changed).map(Difference::element).collect();
    let pins = |bar: &Bar<'_>| bar.settings.policy.packs.join(", ");
    let other = (!others.is_empty()).then(|| {
        let finding = at(Rule::PolicyChanged, "pack", place()).cases(others.len());
        from_to(finding, pins(then), pins(now)).with("elements", listed(others.iter().map(String::as_str)))
    });
    less.chain(other).collect()
}

/// A finding about a weakened value; `element` tells it from others of its kind.
fn weaker(variant: &'static str, element: &str, place: Place) -> Finding {
    at(Rule::PolicyWeakened, element, place).variant(variant)
}

fn at(rule: Rule, element: &str, place: Place) -> Finding {
    Finding::new(rule, About::project(format!("bar/{element}")), place)
}

fn from_to(finding: Finding, before: impl Into<Value>, now: impl Into<Value>) -> Finding {
    finding.with("before", before).with("now", now)
}

/// Answers by which something no longer applies that did.
fn answers(then: &Bar<'_>, facts: &Facts, file: &SettingsFile) -> Vec<Finding> {
    let before = &then.settings.facts;
    let changed: Vec<&FactId> = facts.keys().filter(|id| facts.get(*id) != before.get(*id)).collect();
    let mut off: BTreeMap<&FactId, Vec<String>> = BTreeMap::new();
    for (label, conditions) in then.pack.conditional(&then.settings.policy.profile) {
        let applies = |facts: &Facts| conditions.iter().all(|condition| condition.truth(facts).applies());
        if !applies(before) || applies(facts) {
            continue;
        }
        let named: BTreeSet<&FactId> =
            conditions.iter().flat_map(|condition| condition.named()).map(|(fact, _)| fact).collect();
        let part: Vec<&FactId> = changed.iter().copied().filter(|id| named.contains(id)).collect();
        // Whoever could bring it back alone has turned it off; if nobody could, all of them together have.
        let taken_back = |id: &FactId| {
            let mut facts = facts.clone();
            match before.get(id) {
                Some(answer) => facts.insert(id.clone(), answer.clone()),
                None => facts.remove(id),
            };
            applies(&facts)
        };
        let alone: Vec<&FactId> = part.iter().copied().filter(|id| taken_back(id)).collect();
        for id in if alone.is_empty() { part } else { alone } {
            off.entry(id).or_default().push(label.clone());
        }
    }
    let word = |answer: Option<&Answer>| match answer {
        Some(answer) => Value::from(answer.to_string()),
        None => Value::from(Words::both("offen", "open")),
    };
    let finding = |(id, labels): (&FactId, Vec<String>)| {
        let finding = weaker("fact", &format!("fact/{id}"), file.value(&["facts", id.as_str()]));
        let finding = from_to(finding, word(before.get(id)), word(facts.get(id)));
        finding.with("fact", id.as_str()).with("tasks", listed(labels.iter().map(String::as_str)))
    };
    off.into_iter().map(finding).collect()
}

/// A subject that covers fewer of the files that are there, or is said not to be here.
fn subject(then: &Bar<'_>, now: &Bar<'_>, id: &SubjectId, file: &SettingsFile) -> Option<Finding> {
    let is_absent = |bar: &Bar<'_>| bar.settings.subjects.get(id).is_some_and(Vec::is_empty);
    let (element, path) = (format!("subject/{id}"), ["subjects", id.as_str()]);
    if is_absent(now) && !is_absent(then) {
        let finding = weaker("absent", &element, file.value(&path)).with("subject", id.as_str());
        let (here, elsewhere) = (Words::both("vorhanden", "here"), Words::both("nicht hier", "not here"));
        return Some(from_to(finding, here, elsewhere));
    }
    let nothing = BTreeSet::new();
    let covered = |bar: &'_ Bar<'_>| bar.covered.get(id).unwrap_or(&nothing).clone();
    let (before, after) = (covered(then), covered(now));
    let lost: Vec<&RepoPath> = before.difference(&after).collect();
    let finding = (!lost.is_empty()).then(|| weaker("subject", &element, file.value(&path)))?;
    let files = listed(lost.iter().map(|path| path.as_str()));
    let finding = from_to(finding, of_files(before.len()), of_files(after.len()));
    Some(finding.with("subject", id.as_str()).with("files", files))
}

/// Members that a role did not have. The message names no address: it stands at the place.
fn new_members(
    before: &Settings,
    role: &RoleId,
    members: &RoleMembers,
    file: &SettingsFile,
) -> Option<Finding> {
    let known = before.roles.get(role).map(|role| role.members.as_slice()).unwrap_or_default();
    let new = members.members.iter().enumerate().filter(|(_, member)| !known.contains(member));
    let mut places =
        new.map(|(index, _)| file.value(&["roles", role.as_str(), "members", &index.to_string()]));
    let finding = weaker("member", &format!("role/{role}"), places.next()?).with("role", role.as_str());
    let finding = from_to(finding, of_members(known.len()), of_members(members.members.len()));
    Some(places.fold(finding, |finding, place| finding.also("", place)))
}

/// Members who could not approve in their role, since they held another that does not go with it, and now can. Whether
/// two roles go together is said by the pack of then: that it became laxer is told of the pack.
fn new_approvers(then: &Bar<'_>, now: &Bar<'_>, role: &RoleId, file: &SettingsFile) -> Option<Finding> {
    then.pack.role(role.as_str()).filter(|role| role.may_approve)?;
    let before = then.settings.roles.get(role)?.members.iter();
    let kept = before.filter(|member| now.settings.is_member(role, member));
    let mut freed = kept.filter_map(|member| {
        let other = then.settings.held_beside(then.pack, role, member)?;
        now.settings.held_beside(then.pack, role, member).is_none().then_some(other)
    });
    let other = freed.next()?;
    let place = file.value(&["roles", other.as_str(), "members"]);
    let finding = weaker("eligible", &format!("role/{role}/approvers"), place);
    let count =
        |bar: &Bar<'_>| of_members(bar.settings.roles.get(other).map_or(0, |role| role.members.len()));
    let finding = from_to(finding, count(then), count(now));
    Some(finding.with("role", role.as_str()).with("other", other.as_str()))
}

/// Approvals that are worth less: written by whoever approves, no longer signed, or signed by a key that did not count.
fn cheaper(then: &Bar<'_>, now: &Bar<'_>, trust: &Trust, file: &SettingsFile) -> Vec<Finding> {
    let Trust { solo, signed, signers: _, revoked: _ } = trust;
    let before = &then.settings.trust;
    let place = |key: &str| file.value(&["trust", key]);
    let mut found = Vec::new();
    if *solo && !before.solo {
        found.push(from_to(weaker("solo", "trust/solo", place("solo")), "false", "true"));
    }
    if before.signed && !*signed {
        found.push(from_to(weaker("unsigned", "trust/signed", place("signed")), "true", "false"));
    }
    // Where no signature was asked for and none counted, a first roster only asks for more.
    let was_asked = then.roster.named || before.signed || then.pack.asks_for_signatures();
    let is_new =
        |signer: &&Signer| was_asked && !then.roster.signers.iter().any(|known| signer.is_within(known));
    let new: BTreeSet<&str> =
        now.roster.signers.iter().filter(is_new).map(|new| new.key.fingerprint()).collect();
    if !new.is_empty() {
        let finding = weaker("signer", "trust/signers", place("signers"));
        let count = |bar: &Bar<'_>| of_keys(bar.roster.signers.len());
        let finding = from_to(finding, count(then), count(now));
        found.push(finding.with("keys", listed(new.into_iter())));
    }
    let back: BTreeSet<&str> =
        then.roster.revoked.difference(&now.roster.revoked).map(String::as_str).collect();
    if !back.is_empty() {
        let finding = weaker("revoked", "trust/revoked", place("revoked"));
        let count = |bar: &Bar<'_>| of_keys(bar.roster.revoked.len());
        found.push(from_to(finding, count(then), count(now)).with("keys", listed(back.into_iter())));
    }
    found
}

/// An exemption that is new, reaches further than one that was there, or counts where that did not.
fn permission(then: &Bar<'_>, now: &Bar<'_>, at: usize, file: &SettingsFile) -> Option<Finding> {
    let exemption = now.settings.exemptions.get(at)?;
    let counts = |bar: &Bar<'_>, at: usize| faults(bar.pack, bar.settings, at).is_empty();
    let about = |then: &&(usize, &Exemption)| {
        let (of, task) = (&then.1.task, &exemption.task);
        let task = of == task || (of.piece.is_none() && of.task == task.task);
        task && (then.1.rule.is_none() || then.1.rule == exemption.rule)
    };
    let reaches = |then: &Exemption| then.created <= exemption.created && exemption.expires <= then.expires;
    let before: Vec<(usize, &Exemption)> = then.settings.exemptions.iter().enumerate().collect();
    let there: Vec<&(usize, &Exemption)> =
        before.iter().filter(about).filter(|(_, then)| reaches(then)).collect();
    // One that covers nothing because of how it was granted asks for no less, wherever it stands.
    if there.iter().any(|(was, _)| counts(then, *was)) || !there.is_empty() && !counts(now, at) {
        return None;
    }
    let days = |exemption: &Exemption| format!("{} – {}", exemption.created, exemption.expires);
    let at = at.to_string();
    let element = format!("exemption/{}/{}", exemption.task, exemption.rule.as_deref().unwrap_or("*"));
    let at_key = |variant, key| weaker(variant, &element, file.value(&["exemption", &at, key]));
    let longest = before.iter().filter(about).max_by_key(|(_, then)| then.expires);
    let finding = match longest {
        Some(_) if !there.is_empty() => at_key("counting", "task"),
        Some((_, then)) => from_to(at_key("extended", "expires"), days(then), days(exemption)),
        None => from_to(at_key("exemption", "task"), NONE, days(exemption)),
    };
    Some(finding.with("address", exemption.task.to_string()).with("owner", exemption.owner.as_str()))
}

fn of_files(count: usize) -> Words {
    counted(count, ["Datei", "Dateien"], ["file", "files"])
}

fn of_members(count: usize) -> Words {
    counted(count, ["Mitglied", "Mitglieder"], ["member", "members"])
}

fn of_keys(count: usize) -> Words {
    counted(count, ["Schlüssel", "Schlüssel"], ["key", "keys"])
}

fn counted(count: usize, de: [&str; 2], en: [&str; 2]) -> Words {
    let of = |words: [&str; 2]| format!("{count} {}", words[usize::from(count != 1)]);
    Words::both(&of(de), &of(en))
}

/// The first few of many, and how many others there are.
pub(super) fn listed<'a>(all: impl ExactSizeIterator<Item = &'a str>) -> Words {
    let more = all.len().saturating_sub(NAMED);
    let named: Vec<&str> = all.take(NAMED).collect();
    let named = named.join(", ");
    if more == 0 {
        return Words::same(&named);
    }
    Words::both(&format!("{named} und {more} weitere"), &format!("{named} and {more} more"))
}
