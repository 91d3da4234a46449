//! Names of things. Random parts are made by the caller, so the domain stays repeatable.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Names a sale; time-ordered, made by the till.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SaleId(pub Uuid);

/// The key of one payment attempt, random so that no two tills and no two attempts share one.
///
/// It is the lookup key and the idempotence key at gateways that take one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Guid(pub Uuid);

impl fmt::Display for SaleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for SaleId {
    type Err = uuid::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl FromStr for Guid {
    type Err = uuid::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The name as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }
    };
}

text_id!(
    /// Names a configured connection to a gateway, as the owner called it.
    GatewayId
);
text_id!(
    /// The gateway's own name of an invoice.
    InvoiceId
);
text_id!(
    /// The gateway's own name of a refund.
    RefundId
);
text_id!(
    /// Names a product; its SKU.
    ProductId
);
text_id!(
    /// Names one way to pay an invoice: the coin code as the gateway writes it.
    OptionId
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_as_it_was_written() {
        let text = "01234567-89ab-7def-8123-456789abcdef";
        let (sale, guid): (SaleId, Guid) = (text.parse().unwrap(), text.parse().unwrap());
        assert_eq!((sale.to_string(), guid.to_string()), (text.to_owned(), text.to_owned()));
    }
}
