//! From the command line to arguments, and from arguments to what they name.

use std::path::Path;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, FromArgMatches};
use nachweis::engine::{Ask, Exit, World, stopped};
use nachweis::gather::{Claim, Picture, PieceView};
use nachweis::name::{Address, RepoPath};
use nachweis::render::{Format, render};
use nachweis::repo::Repository;
use nachweis::rule::Lang;

use crate::args::Args;
use crate::english::english;
use crate::failure::Failure;
use crate::{output, progress};

/// Reads the command line. Help and mistakes are printed here; the error is the exit code.
pub(crate) fn parse() -> Result<Args, u8> {
    let lang = asked_lang();
    let command = localised(Args::command(), lang);
    let parsed = command.try_get_matches().and_then(|matches| Args::from_arg_matches(&matches));
    parsed.map_err(|error| complain(&error, lang))
}

/// The language has to be known before the command line can be read: its help is in that language.
fn asked_lang() -> Lang {
    // An argument may be any bytes; those that name a language are text.
    let words: Vec<String> = std::env::args_os().map(|word| word.to_string_lossy().into_owned()).collect();
    let after = words.windows(2).any(|pair| pair[0] == "--lang" && pair[1] == "en");
    if after || words.iter().any(|word| word == "--lang=en") { Lang::En } else { Lang::De }
}

/// The command line in a language, headings included.
pub(crate) fn localised(command: clap::Command, lang: Lang) -> clap::Command {
    match lang {
        Lang::En => english(command),
        Lang::De => german(command),
    }
}

const GERMAN: &str = "{before-help}{about-with-newline}\nAufruf: {usage}\n\n{all-args}{after-help}";

fn german(command: clap::Command) -> clap::Command {
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let mut command = command
        .help_template(GERMAN)
        .subcommand_help_heading("Befehle")
        .subcommand_value_name("BEFEHL")
        .disable_help_subcommand(true)
        .mut_args(|arg| {
            let heading = if arg.is_positional() { "Argumente" } else { "Optionen" };
            arg.help_heading(heading)
        })
        .disable_help_flag(true)
        .arg(
            clap::Arg::new("help")
                .short('h')
                .long("help")
                .action(clap::ArgAction::Help)
                .help("Diese Hilfe")
                .global(true)
                .help_heading("Optionen"),
        );
    if command.get_version().is_some() {
        command = command.disable_version_flag(true).arg(
            clap::Arg::new("version")
                .short('V')
                .long("version")
                .action(clap::ArgAction::Version)
                .help("Die Version")
                .help_heading("Optionen"),
        );
    }
    for name in names {
        command = command.mut_subcommand(name, |sub| {
            sub.help_template(GERMAN).mut_args(|arg| {
                let heading = if arg.is_positional() { "Argumente" } else { "Optionen" };
                arg.help_heading(heading)
            })
        });
    }
    command.after_help("Eine Seite zu jedem Begriff: nachweis explain BEGRIFF\nRückgabewerte: 0 bestanden, 1 nicht bestanden, 2 falscher Maßstab, 3 nicht entscheidbar, 4 Bericht nicht geschrieben")
}

fn complain(error: &clap::Error, lang: Lang) -> u8 {
    let told = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    let text = error.render().to_string();
    // The one word of clap's usage line that has no setting of its own.
    let text = if lang == Lang::De { text.replace("[OPTIONS]", "[OPTIONEN]") } else { text };
    if told {
        return output::say(&text).map_or_else(|failure| failure.report(lang), |()| 0);
    }
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand || lang == Lang::En {
        output::complain(text.trim_end());
    } else {
        output::complain(&in_german(error));
    }
    Exit::Yardstick.code()
}

#[expect(clippy::wildcard_enum_match_arm, reason = "clap adds kinds; those not named say no more")]
/// clap speaks English only; these are the mistakes that people make.
fn in_german(error: &clap::Error) -> String {
    let text = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(all)) => all.join(", "),
        Some(_) | None => String::new(),
    };
    let (argument, value) = (text(ContextKind::InvalidArg), text(ContextKind::InvalidValue));
    let mut out = match error.kind() {
        ErrorKind::UnknownArgument => format!("Fehler: {argument} kennt dieser Befehl nicht."),
        ErrorKind::InvalidSubcommand => {
            format!("Fehler: Den Befehl „{}“ gibt es nicht.", text(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingRequiredArgument => format!("Fehler: Es fehlt: {argument}"),
        ErrorKind::InvalidValue if value.is_empty() => format!("Fehler: {argument} braucht einen Wert."),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("Fehler: „{value}“ ist kein Wert für {argument}.")
        }
        ErrorKind::ArgumentConflict => {
            format!("Fehler: {argument} und {} schließen einander aus.", text(ContextKind::PriorArg))
        }
        _ => format!("Fehler: So lässt sich der Aufruf nicht lesen: {}", error.kind()),
    };
    if argument == "<PHASE>" {
        out.push_str("\nZum Beispiel: nachweis gate inbetriebnahme");
    }
    let valid = text(ContextKind::ValidValue);
    if !valid.is_empty() {
        out.push_str(&format!("\nMöglich sind: {valid}"));
    }
    let near = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    if let Some(near) = near.into_iter().map(text).find(|near| !near.is_empty()) {
        // clap names the nearest last.
        out.push_str(&format!("\nMeinten Sie: {}?", near.rsplit(", ").next().unwrap_or(&near)));
    }
    out.push_str(&format!("\nHilfe: {} --help", command(error)));
    out
}

/// The command that was called, with its subcommands: the first words of clap's usage line.
fn command(error: &clap::Error) -> String {
    let usage = error.get(ContextKind::Usage).map(ToString::to_string).unwrap_or_default();
    let is_name = |word: &&str| word.starts_with(|char: char| char.is_ascii_lowercase());
    let words = usage.split_whitespace().skip_while(|word| *word != "nachweis").take_while(is_name);
    let words = words.collect::<Vec<_>>().join(" ");
    if words.is_empty() { "nachweis".to_owned() } else { words }
}

/// Runs a command on the one project at hand. What is wrong with it is reported like by `check`.
pub(crate) fn with_project(
    ask: &Ask,
    args: &Args,
    act: impl FnOnce(&World<'_>, &Picture<'_>, &Path, Lang) -> Result<Exit, Failure>,
) -> Result<Exit, Failure> {
    let give_up = |report: nachweis::finding::Report| {
        output::complain_at_length(render(&report, Format::Text, &output::options(args)).trim_end());
        Err(Failure::Reported(Exit::of(&report)))
    };
    let start = ask.starts.first().cloned().unwrap_or_default();
    let mut repository = match Repository::open(&start) {
        Ok(repository) => repository,
        Err(trouble) => return give_up(stopped(ask, &trouble)),
    };
    let watched = progress::watch(args);
    repository.on_progress(watched.tell());
    let loaded = World::load(&repository, ask);
    let mut loose = Vec::new();
    let pictures = loaded.as_ref().map(|world| world.pictures(ask, &mut loose)).unwrap_or_default();
    // The line is gone before anything is written.
    drop(watched);
    let world = match &loaded {
        Ok(world) => world,
        Err(trouble) => return give_up(stopped(ask, trouble)),
    };
    if !world.problems.is_empty() {
        return give_up(world.report(ask));
    }
    let [picture] = pictures.as_slice() else {
        if !loose.is_empty() {
            return give_up(world.report(ask));
        }
        let names: Vec<String> = pictures.iter().map(|picture| picture.file.folder().to_string()).collect();
        let de = format!(
            "Hier liegen mehrere Projekte: {}.\nNennen Sie eines: --project ORDNER",
            names.join(", ")
        );
        let en =
            format!("There are several projects here: {}.\nName one: --project FOLDER", names.join(", "));
        return Err(Failure::Told(Exit::Yardstick, de, en));
    };
    let lang = ask.lang.unwrap_or(picture.file.settings.language);
    let root = repository.work_dir().unwrap_or(&start).to_owned();
    act(world, picture, &root, lang)
}

/// The pieces that an argument names: all of a task, or one by its address.
pub(crate) fn pieces<'a, 'p>(
    picture: &'a Picture<'p>,
    target: &str,
) -> Result<Vec<&'a PieceView<'p>>, Failure> {
    let unknown = || Failure::Unknown(target.to_owned(), "nachweis list tasks".to_owned());
    let address = Address::new(target).map_err(|_| unknown())?;
    let meant = |piece: &&PieceView<'_>| {
        if address.piece.is_some() { piece.address == address } else { piece.task.id == address.task }
    };
    let found: Vec<_> = picture.pieces.iter().filter(meant).collect();
    if found.is_empty() { Err(unknown()) } else { Ok(found) }
}

/// The files that an argument names, each with its piece: those of a task, of a piece, or a path.
pub(crate) fn claims<'a, 'p>(
    picture: &'a Picture<'p>,
    target: &str,
) -> Result<Vec<(&'a PieceView<'p>, &'a Claim)>, Failure> {
    let path = RepoPath::new(target.trim_start_matches("./"));
    let all = || picture.pieces.iter().flat_map(|piece| piece.claims.iter().map(move |claim| (piece, claim)));
    let by_path: Vec<_> = all().filter(|(_, claim)| Some(&claim.path) == path.as_ref()).collect();
    if !by_path.is_empty() {
        return Ok(by_path);
    }
    // A task's id alone means its main piece where it has a file, as in the ledger.
    let address = Address::new(target).ok();
    let main: Vec<_> = all().filter(|(piece, _)| Some(&piece.address) == address.as_ref()).collect();
    if !main.is_empty() {
        return Ok(main);
    }
    let named = pieces(picture, target)?;
    Ok(named.into_iter().flat_map(|piece| piece.claims.iter().map(move |claim| (piece, claim))).collect())
}
