//! How severe a finding is: a function of the rule's group and of when its task is due, and of nothing else.

use crate::finding::Severity;
use crate::model::Due;
use crate::rule::{Group, Rule};

/// The severity of a rule for a task that is due then; nothing for what is not reported yet. `gate` is true when a
/// gate was asked for: then what is no longer current blocks as well.
pub fn severity(rule: Rule, due: Due, gate: bool) -> Option<Severity> {
    if announces(rule) {
        return Some(Severity::Warning);
    }
    // There may be nothing to map yet, but silence would look like "nothing has changed".
    if rule == Rule::UnmappedSubject {
        return Some(if due == Due::Earlier { Severity::Error } else { Severity::Warning });
    }
    match (rule.group(), due) {
        (Group::There | Group::Whole | Group::Approved | Group::Decided, Due::Earlier) => {
            Some(Severity::Error)
        }
        (Group::There | Group::Whole | Group::Approved | Group::Decided, Due::Current) => {
            Some(Severity::Warning)
        }
        (Group::Current, Due::Earlier | Due::Current) => {
            Some(if gate { Severity::Error } else { Severity::Warning })
        }
        (Group::There | Group::Whole | Group::Approved | Group::Decided | Group::Current, Due::Later) => None,
        (
            Group::Contradiction | Group::Exempt | Group::Policy | Group::Undetermined | Group::Yardstick,
            _,
        ) => Some(Severity::Error),
    }
}

/// True for what only announces something: nothing is missing yet, so it never blocks.
pub(super) fn announces(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::ReviewDueSoon
            | Rule::DecisionLapsesSoon
            | Rule::ExpiringExemption
            | Rule::UnusedExemption
            | Rule::UnusedBaseline
            | Rule::AgedPack
            | Rule::WeakenedPack
            | Rule::PolicyApproved
            | Rule::BehindBase
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const ERROR: Option<Severity> = Some(Severity::Error);
    const WARNING: Option<Severity> = Some(Severity::Warning);

    /// The table: for each group what `check` says of a task due earlier, now and later, and what `gate` says of
    /// one due up to it and of one due later.
    #[test]
    fn every_cell_of_the_table() {
        let of = |group: Group| match group {
            Group::There | Group::Whole | Group::Approved | Group::Decided => {
                [ERROR, WARNING, None, ERROR, None]
            }
            Group::Current => [WARNING, WARNING, None, ERROR, None],
            Group::Contradiction | Group::Exempt | Group::Policy | Group::Undetermined | Group::Yardstick => {
                [ERROR; 5]
            }
        };
        let exceptions = [
            Rule::ReviewDueSoon,
            Rule::DecisionLapsesSoon,
            Rule::ExpiringExemption,
            Rule::UnusedExemption,
            Rule::UnusedBaseline,
            Rule::UnmappedSubject,
            Rule::AgedPack,
            Rule::WeakenedPack,
            Rule::PolicyApproved,
            Rule::BehindBase,
        ];
        for rule in Rule::ALL.iter().filter(|rule| !exceptions.contains(rule)) {
            let found = [
                severity(*rule, Due::Earlier, false),
                severity(*rule, Due::Current, false),
                severity(*rule, Due::Later, false),
                severity(*rule, Due::Earlier, true),
                severity(*rule, Due::Later, true),
            ];
            assert_eq!(found, of(rule.group()), "{rule}");
        }
    }

    #[test]
    fn announcements_warn_everywhere() {
        let announcements = [
            Rule::ReviewDueSoon,
            Rule::DecisionLapsesSoon,
            Rule::ExpiringExemption,
            Rule::UnusedExemption,
            Rule::UnusedBaseline,
            Rule::AgedPack,
            Rule::WeakenedPack,
            Rule::PolicyApproved,
            Rule::BehindBase,
        ];
        for rule in announcements {
            for due in [Due::Earlier, Due::Current, Due::Later] {
                assert_eq!([severity(rule, due, false), severity(rule, due, true)], [WARNING; 2], "{rule}");
            }
        }
    }

    #[test]
    fn a_subject_without_files_warns_until_its_gate() {
        let of = |due| severity(Rule::UnmappedSubject, due, false);
        assert_eq!([Due::Earlier, Due::Current, Due::Later].map(of), [ERROR, WARNING, WARNING]);
    }
}
