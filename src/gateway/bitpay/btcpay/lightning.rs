//! Lightning texts: an invoice (BOLT 11) and a pay link (LNURL), as far as a till must understand them.

/// The checksum's generator, from BIP 173.
const GENERATOR: [u32; 5] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];
const CHARSET: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const CHECKSUM_LEN: usize = 6;
/// Networks an invoice may be for: bitcoin, testnet, signet, regtest.
const NETWORKS: [&str; 4] = ["bcrt", "tbs", "bc", "tb"];
/// Trillionths of a bitcoin: the finest amount an invoice can name.
pub(super) const PICO_DECIMALS: u8 = 12;

/// Text in bech32: the part before the last `1`, and its data in groups of five bits, without the checksum.
struct Bech32 {
    prefix: String,
    groups: Vec<u8>,
}

/// Decodes and checks; none if a character or the checksum is wrong, or upper and lower case are mixed.
fn bech32(text: &str) -> Option<Bech32> {
    let lower = text.to_ascii_lowercase();
    if lower != text && text.to_ascii_uppercase() != text {
        return None;
    }
    let (prefix, data) = lower.rsplit_once('1')?;
    let place = |byte: u8| CHARSET.iter().position(|known| *known == byte).and_then(|at| u8::try_from(at).ok());
    let mut groups: Vec<u8> = data.bytes().map(place).collect::<Option<_>>()?;
    let high = prefix.bytes().map(|byte| byte >> 5);
    let low = prefix.bytes().map(|byte| byte & 31);
    let all = high.chain([0]).chain(low).chain(groups.iter().copied());
    if prefix.is_empty() || groups.len() < CHECKSUM_LEN || checksum(all) != 1 {
        return None;
    }
    groups.truncate(groups.len() - CHECKSUM_LEN);
    Some(Bech32 { prefix: prefix.to_owned(), groups })
}

fn checksum(groups: impl Iterator<Item = u8>) -> u32 {
    groups.fold(1, |sum: u32, group| {
        let top = sum >> 25;
        let next = ((sum & 0x01ff_ffff) << 5) ^ u32::from(group);
        GENERATOR.iter().enumerate().fold(next, |sum, (bit, word)| if top >> bit & 1 == 1 { sum ^ word } else { sum })
    })
}

/// What an invoice asks for, in trillionths of a bitcoin; none if it is not one, is damaged, or names no amount.
pub(super) fn bolt11_pico(text: &str) -> Option<u128> {
    let decoded = bech32(text)?;
    let rest = decoded.prefix.strip_prefix("ln")?;
    let amount = NETWORKS.iter().find_map(|network| rest.strip_prefix(network))?;
    let (digits, unit) = match amount.char_indices().last()? {
        (at, 'm') => (&amount[..at], 1_000_000_000),
        (at, 'u') => (&amount[..at], 1_000_000),
        (at, 'n') => (&amount[..at], 1_000),
        (at, 'p') => (&amount[..at], 1),
        _ => (amount, 1_000_000_000_000),
    };
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let pico = digits.parse::<u128>().ok().filter(|_| plain)?.checked_mul(unit)?;
    (pico > 0).then_some(pico)
}

/// The web address a pay link stands for; none if it is not one or is damaged.
pub(super) fn lnurl_address(text: &str) -> Option<String> {
    let decoded = bech32(text)?;
    if decoded.prefix != "lnurl" {
        return None;
    }
    let (mut bytes, mut bits, mut held) = (Vec::new(), 0_u32, 0_u32);
    for group in decoded.groups {
        held = (held << 5 | u32::from(group)) & 0xfff;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(held >> bits & 0xff).ok()?);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From BOLT 11's own examples: 2500 µBTC, 20 mBTC, and no amount.
    const COFFEE: &str = "lnbc2500u1pvjluezpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdq5xysxxatsyp3k7enxv4jsxqzpuaztrnwngzn3kdzw5hydlzf03qdgm2hdq27cqv3agm2awhz5se903vruatfhq77w3ls4evs3ch9zw97j25emudupq63nyw24cg27h2rspfj9srp";
    const ANY: &str = "lnbc1pvjluezpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdpl2pkx2ctnv5sxxmmwwd5kgetjypeh2ursdae8g6twvus8g6rfwvs8qun0dfjkxaq8rkx3yf5tcsyz3d73gafnh3cax9rn449d9p5uxz9ezhhypd0elx87sjle52x86fux2ypatgddc6k63n7erqz25le42c4u4ecky03ylcqca784w";
    /// From LUD-01: `https://service.com/api?q=3fc3645b439ce8e7f2553a69e5267081d96dcd340693afabe04be7b0ccd178df`.
    const LINK: &str = "LNURL1DP68GURN8GHJ7UM9WFMXJCM99E3K7MF0V9CXJ0M385EKVCENXC6R2C35XVUKXEFCV5MKVV34X5EKZD3EV56NYD3HXQURZEPEXEJXXEPNXSCRVWFNV9NXZCN9XQ6XYEFHVGCXXCMYXYMNSERXFQ5FNS";

    #[test]
    fn published_lightning_texts_are_understood() {
        assert_eq!(bolt11_pico(COFFEE), Some(2_500_000_000));
        assert_eq!(bolt11_pico(&COFFEE.to_ascii_uppercase()), Some(2_500_000_000));
        assert_eq!(bolt11_pico(ANY), None, "an invoice that names no amount is none of ours");
        let address = lnurl_address(LINK).unwrap();
        assert_eq!(
            address,
            "https://service.com/api?q=3fc3645b439ce8e7f2553a69e5267081d96dcd340693afabe04be7b0ccd178df"
        );
    }

    #[test]
    fn a_damaged_lightning_text_is_no_text() {
        let changed = |at: usize, to: &str| format!("{}{to}{}", &COFFEE[..at], &COFFEE[at + 1..]);
        for text in [changed(30, "x"), changed(4, "3"), changed(40, "P"), COFFEE[..100].to_owned(), String::new()] {
            assert_eq!(bolt11_pico(&text), None, "{text}");
        }
        assert_eq!(lnurl_address(COFFEE), None);
        assert_eq!(bolt11_pico(LINK), None);
        assert_eq!(lnurl_address("lnurl1é"), None);
    }
}
