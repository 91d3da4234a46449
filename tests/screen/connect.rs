//! Connecting a BitPay account: what is asked, what is refused at the field, and what is never printed.

use iced::keyboard::key::Named;
use ringup::domain::capability::{Cap, Caps};
use ringup::gateway::port::{Auth, Environment, Error};
use ringup::notice;
use ringup::secret::Secret;
use ringup::ui::press::Press;
use ringup::ui::screen::connect::{Connect, Instruction, LIVE_URL, Message, PairingView, Store, TEST_URL, Way};
use ringup::ui::theme::Theme;

use super::camera::{photograph, scan, simulator};
use super::till::{NOW, Till};

const TOKEN: &str = "P4xWm2KzRq9TnVcYbLd7Hf";
const LINK: &str = "https://test.bitpay.com/api-access-request?pairingCode=b7Kq2Zt";
const SIN: &str = "TfLZFBH7H7LYbthHKTDJMF2rc8bxXT7QCba";

struct Hands {
    till: Till,
    connect: Connect,
    asked: Vec<Instruction>,
}

fn pairing() -> PairingView {
    let expires = NOW.after(std::time::Duration::from_secs(24 * 3600 - 1140));
    let caps = None;
    PairingView {
        code: "b7Kq2Zt".to_owned(),
        approval_url: LINK.to_owned(),
        expires: Some(expires),
        sin: SIN.to_owned(),
        caps,
    }
}

impl Hands {
    fn new(store: Store) -> Self {
        let till = Till::new();
        let connect = Connect::new(store, &till.cx());
        let mut hands = Self { till, connect, asked: Vec::new() };
        hands.send(Message::Ticked).till.wait(1);
        hands
    }

    fn waiting() -> Self {
        let mut hands = Self::new(Store::Keyring);
        hands.till.now = NOW;
        hands.send(Message::ConnectPressed).send(Message::Waiting(pairing())).send(Message::Ticked);
        hands.till.wait(1);
        hands
    }

    fn send(&mut self, message: Message) -> &mut Self {
        self.asked.extend(self.connect.update(message, &self.till.cx()).instruction);
        self
    }

    fn key(&mut self, named: Named) -> &mut Self {
        self.send(Message::Pressed(Press::named(named)))
    }

    fn click(&mut self, text: &str) -> &mut Self {
        let messages: Vec<Message> = {
            let cx = self.till.cx();
            let mut ui = simulator(self.till.room(), self.connect.view(&cx));
            ui.click(text).unwrap_or_else(|error| panic!("no `{text}`: {error}"));
            ui.into_messages().collect()
        };
        messages.into_iter().for_each(|message| {
            self.send(message);
        });
        self
    }

    fn shows(&self, text: &str) -> bool {
        let cx = self.till.cx();
        simulator(self.till.room(), self.connect.view(&cx)).find(text).is_ok()
    }
}

#[test]
fn bp2_10_asking_for_approval_wants_a_label_the_gateway_takes() {
    let mut hands = Hands::new(Store::Keyring);
    for wrong in ["", "   ", "Till €1", "Kasse/2", &"x".repeat(61)] {
        hands.send(Message::LabelTyped(wrong.to_owned())).key(Named::Enter);
        assert!(hands.asked.is_empty(), "{wrong}");
    }
    assert!(hands.shows("Use 1 to 60 letters, digits, spaces, _ or -."));
    hands.send(Message::LabelTyped(" Till_2 - bar ".to_owned())).key(Named::Enter);
    let (environment, url) = (Environment::Test, TEST_URL.to_owned());
    let label = "Till_2 - bar".to_owned();
    assert_eq!(hands.asked, [Instruction::Request { environment, url, label, passphrase: None }]);
    hands.key(Named::Enter).send(Message::ConnectPressed);
    assert_eq!(hands.asked.len(), 1, "while it asks, it asks once");
}

#[test]
fn bp2_09_11_a_code_has_seven_signs_and_a_token_letters_and_digits() {
    let mut hands = Hands::new(Store::Keyring);
    hands.click("I have a code");
    for wrong in ["", "b7Kq2Z", "b7Kq2Zt8", "b7Kq2Z!"] {
        hands.send(Message::CodeTyped(wrong.to_owned())).key(Named::Enter);
        assert!(hands.asked.is_empty(), "{wrong}");
    }
    assert!(hands.shows("A pairing code has exactly seven letters and digits."));
    hands.send(Message::CodeTyped(" b7Kq2Zt ".to_owned())).click("Connect");
    let (environment, url) = (Environment::Test, TEST_URL.to_owned());
    let claim = Instruction::Claim { environment, url: url.clone(), code: "b7Kq2Zt".to_owned(), passphrase: None };
    assert_eq!(hands.asked, [claim]);

    let mut hands = Hands::new(Store::Keyring);
    hands.click("Paste a token").send(Message::TokenTyped("short".into())).click("Connect");
    assert!(hands.asked.is_empty() && hands.shows("A token has 16 to 128 letters and digits, nothing else."));
    hands.send(Message::TokenTyped(Secret::from(TOKEN))).click("Connect");
    let token = Secret::from(TOKEN);
    assert_eq!(hands.asked, [Instruction::Paste { environment, url, token, passphrase: None }]);
}

#[test]
fn live_money_needs_a_choice_of_its_own() {
    let mut hands = Hands::new(Store::Keyring);
    assert!(!hands.shows("Live account"));
    hands.send(Message::EnvironmentChosen(Environment::Live)).click("Connect");
    assert!(matches!(&hands.asked[..], [Instruction::Request { environment: Environment::Test, .. }]));

    let mut hands = Hands::new(Store::Keyring);
    hands.click("Use a live account").click("Live account").click("Connect");
    let [Instruction::Request { environment, url, .. }] = &hands.asked[..] else { panic!("{:?}", hands.asked) };
    assert_eq!((*environment, url.as_str()), (Environment::Live, LIVE_URL));
}

#[test]
fn bp2_10_12_the_code_its_page_and_its_end_are_shown_until_the_owner_approves() {
    let mut hands = Hands::waiting();
    assert!(hands.connect.counts());
    assert!(hands.shows("b7Kq2Zt") && hands.shows(SIN));
    assert!(hands.shows("Valid for 23 h 40 min") && hands.shows("Waiting for approval"));
    let cx = hands.till.cx();
    assert_eq!(scan(Theme::Light, hands.till.room(), hands.connect.view(&cx)), [LINK]);
    hands.till.now = hands.till.now.after(std::time::Duration::from_secs(90_000));
    assert!(hands.shows("Valid for 23 h 40 min"), "the wall clock has no part in it");
    let before = hands.asked.len();
    hands.key(Named::Enter).key(Named::Enter);
    assert_eq!(hands.asked[before..], [Instruction::CheckApproval], "one look at a time");
    hands.send(Message::Waiting(pairing())).till.wait(3);
    assert!(hands.shows("asked 3 s ago"));
    let caps = Some(Caps::of([Cap::Create]));
    hands.send(Message::Paired(PairingView { caps, ..pairing() })).till.wait(1);
    assert!(hands.shows("Connected.") && !hands.shows("b7Kq2Zt"));
    hands.key(Named::Enter);
    assert_eq!(hands.asked.last(), Some(&Instruction::Done));
}

#[test]
fn bp2_12_a_code_that_ended_is_replaced_on_one_key() {
    let mut hands = Hands::waiting();
    hands.till.wait(24 * 3600);
    assert!(hands.shows("The code ended. Make a new one.") && !hands.shows("b7Kq2Zt"));
    hands.key(Named::Enter);
    assert!(hands.shows("How to connect"));
}

#[test]
fn bp2_13_a_refusal_is_told_in_three_sentences_and_what_was_typed_stays() {
    let mut hands = Hands::new(Store::Keyring);
    hands.click("I have a code").send(Message::CodeTyped("b7Kq2Zt".to_owned())).click("Connect");
    let error = Error::Auth { kind: Auth::Expired, text: "Invalid pairing code".to_owned() };
    hands.send(Message::Failed(notice::gateway(&error, "BitPay", &hands.till.shop.lang)));
    for text in ["BitPay no longer accepts this till’s key.", "Ask the owner to connect again.", "Invalid pairing code"]
    {
        assert!(hands.shows(text), "{text}");
    }
    hands.click("Connect");
    assert_eq!(hands.asked.len(), 2, "it can be tried again");
}

#[test]
fn bp2_86_the_page_says_what_a_point_of_sale_key_cannot_do() {
    let hands = Hands::new(Store::Keyring);
    for text in ["It can receive. It can never spend.", "List and find payments", "Send refunds", "Spend or move money"]
    {
        assert!(hands.shows(text), "{text}");
    }
}

#[test]
fn till_66_without_a_key_store_a_passphrase_seals_the_file() {
    let mut hands = Hands::new(Store::Sealed { exists: false });
    hands.click("Connect");
    assert!(hands.asked.is_empty() && hands.shows("Use at least 8 signs."));
    hands.send(Message::PassphraseTyped("correct horse".into())).send(Message::AgainTyped("correct hors".into()));
    hands.click("Connect");
    assert!(hands.asked.is_empty() && hands.shows("The two passphrases differ."));
    hands.send(Message::AgainTyped("correct horse".into())).click("Connect");
    let [Instruction::Request { passphrase, .. }] = &hands.asked[..] else { panic!("{:?}", hands.asked) };
    assert_eq!(*passphrase, Some(Secret::from("correct horse")));

    let mut hands = Hands::new(Store::Sealed { exists: true });
    hands.send(Message::PassphraseTyped("old".into())).click("Connect");
    assert_eq!(hands.asked.len(), 1, "an existing file wants its passphrase once, of any length");
}

#[test]
fn till_66_no_print_of_the_page_or_its_messages_shows_a_secret() {
    let mut hands = Hands::new(Store::Sealed { exists: false });
    let typed = [Message::TokenTyped(TOKEN.into()), Message::PassphraseTyped("correct horse".into())];
    let mut printed = format!("{typed:?}");
    hands.send(Message::WayChosen(Way::Paste)).send(Message::AgainTyped("correct horse".into()));
    typed.into_iter().for_each(|message| {
        hands.send(message);
    });
    hands.send(Message::ConnectPressed);
    printed.push_str(&format!("{:?} {:?}", hands.connect, hands.asked));
    assert_eq!(hands.asked.len(), 1);
    assert!(!printed.contains(TOKEN) && !printed.contains("horse"), "{printed}");
}

#[test]
fn connect_pictures() {
    for theme in [Theme::Light, Theme::Dark] {
        let tag = format!("{theme:?}").to_lowercase();
        for size in [(800.0, 480.0), (1024.0, 768.0), (1280.0, 800.0), (1920.0, 1080.0)] {
            let mut hands = Hands::waiting();
            hands.till = std::mem::replace(&mut hands.till, Till::new()).sized(size.0, size.1);
            let cx = hands.till.cx();
            photograph(&format!("connect-waiting-{}-{tag}", size.0), theme, hands.till.room(), hands.connect.view(&cx));
            let mut hands = Hands::new(Store::Sealed { exists: false });
            hands.till = std::mem::replace(&mut hands.till, Till::new()).sized(size.0, size.1);
            hands.send(Message::LabelTyped("Kasse/1".to_owned())).send(Message::ConnectPressed);
            let cx = hands.till.cx();
            photograph(&format!("connect-form-{}-{tag}", size.0), theme, hands.till.room(), hands.connect.view(&cx));
        }
    }
    let mut hands = Hands::waiting();
    hands.send(Message::Paired(PairingView { caps: Some(Caps::of([Cap::Create])), ..pairing() }));
    let cx = hands.till.cx();
    photograph("connect-paired", Theme::Light, hands.till.room(), hands.connect.view(&cx));
}
