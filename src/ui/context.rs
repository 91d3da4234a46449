//! What every screen may read. Screens own only what is being typed and selected.

use std::collections::HashMap;

use iced::Size;

use crate::config::Config;
use crate::domain::book::Book;
use crate::domain::capability::Caps;
use crate::domain::catalog::Catalog;
use crate::domain::day::Day;
use crate::domain::environment::Environment;
use crate::domain::id::Guid;
use crate::domain::live::{Live, Mono};
use crate::domain::rates::Rates;
use crate::domain::time::Timestamp;
use crate::lang::Lang;

/// The world as a screen sees it at one moment.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// What the journal says.
    pub book: &'a Book,
    /// The last reading of each watched payment.
    pub live: &'a HashMap<Guid, Live>,
    /// The products.
    pub catalog: &'a Catalog,
    /// The settings.
    pub config: &'a Config,
    /// The sentences.
    pub lang: &'a Lang,
    /// What the preferred connection can do; none without one.
    pub gateway: Option<&'a GatewayView>,
    /// What the shop's coin costs, where the owner wants its amount shown; its age decides whether it is.
    pub rates: Option<&'a Rates>,
    /// The till's wall clock.
    pub now: Timestamp,
    /// The till's monotonic clock, for countdowns and ages.
    pub mono: Mono,
    /// Minutes east of UTC.
    pub offset_min: i16,
    /// The window's logical size.
    pub size: Size,
    /// Whether the shop window shows keyboard focus.
    pub keyboard: bool,
}

impl Context<'_> {
    /// The business day that is going on.
    #[must_use]
    pub fn today(&self) -> Day {
        self.book.day_rule().assign(self.now, self.offset_min).day
    }
}

/// The preferred connection, as screens may know it.
#[derive(Debug, Clone)]
pub struct GatewayView {
    /// The gateway's name for people.
    pub title: String,
    /// Practice, test or live.
    pub environment: Environment,
    /// The host.
    pub host: String,
    /// What it can do.
    pub caps: Caps,
    /// Whether the last call reached it.
    pub reachable: bool,
}
