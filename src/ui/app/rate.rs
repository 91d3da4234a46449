//! The rate behind the small coin amount: read in the background while it is wanted, shown only while it is young.

use std::sync::Arc;
use std::time::Duration;

use iced::{Subscription, Task};

use super::port::{Failure, Outcome};
use super::state::{App, Message, Page};
use crate::domain::rates::Rates;

/// How often it is looked whether the rate is still young enough.
const LOOK: Duration = Duration::from_secs(10);

impl App {
    /// While the register shows a coin amount, the age of its rate is looked at.
    pub(super) fn watch_rate(&self) -> Subscription<Message> {
        if self.wants_rate() { iced::time::every(LOOK).map(|_| Message::RateLooked) } else { Subscription::none() }
    }

    fn wants_rate(&self) -> bool {
        self.config.selling.coin_amount && self.gateway.is_some() && matches!(self.page, Page::Register)
    }

    /// Reads the rate again once it has lived half of its life.
    pub(super) fn look_at_rate(&mut self) -> Task<Message> {
        let half = Duration::from_secs(u64::from(self.config.selling.rate_age_s_max) / 2);
        let young = self.rates.as_ref().is_some_and(|rates| rates.is_fresh(self.moment.now, half));
        let Some(room) = self.backroom.clone().filter(|_| self.wants_rate() && !young && !self.reads_rate) else {
            return Task::none();
        };
        self.reads_rate = true;
        let coin = self.config.selling.coin.clone();
        Task::perform(async move { room.rates(coin).await }, |result| {
            Message::Performed(Outcome::Rated(result.map_err(Arc::new)))
        })
    }

    /// A rate that could not be read is simply not shown; the next look asks again.
    pub(super) fn rated(&mut self, result: Result<Rates, Failure>) -> Task<Message> {
        self.reads_rate = false;
        if let Ok(rates) = result {
            self.rates = Some(rates).filter(|rates| rates.base == self.config.selling.coin);
        }
        Task::none()
    }

    /// Another coin was chosen: the rate at hand is not its rate.
    pub(super) fn forget_old_rates(&mut self) {
        let coin = &self.config.selling.coin;
        self.rates = self.rates.take().filter(|rates| rates.base == *coin);
    }
}
