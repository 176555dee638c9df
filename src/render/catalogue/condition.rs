//! Conditions in words: `wenn personenbezug = true und nicht auftragsverarbeitung = keine`.

use crate::model::{Answer, Condition};
use crate::name::FactId;
use crate::rule::Lang;

use super::ids::pick;

/// A condition as the part of a sentence.
pub(super) fn words(condition: &Condition, lang: Lang) -> String {
    format!("{} {}", pick(lang, "wenn", "if"), whole(condition, lang))
}

fn whole(condition: &Condition, lang: Lang) -> String {
    let (and, or) = (pick(lang, " und ", " and "), pick(lang, " oder ", " or "));
    match condition {
        Condition::All(parts) => joined(parts, and, lang),
        Condition::Any(parts) => joined(parts, or, lang),
        Condition::Not(part) => format!("{} {}", pick(lang, "nicht", "not"), self::part(part, lang)),
        Condition::Fact(fact, is) => answers(fact, is, or),
    }
}

fn joined(parts: &[Condition], word: &str, lang: Lang) -> String {
    match parts {
        [only] => whole(only, lang),
        parts => parts.iter().map(|part| self::part(part, lang)).collect::<Vec<_>>().join(word),
    }
}

/// A part of a larger condition: in parentheses where the words alone could be read otherwise.
fn part(condition: &Condition, lang: Lang) -> String {
    let several = match condition {
        Condition::All(parts) | Condition::Any(parts) => parts.len() > 1,
        Condition::Not(_) => false,
        Condition::Fact(_, is) => is.len() > 1,
    };
    let words = whole(condition, lang);
    if several { format!("({words})") } else { words }
}

fn answers(fact: &FactId, is: &[Answer], or: &str) -> String {
    let answers: Vec<String> = is.iter().map(ToString::to_string).collect();
    format!("{fact} = {}", answers.join(or))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact(name: &str, answers: &[&str]) -> Condition {
        let answers = answers.iter().map(|answer| Answer::Word((*answer).to_owned())).collect();
        Condition::Fact(FactId::new(name).expect("an id"), answers)
    }

    #[test]
    fn parentheses_stand_where_they_are_needed() {
        let not = Condition::Not(Box::new(fact("b", &["x"])));
        let both = Condition::All(vec![fact("a", &["x"]), not]);
        assert_eq!(words(&both, Lang::De), "wenn a = x und nicht b = x");
        let any = Condition::Any(vec![both, fact("c", &["y", "z"])]);
        assert_eq!(words(&any, Lang::En), "if (a = x and not b = x) or (c = y or z)");
        assert_eq!(words(&fact("c", &["y", "z"]), Lang::De), "wenn c = y oder z");
        assert_eq!(
            words(&Condition::Not(Box::new(fact("c", &["y", "z"]))), Lang::De),
            "wenn nicht (c = y oder z)"
        );
    }
}
