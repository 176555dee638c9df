//! Ids: short words of letters, digits and hyphens.

use std::borrow::Borrow;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, de};

/// The text is no id: ids hold letters, digits, hyphens, underscores and dots, begin with a letter, and have at most 64 bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAnId;

impl fmt::Display for NotAnId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("@id")
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, schemars::JsonSchema)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The id, or why it is none.
            pub fn new(text: &str) -> Result<Self, NotAnId> {
                if is_id(text) { Ok(Self(text.to_owned())) } else { Err(NotAnId) }
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(&self.0)
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                Self::new(&String::deserialize(from)?).map_err(de::Error::custom)
            }
        }
    )*};
}

ids! {
    /// A policy pack, such as `arbeitshilfe`.
    PackId
    /// A phase, such as `planung`.
    PhaseId
    /// A gate; it closes the phase of the same name.
    GateId
    /// A task, such as `P-10`.
    TaskId
    /// A piece of a task, such as `risiken` in `P-10/risiken`.
    PieceId
    /// A role, such as `dsb`.
    RoleId
    /// A fact, such as `personenbezug`.
    FactId
    /// A subject, such as `modell`.
    SubjectId
    /// A profile, such as `kern`.
    ProfileId
    /// An entry of the law table, such as `dsgvo-35`.
    LawId
}

fn is_id(text: &str) -> bool {
    text.len() <= 64
        && text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

/// The address of a piece: `P-10` for the main piece of a task, `P-10/risiken` for the others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    /// The task.
    pub task: TaskId,
    /// The piece; `None` is the main one.
    pub piece: Option<PieceId>,
}

impl Address {
    /// Reads `P-10` or `P-10/risiken`.
    pub fn new(text: &str) -> Result<Self, NotAnId> {
        let (task, piece) = match text.split_once('/') {
            Some((task, piece)) => (task, Some(PieceId::new(piece)?)),
            None => (text, None),
        };
        Ok(Self { task: TaskId::new(task)?, piece })
    }

    /// The main piece of a task.
    pub fn main(task: TaskId) -> Self {
        Self { task, piece: None }
    }

    /// The address as it appears in a file name: `P-10` or `P-10.risiken`.
    pub fn file_stem(&self) -> String {
        self.to_string().replace('/', ".")
    }
}

impl fmt::Display for Address {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.piece {
            Some(piece) => write!(out, "{}/{piece}", self.task),
            None => write!(out, "{}", self.task),
        }
    }
}

impl<'de> Deserialize<'de> for Address {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::new(&String::deserialize(from)?).map_err(de::Error::custom)
    }
}

impl Serialize for Address {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_short_words() {
        assert!(TaskId::new("P-10").is_ok());
        for wrong in ["", "-a", "1a", "a b", "ä", "a/b", &"a".repeat(65)] {
            assert_eq!(TaskId::new(wrong), Err(NotAnId), "{wrong}");
        }
    }

    #[test]
    fn addresses_read_back_as_they_print() {
        for text in ["P-10", "P-10/risiken"] {
            assert_eq!(Address::new(text).expect("an address").to_string(), text);
        }
        assert_eq!(Address::new("P-10/risiken").expect("an address").file_stem(), "P-10.risiken");
        assert!(Address::new("P-10/a/b").is_err());
    }
}
