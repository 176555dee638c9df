//! `policy`: for those who write packs, and for those who want to know what counts here and why.

use nachweis::engine::{Exit, View, policy_check, policy_diff_against, policy_show};
use nachweis::finding::Report;
use nachweis::render::{self, Format};
use nachweis::rule::Lang;

use crate::args::{Args, PolicyArgs, PolicyWhat};
use crate::failure::Failure;
use crate::{check, list, output};

/// Judges, shows or compares.
pub(crate) fn run(args: &Args, own: &PolicyArgs) -> Result<Exit, Failure> {
    match own.what {
        PolicyWhat::Check => checked(args, own),
        PolicyWhat::Show => {
            let format = list::format(args)?;
            let ask = check::ask(args, "policy show", view(own))?;
            let (shown, lang) = match policy_show(&ask) {
                Ok(shown) => shown,
                Err(report) => return stopped(args, &report),
            };
            output::say(&render::policy_show(&shown, format, lang, &output::options(args)))?;
            Ok(Exit::Pass)
        }
        PolicyWhat::Diff => {
            let format = list::format(args)?;
            let ask = check::ask(args, "policy diff", view(own))?;
            let against = own.target.as_deref().unwrap_or("HEAD");
            let (diffs, lang) = match policy_diff_against(&ask, against) {
                Ok(diffs) => diffs,
                Err(report) => return stopped(args, &report),
            };
            if diffs.is_empty() {
                let de =
                    format!("In {against} gibt es dieses Vorhaben nicht; es gibt nichts zu vergleichen.");
                let en = format!("there is no such project in {against}; there is nothing to compare.");
                return Err(Failure::Told(Exit::Undetermined, de, en));
            }
            output::say(&render::policy_diff(&diffs, format, lang, &output::options(args)))?;
            Ok(Exit::Pass)
        }
    }
}

fn view(own: &PolicyArgs) -> View {
    own.rev.clone().map_or(View::Worktree, View::Revision)
}

/// What kept the policy from being read.
fn stopped(args: &Args, report: &Report) -> Result<Exit, Failure> {
    output::complain(render::render(report, Format::Text, &output::options(args)).trim_end());
    Err(Failure::Reported(Exit::of(report)))
}

/// Judges a pack.
fn checked(args: &Args, own: &PolicyArgs) -> Result<Exit, Failure> {
    output::clear(args)?;
    let ask = check::ask(args, "policy check", View::Worktree)?;
    if let Some(folder) = own.target.as_ref().map(|folder| args.project.join(folder))
        && !folder.is_dir()
    {
        let de = format!(
            "Den Ordner {} gibt es nicht.\nNennen Sie den Ordner eines Regelwerks.",
            folder.display()
        );
        let en = format!("there is no folder {}.\nName the folder of a pack.", folder.display());
        return Err(Failure::Told(Exit::Yardstick, de, en));
    }
    let (report, size) = policy_check(&ask, own.target.as_deref());
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
