//! What stands on every paper of a till that is no receipt: the shop, the marks, the book and whose key signs it.

use super::receipt::{Block, clean};
use crate::config::Config;
use crate::domain::book::Book;
use crate::domain::fact::Genesis;
use crate::domain::money::Currency;
use crate::domain::time::Timestamp;
use crate::lang::Lang;

/// The shop and its book, with the words.
pub(super) struct Source<'a> {
    pub(super) config: &'a Config,
    pub(super) book: &'a Book,
    pub(super) genesis: Option<&'a Genesis>,
    pub(super) currency: Currency,
    pub(super) lang: Lang,
}

impl<'a> Source<'a> {
    pub(super) fn of(config: &'a Config, book: &'a Book) -> Self {
        let genesis = book.genesis();
        let currency = genesis.map_or(config.shop.currency, |genesis| genesis.currency);
        Self { config, book, genesis, currency, lang: Lang::english(config.look.decimal.into()) }
    }

    pub(super) fn word(&self, key: &str) -> String {
        self.lang.text(key)
    }

    pub(super) fn numbered(&self, key: &str, number: u64) -> String {
        self.lang.with(key, &[("number", number.into())])
    }

    pub(super) fn entry(&self, seq: u64) -> String {
        self.lang.with("receipt-entry", &[("entry", seq.into())])
    }

    /// What nobody may miss: that the money is not real, and which copy it is.
    pub(super) fn marks(&self, copy: Option<u32>) -> Vec<Block> {
        let mut marks = Vec::new();
        match self.genesis.map_or("", |genesis| genesis.environment.as_str()) {
            "practice" => marks.push(Block::Mark(self.word("receipt-practice"))),
            "test" => marks.push(Block::Mark(self.word("receipt-test"))),
            _ => {}
        }
        if let Some(copy) = copy {
            marks.push(Block::Mark(self.lang.with("receipt-copy", &[("copy", u64::from(copy).into())])));
        }
        marks
    }

    /// The shop, the paper's title, the till and the moment.
    pub(super) fn head(&self, title: &str, beside: &str, (at, offset_min): (Timestamp, i16)) -> Vec<Block> {
        let shop = &self.config.shop;
        let mut blocks = vec![Block::Heading(clean(&shop.name))];
        let lines = shop.address.iter().chain(std::iter::once(&shop.tax_number));
        blocks.extend(lines.map(|line| clean(line)).filter(|line| !line.is_empty()).map(Block::Center));
        blocks.push(Block::Gap);
        blocks.push(Block::Big(title.to_owned(), beside.to_owned()));
        blocks.push(Block::Row(clean(&shop.till), format!("{} {}", at.date(offset_min), at.clock(offset_min))));
        blocks
    }

    /// Whose key signs an entry, and which book it stands in.
    pub(super) fn signed(&self, seq: u64) -> Vec<Block> {
        let Some(genesis) = self.genesis else { return Vec::new() };
        let key = self.book.key_of(seq).unwrap_or_default();
        let key = key.get(..16).unwrap_or(key);
        vec![
            Block::Row(self.word("report-key"), grouped(key)),
            Block::Row(self.word("receipt-book"), clean(genesis.journal.get(..8).unwrap_or(""))),
        ]
    }
}

/// Sixteen signs in groups of four.
pub(super) fn grouped(text: &str) -> String {
    let signs: Vec<char> = text.chars().collect();
    signs.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}
