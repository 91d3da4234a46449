//! The real keyring: gnome-keyring on a session bus of its own, in a home of its own.
#![cfg(target_os = "linux")]

use std::path::Path;
use std::process::{Command, Output};

use ringup::secret::Secret;
use ringup::vault::{Kind, SecretName, Unavailable, Vault, VaultError};
use tempfile::TempDir;

use super::{CANARY, keeps_and_forgets, text, token};

const PROGRAMS: [&str; 3] = ["dbus-run-session", "gnome-keyring-daemon", "secret-tool"];

/// Whether the programs are here; says so when they are not, and fails where they must be.
fn has_programs() -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let missing: Vec<_> = PROGRAMS
        .into_iter()
        .filter(|program| !std::env::split_paths(&path).any(|folder| folder.join(program).is_file()))
        .collect();
    if missing.is_empty() {
        return true;
    }
    assert!(std::env::var_os("RINGUP_E2E").is_none(), "missing: {missing:?}");
    println!("skipped: missing {missing:?}");
    false
}

/// A fresh home; its keyrings live as long as it does.
struct Home(TempDir);

impl Home {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("run")).unwrap();
        Self(folder)
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .env("HOME", self.0.path())
            .env("XDG_RUNTIME_DIR", self.0.path().join("run"))
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .env_remove("XDG_DATA_HOME")
            .env_remove("DISPLAY")
            .env("TEST_EXE", std::env::current_exe().unwrap());
        command
    }

    /// Runs a script on a session bus of its own.
    fn session(&self, options: &[&str], script: &str) -> Output {
        let child = "child() { \"$TEST_EXE\" --exact \"vault::keyring::child_$1\" --ignored --nocapture; };";
        let script = format!("set -e; {child} {script}");
        // A daemon that never answers must fail the test, not hang it.
        self.command("timeout")
            .args(["60", "dbus-run-session"])
            .args(options)
            .args(["--", "sh", "-c", &script])
            .output()
            .unwrap()
    }

    fn unlocked(&self, script: &str) -> Output {
        let unlock = "printf pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null;";
        self.session(&[], &format!("{unlock} {script}"))
    }
}

fn succeeded(output: &Output) -> String {
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}");
    said
}

/// Opens the entries of a data folder in the child's home.
fn of(folder: &str) -> Result<Vault, VaultError> {
    let folder = Path::new(&std::env::var_os("HOME").unwrap()).join(folder);
    std::fs::create_dir_all(&folder).unwrap();
    Vault::open(Kind::Keyring { folder })
}

#[test]
#[ignore = "a child of the tests below"]
fn child_keeps() {
    let vault = of("till").unwrap();
    keeps_and_forgets(&vault);
    vault.set(&token("main"), &Secret::new(CANARY)).unwrap();
}

#[test]
#[ignore = "a child of the tests below"]
fn child_reads() {
    let vault = of("till").unwrap();
    assert_eq!(text(&vault, &token("main")).as_deref(), Some(CANARY));
    assert_eq!(text(&vault, &token("other")), None);
}

#[test]
#[ignore = "a child of the tests below"]
fn child_reads_inside_a_runtime() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let read = async { tokio::task::spawn_blocking(child_reads).await.unwrap() };
    runtime.block_on(read);
}

#[test]
#[ignore = "a child of the tests below"]
fn child_says_why_not() {
    let error = of("till").and_then(|vault| vault.set(&SecretName::JournalKey, &Secret::new(CANARY)));
    println!(
        "refused: {}",
        match error.unwrap_err() {
            VaultError::Unavailable(Unavailable::NoBus) => "no bus".to_owned(),
            VaultError::Unavailable(Unavailable::NoService) => "no service".to_owned(),
            VaultError::Unavailable(Unavailable::Locked) => "locked".to_owned(),
            other => format!("{other:?}"),
        }
    );
}

#[test]
fn till_66_the_real_keyring_keeps_secrets() {
    if !has_programs() {
        return;
    }
    let home = Home::new();
    let look = "test \"$(secret-tool lookup service ringup username \"$(cat \"$HOME/till/keyring\")/token/main\")\" = \"$CANARY\"";
    let script = format!("export CANARY='{CANARY}'; child keeps; child reads; child reads_inside_a_runtime; {look}");
    let said = succeeded(&home.unlocked(&script));
    assert_eq!(said.matches("1 passed").count(), 3, "{said}");
    assert!(!said.contains(CANARY), "nothing printed the secret: {said}");
    // Another login: the keyring file was written and opens again.
    succeeded(&home.unlocked("child reads"));
    assert!(!contains(home.0.path(), CANARY.as_bytes()), "the keyring's files are sealed");
}

#[test]
#[ignore = "a child of the tests below"]
fn child_shares_a_login() {
    let (one, other) = (of("one").unwrap(), of("other").unwrap());
    one.set(&SecretName::Identity, &Secret::new("first")).unwrap();
    assert_eq!(text(&other, &SecretName::Identity), None, "a second till has no part in the first one's key");
    other.set(&SecretName::Identity, &Secret::new("second")).unwrap();
    other.delete(&SecretName::Identity).unwrap();
    assert_eq!(text(&one, &SecretName::Identity).as_deref(), Some("first"));
}

#[test]
#[ignore = "a child of the tests below"]
fn child_inherits() {
    let home = std::env::var_os("HOME").unwrap();
    for till in ["older", "older too"] {
        let folder = Path::new(&home).join(till);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("ringup.toml"), "").unwrap();
    }
    let (one, other) = (of("older").unwrap(), of("older too").unwrap());
    assert_eq!(text(&one, &SecretName::JournalKey).as_deref(), Some("shared"));
    one.set(&SecretName::JournalKey, &Secret::new("own")).unwrap();
    assert_eq!(text(&one, &SecretName::JournalKey).as_deref(), Some("own"));
    assert_eq!(text(&other, &SecretName::JournalKey).as_deref(), Some("shared"), "nobody's key is taken away");
    assert_eq!(text(&of("new").unwrap(), &SecretName::JournalKey), None);
    one.delete(&SecretName::JournalKey).unwrap();
    assert_eq!(text(&one, &SecretName::JournalKey), None, "what is forgotten does not come back");
    assert_eq!(text(&other, &SecretName::JournalKey).as_deref(), Some("shared"), "it has its own by now");
}

#[test]
fn till_66_two_tills_of_one_login_share_no_secret() {
    if !has_programs() {
        return;
    }
    let kept = "printf shared | secret-tool store --label older service ringup username journal-key;";
    let script = format!("child shares_a_login; {kept} child inherits");
    let said = succeeded(&Home::new().unlocked(&script));
    assert_eq!(said.matches("1 passed").count(), 2, "{said}");
}

#[test]
fn till_66_a_keyring_that_cannot_be_used_says_why() {
    if !has_programs() {
        return;
    }
    let home = Home::new();
    let alone = home
        .command(std::env::current_exe().unwrap().to_str().unwrap())
        .args(["--exact", "vault::keyring::child_says_why_not", "--ignored", "--nocapture"])
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
        .output()
        .unwrap();
    let said = succeeded(&alone);
    assert!(said.contains("refused: no bus"), "{said}");

    let config = home.0.path().join("bare.conf");
    let bare = "<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN\" \
                \"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\"><busconfig><type>session</type>\
                <listen>unix:tmpdir=/tmp</listen><policy context=\"default\"><allow send_destination=\"*\" \
                eavesdrop=\"true\"/><allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>";
    std::fs::write(&config, bare).unwrap();
    let said = succeeded(&home.session(&["--config-file", config.to_str().unwrap()], "child says_why_not"));
    assert!(said.contains("refused: no service"), "{said}");

    succeeded(&home.unlocked("child keeps"));
    let wrong = "printf wrong | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1;";
    let said = succeeded(&home.session(&[], &format!("{wrong} child says_why_not")));
    assert!(said.contains("refused: locked"), "{said}");
}

fn contains(folder: &Path, canary: &[u8]) -> bool {
    std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).any(|path| {
        if path.is_dir() {
            return contains(&path, canary);
        }
        // Sockets and the like cannot be read and hold nothing.
        std::fs::read(&path).is_ok_and(|bytes| bytes.windows(canary.len()).any(|part| part == canary))
    })
}
