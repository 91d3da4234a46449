//! A journal for hledger and ledger: one transaction per booking, `.` before the decimals whatever the reader's locale.

use std::collections::BTreeSet;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use super::booking::{Account, Booking, part};
use super::error::ExportError;
use crate::domain::money::{Currency, Money};
use crate::file::Draft;

/// The journal in the making.
#[derive(Debug)]
pub struct File {
    out: BufWriter<Draft>,
    path: PathBuf,
    declared: BTreeSet<Account>,
}

impl File {
    /// Begins a journal for `path` in the shop's currency.
    ///
    /// # Errors
    /// [`ExportError::Io`].
    pub fn new(path: &Path, currency: Currency) -> Result<Self, ExportError> {
        let mut out = BufWriter::new(Draft::beside(path)?);
        let unit = Money::from_minor(1000 * currency.unit(), currency).unwrap_or(Money::zero(currency)).to_plain();
        // Without decimals the mark must stand all the same.
        let mark = if currency.exponent() == 0 { "." } else { "" };
        writeln!(out, "decimal-mark .\ncommodity {unit}{mark} {}", currency.code())?;
        Ok(Self { out, path: path.to_owned(), declared: BTreeSet::new() })
    }

    /// Writes one booking.
    ///
    /// # Errors
    /// [`ExportError::Io`].
    pub fn add(&mut self, booking: &Booking) -> Result<(), ExportError> {
        for (account, _) in &booking.postings {
            if self.declared.insert(account.clone()) {
                writeln!(self.out, "\naccount {}", name(account))?;
            }
        }
        let code = booking.receipt.map(|number| format!("(R{number}) ")).unwrap_or_default();
        // A description ends at `;` and takes a `|` for a payee.
        let text = booking.text.replace([';', '|'], ",");
        writeln!(self.out, "\n{} * {code}{text}  ; sale:{}", booking.day, booking.sale)?;
        for (account, money) in &booking.postings {
            writeln!(self.out, "    {:<40}  {:>16} {}", name(account), money.to_plain(), money.currency().code())?;
        }
        Ok(())
    }

    /// Puts the journal in its place and names it.
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
        Account::Cash => "assets:cash".to_owned(),
        Account::Gateway(gateway) => format!("assets:crypto:{}", part(gateway.as_str())),
        Account::Late => "liabilities:late money".to_owned(),
        Account::Sales => "income:sales".to_owned(),
        Account::Refunds => "income:refunds".to_owned(),
        Account::Fees(gateway) => format!("expenses:fees:{}", part(gateway.as_str())),
    }
}
