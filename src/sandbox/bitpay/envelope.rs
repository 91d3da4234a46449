//! `{"facade":…,"data":…}`, in which invoices and settlements travel.

use serde::Serialize;

#[derive(Debug, Serialize)]
pub(crate) struct Envelope<T> {
    pub(crate) facade: &'static str,
    pub(crate) data: T,
}
