//! Which system the sandbox plays.

/// The system whose interface is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Dialect {
    /// BitPay REST v2.
    #[default]
    BitPay,
    /// BTCPay Server's BitPay-compatible interface.
    BtcPay,
}
