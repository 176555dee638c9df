//! Public keys and what was signed with them. The one place that names the library behind it; no private key is made,
//! read or used here.

use std::fmt;

use ssh_key::public::{KeyData, RsaPublicKey};
use ssh_key::{HashAlg, SshSig};

/// The shortest RSA key that still counts, in bits.
const RSA_BITS: usize = 2_048;

/// A public key of SSH, told by its fingerprint.
#[derive(Clone, PartialEq, Eq)]
pub struct PublicKey {
    data: KeyData,
    fingerprint: String,
}

impl PublicKey {
    /// Reads `ssh-ed25519 AAAA…`: algorithm and key as OpenSSH writes them, without options and comment. Nothing for
    /// certificates, DSA, short RSA keys and algorithms that cannot be verified here.
    pub fn parse(text: &str) -> Option<Self> {
        let mut words = text.split_ascii_whitespace();
        let (algorithm, key) = (words.next()?, words.next()?);
        let key = ssh_key::PublicKey::from_openssh(&format!("{algorithm} {key}")).ok()?;
        Self::of(key.key_data())
    }

    fn of(data: &KeyData) -> Option<Self> {
        let long = |key: &RsaPublicKey| key.n.as_positive_bytes().is_some_and(|n| bits(n) >= RSA_BITS);
        let curve = data.is_ed25519() || data.is_ecdsa();
        let token = data.is_sk_ed25519() || data.is_sk_ecdsa_p256();
        // All others are certificates, DSA, and whatever comes.
        let counts = curve || token || data.rsa().is_some_and(long);
        let fingerprint = data.fingerprint(HashAlg::Sha256).to_string();
        counts.then(|| Self { data: data.clone(), fingerprint })
    }

    /// `SHA256:…`, as `ssh-keygen -l` shows it.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }
}

/// The length of a number, from its first bit that is set.
fn bits(number: &[u8]) -> usize {
    let unset = number.first().map_or(0, |first| first.leading_zeros() as usize);
    (number.len() * 8).saturating_sub(unset)
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.fingerprint)
    }
}

/// Verifies a signature in the armour of SSH over these bytes. Answers with the key that made it and the namespace it
/// was made for; nothing when it is no such signature, or of other bytes, or by a key that does not count.
pub fn verified(armour: &str, signed: &[u8]) -> Option<(PublicKey, String)> {
    let signature = SshSig::from_pem(armour).ok().filter(|signature| signature.reserved().is_empty())?;
    let key = PublicKey::of(signature.public_key())?;
    let namespace = signature.namespace();
    ssh_key::PublicKey::from(signature.public_key().clone()).verify(namespace, signed, &signature).ok()?;
    Some((key, namespace.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ED25519: &str =
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILM+rvN+ot98qgEN796jTiQfZfG1KaT0PtFDJ/XFSqti user@example.com";

    #[test]
    fn a_key_is_told_by_its_fingerprint() {
        let key = PublicKey::parse(ED25519).expect("a key");
        assert!(key.fingerprint().starts_with("SHA256:"), "{key:?}");
        assert_eq!(PublicKey::parse(ED25519.rsplit_once(' ').expect("a comment").0), Some(key));
    }

    #[test]
    fn a_short_rsa_key_is_none_to_the_last_bit() {
        for (first, length, good) in
            [(0x80, 256, true), (0xff, 257, true), (0x7f, 256, false), (0xff, 255, false), (0xff, 128, false)]
        {
            let number = |bytes: &[u8]| ssh_key::Mpint::from_positive_bytes(bytes).expect("a number");
            let mut n = vec![0xff; length];
            n[0] = first;
            let key = RsaPublicKey { e: number(&[1, 0, 1]), n: number(&n) };
            let text = ssh_key::PublicKey::from(KeyData::Rsa(key)).to_openssh().expect("a key");
            assert_eq!(PublicKey::parse(&text).is_some(), good, "{first:x} {length}");
        }
    }

    #[test]
    fn what_cannot_be_verified_is_no_key() {
        for text in [
            "",
            "ssh-ed25519",
            "ssh-ed25519 AAAA",
            "ssh-dss AAAAB3NzaC1kc3MAAAA=",
            "from=\"x\" ssh-ed25519 A",
        ] {
            assert_eq!(PublicKey::parse(text), None, "{text}");
        }
        assert_eq!(verified("-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n", b""), None);
    }
}
