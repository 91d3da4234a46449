//! Every setting: which group it is in, what kind of control it has, and its name in the catalogue.

/// A group of settings, in the order of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Group {
    Shop,
    Selling,
    Release,
    Receipts,
    Screens,
    Terms,
    About,
}

impl Group {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Shop, Self::Selling, Self::Release, Self::Receipts, Self::Screens, Self::Terms, Self::About];

    /// The catalogue's key of its name.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Shop => "settings-shop",
            Self::Selling => "settings-selling",
            Self::Release => "settings-release",
            Self::Receipts => "settings-receipts",
            Self::Screens => "settings-screens",
            Self::Terms => "settings-terms",
            Self::About => "settings-about",
        }
    }
}

/// What kind of control a setting has. Its value is always a text: `on` and `off` for a switch, minutes for a
/// slider, codes with commas between them for coins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Free text with a rule.
    Text,
    /// On or off.
    Switch,
    /// One of a few words.
    Choice(&'static [&'static str]),
    /// Whole minutes from 0 to a limit.
    Minutes(u32),
    /// Any of the gateway's coins.
    Coins,
    /// One of the gateway's coins, or none.
    OneCoin,
}

macro_rules! items {
    ($($name:ident $group:ident $word:literal $kind:expr;)+) => {
        /// A setting.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[expect(missing_docs, reason = "the names say it")]
        pub enum Item { $($name,)+ }

        impl Item {
            /// All of them, in the order of the page.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Where it stands.
            #[must_use]
            pub fn group(self) -> Group {
                match self { $(Self::$name => Group::$group,)+ }
            }

            /// Its word in the catalogue's keys.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }

            /// Its control.
            #[must_use]
            pub fn kind(self) -> Kind {
                match self { $(Self::$name => $kind,)+ }
            }
        }
    };
}

items! {
    ShopName Shop "shop-name" Kind::Text;
    Till Shop "till" Kind::Text;
    Operator Shop "operator" Kind::Text;
    AskContact Selling "ask-contact" Kind::Switch;
    CoinAmount Selling "coin-amount" Kind::Switch;
    Coin Selling "coin" Kind::OneCoin;
    RateAge Selling "rate-age" Kind::Minutes(30);
    Sats Selling "sats" Kind::Switch;
    SeenUpTo Release "seen-up-to" Kind::Text;
    SeenPerDay Release "seen-per-day" Kind::Text;
    SettledAbove Release "settled-above" Kind::Text;
    Address Receipts "address" Kind::Text;
    TaxNumber Receipts "tax-number" Kind::Text;
    Theme Screens "theme" Kind::Choice(&["light", "dark"]);
    TextSize Screens "text-size" Kind::Choice(&["100", "125", "150", "200"]);
    Keypad Screens "keypad" Kind::Choice(&["calculator", "phone"]);
    LeftHanded Screens "left-handed" Kind::Switch;
    ReducedMotion Screens "reduced-motion" Kind::Switch;
    Decimal Screens "decimal" Kind::Choice(&["dot", "comma"]);
    Speed Terms "speed" Kind::Choice(&["account", "high", "medium", "low"]);
    Window Terms "window" Kind::Minutes(15);
    Coins Terms "coins" Kind::Coins;
    ForcedCoin Terms "forced-coin" Kind::OneCoin;
    ForcedWallet Terms "forced-wallet" Kind::Text;
    MerchantName Terms "merchant-name" Kind::Text;
    FullNotes Terms "full-notes" Kind::Choice(&["account", "on", "off"]);
    ExtendedNotes Terms "extended-notes" Kind::Switch;
    NotificationUrl Terms "notification-url" Kind::Text;
    NotificationEmail Terms "notification-mail" Kind::Text;
    RedirectUrl Terms "redirect" Kind::Text;
    AutoRedirect Terms "auto-redirect" Kind::Switch;
    CloseUrl Terms "close" Kind::Text;
    BitpayId Terms "id-required" Kind::Switch;
    PayPro Terms "pay-pro" Kind::Switch;
    Physical Terms "physical" Kind::Switch;
    Donation Terms "donation" Kind::Switch;
    ItemCode Terms "item-code" Kind::Text;
}
