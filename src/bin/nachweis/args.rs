//! The command line. The words are German; `english` holds them in English, and a test that none is missing.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use nachweis::rule::Lang;

/// Prüft die Nachweise, die ein KI-Projekt der öffentlichen Verwaltung schuldet.
///
/// Nachweise (Entscheidungen, DSFA, Workshop-Protokolle, Deaktivierungsplan …) liegen als Dateien im
/// Git-Repository. nachweis sagt, was fehlt, unvollständig, nicht freigegeben oder veraltet ist, und hält ein
/// Release an, dessen Tor nicht bestanden ist.
#[derive(Debug, Parser)]
#[command(name = "nachweis", version, max_term_width = 100, propagate_version = false)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// Ordner, in dem die Suche nach Projekt und Repository beginnt
    #[arg(long, global = true, value_name = "ORDNER", default_value = ".", hide_default_value = true)]
    pub(crate) project: PathBuf,

    /// Sprache der Meldungen: de oder en (sonst die der Einstellungen, sonst Deutsch)
    #[arg(long, global = true, value_name = "SPRACHE", hide_possible_values = true)]
    lang: Option<LangArg>,

    /// Stichtag, zum Beispiel 2027-03-31 (sonst SOURCE_DATE_EPOCH, sonst heute in UTC)
    #[arg(long, global = true, value_name = "DATUM")]
    pub(crate) as_of: Option<String>,

    /// Ausgabe: text, concise, json, sarif, sarif-suppressed, github, gitlab, junit, rdjson oder markdown; für list
    /// text, json oder markdown
    #[arg(long, global = true, value_name = "FORMAT")]
    pub(crate) format: Option<String>,

    /// Bericht zusätzlich in eine Datei schreiben, zum Beispiel json=bericht.json; - ist die Ausgabe (mehrfach möglich)
    #[arg(long, global = true, value_name = "FORMAT=DATEI")]
    pub(crate) report: Vec<String>,

    /// Farbe: auto, always oder never
    #[arg(
        long,
        global = true,
        value_name = "WANN",
        default_value = "auto",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub(crate) color: ColorArg,

    /// Nur Fehler und das Ergebnis ausgeben
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,

    /// Mehr ausgeben: Auszüge auch zu Warnungen, Ausnahmen einzeln
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
}

impl Args {
    /// The language that was asked for.
    pub(crate) fn asked_lang(&self) -> Option<Lang> {
        self.lang.map(|lang| match lang {
            LangArg::De => Lang::De,
            LangArg::En => Lang::En,
        })
    }

    /// The language that was asked for, else German.
    pub(crate) fn lang(&self) -> Lang {
        self.asked_lang().unwrap_or_default()
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum LangArg {
    De,
    En,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorArg {
    Auto,
    Always,
    Never,
}

const CHECK_EXAMPLES: &str = "\
Was eine Änderung gegenüber ihrem Zielzweig verschlechtert:
  nachweis check --base refs/remotes/origin/main
Was der nächste Commit verschlechtert, etwa als pre-commit-Hook:
  nachweis check --staged --base HEAD";

const GATE_EXAMPLES: &str = "\
Auch nach dem Maßstab des Zielzweigs:
  nachweis gate inbetriebnahme --base refs/remotes/origin/main";

const EXEMPT_EXAMPLES: &str = "\
Welche Ausnahmen es gibt und ob sie gelten:
  nachweis exempt
Ein Nachweis darf 60 Tage fehlen:
  nachweis exempt P-15 --rule missing-evidence --days 60 --reason \"Workshop auf Mai verlegt\" \\
    --approved-by leitung@behoerde.example
Nach neuem Beschluss verlängern:
  nachweis exempt P-15 --rule missing-evidence --renew --until 2027-03-31 \\
    --reason \"Termin fiel aus\" --approved-by leitung@behoerde.example";

const BASELINE_EXAMPLES: &str = "\
Beim Einführen, und später immer wieder, um Erledigtes zu streichen:
  nachweis baseline
Auch aufnehmen, was seitdem hinzugekommen ist:
  nachweis baseline --extend
Wie viel noch offen ist, seit wann und bei wem:
  nachweis status";
const POLICY_EXAMPLES: &str = "\
Was hier gilt, und woher jeder Wert kommt:
  nachweis policy show
Ob eine Änderung an Einstellungen oder Regelwerk weniger verlangt als der Zielzweig:
  nachweis policy diff refs/remotes/origin/main
Was das eigene Regelwerk anders verlangt als das mitgelieferte:
  nachweis policy diff arbeitshilfe@2026.1
Ein eigenes Regelwerk prüfen, auch eines, das auf einem anderen aufbaut (extends):
  nachweis policy check regeln/haus
Wie Regelwerke zusammengelegt werden:
  nachweis explain weakened-pack";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Packt ein Beispielprojekt aus und prüft es: die erste Minute
    Demo,
    /// Legt die Einstellungen eines Projekts an
    Init(InitArgs),
    /// Schreibt fehlende Nachweise aus ihren Vorlagen
    New(NewArgs),
    /// Prüft alles, was bis zur laufenden Phase fällig ist
    #[command(after_help = CHECK_EXAMPLES)]
    Check(CheckArgs),
    /// Entscheidet über ein Tor: bestanden oder nicht
    #[command(after_help = GATE_EXAMPLES)]
    Gate(GateArgs),
    /// Zeigt den Stand für eine Steuerungsrunde
    Status(StatusArgs),
    /// Bestätigt, dass ein Nachweis geprüft wurde: setzt `reviewed` auf heute
    Review(ReviewArgs),
    /// Hält eine Freigabe fest
    Approve(ApproveArgs),
    /// Gewährt oder verlängert eine Ausnahme; ohne Angabe: zeigt, welche es gibt
    #[command(after_help = EXEMPT_EXAMPLES)]
    Exempt(ExemptArgs),
    /// Übernimmt ein bestehendes Projekt: hält fest, was heute fehlt
    #[command(after_help = BASELINE_EXAMPLES)]
    Baseline(BaselineArgs),
    /// Listet, was es gibt: Aufgaben, Regeln, Phasen, Rollen, Fakten, Regelwerke
    List(ListArgs),
    /// Erklärt eine Regel, eine Aufgabe oder eine Datei
    Explain(ExplainArgs),
    /// Prüft ein Regelwerk, zeigt den geltenden Maßstab und was sich daran ändert
    #[command(after_help = POLICY_EXAMPLES)]
    Policy(PolicyArgs),
    /// Gibt ein JSON-Schema aus
    Schema(SchemaArgs),
    /// Gibt die Vervollständigung für eine Shell aus
    Completions(CompletionsArgs),
}

#[derive(Debug, ClapArgs)]
pub(crate) struct InitArgs {
    /// Name des Projekts (sonst der Name des Ordners)
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// Laufende Phase (sonst die erste)
    #[arg(long, value_name = "PHASE")]
    pub(crate) phase: Option<String>,
    /// Profil: kern oder voll
    #[arg(long, value_name = "PROFIL")]
    pub(crate) profile: Option<String>,
    /// Antwort auf einen Fakt, zum Beispiel personenbezug=true (mehrfach möglich)
    #[arg(long = "fact", value_name = "FAKT=WERT")]
    pub(crate) facts: Vec<String>,
    /// Nichts fragen; offene Fakten bleiben offen
    #[arg(long)]
    pub(crate) yes: bool,
    /// Auch die Pipeline anlegen: github oder gitlab
    #[arg(long, value_name = "FORGE", hide_possible_values = true)]
    pub(crate) ci: Option<Forge>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Forge {
    Github,
    Gitlab,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct NewArgs {
    /// Aufgabe oder Stück, zum Beispiel P-10 oder P-10/risiken
    #[arg(value_name = "AUFGABE", required_unless_present = "due")]
    pub(crate) targets: Vec<String>,
    /// Alles, was dem laufenden Tor noch fehlt
    #[arg(long)]
    pub(crate) due: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct CheckArgs {
    /// Ordner der Projekte (sonst das nächste Projekt an oder über diesem Ordner, sonst alle darunter)
    #[arg(value_name = "PROJEKT")]
    pub(crate) projects: Vec<PathBuf>,
    /// Den Index prüfen: was der nächste Commit enthielte
    #[arg(long, conflicts_with = "rev")]
    pub(crate) staged: bool,
    /// Einen Commit prüfen: HEAD, eine volle Kennung oder refs/…
    #[arg(long, value_name = "REV")]
    pub(crate) rev: Option<String>,
    /// Nur sperren, was eine Änderung gegenüber diesem Commit verschlechtert: HEAD, eine volle Kennung oder refs/…
    #[arg(long, value_name = "REV")]
    pub(crate) base: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct GateArgs {
    /// Phase, deren Tor gemeint ist, zum Beispiel inbetriebnahme
    #[arg(value_name = "PHASE")]
    pub(crate) phase: String,
    /// Commit, über den entschieden wird: HEAD, eine volle Kennung oder refs/…
    #[arg(long, value_name = "REV", default_value = "HEAD", hide_default_value = true)]
    pub(crate) rev: String,
    /// Auch nach dem Maßstab dieses Commits prüfen: HEAD, eine volle Kennung oder refs/…
    #[arg(long, value_name = "REV")]
    pub(crate) base: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct StatusArgs {
    /// Nur die Aufgaben einer Rolle
    #[arg(long, value_name = "ROLLE")]
    pub(crate) role: Option<String>,
    /// Stand eines Commits: HEAD, eine volle Kennung oder refs/…
    #[arg(long, value_name = "REV")]
    pub(crate) rev: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ReviewArgs {
    /// Aufgabe, Stück oder Datei
    #[arg(value_name = "AUFGABE|DATEI", required = true)]
    pub(crate) targets: Vec<String>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ApproveArgs {
    /// Aufgabe, Stück oder Datei; nachweis.toml, wenn ein Maßstab mit Freigabe sinken soll
    #[arg(value_name = "AUFGABE|DATEI")]
    pub(crate) target: String,
    /// Rolle, in der freigegeben wird
    #[arg(long, value_name = "ROLLE")]
    pub(crate) role: String,
    /// Wer freigibt: Mitglied der Rolle nach den Einstellungen (sonst user.email aus Git)
    #[arg(long = "as", value_name = "ADRESSE")]
    pub(crate) person: Option<String>,
    /// Nichts schreiben, sondern die Datei zum Einfügen ausgeben
    #[arg(long)]
    pub(crate) print: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ExemptArgs {
    /// Aufgabe (alle ihre Nachweise) oder Stück, zum Beispiel P-15 oder P-10/risiken
    #[arg(value_name = "AUFGABE", requires_all = ["reason", "approved_by"])]
    pub(crate) targets: Vec<String>,
    /// Warum der Nachweis warten darf
    #[arg(long, value_name = "GRUND", requires = "targets")]
    pub(crate) reason: Option<String>,
    /// Rolle, die den Mangel beheben muss (sonst die zuständige Rolle der Aufgabe)
    #[arg(long, value_name = "ROLLE", requires = "targets")]
    pub(crate) owner: Option<String>,
    /// Wer die Ausnahme gewährt: Mitglied einer Rolle, die das darf
    #[arg(long, value_name = "ADRESSE", requires = "targets")]
    pub(crate) approved_by: Option<String>,
    /// Nur für diese Regel, zum Beispiel missing-evidence (sonst für alle, von denen es Ausnahmen gibt)
    #[arg(long, value_name = "REGEL", requires = "targets")]
    pub(crate) rule: Option<String>,
    /// Letzter Tag, an dem sie gilt
    #[arg(long, value_name = "DATUM", requires = "targets", conflicts_with = "days")]
    pub(crate) until: Option<String>,
    /// Wie viele Tage sie gilt (sonst 90, wenn das Regelwerk so lange erlaubt)
    #[arg(long, value_name = "TAGE", requires = "targets", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) days: Option<u16>,
    /// Die vorhandene Ausnahme mit neuem Grund und neuen Tagen weiterführen
    #[arg(long, requires = "targets")]
    pub(crate) renew: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct BaselineArgs {
    /// Auch aufnehmen, was seit dem ersten Mal hinzugekommen ist
    #[arg(long)]
    pub(crate) extend: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ListArgs {
    /// Was: tasks, rules, phases, roles, facts oder packs
    #[arg(value_name = "WAS", hide_possible_values = true)]
    pub(crate) what: ListWhat,
    /// Nur Aufgaben dieser Phase
    #[arg(long, value_name = "PHASE")]
    pub(crate) phase: Option<String>,
    /// Nur Aufgaben, an denen diese Rolle beteiligt ist
    #[arg(long, value_name = "ROLLE")]
    pub(crate) role: Option<String>,
    /// Nur Aufgaben dieses Profils
    #[arg(long, value_name = "PROFIL")]
    pub(crate) profile: Option<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum ListWhat {
    Tasks,
    Rules,
    Phases,
    Roles,
    Facts,
    Packs,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ExplainArgs {
    /// Regel, Aufgabe, Stück, Phase, Fakt oder Datei; ohne Angabe: wo stehe ich, was kommt als Nächstes
    #[arg(value_name = "WAS")]
    pub(crate) what: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct PolicyArgs {
    /// Was: check, show oder diff
    #[arg(value_name = "WAS", hide_possible_values = true)]
    pub(crate) what: PolicyWhat,
    /// Für check der Ordner eines Regelwerks im Repository (sonst das mitgelieferte); für diff ein Commit (HEAD, eine
    /// volle Kennung oder refs/…), ein Ordner oder ein Regelwerk mit Version (sonst HEAD)
    #[arg(value_name = "ZIEL")]
    pub(crate) target: Option<String>,
    /// Den Maßstab eines Commits zeigen oder vergleichen (sonst den des Arbeitsverzeichnisses)
    #[arg(long, value_name = "REV")]
    pub(crate) rev: Option<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum PolicyWhat {
    Check,
    Show,
    Diff,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct SchemaArgs {
    /// Wovon: settings, pack oder report
    #[arg(value_name = "WOVON", hide_possible_values = true)]
    pub(crate) what: SchemaWhat,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum SchemaWhat {
    Settings,
    Pack,
    Report,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct CompletionsArgs {
    /// Shell: bash, zsh, fish, elvish oder powershell
    #[arg(value_name = "SHELL", hide_possible_values = true)]
    pub(crate) shell: clap_complete::Shell,
}
