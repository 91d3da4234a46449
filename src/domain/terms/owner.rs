//! The owner's terms, the same for every code of a connection.

use serde::{Deserialize, Serialize};

use super::rule::{Field, Rule, Wrong, address, hold, https, is_coin, line, mail};

/// The longest time a code can be kept payable, in milliseconds.
pub const WINDOW_MAX_MS: u32 = 900_000;

/// How sure a payment must be before the gateway calls it confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Speed {
    /// At once: it can still be taken back, and the shop bears that risk.
    High,
    /// After one confirmation, ten minutes or so.
    Medium,
    /// After six confirmations, an hour or so.
    Low,
}

impl Speed {
    /// All, the fastest first.
    pub const ALL: [Self; 3] = [Self::High, Self::Medium, Self::Low];

    /// The word on the wire.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
        }
    }
}

/// What the owner asks of every code of a connection. What is not set is left to the account at the gateway.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Terms {
    /// How sure is sure enough; none leaves it to the account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speed: Option<Speed>,
    /// How long a code is payable, in milliseconds, at most [`WINDOW_MAX_MS`]; none leaves it to the account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acceptance_window_ms: Option<u32>,
    /// The coins taken, in the gateway's codes; empty takes all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub coins: Vec<String>,
    /// The shop's or branch's name on the customer's page.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub merchant_name: String,
    /// Whether each change is notified, not the confirmed state alone; none leaves it to the gateway.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub full_notifications: Option<bool>,
    /// Whether expiry and refunds are notified too. It implies full notifications.
    #[serde(skip_serializing_if = "is_false")]
    pub extended_notifications: bool,
    /// Where notifications are sent, https.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub notification_url: String,
    /// Where mails about payments go.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub notification_email: String,
    /// Where the customer's page leads back to.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub redirect_url: String,
    /// Where the customer's page leads when it is closed unpaid.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub close_url: String,
    /// Whether it leads back by itself. It needs `redirect_url`.
    #[serde(skip_serializing_if = "is_false")]
    pub auto_redirect: bool,
    /// The coin chosen for the customer.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub forced_coin: String,
    /// The wallet chosen for the customer.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub forced_wallet: String,
    /// Whether the customer must have proved who they are at the gateway.
    #[serde(skip_serializing_if = "is_false")]
    pub bitpay_id_required: bool,
    /// Whether only wallets that speak the JSON payment protocol may pay.
    #[serde(skip_serializing_if = "is_false")]
    pub json_pay_pro_required: bool,
    /// Whether goods are handed over; a shop's are.
    #[serde(skip_serializing_if = "is_true")]
    pub physical: bool,
    /// Whether money is given, not paid for goods.
    #[serde(skip_serializing_if = "is_false")]
    pub donation: bool,
    /// The gateway's word for what is given, in donation mode.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub item_code: String,
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            speed: None,
            acceptance_window_ms: None,
            coins: Vec::new(),
            merchant_name: String::new(),
            full_notifications: None,
            extended_notifications: false,
            notification_url: String::new(),
            notification_email: String::new(),
            redirect_url: String::new(),
            close_url: String::new(),
            auto_redirect: false,
            forced_coin: String::new(),
            forced_wallet: String::new(),
            bitpay_id_required: false,
            json_pay_pro_required: false,
            physical: true,
            donation: false,
            item_code: String::new(),
        }
    }
}

impl Terms {
    /// Whether nothing is asked beside what a shop asks anyway.
    #[must_use]
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// Checks every field and what fields need of each other.
    ///
    /// # Errors
    /// [`Wrong`] names the first field that breaks a rule.
    pub fn check(&self) -> Result<(), Wrong> {
        let window = self.acceptance_window_ms.is_none_or(|window| window <= WINDOW_MAX_MS);
        hold(window, Field::AcceptanceWindow, Rule::Minutes(WINDOW_MAX_MS / 60_000))?;
        self.check_coins()?;
        line(&self.merchant_name, Field::MerchantName)?;
        line(&self.forced_wallet, Field::ForcedWallet)?;
        let full = !self.extended_notifications || self.full_notifications != Some(false);
        hold(full, Field::ExtendedNotifications, Rule::NeedsFull)?;
        https(&self.notification_url, Field::NotificationUrl)?;
        let written = self.notification_email.is_empty() || mail(&self.notification_email);
        hold(written, Field::NotificationEmail, Rule::Mail)?;
        address(&self.redirect_url, Field::RedirectUrl)?;
        address(&self.close_url, Field::CloseUrl)?;
        let led = !self.auto_redirect || !self.redirect_url.is_empty();
        hold(led, Field::AutoRedirect, Rule::Needs(Field::RedirectUrl))?;
        line(&self.item_code, Field::ItemCode)?;
        hold(self.donation || self.item_code.is_empty(), Field::ItemCode, Rule::Donation)?;
        hold(!self.donation || !self.item_code.is_empty(), Field::ItemCode, Rule::Filled)
    }

    /// Checks that a coin picked for one sale is among those taken.
    ///
    /// # Errors
    /// [`Wrong`] at [`Field::Coin`].
    pub fn check_coin(&self, coin: &str) -> Result<(), Wrong> {
        hold(is_coin(coin), Field::Coin, Rule::Coins)?;
        hold(self.takes(coin), Field::Coin, Rule::Accepted)
    }

    /// Whether a coin is taken.
    #[must_use]
    pub fn takes(&self, coin: &str) -> bool {
        self.coins.is_empty() || self.coins.iter().any(|known| known == coin)
    }

    fn check_coins(&self) -> Result<(), Wrong> {
        let once = |(index, coin): (usize, &String)| is_coin(coin) && !self.coins[..index].contains(coin);
        hold(self.coins.iter().enumerate().all(once), Field::PaymentCurrencies, Rule::Coins)?;
        let forced = &self.forced_coin;
        hold(forced.is_empty() || is_coin(forced), Field::ForcedCoin, Rule::Coins)?;
        hold(forced.is_empty() || self.takes(forced), Field::ForcedCoin, Rule::Accepted)
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_false(flag: &bool) -> bool {
    !*flag
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_true(flag: &bool) -> bool {
    *flag
}
