//! The owner's check: sales against invoices against the ledger, settlements against the bank.

mod ask;
mod files;
mod import;
mod listed;
mod note;
mod rows;
mod span;

use std::sync::Arc;

pub use crate::reconcile::engine::Progress;
use crate::reconcile::engine::{Terms, Views, run};
use crate::reconcile::finding::Finding;
pub use crate::reconcile::finding::FindingId;
use crate::reconcile::report::Report;
pub use ask::{Asked, CheckError, Named, Told};
pub use import::Imported;

use super::Till;
use super::error::Trouble;
use crate::domain::book::Book;
use crate::domain::case::Limits;
use crate::domain::core::Event;
use crate::domain::id::GatewayId;
use crate::domain::ledger::{KeptEntry, Settlement};
use crate::journal::Reader;
use crate::reconcile::row::Unit;
use listed::Listed;
use note::Made;
use span::{Span, Tests, unit};

/// What a check found.
#[derive(Debug)]
pub struct Checked {
    /// Counts, columns, identities, findings.
    pub report: Report,
    /// What the rows are called, for those that findings are about.
    pub names: Named,
    /// Whose word the invoices are.
    pub told: Told,
    /// The book with what was decided of findings, and with this check where the journal keeps it.
    pub book: Book,
    /// Why the journal does not keep what was found; none where it does, or where nothing is to be kept: sales of a file are
    /// not this journal's, a check without a ledger is none of a day, and days that lie ahead have not been.
    pub unkept: Option<Trouble>,
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
    /// Compares what is asked for. Run again on the same rows it finds the same, and writes nothing: an outcome that is not
    /// known yet is an entry of the journal.
    ///
    /// # Errors
    /// [`CheckError`].
    pub async fn reconcile(&self, asked: Asked, progress: Arc<Progress>) -> Result<Checked, CheckError> {
        let book = self.book().await;
        let gateway = asked.gateway.clone().or_else(|| self.0.preferred.clone());
        let settlements = rows::settlements(self, &asked, gateway.as_ref()).await?;
        let span = Span::of(&asked, &book, self.clock().stamp().offset_min);
        let kept = rows::kept(self, &asked, gateway.as_ref(), &span).await?;
        let (listed, told) = self.listed(&asked, gateway.as_ref(), &span).await;
        let tests = Tests::of(self, &book);
        let is_whole = asked.sales.is_none() && (asked.ledger.is_some() || kept.is_some());
        let now = self.clock().now().0;
        let terms =
            Terms { limits: span.limits.clone(), now, test: tests.book, days: Some(span.days), matched: asked.matched };
        let work = Work {
            reader: self.journal().reader().clone(),
            unit: unit(self.config().shop.currency),
            terminal: self.0.birth.terminal.clone(),
            told,
            asked,
            gateway,
            span,
            tests,
            terms,
        };
        let (asked, span, gateway) = (work.asked.clone(), work.span.clone(), work.gateway.clone());
        let work = move || work.run(Gathered { settlements, kept, listed }, &progress);
        let (report, names, told) = tokio::task::spawn_blocking(work).await.map_err(|_| Trouble::Interrupted)??;
        if !is_whole {
            return Ok(Checked { report, names, told, book, unkept: None });
        }
        let stamp = self.clock().stamp();
        let made = Made {
            made_on: book.day_rule().assign(stamp.at, stamp.offset_min).day,
            entries: book.head().seq,
            gateway,
            operator: self.config().shop.operator.clone(),
        };
        let unkept = match note::fact(&asked, &span, (&report, &names, told), made) {
            Some(fact) => self.commit_and_run(Event::DaysChecked(Box::new(fact))).await.err(),
            None => None,
        };
        Ok(Checked { report, names, told, book: self.book().await, unkept })
    }

    /// The gateway's list, where it is wanted, may be asked for and comes.
    async fn listed(&self, asked: &Asked, gateway: Option<&GatewayId>, span: &Span) -> (Option<Listed>, Told) {
        let wanted = gateway.filter(|_| asked.list && asked.sales.is_none());
        let Some(gateway) = wanted.and_then(|gateway| self.gateway_named(gateway.as_str()).ok()) else {
            return (None, Told::Read);
        };
        match listed::ask(gateway.as_ref(), span, self.clock().now()).await {
            Ok(listed) => (listed, Told::Read),
            Err(error) => (None, Told::Unanswered(error.code())),
        }
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

/// What was read before the comparison.
struct Gathered {
    settlements: Vec<Settlement>,
    kept: Option<Vec<KeptEntry>>,
    listed: Option<Listed>,
}

/// A check at work.
struct Work {
    reader: Reader,
    asked: Asked,
    gateway: Option<GatewayId>,
    span: Span,
    tests: Tests,
    terms: Terms,
    unit: Unit,
    terminal: String,
    told: Told,
}

impl Work {
    fn run(self, gathered: Gathered, progress: &Progress) -> Result<(Report, Named, Told), CheckError> {
        let mut names = Named::default();
        let mut views = Views::new(0);
        self.ledger(gathered.kept, (&mut views, &mut names), progress)?;
        let told = self.sales(gathered.listed, (&mut views, &mut names), progress)?;
        rows::add_settlements(&gathered.settlements, &mut views, &mut names);
        if let Some(file) = &self.asked.bank {
            views.bank = Some(files::bank(file, self.unit, &self.asked, self.span.days)?);
        }
        Ok((run(&views, &self.terms, progress)?, names, told))
    }

    fn ledger(
        &self,
        kept: Option<Vec<KeptEntry>>,
        (views, names): (&mut Views, &mut Named),
        progress: &Progress,
    ) -> Result<(), CheckError> {
        if let Some(file) = &self.asked.ledger {
            let mut lines = files::ledger(file, self.unit, progress)?;
            files::covers(file, &lines, &self.terms)?;
            let test = self.gateway.as_ref().map_or(self.tests.book, |gateway| self.tests.connection(gateway));
            lines.iter_mut().for_each(|line| line.test = test);
            *views = Views::new(lines.bits());
            views.ledger = Some(lines);
            names.ledger_file.clone_from(file);
        } else if let Some(kept) = kept {
            rows::ledger(&kept, &self.tests, views, names);
        } else if self.asked.bank.is_none() {
            return Err(CheckError::NoLedger);
        }
        Ok(())
    }

    fn sales(
        &self,
        listed: Option<Listed>,
        (views, names): (&mut Views, &mut Named),
        progress: &Progress,
    ) -> Result<Told, CheckError> {
        if let Some(file) = &self.asked.sales {
            files::sales(file, progress, views)?;
            views.sales.iter_mut().for_each(|sale| sale.test = self.tests.book);
            return Ok(self.told);
        }
        let (reader, span, gateway) = (&self.reader, &self.span, self.gateway.as_ref());
        let journal = rows::Journal { reader, span, gateway, tests: &self.tests, terminal: &self.terminal };
        let is_listed = listed.is_some();
        let others = journal.rows(listed, (views, names), progress)?;
        Ok(if is_listed { Told::Listed { others } } else { self.told })
    }
}
