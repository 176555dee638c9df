//! What `init` writes: settings with their comments, and the pipeline file.

use crate::model::{Answer, Facts, Pack};
use crate::name::{PhaseId, ProfileId};
use crate::rule::Lang;

/// What `init` knows of a project.
#[derive(Clone, Debug)]
pub struct Answers {
    /// Its name.
    pub name: String,
    /// The phase it is in.
    pub phase: PhaseId,
    /// The profile.
    pub profile: ProfileId,
    /// The answered facts.
    pub facts: Facts,
    /// The language of messages.
    pub lang: Lang,
}

/// The text of `nachweis.toml`. Every open fact stands in it as a comment with its question, so that a person can
/// answer it in the file.
pub fn settings_text(pack: &Pack, answers: &Answers) -> String {
    let de = answers.lang == Lang::De;
    let mut out = String::new();
    let mut line = |text: &str| {
        out.push_str(text);
        out.push('\n');
    };
    line("#:schema ./.nachweis/settings.schema.json");
    line("version  = 1");
    line(&format!("language = \"{}\"", answers.lang.id()));
    line("");
    line("[project]");
    line(&format!("name     = {}", quoted(&answers.name)));
    line(&format!("phase    = \"{}\"", answers.phase));
    line("evidence = \"nachweise\"");
    line("");
    line("[policy]");
    line(&format!("packs   = [\"{}@{}\"]", pack.id, pack.version));
    line(&format!("profile = \"{}\"", answers.profile));
    line("");
    line(if de {
        "# Antworten entscheiden, welche Aufgaben gelten. Eine offene Frage schaltet nichts ab."
    } else {
        "# Answers decide which tasks apply. An open question turns nothing off."
    });
    line("[facts]");
    for fact in &pack.facts {
        match answers.facts.get(&fact.id) {
            Some(answer) => line(&format!("{} = {}", fact.id, answer_text(answer))),
            None => {
                line(&format!("# {}", fact.question.get(answers.lang)));
                line(&format!("# {} = {}", fact.id, example(fact)));
            }
        }
    }
    line("");
    line(if de {
        "# Wovon die Nachweise handeln: Muster ab diesem Ordner; [] heißt: nicht in diesem Repository."
    } else {
        "# What the evidence is about: patterns from this folder; [] says: not in this repository."
    });
    line("[subjects]");
    for subject in &pack.subjects {
        let globs: Vec<String> =
            subject.globs.iter().map(|glob| quoted(&glob.replace("{evidence}", "nachweise"))).collect();
        let applies =
            subject.applies.as_ref().is_none_or(|condition| condition.truth(&answers.facts).applies());
        let globs = if applies { globs.join(", ") } else { String::new() };
        line(&format!("{:<15} = [{globs}] # {}", subject.id.as_str(), subject.title.get(answers.lang)));
    }
    line("");
    line(if de {
        "# Wer welche Rolle innehat: Adressen von Funktionen, nicht von Personen."
    } else {
        "# Who holds which role: addresses of functions, not of persons."
    });
    line("# [roles.leitung]");
    line("# members = [\"leitung@behoerde.example\"]");
    out
}

fn example(fact: &crate::model::Fact) -> String {
    match fact.values.first() {
        Some(_) => fact.values.iter().map(|value| quoted(value)).collect::<Vec<_>>().join(" | "),
        None => "true | false".to_owned(),
    }
}

fn answer_text(answer: &Answer) -> String {
    match answer {
        Answer::Boolean(value) => value.to_string(),
        Answer::Word(word) => quoted(word),
    }
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// The pipeline file for GitHub or GitLab: the same that whoever does not use `init` copies.
pub fn pipeline(github: bool) -> &'static str {
    if github {
        include_str!("../../templates/github/nachweise.yml")
    } else {
        include_str!("../../templates/nachweis.yml")
    }
}
