//! What a gate that is not passed says to whoever wanted to release: that it must not go out, what is missing in plain
//! words, whose turn it is, and the command for each. It is read by people who do not know the tool.

use super::item::{self, Item, Level};
use super::layout::{self, INDENT, Paint};
use super::sentence::{Form, PLAIN, Sentences};
use super::{Options, names, safe};
use crate::finding::{Report, Verdict};
use crate::name::{GateId, RepoPath, RoleId};
use crate::rule::Lang;

/// What a role has to do.
pub(super) struct Turn {
    /// The role's title and id, with the project where there are several; none for what is nobody's in particular.
    pub(super) who: Option<String>,
    /// The pieces in question.
    pub(super) points: Vec<Point>,
    /// True where something keeps everything else from being decided.
    first: bool,
}

/// A piece with everything that stands against it.
pub(super) struct Point {
    /// Its address.
    pub(super) address: Option<String>,
    /// What is wrong, a sentence each.
    pub(super) why: Vec<String>,
    /// What leads on.
    pub(super) commands: Vec<String>,
}

/// The gate that keeps a release back, if one does.
pub(super) fn blocked(report: &Report) -> Option<&GateId> {
    report.gate.as_ref().filter(|_| report.verdict != Verdict::Pass)
}

/// Who has to do what: first what keeps everything else from being decided, then the role with most to do.
pub(super) fn turns(report: &Report, sentences: &Sentences, form: Form) -> Vec<Turn> {
    let mut keys: Vec<(Option<RoleId>, RepoPath)> = Vec::new();
    let mut turns: Vec<Turn> = Vec::new();
    for item in item::items(report, sentences).iter().filter(|item| item.blocks()) {
        let key = (item.judged().role.clone(), item.project().clone());
        let at = keys.iter().position(|known| *known == key).unwrap_or_else(|| {
            turns.push(Turn { who: who(report, item), points: Vec::new(), first: false });
            keys.push(key);
            turns.len() - 1
        });
        if let Some(turn) = turns.get_mut(at) {
            turn.add(item, sentences, form);
        }
    }
    turns.sort_by_key(|turn| (!turn.first, turn.who.is_none(), std::cmp::Reverse(turn.points.len())));
    turns
}

fn who(report: &Report, item: &Item<'_>) -> Option<String> {
    let role = names::role_and_id(report, item.project(), item.judged().role.as_ref()?);
    Some(match item.which_project() {
        Some(project) => format!("{project}: {role}"),
        None => role,
    })
}

impl Turn {
    fn add(&mut self, item: &Item<'_>, sentences: &Sentences, form: Form) {
        self.first |= item.level() == Level::Undecided;
        let finding = &item.judged().finding;
        let address = finding.about.address.as_ref().map(ToString::to_string);
        let why = sentences.brief_in(finding, form);
        let explain = || {
            let what = address.clone().unwrap_or_else(|| finding.rule.id().to_owned());
            format!("nachweis explain {}", safe::shell_word(&what))
        };
        let command = sentences.command(finding).unwrap_or_else(explain);
        // What is about no piece stands together with whatever is mended the same way.
        let same = |point: &&mut Point| {
            point.address == address && (address.is_some() || point.commands.contains(&command))
        };
        match self.points.iter_mut().find(same) {
            Some(point) => {
                if !point.why.contains(&why) {
                    point.why.push(why);
                }
                if !point.commands.contains(&command) {
                    point.commands.push(command);
                }
            }
            None => self.points.push(Point { address, why: vec![why], commands: vec![command] }),
        }
    }
}

/// Writes the block at the end of a text.
pub(super) fn write(out: &mut String, report: &Report, sentences: &Sentences, options: &Options) {
    let Some(gate) = blocked(report) else { return };
    let lang = report.lang;
    out.push('\n');
    let word = layout::paint(halt(lang), Paint::Error, options);
    layout::hanging(out, &format!("{word}: "), "  ", &which(report, gate), options);
    layout::paragraph(out, "", &consequence(report), options);
    for turn in turns(report, sentences, PLAIN) {
        out.push('\n');
        layout::paragraph(out, "", &turn.who.unwrap_or_else(|| nobody(lang).to_owned()), options);
        for Point { address, why, commands } in turn.points {
            let next = format!("{INDENT}  ");
            match address {
                Some(address) => {
                    layout::hanging(out, &format!("{INDENT}{address}  "), &next, &why.join(" "), options);
                }
                None => why.iter().for_each(|why| layout::hanging(out, INDENT, &next, why, options)),
            }
            commands.iter().for_each(|command| layout::line(out, &format!("{next}{command}")));
        }
    }
    out.push('\n');
    layout::paragraph(out, "", afterwards(lang), options);
    layout::line(out, &format!("{INDENT}{}", again(gate)));
}

/// The word that nobody overlooks.
pub(super) fn halt(lang: Lang) -> &'static str {
    match lang {
        Lang::De => "RELEASE GESPERRT",
        Lang::En => "RELEASE BLOCKED",
    }
}

/// Which gate, and that it is shut.
pub(super) fn which(report: &Report, gate: &GateId) -> String {
    let title = names::gate(report, gate);
    match (report.lang, report.verdict == Verdict::Undetermined) {
        (Lang::De, false) => format!("Das Tor „{title}“ ({gate}) ist nicht bestanden."),
        (Lang::De, true) => {
            format!("Ob das Tor „{title}“ ({gate}) bestanden ist, lässt sich nicht entscheiden.")
        }
        (Lang::En, false) => format!("The gate “{title}” ({gate}) is not passed."),
        (Lang::En, true) => format!("Whether the gate “{title}” ({gate}) is passed cannot be decided."),
    }
}

/// What follows from it, and what the list below is.
pub(super) fn consequence(report: &Report) -> String {
    let commit = report.source.commit.as_ref().map(|commit| commit.short().to_owned());
    let known = report.findings.iter().any(|judged| judged.blocking);
    match report.lang {
        Lang::De => {
            let commit =
                commit.map_or_else(|| "Dieser Stand".to_owned(), |commit| format!("Der Stand {commit}"));
            let list = match (known, report.verdict == Verdict::Undetermined) {
                (true, true) => "Das steht im Weg:",
                (true, false) => "Das fehlt noch, geordnet danach, wer am Zug ist:",
                (false, _) => "Die Entscheidung über das Tor fehlt, oder sie lautet nicht „go“.",
            };
            format!("{commit} darf nicht ausgeliefert werden, bis das Tor bestanden ist. {list}")
        }
        Lang::En => {
            let commit = commit.map_or_else(|| "This state".to_owned(), |commit| format!("Commit {commit}"));
            let list = match (known, report.verdict == Verdict::Undetermined) {
                (true, true) => "This stands in the way:",
                (true, false) => "This is still missing, by whose turn it is:",
                (false, _) => "The decision on the gate is missing, or it does not say “go”.",
            };
            format!("{commit} must not go out until the gate is passed. {list}")
        }
    }
}

/// Who acts where no role does.
pub(super) fn nobody(lang: Lang) -> &'static str {
    match lang {
        Lang::De => "Wer Einstellungen und Pipeline betreut",
        Lang::En => "Whoever looks after settings and pipeline",
    }
}

/// What comes after everything in the list.
pub(super) fn afterwards(lang: Lang) -> &'static str {
    match lang {
        Lang::De => "Ist alles erledigt und committet, fragen Sie das Tor erneut:",
        Lang::En => "When all of it is done and committed, ask the gate again:",
    }
}

/// The command that asks the gate again.
pub(super) fn again(gate: &GateId) -> String {
    format!("nachweis gate {gate}")
}
