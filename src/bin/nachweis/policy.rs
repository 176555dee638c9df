//! `policy check`: for those who write packs.

use nachweis::engine::{Exit, View, policy_check};
use nachweis::render::Format;
use nachweis::rule::Lang;

use crate::args::{Args, PolicyArgs, PolicyWhat};
use crate::failure::Failure;
use crate::{check, output};

/// Judges a pack.
pub(crate) fn run(args: &Args, own: &PolicyArgs) -> Result<Exit, Failure> {
    match own.what {
        PolicyWhat::Check => {}
    }
    let ask = check::ask(args, "policy check", View::Worktree)?;
    let (report, size) = policy_check(&ask, own.folder.as_deref());
    let sound = size.filter(|_| report.findings.is_empty() && args.report.is_empty());
    if let (Some((tasks, pieces)), Format::Text) = (sound, output::format(args)?) {
        output::say(&match args.lang() {
            Lang::De => format!("Das Regelwerk ist stimmig: {tasks} Aufgaben, {pieces} Nachweise.\n"),
            Lang::En => format!("The pack is sound: {tasks} tasks, {pieces} pieces of evidence.\n"),
        })?;
        return Ok(Exit::Pass);
    }
    output::report(args, &report)
}
