//! Who is calling: SINs, signatures, and the random-looking names of tokens and invoices.

use ripemd::Ripemd160;
use secp256k1::{Message, PublicKey, ecdsa};
use sha2::{Digest, Sha256};

const SIN_PREFIX: [u8; 2] = [0x0f, 0x02];
const SIN_BYTES: usize = 26;
const SIN_CHECKSUM_BYTES: usize = 4;
const BASE58: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/// The SIN of a public key given as hex, compressed or not; None if it is no key.
pub(crate) fn sin_of_key(public_key_hex: &str) -> Option<String> {
    Some(sin(&public_key(public_key_hex)?))
}

fn sin(key: &PublicKey) -> String {
    let mut bytes = SIN_PREFIX.to_vec();
    bytes.extend_from_slice(&Ripemd160::digest(Sha256::digest(key.serialize())));
    let checksum = checksum(&bytes);
    bytes.extend_from_slice(&checksum);
    bs58::encode(bytes).into_string()
}

fn checksum(bytes: &[u8]) -> [u8; SIN_CHECKSUM_BYTES] {
    let twice = Sha256::digest(Sha256::digest(bytes));
    [twice[0], twice[1], twice[2], twice[3]]
}

/// Whether the text decodes to a SIN: length, prefix and checksum.
pub(crate) fn is_sin(text: &str) -> bool {
    let Ok(bytes) = bs58::decode(text).into_vec() else { return false };
    if bytes.len() != SIN_BYTES || !bytes.starts_with(&SIN_PREFIX) {
        return false;
    }
    let (body, sum) = bytes.split_at(SIN_BYTES - SIN_CHECKSUM_BYTES);
    checksum(body) == sum
}

fn public_key(text: &str) -> Option<PublicKey> {
    PublicKey::from_slice(&hex::decode(text.trim()).ok()?).ok()
}

/// Whether `signature_hex` signs URL and body. High S and loosely encoded DER are accepted, as official
/// clients send both.
pub(crate) fn verifies(public_key_hex: &str, signature_hex: &str, url: &str, body: &[u8]) -> bool {
    let Some(key) = public_key(public_key_hex) else { return false };
    let Ok(der) = hex::decode(signature_hex.trim()) else { return false };
    let Ok(mut signature) = ecdsa::Signature::from_der_lax(&der) else { return false };
    signature.normalize_s();
    let digest = Sha256::new().chain_update(url).chain_update(body).finalize();
    ecdsa::verify(&signature, Message::from_digest(digest.into()), &key).is_ok()
}

/// Draws names from one secret, so that the same question always has the same answer.
#[derive(Clone)]
pub(crate) struct Namer {
    secret: [u8; 32],
}

impl std::fmt::Debug for Namer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Namer(redacted)")
    }
}

impl Namer {
    pub(crate) fn new(secret: [u8; 32]) -> Self {
        Self { secret }
    }

    /// A secret that follows from the seed alone.
    pub(crate) fn seeded(seed: u64) -> Self {
        Self::new(Sha256::digest(format!("sandbox seed {seed}").as_bytes()).into())
    }

    /// A secret from the machine's randomness.
    pub(crate) fn random() -> Self {
        let (a, b) = (uuid::Uuid::new_v4(), uuid::Uuid::new_v4());
        Self::new(Sha256::new().chain_update(a.as_bytes()).chain_update(b.as_bytes()).finalize().into())
    }

    pub(crate) fn secret(&self) -> [u8; 32] {
        self.secret
    }

    fn block(&self, label: &str, block: u32) -> [u8; 32] {
        let hash = Sha256::new().chain_update(self.secret).chain_update(block.to_be_bytes());
        hash.chain_update(label).finalize().into()
    }

    /// `length` base58 characters that belong to `label`.
    pub(crate) fn text(&self, label: &str, length: usize) -> String {
        let bytes = (0..).flat_map(|block| self.block(label, block));
        bytes.take(length).map(|byte| char::from(BASE58[usize::from(byte) % BASE58.len()])).collect()
    }

    /// `length` digits that belong to `label`.
    pub(crate) fn digits(&self, label: &str, length: usize) -> String {
        self.block(label, 0).iter().take(length).map(|byte| char::from(b'0' + byte % 10)).collect()
    }

    /// A transaction hash.
    pub(crate) fn txid(&self, label: &str) -> String {
        hex::encode(self.block(label, 0))
    }

    /// A version 4 UUID that belongs to `label`.
    pub(crate) fn guid(&self, label: &str) -> String {
        let block = self.block(label, 0);
        let mut bytes = [0_u8; 16];
        bytes.copy_from_slice(&block[..16]);
        uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
    }
}

#[cfg(test)]
mod golden;

#[cfg(test)]
mod tests {
    use super::*;
    use secp256k1::SecretKey;

    fn key_of(private: &str) -> String {
        let bytes: [u8; 32] = hex::decode(private).unwrap().try_into().unwrap();
        let secret = SecretKey::from_secret_bytes(bytes).unwrap();
        hex::encode(PublicKey::from_secret_key(&secret).serialize())
    }

    #[test]
    fn bp2_03_published_identities_give_their_sins() {
        let first = key_of("97811b691dd7ebaeb67977d158e1da2c4d3eaa4ee4e2555150628acade6b344c");
        assert_eq!(first, "02326209e52f6f17e987ec27c56a1321acf3d68088b8fb634f232f12ccbc9a4575");
        assert_eq!(sin_of_key(&first).unwrap(), "Tf3yr5tYvccKNVrE26BrPs6LWZRh8woHwjR");
        let second = key_of("283b13834de77624696b80c29a2a8df0287e3cca23b26ad5fe77d9d5fed0ee90");
        assert_eq!(second, "038d970d6ba29dcfa190c177140fd889fadd6d2590b1ee1a6a06e255dbf22b4017");
        assert_eq!(sin_of_key(&second).unwrap(), "TeyN4LPrXiG5t2yuSamKqP3ynVk3F52iHrX");
        let third = key_of("38f93bdda21a5c4a7bae4eb75bb7811cbc3eb627176805c1009ff2099263c6ad");
        assert_eq!(sin_of_key(&third).unwrap(), "Tf7UNQnxB8SccfoyZScQmb34V2GdEtQkzDz");
        let padded = key_of("c6b7f6bfe5bb19b1e390e55ed4ba5df8af6068d0eb89379a33f9c19aacf6c08c");
        assert_eq!(&padded[2..4], "00");
        assert!(is_sin(&sin_of_key(&padded).unwrap()));
        let document = "02811dcd84bb5f436269ed070c27858f872196c90ce77cf869cf3516c82477d22e";
        assert_eq!(sin_of_key(document).unwrap(), "Tf2yXsY49iFyDfxt3b2kf9VPRMwPxxAyCRW");
    }

    #[test]
    fn bp2_03_a_sin_is_checked_by_decoding_it() {
        assert!(is_sin("TfG4ScDgysrSpodWD4Re5UtXmcLbY5CiUHA"));
        for bad in ["Tf1Jc1xSbqasm5QLwwSQc5umddx2h7mAMhX", "", "Tf", "0OIl", "1BoatSLRHtKNngkdXEeobR76b53LETtpyT"] {
            assert!(!is_sin(bad), "{bad:?} was taken for a SIN");
        }
    }

    #[test]
    fn an_uncompressed_key_has_the_sin_of_the_compressed_one() {
        let short = "02326209e52f6f17e987ec27c56a1321acf3d68088b8fb634f232f12ccbc9a4575";
        let long = hex::encode(public_key(short).unwrap().serialize_uncompressed());
        assert_eq!(sin_of_key(&long), sin_of_key(short));
    }

    #[test]
    fn names_are_stable_base58_and_as_long_as_asked() {
        let namer = Namer::seeded(7);
        let token = namer.text("token 1", 65);
        assert_eq!(token.len(), 65);
        assert_eq!(token, Namer::seeded(7).text("token 1", 65));
        assert_ne!(token, namer.text("token 2", 65));
        assert_ne!(token, Namer::random().text("token 1", 65));
    }
}
