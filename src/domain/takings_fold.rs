//! Takings added up in memory: what the journal's projection must agree with, and what a file of entries can be asked.

use std::collections::{BTreeMap, HashMap};

use super::book::Book;
use super::day::{Day, Moment, Period};
use super::entry::Entry;
use super::fact::Fact;
use super::id::SaleId;
use super::money::Currency;
use super::takings::{By, Cells, Figures, Placed, Row, Takings, of_return, of_sale, place};

/// A fold of entries into takings.
#[derive(Debug, Clone, Default)]
pub struct TakingsFold {
    book: Book,
    moments: HashMap<SaleId, Moment>,
    days: BTreeMap<Day, Cells>,
}

impl TakingsFold {
    /// Folds the next entry. Entries written in training add nothing.
    pub fn apply(&mut self, entry: &Entry) {
        let id = entry.fact.sale();
        let before: Option<Placed> = id.and_then(|id| self.book.sale(id)).and_then(place);
        self.book.apply(entry);
        let Some(sale) = id.and_then(|id| self.book.sale(id)).filter(|_| !entry.training) else { return };
        let now = self.book.day_rule().assign(entry.stamp.at, entry.stamp.offset_min);
        if let Fact::ReturnCompleted(fact) = &entry.fact {
            let cells = of_return(sale, fact, now);
            self.post(now.day, &cells);
            return;
        }
        let Some(after) = place(sale) else { return };
        if before.as_ref() == Some(&after) {
            return;
        }
        let at = *self.moments.entry(sale.id).or_insert(now);
        let gone = before.map(|before| of_sale(sale, &before, at)).unwrap_or_default();
        let cells = of_sale(sale, &after, at).minus(&gone);
        self.post(at.day, &cells);
    }

    fn post(&mut self, day: Day, cells: &Cells) {
        let have = self.days.remove(&day).unwrap_or_default();
        self.days.insert(day, have.plus(cells));
    }

    /// The takings of a period.
    #[must_use]
    pub fn takings(&self, period: Period, by: By, currency: Currency) -> Takings {
        let mut whole = Figures::default();
        let mut rows: BTreeMap<String, Row> = BTreeMap::new();
        for cells in self.days.range(period.from()..=period.to()).map(|(_, cells)| cells) {
            whole = whole.plus(cells.get(By::Whole, ""));
            for (_, key, cell) in cells.iter().filter(|(of, _, _)| *of == by && by != By::Whole) {
                let empty = || Row { key: key.to_owned(), label: String::new(), figures: Figures::default() };
                let row = rows.entry(key.to_owned()).or_insert_with(empty);
                row.figures = row.figures.plus(cell.figures);
                cell.label.clone_into(&mut row.label);
            }
        }
        Takings { period, currency, whole, rows: rows.into_values().filter(|row| !row.figures.is_zero()).collect() }
    }
}
