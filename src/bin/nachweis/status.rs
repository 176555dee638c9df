//! `status`: the overview. It ends with 0 once it could look.

use nachweis::engine::{Exit, View};
use nachweis::name::RoleId;
use nachweis::render::{Format, status};

use crate::args::{Args, StatusArgs};
use crate::failure::Failure;
use crate::{check, output};

/// Shows where the project stands.
pub(crate) fn run(args: &Args, own: &StatusArgs) -> Result<Exit, Failure> {
    output::clear(args)?;
    let view = own.rev.clone().map_or(View::Worktree, View::Revision);
    let report = check::look(args, &check::ask(args, "status", view)?).report;
    let role = own.role.as_deref().map(|role| {
        let known =
            report.projects.iter().any(|project| project.roles.keys().any(|known| known.as_str() == role));
        let id = RoleId::new(role).ok().filter(|_| known || report.projects.is_empty());
        id.ok_or_else(|| Failure::Unknown(role.to_owned(), "nachweis list roles".to_owned()))
    });
    let role = role.transpose()?;
    match output::format(args)? {
        Format::Text => {
            let written = output::report_files(args, &report);
            output::put(&status(&report, &output::options(args), role.as_ref()))?;
            written?;
        }
        Format::Concise
        | Format::Json
        | Format::Sarif
        | Format::SarifSuppressed
        | Format::Github
        | Format::Gitlab
        | Format::Junit
        | Format::Rdjson
        | Format::Markdown => {
            output::report(args, &report)?;
        }
    }
    let exit = Exit::of(&report);
    Ok(if exit == Exit::Fail { Exit::Pass } else { exit })
}
