//! `explain`
use crate::args::{Args, ExplainArgs};
use crate::failure::Failure;
use nachweis::engine::Exit;
pub(crate) fn run(_: &Args, _: &ExplainArgs) -> Result<Exit, Failure> {
    Ok(Exit::Pass)
}
