//! Rows of one partition brought together by their invoice, without sorting them and without moving one.

use super::key::Key;

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Sale,
    Invoice,
    Line,
    Refund,
}

/// A row by its kind and its place among those of its kind.
pub(crate) type Place = (Kind, u32);

const NONE: u32 = u32::MAX;

/// All rows of one invoice.
#[derive(Debug, Clone, Copy)]
struct Bunch {
    key: Key,
    first: u32,
    last: u32,
}

/// The bunches of a partition; its memory is kept from one to the next.
#[derive(Debug, Default)]
pub(crate) struct Bunches {
    /// Places of bunches, found by the lower half of a key: keys are folded, so any part of them is as good as another.
    table: Vec<u32>,
    bunches: Vec<Bunch>,
    /// Each row with the next one of its bunch.
    links: Vec<(Place, u32)>,
}

impl Bunches {
    /// Begins a partition of at most so many rows.
    pub(crate) fn begin(&mut self, rows: usize) {
        self.bunches.clear();
        self.links.clear();
        self.table.clear();
        self.table.resize((rows * 2).next_power_of_two().max(16), NONE);
    }

    /// Adds a row. The rows of a bunch keep the order they are added in.
    pub(crate) fn add(&mut self, key: Key, place: Place) {
        let link = u32::try_from(self.links.len()).expect("a partition is far below four thousand million rows");
        self.links.push((place, NONE));
        let mask = self.table.len() - 1;
        let mut slot = key.0 as usize & mask;
        loop {
            let Some(bunch) = self.bunches.get_mut(self.table[slot] as usize) else {
                self.table[slot] = self.bunches.len() as u32;
                self.bunches.push(Bunch { key, first: link, last: link });
                return;
            };
            if bunch.key == key {
                let last = std::mem::replace(&mut bunch.last, link);
                self.links[last as usize].1 = link;
                return;
            }
            slot = (slot + 1) & mask;
        }
    }

    /// How many rows were added.
    pub(crate) fn len(&self) -> usize {
        self.links.len()
    }

    /// Hands out every bunch with its rows, in the order their first rows were added.
    pub(crate) fn each(&self, mut judge: impl FnMut(Key, &[Place])) {
        let mut places = Vec::new();
        for bunch in &self.bunches {
            places.clear();
            let mut next = bunch.first;
            while let Some((place, after)) = self.links.get(next as usize) {
                places.push(*place);
                next = *after;
            }
            judge(bunch.key, &places);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_one_invoice_come_together_whatever_lies_between() {
        let mut bunches = Bunches::default();
        // All these keys begin at the same place of the table.
        let key = |n: u128| Key(n << 64 | 5);
        bunches.begin(300);
        for round in [Kind::Sale, Kind::Line] {
            (0..100).for_each(|n| bunches.add(key(u128::from(n) + 1), (round, n)));
        }
        bunches.add(Key::NONE, (Kind::Line, 100));
        let mut seen = Vec::new();
        bunches.each(|key, places| seen.push((key, places.to_vec())));
        assert_eq!((seen.len(), bunches.len()), (101, 201));
        assert_eq!(seen[7], (key(8), vec![(Kind::Sale, 7), (Kind::Line, 7)]));
        assert_eq!(seen[100], (Key::NONE, vec![(Kind::Line, 100)]));
        bunches.begin(2);
        bunches.each(|_, _| panic!("a new partition is empty"));
    }
}
