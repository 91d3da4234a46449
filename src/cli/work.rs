//! Long work at the command line: how far it is, and the way to end it before its end.

use std::future::Future;
use std::time::Duration;

use super::exit::{Exit, Failure};
use super::out::Out;
use crate::domain::amount::DecimalMark;
use crate::lang::Lang;
use crate::notice;
use crate::reconcile::engine::Progress;
use crate::service::reconcile::CheckError;

/// How often a person is told how far it is.
const TICK: Duration = Duration::from_millis(500);

/// Waits for work that counts into `progress`; Ctrl C asks it to stop.
pub(crate) async fn watch<T>(work: impl Future<Output = T>, progress: &Progress, out: &Out) -> T {
    let mut work = std::pin::pin!(work);
    let mut tick = tokio::time::interval(TICK);
    tick.tick().await;
    loop {
        tokio::select! {
            done = &mut work => return done,
            () = super::end::asked() => progress.stop(),
            _ = tick.tick() => out.progress(progress.done()),
        }
    }
}

impl From<CheckError> for Failure {
    fn from(error: CheckError) -> Self {
        match error {
            CheckError::File { file, refused } => {
                let lang = Lang::english(DecimalMark::Dot);
                let lines = notice::refused(&file.display().to_string(), &refused, &lang);
                Self::new(Exit::Usage, "file", &lines.join("\n"))
            }
            CheckError::NoLedger => Self::usage(
                "There are no ledger lines of these days. Fetch them with `ringup ledger fetch`, take a file in with \
                 `ringup ledger import FILE`, or name one with --ledger.",
            ),
            CheckError::Stopped => Self::new(Exit::Unknown, "interrupted", "Stopped. Nothing was changed."),
            CheckError::Trouble(trouble) => trouble.into(),
        }
    }
}
