//! `explain`: the full page of a rule, a task, a gate or a fact; for a file what is known of it; without an argument
//! where the project stands.

use nachweis::engine::{Exit, View, report};
use nachweis::name::{Address, RepoPath, TaskId};
use nachweis::render::{explain_fact, explain_file, explain_gate, explain_rule, explain_task, whereabouts};
use nachweis::repo::Repository;
use nachweis::rule::Rule;

use crate::args::{Args, ExplainArgs};
use crate::failure::Failure;
use crate::{check, list, output};

/// Explains what is named. It ends with 0 once it could look.
pub(crate) fn run(args: &Args, own: &ExplainArgs) -> Result<Exit, Failure> {
    let options = output::options(args);
    let Some(what) = own.what.as_deref() else {
        let report = report(&check::ask(args, "explain", View::Worktree)?);
        output::put(&whereabouts(&report, &options))?;
        return Ok(looked(Exit::of(&report)));
    };
    let (pack, lang) = list::pack(args)?;
    let task = TaskId::new(what).ok().or_else(|| Some(Address::new(what).ok()?.task));
    let page = if let Some(rule) = Rule::from_id(what) {
        explain_rule(rule, lang, &options)
    } else if let Some(task) = task.and_then(|id| pack.tasks.get(&id)) {
        explain_task(&pack, task, lang, &options)
    } else if let Some(gate) = pack.gate(what) {
        explain_gate(&pack, gate, lang, &options)
    } else if let Some(fact) = pack.fact(what) {
        explain_fact(&pack, fact, lang, &options)
    } else {
        return file(args, what);
    };
    output::put(&page)?;
    Ok(Exit::Pass)
}

/// A file by its path from the working directory or from the root of the repository.
fn file(args: &Args, what: &str) -> Result<Exit, Failure> {
    let ask = check::ask(args, "explain", View::Worktree)?;
    let report = report(&ask);
    let prefix = ask
        .starts
        .first()
        .and_then(|start| Repository::open(start).ok())
        .map(|repository| repository.prefix().clone());
    let named = what.trim_start_matches("./");
    let paths = [prefix.and_then(|prefix| prefix.join(named)), RepoPath::new(named)];
    let page =
        paths.into_iter().flatten().find_map(|path| explain_file(&report, &path, &output::options(args)));
    match page {
        Some(page) => {
            output::put(&page)?;
            Ok(looked(Exit::of(&report)))
        }
        None => {
            let de = format!(
                "Zu „{what}“ gibt es keine Regel, keine Aufgabe, kein Tor, keinen Fakt und keinen Nachweis.\nRegeln: nachweis list rules\nAufgaben: nachweis list tasks\nWo das Projekt steht: nachweis explain"
            );
            let en = format!(
                "“{what}” is no rule, task, gate, fact or evidence.\nRules: nachweis list rules\nTasks: nachweis list tasks\nWhere the project stands: nachweis explain"
            );
            Err(Failure::Told(Exit::Yardstick, de, en))
        }
    }
}

/// To explain is not to judge.
fn looked(exit: Exit) -> Exit {
    if exit == Exit::Fail { Exit::Pass } else { exit }
}
