//! Double entry as plain text, for hledger (and ledger) and for Beancount: the same transactions in two dialects.

use std::collections::BTreeSet;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use super::booking::{Account, Booking, part};
use super::error::ExportError;
use crate::domain::money::{Currency, Money};
use crate::file::Draft;

/// Which program reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// hledger and ledger: `.` before the decimals whatever the reader's locale, accounts in lower case.
    Hledger,
    /// Beancount: every account opened before it is used, accounts with capital letters.
    Beancount,
}

/// The ledger in the making.
#[derive(Debug)]
pub struct File {
    out: BufWriter<Draft>,
    path: PathBuf,
    dialect: Dialect,
    named: BTreeSet<Account>,
}

impl File {
    /// Begins a ledger for `path` in the shop's currency.
    ///
    /// # Errors
    /// [`ExportError::Io`].
    pub fn new(path: &Path, currency: Currency, dialect: Dialect) -> Result<Self, ExportError> {
        let mut out = BufWriter::new(Draft::beside(path)?);
        writeln!(out, "{}", dialect.head(currency))?;
        Ok(Self { out, path: path.to_owned(), dialect, named: BTreeSet::new() })
    }

    /// Writes one booking, and before it the accounts that are new.
    ///
    /// # Errors
    /// [`ExportError::Io`].
    pub fn add(&mut self, booking: &Booking) -> Result<(), ExportError> {
        let Self { out, dialect, named, .. } = self;
        for (account, money) in &booking.postings {
            if named.insert(account.clone()) {
                writeln!(out, "\n{}", dialect.account(account, money.currency()))?;
            }
        }
        writeln!(out, "\n{}", dialect.transaction(booking))?;
        for (account, money) in &booking.postings {
            let (indent, name) = (dialect.indent(), dialect.name(account));
            writeln!(out, "{indent}{name:<40}  {:>16} {}", money.to_plain(), money.currency().code())?;
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

impl Dialect {
    fn head(self, currency: Currency) -> String {
        let code = currency.code();
        match self {
            Self::Hledger => {
                let unit = Money::from_minor(1000 * currency.unit(), currency).unwrap_or(Money::zero(currency));
                // Without decimals the mark must stand all the same.
                let mark = if currency.exponent() == 0 { "." } else { "" };
                format!("decimal-mark .\ncommodity {}{mark} {code}", unit.to_plain())
            }
            Self::Beancount => format!("option \"operating_currency\" \"{code}\""),
        }
    }

    fn account(self, account: &Account, currency: Currency) -> String {
        let name = self.name(account);
        match self {
            Self::Hledger => format!("account {name}"),
            // The directives of a ledger are sorted by day, wherever they stand.
            Self::Beancount => format!("1970-01-01 open {name} {}", currency.code()),
        }
    }

    fn transaction(self, booking: &Booking) -> String {
        let Booking { day, text, sale, receipt, .. } = booking;
        match self {
            Self::Hledger => {
                let code = receipt.map(|number| format!("(R{number}) ")).unwrap_or_default();
                // A description ends at `;` and takes a `|` for a payee.
                format!("{day} * {code}{}  ; sale:{sale}", text.replace([';', '|'], ","))
            }
            Self::Beancount => {
                let text = text.replace('\\', "\\\\").replace('"', "\\\"");
                let receipt = receipt.map(|number| format!("\n  receipt: \"{number}\"")).unwrap_or_default();
                format!("{day} * \"{text}\"\n  sale: \"{sale}\"{receipt}")
            }
        }
    }

    fn indent(self) -> &'static str {
        match self {
            Self::Hledger => "    ",
            Self::Beancount => "  ",
        }
    }

    fn name(self, account: &Account) -> String {
        let (root, leaf, gateway) = match account {
            Account::Cash => ("assets", "cash", None),
            Account::Gateway(gateway) => ("assets", "crypto", Some(gateway)),
            Account::Late => ("liabilities", "late money", None),
            Account::Sales => ("income", "sales", None),
            Account::Refunds => ("income", "refunds", None),
            Account::Fees(gateway) => ("expenses", "fees", Some(gateway)),
        };
        let gateway = gateway.map(|gateway| part(gateway.as_str()));
        let parts = [Some(root.to_owned()), Some(leaf.to_owned()), gateway];
        let parts: Vec<String> = parts.into_iter().flatten().map(|part| self.component(part)).collect();
        parts.join(":")
    }

    /// A part of an account; Beancount's begin with a capital letter or a digit and have no blanks.
    fn component(self, mut part: String) -> String {
        if self == Self::Beancount {
            part = part.replace(' ', "-");
            part[..1].make_ascii_uppercase();
        }
        part
    }
}
