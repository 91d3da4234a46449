//! Names folded to 128 bits: exact for all that matters, and the same on every machine and in every version.

use std::fmt;

/// A name of an invoice, order, refund, settlement or line, folded. [`Key::NONE`] stands for no name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Key(pub u128);

impl Key {
    /// No name.
    pub const NONE: Self = Self(0);

    /// Folds a name; blank text is no name.
    #[must_use]
    #[inline]
    pub fn of(text: &[u8]) -> Self {
        if text.is_empty() {
            return Self::NONE;
        }
        let mut low = SEEDS[0] ^ text.len() as u64;
        let mut high = SEEDS[1];
        let mut words = text.chunks_exact(8);
        for word in &mut words {
            (low, high) = mix(low, high, u64::from_le_bytes(word.try_into().expect("the chunk has eight bytes")));
        }
        (low, high) = mix(low, high, last_word(text, words.remainder()));
        (low, high) = mix(low, high, SEEDS[2]);
        Self((u128::from(high) << 64 | u128::from(low)).max(1))
    }

    /// Whether there is no name.
    #[must_use]
    pub fn is_none(self) -> bool {
        self.0 == 0
    }

    /// Half of it, for names that only have to differ within one invoice.
    #[must_use]
    pub fn short(self) -> u64 {
        (self.0 as u64) ^ ((self.0 >> 64) as u64)
    }

    /// Which of `1 << bits` partitions it belongs to.
    #[must_use]
    pub fn part(self, bits: u32) -> usize {
        if bits == 0 { 0 } else { (self.0 >> (128 - bits)) as usize }
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// Keys are folded already; hashing them again would only cost time.
#[derive(Debug, Default, Clone, Copy)]
pub struct Folded(u64);

impl std::hash::Hasher for Folded {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        self.0 = Key::of(bytes).short();
    }
    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
    fn write_u128(&mut self, value: u128) {
        self.0 = Key(value).short();
    }
}

const SEEDS: [u64; 3] = [0x9e37_79b9_7f4a_7c15, 0xc2b2_ae3d_27d4_eb4f, 0x1656_67b1_9e37_79f9];

/// The bytes behind the last whole word as a word, with zeros above them.
#[inline]
fn last_word(text: &[u8], rest: &[u8]) -> u64 {
    if rest.is_empty() {
        return 0;
    }
    if let Some(end) = text.last_chunk::<8>() {
        // The last eight bytes, without those that were taken already.
        return u64::from_le_bytes(*end) >> (8 * (8 - rest.len()));
    }
    rest.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte))
}

/// Two lanes of multiply and fold, each with constants of its own.
fn mix(low: u64, high: u64, word: u64) -> (u64, u64) {
    (fold(low ^ word, 0xa076_1d64_78bd_642f) ^ high.rotate_left(17), fold(high ^ word, 0xe703_7ed1_a0b4_28db) ^ low)
}

fn fold(value: u64, by: u64) -> u64 {
    let product = u128::from(value) * u128::from(by);
    (product as u64) ^ ((product >> 64) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_folds_the_same_for_ever() {
        assert_eq!(Key::of(b""), Key::NONE);
        assert_eq!(format!("{:?}", Key::of(b"Vt4mWc8RzKqYpN2xLb7HsD")), FIXED);
        assert_ne!(Key::of(b"a"), Key::of(b"a\0"));
    }

    const FIXED: &str = "f54928fd5bacd19ca1d39560f8ffa6df";

    #[test]
    fn a_name_of_any_length_folds_as_if_zeros_followed() {
        let text = b"0123456789abcdefghijklmnopqrstuv";
        for len in 0..=text.len() {
            let (text, whole) = (&text[..len], len / 8 * 8);
            let mut padded = [0; 8];
            padded[..len - whole].copy_from_slice(&text[whole..]);
            assert_eq!(last_word(text, &text[whole..]), u64::from_le_bytes(padded), "{len}");
        }
    }

    #[test]
    fn names_that_look_alike_stay_apart() {
        let all: std::collections::HashSet<Key> =
            (0..200_000).map(|n| Key::of(format!("1042-{n}").as_bytes())).collect();
        assert_eq!(all.len(), 200_000);
        let parts: std::collections::HashSet<usize> = all.iter().map(|key| key.part(10)).collect();
        assert_eq!(parts.len(), 1024);
    }
}
