//! Every verdict the payment screen can give, with its words and its one next step.

use iced::keyboard::key::Named;
use ringup::domain::core::Event;
use ringup::domain::payment::{Flags, State, Status};
use ringup::domain::verdict::{Family, Verdict};
use ringup::ui::screen::look;
use ringup::ui::screen::pay::Instruction;

use super::Hands;
use crate::screen::till::{Till, flagged, gap, guid, lines, sale_id, seen};

/// A sale brought to a verdict.
pub fn world(verdict: Verdict) -> Till {
    let mut till = Till::new();
    if verdict == Verdict::Cash {
        till.cash(1, lines(), 4000);
    } else if !asked(&mut till, verdict) {
        told(&mut till, verdict);
    }
    till
}

/// Charges the sale; true when the verdict comes before there is a code.
fn asked(till: &mut Till, verdict: Verdict) -> bool {
    let code = guid(1);
    till.release_at = if verdict == Verdict::SeenByRule { State::Seen } else { State::Accepted };
    till.charge(1, lines());
    till.wait(2);
    match verdict {
        Verdict::Asking => return true,
        Verdict::AskingAgain => {
            till.apply(Event::Unanswered { guid: code, error: "timeout".to_owned() });
            return true;
        }
        Verdict::NoCode => {
            let (code, error) = ("below_min".to_owned(), "010110 too small".to_owned());
            till.apply(Event::Refused { guid: guid(1), code, error });
            return true;
        }
        Verdict::Disagrees => {
            let mut payment = till.reading(code, Status::plain(State::Open, "new"));
            payment.echo.price = "36.02".parse().ok();
            till.apply(Event::Answered { guid: code, payment: Box::new(payment) });
            return true;
        }
        _ => till.answer(code),
    }
    false
}

/// What the gateway says of the code until the verdict is reached.
fn told(till: &mut Till, verdict: Verdict) {
    let code = guid(1);
    till.wait(53);
    let flags = |change: fn(&mut Flags)| {
        let mut flags = Flags::default();
        change(&mut flags);
        flags
    };
    match verdict {
        Verdict::Approved => till.read(code, flagged(State::Open, flags(|f| f.approved = true))),
        Verdict::Seen => till.read(code, seen(1)),
        Verdict::LowFee => till.read(code, flagged(State::Seen, flags(|f| f.low_fee = true))),
        Verdict::SeenByRule => till.read(code, seen(0)),
        Verdict::Accepted => till.state(code, State::Accepted),
        Verdict::Settled => till.state(code, State::Settled),
        Verdict::Over => till.read(code, flagged(State::Accepted, flags(|f| f.over = Some(gap(200, 2_116))))),
        Verdict::Under => till.read(code, flagged(State::Open, flags(|f| f.under = Some(gap(402, 4_254))))),
        Verdict::Expired => {
            till.wait(850).state(code, State::Expired);
        }
        Verdict::Cancelled => till.state(code, State::Cancelled),
        Verdict::Void => till.void(1),
        Verdict::Failed => {
            till.read(code, seen(0));
            till.wait(3600).state(code, State::Failed);
        }
        Verdict::FailedGoodsGone => {
            till.state(code, State::Accepted);
            till.wait(3600).state(code, State::Failed);
        }
        Verdict::Late => {
            till.wait(850).state(code, State::Expired);
            till.wait(1560).read(code, seen(0));
        }
        Verdict::PaidTwice => paid_twice(till),
        Verdict::Rejected => till.read(code, flagged(State::Failed, flags(|f| f.rejected = true))),
        Verdict::Unmapped => {
            till.read(code, flagged(State::Open, flags(|f| f.unmapped = Some("frozen".to_owned()))));
        }
        Verdict::Unknown => {
            till.state(code, State::Open);
            till.fail(code, 2);
            till.wait(42);
        }
        _ => {}
    }
}

/// Cash was taken for the sale while its code could still be paid, and then it was.
fn paid_twice(till: &mut Till) {
    let mut fresh = Till::new();
    let code = fresh.open(1, lines());
    fresh.apply(Event::Cash { cart: None, sale: sale_id(1), given: crate::screen::shop::eur(4000) });
    fresh.wait(60).read(code, seen(0));
    *till = fresh;
}

#[test]
fn till_25_28_bp2_52_every_verdict_has_its_word_icon_colour_and_three_sentences() {
    for verdict in Verdict::ALL {
        let till = world(verdict);
        let words = look::words(till.sale(1), &till.cx());
        assert_eq!(words.verdict, verdict);
        for sentence in [&words.word, &words.title, &words.happened, &words.safe, &words.todo] {
            assert!(!sentence.is_empty() && !sentence.contains(['{', '}']), "{verdict:?}: {sentence}");
            assert!(!sentence.starts_with("verdict-") && !sentence.contains('!'), "{verdict:?}: {sentence}");
        }
        let unknown = look::icon(words.icon) == ringup::ui::icon::Icon::CircleHelp;
        assert_eq!(unknown, verdict == Verdict::Unmapped, "{verdict:?}: {}", words.icon);
        let hands = Hands::new(till);
        if verdict != Verdict::Waiting {
            for sentence in [&words.word, &words.title, &words.happened, &words.safe, &words.todo] {
                assert!(hands.shows(sentence), "{verdict:?}: {sentence}");
            }
        }
        let code = !hands.scan(ringup::ui::theme::Theme::Light).is_empty();
        assert_eq!(code, verdict == Verdict::Waiting, "{verdict:?} shows a code: {code}");
    }
}

#[test]
fn bp2_52_the_six_states_differ_in_word_icon_and_colour_family() {
    let six = [Verdict::Waiting, Verdict::Seen, Verdict::Accepted, Verdict::Settled, Verdict::Expired, Verdict::Failed];
    let looks: Vec<_> = six
        .iter()
        .map(|verdict| {
            let till = world(*verdict);
            let words = look::words(till.sale(1), &till.cx());
            (words.word, words.icon)
        })
        .collect();
    for (index, look) in looks.iter().enumerate() {
        assert!(looks[..index].iter().all(|other| other.0 != look.0 && other.1 != look.1), "{look:?}");
    }
    assert_eq!(Verdict::Failed.family(), Family::Stop);
}

#[test]
fn till_28_every_verdict_has_at_most_one_next_step_on_enter() {
    let leave = || Some(Instruction::Leave);
    let new_code = || Some(Instruction::NewCode { sale: sale_id(1), gateway: None });
    let receipt = || Some(Instruction::ShowReceipt { sale: sale_id(1) });
    for verdict in Verdict::ALL {
        let mut hands = Hands::new(world(verdict));
        hands.send(super::Message::Ticked).till.wait(1);
        hands.key(Named::Enter);
        let wanted = match verdict {
            Verdict::Asking | Verdict::AskingAgain | Verdict::Waiting | Verdict::Approved => None,
            Verdict::Seen | Verdict::LowFee | Verdict::Unmapped | Verdict::Unknown => None,
            Verdict::Under => None,
            Verdict::SeenByRule | Verdict::Accepted | Verdict::Settled | Verdict::Over | Verdict::Cash => receipt(),
            Verdict::Expired | Verdict::Cancelled | Verdict::Failed | Verdict::Rejected => new_code(),
            Verdict::Disagrees | Verdict::NoCode => new_code(),
            Verdict::Void | Verdict::FailedGoodsGone | Verdict::Late | Verdict::PaidTwice => leave(),
        };
        assert_eq!(hands.asked.first().cloned(), wanted, "{verdict:?}");
    }
}

#[test]
fn bp2_54_55_59_63_64_72_what_the_sentences_say() {
    let says = |verdict: Verdict, text: &str| {
        let hands = Hands::new(world(verdict));
        assert!(hands.shows(text), "{verdict:?}: {text}");
    };
    says(Verdict::Over, "€36.02 arrived for a sale of €34.02.");
    says(Verdict::Over, "The goods may go. BitPay sends €2.00 back.");
    says(Verdict::Seen, "Seen 1/6");
    says(Verdict::Seen, "The full amount was seen at 10:43. Confirmation 1 of 6.");
    says(Verdict::Seen, "It can still vanish. Sales over €20 go at Accepted.");
    says(Verdict::Seen, "0.00036000 BTC arrived");
    says(Verdict::LowFee, "The customer paid a low network fee.");
    says(Verdict::Failed, "BitPay says the payment is not valid.");
    says(Verdict::FailedGoodsGone, "The payment of sale 1047 failed after the goods went.");
    says(Verdict::Expired, "No payment arrived in 15 minutes.");
    says(Verdict::Late, "€34.02 came 26 min 0 s after the code of sale 1047 ended.");
    says(Verdict::Unmapped, "BitPay sent the word “frozen”. This version does not know it.");
    says(Verdict::NoCode, "The amount is below what BitPay takes.");
    says(Verdict::Unknown, "BitPay has not answered for 42 s. Trying every 5 s.");
}

#[test]
fn bp2_55_an_invalid_payment_that_recovers_is_shown_as_paid() {
    let mut till = world(Verdict::Failed);
    till.wait(60).state(guid(1), State::Settled);
    assert_eq!(look::words(till.sale(1), &till.cx()).verdict, Verdict::Settled);
}
