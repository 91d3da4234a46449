//! Secrets at rest, in each kind of vault.

mod keyring;

use std::path::Path;

use ringup::domain::id::GatewayId;
use ringup::secret::Secret;
use ringup::vault::{Kind, PracticeFolder, SecretName, Vault, VaultError};

const CANARY: &str = "canary-7c1e-tökén";

fn token(connection: &str) -> SecretName {
    SecretName::Token(GatewayId::from(connection))
}

fn sealed(file: &Path, passphrase: &str) -> Result<Vault, VaultError> {
    Vault::open(Kind::Sealed { file: file.to_owned(), passphrase: Secret::new(passphrase) })
}

fn text(vault: &Vault, name: &SecretName) -> Option<String> {
    vault.get(name).unwrap().map(|secret| secret.expose().to_owned())
}

/// What every vault must do.
fn keeps_and_forgets(vault: &Vault) {
    let names = [SecretName::JournalKey, SecretName::Identity, token("main"), token("bäckerei")];
    for name in &names {
        assert_eq!(text(vault, name), None, "{name}");
        vault.delete(name).unwrap();
        vault.set(name, &Secret::new("first")).unwrap();
    }
    for name in &names {
        let value = format!("{CANARY} {name}\n\"");
        vault.set(name, &Secret::new(value.as_str())).unwrap();
        assert_eq!(text(vault, name), Some(value));
    }
    vault.delete(&names[2]).unwrap();
    assert_eq!(text(vault, &names[2]), None);
    assert_eq!(text(vault, &names[3]), Some(format!("{CANARY} {}\n\"", names[3])), "its neighbour stays");
    assert!(!format!("{vault:?}").contains("canary"));
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn till_66_a_sealed_file_keeps_secrets_and_shows_none() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("keys").join("vault");
    keeps_and_forgets(&sealed(&file, "correct horse").unwrap());
    let again = sealed(&file, "correct horse").unwrap();
    assert!(text(&again, &SecretName::JournalKey).unwrap().starts_with(CANARY));
    let bytes = std::fs::read(&file).unwrap();
    for plain in ["canary", "journal-key", "token/", "correct horse"] {
        assert!(!bytes.windows(plain.len()).any(|part| part == plain.as_bytes()), "{plain}");
    }
    #[cfg(unix)]
    assert_eq!((mode(&file), mode(file.parent().unwrap())), (0o600, 0o700));
    let left: Vec<_> = std::fs::read_dir(file.parent().unwrap()).unwrap().collect();
    assert_eq!(left.len(), 1, "no half-written file is left: {left:?}");
}

#[test]
fn till_66_a_wrong_passphrase_and_a_damaged_file_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("vault");
    assert_eq!(sealed(&file, "").unwrap_err(), VaultError::NoPassphrase);
    assert!(!file.exists());
    sealed(&file, "right").unwrap().set(&token("main"), &Secret::new(CANARY)).unwrap();
    assert_eq!(sealed(&file, "wrong").unwrap_err(), VaultError::WrongPassphrase);
    let whole = std::fs::read(&file).unwrap();
    for offset in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[offset] ^= 1;
        std::fs::write(&file, &bytes).unwrap();
        assert!(matches!(sealed(&file, "right").unwrap_err(), VaultError::Corrupt(_)), "byte {offset}");
    }
    for length in [0, 1, 12, 13, 60, whole.len() - 1] {
        std::fs::write(&file, &whole[..length]).unwrap();
        assert!(matches!(sealed(&file, "right").unwrap_err(), VaultError::Corrupt(_)), "{length} bytes");
    }
    std::fs::write(&file, &whole).unwrap();
    assert_eq!(text(&sealed(&file, "right").unwrap(), &token("main")).as_deref(), Some(CANARY));
}

#[test]
fn a_forged_head_with_a_good_checksum_does_not_open() {
    use sha2::{Digest as _, Sha256};
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("vault");
    sealed(&file, "right").unwrap();
    let whole = std::fs::read(&file).unwrap();
    let forge = |offset: usize, byte: u8| {
        let mut bytes = whole[..whole.len() - 32].to_vec();
        bytes[offset] = byte;
        let checksum = Sha256::digest(&bytes);
        bytes.extend_from_slice(&checksum);
        std::fs::write(&file, &bytes).unwrap();
        sealed(&file, "right").unwrap_err()
    };
    assert_eq!(forge(12, 2), VaultError::Newer(2));
    assert!(matches!(forge(13, 0xff), VaultError::Corrupt(_)), "four tebibytes are not tried");
    assert_eq!(forge(20, 1), VaultError::WrongPassphrase, "cheaper costs make another key");
    assert_eq!(forge(30, whole[30] ^ 1), VaultError::WrongPassphrase);
    assert_eq!(forge(whole.len() - 40, whole[whole.len() - 40] ^ 1), VaultError::WrongPassphrase);
}

#[test]
fn f11_a_crash_while_writing_leaves_the_old_file() {
    let folder = tempfile::tempdir().unwrap();
    let data = PracticeFolder::within(folder.path());
    let vault = Vault::open(Kind::Practice(data.clone())).unwrap();
    vault.set(&token("main"), &Secret::new("old")).unwrap();
    // What a crash between writing and renaming leaves behind.
    let torn = data.path().join(format!("secrets.json.{}.tmp", std::process::id()));
    std::fs::write(&torn, "{\"token/ma").unwrap();
    assert_eq!(text(&vault, &token("main")).as_deref(), Some("old"));
    vault.set(&token("main"), &Secret::new("new")).unwrap();
    assert_eq!(text(&vault, &token("main")).as_deref(), Some("new"));
    assert!(!torn.exists());
}

#[test]
fn the_practice_vault_lives_in_the_practice_folder_only() {
    let folder = tempfile::tempdir().unwrap();
    let data = PracticeFolder::within(folder.path());
    assert_eq!(data.path(), folder.path().join("practice"));
    keeps_and_forgets(&Vault::open(Kind::Practice(data.clone())).unwrap());
    let file = data.path().join("secrets.json");
    #[cfg(unix)]
    assert_eq!((mode(&file), mode(data.path())), (0o600, 0o700));
    let again = Vault::open(Kind::Practice(data.clone())).unwrap();
    assert!(text(&again, &SecretName::JournalKey).unwrap().starts_with(CANARY));
    std::fs::write(&file, format!("{{\"x\": {CANARY}")).unwrap();
    let error = Vault::open(Kind::Practice(data)).unwrap_err();
    assert!(matches!(error, VaultError::Corrupt(_)));
    assert!(!format!("{error} {error:?}").contains("canary"));
}
