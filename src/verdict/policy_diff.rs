//! Two policies held against each other, value by value: what `policy diff` shows.

use super::lowered::{Bar, lowered};
use crate::finding::{Finding, Value};
use crate::load::SettingsFile;
use crate::model::{Difference, Direction, Pack, Words, differences};

/// What differs.
#[derive(Debug)]
pub struct PolicyDiff {
    /// What stood before: a commit or a pack.
    pub before: String,
    /// What stands now.
    pub now: String,
    /// The values, the weaker ones first.
    pub values: Vec<Moved>,
}

/// A value that moved.
#[derive(Debug)]
pub struct Moved {
    /// True for a value of the settings, false for one of the pack.
    pub settings: bool,
    /// What it is.
    pub element: String,
    /// Which way it went.
    pub direction: Direction,
    /// The value before.
    pub before: Option<Words>,
    /// The value now.
    pub now: Option<Words>,
    /// What it concerns: tasks that fall away, files that are no longer covered.
    pub concerns: Option<Words>,
}

/// What differs between the bars of a project; each with its settings file.
pub fn policy_diff(then: (&Bar<'_>, &SettingsFile), now: (&Bar<'_>, &SettingsFile)) -> Vec<Moved> {
    let of = |before: &Bar<'_>, now: &Bar<'_>, file: &SettingsFile, direction| {
        let all = lowered(before, now, file);
        all.into_iter().filter_map(|finding| moved(&finding, direction)).collect::<Vec<_>>()
    };
    let mut values = of(then.0, now.0, now.1, Direction::Weaker);
    values.extend(of(now.0, then.0, then.1, Direction::Stricter));
    values.extend(pack_diff(then.0.pack, now.0.pack));
    // The sort is stable: within one direction settings come first.
    values.sort_by_key(|value| value.direction);
    values
}

/// What differs between two packs.
pub fn pack_diff(then: &Pack, now: &Pack) -> Vec<Moved> {
    let of = |difference: Difference| Moved {
        settings: false,
        element: difference.element(),
        direction: difference.direction,
        before: difference.before.as_deref().map(Words::same),
        now: difference.now.as_deref().map(Words::same),
        concerns: None,
    };
    let mut values: Vec<Moved> = differences(then, now).into_iter().map(of).collect();
    values.sort_by_key(|value| value.direction);
    values
}

/// A lowered value of the settings; those of the pack are compared themselves.
fn moved(finding: &Finding, direction: Direction) -> Option<Moved> {
    let element = finding.about.requirement.strip_prefix("project/bar/")?;
    if element == "pack" || element.starts_with("pack/") {
        return None;
    }
    let value = |key: &str| match finding.args.get(key)? {
        Value::Text(text) => Some(Words::same(text)),
        Value::Words(words) => Some(words.clone()),
    };
    let (before, now) = (value("before"), value("now"));
    let (before, now) = if direction == Direction::Weaker { (before, now) } else { (now, before) };
    Some(Moved {
        settings: true,
        element: element.to_owned(),
        direction,
        before,
        now,
        concerns: value("tasks").or_else(|| value("files")),
    })
}
