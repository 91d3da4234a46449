//! Sentences from Fluent catalogues, and numbers as the shop's people write them.

use std::sync::LazyLock;
use std::time::Duration;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::domain::amount::DecimalMark;
use crate::domain::cart::Kind;
use crate::domain::day::Day;
use crate::domain::money::{Currency, Money};

/// The English catalogue, one file per room of the program.
const ENGLISH: &[&str] = &[
    include_str!("../assets/lang/en/common.ftl"),
    include_str!("../assets/lang/en/verdict.ftl"),
    include_str!("../assets/lang/en/notice.ftl"),
    include_str!("../assets/lang/en/receipt.ftl"),
    include_str!("../assets/lang/en/register.ftl"),
    include_str!("../assets/lang/en/pay.ftl"),
    include_str!("../assets/lang/en/sales.ftl"),
    include_str!("../assets/lang/en/refund.ftl"),
    include_str!("../assets/lang/en/connect.ftl"),
    include_str!("../assets/lang/en/welcome.ftl"),
    include_str!("../assets/lang/en/till.ftl"),
    include_str!("../assets/lang/en/reconcile.ftl"),
    include_str!("../assets/lang/en/report.ftl"),
    include_str!("../assets/lang/en/owner.ftl"),
    include_str!("../assets/lang/en/connections.ftl"),
    include_str!("../assets/lang/en/settings.ftl"),
    include_str!("../assets/lang/en/terms.ftl"),
    include_str!("../assets/lang/en/export.ftl"),
    include_str!("../assets/lang/en/fault.ftl"),
];

/// The English sentences, read once.
static BUNDLE: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| {
    let locale: LanguageIdentifier = "en".parse().expect("`en` is a language");
    let mut bundle = FluentBundle::new_concurrent(vec![locale]);
    bundle.set_use_isolating(false);
    for text in ENGLISH {
        let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(partial, _)| partial);
        bundle.add_resource_overriding(resource);
    }
    bundle
});

/// One language with its way of writing numbers.
#[derive(Clone, Copy)]
pub struct Lang {
    bundle: &'static FluentBundle<FluentResource>,
    mark: DecimalMark,
}

impl std::fmt::Debug for Lang {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lang").field("locales", &self.bundle.locales).field("mark", &self.mark).finish_non_exhaustive()
    }
}

impl Lang {
    /// The English sentences, with the shop's decimal mark.
    #[must_use]
    pub fn english(mark: DecimalMark) -> Self {
        Self { bundle: &BUNDLE, mark }
    }

    /// What a line without a name is called.
    #[must_use]
    pub fn unnamed(&self, kind: Kind) -> String {
        self.text(match kind {
            Kind::Goods => "receipt-amount",
            Kind::Tip => "receipt-tip",
            Kind::Fee => "receipt-fee",
        })
    }

    /// The sentence of a key; the key itself if the catalogue has none, so that a gap is seen and nothing breaks.
    #[must_use]
    pub fn text(&self, key: &str) -> String {
        self.with(key, &[])
    }

    /// The words of a key without named parts, borrowed for as long as the catalogue: placeholders and segments.
    #[must_use]
    pub fn plain(&self, key: &'static str) -> &str {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return key;
        };
        match self.bundle.format_pattern(pattern, None, &mut Vec::new()) {
            std::borrow::Cow::Borrowed(words) => words,
            std::borrow::Cow::Owned(_) => key,
        }
    }

    /// The sentence of a key with its named parts filled in. Parts are plain text; numbers choose plural forms.
    #[must_use]
    pub fn with(&self, key: &str, parts: &[(&str, Part<'_>)]) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        let mut args = FluentArgs::new();
        for (name, part) in parts {
            args.set(*name, part.value());
        }
        let mut errors = Vec::new();
        self.bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned()
    }

    /// Whether the catalogue has a key.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.bundle.get_message(key).is_some_and(|message| message.value().is_some())
    }

    /// The mark before decimals.
    #[must_use]
    pub fn mark(&self) -> DecimalMark {
        self.mark
    }

    /// An amount with its sign: `€1,234.50`, `−€0.78`, `CHF 12.00`.
    #[must_use]
    pub fn money(&self, money: Money) -> String {
        let sign = self.sign(money.currency());
        let gap = if sign.chars().all(char::is_alphabetic) { "\u{a0}" } else { "" };
        let minus = if money.minor() < 0 { "\u{2212}" } else { "" };
        format!("{minus}{sign}{gap}{}", self.digits(money))
    }

    /// An amount's digits alone, grouped, without sign of currency or minus: `1,234.50`.
    #[must_use]
    pub fn digits(&self, money: Money) -> String {
        let plain = money.to_plain();
        self.number(plain.trim_start_matches('-'))
    }

    /// A sum in minor units, which may pass what a sale may be: `1,234.50`, `−0.78`.
    #[must_use]
    pub fn sum(&self, minor: i64, currency: Currency) -> String {
        self.number(&crate::domain::takings::plain(minor, currency))
    }

    /// A plain decimal text grouped the shop's way: `-94500.25` becomes `−94,500.25`.
    #[must_use]
    pub fn number(&self, plain: &str) -> String {
        let (minus, size) = plain.strip_prefix('-').map_or(("", plain), |size| ("\u{2212}", size));
        let (whole, decimals) = size.split_once('.').unwrap_or((size, ""));
        let group = if self.mark == DecimalMark::Dot { ',' } else { '.' };
        let mut out = String::with_capacity(plain.len() + 6);
        out.push_str(minus);
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                out.push(group);
            }
            out.push(digit);
        }
        if !decimals.is_empty() {
            out.push(self.mark.char());
            out.push_str(decimals);
        }
        out
    }

    /// The currency's sign.
    #[must_use]
    pub fn sign(&self, currency: Currency) -> String {
        currency.sign()
    }

    /// A day in words: `Saturday 21 November`.
    #[must_use]
    pub fn day(&self, day: Day) -> String {
        let weekday = self.text(&format!("weekday-{}", day.weekday()));
        let month = self.text(&format!("month-{}", day.month()));
        self.with(
            "day-long",
            &[
                ("weekday", (&weekday).into()),
                ("day", u64::from(day.day_of_month()).into()),
                ("month", (&month).into()),
            ],
        )
    }

    /// The same where there is little room: `Sat 21 Nov`.
    #[must_use]
    pub fn day_short(&self, day: Day) -> String {
        let (weekday, month) = (self.weekday(day.weekday()), self.text(&format!("month-short-{}", day.month())));
        self.with(
            "day-short",
            &[
                ("weekday", (&weekday).into()),
                ("day", u64::from(day.day_of_month()).into()),
                ("month", (&month).into()),
            ],
        )
    }

    /// A day of a month where there is hardly any room: `1 Dec`.
    #[must_use]
    pub fn day_of_month(&self, day: Day) -> String {
        let month = self.text(&format!("month-short-{}", day.month()));
        self.with("day-month", &[("day", u64::from(day.day_of_month()).into()), ("month", (&month).into())])
    }

    /// A weekday where there is little room, from 0 for Monday: `Sat`.
    #[must_use]
    pub fn weekday(&self, number: u8) -> String {
        self.text(&format!("weekday-short-{number}"))
    }

    /// The month of a day: `November 2026`.
    #[must_use]
    pub fn month(&self, day: Day) -> String {
        let (month, year) = (self.text(&format!("month-{}", day.month())), day.date().year().to_string());
        self.with("month-long", &[("month", (&month).into()), ("year", (&year).into())])
    }

    /// `12 min 48 s`; under a minute `48 s`; above an hour `2 h 5 min`; above two days `3 d`.
    #[must_use]
    pub fn duration(&self, span: Duration) -> String {
        let seconds = span.as_secs();
        let (minutes, hours) = (seconds / 60, seconds / 3600);
        if hours >= 48 {
            self.with("span-days", &[("days", (hours / 24).into())])
        } else if hours > 0 {
            self.with("span-hours", &[("hours", hours.into()), ("minutes", (minutes % 60).into())])
        } else if minutes > 0 {
            self.with("span-minutes", &[("minutes", minutes.into()), ("seconds", (seconds % 60).into())])
        } else {
            self.with("span-seconds", &[("seconds", seconds.into())])
        }
    }
}

/// One named part of a sentence.
#[derive(Debug, Clone, Copy)]
pub enum Part<'a> {
    /// Text as it is.
    Text(&'a str),
    /// A whole number, which may choose a plural form.
    Count(u64),
}

impl Part<'_> {
    fn value(&self) -> FluentValue<'static> {
        match self {
            Self::Text(text) => FluentValue::from((*text).to_owned()),
            Self::Count(count) => FluentValue::from(*count),
        }
    }
}

impl<'a> From<&'a str> for Part<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Part<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl From<u64> for Part<'_> {
    fn from(count: u64) -> Self {
        Self::Count(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_the_shops_way() {
        let dot = Lang::english(DecimalMark::Dot);
        let comma = Lang::english(DecimalMark::Comma);
        let money = Money::from_minor(-123_456_750, Currency::EUR).unwrap();
        assert_eq!(dot.money(money), "\u{2212}€1,234,567.50");
        assert_eq!(comma.money(money), "\u{2212}€1.234.567,50");
        let yen = Money::from_minor(950, Currency::from_code("JPY").unwrap()).unwrap();
        assert_eq!(dot.digits(yen), "950");
        assert_eq!([dot.number("-999.5"), comma.number("-123456")], ["\u{2212}999.5", "\u{2212}123.456"]);
        assert_eq!(dot.duration(Duration::from_secs(768)), "12 min 48 s");
        assert_eq!(dot.duration(Duration::from_secs(7)), "7 s");
    }

    #[test]
    fn every_catalogue_file_parses_whole() {
        for text in ENGLISH {
            let parsed = FluentResource::try_new((*text).to_owned());
            assert!(parsed.is_ok(), "{:?}", parsed.err().map(|(_, errors)| errors));
        }
    }

    #[test]
    fn f58_a_missing_sentence_shows_its_key_and_nothing_breaks() {
        assert_eq!(Lang::english(DecimalMark::Dot).text("no-such-key"), "no-such-key");
    }
}
