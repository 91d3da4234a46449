//! The tables. `journal` is the truth and is never altered; the others are projections that can be dropped and refilled.

/// Marks the file as a book of this program: `RUPJ`.
pub(crate) const APPLICATION_ID: i64 = 0x5255_504a;

/// The newest form this version writes.
pub(crate) const VERSION: i64 = 6;

/// The truth: one row per entry, written once. Columns are described in `chain`.
///
/// Every check compares a book with these very words: they are never edited, not even their spaces.
pub(crate) const JOURNAL: &str = "
CREATE TABLE journal(
  seq INTEGER PRIMARY KEY CHECK(seq >= 1),
  kind INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  mono_ms INTEGER NOT NULL CHECK(mono_ms >= 0),
  boot BLOB NOT NULL CHECK(length(boot) = 16),
  tz_min INTEGER NOT NULL,
  actor INTEGER NOT NULL CHECK(actor >= 0),
  training INTEGER NOT NULL CHECK(training IN (0, 1)),
  receipt_no INTEGER UNIQUE CHECK(receipt_no >= 1),
  cart BLOB CHECK(length(cart) = 16),
  payload BLOB NOT NULL,
  prev BLOB NOT NULL CHECK(length(prev) = 32),
  hash BLOB NOT NULL UNIQUE CHECK(length(hash) = 32),
  sig BLOB NOT NULL CHECK(length(sig) = 64)
) STRICT;

CREATE INDEX journal_cart ON journal(cart) WHERE cart IS NOT NULL;

CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

-- Before, not after: INSERT OR REPLACE would remove the old row without asking the delete trigger.
CREATE TRIGGER journal_next BEFORE INSERT ON journal
BEGIN
  SELECT RAISE(ABORT, 'seq is not the next one')
    WHERE NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM journal);
  SELECT RAISE(ABORT, 'prev is not the last hash')
    WHERE NEW.prev IS NOT coalesce((SELECT hash FROM journal WHERE seq = NEW.seq - 1), zeroblob(32));
  SELECT RAISE(ABORT, 'the hash is in the journal already')
    WHERE EXISTS (SELECT 1 FROM journal WHERE hash = NEW.hash);
  SELECT RAISE(ABORT, 'receipt_no is not the next one')
    WHERE NEW.receipt_no IS NOT NULL
      AND NEW.receipt_no IS NOT (SELECT coalesce(max(receipt_no), 0) + 1 FROM journal);
END;
";

/// What the fold says of each sale and attempt. `held` marks the sales a book keeps at hand.
pub(crate) const PROJECTIONS: &str = "
CREATE TABLE sale(
  number INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  opened_seq INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  state TEXT NOT NULL,
  minor INTEGER NOT NULL,
  cur TEXT NOT NULL,
  opened_ms INTEGER NOT NULL,
  watched INTEGER NOT NULL,
  held INTEGER NOT NULL,
  receipt_no INTEGER
) STRICT;

CREATE INDEX sale_held ON sale(number) WHERE held = 1;

CREATE TABLE attempt(
  guid BLOB PRIMARY KEY,
  number INTEGER NOT NULL,
  gateway TEXT NOT NULL,
  order_id TEXT NOT NULL,
  state TEXT NOT NULL,
  closed TEXT,
  invoice_id TEXT,
  minor INTEGER NOT NULL,
  cur TEXT NOT NULL,
  expires_ms INTEGER,
  last_seq INTEGER NOT NULL,
  UNIQUE(gateway, order_id),
  UNIQUE(gateway, invoice_id)
) STRICT, WITHOUT ROWID;
";

/// Lines of gateways' ledgers as they were fetched. `reading` is our own reading, `raw` the gateway's JSON without the
/// customer's details; `amount` counts units of 10^-`scale`.
pub(crate) const FETCHED: &str = "
CREATE TABLE gw_entry(
  gateway TEXT NOT NULL,
  entry_id TEXT NOT NULL,
  code INTEGER NOT NULL,
  invoice_id TEXT,
  amount TEXT NOT NULL,
  scale INTEGER NOT NULL,
  cur TEXT NOT NULL,
  ts_ms INTEGER NOT NULL,
  reading TEXT NOT NULL,
  raw BLOB NOT NULL,
  fetched_ms INTEGER NOT NULL,
  PRIMARY KEY(gateway, entry_id)
) STRICT;

CREATE INDEX gw_entry_when ON gw_entry(gateway, ts_ms);
";

/// Takings, added up as they come in. `takings.span` is a day (20261121) or a whole month (202611), `part` a number of
/// `By`; money counts minor units. `taking` says to which day and minute a completed sale belongs, `act` what an owner
/// wants to look at, `closing` where each closing stands, `till_day` what the book knows of the day.
pub(crate) const TAKINGS: &str = "
CREATE TABLE takings(
  part INTEGER NOT NULL,
  span INTEGER NOT NULL,
  key TEXT NOT NULL,
  label TEXT NOT NULL,
  sales INTEGER NOT NULL,
  taken INTEGER NOT NULL,
  pieces INTEGER NOT NULL,
  cash INTEGER NOT NULL,
  promised INTEGER NOT NULL,
  settled INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  refunds INTEGER NOT NULL,
  refunded INTEGER NOT NULL,
  PRIMARY KEY(part, span, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE taking(
  number INTEGER PRIMARY KEY,
  day INTEGER NOT NULL,
  minute INTEGER NOT NULL,
  minor INTEGER NOT NULL
) STRICT;

CREATE INDEX taking_when ON taking(day, minute, minor);

CREATE TABLE act(
  seq INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  day INTEGER NOT NULL,
  minute INTEGER NOT NULL,
  operator TEXT NOT NULL,
  minor INTEGER NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY(seq, kind)
) STRICT, WITHOUT ROWID;

CREATE INDEX act_when ON act(day);

CREATE TABLE closing(
  z_no INTEGER PRIMARY KEY,
  seq INTEGER NOT NULL,
  day INTEGER NOT NULL,
  from_seq INTEGER NOT NULL,
  to_seq INTEGER NOT NULL,
  gt_sales INTEGER NOT NULL,
  gt_returns INTEGER NOT NULL,
  gt_abs INTEGER NOT NULL
) STRICT;

CREATE TABLE till_day(
  id INTEGER PRIMARY KEY CHECK(id = 1),
  state TEXT NOT NULL
) STRICT;
";

/// The entries that belong to no sale and are folded whenever a book is loaded: decisions and settings.
pub(crate) const STANDING: &str = "CREATE TABLE standing(seq INTEGER PRIMARY KEY) STRICT;";

/// The first entry of each hour the clock ever reached, so that a moment is found without reading what came before it. An
/// entry whose clock stood behind one before it has no row.
pub(crate) const HOURS: &str = "CREATE TABLE hour(at_ms INTEGER PRIMARY KEY, seq INTEGER NOT NULL) STRICT;";

/// Which check has the last word on a business day (20261121) of a gateway, and whether it found something there. Takings
/// tell what is seen and not yet accepted apart from what is promised.
pub(crate) const CHECKED: &str = "
CREATE TABLE checked(
  day INTEGER NOT NULL,
  gateway TEXT NOT NULL,
  seq INTEGER NOT NULL,
  blocks INTEGER NOT NULL,
  PRIMARY KEY(day, gateway)
) STRICT, WITHOUT ROWID;

ALTER TABLE takings ADD COLUMN seen INTEGER NOT NULL DEFAULT 0;
";

/// Empties the projections before they are refilled.
pub(crate) const CLEAR_PROJECTIONS: &str = "DELETE FROM attempt; DELETE FROM sale; DELETE FROM standing; \
    DELETE FROM takings; DELETE FROM taking; DELETE FROM act; DELETE FROM closing; DELETE FROM till_day; \
    DELETE FROM hour; DELETE FROM checked;";

#[cfg(test)]
mod tests {
    use sha2::{Digest as _, Sha256};

    #[test]
    fn the_truth_is_never_reworded() {
        let hash = hex::encode(Sha256::digest(super::JOURNAL));
        assert_eq!(
            hash, "d9aac31348bebbe25f36d7998e9ca4147cd7cb79b04607ef5c73d7353e5453ac",
            "books in the shops hold the words as they were"
        );
    }
}
