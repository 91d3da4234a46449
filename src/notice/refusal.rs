//! What the till itself refuses: amounts, carts, and events that have no place in the book.

use super::note::{Notice, Tone, notice};
use crate::domain::amount::AmountError;
use crate::domain::cart::CartError;
use crate::domain::core::Refusal;
use crate::lang::Lang;

/// Why the till refused an act; nothing was written.
#[must_use]
pub fn refusal(refusal: &Refusal, lang: &Lang) -> Notice {
    let plain = |key: &str, tone| notice(lang, key, tone, &[]);
    match refusal {
        Refusal::NothingToCharge => plain("refused-nothing", Tone::Info),
        Refusal::TooLarge => plain("refused-too-large", Tone::Wait),
        Refusal::NoSale => plain("refused-no-sale", Tone::Wait),
        Refusal::NoPayment => plain("refused-no-payment", Tone::Wait),
        Refusal::AlreadyCharged => plain("refused-charged", Tone::Info),
        Refusal::CodeLive => plain("refused-code-live", Tone::Wait),
        Refusal::SaleOver => plain("refused-over", Tone::Info),
        Refusal::NotEnough { given, owed } => {
            let (given, owed) = (lang.money(*given), lang.money(*owed));
            let parts = [("given", given.as_str().into()), ("owed", owed.as_str().into())];
            notice(lang, "refused-not-enough", Tone::Wait, &parts)
        }
        Refusal::MoneySeen => plain("refused-money-seen", Tone::Stop),
        Refusal::NoNote => plain("refused-no-note", Tone::Info),
        Refusal::CaseOpen => plain("refused-case-open", Tone::Info),
        Refusal::NotPaid => plain("refused-not-paid", Tone::Info),
        Refusal::NoRefund => plain("refused-no-refund", Tone::Wait),
        Refusal::NotAccepted => plain("refused-not-accepted", Tone::Wait),
        Refusal::AlreadyRefunding => plain("refused-refunding", Tone::Info),
        Refusal::RefundInDoubt => plain("refused-refund-in-doubt", Tone::Wait),
        Refusal::NothingToRefund => plain("refused-nothing-to-refund", Tone::Info),
        Refusal::RefundTooMuch { asked, left } => {
            let (asked, left) = (lang.money(*asked), lang.money(*left));
            let parts = [("asked", asked.as_str().into()), ("left", left.as_str().into())];
            notice(lang, "refused-refund-too-much", Tone::Wait, &parts)
        }
        Refusal::NotReturnable { line, left } => {
            let parts = [("line", (u64::from(*line) + 1).into()), ("left", u64::from(*left).into())];
            notice(lang, "refused-not-returnable", Tone::Wait, &parts)
        }
        Refusal::NoReason => plain("refused-no-reason", Tone::Info),
        Refusal::NotLate => plain("refused-not-late", Tone::Info),
        Refusal::LateDecided => plain("refused-late-decided", Tone::Info),
        Refusal::PaidOtherwise => plain("refused-paid-otherwise", Tone::Wait),
        Refusal::ShiftOpen => plain("refused-shift-open", Tone::Info),
        Refusal::NoCash => plain("refused-no-cash", Tone::Info),
        Refusal::CountedTwice => plain("refused-counted-twice", Tone::Wait),
        Refusal::NoDifference => plain("refused-no-difference", Tone::Info),
        Refusal::NotExplained => plain("refused-not-explained", Tone::Wait),
        Refusal::NoClosing => plain("refused-no-closing", Tone::Info),
    }
}

/// Why a text is not an amount, naming the allowed form: the sentence below the field.
#[must_use]
pub fn amount(error: &AmountError, lang: &Lang) -> String {
    let mark = lang.mark().char().to_string();
    match error {
        AmountError::Empty => lang.text("amount-empty"),
        AmountError::Character(odd) => {
            let odd = odd.to_string();
            lang.with("amount-character", &[("odd", odd.as_str().into()), ("mark", mark.as_str().into())])
        }
        AmountError::Ambiguous(text) => {
            lang.with("amount-ambiguous", &[("text", text.as_str().into()), ("mark", mark.as_str().into())])
        }
        AmountError::TooPrecise { currency, .. } => {
            let parts = [("currency", currency.code().into()), ("decimals", u64::from(currency.exponent()).into())];
            lang.with("amount-too-precise", &parts)
        }
        AmountError::TooLarge => lang.text("amount-too-large"),
        AmountError::Zero => lang.text("amount-zero"),
        AmountError::Negative => lang.text("amount-negative"),
    }
}

/// Why a change of the cart is refused, as one sentence.
#[must_use]
pub fn cart(error: &CartError, lang: &Lang) -> String {
    match error {
        CartError::TooLarge => lang.text("cart-too-large"),
        CartError::TooManyLines(most) => {
            lang.with("cart-too-many", &[("most", u64::try_from(*most).unwrap_or(u64::MAX).into())])
        }
        CartError::NoLine => lang.text("cart-no-line"),
        CartError::Product => lang.text("cart-product"),
        CartError::NoReason => lang.text("cart-no-reason"),
        CartError::Price => lang.text("cart-price"),
    }
}
