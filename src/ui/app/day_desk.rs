//! What the owner's pages of the day need of the books. The real ones are a till's, tests bring theirs.

use std::fmt;

use async_trait::async_trait;

use crate::domain::core::TillEvent;
use crate::domain::report::{Closing, Reading, Sheet, Shift};
use crate::service::Till;
use crate::service::error::Trouble;
use crate::ui::screen::reports::Paper as Kind;

/// The books, as the pages of the day use them.
#[async_trait]
pub trait DayDesk: fmt::Debug + Send + Sync {
    /// Takings as an owner looks at them.
    async fn sheet(&self, reading: Reading) -> Result<Sheet, Trouble>;
    /// The newest closings, newest first.
    async fn closings(&self, limit: usize) -> Result<Vec<Closing>, Trouble>;
    /// Writes what happened to the drawer.
    async fn write(&self, event: TillEvent, operator: String) -> Result<(), Trouble>;
    /// Reads the shift.
    async fn read_x(&self, operator: String) -> Result<Shift, Trouble>;
    /// Closes the shift, once.
    async fn close_z(&self, operator: String) -> Result<Closing, Trouble>;
    /// Counts one more copy of a closing.
    async fn reprint(&self, z: u64, operator: String) -> Result<(Closing, u32), Trouble>;
}

#[async_trait]
impl DayDesk for Till {
    async fn sheet(&self, reading: Reading) -> Result<Sheet, Trouble> {
        self.sheet(reading).await
    }

    async fn closings(&self, limit: usize) -> Result<Vec<Closing>, Trouble> {
        self.closings(limit).await
    }

    async fn write(&self, event: TillEvent, operator: String) -> Result<(), Trouble> {
        self.till_event(event, operator).await
    }

    async fn read_x(&self, operator: String) -> Result<Shift, Trouble> {
        self.read_x(operator).await
    }

    async fn close_z(&self, operator: String) -> Result<Closing, Trouble> {
        self.close_z(operator).await
    }

    async fn reprint(&self, z: u64, operator: String) -> Result<(Closing, u32), Trouble> {
        self.reprint(z, operator).await
    }
}

/// A paper that was made, or why not.
#[derive(Debug, Clone)]
pub enum Paper {
    /// The shift was read.
    Read(Box<Shift>, Kind),
    /// A closing, or a numbered copy of one.
    Closed(Box<Closing>, Option<u32>, Kind),
}
