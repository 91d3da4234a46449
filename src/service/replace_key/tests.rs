use std::collections::BTreeSet;
use std::sync::Mutex;
use std::time::Duration;

use super::*;
use crate::domain::capability::Caps;
use crate::domain::environment::Environment;
use crate::gateway::port::{GatewayInfo, Granted, Health, Linked, PairingCode, Result as Answer};
use crate::service::places::Places;

/// A gateway that knows which keys may use its token, and whose calls break off where it is told.
#[derive(Debug, Default)]
struct Town {
    linked: Mutex<[BTreeSet<String>; 2]>,
    /// Calls until one fails; and whether that one was carried out before it failed.
    fuse: Mutex<Option<(u32, bool)>>,
}

impl Town {
    /// Burns the fuse; whether this call is carried out, and whether it answers.
    fn burn(&self) -> (bool, bool) {
        let mut fuse = self.fuse.lock().unwrap();
        match *fuse {
            Some((0, acted)) => {
                *fuse = None;
                (acted, false)
            }
            Some((left, acted)) => {
                *fuse = Some((left - 1, acted));
                (true, true)
            }
            None => (true, true),
        }
    }
}

#[derive(Debug)]
struct Door {
    info: GatewayInfo,
    town: Arc<Town>,
    place: usize,
    key: String,
}

fn broken<T>() -> Answer<T> {
    Err(Error::Unknown("the line is gone".to_owned()))
}

impl Door {
    fn change(&self, change: impl FnOnce(&mut BTreeSet<String>)) -> Answer<()> {
        let (acts, answers) = self.town.burn();
        let mut linked = self.town.linked.lock().unwrap();
        assert!(linked[self.place].contains(&self.key), "a key that may not use the token was used");
        if acts {
            change(&mut linked[self.place]);
        }
        if answers { Ok(()) } else { broken() }
    }
}

#[async_trait]
impl Gateway for Door {
    fn info(&self) -> &GatewayInfo {
        &self.info
    }

    fn caps(&self) -> Caps {
        Caps::of([Cap::Identities])
    }

    async fn probe(&self) -> Answer<Health> {
        Ok(Health { authorised: Some(true), skew_ms: None, calls_left: None, round_trip: Duration::ZERO })
    }

    fn access(&self) -> Option<&dyn Access> {
        Some(self)
    }
}

#[async_trait]
impl Access for Door {
    async fn tokens(&self) -> Answer<Vec<Granted>> {
        broken()
    }

    async fn linked(&self) -> Answer<Vec<Linked>> {
        self.change(|_| {})?;
        let linked = self.town.linked.lock().unwrap();
        Ok(linked[self.place].iter().map(|sin| Linked { sin: sin.clone(), own: *sin == self.key }).collect())
    }

    async fn link(&self, sin: &str) -> Answer<()> {
        self.change(|linked| {
            linked.insert(sin.to_owned());
        })
    }

    async fn unlink(&self, sin: &str) -> Answer<()> {
        assert_ne!(sin, self.key, "its own key stays");
        self.change(|linked| {
            linked.remove(sin);
        })
    }

    async fn approve(&self, _code: &str, _facade: &str) -> Answer<()> {
        broken()
    }

    async fn make_code(&self) -> Answer<PairingCode> {
        broken()
    }
}

#[async_trait]
impl Doors for Arc<Town> {
    async fn tied(&self, key: &Identity) -> Result<Vec<Arc<dyn Gateway>>, Trouble> {
        let door = |place: usize| -> Arc<dyn Gateway> {
            let info = GatewayInfo {
                id: format!("door {place}").as_str().into(),
                title: "Town".to_owned(),
                environment: Environment::Test,
                host: "town.example".to_owned(),
            };
            Arc::new(Door { info, town: Arc::clone(self), place, key: key.sin().to_owned() })
        };
        Ok(vec![door(0), door(1)])
    }
}

struct World {
    _dir: tempfile::TempDir,
    secrets: Secrets,
    town: Arc<Town>,
    first: String,
}

impl World {
    async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let secrets = Secrets::open(&Places::new(dir.path(), true), None).await.unwrap();
        let key = Identity::generate();
        secrets.set(SecretName::Identity, key.to_secret()).await.unwrap();
        let town = Arc::new(Town::default());
        let first = key.sin().to_owned();
        town.linked.lock().unwrap().iter_mut().for_each(|linked| {
            linked.extend([first.clone(), "Tother".to_owned()]);
        });
        Self { _dir: dir, secrets, town, first }
    }

    /// What must hold at any moment: the key in use may use every connection.
    async fn holds(&self) {
        let now = key(&self.secrets, SecretName::Identity).await.unwrap().unwrap();
        let linked = self.town.linked.lock().unwrap();
        assert!(linked.iter().all(|linked| linked.contains(now.sin())), "the till lost a connection");
        assert!(linked.iter().all(|linked| linked.contains("Tother")), "another till lost a connection");
    }

    async fn finish(&self) -> u32 {
        for calls in 1..20 {
            let outcome = advance(&self.secrets, &self.town).await;
            self.holds().await;
            if outcome.is_ok_and(|change| change.stage == Stage::Done) {
                return calls;
            }
        }
        panic!("it never ends");
    }

    async fn is_replaced(&self) {
        let now = key(&self.secrets, SecretName::Identity).await.unwrap().unwrap();
        assert_ne!(now.sin(), self.first);
        let wanted: BTreeSet<String> = [now.sin().to_owned(), "Tother".to_owned()].into();
        assert!(self.town.linked.lock().unwrap().iter().all(|linked| *linked == wanted));
        assert_eq!(standing(&self.secrets).await.unwrap(), None);
    }
}

#[tokio::test]
async fn bp2_04_a_new_key_is_linked_before_the_old_one_is_removed() {
    let world = World::new().await;
    let begun = advance(&world.secrets, &world.town).await.unwrap();
    assert_eq!((begun.stage, begun.old.as_str()), (Stage::Link, world.first.as_str()));
    assert!(crate::gateway::bitpay::identity::is_sin(&begun.new));
    assert_eq!(advance(&world.secrets, &world.town).await.unwrap().stage, Stage::Switch);
    let both: BTreeSet<String> = [begun.old.clone(), begun.new.clone(), "Tother".to_owned()].into();
    assert!(world.town.linked.lock().unwrap().iter().all(|linked| *linked == both));
    assert_eq!(advance(&world.secrets, &world.town).await.unwrap().stage, Stage::Unlink);
    assert_eq!(advance(&world.secrets, &world.town).await.unwrap().stage, Stage::Done);
    world.is_replaced().await;
}

#[tokio::test]
async fn bp2_04_a_break_at_any_call_is_resumed_and_no_connection_is_ever_lost() {
    for acted in [false, true] {
        for fuse in 0..14 {
            let world = World::new().await;
            *world.town.fuse.lock().unwrap() = Some((fuse, acted));
            world.finish().await;
            world.is_replaced().await;
        }
    }
}

/// What a crash between two writes of the vault leaves.
#[tokio::test]
async fn bp2_04_a_crash_between_two_writes_of_the_switch_is_resumed() {
    for written in 0..3 {
        let world = World::new().await;
        advance(&world.secrets, &world.town).await.unwrap();
        advance(&world.secrets, &world.town).await.unwrap();
        let next = key(&world.secrets, SecretName::IdentityNext).await.unwrap().unwrap();
        if written >= 1 {
            world.secrets.set(SecretName::Identity, next.to_secret()).await.unwrap();
        }
        if written >= 2 {
            world.secrets.delete(SecretName::IdentityNext).await.unwrap();
        }
        world.holds().await;
        world.finish().await;
        world.is_replaced().await;
    }
}

#[tokio::test]
async fn bp2_04_it_can_be_given_up_until_the_till_signs_with_the_new_key() {
    let world = World::new().await;
    advance(&world.secrets, &world.town).await.unwrap();
    *world.town.fuse.lock().unwrap() = Some((3, true));
    assert!(advance(&world.secrets, &world.town).await.is_err(), "one connection learned it, the other did not");
    give_up(&world.secrets, &world.town).await.unwrap();
    assert_eq!(standing(&world.secrets).await.unwrap(), None);
    let wanted: BTreeSet<String> = [world.first.clone(), "Tother".to_owned()].into();
    assert!(world.town.linked.lock().unwrap().iter().all(|linked| *linked == wanted));

    advance(&world.secrets, &world.town).await.unwrap();
    advance(&world.secrets, &world.town).await.unwrap();
    give_up(&world.secrets, &world.town).await.unwrap();
    assert_eq!(standing(&world.secrets).await.unwrap().unwrap().stage, Stage::Switch, "past that point it goes on");
}
