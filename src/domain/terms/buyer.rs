//! The customer of one sale, as far as they want to be known to the gateway.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::rule::{Field, Rule, Wrong, hold, line, mail, phone};

/// The customer of one sale. Everything is optional; nothing of it enters the journal.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Buyer {
    /// Name.
    pub name: String,
    /// Street.
    pub address1: String,
    /// Second line of it.
    pub address2: String,
    /// Town.
    pub locality: String,
    /// State or region.
    pub region: String,
    /// Post code.
    pub postal_code: String,
    /// Two letters of ISO 3166.
    pub country: String,
    /// Where the gateway writes to, for refunds too.
    pub email: String,
    /// Telephone, as the gateway's record of the customer.
    pub phone: String,
    /// Whether the gateway may write to them on its own.
    pub notify: bool,
    /// A number with country code the gateway sends text messages to.
    pub sms: String,
}

impl Buyer {
    /// Whether nothing at all is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Checks every field.
    ///
    /// # Errors
    /// [`Wrong`] names the first field that breaks a rule.
    pub fn check(&self) -> Result<(), Wrong> {
        for (text, field) in [
            (&self.name, Field::BuyerName),
            (&self.address1, Field::BuyerAddress1),
            (&self.address2, Field::BuyerAddress2),
            (&self.locality, Field::BuyerLocality),
            (&self.region, Field::BuyerRegion),
            (&self.postal_code, Field::BuyerPostalCode),
        ] {
            line(text, field)?;
        }
        let country = self.country.is_empty()
            || (self.country.len() == 2 && self.country.bytes().all(|byte| byte.is_ascii_alphabetic()));
        hold(country, Field::BuyerCountry, Rule::Country)?;
        hold(self.email.is_empty() || mail(&self.email), Field::BuyerEmail, Rule::Mail)?;
        hold(self.phone.is_empty() || phone(&self.phone).is_some(), Field::BuyerPhone, Rule::Phone)?;
        hold(!self.notify || !self.email.is_empty(), Field::BuyerNotify, Rule::Needs(Field::BuyerEmail))?;
        hold(self.sms.is_empty() || phone(&self.sms).is_some(), Field::BuyerSms, Rule::Phone)
    }
}

/// Personal data is not for logs.
impl fmt::Debug for Buyer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_empty() { "Buyer(nobody)" } else { "Buyer(…)" })
    }
}
