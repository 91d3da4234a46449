//! Receipts as text, held to committed papers, and what hostile names cannot do to them.
