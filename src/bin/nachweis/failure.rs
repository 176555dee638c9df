//! What can go wrong outside the library, with its exit code and what to do next.

use std::path::PathBuf;

use nachweis::engine::Exit;
use nachweis::rule::Lang;

/// A failure that ends the run.
#[derive(Debug)]
pub(crate) enum Failure {
    /// `--as-of` is no date.
    Date(String),
    /// `SOURCE_DATE_EPOCH` is no number of seconds.
    Epoch(String),
    /// A format that does not exist.
    Format(String, String),
    /// `--report` without a file.
    Report(String),
    /// `--fact` is not of the form fact=value, or the fact or its value does not exist.
    Fact(String, String),
    /// An argument names nothing.
    Unknown(String, String),
    /// A folder that was named is not there, or is no folder.
    NoFolder(PathBuf),
    /// There are settings already.
    Exists(PathBuf),
    /// A file could not be written or read.
    Io(PathBuf, std::io::Error),
    /// Standard output could not be written.
    Output(std::io::Error),
    /// What the library could not look at; already reported.
    Reported(Exit),
    /// Anything to tell in both languages, with the exit code.
    Told(Exit, String, String),
    /// The demo could not be unpacked.
    Demo(String),
}

impl Failure {
    /// Says what happened on standard error and gives the exit code.
    pub(crate) fn report(self, lang: Lang) -> u8 {
        let (exit, de, en) = self.words();
        let text = match lang {
            Lang::De => de,
            Lang::En => en,
        };
        if !text.is_empty() {
            let word = match lang {
                Lang::De => "Fehler",
                Lang::En => "error",
            };
            crate::output::complain(&format!("{word}: {text}"));
        }
        exit.code()
    }

    fn words(self) -> (Exit, String, String) {
        match self {
            Self::Date(text) => (
                Exit::Yardstick,
                format!("„{text}“ ist kein Datum.\nSchreiben Sie es so: --as-of 2026-11-22"),
                format!("“{text}” is no date.\nWrite it like this: --as-of 2026-11-22"),
            ),
            Self::Epoch(text) => (
                Exit::Yardstick,
                format!(
                    "SOURCE_DATE_EPOCH ist „{text}“, keine Zahl von Sekunden seit 1970.\nNennen Sie den Stichtag selbst: --as-of 2026-11-22"
                ),
                format!(
                    "SOURCE_DATE_EPOCH is “{text}”, not a number of seconds since 1970.\nName the day yourself: --as-of 2026-11-22"
                ),
            ),
            Self::Format(text, known) => (
                Exit::Yardstick,
                format!("Das Format „{text}“ gibt es nicht.\nMöglich sind: {known}"),
                format!("there is no format “{text}”.\nKnown are: {known}"),
            ),
            Self::Report(text) => (
                Exit::Yardstick,
                format!("„{text}“ nennt keine Datei.\nSchreiben Sie es so: --report json=bericht.json"),
                format!("“{text}” names no file.\nWrite it like this: --report json=report.json"),
            ),
            Self::Fact(text, expected) => (
                Exit::Yardstick,
                format!(
                    "„{text}“ ist keine Antwort auf einen Fakt.\nErwartet: {expected}\nAlle Fakten: nachweis list facts"
                ),
                format!(
                    "“{text}” answers no fact.\nExpected: {expected}\nAll facts: nachweis list facts --lang en"
                ),
            ),
            Self::Unknown(text, known) => (
                Exit::Yardstick,
                format!("„{text}“ gibt es nicht.\n{known}"),
                format!("there is no “{text}”.\n{known}"),
            ),
            Self::NoFolder(path) => (
                Exit::Yardstick,
                format!(
                    "Den Ordner {} gibt es nicht.\nNennen Sie einen vorhandenen: --project ORDNER",
                    path.display()
                ),
                format!("there is no folder {}.\nName one that is there: --project FOLDER", path.display()),
            ),
            Self::Exists(path) => (
                Exit::Yardstick,
                format!(
                    "{} gibt es schon; es bleibt, wie es ist.\nWas als Nächstes kommt: nachweis explain",
                    path.display()
                ),
                format!(
                    "{} is there already and stays as it is.\nWhat comes next: nachweis explain",
                    path.display()
                ),
            ),
            Self::Io(path, error) => (
                Exit::Unwritten,
                format!("{} lässt sich nicht schreiben oder lesen ({error}).", path.display()),
                format!("{} cannot be written or read ({error}).", path.display()),
            ),
            Self::Output(error) => (
                Exit::Unwritten,
                format!("Die Ausgabe lässt sich nicht schreiben ({error})."),
                format!("the output cannot be written ({error})."),
            ),
            Self::Reported(exit) => (exit, String::new(), String::new()),
            Self::Told(exit, de, en) => (exit, de, en),
            Self::Demo(detail) => (
                Exit::Unwritten,
                format!("Das Beispielprojekt ließ sich nicht auspacken ({detail})."),
                format!("the example project could not be unpacked ({detail})."),
            ),
        }
    }
}
