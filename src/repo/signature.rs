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

/// The signature of a commit object. The header of the other hash algorithm is no part of what is signed, and no
/// signature of this object.
pub(super) fn signature_of(data: &[u8], format: ObjectFormat) -> Signature {
    let own: &[u8] = match format {
        ObjectFormat::Sha1 => b"gpgsig ",
        ObjectFormat::Sha256 => b"gpgsig-sha256 ",
    };
    let (mut signed, mut armour, mut found) = (Vec::new(), Vec::new(), 0);
    let (mut in_own, mut in_other) = (false, false);
    let mut rest = data;
    while !rest.is_empty() {
        let end = rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |at| at + 1);
        let (line, after) = rest.split_at(end);
        if line == b"\n" {
            signed.extend_from_slice(rest);
            break;
        }
        let folded = line.strip_prefix(b" ");
        if let Some(first) = line.strip_prefix(own) {
            armour.extend_from_slice(first);
            found += 1;
            (in_own, in_other) = (true, false);
        } else if line.starts_with(b"gpgsig") {
            (in_own, in_other) = (false, true);
        } else if let Some(more) = folded.filter(|_| in_own) {
            armour.extend_from_slice(more);
        } else if folded.is_none() || !in_other {
            signed.extend_from_slice(line);
            (in_own, in_other) = (false, false);
        }
        rest = after;
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    const PGP: &str = "-----BEGIN PGP SIGNATURE-----\n \n AAAA\n -----END PGP SIGNATURE-----";

    fn of(headers: &str) -> Signature {
        let text = format!("tree a\nauthor b\ncommitter c\n{headers}\nStand\n\ngpgsig no header\n");
        signature_of(text.as_bytes(), ObjectFormat::Sha1)
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
