//! The owner's area: by keyboard and by touch, on every size of window.

use iced::keyboard::key::Named;
use ringup::config::{Connection, ThemeName};
use ringup::domain::environment::Environment;
use ringup::domain::terms::{Speed, Terms};
use ringup::service::start::Mode;
use ringup::ui::app::Message;
use ringup::ui::press::Press;
use ringup::ui::screen::owner::{Message as Area, Section, Told};
use ringup::ui::theme::Theme;

use super::backroom::{OTHER, OWN};
use super::camera::photograph;
use super::desk::Desk;

pub const SIZES: [(f32, f32); 4] = [(800.0, 480.0), (1024.0, 768.0), (1280.0, 800.0), (1920.0, 1080.0)];

pub fn connection() -> Connection {
    Connection {
        name: "bitpay".to_owned(),
        kind: "bitpay".to_owned(),
        url: "https://test.bitpay.com".to_owned(),
        environment: Environment::Test,
        facade: "pos".to_owned(),
        signed: true,
        pairing_code: String::new(),
        terms: Terms::default(),
    }
}

pub fn desk() -> Desk {
    let mut desk = Desk::with(Some(Mode::Shop), false, |till| {
        till.shop.config.connections = vec![connection()];
    });
    desk.key(Named::F10).wait(500);
    open(&mut desk, Section::Connections);
    desk
}

/// Opens a page of the rail, which keeps the keyboard.
fn open(desk: &mut Desk, section: Section) {
    desk.send(Message::Owner(Area::SectionChosen(section))).wait(500);
}

fn chord(desk: &mut Desk, c: char) {
    desk.press(Press::char(c).with_ctrl());
}

#[test]
fn the_area_opens_on_one_key_and_closes_on_another() {
    let mut desk = Desk::start(Some(Mode::Practice));
    desk.key(Named::F10).wait(500);
    assert!(desk.shows("Connections") && desk.shows("Rates") && desk.shows("Settings") && desk.shows("Back to till"));
    assert!(desk.shows("Month"), "the day comes first");
    (0..5).for_each(|_| {
        desk.key(Named::ArrowDown);
    });
    assert!(desk.shows("1 BTC costs"), "arrows open the page beside");
    desk.key(Named::Escape);
    assert!(!desk.shows("Back to till"));
    desk.key(Named::F10);
    assert!(desk.shows("1 BTC costs"), "it opens where it was left");
    desk.click("Back to till");
    assert!(!desk.shows("Back to till"));
}

#[test]
fn a_payment_is_looked_after_before_the_owner_walks_away() {
    let mut desk = Desk::start(Some(Mode::Practice));
    desk.typing("450").key(Named::Enter).key(Named::Enter).wait(1_000).key(Named::F10);
    assert!(!desk.shows("Back to till"));
}

#[test]
fn bp2_01_a_connection_says_test_or_production_and_shows_this_tills_id() {
    let desk = desk();
    for text in ["test.bitpay.com", "Test", "bitpay.com", "Production", OWN, "Asked first"] {
        assert!(desk.shows(text), "{text}");
    }
}

#[test]
fn bp2_07_08_the_table_says_what_the_connection_may_do_and_what_is_never_used() {
    let mut desk = desk();
    desk.resize(1920.0, 3000.0).resize(1900.0, 2200.0);
    for text in ["Make payment codes and read them", "Send refunds", "Pay money out (payout)", "Not used by this app"] {
        assert!(desk.shows(text), "{text}");
    }
}

#[test]
fn bp2_22_health_and_permissions_are_read_anew_on_one_key() {
    let mut desk = desk();
    for text in [
        "Yes, in 142 ms",
        "Active",
        "9 s behind",
        "93 of about 100",
        "87 before the gateway asks to wait",
        "merchant, pos",
    ] {
        assert!(desk.shows(text), "{text}");
    }
    let looks = |desk: &Desk| desk.rooms.books.asked().iter().filter(|asked| *asked == "look bitpay").count();
    assert_eq!(looks(&desk), 1);
    desk.key(Named::F9);
    assert_eq!(looks(&desk), 2);
    desk.click("Refresh permissions");
    assert_eq!(looks(&desk), 3);
}

#[test]
fn bp2_23_24_a_till_is_added_by_its_id_and_nothing_else_is_sent() {
    let mut desk = desk();
    desk.resize(1900.0, 2200.0);
    assert!(desk.shows(OTHER) && desk.shows("This till"));
    desk.click("Add a till").typing("x");
    desk.key(Named::Enter);
    assert!(desk.shows("Let another till use bitpay?"));
    assert!(desk.shows("A SIN begins with T and has 33 to 36 letters and digits."));
    assert!(!desk.rooms.books.asked().iter().any(|asked| asked.starts_with("link")));
    send(&mut desk, ringup::ui::screen::connections::Message::DialogTyped(format!(" {OTHER} ")));
    desk.wait(500).key(Named::Enter);
    assert!(desk.rooms.books.asked().contains(&format!("link bitpay {OTHER}")));
    assert!(!desk.shows("Let another till use bitpay?"));
}

#[test]
fn bp2_25_own_key_stays_and_another_goes_after_a_question() {
    use ringup::ui::screen::connections::{Message as Said, Target};
    let mut desk = desk();
    send(&mut desk, Said::TargetPressed(Target::RemoveTill(OWN.to_owned())));
    assert!(!desk.shows("Take this till off bitpay?"), "its own key cannot be asked away");
    send(&mut desk, Said::TargetPressed(Target::RemoveTill(OTHER.to_owned())));
    assert!(desk.shows("Take this till off bitpay?"));
    desk.wait(500).key(Named::Escape);
    assert!(!desk.rooms.books.asked().iter().any(|asked| asked.starts_with("unlink")));
    send(&mut desk, Said::TargetPressed(Target::RemoveTill(OTHER.to_owned())));
    desk.wait(500).key(Named::Enter);
    assert!(desk.rooms.books.asked().contains(&format!("unlink bitpay {OTHER}")));
}

#[test]
fn bp2_04_the_key_is_replaced_step_by_step_and_the_books_open_with_it() {
    let mut desk = desk();
    desk.click("Replace this till’s key").wait(500);
    for text in ["Every connection learns the new key", "This till signs with the new key"] {
        assert!(desk.shows(text), "{text}");
    }
    desk.key(Named::Enter);
    assert!(desk.shows("The new key is in place. The old one opens nothing any more."));
    assert_eq!(desk.rooms.books.asked().iter().filter(|asked| *asked == "step key").count(), 4);
    desk.wait(500).key(Named::Escape);
    assert_eq!(desk.rooms.books.asked().iter().filter(|asked| *asked == "close").count(), 1, "the books open anew");
    assert!(desk.shows("Back to till"), "and the area is back");
}

#[test]
fn bp2_04_the_key_is_reached_by_keyboard_on_every_window() {
    for (width, height) in SIZES {
        let mut desk = desk();
        desk.resize(width, height);
        (0..4).for_each(|_| {
            desk.key(Named::Tab);
        });
        desk.key(Named::Enter);
        assert!(desk.shows("Replace this till’s key?"), "{width}");
    }
}

#[test]
fn a_question_lies_over_the_rail_too() {
    let mut desk = desk();
    desk.click("Replace this till’s key").click("Settings");
    assert!(!desk.shows("Acceptance rule"), "the rail is out of reach while a question is open");
    assert!(!desk.shows("This till signs with the new key"), "a press beside a question closes it");
}

#[test]
fn bp2_04_a_broken_replacement_says_so_and_can_be_gone_on_with() {
    let mut desk = desk();
    desk.click("Replace this till’s key").wait(500);
    *desk.rooms.books.broken.lock().unwrap() = true;
    desk.key(Named::Enter);
    assert!(desk.shows("No gateway is connected."), "what happened");
    *desk.rooms.books.broken.lock().unwrap() = false;
    desk.wait(500).key(Named::Enter);
    assert!(desk.shows("The new key is in place. The old one opens nothing any more."));
}

#[test]
fn till_67_another_tills_request_is_approved_by_its_code() {
    let mut desk = desk();
    desk.resize(1900.0, 2200.0).click("Approve a till’s code");
    send(&mut desk, ringup::ui::screen::connections::Message::DialogTyped("b7Kq2Z".to_owned()));
    desk.wait(500).key(Named::Enter);
    assert!(desk.shows("A pairing code has exactly seven letters and digits."));
    send(&mut desk, ringup::ui::screen::connections::Message::DialogTyped("b7Kq2Zt".to_owned()));
    desk.key(Named::Enter);
    assert!(desk.rooms.books.asked().contains(&"approve bitpay b7Kq2Zt".to_owned()));
}

#[test]
fn a_connection_goes_only_after_a_question() {
    let mut desk = desk();
    desk.resize(1900.0, 2200.0).click("Remove connection");
    assert!(desk.shows("Remove the connection bitpay?"));
    assert!(!desk.rooms.books.asked().iter().any(|asked| asked.starts_with("remove")));
    desk.wait(500).key(Named::Enter);
    assert!(desk.rooms.books.asked().contains(&"remove bitpay".to_owned()));
}

#[test]
fn till_26_a_change_says_what_it_does_before_it_is_saved() {
    use ringup::ui::screen::settings::{Item, Message as Said};
    let mut desk = desk();
    open(&mut desk, Section::Settings);
    tell(&mut desk, Said::Changed(Item::SeenUpTo, "35".to_owned()));
    assert!(desk.shows("Sales up to €35.00 go at Seen."));
    assert_eq!(desk.app.cx().config.release.seen_up_to, 2000, "not yet");
    chord(&mut desk, 's');
    assert_eq!(desk.app.cx().config.release.seen_up_to, 3500, "saved and followed at once");
    let asked = desk.rooms.books.asked();
    assert_eq!(asked[asked.len() - 2..], ["save", "adopt"]);
    assert!(desk.shows("Everything is saved."));

    tell(&mut desk, Said::Changed(Item::SeenPerDay, "abc".to_owned()));
    chord(&mut desk, 's');
    assert!(desk.shows("Write an amount, such as 20.00, or leave it empty."));
    tell(&mut desk, Said::Changed(Item::SeenPerDay, String::new()));
    tell(&mut desk, Said::Changed(Item::SettledAbove, "10".to_owned()));
    assert!(desk.shows("It must not be less than the amount that goes at Seen."));
    desk.key(Named::Escape);
    assert!(desk.shows("Everything is saved.") && desk.shows("Back to till"), "Esc takes the change back first");
}

#[test]
fn settings_work_by_keyboard_alone() {
    let mut desk = desk();
    open(&mut desk, Section::Settings);
    desk.key(Named::Enter).key(Named::Tab).key(Named::Tab).key(Named::Tab);
    desk.typing(" ");
    assert!(desk.shows("Charge asks for the customer’s mail first. It can be skipped."));
    chord(&mut desk, 's');
    assert!(desk.app.cx().config.selling.ask_contact);
    desk.key(Named::ArrowUp).key(Named::ArrowDown).key(Named::ArrowLeft);
    chord(&mut desk, 's');
    assert!(!desk.app.cx().config.selling.ask_contact);
}

#[test]
fn a_theme_is_followed_at_once() {
    use ringup::ui::screen::settings::{Item, Message as Said};
    let mut desk = desk();
    open(&mut desk, Section::Settings);
    tell(&mut desk, Said::Changed(Item::Theme, "dark".to_owned()));
    chord(&mut desk, 's');
    assert_eq!(desk.app.cx().config.look.theme, ThemeName::Dark);
}

#[test]
fn bp2_33_49_every_term_is_set_here_and_checked_at_its_field() {
    use ringup::ui::screen::settings::{Item, Message as Said};
    let mut desk = desk();
    open(&mut desk, Section::Settings);
    for (item, text, sentence) in [
        (
            Item::Speed,
            "high",
            "Accepted comes at once. Warning: such money can still be taken back, and the shop bears the loss.",
        ),
        (Item::Window, "10", "A code can be paid for 10 minutes."),
        (Item::Coins, "BTC,ETH", "Only these are taken: BTC, ETH."),
        (Item::ForcedCoin, "ETH", "Every code is for ETH, without a choice."),
        (Item::MerchantName, "Fernhill", "The customer’s page says “Fernhill”."),
        (Item::NotificationUrl, "https://shop.example/hook", "Messages go to https://shop.example/hook."),
        (Item::NotificationEmail, "a@shop.example", "Mails about payments go to a@shop.example."),
        (Item::RedirectUrl, "https://shop.example", "The customer’s page leads to https://shop.example."),
        (Item::AutoRedirect, "on", "The customer’s page leads back by itself."),
        (Item::CloseUrl, "shop://closed", "A page that is closed unpaid leads to shop://closed."),
        (Item::BitpayId, "on", "Only customers with the gateway’s ID can pay. The till shows them the way to it."),
        (Item::PayPro, "on", "Only wallets that speak the payment protocol can pay."),
        (Item::Physical, "off", "The gateway is told that nothing is handed over."),
        (Item::Donation, "on", "Codes are for donations. Say below what is given."),
        (Item::ItemCode, "roof", "Donations are called “roof”."),
        (Item::ExtendedNotes, "on", "The gateway also tells of expired codes and refunds, and of every change."),
    ] {
        tell(&mut desk, Said::Changed(item, text.to_owned()));
        desk.resize(1280.0, 9000.0);
        assert!(desk.shows(sentence), "{sentence}");
        desk.resize(1280.0, 800.0);
    }
    chord(&mut desk, 's');
    let terms = &desk.app.cx().config.connections[0].terms;
    assert_eq!(terms.check(), Ok(()));
    assert_eq!((terms.speed, terms.acceptance_window_ms), (Some(Speed::High), Some(600_000)));
    assert_eq!(terms.full_notifications, Some(true), "extended implies full");
    assert!(terms.auto_redirect && terms.donation && !terms.physical && terms.item_code == "roof");

    for (item, text, wrong) in [
        (Item::NotificationUrl, "http://shop.example", "Write a web address that begins with https://."),
        (Item::NotificationEmail, "a@shop", "Write a mail address, such as name@example.com."),
        (Item::ForcedCoin, "DOGE", "Choose one of the accepted coins."),
        (Item::ItemCode, "", "Donations need it."),
    ] {
        tell(&mut desk, Said::Changed(item, text.to_owned()));
        desk.resize(1280.0, 9000.0);
        assert!(desk.shows(wrong), "{wrong}");
        desk.resize(1280.0, 800.0);
        let saves = desk.rooms.books.asked().iter().filter(|asked| *asked == "save").count();
        chord(&mut desk, 's');
        assert_eq!(desk.rooms.books.asked().iter().filter(|asked| *asked == "save").count(), saves, "{text}");
        desk.key(Named::Escape);
    }
    tell(&mut desk, Said::Changed(Item::RedirectUrl, String::new()));
    chord(&mut desk, 's');
    let terms = &desk.app.cx().config.connections[0].terms;
    assert!(!terms.auto_redirect && terms.check().is_ok(), "nothing leads back where there is no way back");
    tell(&mut desk, Said::Changed(Item::FullNotes, "off".to_owned()));
    chord(&mut desk, 's');
    assert!(!desk.app.cx().config.connections[0].terms.extended_notifications);
}

#[test]
fn bp2_40_the_gateways_coins_are_chosen_with_a_tap() {
    use ringup::ui::screen::settings::{Item, Message as Said};
    let mut desk = desk();
    open(&mut desk, Section::Settings);
    for coin in ["BTC", "XRP", "BTC"] {
        tell(&mut desk, Said::CoinPressed(Item::Coins, coin.to_owned()));
    }
    chord(&mut desk, 's');
    assert_eq!(desk.app.cx().config.connections[0].terms.coins, ["XRP"]);
}

#[test]
fn bp2_89_91_rates_are_searched_and_show_their_age() {
    let mut desk = desk();
    open(&mut desk, Section::Rates);
    for text in ["94,500", "Kuwaiti Dinar", "read 0 s ago"] {
        assert!(desk.shows(text), "{text}");
    }
    desk.typing("yen");
    assert!(desk.shows("15,432,109") && !desk.shows("94,500"));
    desk.key(Named::Escape);
    assert!(desk.shows("94,500"), "Esc takes the search back");
    let typed = ringup::ui::screen::rates::Message::QueryTyped("yen".to_owned());
    desk.send(Message::Owner(Area::Page(Told::Rates(typed)))).key(Named::ArrowDown);
    assert!(desk.shows("15,432,109"), "the first arrow gives the keyboard back to the rail");
    desk.key(Named::ArrowUp);
    assert!(desk.shows("test.bitpay.com") && desk.shows("Connect an account"), "the next one goes on from there");
    desk.key(Named::ArrowDown).click("Currencies");
    assert!(desk.shows("USD Coin (Polygon)") && desk.shows("18"));
    desk.key(Named::Tab).key(Named::Tab).key(Named::ArrowLeft).click("ETH");
    assert!(desk.rooms.books.asked().contains(&"rates ETH".to_owned()) && desk.shows("1 ETH costs"));
}

#[test]
fn rates_that_cannot_be_read_say_why_and_can_be_asked_again() {
    let mut desk = Desk::with(Some(Mode::Shop), false, |_| {});
    *desk.rooms.books.broken.lock().unwrap() = true;
    desk.key(Named::F10);
    open(&mut desk, Section::Connections);
    assert!(
        desk.shows("No gateway is connected. Cash works. Connect a BitPay account, or start practice."),
        "connections"
    );
    open(&mut desk, Section::Rates);
    assert!(desk.shows("Read again"));
}

fn send(desk: &mut Desk, message: ringup::ui::screen::connections::Message) {
    desk.send(Message::Owner(Area::Page(Told::Connections(message))));
}

fn tell(desk: &mut Desk, message: ringup::ui::screen::settings::Message) {
    desk.send(Message::Owner(Area::Page(Told::Settings(message))));
}

#[test]
fn owner_pictures() {
    use ringup::ui::screen::settings::{Item, Message as Said};
    for (width, height) in SIZES {
        for theme in [Theme::Light, Theme::Dark] {
            let tag = format!("{theme:?}").to_lowercase();
            let take = |desk: &Desk, what: &str| {
                let name = format!("owner-{what}-{tag}-{width}x{height}");
                photograph(&name, theme, desk.size(), desk.view());
            };
            let mut desk = desk();
            desk.resize(width, height);
            take(&desk, "connections");
            let replace = ringup::ui::screen::connections::Target::ReplaceKey;
            send(&mut desk, ringup::ui::screen::connections::Message::TargetPressed(replace));
            desk.wait(500);
            take(&desk, "key");
            desk.key(Named::Escape);
            if width < 900.0 {
                desk.click("test.bitpay.com");
                take(&desk, "detail");
                desk.key(Named::Escape);
            }
            desk.key(Named::F10);
            open(&mut desk, Section::Rates);
            take(&desk, "rates");
            open(&mut desk, Section::Settings);
            tell(&mut desk, Said::Changed(Item::SeenUpTo, "35".to_owned()));
            tell(&mut desk, Said::Changed(Item::NotificationUrl, "http://x".to_owned()));
            take(&desk, "settings");
        }
    }
}

#[test]
fn till_14_the_coin_amount_is_small_beside_the_total_and_only_from_a_young_rate() {
    let mut desk = Desk::with(Some(Mode::Shop), false, |till| {
        till.shop.config.connections = vec![connection()];
        till.shop.config.selling.coin_amount = true;
    });
    desk.typing("450").key(Named::Enter);
    assert!(desk.rooms.books.asked().contains(&"rates BTC".to_owned()));
    assert!(desk.shows("€4.50") || desk.shows("Charge €4.50"));
    assert!(desk.shows("≈ 0.00004762 BTC"));
    *desk.rooms.later.lock().unwrap() = 300;
    desk.send(Message::Ticked);
    assert!(desk.shows("≈ 0.00004762 BTC"), "five minutes are the limit");
    *desk.rooms.books.broken.lock().unwrap() = true;
    *desk.rooms.later.lock().unwrap() = 301;
    desk.send(Message::RateLooked);
    assert!(!desk.shows("≈ 0.00004762 BTC"), "an old rate is not shown");
}

#[test]
fn till_14_no_rate_is_read_or_shown_unless_the_owner_wants_it() {
    let mut desk = Desk::with(Some(Mode::Shop), false, |_| {});
    desk.typing("450").key(Named::Enter).send(Message::RateLooked);
    assert!(!desk.rooms.books.asked().iter().any(|asked| asked.starts_with("rates")));
}

#[test]
fn bp2_42_43_44_the_customers_mail_and_number_go_with_the_code_and_can_be_skipped() {
    use ringup::ui::screen::register::Message as Said;
    let mut desk = Desk::with(Some(Mode::Shop), false, |till| till.shop.config.selling.ask_contact = true);
    desk.typing("450").key(Named::Enter).key(Named::Enter);
    assert!(desk.shows("Customer’s mail?") && !desk.rooms.books.asked().contains(&"charge".to_owned()));
    desk.send(Message::Register(Said::DialogTyped("nobody".to_owned()))).wait(1_000).key(Named::Enter);
    assert!(desk.shows("Write a mail address, such as name@example.com."));
    desk.send(Message::Register(Said::DialogTyped("ann@example.com".to_owned())));
    desk.send(Message::Register(Said::NumberTyped("030 1234".to_owned()))).wait(1_000).key(Named::Enter);
    assert!(desk.shows("Write the number with its country code, such as +49 151 23456789."));
    desk.send(Message::Register(Said::NumberTyped("+49 30 12345678".to_owned()))).wait(1_000).key(Named::Enter);
    assert_eq!(desk.rooms.books.asked().last().unwrap(), "for ann@example.com +49 30 12345678");

    let mut desk = Desk::with(Some(Mode::Shop), false, |till| till.shop.config.selling.ask_contact = true);
    desk.typing("450").key(Named::Enter).key(Named::Enter).click("Make the code without");
    assert_eq!(desk.rooms.books.asked().last().unwrap(), "charge");
}
