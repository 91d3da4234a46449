//! What a period brought in: sums and counts by hour, tender, coin, operator, product and tax rate.
//!
//! Every number is a sum of [`Cells`], and every entry of the journal either adds cells or moves them: takings are a fold,
//! whether they are added up here or in the rows of the journal's projection. Refunds stand apart from what was taken.
//! Money of crypto payments is promised until the gateway has credited it; what was promised and what is settled are
//! together the crypto takings, always. A payment that failed after its goods had gone is neither: it is named apart.

mod cells;
mod figures;

pub use cells::{Cell, Cells, Placed, Share, of_return, of_sale, place};
pub use figures::{By, COMPARED_DAYS, Compared, Figures, Row, Takings, plain};
