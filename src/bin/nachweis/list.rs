//! `list`: what there is.

use nachweis::engine::Exit;
use crate::args::{Args, ListArgs};
use crate::failure::Failure;
pub(crate) fn run(_: &Args, _: &ListArgs) -> Result<Exit, Failure> { Ok(Exit::Pass) }
