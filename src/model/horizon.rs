//! When a task is due, seen from where a project stands and what is asked.

/// When a task is due, seen from the gate in question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Due {
    /// At a gate that is behind the project, or at one that `gate` was asked for or that lies before it.
    Earlier,
    /// At the gate of the current phase.
    Current,
    /// At a gate still to come.
    Later,
}

/// Where a project stands in the order of phases, and which gate is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Horizon {
    /// The current phase, from zero.
    pub current: usize,
    /// The gate that `gate` was asked for, from zero.
    pub asked: Option<usize>,
}

impl Horizon {
    /// When something is due that is owed at the gate of this order. For `gate` everything up to the gate in question
    /// counts as earlier and everything behind it as later, wherever the project stands.
    pub fn due(self, order: usize) -> Due {
        match self.asked {
            Some(asked) if order <= asked => Due::Earlier,
            Some(_) => Due::Later,
            None if order < self.current => Due::Earlier,
            None if order == self.current => Due::Current,
            None => Due::Later,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gate_that_is_asked_for_makes_its_tasks_earlier() {
        let check = Horizon { current: 2, asked: None };
        assert_eq!([1, 2, 3].map(|order| check.due(order)), [Due::Earlier, Due::Current, Due::Later]);
        let gate = Horizon { current: 2, asked: Some(3) };
        assert_eq!(
            [1, 2, 3, 4].map(|order| gate.due(order)),
            [Due::Earlier, Due::Earlier, Due::Earlier, Due::Later]
        );
        let back = Horizon { current: 4, asked: Some(0) };
        assert_eq!([0, 1].map(|order| back.due(order)), [Due::Earlier, Due::Later]);
    }
}
