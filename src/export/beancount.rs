//! A ledger for Beancount: one transaction per booking, every account opened before all of them.

use std::collections::BTreeSet;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use super::booking::{Account, Booking, part};
use super::error::ExportError;
use crate::domain::money::Currency;
use crate::file::Draft;

/// The ledger in the making.
#[derive(Debug)]
pub struct File {
    out: BufWriter<Draft>,
    path: PathBuf,
    opened: BTreeSet<Account>,
}

impl File {
    /// Begins a ledger for `path` in the shop's currency.
    ///
    /// # Errors
    /// [`ExportError::Io`].
    pub fn new(path: &Path, currency: Currency) -> Result<Self, ExportError> {
        let mut out = BufWriter::new(Draft::beside(path)?);
        writeln!(out, "option \"operating_currency\" \"{}\"", currency.code())?;
        Ok(Self { out, path: path.to_owned(), opened: BTreeSet::new() })
    }

    /// Writes one booking.
    ///
    /// # Errors
    /// [`ExportError::Io`].
    pub fn add(&mut self, booking: &Booking) -> Result<(), ExportError> {
        for (account, money) in &booking.postings {
            if self.opened.insert(account.clone()) {
                // The directives of a ledger are sorted by day, wherever they stand.
                writeln!(self.out, "\n1970-01-01 open {} {}", name(account), money.currency().code())?;
            }
        }
        let text = booking.text.replace('\\', "\\\\").replace('"', "\\\"");
        writeln!(self.out, "\n{} * \"{text}\"", booking.day)?;
        writeln!(self.out, "  sale: \"{}\"", booking.sale)?;
        if let Some(number) = booking.receipt {
            writeln!(self.out, "  receipt: \"{number}\"")?;
        }
        for (account, money) in &booking.postings {
            writeln!(self.out, "  {:<40}  {:>16} {}", name(account), money.to_plain(), money.currency().code())?;
        }
        Ok(())
    }

    /// Puts the ledger in its place and names it.
    ///
    /// # Errors
    /// [`ExportError::Io`].
    pub fn finish(self) -> Result<Vec<PathBuf>, ExportError> {
        self.out.into_inner().map_err(std::io::IntoInnerError::into_error)?.finish()?;
        Ok(vec![self.path])
    }
}

fn name(account: &Account) -> String {
    match account {
        Account::Cash => "Assets:Cash".to_owned(),
        Account::Gateway(gateway) => format!("Assets:Crypto:{}", component(gateway.as_str())),
        Account::Late => "Liabilities:Late-money".to_owned(),
        Account::Sales => "Income:Sales".to_owned(),
        Account::Refunds => "Income:Refunds".to_owned(),
        Account::Fees(gateway) => format!("Expenses:Fees:{}", component(gateway.as_str())),
    }
}

/// A part of an account begins with a capital letter or a digit.
fn component(gateway: &str) -> String {
    let mut part = part(gateway);
    part[..1].make_ascii_uppercase();
    part
}
