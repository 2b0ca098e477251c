//! An encrypted package: the way of Excel 2007 (MS-OFFCRYPTO 2.3.4.5 to 2.3.4.9), and the one since 2010, which is described in XML
//! (2.3.4.10 to 2.3.4.15). Whether somebody has changed it on the way is not asked: its container says what is damaged.

use aes::cipher::{BlockCipherDecrypt, KeyInit};
use aes::{Aes128, Aes192, Aes256};
use quick_xml::events::BytesStart;

use super::hash::Hash;
use super::{password, u16_at, u32_at};
use crate::ingest::open::xml::{attribute, elements};

/// More often nobody hashes a word.
const MOST_TIMES: u32 = 1_000_000;
/// The way of 2010 encrypts so many bytes at a time.
const SEGMENT: usize = 4096;
const BLOCK: usize = 16;

/// The package in clear; `info` says how it is encrypted.
pub(in crate::ingest::open) fn opened(info: &[u8], package: &[u8]) -> Option<Vec<u8>> {
    let (length, encrypted) = package.split_first_chunk()?;
    let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
    let mut clear = match (u16_at(info, 0)?, u16_at(info, 2)?) {
        (4, 4) => of_2010(std::str::from_utf8(info.get(8..)?).ok()?, encrypted)?,
        (2..=4, 2) => of_2007(info.get(8..)?, encrypted)?,
        _ => return None,
    };
    // What is filled up to a whole block is no part of it.
    (length <= clear.len()).then(|| clear.truncate(length))?;
    Some(clear)
}

/// What the description says of the package, or of the key.
#[derive(Debug, Default)]
struct Parameters {
    hash: Option<Hash>,
    key_bytes: usize,
    block_bytes: usize,
    salt: Vec<u8>,
    times: u32,
    secret: Vec<u8>,
    secret_hash: Vec<u8>,
    key: Vec<u8>,
}

impl Parameters {
    fn read(element: &BytesStart<'_>) -> Option<Self> {
        let said = |name: &str| attribute(element, name).unwrap_or_default();
        let number = |name: &str| said(name).trim().parse::<u32>().unwrap_or_default();
        let bytes = |name: &str| of_base64(&said(name)).unwrap_or_default();
        if said("cipherAlgorithm") != "AES" || said("cipherChaining") != "ChainingModeCBC" {
            return None;
        }
        Some(Self {
            hash: Hash::named(&said("hashAlgorithm")),
            key_bytes: usize::try_from(number("keyBits") / 8).ok()?,
            block_bytes: usize::try_from(number("blockSize")).ok()?,
            salt: bytes("saltValue"),
            times: number("spinCount"),
            secret: bytes("encryptedVerifierHashInput"),
            secret_hash: bytes("encryptedVerifierHashValue"),
            key: bytes("encryptedKeyValue"),
        })
    }
}

fn of_2010(description: &str, encrypted: &[u8]) -> Option<Vec<u8>> {
    const OF_SECRET: [u8; 8] = [0xfe, 0xa7, 0xd2, 0x76, 0x3b, 0x4b, 0x9e, 0x79];
    const OF_HASH: [u8; 8] = [0xd7, 0xaa, 0x0f, 0x6d, 0x30, 0x61, 0x34, 0x4e];
    const OF_KEY: [u8; 8] = [0x14, 0x6e, 0x0b, 0xe7, 0xab, 0xac, 0xd0, 0xd6];
    let (mut data, mut lock) = (None, None);
    elements(description, |element| match element.local_name().as_ref() {
        "keyData" => data = Parameters::read(element),
        // There may be one for certificates as well.
        "encryptedKey" => lock = lock.take().or_else(|| Parameters::read(element)),
        _ => {}
    });
    let (data, lock) = (data?, lock.filter(|lock| lock.times <= MOST_TIMES)?);
    let (hash, data_hash) = (lock.hash?, data.hash?);
    let word = hash.spun(&lock.salt, &password(), lock.times);
    let unlocked = |purpose: &[u8; 8], encrypted: &[u8]| {
        decrypted(&fitted(hash.of(&[&word, purpose]), lock.key_bytes), &lock.salt, encrypted)
    };
    let secret = unlocked(&OF_SECRET, &lock.secret)?;
    let expected = hash.of(&[&secret]);
    if unlocked(&OF_HASH, &lock.secret_hash)?.get(..expected.len())? != expected {
        return None;
    }
    let key = unlocked(&OF_KEY, &lock.key)?;
    let key = key.get(..lock.key_bytes)?;
    let mut clear = Vec::with_capacity(encrypted.len());
    for (number, segment) in (0_u32..).zip(encrypted.chunks(SEGMENT)) {
        let start = fitted(data_hash.of(&[&data.salt, &number.to_le_bytes()]), data.block_bytes);
        clear.extend(decrypted(key, &start, segment)?);
    }
    Some(clear)
}

fn of_2007(info: &[u8], encrypted: &[u8]) -> Option<Vec<u8>> {
    const TIMES: u32 = 50_000;
    /// AES with keys of 128, 192 and 256 bits.
    const ALGORITHMS: [u32; 3] = [0x660e, 0x660f, 0x6610];
    let length = usize::try_from(u32_at(info, 0)?).ok()?;
    let (description, verifier) = info.get(4..)?.split_at_checked(length)?;
    if !ALGORITHMS.contains(&u32_at(description, 8)?) {
        return None;
    }
    let key_bytes = usize::try_from(u32_at(description, 16)? / 8).ok()?;
    let word = Hash::Sha1.spun(verifier.get(4..20)?, &password(), TIMES);
    let word = Hash::Sha1.of(&[&word, &0_u32.to_le_bytes()]);
    let masked = |mask: u8| {
        let padded = word.iter().copied().chain(std::iter::repeat(0)).take(64);
        Hash::Sha1.of(&[&padded.map(|byte| byte ^ mask).collect::<Vec<u8>>()])
    };
    let key = [masked(0x36), masked(0x5c)].concat();
    let key = key.get(..key_bytes)?;
    let secret = deciphered(key, verifier.get(20..36)?)?;
    let expected = Hash::Sha1.of(&[&secret]);
    if deciphered(key, verifier.get(40..72)?)?.get(..expected.len())? != expected {
        return None;
    }
    deciphered(key, encrypted)
}

/// A hash as long as it is to be: cut off, or filled up.
fn fitted(mut hash: Vec<u8>, length: usize) -> Vec<u8> {
    hash.resize(length.min(256), 0x36);
    hash
}

/// In clear, where each block was laid over with the one before it, and the first one with `start`.
fn decrypted(key: &[u8], start: &[u8], encrypted: &[u8]) -> Option<Vec<u8>> {
    let mut clear = deciphered(key, encrypted)?;
    for (byte, mask) in clear.iter_mut().zip(start.get(..BLOCK)?.iter().chain(encrypted)) {
        *byte ^= mask;
    }
    Some(clear)
}

/// In clear, where each block stands for itself; what is less than a block is left out.
fn deciphered(key: &[u8], encrypted: &[u8]) -> Option<Vec<u8>> {
    match key.len() {
        16 => in_blocks::<Aes128>(key, encrypted),
        24 => in_blocks::<Aes192>(key, encrypted),
        32 => in_blocks::<Aes256>(key, encrypted),
        _ => None,
    }
}

fn in_blocks<Cipher: BlockCipherDecrypt + KeyInit>(key: &[u8], encrypted: &[u8]) -> Option<Vec<u8>> {
    let cipher = Cipher::new_from_slice(key).ok()?;
    let mut clear = encrypted.get(..encrypted.len() - encrypted.len() % BLOCK)?.to_vec();
    for block in clear.chunks_exact_mut(BLOCK) {
        cipher.decrypt_block(block.try_into().ok()?);
    }
    Some(clear)
}

/// Bytes as XML has them: four characters for three, filled up with `=`.
fn of_base64(words: &str) -> Option<Vec<u8>> {
    let value = |character: u8| match character {
        b'A'..=b'Z' => Some(character - b'A'),
        b'a'..=b'z' => Some(character - b'a' + 26),
        b'0'..=b'9' => Some(character - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let characters: Vec<u8> = words.bytes().filter(|byte| !byte.is_ascii_whitespace() && *byte != b'=').collect();
    let mut bytes = Vec::with_capacity(characters.len());
    for group in characters.chunks(4) {
        let mut bits = 0_u32;
        for character in group {
            bits = bits << 6 | u32::from(value(*character)?);
        }
        let [_, whole @ ..] = (bits << (6 * (4 - group.len()))).to_be_bytes();
        bytes.extend(whole.get(..group.len() - 1)?);
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_read_off_their_characters() {
        assert_eq!(of_base64("TWFu").as_deref(), Some(b"Man".as_slice()));
        assert_eq!(of_base64("TWE=").as_deref(), Some(b"Ma".as_slice()));
        assert_eq!(of_base64("TQ\n==").as_deref(), Some(b"M".as_slice()));
        assert_eq!(of_base64("").as_deref(), Some(b"".as_slice()));
        assert_eq!(of_base64("T*"), None);
    }

    /// FIPS 197, appendix C.1; laid over with itself it is nothing.
    #[test]
    fn blocks_are_those_that_everybody_has() {
        let key: Vec<u8> = (0..16).collect();
        let encrypted = [0x69, 0xc4, 0xe0, 0xd8, 0x6a, 0x7b, 0x04, 0x30, 0xd8, 0xcd, 0xb7, 0x80, 0x70, 0xb4, 0xc5, 0x5a];
        let clear: Vec<u8> = (0..16).map(|number| number * 0x11).collect();
        assert_eq!(deciphered(&key, &encrypted), Some(clear.clone()));
        assert_eq!(decrypted(&key, &clear, &encrypted), Some(vec![0; 16]));
        assert_eq!(deciphered(&key, &encrypted[..15]), Some(vec![]));
        assert_eq!(deciphered(&key[..15], &encrypted), None);
    }

    #[test]
    fn what_nobody_can_open_is_left_as_it_is() {
        assert_eq!(opened(&[4, 0, 4, 0, 0, 0, 0, 0], &[0; 8]), None);
        assert_eq!(opened(&[3, 0, 2, 0, 0, 0, 0, 0, 255, 255, 255, 255], &[0; 24]), None);
        assert_eq!(opened(&[], &[]), None);
    }
}
