//! The records of .xls: their heads are in clear, and so are those that say where something lies (MS-XLS 2.2.10).

use super::hash::Hash;
use super::rc4::Rc4;
use super::{password, u16_at, u32_at};

const PASSWORD: u16 = 0x002f;
const SHEET: u16 = 0x0085;
/// Records that stand in clear as a whole.
const CLEAR: [u16; 7] = [0x0809, PASSWORD, 0x0194, 0x0195, 0x00e1, 0x0196, 0x0138];
/// Of the record of a sheet where it begins stands in clear.
const START: usize = 4;
/// After so many bytes of the file the key changes.
const BLOCK: usize = 1024;

/// The records in clear, with the one for the password emptied.
pub(in crate::ingest::open) fn opened(mut stream: Vec<u8>) -> Option<Vec<u8>> {
    let keys = Keys::read(&stream)?;
    let mut at = 0;
    let (mut block, mut cipher) = (usize::MAX, None);
    while let (Some(kind), Some(length)) = (u16_at(&stream, at), u16_at(&stream, at + 2)) {
        let end = at + 4 + usize::from(length);
        let clear = match kind {
            kind if CLEAR.contains(&kind) => end,
            SHEET => at + 4 + START,
            _ => at + 4,
        };
        if kind == PASSWORD {
            stream.get_mut(at + 4..end)?.fill(0);
        }
        for place in at..end.min(stream.len()) {
            if place / BLOCK != block {
                block = place / BLOCK;
                cipher = keys.cipher(block);
            }
            let mask = cipher.as_mut()?.next_byte();
            if place >= clear {
                *stream.get_mut(place)? ^= mask;
            }
        }
        at = end;
    }
    Some(stream)
}

/// Out of which the key of each block is made.
enum Keys {
    /// Forty bits of a hash by MD5.
    Short(Vec<u8>),
    /// A hash by SHA-1, and how many of its bytes make a key.
    Long(Vec<u8>, usize),
}

impl Keys {
    /// `None` where the word is another one, or the records are encrypted in another way.
    fn read(stream: &[u8]) -> Option<Self> {
        let mut at = 0;
        while u16_at(stream, at)? != PASSWORD {
            at += 4 + usize::from(u16_at(stream, at + 2)?);
        }
        let content = stream.get(at + 4..at + 4 + usize::from(u16_at(stream, at + 2)?))?;
        let is_rc4 = u16_at(content, 0)? == 1;
        let (keys, check) = match (u16_at(content, 2)?, u16_at(content, 4)?) {
            (1, 1) if is_rc4 => Self::short(content.get(6..)?)?,
            (2..=4, 2) if is_rc4 => Self::long(content.get(6..)?)?,
            _ => return None,
        };
        let mut cipher = keys.cipher(0)?;
        let clear: Vec<u8> = check.iter().map(|byte| byte ^ cipher.next_byte()).collect();
        let (secret, hash) = clear.split_at_checked(16)?;
        let expected = keys.hash().of(&[secret]);
        (hash.get(..expected.len())? == expected).then_some(keys)
    }

    /// Salt, a secret, its hash.
    fn short(content: &[u8]) -> Option<(Self, Vec<u8>)> {
        let (salt, check) = content.split_at_checked(16)?;
        let word = Hash::Md5.of(&[&password()]);
        let mixed = [word.get(..5)?, salt].concat().repeat(16);
        let key = Hash::Md5.of(&[&mixed]).get(..5)?.to_vec();
        Some((Self::Short(key), check.get(..32)?.to_vec()))
    }

    /// Flags, how long the description is, the description, then salt, a secret and its hash, with their lengths in front.
    fn long(content: &[u8]) -> Option<(Self, Vec<u8>)> {
        const RC4: u32 = 0x6801;
        let length = usize::try_from(u32_at(content, 4)?).ok()?;
        let (description, verifier) = content.get(8..)?.split_at_checked(length)?;
        if u32_at(description, 8)? != RC4 {
            return None;
        }
        let bits = u32_at(description, 16).filter(|bits| *bits > 0).unwrap_or(40);
        let word = Hash::Sha1.of(&[verifier.get(4..20)?, &password()]);
        let check = [verifier.get(20..36)?, verifier.get(40..60)?].concat();
        Some((Self::Long(word, usize::try_from(bits / 8).ok()?), check))
    }

    fn hash(&self) -> Hash {
        match self {
            Self::Short(_) => Hash::Md5,
            Self::Long(..) => Hash::Sha1,
        }
    }

    fn cipher(&self, block: usize) -> Option<Rc4> {
        let block = u32::try_from(block).ok()?.to_le_bytes();
        match self {
            Self::Short(key) => Rc4::new(&Hash::Md5.of(&[key, &block])),
            Self::Long(word, length) => {
                let mut key = Hash::Sha1.of(&[word, &block]).get(..*length)?.to_vec();
                // Forty bits are filled up with zeros.
                if *length == 5 {
                    key.resize(16, 0);
                }
                Rc4::new(&key)
            }
        }
    }
}
