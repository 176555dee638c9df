//! Signatures of commits, taken apart as Git does it: what was signed is the commit without the header that holds the
//! signature. Nothing is said here of whose key it is.

use std::collections::BTreeMap;

use git2::{ObjectFormat, ObjectType};

use super::commit::{Commit, object_id};
use super::limit;
use super::object::Objects;
use super::open::Repository;
use super::trouble::{Gap, Trouble};
use crate::model::Signature;
use crate::name::{CommitId, verified};

impl Repository {
    /// How each of these commits is signed. A signature holds only for exactly the commit that carries it.
    pub fn signatures<'c>(
        &self,
        commits: impl Iterator<Item = &'c CommitId>,
    ) -> Result<BTreeMap<CommitId, Result<Signature, Gap>>, Trouble> {
        let objects = Objects::of(&self.git)?;
        let signature = |id: &CommitId| {
            let malformed = || Gap::Malformed(id.to_string());
            let oid = object_id(id.as_str().as_bytes(), objects.format()).ok_or_else(malformed)?;
            let data = objects.bytes(oid, ObjectType::Commit, limit::OBJECT)?;
            // A commit that could be read in two ways is none, and then nobody has signed it.
            Commit::parse(oid, &data, objects.format()).ok_or_else(malformed)?;
            Ok(signature_of(&data, objects.format()))
        };
        Ok(commits.map(|id| (id.clone(), signature(id))).collect())
    }
}

/// The signature of a commit object.
pub(super) fn signature_of(data: &[u8], format: ObjectFormat) -> Signature {
    let Parts { signed, armour, found } = parts(data, format);
    let Ok(armour) = String::from_utf8(armour) else { return Signature::Broken };
    match found {
        0 => Signature::None,
        1 if armour.starts_with("-----BEGIN SSH SIGNATURE-----") => match verified(&armour, &signed) {
            Some((key, namespace)) => Signature::Ssh(key, namespace),
            None => Signature::Broken,
        },
        1 if armour.starts_with("-----BEGIN ") => Signature::Other,
        // Two signatures: Git would read them as one.
        _ => Signature::Broken,
    }
}

/// A commit object without its signatures, what signs it, and how many headers said so.
struct Parts {
    signed: Vec<u8>,
    armour: Vec<u8>,
    found: usize,
}

/// Takes a commit object apart. The header of the other hash algorithm is no part of what is signed, and no signature of
/// this object.
fn parts(data: &[u8], format: ObjectFormat) -> Parts {
    let own: &[u8] = match format {
        ObjectFormat::Sha1 => b"gpgsig ",
        ObjectFormat::Sha256 => b"gpgsig-sha256 ",
    };
    let mut parts = Parts { signed: Vec::new(), armour: Vec::new(), found: 0 };
    let (mut in_own, mut in_other) = (false, false);
    let mut rest = data;
    while !rest.is_empty() {
        let end = rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |at| at + 1);
        let (line, after) = rest.split_at(end);
        if line == b"\n" {
            parts.signed.extend_from_slice(rest);
            break;
        }
        let folded = line.strip_prefix(b" ");
        if let Some(first) = line.strip_prefix(own) {
            parts.armour.extend_from_slice(first);
            parts.found += 1;
            (in_own, in_other) = (true, false);
        } else if line.starts_with(b"gpgsig") {
            (in_own, in_other) = (false, true);
        } else if let Some(more) = folded.filter(|_| in_own) {
            parts.armour.extend_from_slice(more);
        } else if folded.is_none() || !in_other {
            parts.signed.extend_from_slice(line);
            (in_own, in_other) = (false, false);
        }
        rest = after;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    const PGP: &str = "-----BEGIN PGP SIGNATURE-----\n \n AAAA\n -----END PGP SIGNATURE-----";

    fn of(headers: &str) -> Signature {
        let text = format!("tree a\nauthor b\ncommitter c\n{headers}\nStand\n\ngpgsig no header\n");
        signature_of(text.as_bytes(), ObjectFormat::Sha1)
    }

    #[test]
    fn what_is_signed_is_all_but_the_signatures() {
        let before = "tree a\nmergetag object b\n type commit\n \n gpgsig x\n";
        let after = "encoding UTF-8\n\nStand\n";
        let signatures = "gpgsig one\n two\n three\ngpgsig-sha256 four\n five\n six\n";
        for data in [format!("{before}{signatures}{after}"), format!("{signatures}{before}{after}")] {
            let parts = parts(data.as_bytes(), ObjectFormat::Sha1);
            assert_eq!(String::from_utf8_lossy(&parts.signed), format!("{before}{after}"));
            assert_eq!((parts.armour.as_slice(), parts.found), (b"one\ntwo\nthree\n".as_slice(), 1));
        }
    }

    #[test]
    fn only_the_header_of_the_own_algorithm_is_a_signature() {
        assert_eq!(of(""), Signature::None);
        assert_eq!(of("encoding ISO-8859-1\nmergetag object a\n gpgsig x\n"), Signature::None);
        assert_eq!(of(&format!("gpgsig-sha256 {PGP}\n")), Signature::None);
        assert_eq!(of(&format!("gpgsig {PGP}\n")), Signature::Other);
        assert_eq!(of(&format!("gpgsig {PGP}\ngpgsig {PGP}\n")), Signature::Broken);
        assert_eq!(of("gpgsig was auch immer\n"), Signature::Broken);
        let ssh = "-----BEGIN SSH SIGNATURE-----\n AAAA\n -----END SSH SIGNATURE-----";
        assert_eq!(of(&format!("gpgsig {ssh}\n")), Signature::Broken);
    }
}
