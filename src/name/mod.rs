//! Names: ids, paths, dates, intervals, hashes. Each is a type of its own, valid from its construction on. Here is also
//! how a name, or any words of others, are printed.

mod date;
mod hash;
mod id;
mod key;
mod path;
mod printable;
mod schema;

pub use date::{Date, Interval};
pub(crate) use hash::hex;
pub use hash::{CommitId, ContentHash, FORM};
pub use id::{
    Address, FactId, GateId, LawId, NotAnId, PackId, PhaseId, PieceId, ProfileId, RoleId, SubjectId, TaskId,
};
pub use key::{PublicKey, verified};
pub use path::RepoPath;
pub(crate) use printable::{is_bracketed_command, is_hidden, is_unseen};
pub use printable::{printable, printable_lines};
