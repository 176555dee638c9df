//! Who may sign: the keys that count, for whom and when, and those that never count.

use std::collections::BTreeSet;

use crate::name::PublicKey;

/// The namespace in which Git signs commits.
const NAMESPACE: &str = "git";

/// The keys whose signatures count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roster {
    /// True when the settings name a file of keys; without one no signature counts.
    pub named: bool,
    /// The keys, in the order of the file.
    pub signers: Vec<Signer>,
    /// Fingerprints of keys that never count, whatever stands above.
    pub revoked: BTreeSet<String>,
}

/// A line of the file of keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signer {
    /// Whose key it is: addresses, compared exactly.
    pub principals: Vec<String>,
    /// The key.
    pub key: PublicKey,
    /// What it may sign; everything when there is none.
    pub namespaces: Vec<String>,
    /// The first second at which it counts, since 1970 in UTC.
    pub valid_after: Option<i64>,
    /// The last such second.
    pub valid_before: Option<i64>,
}

/// How a commit is signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signature {
    /// Not at all.
    None,
    /// By this key of SSH, for this namespace; the signature holds for exactly this commit.
    Ssh(PublicKey, String),
    /// By a key of another kind, which is not verified.
    Other,
    /// By a signature that does not hold: for another commit, damaged, or by a kind of key that does not count.
    Broken,
}

/// Why a signature does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unsigned {
    /// There is none.
    Missing,
    /// It is there, but cannot be verified: OpenPGP or X.509.
    Other,
    /// It does not hold for this commit.
    Broken,
    /// It was made for something else than a commit, or the key may not sign commits.
    Namespace,
    /// The key was revoked.
    Revoked,
    /// Nobody's key, as far as the roster knows.
    UnknownKey,
    /// The key does not count any more.
    Expired,
    /// The key does not count yet.
    TooEarly,
    /// The key belongs to somebody else than who is named.
    Principal,
    /// The settings name no roster.
    NoRoster,
    /// Nothing is committed that could be signed.
    Uncommitted,
}

impl Unsigned {
    /// The variant of `unsigned-approval`; none for a signature that is simply missing.
    pub fn variant(self) -> Option<&'static str> {
        match self {
            Self::Missing => None,
            Self::Other => Some("other"),
            Self::Broken => Some("broken"),
            Self::Namespace => Some("namespace"),
            Self::Revoked => Some("revoked"),
            Self::UnknownKey => Some("unknown-key"),
            Self::Expired => Some("expired"),
            Self::TooEarly => Some("too-early"),
            Self::Principal => Some("principal"),
            Self::NoRoster => Some("no-roster"),
            Self::Uncommitted => Some("uncommitted"),
        }
    }
}

impl Signer {
    fn may_sign_commits(&self) -> bool {
        self.namespaces.is_empty() || self.namespaces.iter().any(|namespace| namespace == NAMESPACE)
    }

    /// True when this line lets nobody sign what `other` does not: the same key for as many, for as long.
    pub fn is_within(&self, other: &Self) -> bool {
        let people = self.principals.iter().all(|principal| other.principals.contains(principal));
        let from = other.valid_after.is_none_or(|after| self.valid_after.is_some_and(|own| own >= after));
        let until =
            other.valid_before.is_none_or(|before| self.valid_before.is_some_and(|own| own <= before));
        self.key == other.key
            && people
            && from
            && until
            && (!self.may_sign_commits() || other.may_sign_commits())
    }
}

impl Roster {
    /// True when nobody can sign by this roster who cannot by the other one, which has to be there.
    pub fn is_within(&self, other: &Self) -> bool {
        let known = |signer: &Signer| other.signers.iter().any(|known| signer.is_within(known));
        other.named && self.signers.iter().all(known) && other.revoked.is_subset(&self.revoked)
    }

    /// Whether a signature speaks for a person at a moment, in seconds since 1970. Identity is the principal of the
    /// key; the author line of the commit is never asked. `today` is the last second of the day that is judged: a
    /// commit can be dated forward, but no key counts before its time has come.
    pub fn judge(
        &self,
        signature: &Signature,
        person: &str,
        moment: i64,
        today: i64,
    ) -> Result<(), Unsigned> {
        let (key, namespace) = match signature {
            Signature::None => return Err(Unsigned::Missing),
            Signature::Other => return Err(Unsigned::Other),
            Signature::Broken => return Err(Unsigned::Broken),
            Signature::Ssh(key, namespace) => (key, namespace),
        };
        // Whatever else could be said of it: what was revoked is the first thing to know.
        if self.revoked.contains(key.fingerprint()) {
            return Err(Unsigned::Revoked);
        }
        if namespace != NAMESPACE {
            return Err(Unsigned::Namespace);
        }
        if !self.named {
            return Err(Unsigned::NoRoster);
        }
        let lines = self.signers.iter().filter(|signer| signer.key == *key);
        // Of several lines with the key the one that comes furthest gives the reason.
        lines
            .map(|line| line.judge(person, moment, today))
            .max_by_key(|judged| judged.err().map_or(9, rank))
            .unwrap_or(Err(Unsigned::UnknownKey))
    }
}

impl Signer {
    fn judge(&self, person: &str, moment: i64, today: i64) -> Result<(), Unsigned> {
        if !self.may_sign_commits() {
            Err(Unsigned::Namespace)
        } else if !self.principals.iter().any(|principal| principal == person) {
            Err(Unsigned::Principal)
        } else if self.valid_after.is_some_and(|after| moment.min(today) < after) {
            Err(Unsigned::TooEarly)
        } else if self.valid_before.is_some_and(|before| moment > before) {
            Err(Unsigned::Expired)
        } else {
            Ok(())
        }
    }
}

/// How far a line of the roster has come.
fn rank(reason: Unsigned) -> u8 {
    match reason {
        Unsigned::Expired | Unsigned::TooEarly => 3,
        Unsigned::Principal => 2,
        Unsigned::Namespace => 1,
        Unsigned::Missing
        | Unsigned::Other
        | Unsigned::Broken
        | Unsigned::Revoked
        | Unsigned::UnknownKey
        | Unsigned::NoRoster
        | Unsigned::Uncommitted => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILM+rvN+ot98qgEN796jTiQfZfG1KaT0PtFDJ/XFSqti";

    fn signer(person: &str) -> Signer {
        let key = PublicKey::parse(KEY).expect("a key");
        let principals = vec![person.to_owned()];
        Signer { principals, key, namespaces: Vec::new(), valid_after: None, valid_before: None }
    }

    fn roster(signers: Vec<Signer>) -> Roster {
        Roster { named: true, signers, revoked: BTreeSet::new() }
    }

    fn signed() -> Signature {
        Signature::Ssh(PublicKey::parse(KEY).expect("a key"), NAMESPACE.to_owned())
    }

    #[test]
    fn a_key_counts_from_its_first_second_to_its_last() {
        let line = Signer { valid_after: Some(100), valid_before: Some(200), ..signer("a@x.example") };
        let roster = roster(vec![line]);
        let at = |moment| roster.judge(&signed(), "a@x.example", moment, i64::MAX);
        assert_eq!([at(99), at(100)], [Err(Unsigned::TooEarly), Ok(())]);
        assert_eq!([at(200), at(201)], [Ok(()), Err(Unsigned::Expired)]);
        let dated_forward = |today| roster.judge(&signed(), "a@x.example", 150, today);
        assert_eq!([dated_forward(99), dated_forward(100)], [Err(Unsigned::TooEarly), Ok(())]);
    }

    #[test]
    fn a_renewed_key_counts_by_its_newest_line_and_for_its_person_alone() {
        let old = Signer { valid_before: Some(100), ..signer("a@x.example") };
        let other = signer("b@x.example");
        let two = roster(vec![old.clone(), Signer { valid_after: Some(101), ..signer("a@x.example") }]);
        assert_eq!(two.judge(&signed(), "a@x.example", 150, i64::MAX), Ok(()));
        let mixed = roster(vec![old, other]);
        assert_eq!(mixed.judge(&signed(), "a@x.example", 150, i64::MAX), Err(Unsigned::Expired));
        assert_eq!(mixed.judge(&signed(), "A@x.example", 50, i64::MAX), Err(Unsigned::Principal));
        assert_eq!(
            roster(Vec::new()).judge(&signed(), "a@x.example", 50, i64::MAX),
            Err(Unsigned::UnknownKey)
        );
    }

    #[test]
    fn revoked_wins_over_everything() {
        let mut all = roster(vec![signer("a@x.example")]);
        assert_eq!(all.judge(&signed(), "a@x.example", 1, i64::MAX), Ok(()));
        all.revoked.extend(PublicKey::parse(KEY).map(|key| key.fingerprint().to_owned()));
        assert_eq!(all.judge(&signed(), "a@x.example", 1, i64::MAX), Err(Unsigned::Revoked));
        all.named = false;
        assert_eq!(all.judge(&signed(), "a@x.example", 1, i64::MAX), Err(Unsigned::Revoked));
    }

    #[test]
    fn a_line_is_within_another_when_it_allows_nothing_new() {
        let wide = Signer { principals: vec!["a".to_owned(), "b".to_owned()], ..signer("a") };
        let timed = Signer { valid_before: Some(9), ..signer("a") };
        assert!(signer("a").is_within(&wide) && timed.is_within(&signer("a")) && timed.is_within(&timed));
        assert!(!wide.is_within(&signer("a")) && !signer("a").is_within(&timed));
        let from = |second| Signer { valid_after: Some(second), ..signer("a") };
        assert!(from(9).is_within(&from(8)) && from(9).is_within(&from(9)) && !from(8).is_within(&from(9)));
        let until = |second| Signer { valid_before: Some(second), ..signer("a") };
        assert!(
            until(8).is_within(&until(9)) && until(9).is_within(&until(9)) && !until(9).is_within(&until(8))
        );
        let files = Signer { namespaces: vec!["file".to_owned()], ..signer("a") };
        assert!(files.is_within(&signer("a")) && !signer("a").is_within(&files));
    }

    #[test]
    fn a_roster_is_within_another_that_is_there_and_forgives_nothing() {
        let (one, two) = (roster(vec![signer("a")]), roster(vec![signer("a"), signer("b")]));
        assert!(one.is_within(&one) && one.is_within(&two) && !two.is_within(&one));
        let mut strict = two.clone();
        strict.revoked.insert("SHA256:x".to_owned());
        assert!(strict.is_within(&two) && !one.is_within(&strict));
        let nowhere = Roster { named: false, ..two.clone() };
        assert!(!one.is_within(&nowhere) && !Roster::default().is_within(&Roster::default()));
        assert!(Roster::default().is_within(&one), "without keys nobody signs");
    }
}
