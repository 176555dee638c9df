//! `completions`: what shells complete.

use clap::CommandFactory;
use nachweis::engine::Exit;

use crate::args::{Args, CompletionsArgs};
use crate::failure::Failure;
use crate::output;

/// Prints the completion script of a shell.
pub(crate) fn run(own: &CompletionsArgs) -> Result<Exit, Failure> {
    let mut bytes = Vec::new();
    clap_complete::generate(own.shell, &mut Args::command(), "nachweis", &mut bytes);
    output::say(&String::from_utf8_lossy(&bytes))?;
    Ok(Exit::Pass)
}
