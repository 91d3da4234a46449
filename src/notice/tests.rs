use std::time::Duration;

use super::*;
use crate::config::ConfigError;
use crate::domain::amount::{AmountError, DecimalMark};
use crate::domain::capability::{Cap, Caps};
use crate::domain::cart::CartError;
use crate::domain::core::Refusal;
use crate::domain::money::{Currency, Money};
use crate::domain::time::Timestamp;
use crate::gateway::port::{Auth, ContactFlaw, Error, Invalid};
use crate::journal::{Flaw, FlawReason, Holder, OpenError, StoreError};
use crate::lang::Lang;
use crate::service::error::Trouble;
use crate::vault::{Unavailable, VaultError};

fn lang() -> Lang {
    Lang::english(DecimalMark::Dot)
}

fn eur(minor: i64) -> Money {
    Money::from_minor(minor, Currency::EUR).unwrap()
}

/// Finished words: no key, no hole, no shouting, and an end to every sentence.
fn good(sentence: &str) -> bool {
    let ends = sentence.ends_with(['.', '?']);
    let key = sentence.contains('-') && !sentence.contains(' ');
    ends && !key && !sentence.contains(['{', '}', '!'])
}

fn check(notice: &Notice, what: &dyn std::fmt::Debug) {
    for sentence in [&notice.happened, &notice.safe, &notice.todo] {
        assert!(good(sentence), "{what:?}: {sentence}");
    }
}

fn gateway_errors() -> Vec<Error> {
    let text = || "the gateway's own words".to_owned();
    let auth = |kind| Error::Auth { kind, text: text() };
    let invalid = |invalid| Error::Validation { code: "010110".to_owned(), invalid, text: text() };
    let contacts = ContactFlaw::ALL.map(|flaw| invalid(Invalid::Contact(flaw)));
    let others = [
        Error::NotSent(text()),
        Error::Unknown(text()),
        auth(Auth::Missing),
        auth(Auth::Unapproved),
        auth(Auth::Expired),
        auth(Auth::Signature),
        auth(Auth::Clock),
        auth(Auth::Forbidden),
        invalid(Invalid::BelowMin),
        invalid(Invalid::AboveMax),
        invalid(Invalid::Field(None)),
        invalid(Invalid::Field(Some("price".to_owned()))),
        invalid(Invalid::FeesExceedAmount),
        Error::State { code: "010117".to_owned(), text: text() },
        Error::NotFound(text()),
        Error::RateLimited { after: Some(Duration::from_secs(42)) },
        Error::RateLimited { after: None },
        Error::Server(text()),
        Error::Protocol(text()),
        Error::Unsupported(Cap::Refund),
        Error::Config(text()),
        Error::Certificate { text: text(), clock: Timestamp(0) },
    ];
    others.into_iter().chain(contacts).collect()
}

#[test]
fn bp2_16_17_what_is_no_payment_never_speaks_of_one() {
    for error in gateway_errors() {
        let notice = office(&Trouble::Gateway(error.clone()), &lang());
        check(&notice, &error);
        if matches!(error, Error::NotFound(_) | Error::Validation { .. } | Error::State { .. } | Error::Config(_)) {
            assert!(notice.happened.contains("the gateway's own words"), "the reason is told: {notice:?}");
            let line = notice.line().to_lowercase();
            let wrong = ["payment", "sale", "tender", "cash"].into_iter().find(|word| line.contains(word));
            assert_eq!(wrong, None, "{line}");
        }
    }
}

#[test]
fn bp2_16_18_every_gateway_error_has_three_sentences_of_its_own_and_keeps_the_code() {
    let notices: Vec<Notice> = gateway_errors().iter().map(|error| gateway(error, "BitPay", &lang())).collect();
    for (error, notice) in gateway_errors().iter().zip(&notices) {
        check(notice, error);
        assert!(
            notice.happened.contains("BitPay")
                || notice.safe.contains("BitPay")
                || error.code() == "fees_exceed_amount"
        );
    }
    for (index, notice) in notices.iter().enumerate() {
        assert!(notices[..index].iter().all(|other| other.line() != notice.line()), "{notice:?}");
    }
    let below = gateway(&gateway_errors()[8], "BitPay", &lang());
    assert_eq!(below.detail, "010110 the gateway's own words");
    assert_eq!(below.todo, "Choose another tender.");
}

#[test]
fn bp2_18_a_refusal_from_the_journal_names_the_limits_where_they_are_known() {
    let mut caps = Caps::of([Cap::Create]);
    (caps.min, caps.max) = (Some(eur(100)), Some(eur(100_000)));
    let notice = from_code("below_min", "010110 too small", "BitPay", Some(&caps), &lang());
    assert_eq!(notice.happened, "BitPay takes €1 to €1,000.");
    for error in gateway_errors() {
        check(&from_code(error.code(), "words", "BitPay", None, &lang()), &error);
    }
    check(&from_code("a word of a later version", "x", "BitPay", None, &lang()), &"unknown code");
}

#[test]
fn bp2_94_a_full_gateway_says_how_long_to_wait() {
    let full = gateway(&Error::RateLimited { after: Some(Duration::from_secs(42)) }, "BitPay", &lang());
    assert_eq!(full.happened, "BitPay allows no more codes for 42 s.");
    assert_eq!(full.safe, "No sale is lost.");
    assert_eq!(full.tone, Tone::Wait);
}

#[test]
fn every_refusal_of_the_till_has_three_sentences() {
    let all = [
        Refusal::NothingToCharge,
        Refusal::TooLarge,
        Refusal::NoSale,
        Refusal::NoPayment,
        Refusal::AlreadyCharged,
        Refusal::CodeLive,
        Refusal::SaleOver,
        Refusal::NotEnough { given: eur(100), owed: eur(450) },
        Refusal::MoneySeen,
        Refusal::NotPaid,
    ];
    for why in all {
        check(&refusal(&why, &lang()), &why);
        check(&trouble(&Trouble::Refused(why.clone()), &lang()), &why);
    }
    let short = refusal(&Refusal::NotEnough { given: eur(100), owed: eur(450) }, &lang());
    assert_eq!(short.happened, "€1.00 is less than €4.50.");
}

#[test]
fn every_trouble_of_a_use_case_has_three_sentences() {
    let io = || std::io::Error::other("no such file");
    let troubles = [
        Trouble::Gateway(Error::NotSent("dns".to_owned())),
        Trouble::Config(ConfigError::Io { path: "a.toml".to_owned(), source: io() }),
        Trouble::Config(ConfigError::Malformed { path: "a.toml".to_owned(), reason: "line 3.".to_owned() }),
        Trouble::NotConnected,
        Trouble::Practice("port".to_owned()),
        Trouble::KeyUnreadable,
        Trouble::KeyMissing,
        Trouble::NoProduct("ESP".to_owned()),
        Trouble::Catalog { line: 4, reason: "no price".to_owned() },
        Trouble::Io { path: "/data".to_owned(), source: io() },
        Trouble::Interrupted,
    ];
    for trouble in troubles {
        check(&super::trouble(&trouble, &lang()), &trouble);
    }
    for error in stores() {
        check(&trouble(&Trouble::Store(error.clone()), &lang()), &error);
    }
    for error in opens() {
        check(&trouble(&Trouble::Open(error.clone()), &lang()), &error);
    }
    for error in vaults() {
        check(&trouble(&Trouble::Vault(error.clone()), &lang()), &error);
    }
}

fn stores() -> Vec<StoreError> {
    let text = || "x".to_owned();
    vec![
        StoreError::Full,
        StoreError::ReadOnly,
        StoreError::Io(text()),
        StoreError::Corrupt(text()),
        StoreError::Busy,
        StoreError::Conflict(text()),
        StoreError::Replaced,
        StoreError::Stopped,
        StoreError::Other(text()),
    ]
}

fn opens() -> Vec<OpenError> {
    let text = || "x".to_owned();
    vec![
        OpenError::Held(None),
        OpenError::Held(Some(Holder { pid: 4711, since: Timestamp(0) })),
        OpenError::Newer { found: 9, known: 1 },
        OpenError::NotABook("a.db".into()),
        OpenError::Damaged(Flaw { seq: 8112, reason: FlawReason::Unreadable(text()) }),
        OpenError::OtherTill { found: text(), ours: text() },
        OpenError::OtherKey { found: text(), ours: text() },
        OpenError::OtherEnvironment { found: "live".to_owned(), ours: "test".to_owned() },
        OpenError::Setting { name: "synchronous", got: text() },
        OpenError::Network("nfs".to_owned()),
        OpenError::Store(StoreError::Full),
    ]
}

fn vaults() -> Vec<VaultError> {
    vec![
        VaultError::Unavailable(Unavailable::NoBus),
        VaultError::Unavailable(Unavailable::Locked),
        VaultError::NoPassphrase,
        VaultError::WrongPassphrase,
        VaultError::Corrupt("header"),
        VaultError::Newer(9),
        VaultError::Ambiguous("token".to_owned()),
        VaultError::NotText("token".to_owned()),
        VaultError::Io("x".to_owned()),
    ]
}

#[test]
fn till_64_a_second_instance_is_told_which_one_runs() {
    let held = OpenError::Held(Some(Holder { pid: 4711, since: Timestamp(0) }));
    let notice = trouble(&Trouble::Open(held), &lang());
    assert_eq!(notice.happened, "Another Ringup has this journal open: process 4711.");
}

#[test]
fn amounts_and_carts_are_refused_at_the_field_naming_the_allowed_form() {
    let jpy = Currency::from_code("JPY").unwrap();
    let amounts = [
        AmountError::Empty,
        AmountError::Character('o'),
        AmountError::Ambiguous("1.2,3".to_owned()),
        AmountError::TooPrecise { text: "1.234".to_owned(), currency: Currency::EUR },
        AmountError::TooPrecise { text: "1.2".to_owned(), currency: jpy },
        AmountError::TooLarge,
        AmountError::Zero,
        AmountError::Negative,
    ];
    for error in &amounts {
        assert!(good(&amount(error, &lang())), "{error:?}: {}", amount(error, &lang()));
    }
    assert_eq!(amount(&amounts[3], &lang()), "EUR has 2 decimals.");
    assert_eq!(amount(&amounts[4], &lang()), "JPY has no decimals.");
    let carts =
        [CartError::TooLarge, CartError::TooManyLines(500), CartError::NoLine, CartError::NoReason, CartError::Price];
    for error in &carts {
        assert!(good(&cart(error, &lang())), "{error:?}");
    }
}

#[test]
fn limits_are_spoken_without_zero_decimals() {
    assert_eq!(money::round(&lang(), eur(2000)), "€20");
    assert_eq!(money::round(&lang(), eur(1750)), "€17.50");
    let jpy = Money::from_minor(2000, Currency::from_code("JPY").unwrap()).unwrap();
    assert!(money::round(&lang(), jpy).ends_with("2,000"));
}
