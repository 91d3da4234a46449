//! Sales read and folded ahead of the one who writes them down: two cores make a file sooner than one.

use std::sync::mpsc::SyncSender;

use crate::export::{Days, Past};
use crate::journal::{Reader, SalesPage, Span, StoreError};

/// Sales read at once.
const PAGE: u32 = 500;
/// Pages that may wait to be written.
pub(super) const AHEAD: usize = 2;

/// Sales ready to be written.
pub(super) struct Page {
    /// How many sales were read for it.
    pub(super) read: u64,
    /// Those of them that have a beginning.
    pub(super) sales: Vec<Past>,
}

/// Reads the sales of a span in order, until there are no more or nobody takes them.
pub(super) fn read(reader: &Reader, days: &Days, span: Span, to: &SyncSender<Result<Page, StoreError>>) {
    let mut after = 0;
    loop {
        let found = match reader.sales(SalesPage { after, span, limit: PAGE }) {
            Ok(found) => found,
            Err(error) => {
                // Who went away does not want to hear of it.
                let _ = to.send(Err(error));
                return;
            }
        };
        let Some((last, _)) = found.last() else { return };
        after = *last;
        let sales = found.iter().filter_map(|(_, entries)| Past::of(entries, days)).collect();
        if to.send(Ok(Page { read: found.len() as u64, sales })).is_err() {
            return;
        }
    }
}
