//! The cipher RC4: a stream of bytes that is laid over those in clear.

/// A stream, as far as it has come.
#[derive(Debug, Clone)]
pub(super) struct Rc4 {
    state: [u8; 256],
    first: u8,
    second: u8,
}

impl Rc4 {
    /// The stream of a key; a key without bytes has none.
    pub(super) fn new(key: &[u8]) -> Option<Self> {
        let mut state = [0; 256];
        for (place, number) in state.iter_mut().zip(0..=u8::MAX) {
            *place = number;
        }
        let mut rc4 = Self { state, first: 0, second: 0 };
        if key.is_empty() {
            return None;
        }
        for (place, key) in (0..=u8::MAX).zip(key.iter().cycle()) {
            rc4.second = rc4.second.wrapping_add(rc4.at(place)).wrapping_add(*key);
            rc4.state.swap(usize::from(place), usize::from(rc4.second));
        }
        rc4.second = 0;
        Some(rc4)
    }

    /// The next byte of the stream.
    pub(super) fn next_byte(&mut self) -> u8 {
        self.first = self.first.wrapping_add(1);
        self.second = self.second.wrapping_add(self.at(self.first));
        self.state.swap(usize::from(self.first), usize::from(self.second));
        self.at(self.at(self.first).wrapping_add(self.at(self.second)))
    }

    fn at(&self, place: u8) -> u8 {
        self.state.get(usize::from(place)).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6229, and the example that everybody has.
    #[test]
    fn the_stream_is_the_one_that_everybody_has() {
        let stream = |key: &[u8]| {
            let mut rc4 = Rc4::new(key).unwrap();
            [rc4.next_byte(), rc4.next_byte(), rc4.next_byte(), rc4.next_byte()]
        };
        assert_eq!(stream(&[1, 2, 3, 4, 5]), [0xb2, 0x39, 0x63, 0x05]);
        assert_eq!(stream(b"Key"), [0xeb, 0x9f, 0x77, 0x81]);
        assert!(Rc4::new(&[]).is_none());
    }
}
