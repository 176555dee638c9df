//! The fixed words of the formats for people, in both languages. What is said about a rule stands in its page.

use super::layout::GLUE;
use crate::finding::{GateState, State, Verdict};
use crate::model::Kind;
use crate::rule::Lang;

macro_rules! words {
    ($($name:ident $de:literal $en:literal)*) => {
        /// A word or sentence without arguments.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Word { $($name,)* }

        impl Word {
            /// The word in a language.
            pub(super) fn get(self, lang: Lang) -> &'static str {
                match (self, lang) {
                    $((Self::$name, Lang::De) => $de, (Self::$name, Lang::En) => $en,)*
                }
            }
        }
    };
}

words! {
    Error "Fehler" "error"
    Warning "Warnung" "warning"
    Undetermined "Unentscheidbar" "undetermined"
    Advice "Rat" "advice"
    Task "Aufgabe:" "Task:"
    Responsible "Zuständig:" "Responsible:"
    Help "Hilfe:" "Help:"
    More "Mehr:" "More:"
    Changed "Seitdem geändert" "Changed since"
    Uncommitted "nicht eingecheckt" "uncommitted"
    Exemptions "Ausnahmen" "Exemptions"
    Baseline "Altbestand" "Baseline"
    NoGateHonours "Kein Tor lässt das gelten." "No gate honours that."
    ByPhase "Nach Phase" "By phase"
    ByRole "Nach Rolle" "By role"
    BlocksNot "Was nicht sperrt" "What does not block"
    Check "Prüfung" "Check"
    Gate "Tor" "Gate"
    Project "Projekt" "Project"
    Phase "Phase" "Phase"
    Turn "Am Zug" "Next to act"
    Checked "Geprüft" "Judged"
    Passed "Bestanden" "Passed"
    Worktree "Arbeitsverzeichnis" "working tree"
    Index "Index" "index"
    Over "über" "on"
    NoCommitYet "noch kein Commit" "no commit yet"
    NoCommit "kein Commit" "no commit"
    Absent "Nicht in diesem Repository" "Not in this repository"
    TurnedOff "Fakten schalten ab" "Facts turn off"
    GradeL0 "Stufe L0: Die Dateien sagen es so; wer freigegeben hat, ist nicht belegt."
            "Grade L0: The files say so; who approved is not proven."
    GradeL1 "Stufe L1: Auch der Maßstab des Ziels galt, den die Änderung nicht senken kann; wer freigegeben hat, ist nicht belegt."
            "Grade L1: The bar of the target counted too, which the change cannot lower; who approved is not proven."
    GradeL2 "Stufe L2: Auch der Maßstab des Ziels galt, und wer einen seiner Schlüssel hält, hat genau diese Inhalte freigegeben; dass jemand sie geprüft hat, ist nicht belegt."
            "Grade L2: The bar of the target counted too, and holders of its keys approved exactly these contents; that anybody reviewed them is not proven."
    Solo "Allein verantwortet (solo): Niemand außer den Verfasser*innen hat freigegeben"
         "On one’s own (solo): nobody but the authors has approved"
    SoloNothing "Allein verantwortet (solo): Wer schreibt, darf hier auch freigeben"
                "On one’s own (solo): whoever writes may approve here"
    New "neu" "new"
    Worse "schlimmer" "worse"
    Before "vorher schon da" "there before"
    Versus "gegenüber" "against"
    NoBase "Am Ziel noch ohne Maßstab, deshalb nur nach dem eigenen geprüft"
           "Without a bar at the target yet, so judged by its own alone"
    Tasks "Aufgaben nach Phase und Stand" "Tasks by phase and state"
    OnlyRole "Nur Aufgaben der Rolle" "Only tasks of the role"
    NoTasks "Keine Aufgaben." "No tasks."
    LeftFor "Offen bis zum Tor" "Left for the gate"
    NothingLeft "Nichts mehr offen." "Nothing left."
    NotAtGate ", am Tor nicht" ", not at the gate"
    Lapses "Nächste Prüfungen und Entscheidungen" "Next reviews and decisions"
    NoLapses "Keine Prüfung wird in den nächsten 180 Tagen fällig, keine Entscheidung läuft ab." "No review falls due and no decision lapses within 180 days."
    Overdue "überfällig" "overdue"
    Gates "Tore" "Gates"
    NoDecision "keine Entscheidung" "no decision"
    Decision "Entscheidung" "decision"
    Evidence "Nachweis:" "Evidence:"
    State "Stand:" "State:"
    Due "Fällig:" "Due:"
    ClaimedBy "Zugeordnet:" "Claimed by:"
    LastChange "Geändert:" "Last change:"
    ReviewPoint "Geprüfter Stand:" "Review point:"
    ReviewDue "Nächste Prüfung:" "Next review:"
    HoldsUntil "Gilt bis:" "Holds until:"
    Bounded "oder früher; die Geschichte ist abgeschnitten" "or earlier; the history is cut off"
    NotKnown "nicht bekannt" "not known"
    Findings "Befunde zu dieser Datei" "Findings on this file"
    NoFindings "Kein Befund zu dieser Datei." "No finding on this file."
    Next "Als Nächstes" "What comes next"
    Verdict "Ergebnis" "Verdict"
    Blocks "Was sperrt" "What blocks"
    Finding "Befund" "Finding"
    Place "Ort" "Place"
    Rule "Regel" "Rule"
    HowOn "So geht es weiter" "How to go on"
    Reason "Grund" "Reason"
    Owner "Verantwortlich" "Owner"
    LastDay "Letzter Tag" "Last day"
    Root "Die Wurzel des Repositorys." "The root of the repository."
    ExpectedHere "Hier wird die Datei erwartet." "The file is expected here."
    NotSeen "Liegt anderswo: genannt, nicht gesehen." "Lies elsewhere: referenced, not seen."
    NotJudged "nicht beurteilt" "not judged"
    AllDone "Für das laufende Tor ist nichts mehr offen." "Nothing is left for the current gate."
}

/// The state of a task or piece.
pub(super) fn state(state: State, lang: Lang) -> &'static str {
    let (de, en) = match state {
        State::Undetermined => ("unentscheidbar", "undetermined"),
        State::Missing => ("fehlt", "missing"),
        State::Untracked => ("nicht eingecheckt", "untracked"),
        State::Malformed => ("fehlerhaft", "malformed"),
        State::Untouched => ("leere Vorlage", "untouched"),
        State::Incomplete => ("unvollständig", "incomplete"),
        State::Draft => ("Entwurf", "draft"),
        State::NoGo => ("kein Go", "no go"),
        State::Unapproved => ("ohne Freigabe", "unapproved"),
        State::Outdated => ("überholt", "outdated"),
        State::Overdue => ("überfällig", "overdue"),
        State::Changed => ("geändert", "changed"),
        State::Borrowed => ("Altbestand", "borrowed"),
        State::Exempt => ("ausgenommen", "exempt"),
        State::Referenced => ("anderswo", "elsewhere"),
        State::NotApplicable => ("entfällt", "not applicable"),
        State::Later => ("später", "later"),
        State::Satisfied => ("erfüllt", "satisfied"),
    };
    pick(lang, de, en)
}

/// A kind of requirement.
pub(super) fn kind(kind: Kind, lang: Lang) -> &'static str {
    let (de, en) = match kind {
        Kind::Evidence => ("Datei", "file"),
        Kind::Metadata => ("Kopfdaten", "metadata"),
        Kind::Content => ("Inhalt", "content"),
        Kind::Sections => ("Abschnitte", "sections"),
        Kind::Fields => ("Felder", "fields"),
        Kind::Rows => ("Einträge", "entries"),
        Kind::Checklist => ("Checkliste", "checklist"),
        Kind::Review => ("Prüfung", "review"),
        Kind::Current => ("Aktualität", "still current"),
        Kind::Approved => ("Freigabe", "approval"),
        Kind::Decision => ("Entscheidung", "decision"),
        Kind::Project => ("Projekt", "project"),
    };
    pick(lang, de, en)
}

/// The state of a gate.
pub(super) fn gate_state(state: GateState, lang: Lang) -> &'static str {
    match state {
        GateState::Passed => verdict(Verdict::Pass, lang),
        GateState::Blocked => verdict(Verdict::Fail, lang),
        GateState::Undetermined => verdict(Verdict::Undetermined, lang),
        GateState::Later => pick(lang, "steht noch bevor", "still to come"),
    }
}

/// A verdict, behind the name of what was judged.
pub(super) fn verdict(verdict: Verdict, lang: Lang) -> &'static str {
    match verdict {
        Verdict::Pass => pick(lang, "bestanden", "passed"),
        Verdict::Fail => pick(lang, "nicht bestanden", "not passed"),
        Verdict::Undetermined => pick(lang, "nicht entscheidbar", "cannot be decided"),
    }
}

/// `3 Fehler`.
pub(super) fn errors(count: usize, lang: Lang) -> String {
    counted(count, lang, ["Fehler", "Fehler"], ["error", "errors"])
}

/// `4 Warnungen`.
pub(super) fn warnings(count: usize, lang: Lang) -> String {
    counted(count, lang, ["Warnung", "Warnungen"], ["warning", "warnings"])
}

/// `1 Ausnahme`.
pub(super) fn exemptions(count: usize, lang: Lang) -> String {
    counted(count, lang, ["Ausnahme", "Ausnahmen"], ["exemption", "exemptions"])
}

/// `12 aus dem Altbestand`.
pub(super) fn borrowed(count: usize, lang: Lang) -> String {
    let told = match lang {
        Lang::De => format!("{count} aus dem Altbestand"),
        Lang::En => format!("{count} from the baseline"),
    };
    told.replace(' ', &GLUE.to_string())
}

/// `12 Lücken, die älteste seit 2026-11-28`.
pub(super) fn gaps(count: usize, since: &str, lang: Lang) -> String {
    let told = counted(count, lang, ["Lücke", "Lücken"], ["gap", "gaps"]);
    match lang {
        Lang::De => format!("{told}, die älteste seit {since}."),
        Lang::En => format!("{told}, the oldest since {since}."),
    }
}

/// `2 neu, 1 schlimmer`.
pub(super) fn since(new: usize, worse: usize, lang: Lang) -> String {
    format!("{new}{GLUE}{}, {worse}{GLUE}{}", Word::New.get(lang), Word::Worse.get(lang))
}

/// `3 Befunde gab es vorher schon`.
pub(super) fn before(count: usize, lang: Lang) -> String {
    let de = ["Befund gab es vorher schon", "Befunde gab es vorher schon"];
    let told = counted(count, lang, de, ["finding was there before", "findings were there before"]);
    told.replace(' ', &GLUE.to_string())
}

/// The sentence that nothing was compared.
pub(super) fn arrived(commit: &str, base: &str, lang: Lang) -> String {
    match lang {
        Lang::De => format!("Nichts verglichen: {commit} gehört schon zum Ziel {base}."),
        Lang::En => format!("Nothing compared: {commit} belongs to the target {base} already."),
    }
}

/// `3 Dateien`.
pub(super) fn files(count: usize, lang: Lang) -> String {
    counted(count, lang, ["Datei", "Dateien"], ["file", "files"])
}

/// `24 Nachweise`.
pub(super) fn pieces(count: usize, lang: Lang) -> String {
    counted(count, lang, ["Nachweis", "Nachweise"], ["piece of evidence", "pieces of evidence"])
}

/// `2 Projekte`.
pub(super) fn projects(count: usize, lang: Lang) -> String {
    counted(count, lang, ["Projekt", "Projekte"], ["project", "projects"])
}

/// `2 Befunde sperren`.
pub(super) fn blocking(count: usize, lang: Lang) -> String {
    counted(count, lang, ["Befund sperrt", "Befunde sperren"], ["finding blocks", "findings block"])
}

/// `und 3 weitere`.
pub(super) fn and_more(count: usize, lang: Lang) -> String {
    match lang {
        Lang::De => format!("und {count} weitere"),
        Lang::En => format!("and {count} more"),
    }
}

/// `, Gegenstand „modell“`.
pub(super) fn subject(id: &str, lang: Lang) -> String {
    match lang {
        Lang::De => format!(", Gegenstand „{id}“"),
        Lang::En => format!(", subject “{id}”"),
    }
}

/// `bestanden mit 1 Ausnahme (E-17)`.
pub(super) fn with_exemptions(verdict: &str, exemptions: &str, lang: Lang) -> String {
    match lang {
        Lang::De => format!("{verdict} mit {exemptions}"),
        Lang::En => format!("{verdict} with {exemptions}"),
    }
}

/// `51b0c2e zum 2026-11-22 (UTC)`.
pub(super) fn as_of(source: &str, date: &str, lang: Lang) -> String {
    match lang {
        Lang::De => format!("{source} zum {date} (UTC)"),
        Lang::En => format!("{source} as of {date} (UTC)"),
    }
}

/// `bis 2027-01-31`.
pub(super) fn until(date: &str, lang: Lang) -> String {
    match lang {
        Lang::De => format!("bis {date}"),
        Lang::En => format!("until {date}"),
    }
}

/// `, nicht am Tor „Projektfreigabe“`: what an exemption says beside its last day.
pub(super) fn not_at(gate: &str, lang: Lang) -> String {
    match lang {
        Lang::De => format!(", nicht am Tor „{gate}“"),
        Lang::En => format!(", not at the gate “{gate}”"),
    }
}

/// `Ausgenommen bis 2027-01-31 (Leitung): Personalwechsel`.
pub(super) fn exempt_until(date: &str, owner: &str, reason: &str, lang: Lang) -> String {
    match lang {
        Lang::De => format!("Ausgenommen bis {date} ({owner}): {reason}"),
        Lang::En => format!("Exempt until {date} ({owner}): {reason}"),
    }
}

/// `seit 2026-11-28`.
pub(super) fn since_day(date: &str, lang: Lang) -> String {
    match lang {
        Lang::De => format!("seit {date}"),
        Lang::En => format!("since {date}"),
    }
}

/// `Aus dem Altbestand, seit 2026-11-28 (Leitung). Kein Tor lässt es gelten.`
pub(super) fn borrowed_since(date: &str, owner: &str, lang: Lang) -> String {
    match lang {
        Lang::De => format!("Aus dem Altbestand, seit {date} ({owner}). Kein Tor lässt das gelten."),
        Lang::En => format!("From the baseline, since {date} ({owner}). No gate honours it."),
    }
}

/// The sentence about findings that a format has no room for.
pub(super) fn left_out(count: usize, lang: Lang) -> String {
    match (lang, count) {
        (Lang::De, 1) => "1 weiterer Befund steht nicht hier.".to_owned(),
        (Lang::De, _) => format!("{count} weitere Befunde stehen nicht hier."),
        (Lang::En, 1) => "1 more finding is not shown here.".to_owned(),
        (Lang::En, _) => format!("{count} more findings are not shown here."),
    }
}

/// The sentence about exempt findings in a format that leaves them out.
pub(super) fn exempt_left_out(count: usize, lang: Lang) -> String {
    match (lang, count) {
        (Lang::De, 1) => "1 Befund ist ausgenommen und steht nicht in dieser Datei.".to_owned(),
        (Lang::De, _) => format!("{count} Befunde sind ausgenommen und stehen nicht in dieser Datei."),
        (Lang::En, 1) => "1 finding is exempt and left out of this file.".to_owned(),
        (Lang::En, _) => format!("{count} findings are exempt and left out of this file."),
    }
}

/// The sentence about uncommitted changes.
pub(super) fn unseen(count: usize, lang: Lang) -> String {
    match (lang, count) {
        (Lang::De, 1) => "1 nicht eingecheckte Änderung an Nachweisen wurde nicht betrachtet.".to_owned(),
        (Lang::De, _) => {
            format!("{count} nicht eingecheckte Änderungen an Nachweisen wurden nicht betrachtet.")
        }
        (Lang::En, 1) => "1 uncommitted change to evidence was not looked at.".to_owned(),
        (Lang::En, _) => format!("{count} uncommitted changes to evidence were not looked at."),
    }
}

fn counted(count: usize, lang: Lang, de: [&str; 2], en: [&str; 2]) -> String {
    let [one, many] = match lang {
        Lang::De => de,
        Lang::En => en,
    };
    format!("{count}{GLUE}{}", if count == 1 { one } else { many })
}

fn pick(lang: Lang, de: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::De => de,
        Lang::En => en,
    }
}
