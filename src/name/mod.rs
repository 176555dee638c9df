//! Names: ids, paths, dates, intervals, hashes. Each is a type of its own, valid from its construction on.

mod date;
mod hash;
mod id;
mod key;
mod path;
mod schema;

pub use date::{Date, Interval};
pub(crate) use hash::hex;
pub use hash::{CommitId, ContentHash, FORM};
pub use id::{
    Address, FactId, GateId, LawId, NotAnId, PackId, PhaseId, PieceId, ProfileId, RoleId, SubjectId, TaskId,
};
pub use key::{PublicKey, verified};
pub use path::RepoPath;
