//! `completions`: what shells complete.

use clap::CommandFactory;
use clap::builder::PossibleValuesParser;
use nachweis::engine::Exit;
use nachweis::render::Format;

use crate::args::{Args, CompletionsArgs};
use crate::failure::Failure;
use crate::output;

/// Prints the completion script of a shell.
pub(crate) fn run(own: &CompletionsArgs) -> Result<Exit, Failure> {
    let mut bytes = Vec::new();
    // The command line itself takes any word here, so that a mistake is answered after old reports are gone.
    let formats = PossibleValuesParser::new(Format::ALL.map(Format::id));
    let mut command = Args::command().mut_arg("format", |arg| arg.value_parser(formats));
    clap_complete::generate(own.shell, &mut command, "nachweis", &mut bytes);
    output::put(&String::from_utf8_lossy(&bytes))?;
    Ok(Exit::Pass)
}
