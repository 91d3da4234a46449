//! Rows laid out by the partition their key belongs to, in blocks, so that nothing is ever copied to grow.

use super::key::Key;

/// Rows of one block.
const BLOCK: usize = 64;

/// Rows in `1 << bits` partitions.
#[derive(Debug, Clone)]
pub struct Parts<T> {
    bits: u32,
    parts: Vec<Vec<Vec<T>>>,
    len: usize,
}

impl<T> Parts<T> {
    /// No rows yet.
    #[must_use]
    pub fn new(bits: u32) -> Self {
        Self { bits, parts: (0..1_usize << bits).map(|_| Vec::new()).collect(), len: 0 }
    }

    /// How finely it is divided.
    #[must_use]
    pub fn bits(&self) -> u32 {
        self.bits
    }

    /// How many rows it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Adds a row where its key belongs.
    pub fn push(&mut self, key: Key, row: T) {
        let part = &mut self.parts[key.part(self.bits)];
        match part.last_mut() {
            Some(block) if block.len() < BLOCK => block.push(row),
            Some(_) | None => {
                let mut block = Vec::with_capacity(if self.bits == 0 { 4 } else { BLOCK });
                block.push(row);
                part.push(block);
            }
        }
        self.len += 1;
    }

    /// The rows of a partition.
    pub fn part(&self, part: usize) -> impl Iterator<Item = &T> {
        self.parts[part].iter().flatten()
    }

    /// All rows, in no promised order.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.parts.iter().flatten().flatten()
    }

    /// All rows, to be changed where they lie. Their keys stay as they are.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.parts.iter_mut().flatten().flatten()
    }

    /// How many partitions there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.parts.len()
    }

    /// Takes another's rows, made with the same division.
    pub fn absorb(&mut self, other: Self) {
        assert_eq!(self.bits, other.bits, "views are divided alike");
        self.len += other.len;
        for (mine, theirs) in self.parts.iter_mut().zip(other.parts) {
            mine.extend(theirs);
        }
    }
}
