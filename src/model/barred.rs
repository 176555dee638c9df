//! What a gate does not let wait: tasks that its pack lists as no condition of the decision.

use super::{Gate, Pack};
use crate::name::TaskId;

impl Pack {
    /// The gates whose decision cannot leave the task to a condition (`not-conditionable`), each with its place in the
    /// order of phases, from zero.
    pub fn barring<'a>(&'a self, task: &'a TaskId) -> impl DoubleEndedIterator<Item = (usize, &'a Gate)> {
        self.gates.iter().enumerate().filter(|(_, gate)| gate.not_conditionable.contains(task))
    }
}
