//! The words that fill a message: values, not sentences.

use std::collections::BTreeMap;

use crate::model::Words;
use crate::name::Date;
use crate::rule::Lang;

/// One argument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Text that is the same in every language: an id, a path, words from a file.
    Text(String),
    /// Text that differs by language.
    Words(Words),
}

impl Value {
    /// The text in a language.
    pub fn get(&self, lang: Lang) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Words(words) => words.get(lang),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Words> for Value {
    fn from(words: Words) -> Self {
        Self::Words(words)
    }
}

impl From<&Words> for Value {
    fn from(words: &Words) -> Self {
        Self::Words(words.clone())
    }
}

impl From<Date> for Value {
    fn from(date: Date) -> Self {
        Self::Text(date.to_string())
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Text(number.to_string())
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        Self::Text(number.to_string())
    }
}

/// The arguments of a finding, by the name of their placeholder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Args(BTreeMap<&'static str, Value>);

impl Args {
    /// Sets an argument, replacing an earlier one.
    pub fn set(&mut self, key: &'static str, value: impl Into<Value>) {
        self.0.insert(key, value.into());
    }

    /// An argument.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.0.get(key)
    }

    /// Fills the placeholders of a text. `write` says how an argument is written, since it may be anybody's words: there
    /// is no way to fill a text without saying so. One without an argument stays as it stands, which the tests of the
    /// pages would show. What an argument holds is not read for placeholders again.
    pub fn fill(&self, template: &str, lang: Lang, write: impl Fn(&str) -> String) -> String {
        let mut out = String::with_capacity(template.len());
        let mut rest = template;
        while let Some(open) = rest.find('{') {
            let (before, from) = rest.split_at(open);
            out.push_str(before);
            let known = from.find('}').and_then(|close| Some((close, self.0.get(&from[1..close])?)));
            match known {
                Some((close, value)) => {
                    out.push_str(&write(value.get(lang)));
                    rest = &from[close + 1..];
                }
                None => {
                    out.push('{');
                    rest = &from[1..];
                }
            }
        }
        out.push_str(rest);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_once() {
        let mut args = Args::default();
        args.set("a", "{b}");
        args.set("b", Words::both("zwei", "two"));
        assert_eq!(args.fill("{a} {b} {c} {", Lang::En, str::to_uppercase), "{B} TWO {c} {");
    }
}
