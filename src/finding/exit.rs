//! What a report comes to: the exit code, the same for every format.

use super::{Report, Verdict};
use crate::rule::Group;

/// What a run comes to. The numbers are the exit codes; the highest wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Nothing blocks.
    Pass = 0,
    /// Something blocks.
    Fail = 1,
    /// The yardstick is wrong: usage, settings, pack.
    Yardstick = 2,
    /// It cannot be decided.
    Undetermined = 3,
    /// A report could not be written.
    Unwritten = 4,
}

impl Exit {
    /// The exit code.
    pub fn code(self) -> u8 {
        self as u8
    }

    /// What a report comes to; the same for every format.
    pub fn of(report: &Report) -> Self {
        let group = |group: Group| report.findings.iter().any(|judged| judged.finding.rule.group() == group);
        if group(Group::Undetermined) {
            Self::Undetermined
        } else if group(Group::Yardstick) {
            Self::Yardstick
        } else {
            match report.verdict {
                Verdict::Pass => Self::Pass,
                Verdict::Fail => Self::Fail,
                Verdict::Undetermined => Self::Undetermined,
            }
        }
    }
}
