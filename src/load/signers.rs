//! The file of keys in OpenSSH's format `allowed_signers`, and the list of revoked keys.
//!
//! ```text
//! leitung@behoerde.example namespaces="git",valid-before="20271231Z" ssh-ed25519 AAAA… Schlüssel 3
//! ```
//!
//! OpenSSH passes over lines that it cannot read; here each is a mistake. Patterns, negations and certificates are
//! refused: a roster names people and keys. A time without a zone is UTC, so that it means the same everywhere.

use crate::finding::{About, Finding, Problems};
use crate::model::{Signer, Words};
use crate::name::PublicKey;
use crate::rule::Rule;
use crate::text::{Place, Source};

/// Reads the file of keys. Every line that cannot be read is a problem.
pub fn signers(source: &Source, problems: &mut Problems) -> Vec<Signer> {
    let mut found = Vec::new();
    let mut start = 0;
    for (number, raw) in source.text().split_inclusive('\n').enumerate() {
        let line = raw.trim();
        let at = start + (raw.len() - raw.trim_start().len());
        start += raw.len();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        match signer(line) {
            Ok(signer) => found.push(signer),
            Err((word, expected)) => {
                let about = About::project(format!("signers/{}", number + 1)).file(source.path());
                let finding = Finding::new(Rule::WrongValue, about, Place::new(source, at..at + line.len()));
                problems.push(finding.variant("type").with("value", word).with("expected", expected));
            }
        }
    }
    found
}

/// The fingerprint of a revoked key: given as such, or as a public key.
pub fn revoked(text: &str) -> Option<String> {
    let digits = |text: &str| {
        let shape = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/');
        text.len() == 43 && shape
    };
    match text.trim().strip_prefix("SHA256:") {
        Some(rest) => digits(rest).then(|| text.trim().to_owned()),
        None => PublicKey::parse(text).map(|key| key.fingerprint().to_owned()),
    }
}

type Flaw = (String, Words);

fn flaw(word: &str, de: &str, en: &str) -> Flaw {
    (word.to_owned(), Words::both(de, en))
}

fn signer(line: &str) -> Result<Signer, Flaw> {
    let mut words = words(line).into_iter().peekable();
    let people = words.next().unwrap_or_default();
    let principals: Vec<String> = people.trim_matches('"').split(',').map(str::to_owned).collect();
    let plain = |text: &String| !text.is_empty() && !text.contains(['*', '?', '!', '"']);
    if !principals.iter().all(plain) {
        return Err(flaw(
            &people,
            "Adressen ohne Muster, durch Komma getrennt",
            "addresses without patterns, separated by commas",
        ));
    }
    let mut options = String::new();
    if let Some(word) = words.next_if(|word| !is_algorithm(word)) {
        options = word;
    }
    let rest: Vec<String> = words.take(2).collect();
    let key = rest.join(" ");
    let Some(key) = PublicKey::parse(&key) else {
        return Err(flaw(
            &key,
            "ein öffentlicher Schlüssel wie „ssh-ed25519 AAAA…“ (Ed25519, ECDSA oder RSA ab 2048 Bit, kein Zertifikat)",
            "a public key such as “ssh-ed25519 AAAA…” (Ed25519, ECDSA, or RSA of at least 2048 bits, no certificate)",
        ));
    };
    let mut signer =
        Signer { principals, key, namespaces: Vec::new(), valid_after: None, valid_before: None };
    for option in split(&options) {
        let (name, value) = option.split_once('=').unwrap_or((&option, ""));
        let value = value.trim_matches('"');
        let moment = || {
            moment(value)
                .ok_or_else(|| flaw(&option, "ein Zeitpunkt wie 20271231Z", "a time such as 20271231Z"))
        };
        match name.to_ascii_lowercase().as_str() {
            "namespaces" if !value.is_empty() && !value.contains(['*', '?', '!']) => {
                signer.namespaces = value.split(',').map(str::to_owned).collect();
            }
            "valid-after" => signer.valid_after = Some(moment()?),
            "valid-before" => signer.valid_before = Some(moment()?),
            _ => {
                return Err(flaw(
                    &option,
                    "namespaces=\"git\", valid-after=\"…\" oder valid-before=\"…\"",
                    "namespaces=\"git\", valid-after=\"…\" or valid-before=\"…\"",
                ));
            }
        }
    }
    Ok(signer)
}

fn is_algorithm(word: &str) -> bool {
    ["ssh-", "ecdsa-", "sk-"].iter().any(|start| word.starts_with(start))
}

/// Words between blanks; blanks in quotes part nothing.
fn words(line: &str) -> Vec<String> {
    parts(line, |letter| letter.is_ascii_whitespace())
}

/// Options between commas; commas in quotes part nothing.
fn split(options: &str) -> Vec<String> {
    parts(options, |letter| letter == ',')
}

fn parts(text: &str, parts: impl Fn(char) -> bool) -> Vec<String> {
    let (mut found, mut word, mut quoted) = (Vec::new(), String::new(), false);
    for letter in text.chars() {
        quoted ^= letter == '"';
        if parts(letter) && !quoted {
            found.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
        } else {
            word.push(letter);
        }
    }
    found.extend((!word.is_empty()).then_some(word));
    found
}

/// `YYYYMMDD`, `YYYYMMDDHHMM` or `YYYYMMDDHHMMSS`, with or without `Z`: seconds since 1970 in UTC.
fn moment(text: &str) -> Option<i64> {
    let digits = text.strip_suffix(['Z', 'z']).unwrap_or(text);
    if !matches!(digits.len(), 8 | 12 | 14) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let part =
        |from: usize, to: usize| digits.get(from..to).map_or(Some(0), |digits| digits.parse::<i8>().ok());
    let date = jiff::civil::Date::new(digits.get(..4)?.parse().ok()?, part(4, 6)?, part(6, 8)?).ok()?;
    let time = jiff::civil::Time::new(part(8, 10)?, part(10, 12)?, part(12, 14)?, 0).ok()?;
    Some(jiff::tz::TimeZone::UTC.to_timestamp(date.to_datetime(time)).ok()?.as_second())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name::RepoPath;

    const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILM+rvN+ot98qgEN796jTiQfZfG1KaT0PtFDJ/XFSqti";

    fn read(text: &str) -> (Vec<Signer>, Vec<Finding>) {
        let mut problems = Problems::default();
        let source = Source::new(RepoPath::new("signers").expect("a path"), text);
        (signers(&source, &mut problems), problems.into_sorted())
    }

    #[test]
    fn a_line_says_who_with_what_for_how_long() {
        let text = format!(
            "# Schlüssel\n\na@x.example {KEY} Kommentar mit Leerzeichen\n\
             b@x.example,c@x.example namespaces=\"git,file\",valid-after=\"20260101\",valid-before=\"202701010030Z\" {KEY}\n"
        );
        let (found, problems) = read(&text);
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(found[0].principals, ["a@x.example"]);
        assert_eq!(found[1].principals, ["b@x.example", "c@x.example"]);
        assert_eq!(found[1].namespaces, ["git", "file"]);
        assert_eq!((found[1].valid_after, found[1].valid_before), (Some(1_767_225_600), Some(1_798_763_400)));
    }

    #[test]
    fn what_openssh_would_pass_over_or_widen_is_a_mistake() {
        for line in [
            format!("*@x.example {KEY}"),
            format!("a?@x.example {KEY}"),
            format!("!a@x.example {KEY}"),
            format!("a@x.example, {KEY}"),
            format!("a@x.example cert-authority {KEY}"),
            format!("a@x.example namespaces=\"*\" {KEY}"),
            format!("a@x.example valid-before=\"20270231Z\" {KEY}"),
            format!("a@x.example valid-before=\"bald\" {KEY}"),
            format!("a@x.example no-touch-required {KEY}"),
            "a@x.example".to_owned(),
            KEY.to_owned(),
            "a@x.example ssh-ed25519 AAAA".to_owned(),
        ] {
            let (found, problems) = read(&format!("{line}\nb@x.example {KEY}\n"));
            assert_eq!((found.len(), problems.len()), (1, 1), "{line}");
            assert_eq!(problems[0].place.start().line, 1);
        }
    }

    #[test]
    fn revoked_is_a_fingerprint_or_a_key() {
        let fingerprint = revoked(KEY).expect("a key");
        assert_eq!(revoked(&fingerprint).as_ref(), Some(&fingerprint));
        assert_eq!([revoked("SHA256:kurz"), revoked("MD5:00:11"), revoked("")], [None, None, None]);
    }
}
