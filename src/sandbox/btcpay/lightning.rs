//! Lightning texts for wallets to refuse politely: whole and well-formed, but on the regression-test network.

use sha2::{Digest, Sha256};

const CHARSET: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const POLYMOD: [u32; 5] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];
const TIMESTAMP_GROUPS: u32 = 7;
/// Signature and recovery flag: 520 bits.
const SIGNATURE_BYTES: usize = 65;
/// The tag of the payment hash, `p`, and its length of 52 groups.
const PAYMENT_HASH: [u8; 3] = [1, 1, 20];

/// An invoice over so many satoshi; the rest follows from the name.
pub(crate) fn bolt11(satoshi: u128, created_ms: i64, name: &str) -> String {
    let seconds = u64::try_from(created_ms / 1_000).unwrap_or_default();
    let mut groups: Vec<u8> = (0..TIMESTAMP_GROUPS).rev().map(|place| group(seconds >> (5 * place))).collect();
    groups.extend(PAYMENT_HASH);
    let hash = |what: &str| Sha256::digest(format!("{what} {name}").as_bytes()).to_vec();
    groups.extend(regroup(&hash("payment")));
    let mut signature = [hash("r"), hash("s")].concat();
    signature.resize(SIGNATURE_BYTES, 0);
    groups.extend(regroup(&signature));
    // A satoshi is ten billionths of a bitcoin.
    encode(&format!("lnbcrt{}n", satoshi.saturating_mul(10)), &groups)
}

/// A pay link to an address.
pub(crate) fn lnurl(address: &str) -> String {
    encode("lnurl", &regroup(address.as_bytes())).to_uppercase()
}

fn group(value: u64) -> u8 {
    u8::try_from(value & 31).unwrap_or_default()
}

/// Eight bits at a time into five at a time, the last one filled with zeroes.
fn regroup(bytes: &[u8]) -> Vec<u8> {
    let bits: Vec<u8> = bytes.iter().flat_map(|byte| (0..8).rev().map(move |place| byte >> place & 1)).collect();
    let number = |part: &[u8]| (0..5).fold(0, |sum, place| sum << 1 | part.get(place).copied().unwrap_or(0));
    bits.chunks(5).map(number).collect()
}

fn encode(prefix: &str, groups: &[u8]) -> String {
    let spread = prefix.bytes().map(|byte| byte >> 5).chain([0]).chain(prefix.bytes().map(|byte| byte & 31));
    let sum = spread.chain(groups.iter().copied()).chain([0; 6]).fold(1_u32, step) ^ 1;
    let tail = (0..6).rev().map(|place| group(u64::from(sum >> (5 * place))));
    let signs = groups.iter().copied().chain(tail).map(|value| char::from(CHARSET[usize::from(value)]));
    format!("{prefix}1{}", signs.collect::<String>())
}

fn step(sum: u32, value: u8) -> u32 {
    let mut next = (sum & 0x1ff_ffff) << 5 ^ u32::from(value);
    for (place, word) in POLYMOD.iter().enumerate() {
        if sum >> (25 + place) & 1 == 1 {
            next ^= word;
        }
    }
    next
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_published_pay_link_is_written_the_same() {
        let address = "https://service.com/api?q=3fc3645b439ce8e7f2553a69e5267081d96dcd340693afabe04be7b0ccd178df";
        let published = "LNURL1DP68GURN8GHJ7UM9WFMXJCM99E3K7MF0V9CXJ0M385EKVCENXC6R2C35XVUKXEFCV5MKVV34X5EKZD3EV56NYD3HXQURZEPEXEJXXEPNXSCRVWFNV9NXZCN9XQ6XYEFHVGCXXCMYXYMNSERXFQ5FNS";
        assert_eq!(lnurl(address), published);
    }

    #[test]
    fn an_invoice_names_its_amount_and_a_network_of_no_worth() {
        let text = bolt11(33_100, 1_767_225_600_000, "a");
        assert!(text.starts_with("lnbcrt331000n1"), "{text}");
        assert_ne!(text, bolt11(33_100, 1_767_225_600_000, "b"));
    }
}
