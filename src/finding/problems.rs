//! A list that findings are pushed into, so that one run names every mistake.

use super::Finding;

/// Findings about a yardstick, collected while it is read.
#[derive(Debug, Default)]
pub struct Problems(Vec<Finding>);

impl Problems {
    /// Adds one.
    pub fn push(&mut self, finding: Finding) {
        self.0.push(finding);
    }

    /// Adds all of another list.
    pub fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// True when there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them, in the order of their places.
    pub fn into_sorted(mut self) -> Vec<Finding> {
        self.0.sort_by(|a, b| {
            (a.place.path(), a.place.span.start, a.rule).cmp(&(b.place.path(), b.place.span.start, b.rule))
        });
        self.0
    }
}
