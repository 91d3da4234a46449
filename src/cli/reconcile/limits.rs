//! `ringup reconcile limits`: the owner's tolerances, shown or set. Each change is an entry of the journal.

use std::str::FromStr;

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::cli::out::Out;
use crate::domain::case::{Fee, Limits};
use crate::service::error::Trouble;
use crate::service::start::Opened;

/// What to change; nothing shows them.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// How far a converted amount may be off, in millionths of it
    #[arg(long, value_name = "MILLIONTHS", value_parser = clap::value_parser!(u32).range(..=100_000))]
    convert_ppm: Option<u32>,
    /// At least so many smallest units of the currency
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(..=1_000_000))]
    convert_minor: Option<u32>,
    /// How far a settlement of converted lines may be off, in whole units
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(..=1_000_000))]
    settlement_units: Option<u32>,
    /// Hours until a credit is missed
    #[arg(long, value_name = "HOURS", value_parser = clap::value_parser!(u32).range(..=8760))]
    credit_hours: Option<u32>,
    /// Hours until a refund is missed
    #[arg(long, value_name = "HOURS", value_parser = clap::value_parser!(u32).range(..=8760))]
    refund_hours: Option<u32>,
    /// Bank days, Monday to Friday, until a payout is missed
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(..=365))]
    bank_days: Option<u32>,
    /// Days between a payout and its bank line
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(..=365))]
    bank_window_days: Option<u32>,
    /// Minutes between two rows that may be suggested as one
    #[arg(long, value_name = "MINUTES", value_parser = clap::value_parser!(u32).range(..=10_080))]
    suggest_minutes: Option<u32>,
    /// What the gateway takes of each credit by contract, such as 1%, 0.9%+0.25 or none
    #[arg(long, value_name = "FEE")]
    fee: Option<FeeText>,
}

/// A fee as it is typed: a share, and so much for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct FeeText {
    share: Option<(u32, Decimal)>,
}

impl FromStr for FeeText {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WRONG: &str = "a fee is written 1%, 0.9%+0.25 or none";
        if text == "none" {
            return Ok(Self { share: None });
        }
        let (percent, each) = text.split_once('+').unwrap_or((text, "0"));
        let percent = percent.strip_suffix('%').and_then(|digits| digits.parse::<Decimal>().ok()).ok_or(WRONG)?;
        let ppm = percent.checked_mul(Decimal::from(10_000)).ok_or(WRONG)?.normalize();
        let each: Decimal = each.parse().map_err(|_| WRONG)?;
        let fits = ppm.scale() == 0 && !each.is_sign_negative() && each <= Decimal::from(1_000);
        let ppm = u32::try_from(ppm).ok().filter(|ppm| fits && *ppm <= 1_000_000).ok_or(WRONG)?;
        Ok(Self { share: Some((ppm, each)) })
    }
}

/// Shows or sets them.
pub(crate) async fn run(opened: &Opened, args: &Args, out: &Out) -> Result<(), Trouble> {
    let known = opened.book.limits().clone();
    let limits = args.over(known.clone(), opened.config.shop.currency.exponent());
    if limits != known {
        opened.till.set_limits(limits.clone()).await?;
    }
    tell(&limits, opened.config.shop.currency.exponent(), out);
    Ok(())
}

impl Args {
    fn over(&self, known: Limits, decimals: u8) -> Limits {
        let fee = match self.fee {
            None => known.fee,
            Some(FeeText { share }) => share.map(|(ppm, each)| Fee { ppm, fixed_minor: minor(each, decimals) }),
        };
        Limits {
            convert_ppm: self.convert_ppm.unwrap_or(known.convert_ppm),
            convert_minor: self.convert_minor.unwrap_or(known.convert_minor),
            settlement_units: self.settlement_units.unwrap_or(known.settlement_units),
            credit_hours: self.credit_hours.unwrap_or(known.credit_hours),
            refund_hours: self.refund_hours.unwrap_or(known.refund_hours),
            bank_days: self.bank_days.unwrap_or(known.bank_days),
            bank_window_days: self.bank_window_days.unwrap_or(known.bank_window_days),
            suggest_minutes: self.suggest_minutes.unwrap_or(known.suggest_minutes),
            fee,
            ..known
        }
    }
}

/// Smallest units of the shop's currency; what is finer is rounded to them.
fn minor(each: Decimal, decimals: u8) -> u32 {
    let units = (each * Decimal::from(10_u64.pow(u32::from(decimals)))).round();
    u32::try_from(units).unwrap_or(u32::MAX)
}

/// The contract as it is typed.
fn fee_text(fee: Option<Fee>, decimals: u8) -> String {
    let Some(fee) = fee else { return "none".to_owned() };
    let percent = Decimal::new(i64::from(fee.ppm), 4).normalize();
    let each = Decimal::new(i64::from(fee.fixed_minor), u32::from(decimals));
    if fee.fixed_minor == 0 { format!("{percent}%") } else { format!("{percent}%+{each}") }
}

fn tell(limits: &Limits, decimals: u8, out: &Out) {
    let fee = fee_text(limits.fee, decimals);
    let rows: [(&str, Value); 9] = [
        ("convert-ppm", limits.convert_ppm.into()),
        ("convert-minor", limits.convert_minor.into()),
        ("settlement-units", limits.settlement_units.into()),
        ("credit-hours", limits.credit_hours.into()),
        ("refund-hours", limits.refund_hours.into()),
        ("bank-days", limits.bank_days.into()),
        ("bank-window-days", limits.bank_window_days.into()),
        ("suggest-minutes", limits.suggest_minutes.into()),
        ("fee", json!(fee)),
    ];
    for (name, value) in &rows {
        let shown = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        out.say(&format!("{name:<18}{shown}"));
    }
    let object = rows.into_iter().map(|(name, value)| (name.replace('-', "_"), value)).collect();
    out.object(&Value::Object(object));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fee_is_read_as_it_is_written() {
        let read = |text: &str| text.parse::<FeeText>().map(|fee| fee.share);
        assert_eq!(read("1%"), Ok(Some((10_000, Decimal::ZERO))));
        assert_eq!(read("0.95%+0.25"), Ok(Some((9_500, "0.25".parse().unwrap()))));
        assert_eq!(read("none"), Ok(None));
        for text in ["", "1", "%", "-1%", "101%", "0.00001%", "1%+-1", "1%+x", "1%+1001"] {
            assert!(read(text).is_err(), "{text}");
        }
        let fee = Fee { ppm: 9_500, fixed_minor: minor("0.25".parse().unwrap(), 2) };
        assert_eq!(fee_text(Some(fee), 2), "0.95%+0.25");
    }
}
