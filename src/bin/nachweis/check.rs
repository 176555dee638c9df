//! `check` and `gate`: the two commands that block.

use std::path::{Path, PathBuf};

use nachweis::engine::{Ask, Exit, Looked, View};
use nachweis::name::GateId;

use crate::args::{Args, CheckArgs, Command, GateArgs};
use crate::failure::Failure;
use crate::{clock, output, progress};

/// Where Git tells a hook which index will be committed: for `git commit --all` and `git commit FILE` it is not the
/// repository's own. A relative path counts from the working directory.
const INDEX: &str = "GIT_INDEX_FILE";

/// Judges everything that is due up to the current phase.
pub(crate) fn check(args: &Args, own: &CheckArgs) -> Result<Exit, Failure> {
    output::clear(args)?;
    let view = match &own.rev {
        Some(rev) => View::Revision(rev.clone()),
        None if own.staged => View::Index,
        // A change is what is committed; the working tree is nobody's change yet.
        None if own.base.is_some() => View::Revision("HEAD".to_owned()),
        None => View::Worktree,
    };
    let mut ask = ask(args, "check", view)?;
    ask.base.clone_from(&own.base);
    if own.staged {
        ask.index = std::env::var_os(INDEX).map(|file| absolute(Path::new(&file))).transpose()?;
    }
    if !own.projects.is_empty() {
        ask.starts = own.projects.iter().map(|project| folder(project)).collect::<Result<_, _>>()?;
    }
    output::report(args, &look(args, &ask).report)
}

/// Judges a gate at a commit.
pub(crate) fn gate(args: &Args, own: &GateArgs) -> Result<Exit, Failure> {
    output::clear(args)?;
    let unknown = |_| Failure::Unknown(own.phase.clone(), "nachweis list phases".to_owned());
    let gate = GateId::new(&own.phase).map_err(unknown)?;
    let mut ask = ask(args, &format!("gate {gate}"), View::Revision(own.rev.clone()))?;
    ask.gate = Some(gate);
    ask.base.clone_from(&own.base);
    output::report(args, &look(args, &ask).report)
}

/// Looks, and shows how far it has come while that takes long.
pub(crate) fn look(args: &Args, ask: &Ask) -> Looked {
    // The line is gone before anything is written.
    let watched = progress::watch(args);
    nachweis::engine::look(ask, watched.tell())
}

/// A question with the options that all commands share.
pub(crate) fn ask(args: &Args, command: &str, view: View) -> Result<Ask, Failure> {
    Ok(Ask {
        command: command.to_owned(),
        starts: vec![folder(&args.project)?],
        view,
        index: None,
        base: None,
        gate: None,
        as_of: clock::as_of(args.as_of.as_deref(), matches!(args.command, Command::Gate(_)))?,
        today: clock::today(),
        lang: args.asked_lang(),
    })
}

/// A folder that was named. One that is not there is a slip of the pen: the search upwards from it would find, and
/// judge, another project.
fn folder(path: &Path) -> Result<PathBuf, Failure> {
    if path.is_dir() { absolute(path) } else { Err(Failure::NoFolder(path.to_owned())) }
}

/// The library knows no working directory.
fn absolute(path: &Path) -> Result<PathBuf, Failure> {
    std::path::absolute(path).map_err(|error| Failure::Io(path.to_owned(), error))
}
