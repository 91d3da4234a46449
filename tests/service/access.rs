//! Who may use a connection: keys linked, taken off and replaced at the practice gateway, over signed calls.

use ringup::domain::connection::{KeyChange, Stage, TokenState};
use ringup::gateway::bitpay::{Facade, Identity};
use ringup::gateway::http::{Call, Http, Intent, Timeouts};
use ringup::sandbox::{self, Sandbox};
use ringup::secret::Secret;
use ringup::service::connections::Connections;
use ringup::service::pairing::{NewConnection, Setup, environment_of};
use ringup::service::places::Places;
use serde_json::{Value, json};

struct Shop {
    sandbox: Sandbox,
    control: Http,
    dir: tempfile::TempDir,
}

impl Shop {
    /// A till with two connections that its one key signs for.
    async fn paired() -> Self {
        let sandbox = sandbox::start(sandbox::Options::default()).await.unwrap();
        let control = Http::new(&sandbox.url(), Timeouts::default(), ringup::service::clock::now).unwrap();
        let shop = Self { sandbox, control, dir: tempfile::tempdir().unwrap() };
        let setup = shop.setup().await;
        for name in ["front", "back"] {
            let url = shop.sandbox.url();
            let environment = environment_of(&url).unwrap();
            let new = NewConnection { name: name.to_owned(), url, environment };
            let waiting = setup.request(&new, Facade::Merchant, "Till 2").await.unwrap();
            shop.post("approve", &json!({ "pairingCode": waiting.code })).await;
            setup.check(name).await.unwrap();
        }
        shop
    }

    fn places(&self) -> (Places, Option<Secret>) {
        (Places::new(self.dir.path(), false), Some(Secret::from("correct horse battery staple")))
    }

    async fn setup(&self) -> Setup {
        let (places, passphrase) = self.places();
        Setup::open(places, passphrase).await.unwrap()
    }

    /// The owner's hand, with nothing remembered from before.
    async fn hand(&self) -> Connections {
        let (places, passphrase) = self.places();
        Connections::open(places, passphrase).await.unwrap()
    }

    async fn post(&self, path: &str, body: &Value) {
        let call = Call {
            method: "POST".parse().unwrap(),
            url: self.control.url(&["_sandbox", path], &[]),
            headers: vec![("content-type", "application/json".to_owned())],
            body: body.to_string().into_bytes(),
            intent: Intent::Write,
        };
        let reply = self.control.send(call).await.unwrap();
        assert_eq!(reply.status, 200, "{}", String::from_utf8_lossy(&reply.body));
    }

    /// Strikes the next call of that kind.
    async fn fault(&self, at: &str, how: &str) {
        self.post("faults", &json!({ "rule": [{ "match": at, "nth": 1, "do": how }] })).await;
    }

    /// Which keys each connection lets in, and that it lets this till in.
    async fn let_in(&self) -> Vec<Vec<String>> {
        let hand = self.hand().await;
        let mut all = Vec::new();
        for name in ["front", "back"] {
            let checked = hand.check(name).await.unwrap();
            assert_eq!((checked.token, checked.authorised), (TokenState::Active, Some(true)), "{name}");
            let mut tills: Vec<String> = checked.tills.unwrap().into_iter().map(|till| till.sin).collect();
            tills.sort_unstable();
            all.push(tills);
        }
        all
    }

    async fn sin(&self) -> String {
        self.setup().await.identity().await.unwrap().unwrap().sin().to_owned()
    }
}

fn sorted(sins: [&str; 2]) -> Vec<String> {
    let mut sins = sins.map(str::to_owned).to_vec();
    sins.sort_unstable();
    sins
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bp2_04_a_key_is_replaced_at_every_connection_before_the_old_one_goes() {
    let shop = Shop::paired().await;
    let old = shop.sin().await;
    let begun = shop.hand().await.change_key().await.unwrap();
    assert_eq!((begun.stage, &begun.old), (Stage::Link, &old));
    assert_eq!(shop.let_in().await, [[old.clone()], [old.clone()]], "nothing was sent yet");
    let KeyChange { new, .. } = begun;
    // The first connection's answer is lost after it acted: the change goes on from where it stands.
    shop.fault("POST /tokens/:token/sins", "drop_after").await;
    assert!(shop.hand().await.change_key().await.is_err());
    assert_eq!(shop.sin().await, old, "the key in use still works");
    assert_eq!(shop.let_in().await, [sorted([&old, &new]), vec![old.clone()]]);
    assert_eq!(shop.hand().await.change_key().await.unwrap().stage, Stage::Switch);
    assert_eq!(shop.let_in().await, [sorted([&old, &new]), sorted([&old, &new])], "both keys are let in everywhere");
    assert_eq!(shop.hand().await.change_key().await.unwrap().stage, Stage::Unlink);
    assert_eq!(shop.sin().await, new, "from here on the new key signs");
    shop.fault("DELETE /tokens/:token/sins/:sin", "drop_before").await;
    assert!(shop.hand().await.change_key().await.is_err());
    assert_eq!(shop.hand().await.office().await.unwrap().key_change.unwrap().stage, Stage::Unlink);
    assert_eq!(shop.hand().await.change_key().await.unwrap().stage, Stage::Done);
    assert_eq!(shop.let_in().await, [[new.clone()], [new.clone()]], "the old key is let in nowhere");
    assert_eq!(shop.hand().await.office().await.unwrap().key_change, None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bp2_04_a_change_given_up_leaves_the_old_key_alone_everywhere() {
    let shop = Shop::paired().await;
    let old = shop.sin().await;
    shop.hand().await.change_key().await.unwrap();
    shop.fault("POST /tokens/:token/sins", "drop_after").await;
    assert!(shop.hand().await.change_key().await.is_err());
    shop.hand().await.give_up_key().await.unwrap();
    assert_eq!(shop.let_in().await, [[old.clone()], [old.clone()]]);
    assert_eq!(shop.sin().await, old);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bp2_23_24_25_another_till_is_linked_and_taken_off_and_ours_stays() {
    let shop = Shop::paired().await;
    let (own, other) = (shop.sin().await, Identity::generate());
    let hand = shop.hand().await;
    hand.link("front", other.sin()).await.unwrap();
    assert_eq!(shop.let_in().await, [sorted([&own, other.sin()]), vec![own.clone()]]);
    assert!(hand.link("front", "Tf1Jc1xSbqasm5QLwwSQc5umddx2h7mAMhX").await.is_err(), "a mistyped SIN is not sent");
    assert!(hand.unlink("front", &own).await.is_err(), "a till does not lock itself out");
    hand.unlink("front", other.sin()).await.unwrap();
    assert!(hand.unlink("back", &own).await.is_err(), "and the last key stays");
    assert_eq!(shop.let_in().await, [[own.clone()], [own]]);
}
