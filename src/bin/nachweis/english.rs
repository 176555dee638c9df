//! The help texts in English. A test holds that every command and argument has one.

use clap::Command;

const ABOUT: &str = "Checks the evidence that a public-sector AI project owes.

Evidence (decisions, DPIA, workshop records, decommissioning plan …) lies as files in the Git repository. \
nachweis says what is missing, incomplete, unapproved or stale, and stops a release whose gate is not passed.";

const AFTER: &str = "A page on every term: nachweis explain TERM --lang en
Exit codes: 0 pass, 1 fail, 2 wrong yardstick, 3 undetermined, 4 report not written";

/// The command line in English.
pub(crate) fn english(command: Command) -> Command {
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let mut command = of_args(command.about(first_line(ABOUT)).long_about(ABOUT), "").after_help(AFTER);
    command = command.disable_help_subcommand(true);
    for name in names {
        let about = words(&name, "").unwrap_or_default();
        command = command.mut_subcommand(&name, |sub| {
            let sub = of_args(sub.about(about), &name);
            match examples(&name) {
                Some(examples) => sub.after_help(examples),
                None => sub,
            }
        });
    }
    command
}

fn first_line(text: &'static str) -> &'static str {
    text.lines().next().unwrap_or_default()
}

fn of_args(command: Command, name: &str) -> Command {
    command.mut_args(|arg| {
        let value = arg.get_value_names().and_then(|names| value(names.first()?));
        let arg = value.into_iter().fold(arg, |arg, value| arg.value_name(value));
        match words(name, arg.get_id().as_str()) {
            Some(help) => arg.help(help),
            None => arg,
        }
    })
}

/// The English name of a value that the command line names in German.
fn value(german: &str) -> Option<&'static str> {
    let pairs = [
        ("ADRESSE", "ADDRESS"),
        ("AUFGABE", "TASK"),
        ("AUFGABE|DATEI", "TASK|FILE"),
        ("DATUM", "DATE"),
        ("FAKT=WERT", "FACT=VALUE"),
        ("FORMAT=DATEI", "FORMAT=FILE"),
        ("GRUND", "REASON"),
        ("ORDNER", "FOLDER"),
        ("PROFIL", "PROFILE"),
        ("PROJEKT", "PROJECT"),
        ("REGEL", "RULE"),
        ("ROLLE", "ROLE"),
        ("SPRACHE", "LANGUAGE"),
        ("TAGE", "DAYS"),
        ("WANN", "WHEN"),
        ("WAS", "WHAT"),
        ("WOVON", "SCHEMA"),
        ("ZIEL", "TARGET"),
    ];
    pairs.into_iter().find(|(from, _)| *from == german).map(|(_, to)| to)
}

/// The examples below the help of a command.
fn examples(command: &str) -> Option<&'static str> {
    match command {
        "check" => Some(
            "What a change makes worse, held against its target branch:
  nachweis check --base refs/remotes/origin/main
What the next commit makes worse, for example as a pre-commit hook:
  nachweis check --staged --base HEAD",
        ),
        "gate" => Some(
            "By the bar of the target branch as well:
  nachweis gate inbetriebnahme --base refs/remotes/origin/main",
        ),
        "baseline" => Some(
            "When adopting, and later again and again to strike out what is mended:
  nachweis baseline
Take in what has come since, too:
  nachweis baseline --extend
How much is still open, since when and with whom:
  nachweis status",
        ),
        "exempt" => Some(
            "Which exemptions there are, and whether they hold:
  nachweis exempt
Evidence may be missing for 60 days:
  nachweis exempt P-15 --rule missing-evidence --days 60 --reason \"Workshop moved to May\" \\
    --approved-by leitung@behoerde.example
Renew after a new decision:
  nachweis exempt P-15 --rule missing-evidence --renew --until 2027-03-31 \\
    --reason \"The date was cancelled\" --approved-by leitung@behoerde.example",
        ),
        "policy" => Some(
            "What counts here, and where each value comes from:
  nachweis policy show
Whether a change of settings or pack asks for less than the target branch:
  nachweis policy diff refs/remotes/origin/main
What a pack of one's own asks for otherwise than the built-in one:
  nachweis policy diff arbeitshilfe@2026.1
Check a pack of one's own, also one that builds on another (extends):
  nachweis policy check regeln/haus
How packs are laid over each other:
  nachweis explain weakened-pack",
        ),
        _ => None,
    }
}

/// The words for a command (`arg` empty) or one of its arguments (`command` empty for the global ones).
fn words(command: &str, arg: &str) -> Option<&'static str> {
    let found = match (command, arg) {
        ("", "project") => "Folder where the search for project and repository begins",
        ("", "lang") => "Language of messages: de or en (else that of the settings, else German)",
        ("", "as_of") => "Day to judge for, such as 2027-03-31 (else SOURCE_DATE_EPOCH, else today in UTC)",
        ("", "format") => {
            "Output: text, concise, json, sarif, sarif-suppressed, github, gitlab, junit, rdjson or markdown; for list text, json or markdown"
        }
        ("", "report") => {
            "Write a report to a file as well, such as json=report.json; - is standard output (repeatable)"
        }
        ("", "color") => "Colour: auto, always or never",
        ("", "quiet") => "Print errors and the result only",
        ("", "verbose") => "Print more: excerpts for warnings too, exemptions one by one",
        ("demo", "") => "Unpack an example project and check it: the first minute",
        ("init", "") => "Set up a project",
        ("init", "name") => "Name of the project (else the folder's)",
        ("init", "phase") => "Current phase (else the first)",
        ("init", "profile") => "Profile: kern or voll",
        ("init", "facts") => "Answer to a fact, such as personenbezug=true (repeatable)",
        ("init", "yes") => "Ask nothing; open facts stay open",
        ("init", "ci") => "Write the pipeline too: github or gitlab",
        ("new", "") => "Write missing evidence from its templates",
        ("new", "targets") => "Task or piece, such as P-10 or P-10/risiken",
        ("new", "due") => "Everything that the current gate still lacks",
        ("check", "") => "Check everything that is due up to the current phase",
        ("check", "projects") => {
            "Folders of projects (else the nearest at or above this folder, else all below)"
        }
        ("check", "staged") => "Check the index: what the next commit would hold",
        ("check" | "gate" | "status", "rev") => "A commit: HEAD, a full id or refs/…",
        ("check", "base") => {
            "Block only what a change makes worse, held against this commit: HEAD, a full id or refs/…"
        }
        ("gate", "base") => "Judge by the bar of this commit too: HEAD, a full id or refs/…",
        ("gate", "") => "Decide on a gate: passed or not",
        ("gate", "phase") => "Phase whose gate is meant, such as inbetriebnahme",
        ("status", "") => "Show the overview for a steering group",
        ("status", "role") => "Only the tasks of a role",
        ("review", "") => "Confirm that evidence was reviewed: sets `reviewed` to today",
        ("review", "targets") => "Task, piece or file",
        ("approve", "") => "Record an approval",
        ("approve", "target") => "Task, piece or file; nachweis.toml where the bar is to sink with approval",
        ("approve", "role") => "Role in which it is approved",
        ("approve", "person") => "Who approves: a member of the role by the settings (else Git's user.email)",
        ("approve", "print") => "Write nothing; print the file for pasting",
        ("exempt", "") => "Grant or renew an exemption; without arguments: show which there are",
        ("exempt", "targets") => "Task (all of its evidence) or piece, such as P-15 or P-10/risiken",
        ("exempt", "reason") => "Why the evidence may wait",
        ("exempt", "owner") => "Role that has to mend it (else the task's responsible role)",
        ("exempt", "approved_by") => "Who grants it: a member of a role that may",
        ("exempt", "rule") => {
            "For this rule only, such as missing-evidence (else for all that exemptions are possible from)"
        }
        ("exempt", "until") => "Last day on which it holds",
        ("exempt", "days") => "How many days it holds (else 90, if the pack allows as many)",
        ("exempt", "renew") => "Carry on the exemption that is there, with a new reason and new days",
        ("baseline", "") => "Adopt an existing project: record what is missing today",
        ("baseline", "extend") => "Take in what has come since the first time, too",
        ("list", "") => "List what there is: tasks, rules, phases, roles, facts, packs",
        ("list", "what") => "What: tasks, rules, phases, roles, facts or packs",
        ("list", "phase") => "Only tasks of this phase",
        ("list", "role") => "Only tasks in which this role has a part",
        ("list", "profile") => "Only tasks of this profile",
        ("explain", "") => "Explain a rule, a task or a file",
        ("explain", "what") => "Rule, task, piece, phase, fact or file; without it: where am I and what next",
        ("policy", "") => "Check a pack, show the effective policy and what changes in it",
        ("policy", "what") => "What: check, show or diff",
        ("policy", "target") => {
            "For check the folder of a pack in the repository (else the built-in one); for diff a commit (HEAD, a full id or refs/…), a folder, or a pack with its version (else HEAD)"
        }
        ("policy", "rev") => "Show or compare the policy of a commit (else that of the working tree)",
        ("schema", "") => "Print a JSON Schema",
        ("schema", "what") => "Of what: settings, pack or report",
        ("completions", "") => "Print the completion for a shell",
        ("completions", "shell") => "Shell: bash, zsh, fish, elvish or powershell",
        _ => return None,
    };
    Some(found)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::{examples, words};
    use crate::args::Args;

    #[test]
    fn every_word_of_help_is_there_in_english() {
        let command = Args::command();
        let missing = |name: &str, command: &clap::Command| {
            let args = command.get_arguments().map(|arg| arg.get_id().as_str().to_owned());
            let missing = args.filter(|arg| words(name, arg).is_none());
            missing.map(|arg| format!("{name} {arg}")).collect::<Vec<_>>()
        };
        let mut all = missing("", &command);
        for sub in command.get_subcommands() {
            assert!(words(sub.get_name(), "").is_some(), "{}", sub.get_name());
            all.extend(missing(sub.get_name(), sub));
            let told = examples(sub.get_name()).is_some();
            assert_eq!(told, sub.get_after_help().is_some(), "examples of {}", sub.get_name());
        }
        assert!(all.is_empty(), "{all:?}");
    }

    #[test]
    fn the_rule_pages_name_commands_that_exist() {
        let command = Args::command();
        for rule in nachweis::rule::Rule::ALL {
            for lang in nachweis::rule::Lang::ALL {
                let text = rule.page_text(lang);
                // A command stands in backticks or on a line of its own.
                for opening in ["`nachweis ", "\n  nachweis "] {
                    for rest in text.split(opening).skip(1) {
                        let word: String = rest.chars().take_while(char::is_ascii_lowercase).collect();
                        assert!(command.find_subcommand(&word).is_some(), "{rule} {lang:?}: nachweis {word}");
                    }
                }
            }
        }
    }

    #[test]
    fn the_command_line_is_sound() {
        Args::command().debug_assert();
    }
}
