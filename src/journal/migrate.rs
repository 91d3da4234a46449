//! From one form of the file to the next: each step one function, run in one transaction.

use rusqlite::Connection;

use super::schema;

/// What a step may do: change projections. The table `journal` is never altered.
type Step = fn(&Connection) -> rusqlite::Result<()>;

/// `STEPS[n]` leads from form n to form n + 1.
const STEPS: [Step; 6] = [create, fetched, standing, takings, hours, checked];

const _: () = assert!(STEPS.len() as i64 == schema::VERSION, "every form has the step that leads to it");

/// Leads the file from form `from` to [`schema::VERSION`], inside the caller's transaction.
pub(crate) fn run(tx: &Connection, from: i64) -> rusqlite::Result<()> {
    let done = usize::try_from(from).unwrap_or(0);
    for step in STEPS.iter().skip(done) {
        step(tx)?;
    }
    tx.pragma_update(None, "application_id", schema::APPLICATION_ID)?;
    tx.pragma_update(None, "user_version", schema::VERSION)
}

fn create(tx: &Connection) -> rusqlite::Result<()> {
    tx.execute_batch(schema::JOURNAL)?;
    tx.execute_batch(schema::PROJECTIONS)
}

fn fetched(tx: &Connection) -> rusqlite::Result<()> {
    tx.execute_batch(schema::FETCHED)
}

fn standing(tx: &Connection) -> rusqlite::Result<()> {
    tx.execute_batch(schema::STANDING)
}

fn takings(tx: &Connection) -> rusqlite::Result<()> {
    tx.execute_batch(schema::TAKINGS)
}

fn hours(tx: &Connection) -> rusqlite::Result<()> {
    tx.execute_batch(schema::HOURS)
}

fn checked(tx: &Connection) -> rusqlite::Result<()> {
    tx.execute_batch(schema::CHECKED)
}
