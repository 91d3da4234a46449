//! The signed archive of a period.

use std::path::PathBuf;

use super::super::clock;
use super::super::error::Trouble;
use super::Work;
use super::check::{check, row_line};
use crate::domain::entry::Head;
use crate::domain::fact::{Fact, Genesis};
use crate::export::archive::{Draft, FORM, Manifest};
use crate::journal::chain::Row;
use crate::journal::{Flaw, FlawReason, JournalKey, OpenError, Span};

impl Work<'_> {
    pub(super) fn archive(mut self) -> Result<Vec<PathBuf>, Trouble> {
        let key = self.from.key.as_ref().ok_or(Trouble::KeyMissing)?;
        let genesis = self.from.reader.rows(1, 1)?.into_iter().next().ok_or(damaged(1))?;
        let Fact::Genesis(born) = genesis.entry().fact else { return Err(damaged(1)) };
        let turns: Vec<_> = self.from.reader.turns()?.iter().map(row_line).collect();
        let mut draft = self.sure(Draft::new(self.out, &key.public_hex(), &row_line(&genesis), &turns))?;
        self.each_row(|row| draft.add(&row_line(row)))?;
        let manifest = self.manifest(born, key)?;
        let written = self.sure(draft.finish(manifest, |hash| key.sign(hash)))?;
        // What would not prove itself is never handed out.
        check(written.path(), false).map_err(|damage| OpenError::Damaged(damage.flaw()))?;
        self.sure(written.finish().map_err(Into::into))?;
        Ok(vec![self.out.to_owned()])
    }

    fn manifest(&self, born: Genesis, key: &JournalKey) -> Result<Manifest, Trouble> {
        let reader = &self.from.reader;
        let at = |seq: u64| -> Result<Head, Trouble> {
            let row = reader.rows(seq, 1)?.into_iter().next();
            Ok(row.filter(|row| row.seq == seq).as_ref().map(Row::head).unwrap_or_default())
        };
        // Of days without entries the archive says just that: it ends where it begins.
        let Span { first, last } = self.span.unwrap_or(Span { first: 1, last: 0 });
        let stamp = clock::Clock::system().stamp();
        Ok(Manifest {
            form: FORM.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            journal: born.journal,
            terminal: born.terminal,
            shop: born.shop,
            environment: born.environment,
            public_key: key.public_hex(),
            from: self.days.period().from().to_string(),
            to: self.days.period().to().to_string(),
            made: stamp.at.rfc3339(stamp.offset_min),
            first,
            last,
            before: at(first - 1)?.hash.to_string(),
            receipts_before: reader.receipts_before(first)?,
            head: at(last)?.hash.to_string(),
            sha256: std::collections::BTreeMap::new(),
        })
    }
}

fn damaged(seq: u64) -> Trouble {
    OpenError::Damaged(Flaw { seq, reason: FlawReason::Genesis }).into()
}
