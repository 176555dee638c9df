//! `explain`
use nachweis::engine::Exit;
use crate::args::{Args, ExplainArgs};
use crate::failure::Failure;
pub(crate) fn run(_: &Args, _: &ExplainArgs) -> Result<Exit, Failure> { Ok(Exit::Pass) }
