//! What list queries have in common: dates, pages, words.

use super::day::Day;
use crate::sandbox::call::Call;
use crate::sandbox::reply::{Fault, Refusal};

/// The codes with which a resource refuses its parameters.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Codes {
    pub(crate) invalid: Fault,
    pub(crate) missing: Fault,
}

pub(crate) const PLAIN: Codes = Codes { invalid: Fault::Invalid, missing: Fault::Missing };
pub(crate) const INVOICE: Codes = Codes { invalid: Fault::InvoiceInvalid, missing: Fault::InvoiceMissing };
pub(crate) const REFUND: Codes = Codes { invalid: Fault::RefundInvalid, missing: Fault::RefundMissing };

impl Codes {
    pub(crate) fn invalid(self, call: &Call, name: &str) -> Refusal {
        Refusal::param(call.verb(), self.invalid, "Invalid parameter.", name)
    }

    pub(crate) fn missing(self, call: &Call, name: &str) -> Refusal {
        Refusal::param(call.verb(), self.missing, "Missing required parameter.", name)
    }

    /// A date that must be there.
    pub(crate) fn day(self, call: &Call, name: &str) -> Result<Day, Refusal> {
        self.day_if_any(call, name)?.ok_or_else(|| self.missing(call, name))
    }

    pub(crate) fn day_if_any(self, call: &Call, name: &str) -> Result<Option<Day>, Refusal> {
        let Some(text) = call.query(name).filter(|text| !text.is_empty()) else { return Ok(None) };
        Day::read(text).map(Some).ok_or_else(|| self.invalid(call, name))
    }

    /// A word out of a list, if it is asked for.
    pub(crate) fn word<'a>(self, call: &'a Call, name: &str, known: &[&str]) -> Result<Option<&'a str>, Refusal> {
        let word = call.query(name).filter(|word| !word.is_empty());
        if word.is_some_and(|word| !known.contains(&word)) { Err(self.invalid(call, name)) } else { Ok(word) }
    }

    fn whole(self, call: &Call, name: &str) -> Result<Option<usize>, Refusal> {
        let Some(text) = call.query(name).filter(|text| !text.is_empty()) else { return Ok(None) };
        text.parse().map(Some).map_err(|_| self.invalid(call, name))
    }

    /// How many at most, and how many to leave out before; `skip` is the older name.
    pub(crate) fn page(self, call: &Call, limit_max: usize) -> Result<Page, Refusal> {
        let limit = self.whole(call, "limit")?.unwrap_or(limit_max).min(limit_max);
        let offset = match self.whole(call, "offset")? {
            Some(offset) => offset,
            None => self.whole(call, "skip")?.unwrap_or(0),
        };
        Ok(Page { limit, offset })
    }
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Page {
    pub(crate) limit: usize,
    pub(crate) offset: usize,
}
