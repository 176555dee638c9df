//! `init`: asks the pack's facts and writes the settings, their schema, the evidence folder and, if asked, the pipeline.

use std::io::{BufRead, IsTerminal};
use std::path::Path;

use nachweis::edit::{Answers, pipeline, settings_text};
use nachweis::engine::{Exit, settings_schema};
use nachweis::load::{FILE_NAME, builtin_packs};
use nachweis::model::{Answer, Fact, FactType, Facts, Pack};
use nachweis::name::{PhaseId, ProfileId};
use nachweis::rule::Lang;

use crate::args::{Args, Forge, InitArgs};
use crate::failure::Failure;
use crate::output;

/// Sets up a project in the folder of `--project`.
pub(crate) fn run(args: &Args, own: &InitArgs) -> Result<Exit, Failure> {
    let folder = &args.project;
    let settings = folder.join(FILE_NAME);
    if settings.symlink_metadata().is_ok() {
        return Err(Failure::Exists(settings));
    }
    let Some(pack) = builtin_packs().first() else { return Err(Failure::Demo("no pack".to_owned())) };
    let lang = args.lang();
    let mut facts = given(pack, &own.facts, lang)?;
    if !own.yes && std::io::stdin().is_terminal() {
        ask(pack, &mut facts, lang, output::options(args).width)?;
    }
    let answers = Answers {
        name: own.name.clone().unwrap_or_else(|| folder_name(folder)),
        phase: phase(pack, own.phase.as_deref())?,
        profile: profile(pack, own.profile.as_deref())?,
        facts,
        lang,
    };
    output::write(
        folder,
        &folder.join(".nachweis/settings.schema.json"),
        format!("{:#}\n", settings_schema()).as_bytes(),
    )?;
    output::write(folder, &folder.join("nachweise/README.md"), readme(lang).as_bytes())?;
    let mut written = vec![
        FILE_NAME.to_owned(),
        "nachweise/README.md".to_owned(),
        ".nachweis/settings.schema.json".to_owned(),
    ];
    if let Some(forge) = own.ci {
        let (path, github) = match forge {
            Forge::Github => (".github/workflows/nachweise.yml", true),
            Forge::Gitlab => (".gitlab/nachweise.yml", false),
        };
        let file = folder.join(path);
        if file.symlink_metadata().is_ok() {
            return Err(Failure::Exists(file));
        }
        output::write(folder, &file, pipeline(github).as_bytes())?;
        written.push(path.to_owned());
    }
    // The settings come last: their presence says that the rest is there.
    output::write(folder, &settings, settings_text(pack, &answers).as_bytes())?;
    output::say(&closing(pack, &answers, &written))?;
    if let Some(forge) = own.ci {
        output::say(to_do(forge, lang))?;
    }
    Ok(Exit::Pass)
}

/// What is left to do for the pipeline: nobody but the project knows where it takes the program from.
fn to_do(forge: Forge, lang: Lang) -> &'static str {
    match (forge, lang) {
        (Forge::Github, Lang::De) => {
            "\nTragen Sie in .github/workflows/nachweise.yml bei „uses“ Adresse und Commit der Action ein.\n"
        }
        (Forge::Github, Lang::En) => {
            "\nEnter address and commit of the action in .github/workflows/nachweise.yml, at each “uses”.\n"
        }
        (Forge::Gitlab, Lang::De) => {
            "\nBinden Sie die Pipeline in .gitlab-ci.yml ein und sagen Sie, woher das Werkzeug kommt:\n  include:\n    - local: .gitlab/nachweise.yml\n      inputs:\n        source: …  # Git-Repository des Werkzeugs\n        rev: …     # voller Commit\n"
        }
        (Forge::Gitlab, Lang::En) => {
            "\nInclude the pipeline in .gitlab-ci.yml and say where the program comes from:\n  include:\n    - local: .gitlab/nachweise.yml\n      inputs:\n        source: …  # Git repository of the program\n        rev: …     # full commit\n"
        }
    }
}

fn folder_name(folder: &Path) -> String {
    let absolute = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    absolute.file_name().map_or_else(|| "Projekt".to_owned(), |name| name.to_string_lossy().into_owned())
}

fn phase(pack: &Pack, asked: Option<&str>) -> Result<PhaseId, Failure> {
    let name = asked.or_else(|| pack.phases.first().map(|phase| phase.id.as_str())).unwrap_or_default();
    let known: Vec<&str> = pack.phases.iter().map(|phase| phase.id.as_str()).collect();
    pack.phases
        .iter()
        .find(|phase| phase.id.as_str() == name)
        .map(|phase| phase.id.clone())
        .ok_or_else(|| Failure::Unknown(name.to_owned(), known.join(", ")))
}

fn profile(pack: &Pack, asked: Option<&str>) -> Result<ProfileId, Failure> {
    let name = asked.or_else(|| pack.profiles.first().map(|profile| profile.id.as_str())).unwrap_or_default();
    let known: Vec<&str> = pack.profiles.iter().map(|profile| profile.id.as_str()).collect();
    pack.profiles
        .iter()
        .find(|profile| profile.id.as_str() == name)
        .map(|profile| profile.id.clone())
        .ok_or_else(|| Failure::Unknown(name.to_owned(), known.join(", ")))
}

/// The answers of `--fact`.
fn given(pack: &Pack, pairs: &[String], lang: Lang) -> Result<Facts, Failure> {
    let mut facts = Facts::new();
    for pair in pairs {
        let (id, word) =
            pair.split_once('=').ok_or_else(|| Failure::Fact(pair.clone(), "fakt=wert".to_owned()))?;
        let all = || pack.facts.iter().map(|fact| fact.id.to_string()).collect::<Vec<_>>().join(", ");
        let fact = pack.fact(id).ok_or_else(|| Failure::Fact(pair.clone(), all()))?;
        let answer = answer(fact, word, lang).ok_or_else(|| Failure::Fact(pair.clone(), fact.expected()))?;
        facts.insert(fact.id.clone(), answer);
    }
    Ok(facts)
}

fn answer(fact: &Fact, word: &str, lang: Lang) -> Option<Answer> {
    let word = word.trim();
    let answer = match (fact.kind, word.to_lowercase().as_str(), lang) {
        (FactType::Boolean, "true" | "ja" | "j" | "yes" | "y", _) => Answer::Boolean(true),
        (FactType::Boolean, "false" | "nein" | "n" | "no", _) => Answer::Boolean(false),
        (FactType::OneOf, lower, _) => match lower.parse::<usize>() {
            // In the questions the values are numbered.
            Ok(number) if !fact.values.iter().any(|value| value == lower) => {
                Answer::Word(fact.values.get(number.checked_sub(1)?)?.clone())
            }
            Ok(_) | Err(_) => Answer::Word(word.to_owned()),
        },
        (FactType::Boolean, ..) => return None,
    };
    fact.allows(&answer).then_some(answer)
}

/// Asks the facts one by one. An empty answer leaves a fact open; the end of input leaves the rest open.
fn ask(pack: &Pack, facts: &mut Facts, lang: Lang, width: usize) -> Result<(), Failure> {
    let de = lang == Lang::De;
    output::say(if de {
        "Einige Fragen zum Projekt. Eingabetaste lässt eine Frage offen; offene Fragen schalten nichts ab.\n"
    } else {
        "Some questions about the project. Enter leaves a question open; open questions turn nothing off.\n"
    })?;
    let open: Vec<&Fact> = pack.facts.iter().filter(|fact| !facts.contains_key(&fact.id)).collect();
    for (at, fact) in open.iter().enumerate() {
        let choices = match fact.kind {
            FactType::Boolean => (if de { "ja/nein" } else { "yes/no" }).to_owned(),
            FactType::OneOf => {
                let numbered =
                    fact.values.iter().enumerate().map(|(at, value)| format!("{} {value}", at + 1));
                numbered.collect::<Vec<_>>().join(", ")
            }
        };
        let number = format!("{}/{}  ", at + 1, open.len());
        output::say(&format!("\n{}\n", wrapped(&number, fact.question.get(lang), width)))?;
        for text in [fact.why.get(lang), &choices] {
            output::say(&format!("{}\n", wrapped("", text, width)))?;
        }
        loop {
            output::say("    > ")?;
            let mut line = String::new();
            let read = std::io::stdin().lock().read_line(&mut line);
            if read.map_or(true, |bytes| bytes == 0) {
                return Ok(());
            }
            if line.trim().is_empty() {
                break;
            }
            if let Some(answer) = answer(fact, &line, lang) {
                facts.insert(fact.id.clone(), answer);
                break;
            }
            output::say(&format!("       {}\n", fact.expected()))?;
        }
    }
    Ok(())
}

/// A text below its number, wrapped.
fn wrapped(number: &str, text: &str, width: usize) -> String {
    let first = format!("{number:<7}");
    textwrap::fill(text, textwrap::Options::new(width).initial_indent(&first).subsequent_indent("       "))
}

fn readme(lang: Lang) -> String {
    match lang {
        Lang::De => "# Nachweise\n\nHier liegen die Nachweise dieses Projekts. Was fehlt, sagt `nachweis check`;\nwas eine Aufgabe verlangt, sagt `nachweis explain AUFGABE`.\n".to_owned(),
        Lang::En => "# Evidence\n\nThe evidence of this project lies here. `nachweis check` says what is missing;\n`nachweis explain TASK` says what a task asks for.\n".to_owned(),
    }
}

fn closing(pack: &Pack, answers: &Answers, written: &[String]) -> String {
    let open = pack.facts.len() - answers.facts.len();
    let files = written.iter().map(|file| format!("  {file}\n")).collect::<String>();
    match answers.lang {
        Lang::De => format!(
            "Angelegt:\n{files}\n{open} von {} Fakten sind noch offen; sie stehen mit ihrer Frage in {FILE_NAME}.\n\nSo geht es weiter:\n  nachweis new --due     Vorlagen für alles, was jetzt ansteht\n  nachweis check         was fehlt\n  nachweis explain       wo das Projekt steht\n",
            pack.facts.len()
        ),
        Lang::En => format!(
            "Written:\n{files}\n{open} of {} facts are still open; they stand with their question in {FILE_NAME}.\n\nWhat comes next:\n  nachweis new --due     templates for everything that is due now\n  nachweis check         what is missing\n  nachweis explain       where the project stands\n",
            pack.facts.len()
        ),
    }
}
