//! The hashes out of which keys are made.

use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

/// A way to hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hash {
    Md5,
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    /// By its name in the description of a package.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "SHA1" | "SHA-1" => Self::Sha1,
            "SHA256" | "SHA-256" => Self::Sha256,
            "SHA384" | "SHA-384" => Self::Sha384,
            "SHA512" | "SHA-512" => Self::Sha512,
            _ => return None,
        })
    }

    /// The hash of pieces, one after the other.
    pub(super) fn of(self, pieces: &[&[u8]]) -> Vec<u8> {
        match self {
            Self::Md5 => digest::<Md5>(pieces),
            Self::Sha1 => digest::<Sha1>(pieces),
            Self::Sha256 => digest::<Sha256>(pieces),
            Self::Sha384 => digest::<Sha384>(pieces),
            Self::Sha512 => digest::<Sha512>(pieces),
        }
    }

    /// The hash of salt and word, hashed again so many times, each time behind its number.
    pub(super) fn spun(self, salt: &[u8], word: &[u8], times: u32) -> Vec<u8> {
        (0..times).fold(self.of(&[salt, word]), |hash, time| self.of(&[&time.to_le_bytes(), &hash]))
    }
}

fn digest<D: Digest>(pieces: &[&[u8]]) -> Vec<u8> {
    let mut digest = D::new();
    for piece in pieces {
        digest.update(piece);
    }
    digest.finalize().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_those_that_everybody_knows() {
        // The first bytes of the hashes of `abc`.
        for (hash, expected) in [
            (Hash::Md5, [0x90, 0x01, 0x50, 0x98]),
            (Hash::Sha1, [0xa9, 0x99, 0x3e, 0x36]),
            (Hash::Sha256, [0xba, 0x78, 0x16, 0xbf]),
            (Hash::Sha384, [0xcb, 0x00, 0x75, 0x3f]),
            (Hash::Sha512, [0xdd, 0xaf, 0x35, 0xa1]),
        ] {
            assert!(hash.of(&[b"a", b"bc"]).starts_with(&expected), "{hash:?}");
        }
        assert_eq!(Hash::named("MD5"), None);
    }
}
