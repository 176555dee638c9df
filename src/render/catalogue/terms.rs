//! The fixed words of the catalogue, in both languages.

use crate::rule::Lang;

macro_rules! terms {
    ($($name:ident $de:literal $en:literal)*) => {
        /// A word or sentence without arguments.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Term { $($name,)* }

        impl Term {
            /// The word in a language.
            pub(super) fn get(self, lang: Lang) -> &'static str {
                match (self, lang) {
                    $((Self::$name, Lang::De) => $de, (Self::$name, Lang::En) => $en,)*
                }
            }
        }
    };
}

terms! {
    // Listings
    Tasks "Aufgaben" "Tasks"
    Rules "Regeln" "Rules"
    Phases "Phasen" "Phases"
    Roles "Rollen" "Roles"
    Facts "Fragen zum Vorhaben" "Questions about the project"
    None "Nichts gefunden." "Nothing found."
    Id "Kennung" "Id"
    Number "Nr." "No."
    Title "Titel" "Title"
    Task "Aufgabe" "Task"
    Rule "Regel" "Rule"
    Question "Frage" "Question"
    Answers "Antworten" "Answers"
    Pieces "Nachweise" "Pieces"
    Meaning "Bedeutung" "Meaning"
    MoreTask "Mehr zu einer Aufgabe:" "More about a task:"
    MoreRule "Mehr zu einer Regel:" "More about a rule:"
    MoreGate "Mehr zu einem Tor:" "More about a gate:"
    MoreFact "Mehr zu einer Frage:" "More about a question:"
    // Packs
    Version "Fassung" "Version"
    Language "Sprache" "Language"
    German "Deutsch" "German"
    English "Englisch" "English"
    Researched "Recherchiert" "Researched"
    Exemption "Längste Ausnahme" "Longest exemption"
    Digest "Prüfsumme:" "Digest:"
    // Roles
    MayOwn "darf zuständig sein" "may be responsible"
    MayNotOwn "ist nie zuständig" "is never responsible"
    MayApprove "darf freigeben" "may approve"
    MayNotApprove "gibt nie frei" "never approves"
    MayExempt "darf Ausnahmen gewähren" "may grant exemptions"
    Rights "Rechte" "Rights"
    NotBoth "Nicht zugleich" "Not at the same time"
    NotesInGerman "Die Bedeutung ist nur auf Deutsch beschrieben." "The meanings exist in German only."
    // Tasks
    Phase "Phase" "Phase"
    Due "Fällig" "Due"
    Responsible "Zuständig" "Responsible"
    Contributing "Mitwirkend" "Contributing"
    Profiles "Profile" "Profiles"
    Topics "Leitlinien" "Guideline"
    And "und" "and"
    Applies "Gilt" "Applies"
    Always "für jedes Vorhaben" "to every project"
    FactsAsked "Antworten in nachweis.toml, von denen das abhängt" "Answers in nachweis.toml on which this depends"
    Conditionable "Auflage" "Condition"
    Effort "Aufwand" "Effort"
    Origin "Herkunft" "Origin"
    Reference "Fundstelle" "Reference"
    NoReference "leer. Rekonstruktion, nicht der Text der Arbeitshilfe." "empty. Reconstruction, not the text of the Arbeitshilfe."
    Goals "Ziele" "Goals"
    Steps "Schritte" "Steps"
    Methods "Methoden zur Wahl" "Methods to choose from"
    Resources "Was es braucht" "What it takes"
    Checklist "Checkliste" "Checklist"
    Basis "Grundlagen" "Basis"
    Reading "Zum Weiterlesen" "Further reading"
    Commands "Befehle" "Commands"
    ToWrite "Was fehlt, aus den Vorlagen anlegen:" "Write what is missing from the templates:"
    ToReview "Nach jedem Durchlesen das Prüfdatum setzen:" "After each reading set the review date:"
    ToApprove "Freigeben, wenn der Inhalt feststeht:" "Approve once the content is settled:"
    GermanOnly "Die folgenden Texte gibt es nur auf Deutsch:" "The following texts exist in German only:"
    EnglishOnly "Die folgenden Texte gibt es nur auf Englisch:" "The following texts exist in English only:"
    Reason "Warum im Profil" "Why in the profile"
    // Pieces
    Evidence "Nachweise" "Evidence"
    Below "Pfade gelten im Nachweisordner des Vorhabens." "Paths lie in the project's evidence folder."
    Path "Datei" "File"
    Form "Form" "Form"
    Elsewhere "Verweis" "Elsewhere"
    ElsewhereText "genügt, wenn die Datei nicht in das Repository darf" "a reference is enough where the file may not lie in the repository"
    Law "Recht" "Law"
    Rows "Einträge" "Entries"
    AnyNumber "beliebig viele" "any number"
    ChecklistText "jeder Punkt der Vorlage steht darin und ist abgehakt" "every item of the template is there and ticked"
    Review "Prüfung" "Review"
    Outdated "Überholt" "Outdated"
    OutdatedText "wenn sich nach der Prüfung ändert:" "when one of these changes after the review:"
    Watched "Beobachtet" "Watched"
    Approved "Freigabe" "Approval"
    Decision "Entscheidung" "Decision"
    Exemptible "Ausnahme" "Exemption"
    NotPossible "nicht möglich" "not possible"
    Advice "nur Rat" "advice only"
    NoExemption "keine Ausnahme möglich" "no exemption possible"
    Sections "Abschnitte, jeder mit eigenem Text:" "Sections, each with text of its own:"
    Fields "Felder:" "Fields:"
    Columns "Spalten:" "Columns:"
    EntryFields "Felder je Eintrag:" "Fields of each entry:"
    Optional "freiwillig" "optional"
    Unique "kein Wert zweimal" "no value twice"
    Signed "nur mit Unterschrift" "signed only"
    Covers "jeder Wert mindestens einmal" "every value at least once"
    // Gates
    Gate "Tor" "Gate"
    Closes "Schließt" "Closes"
    Decides "Entscheidet" "Decides"
    Heard "Angehört" "Heard"
    Record "Niederschrift" "Record"
    Validity "Gültig" "Valid"
    Repeats "wird immer wieder entschieden" "is decided again and again"
    Holds "Was festzuhalten ist" "What the record must hold"
    NoGo "Gründe gegen ein Go" "Reasons against a go"
    NotConditionable "Weder Auflage noch Ausnahme möglich" "Neither condition nor exemption possible"
    DueHere "Fällig an diesem Tor" "Due at this gate"
    DateOrders "Reihenfolge von Daten" "Order of dates"
    // Facts
    Why "Wozu" "Why"
    Unanswered "Ohne Antwort zählt, was mehr Aufgaben auslöst." "Without an answer, whatever makes more tasks apply counts."
    Depends "Was davon abhängt" "What depends on it"
    Contradictions "Was nicht zusammenpasst" "What does not go together"
    // Rules
    Group "Gruppe" "Group"
    Severity "Schwere" "Severity"
    SeverityBy "Schwere, je nachdem, wann die Aufgabe fällig ist:" "Severity, by when the task is due:"
    DueEarlier "an einem früheren Tor" "at an earlier gate"
    DueNow "am jetzigen Tor" "at the current gate"
    DueLater "an einem späteren Tor" "at a later gate"
    DueAsked "bis zum gefragten Tor (gate)" "up to the gate asked for"
    AlwaysError "immer Fehler" "always an error"
    AlwaysWarning "immer Warnung" "always a warning"
    Silent "nicht gemeldet" "not reported"
    Exit2 "der Lauf endet mit dem Wert 2: der Maßstab stimmt nicht" "the run ends with 2: the yardstick is wrong"
    Exit3 "der Lauf endet mit dem Wert 3: nicht entscheidbar" "the run ends with 3: cannot be decided"
    Uncommitted "nicht eingecheckt" "uncommitted"
    Deleted "gelöscht" "deleted"
}
