//! Two packs held against each other: in what the second asks for less, for more, or for something else. One function
//! serves the overlay of an authority, a change of the pack, and `policy diff`.
//!
//! Everything is taken apart by name and without a rest, so that whatever joins a pack asks here how it is compared.

mod applies;
mod list;
mod pack;
mod piece;
mod requirement;

pub use pack::differences;

use std::fmt;

use crate::name::{Address, TaskId};

/// Which way a value went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// Less is asked for.
    Weaker,
    /// Something else is asked for; nobody can say whether it is less.
    Changed,
    /// More is asked for.
    Stricter,
    /// Words for people; what is owed stays the same.
    Wording,
}

impl Direction {
    /// All, in the order in which they are told.
    pub const ALL: [Self; 4] = [Self::Weaker, Self::Changed, Self::Stricter, Self::Wording];

    /// The word for programs.
    pub fn id(self) -> &'static str {
        match self {
            Self::Weaker => "weaker",
            Self::Changed => "changed",
            Self::Stricter => "stricter",
            Self::Wording => "wording",
        }
    }
}

macro_rules! lists {
    ($($name:ident $id:literal $file:literal)*) => {
        /// A list of a pack whose entries have ids.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[expect(missing_docs, reason = "the names of lists")]
        pub enum List { $($name,)* }

        impl List {
            /// What its table is called.
            pub fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }

            /// The file of a pack in which it stands.
            pub fn file(self) -> &'static str {
                match self { $(Self::$name => $file,)* }
            }
        }
    };
}

lists! {
    Profile "profile" "pack.toml"
    Topic "topic" "pack.toml"
    Phase "phase" "phases.toml"
    Gate "gate" "gates.toml"
    DateOrder "date-order" "gates.toml"
    Role "role" "roles.toml"
    Fact "fact" "facts.toml"
    Contradiction "contradiction" "facts.toml"
    Subject "subject" "subjects.toml"
    Law "law" "laws.toml"
}

/// The part of a pack that a difference is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The pack as a whole: `pack.toml`.
    Pack,
    /// An entry of one of its lists.
    Entry(List, String),
    /// A task.
    Task(TaskId),
    /// A piece of a task.
    Piece(Address),
}

impl Part {
    /// The file of a pack in which it stands.
    pub fn file(&self) -> String {
        match self {
            Self::Pack => "pack.toml".to_owned(),
            Self::Entry(list, _) => list.file().to_owned(),
            Self::Task(task) | Self::Piece(Address { task, .. }) => format!("tasks/{task}.toml"),
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pack => out.write_str("pack"),
            Self::Entry(list, id) => write!(out, "{} {id}", list.id()),
            Self::Task(task) => write!(out, "{task}"),
            Self::Piece(address) => write!(out, "{address}"),
        }
    }
}

/// One difference between two packs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The part that differs.
    pub part: Part,
    /// The key, as the file writes it: `review.every`, `columns.schwere.required`. Empty where the part as a whole
    /// came or went.
    pub key: String,
    /// Which way it went.
    pub direction: Direction,
    /// The value before; none where there was none.
    pub before: Option<String>,
    /// The value now; none where there is none any more.
    pub now: Option<String>,
}

impl Difference {
    /// What differs: `P-10 review.every`.
    pub fn element(&self) -> String {
        if self.key.is_empty() { self.part.to_string() } else { format!("{} {}", self.part, self.key) }
    }

    /// The two values with an arrow between them, a dash where there is none: `12 months → 24 months`.
    pub fn values(&self) -> String {
        let word = |value: &Option<String>| value.clone().unwrap_or_else(|| "–".to_owned());
        format!("{} → {}", word(&self.before), word(&self.now))
    }
}

/// Where differences of one part are noted.
struct Notes<'a> {
    part: Part,
    /// The keys above, each with a stop behind it.
    prefix: String,
    found: &'a mut Vec<Difference>,
}

impl Notes<'_> {
    /// Notes for what stands in a table of this part.
    fn within(&mut self, table: &str) -> Notes<'_> {
        let prefix = format!("{}{table}.", self.prefix);
        Notes { part: self.part.clone(), prefix, found: self.found }
    }

    fn note(&mut self, key: &str, direction: Direction, before: Option<String>, now: Option<String>) {
        let key = format!("{}{key}", self.prefix);
        self.found.push(Difference { part: self.part.clone(), key, direction, before, now });
    }

    /// Words for people. Long texts are not repeated.
    fn wording<T: PartialEq>(&mut self, key: &str, before: &T, now: &T) {
        if before != now {
            self.note(key, Direction::Wording, None, None);
        }
    }

    /// A value that nobody can order.
    fn other<T: PartialEq + Show>(&mut self, key: &str, before: &T, now: &T) {
        self.judged(key, before, now, Direction::Changed);
    }

    /// A value of which it is known which way it went, should it differ.
    fn judged<T: PartialEq + Show>(&mut self, key: &str, before: &T, now: &T, direction: Direction) {
        if before != now {
            self.note(key, direction, before.show(), now.show());
        }
    }

    /// A number or the like of which more is stricter.
    fn more_is_stricter<T: PartialOrd + Show>(&mut self, key: &str, before: &T, now: &T) {
        self.judged(key, before, now, if now < before { Direction::Weaker } else { Direction::Stricter });
    }

    /// A number or the like of which more is weaker.
    fn more_is_weaker<T: PartialOrd + Show>(&mut self, key: &str, before: &T, now: &T) {
        self.judged(key, before, now, if now > before { Direction::Weaker } else { Direction::Stricter });
    }

    /// A list of which more items are stricter. What came and what went are two differences.
    fn items_demand<T: PartialEq + Show>(&mut self, key: &str, before: &[T], now: &[T]) {
        self.items(key, before, now, Direction::Weaker, Direction::Stricter);
    }

    /// A list of which more items are weaker.
    fn items_allow<T: PartialEq + Show>(&mut self, key: &str, before: &[T], now: &[T]) {
        self.items(key, before, now, Direction::Stricter, Direction::Weaker);
    }

    fn items<T: PartialEq + Show>(
        &mut self,
        key: &str,
        before: &[T],
        now: &[T],
        gone: Direction,
        come: Direction,
    ) {
        let only = |these: &[T], others: &[T]| {
            let only: Vec<String> =
                these.iter().filter(|item| !others.contains(item)).filter_map(Show::show).collect();
            (!only.is_empty()).then(|| only.join(", "))
        };
        let (lost, new) = (only(before, now), only(now, before));
        if lost.is_some() {
            self.note(key, gone, lost, None);
        }
        if new.is_some() {
            self.note(key, come, None, new);
        }
    }
}

/// How a value is told: as the files write it.
trait Show {
    fn show(&self) -> Option<String>;
}

macro_rules! show {
    ($($kind:ty),*) => {$(
        impl Show for $kind {
            fn show(&self) -> Option<String> { Some(self.to_string()) }
        }
    )*};
}

show!(
    bool,
    i64,
    usize,
    String,
    Address,
    crate::name::Date,
    crate::name::GateId,
    crate::name::Interval,
    crate::name::LawId,
    crate::name::PhaseId,
    crate::name::RoleId,
    crate::name::SubjectId,
    TaskId
);

impl<T: Show> Show for Option<T> {
    fn show(&self) -> Option<String> {
        self.as_ref().and_then(Show::show)
    }
}

macro_rules! show_word {
    ($($kind:ty),*) => {$(
        impl Show for $kind {
            /// The word that files write, which serde knows.
            fn show(&self) -> Option<String> {
                serde_json::to_value(self).ok()?.as_str().map(str::to_owned)
            }
        }
    )*};
}

show_word!(super::Files, super::Format, super::Type, super::Level, super::Order, super::FactType);
