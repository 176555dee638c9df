//! Whether an exemption was granted as the pack allows it: by whom, for how long, and only once. One that was not
//! covers nothing, however well its dates fit.

use std::collections::BTreeSet;

use crate::model::{Exemption, Pack, Settings};
use crate::name::{RoleId, TaskId};
use crate::rule::Rule;

/// What is wrong with how an exemption was granted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It runs longer than the pack allows.
    Overlong {
        /// How many days it runs.
        days: i64,
    },
    /// An exemption before it covers some of the same at the same time.
    Duplicate {
        /// The place of that exemption in the settings, from zero.
        of: usize,
    },
    /// Whoever granted it is no member of a role that may.
    Unauthorised,
    /// Whoever granted it belongs to the role that has to mend it, or is responsible for the task.
    SelfGranted {
        /// That role.
        role: RoleId,
    },
}

impl Fault {
    /// The rule that tells of it.
    pub fn rule(&self) -> Rule {
        match self {
            Self::Overlong { .. } => Rule::OverlongExemption,
            Self::Duplicate { .. } => Rule::DuplicateExemption,
            Self::Unauthorised => Rule::UnauthorisedExemption,
            Self::SelfGranted { .. } => Rule::SelfGrantedExemption,
        }
    }
}

/// Everything that is wrong with an exemption of the settings, which is named by its place.
pub fn faults(pack: &Pack, settings: &Settings, at: usize) -> Vec<Fault> {
    let Some(exemption) = settings.exemptions.get(at) else { return Vec::new() };
    let days = exemption.created.days_until(exemption.expires);
    let overlong = (days > pack.longest_exemption).then_some(Fault::Overlong { days });
    let mut earlier = settings.exemptions.iter().take(at);
    let duplicate = earlier.position(|other| overlap(other, exemption)).map(|of| Fault::Duplicate { of });
    overlong.into_iter().chain(duplicate).chain(granter(pack, settings, exemption)).collect()
}

/// Whether two exemptions cover some of the same on some day.
pub fn overlap(one: &Exemption, other: &Exemption) -> bool {
    let (left, right) = (&one.task, &other.task);
    let piece = left.piece == right.piece || left.piece.is_none() || right.piece.is_none();
    let rule = one.rule == other.rule || one.rule.is_none() || other.rule.is_none();
    let days = one.created <= other.expires && other.created <= one.expires;
    left.task == right.task && piece && rule && days
}

/// The roles of which no member may grant an exemption: the one that has to mend it, and the one that is responsible.
pub fn concerned(pack: &Pack, task: &TaskId, owner: &RoleId) -> BTreeSet<RoleId> {
    let responsible = pack.tasks.get(task).map(|task| task.responsible.clone());
    responsible.into_iter().chain([owner.clone()]).collect()
}

fn granter(pack: &Pack, settings: &Settings, exemption: &Exemption) -> Option<Fault> {
    let is_member = |role: &RoleId| {
        settings.roles.get(role).is_some_and(|role| role.members.contains(&exemption.approved_by))
    };
    if !pack.granting().any(|role| is_member(&role.id)) {
        return Some(Fault::Unauthorised);
    }
    let concerned = concerned(pack, &exemption.task.task, &exemption.owner);
    concerned.into_iter().find(is_member).map(|role| Fault::SelfGranted { role })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name::{Address, Date};

    fn exemption(task: &str, rule: Option<&str>, created: &str, expires: &str) -> Exemption {
        let day = |text: &str| Date::parse(text).expect("a date");
        Exemption {
            task: Address::new(task).expect("an address"),
            rule: rule.map(str::to_owned),
            reason: String::new(),
            owner: RoleId::new("pl").expect("an id"),
            approved_by: String::new(),
            created: day(created),
            expires: day(expires),
        }
    }

    #[test]
    fn exemptions_overlap_where_they_share_a_piece_a_rule_and_a_day() {
        let one = |task: &str, rule: Option<&str>| exemption(task, rule, "2026-03-01", "2026-03-31");
        let of = one("P-10/risiken", Some("missing-evidence"));
        for (same, other) in [
            (true, of.clone()),
            (true, one("P-10", Some("missing-evidence"))),
            (true, one("P-10/risiken", None)),
            (true, one("P-10", None)),
            (true, exemption("P-10", None, "2026-03-31", "2026-04-30")),
            (true, exemption("P-10", None, "2026-02-01", "2026-03-01")),
            (false, exemption("P-10", None, "2026-04-01", "2026-04-30")),
            (false, exemption("P-10", None, "2026-02-01", "2026-02-28")),
            (false, one("P-10/risiken", Some("draft-evidence"))),
            (false, one("P-10/kurzfassung", Some("missing-evidence"))),
            (false, one("P-11/risiken", Some("missing-evidence"))),
        ] {
            assert_eq!((overlap(&of, &other), overlap(&other, &of)), (same, same), "{other:?}");
        }
    }
}
