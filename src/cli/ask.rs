//! A gateway to ask something of, without the book where that is possible: the window may have it open.

use std::sync::Arc;

use jiff::civil::Date;

use super::common::Common;
use super::exit::Failure;
use crate::domain::time::Timestamp;
use crate::gateway::port::{Gateway, Query};
use crate::service::clock;
use crate::service::error::Trouble;
use crate::service::pairing::Setup;
use crate::service::places::Places;
use crate::service::start::{self, Opened};

/// A gateway, and what it needs to be there.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) gateway: Arc<dyn Gateway>,
    /// In practice the gateway is started with its till.
    opened: Option<Opened>,
}

impl Asked {
    /// Finds the connection of a name, or the preferred one.
    pub(crate) async fn open(common: &Common, name: Option<&str>) -> Result<Self, Failure> {
        let options = common.options()?;
        if common.practice {
            let opened = start::open(options).await?;
            let gateway = match name {
                Some(name) => opened.till.gateway_named(name),
                None => opened.gateway.clone().ok_or(Trouble::NotConnected),
            };
            return match gateway {
                Ok(gateway) => Ok(Self { gateway, opened: Some(opened) }),
                Err(trouble) => {
                    opened.till.close().await;
                    Err(trouble.into())
                }
            };
        }
        let setup = Setup::open(Places::new(&options.data_dir, false), options.passphrase).await?;
        let config = setup.config()?;
        let preferred = || config.preferred().map(|connection| connection.name.clone());
        let name = name.map(str::to_owned).or_else(preferred).ok_or(Trouble::NotConnected)?;
        Ok(Self { gateway: setup.gateway(&name).await?, opened: None })
    }

    /// Ends what was started for it.
    pub(crate) async fn close(self) {
        if let Some(opened) = self.opened {
            opened.till.close().await;
        }
    }
}

/// A span of days on the command line.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Span {
    /// The first day, such as 2026-11-01
    #[arg(long, value_name = "DAY")]
    pub(crate) from: Date,
    /// The last day, included [default: today]
    #[arg(long, value_name = "DAY")]
    to: Option<Date>,
}

impl Span {
    /// First and last day.
    pub(crate) fn days(&self) -> Result<(Date, Date), Failure> {
        let to = self.to.unwrap_or_else(today);
        if self.from > to {
            return Err(Failure::usage(&format!("--from {}: it must not lie after --to {to}.", self.from)));
        }
        Ok((self.from, to))
    }

    /// The span as a question.
    pub(crate) fn query(&self, status: Option<String>, order_id: Option<String>) -> Result<Query, Failure> {
        let (from, to) = self.days()?;
        Ok(Query { from, to, status, order_id })
    }

    /// The span as moments: from the first day's beginning to the end of the last, in UTC.
    pub(crate) fn moments(&self) -> Result<(Timestamp, Timestamp), Failure> {
        let (from, to) = self.days()?;
        let end =
            to.tomorrow().map_err(|_| Failure::usage(&format!("--to {to}: that is after the last day there is.")))?;
        Ok((beginning(from), beginning(end)))
    }
}

fn beginning(day: Date) -> Timestamp {
    let zoned = day.to_zoned(jiff::tz::TimeZone::UTC);
    Timestamp(zoned.map_or(i64::MAX, |zoned| zoned.timestamp().as_millisecond()))
}

pub(crate) fn today() -> Date {
    let now = jiff::Timestamp::from_millisecond(clock::now().0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    now.to_zoned(jiff::tz::TimeZone::system()).date()
}
