//! Plausible, complete evidence of the built-in pack, one function a piece: a path and its text for a review date.
//! Scenes take it and spoil the one thing that they are about.

use nachweis::finding::Report;
use nachweis::load::{builtin, canonical};
use nachweis::rule::Lang;

use super::{Scene, judged};

/// A path in the repository with its text.
pub(crate) type File = (&'static str, String);

pub(crate) const PURPOSE: &str = "nachweise/idee/zweck.yaml";
pub(crate) const BENEFITS: &str = "nachweise/idee/mehrwerte.md";
pub(crate) const BENEFIT_REGISTER: &str = "nachweise/idee/mehrwerte.yaml";
pub(crate) const PRACTICES: &str = "nachweise/recht/art5-pruefung.yaml";
pub(crate) const IDEA: &str = "nachweise/entscheidungen/ideenbewertung.md";
pub(crate) const DPIA: &str = "nachweise/datenschutz/dsfa.md";
pub(crate) const DPIA_RISKS: &str = "nachweise/datenschutz/risiken.csv";
pub(crate) const COUNCIL: &str = "nachweise/beteiligung/ergebnis.yaml";
pub(crate) const MODEL: &str = "modell/version.toml";

impl Scene {
    /// Adds a commit of that day with these files.
    pub(crate) fn add(&mut self, day: &str, files: &[File]) -> &mut Self {
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
        self.commit(day, &files, &[])
    }

    /// A repository of one commit.
    pub(crate) fn of(day: &str, files: &[File]) -> Self {
        let mut scene = Self::new();
        scene.add(day, files).build();
        scene
    }

    /// What `check` says of the work tree on a day.
    pub(crate) fn check(&self, day: &str) -> Report {
        judged(&self.root(), day, None, Lang::De)
    }

    /// What `gate` says of HEAD on a day.
    pub(crate) fn gate(&self, gate: &str, day: &str) -> Report {
        judged(&self.root(), day, Some(gate), Lang::De)
    }
}

/// The file with one passage exchanged; the passage must be there.
pub(crate) fn with((path, text): File, old: &str, new: &str) -> File {
    assert!(text.contains(old), "{path} has no `{old}`:\n{text}");
    (path, text.replacen(old, new, 1))
}

/// The settings of a project in a phase. Two subjects lie in the repository: the purpose and the model.
pub(crate) fn settings(phase: &str) -> File {
    let text = format!(
        r#"version  = 1
language = "de"

[project]
name     = "Verständliche Bescheide"
phase    = "{phase}"
evidence = "nachweise"

[policy]
packs   = ["arbeitshilfe@2026.1"]
profile = "kern"

[facts]
personenbezug           = true
dsfa-erforderlich       = "ja"
beschaeftigte-betroffen = true

[subjects]
zweck           = ["{PURPOSE}"]
modell          = ["modell/**"]
daten           = []
prompts         = []
wissensbasis    = []
konfiguration   = []
oberflaeche     = []
schnittstellen  = []
protokollierung = []
infrastruktur   = []

[evidence]

[roles.leitung]
members = ["leitung@behoerde.example"]

[roles.recht]
members = ["recht@behoerde.example"]
"#
    );
    ("nachweis.toml", text)
}

/// Settings with a file mapped to a piece.
pub(crate) fn mapped(settings: File, address: &str, path: &str) -> File {
    with(settings, "[evidence]\n", &format!("[evidence]\n\"{address}\" = \"{path}\"\n"))
}

/// Settings with an exemption; `more` are further lines of it.
pub(crate) fn exempt(settings: File, task: &str, created: &str, expires: &str, more: &str) -> File {
    let block = format!(
        "\n[[exemption]]\ntask        = \"{task}\"\nreason      = \"Gespräche mit den Sachgebieten auf Mai verlegt\"\n\
         owner       = \"pl\"\napproved-by = \"leitung@behoerde.example\"\ncreated     = {created}\n\
         expires     = {expires}\n{more}"
    );
    (settings.0, settings.1 + &block)
}

pub(crate) const BASELINE: &str = "nachweise/altbestand.toml";

/// A baseline with these pieces and rules.
pub(crate) fn baseline(entries: &[(&str, &str)]) -> File {
    let block = |(task, rule): &(&str, &str)| {
        format!(
            "\n[[baseline]]\ntask  = \"{task}\"\nrule  = \"{rule}\"\nowner = \"pl\"\nsince = 2026-01-10\n"
        )
    };
    (BASELINE, format!("version = 1\n{}", entries.iter().map(block).collect::<String>()))
}

/// Everything that the gate of the first phase asks for: the settings first, the decision last.
pub(crate) fn idea_phase(phase: &str, day: &str) -> Vec<File> {
    let approvals = [
        approved("nachweise/freigaben/I-06.leitung.toml", &practices(day), day),
        approved("nachweise/freigaben/I-11.leitung.toml", &idea("go", day), day),
    ];
    let evidence = [use_case(day), purpose(day), benefits(day), benefit_register(day), practices(day)];
    [settings(phase)].into_iter().chain(approvals).chain(evidence).chain([idea("go", day)]).collect()
}

/// I-01.
pub(crate) fn use_case(reviewed: &str) -> File {
    let sections = [
        (
            "Problem im Arbeitsalltag",
            "Auf 100 Bescheide kommen 11 Rückfragen, weil die Begründung schwer zu lesen ist.",
        ),
        (
            "Heutiger Ablauf und Mengen",
            "Die Sachbearbeitung setzt 44.300 Bescheide im Jahr aus Textbausteinen zusammen.",
        ),
        (
            "Wer arbeitet damit, wer ist betroffen",
            "Damit arbeiten 36 Menschen; betroffen sind alle, die Leistungen beantragen.",
        ),
        (
            "Gewünschte Unterstützung",
            "Ein Vorschlag steht neben dem Ausgangstext, jede Abweichung ist markiert.",
        ),
        (
            "Was ausdrücklich nicht dazugehört",
            "Das System entscheidet nichts und bewertet keine Beschäftigten.",
        ),
    ];
    let text = document(&head("I-01", "pl", reviewed), "Problem und Anwendungsfall", &sections, "I-01.md");
    ("nachweise/idee/anwendungsfall.md", text)
}

/// I-01/zweck, which is also the subject `zweck`.
pub(crate) fn purpose(reviewed: &str) -> File {
    let fields = format!(
        "bezeichnung: Verständliche Bescheide\n\
         zweckbestimmung: Vorschläge, wie sich die Begründung eines Bescheids verständlicher formulieren lässt.\n\
         fachaufgabe: Bewilligung und Ablehnung der Musterleistung nach §§ 4 bis 9 MuLG\n\
         nutzergruppen: [Sachbearbeitung der vier Sachgebiete]\n\
         betroffene_gruppen: [Menschen, die Leistungen beantragen]\n\
         ausgeschlossene_nutzung: [Auswahl oder Reihung von Fällen]\nkontakt: pl\nstand: {reviewed}\n"
    );
    (PURPOSE, register(&head("I-01/zweck", "pl", reviewed), &fields))
}

/// I-02.
pub(crate) fn benefits(reviewed: &str) -> File {
    let sections = [
        (
            "Befragte Gruppen",
            "Acht Gespräche mit der Sachbearbeitung, drei davon mit Menschen, die zufrieden sind.",
        ),
        (
            "Erwarteter Nutzen je Gruppe",
            "Die Sachbearbeitung spart vier Minuten je Bescheid, Prüfzeit eingerechnet.",
        ),
        ("Erwartete Nachteile und Mehrarbeit", "Jeder Vorschlag muss gegen den Ausgangstext gelesen werden."),
        ("Gewichtung", "Getragen wird das Vorhaben von weniger Rückfragen, nicht vom Zeitgewinn."),
        ("Ergebnis", "Der Nutzen liegt vor allem bei den Menschen, die unsere Bescheide lesen."),
    ];
    (BENEFITS, document(&head("I-02", "pl", reviewed), "Mehrwerte für Nutzer*innen", &sections, "I-02.md"))
}

/// I-02/mehrwerte.
pub(crate) fn benefit_register(reviewed: &str) -> File {
    let row = |id: &str, group: &str, kind: &str| {
        format!(
            "  - id: {id}\n    nutzergruppe: {group}\n    mehrwert: Der Bescheid wird beim ersten Lesen verstanden.\n    \
             art: {kind}\n    messgroesse: Rückfragen je 100 Bescheide\n    ausgangswert: \"11,2\"\n    \
             zielwert: \"8,0\"\n    beleg: messung\n    bewertet_am: {reviewed}\n"
        )
    };
    let rows = row("M-01", "Empfänger*innen", "verstaendlichkeit") + &row("M-02", "Sachbearbeitung", "zeit");
    (BENEFIT_REGISTER, register(&head("I-02/mehrwerte", "pl", reviewed), &format!("eintraege:\n{rows}")))
}

/// I-06.
pub(crate) fn practices(reviewed: &str) -> File {
    let rows = ["a", "b", "ba", "bb", "c", "d", "e", "f", "g", "h"].map(|letter| {
        format!(
            "  - tatbestand: {letter}\n    ergebnis: nicht_beruehrt\n    begruendung: Das System formuliert nur um.\n    \
             geprueft_am: {reviewed}\n    rechtsstand: {reviewed}\n"
        )
    });
    (PRACTICES, register(&head("I-06", "recht", reviewed), &format!("eintraege:\n{}", rows.concat())))
}

/// I-11, the decision of the first gate.
pub(crate) fn idea(course: &str, decided: &str) -> File {
    let sections = [
        ("Gegenstand der Entscheidung", "Die Leitung entscheidet, ob das Vorhaben geplant wird."),
        ("Erwogene Varianten", "Erwogen wurde auch, die Textbausteine von Hand zu überarbeiten."),
        ("Nutzen und Risiken", "Der größte denkbare Schaden ist ein glatter, aber falscher Satz."),
        ("Geprüfte Unterlagen", "Vorgelegen haben Anwendungsfall, Mehrwerte und die Prüfung nach Art. 5."),
        ("Entscheidung und Gründe", "Ausschlaggebend war, dass der Nutzen außerhalb des Hauses entsteht."),
    ];
    (
        IDEA,
        document(&decided_head("I-11", course, decided), "Entscheidung über die Idee", &sections, "I-11.md"),
    )
}

/// P-10.
pub(crate) fn dpia(reviewed: &str) -> File {
    let sections = [
        ("Beschreibung der Verarbeitung", "Die Begründung des Bescheids geht ohne Namen an das Modell."),
        (
            "Notwendigkeit und Verhältnismäßigkeit",
            "Ein milderes Mittel, das freie Begründungen glättet, gibt es nicht.",
        ),
        (
            "Risiken je Gewährleistungsziel",
            "Ein Vorschlag kann eine Frist verdecken; das beträfe die Transparenz.",
        ),
        ("Maßnahmen", "Fristen, Beträge und Normen werden vor der Anzeige abgeglichen."),
        ("Restrisiko", "Es bleibt ein geringes Risiko, das die Leitung trägt."),
        ("Rat der Datenschutzbeauftragten", "Sie rät zu einer Stichprobe von 200 Fällen vor dem Piloten."),
        (
            "Standpunkt der Betroffenen oder ihrer Vertretung",
            "Zwei Beratungsstellen wurden gehört und stimmen zu.",
        ),
        ("Konsultation der Aufsichtsbehörde", "Nach den Maßnahmen bleibt kein hohes Risiko; sie entfällt."),
    ];
    (DPIA, document(&head("P-10", "fach", reviewed), "Datenschutz-Folgenabschätzung", &sections, "P-10.md"))
}

/// P-10/risiken.
pub(crate) fn dpia_risks() -> File {
    let mut text = "risiko_id,ziel,szenario,eintritt,schwere,massnahme,eigner,frist,restrisiko\n".to_owned();
    for (at, goal) in ["transparenz", "integritaet", "vertraulichkeit", "datenminimierung", "verfuegbarkeit"]
        .iter()
        .enumerate()
    {
        let row =
            "Ein Vorschlag verdeckt eine Frist,mittel,hoch,Abgleich vor der Anzeige,fach,2027-02-26,gering";
        text.push_str(&format!("R-{},{goal},{row}\n", at + 1));
    }
    (DPIA_RISKS, text)
}

/// The model that is used: the subject `modell`.
pub(crate) fn model(version: &str) -> File {
    (MODEL, format!("name = \"Lindenblatt\"\nversion = \"{version}\"\n"))
}

/// N-05: the council's decision stays in its file; here is only where.
pub(crate) fn council_reference(reviewed: &str) -> File {
    let text = format!(
        "task = \"N-05\"\nstatus = \"final\"\nresponsible = \"leitung\"\nreviewed = {reviewed}\n\n[reference]\n\
         file-number = \"PR 4-2026-17\"\nholder = \"Geschäftszimmer des Personalrats\"\ndate = {reviewed}\n"
    );
    ("nachweise/beteiligung/ergebnis.yaml.nachweis.toml", text)
}

/// P-20, the decision of the gate of planning.
pub(crate) fn planning(decided: &str) -> File {
    let sections = [("Entscheidung und Gründe", "Die Leitung gibt das Vorhaben für die Entwicklung frei.")];
    let head = decided_head("P-20", "go", decided);
    ("nachweise/entscheidungen/planung.md", document(&head, "Projektfreigabe", &sections, "P-20.md"))
}

/// N-12, the decision that opens operation.
pub(crate) fn operation(decided: &str) -> File {
    let sections = [("Entscheidung und Gründe", "Die Leitung gibt diese Version für den Betrieb frei.")];
    let head = decided_head("N-12", "go", decided);
    (
        "nachweise/entscheidungen/inbetriebnahme.md",
        document(&head, "Freigabe zum Betrieb", &sections, "N-12.md"),
    )
}

/// An approval by the role that the name of its file ends in. `of` is the file of the same commit whose hash it
/// records.
pub(crate) fn approval(path: &'static str, task: &str, of: &str, reviewed: &str, date: &str) -> File {
    let role = path.trim_end_matches(".toml").rsplit('.').next().expect("a role");
    let text = format!(
        "task = \"{task}\"\npath = \"{of}\"\nhash = \"c1:sha256:@\"\nreviewed = {reviewed}\nrole = \"{role}\"\n\
         person = \"{role}@behoerde.example\"\ndate = {date}\n"
    );
    (path, text)
}

/// An approval of the main piece of a task as that file has it, wherever the file will lie.
fn approved(path: &'static str, file: &File, day: &str) -> File {
    let task = path.rsplit('/').next().and_then(|name| name.split('.').next()).expect("a task");
    let hash = canonical(&super::path(file.0), file.1.as_bytes()).hash.to_string();
    let approval = with(approval(path, task, file.0, day, day), "c1:sha256:@", &hash);
    // Of a record that names no review none is approved.
    if file.1.contains("reviewed") { approval } else { with(approval, &format!("reviewed = {day}\n"), "") }
}

/// The approval of P-10.
pub(crate) fn dpia_approval(reviewed: &str, date: &str) -> File {
    approval("nachweise/freigaben/P-10.leitung.toml", "P-10", DPIA, reviewed, date)
}

/// A template of the pack as `nachweis new` writes it.
pub(crate) fn template(name: &str) -> &'static str {
    let pack = builtin("arbeitshilfe").expect("the pack is built in");
    pack.templates.get(name).unwrap_or_else(|| panic!("there is no template {name}"))
}

fn head(task: &str, responsible: &str, reviewed: &str) -> String {
    format!("task: {task}\nstatus: final\nresponsible: {responsible}\nreviewed: {reviewed}\n")
}

fn decided_head(task: &str, course: &str, decided: &str) -> String {
    format!(
        "task: {task}\nstatus: final\nresponsible: leitung\ndecision: {course}\ndecided: {decided}\nconditions: []\n"
    )
}

/// A Markdown document whose checklist is that of its template, ticked.
fn document(head: &str, title: &str, sections: &[(&str, &str)], name: &str) -> String {
    let items = template(name).lines().filter(|line| line.starts_with("- [ ]"));
    let ticked: String = items.map(|line| line.replacen("[ ]", "[x]", 1) + "\n").collect();
    let sections: String =
        sections.iter().map(|(heading, text)| format!("\n## {heading}\n\n{text}\n")).collect();
    format!("---\n{head}---\n\n# {title}\n{sections}\n## Anhang\n\n{ticked}")
}

/// A register in YAML.
fn register(head: &str, fields: &str) -> String {
    let head: String = head.lines().map(|line| format!("  {line}\n")).collect();
    format!("nachweis:\n{head}\n{fields}")
}
