//! The owner's check: sales against invoices against the ledger, settlements against the bank.

mod ask;
mod files;
mod rows;

use std::sync::Arc;

pub use crate::reconcile::engine::Progress;
use crate::reconcile::engine::{Terms, Views, run};
use crate::reconcile::finding::Finding;
pub use crate::reconcile::finding::FindingId;
use crate::reconcile::report::Report;
pub use ask::{Asked, CheckError, Named};

use super::Till;
use super::error::Trouble;
use crate::domain::book::Book;
use crate::domain::case::Limits;
use crate::domain::core::Event;

/// What a check found.
#[derive(Debug)]
pub struct Checked {
    /// Counts, columns, identities, findings.
    pub report: Report,
    /// What the rows are called, for those that findings are about.
    pub names: Named,
    /// The book with what was decided of findings.
    pub book: Book,
}

impl Checked {
    /// Whether a person has explained a finding.
    #[must_use]
    pub fn is_resolved(&self, id: FindingId) -> bool {
        self.book.case(&id.to_string()).is_some_and(|case| case.resolved)
    }

    /// Findings nobody has explained and that did not close by themselves.
    pub fn open(&self) -> impl Iterator<Item = &Finding> {
        self.report.findings.iter().filter(|finding| !finding.closed && !self.is_resolved(finding.id))
    }

    /// Whether all is well: every sum agrees, and no open finding blocks.
    #[must_use]
    pub fn is_green(&self) -> bool {
        self.report.is_green(&|id| self.is_resolved(id))
    }
}

impl Till {
    /// Compares what is asked for. It reads only: run again on the same rows it finds the same.
    ///
    /// # Errors
    /// [`CheckError`].
    pub async fn reconcile(&self, asked: Asked, progress: Arc<Progress>) -> Result<Checked, CheckError> {
        let book = self.book().await;
        let gateway = asked.gateway.clone().or_else(|| self.0.preferred.clone());
        let settlements = rows::settlements(self, &asked, gateway.as_ref()).await?;
        let span = rows::Span::of(&asked, book.limits(), self.clock().stamp().offset_min);
        let kept = rows::kept(self, &asked, gateway.as_ref(), &span).await?;
        let unit = rows::unit(self.config().shop.currency);
        let reader = self.journal().reader().clone();
        let terms =
            Terms { limits: span.limits.clone(), now: self.clock().now().0, test: false, days: Some(span.days) };
        let work = move || -> Result<(Report, Named), CheckError> {
            let mut names = Named::default();
            let mut views = Views::new(0);
            if let Some(file) = &asked.ledger {
                let lines = files::ledger(file, unit, &terms, &progress)?;
                views = Views::new(lines.bits());
                views.ledger = Some(lines);
                names.ledger_file.clone_from(file);
            } else if let Some(kept) = kept {
                rows::ledger(&kept, &mut views, &mut names);
            } else if asked.bank.is_none() {
                return Err(CheckError::NoLedger);
            }
            match &asked.sales {
                Some(file) => files::sales(file, &progress, &mut views)?,
                None => rows::journal(&reader, &span, gateway.as_ref(), (&mut views, &mut names), &progress)?,
            }
            rows::add_settlements(&settlements, &mut views, &mut names);
            if let Some(file) = &asked.bank {
                views.bank = Some(files::bank(file, unit, &asked, span.days)?);
            }
            Ok((run(&views, &terms, &progress)?, names))
        };
        let (report, names) = tokio::task::spawn_blocking(work).await.map_err(|_| Trouble::Interrupted)??;
        Ok(Checked { report, names, book })
    }

    /// Explains a finding. Saying the same again writes nothing.
    ///
    /// # Errors
    /// [`Trouble`]; without a note nothing is written.
    pub async fn resolve_case(&self, id: FindingId, note: String) -> Result<(), Trouble> {
        let operator = self.config().shop.operator.clone();
        self.commit_and_run(Event::CaseResolved { case: id.to_string(), note, operator }).await
    }

    /// Lets a resolved finding count again.
    ///
    /// # Errors
    /// [`Trouble`]; a finding that is not resolved stays as it is.
    pub async fn reopen_case(&self, id: FindingId, note: String) -> Result<(), Trouble> {
        let operator = self.config().shop.operator.clone();
        self.commit_and_run(Event::CaseReopened { case: id.to_string(), note, operator }).await
    }

    /// Sets the owner's tolerances; they hold from the next check on.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn set_limits(&self, limits: Limits) -> Result<(), Trouble> {
        let operator = self.config().shop.operator.clone();
        self.commit_and_run(Event::LimitsSet { limits: Box::new(limits), operator }).await
    }
}
