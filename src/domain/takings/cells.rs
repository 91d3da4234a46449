//! From a sale or a return to the cells it adds.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Place;

use super::figures::{By, Figures};
use crate::domain::day::Moment;
use crate::domain::fact::{ReturnCompleted, ReturnTender, Tender};
use crate::domain::payment::State;
use crate::domain::sale::{Attempt, Sale};

/// Which part of the takings a sale's money belongs to now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Share {
    /// In the drawer.
    Cash,
    /// Seen on a chain; it can still vanish.
    Seen,
    /// Safe by the account's risk setting, not yet credited.
    Accepted,
    /// Credited.
    Settled,
    /// Failed after the goods had gone.
    Failed,
}

/// Where the money of a completed sale stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// `cash`, or `gateway:` and the connection's name.
    pub tender: String,
    /// The coin that paid; empty for cash, and while it is not known.
    pub coin: String,
    /// Which part.
    pub share: Share,
}

/// Where the money of a sale stands by what is known; none before it is completed.
#[must_use]
pub fn place(sale: &Sale) -> Option<Placed> {
    Some(match sale.completed()?.tender {
        Tender::Cash { .. } => Placed { tender: "cash".to_owned(), coin: String::new(), share: Share::Cash },
        Tender::Gateway { guid } => match sale.attempt(guid) {
            Some(attempt) => {
                Placed { tender: tender_of(attempt), coin: coin_of(attempt), share: share(attempt.status.state) }
            }
            // A completing entry without its intent stands in no book this program wrote.
            None => Placed { tender: "gateway:".to_owned(), coin: String::new(), share: Share::Accepted },
        },
    })
}

fn tender_of(attempt: &Attempt) -> String {
    format!("gateway:{}", attempt.request.gateway)
}

fn coin_of(attempt: &Attempt) -> String {
    attempt.paid.as_ref().map(|paid| paid.coin.clone()).unwrap_or_default()
}

fn share(state: State) -> Share {
    match state {
        // The goods went at the owner's rule, so the money had been seen at least.
        State::Requested | State::Open | State::Seen => Share::Seen,
        State::Accepted => Share::Accepted,
        State::Settled => Share::Settled,
        State::Expired | State::Cancelled | State::Failed => Share::Failed,
    }
}

/// What one row of one split gains.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cell {
    /// The name for people, where the key is none.
    pub label: String,
    /// What is added.
    pub figures: Figures,
}

/// Gains by split and key. Cells of nought are left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cells(BTreeMap<(By, String), Cell>);

impl Cells {
    /// The gains in order of split and key.
    pub fn iter(&self) -> impl Iterator<Item = (By, &str, &Cell)> {
        self.0.iter().map(|((by, key), cell)| (*by, key.as_str(), cell))
    }

    /// Whether nothing changes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// One cell's figures; nought where there is none.
    #[must_use]
    pub fn get(&self, by: By, key: &str) -> Figures {
        self.0.get(&(by, key.to_owned())).map(|cell| cell.figures).unwrap_or_default()
    }

    /// With all gains of the other.
    #[must_use]
    pub fn plus(mut self, other: &Self) -> Self {
        for ((by, key), cell) in &other.0 {
            self.add(*by, key.clone(), &cell.label, cell.figures);
        }
        self
    }

    /// Without the gains of the other: what moves when a payment's state or coin becomes another.
    #[must_use]
    pub fn minus(mut self, other: &Self) -> Self {
        for ((by, key), cell) in &other.0 {
            self.add(*by, key.clone(), &cell.label, Figures::default().minus(cell.figures));
        }
        self
    }

    fn add(&mut self, by: By, key: String, label: &str, figures: Figures) {
        match self.0.entry((by, key)) {
            Place::Vacant(place) => {
                if !figures.is_zero() {
                    place.insert(Cell { label: label.to_owned(), figures });
                }
            }
            Place::Occupied(mut place) => {
                let cell = place.get_mut();
                cell.figures = cell.figures.plus(figures);
                if cell.label.is_empty() {
                    label.clone_into(&mut cell.label);
                }
                if cell.figures.is_zero() {
                    place.remove();
                }
            }
        }
    }

    fn whole(&mut self, at: Moment, placed: &Placed, operator: &str, figures: Figures) {
        self.add(By::Whole, String::new(), "", figures);
        self.add(By::Hour, format!("{:02}", at.hour()), "", figures);
        self.add(By::Tender, placed.tender.clone(), "", figures);
        if placed.share != Share::Cash {
            self.add(By::Coin, placed.coin.clone(), "", figures);
        }
        self.add(By::Operator, operator.to_owned(), "", figures);
    }
}

/// What a completed sale adds to the moment of its receipt.
#[must_use]
pub fn of_sale(sale: &Sale, placed: &Placed, at: Moment) -> Cells {
    let mut cells = Cells::default();
    let whole = shared(placed.share, sale.total.minor(), i64::from(sale.items()));
    cells.whole(at, placed, &sale.operator, whole);
    cells.add(By::Tax, String::new(), "", whole);
    for line in &sale.lines {
        let key = line.sku.as_ref().map(ToString::to_string).unwrap_or_default();
        let label = if key.is_empty() { "" } else { line.name.as_str() };
        let minor = line.total().map_or(0, |total| total.minor());
        cells.add(By::Product, key, label, shared(placed.share, minor, i64::from(line.quantity)));
    }
    cells
}

fn shared(share: Share, minor: i64, pieces: i64) -> Figures {
    let base = Figures { sales: 1, taken: minor, pieces, ..Figures::default() };
    match share {
        Share::Cash => Figures { cash: minor, ..base },
        Share::Seen => Figures { promised: minor, seen: minor, ..base },
        Share::Accepted => Figures { promised: minor, ..base },
        Share::Settled => Figures { settled: minor, ..base },
        Share::Failed => Figures { failed: minor, ..base },
    }
}

/// What a return adds to the moment of its own receipt.
///
/// Money that never was takings, such as a second payment of a paid sale, adds nothing when it goes back.
#[must_use]
pub fn of_return(sale: &Sale, fact: &ReturnCompleted, at: Moment) -> Cells {
    let mut cells = Cells::default();
    let Some(placed) = returned_to(sale, fact) else { return cells };
    let whole = Figures { refunds: 1, refunded: fact.amount.minor(), ..Figures::default() };
    cells.whole(at, &placed, &fact.operator, whole);
    cells.add(By::Tax, String::new(), "", whole);
    let mut rest = fact.amount.minor();
    for piece in &fact.lines {
        let Some(line) = usize::try_from(piece.line).ok().and_then(|index| sale.lines.get(index)) else { continue };
        let minor = line.price.checked_mul(piece.quantity).map_or(0, |worth| worth.minor());
        let key = line.sku.as_ref().map(ToString::to_string).unwrap_or_default();
        let label = if key.is_empty() { "" } else { line.name.as_str() };
        cells.add(By::Product, key, label, Figures { refunds: 1, refunded: minor, ..Figures::default() });
        rest -= minor;
    }
    if rest != 0 || fact.lines.is_empty() {
        cells.add(By::Product, String::new(), "", Figures { refunds: 1, refunded: rest, ..Figures::default() });
    }
    cells
}

/// Where the money of a return came from; none where it is not the money that paid the sale.
fn returned_to(sale: &Sale, fact: &ReturnCompleted) -> Option<Placed> {
    let paid = &sale.completed()?.tender;
    match fact.tender {
        ReturnTender::Cash => Some(Placed { tender: "cash".to_owned(), coin: String::new(), share: Share::Cash }),
        ReturnTender::Gateway { payment } => {
            let paid_so = *paid == Tender::Gateway { guid: payment };
            let attempt = sale.attempt(payment).filter(|_| paid_so)?;
            Some(Placed { tender: tender_of(attempt), coin: coin_of(attempt), share: share(attempt.status.state) })
        }
    }
}
