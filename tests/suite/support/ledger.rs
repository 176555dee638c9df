//! The approvals of what is filled in: the ledger of a whole project, and the roles that approve.

use nachweis::check::approval_file;
use nachweis::model::{Pack, Piece, Task};
use nachweis::name::RoleId;

use super::fill::{DAY, filled, place};

/// Every approval that a piece asks for, each of the content in the same commit.
pub(crate) fn approvals(pack: &Pack, task: &Task, piece: &Piece) -> Vec<(String, String)> {
    let (address, path) = (task.address(piece), place(piece));
    // The review that the evidence names; most decisions name none.
    let dated = filled(pack, task, piece).contains(&format!("reviewed: {DAY}"));
    let reviewed = if dated { format!("reviewed = {DAY}\n") } else { String::new() };
    let file = |role: &RoleId| {
        let text = format!(
            "task = \"{address}\"\npath = \"{path}\"\nhash = \"c1:sha256:@\"\n{reviewed}role = \"{role}\"\n\
             person = \"{role}@behoerde.example\"\ndate = {DAY}\n"
        );
        (format!("nachweise/{}", approval_file(&address, role)), text)
    };
    piece.approved.iter().flat_map(|approved| &approved.roles).map(file).collect()
}

/// The lists of members of every role that may approve, for settings.
pub(crate) fn members(pack: &Pack) -> String {
    let roles = pack.roles.iter().filter(|role| role.may_approve);
    roles.map(|role| format!("[roles.{0}]\nmembers = [\"{0}@behoerde.example\"]\n", role.id)).collect()
}
