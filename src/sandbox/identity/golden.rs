//! Published signatures and our own, which a verifier must all accept.

use super::verifies;

const DOCUMENT_KEY: &str = "02811dcd84bb5f436269ed070c27858f872196c90ce77cf869cf3516c82477d22e";
const FIRST_KEY: &str = "03ca54352337e692bfcdad4ff6b166eeea56d53e74f35f040c61657899c26dfc88";

/// Signed text and signature, as printed in the REST document. Three of them have a high S.
const DOCUMENT: [(&str, &str); 7] = [
    (
        r#"https://bitpay.com/tokens"#,
        "304402201ccf3c4e9214b158719193e27901765380f2b6f20857fd7a358f8fb585b3bdb902205781181a1f4c62f5c99e7da5ab20426072c06753dfa1a7815beba40f3effe0bb",
    ),
    (
        r#"https://bitpay.com/tokens/MqA2wX15qHCbG7FBtJZRAxQunrRjAvGBRVJedsiTnZY/sins"#,
        "3046022100b045fd40a2ba1824f5530d41f694c2aab68e340317e43732fc69375affa23a86022100d12127b7601492a9938fc702ae48e14a1d7b55f80ab36b884152064a3979ffc7",
    ),
    (
        r#"https://bitpay.com/tokens/MqA2wX15qHCbG7FBtJZRAxQunrRjAvGBRVJedsiTnZY/sins{"sin":"Tf611u2bBZBe1GBEuUwxEaU2ia3oxFU9w7d"}"#,
        "3045022100903098ac2620dddd1d3f3e11ba9870c971b99b8b82443b2438b89d5856a3c58602203b0ce862791baea13f4ac4bd7d9cd2f9fd61f7d641d24acd94d297d0af59c702",
    ),
    (
        r#"https://bitpay.com/tokens/MqA2wX15qHCbG7FBtJZRAxQunrRjAvGBRVJedsiTnZY/sins/Tf611u2bBZBe1GBEuUwxEaU2ia3oxFU9w7d"#,
        "304402202bbce7daee2fff53232c36c475adb6a1612d48814196351dfbd5563a6092c9c602206bfa8a8cc718e32e9655caddf21e4edf61e46c21943e9bb51c1ed0421deeb768",
    ),
    (
        r#"https://bitpay.com/invoices/G3viJEJgE8Jk2oekSdgT2A?token=MqA2wX15qHCbG7FBtJZRAxQunrRjAvGBRVJedsiTnZY"#,
        "304502207df9658861a0a2ce454b6e855752eab102a950f19107ab4e635b1f5f9e8d3f14022100b12a78a6ed9ac61d62afaed39fc5fd1473dcd881889981c55fb7c25c695248ad",
    ),
    (
        r#"https://bitpay.com/invoices?token=MqA2wX15qHCbG7FBtJZRAxQunrRjAvGBRVJedsiTnZY&status=complete&dateStart=2021-5-10&dateEnd=2021-5-12"#,
        "3046022100b55d1e0fab0d91341bc3b079d2f609d970bc0202ca423259be21e6f7185e21720221008ff619310f5fe546b8c8b3de4620357468bf00c37ef60c976808e7be5473fbdd",
    ),
    (
        r#"https://bitpay.com/invoices{"currency":"USD","price":10,"orderId":"20210511_fghij","notificationURL":"https://merchantwebsite.com/shop/notifications","redirectURL":"https://merchantwebsite.com/shop/return","buyer":{"email":"john@doe.com"},"token":"MqA2wX15qHCbG7FBtJZRAxQunrRjAvGBRVJedsiTnZY"}"#,
        "304402201ee44e2d3df647f73ba7079f4dcfba9dff9e5ed352b2aeb3029654358538fafa0220337b38b26f85207c5f55cc24a5c6ff5e5ff151d5bff601bf4913e99fec740aa3",
    ),
];

const OUR_KEY: &str = "02326209e52f6f17e987ec27c56a1321acf3d68088b8fb634f232f12ccbc9a4575";
const OUR_URL: &str = "https://test.bitpay.com/invoices";
const OUR_BODY: &str = r#"{"price":20.5,"currency":"USD","token":"AbCdEfGhJkLmNpQrStUvWxYz"}"#;
const OUR_LOW_S: &str = "304402201f7d537d55e015ef24f5b78ab79cd218e780ca082932b4f9224d1faa7af680420220122c453e2a9d6c32fddedd4408504b060912a54b65fa272f19d6d6265eae08fe";
const OUR_HIGH_S: &str = "304502201f7d537d55e015ef24f5b78ab79cd218e780ca082932b4f9224d1faa7af68042022100edd3bac1d56293cd022122bbf7afb4f8b19c379b494e790ca5fb886671883843";

#[test]
fn bp2_13_the_documents_own_signatures_verify() {
    for (index, (text, signature)) in DOCUMENT.into_iter().enumerate() {
        let key = if index == 0 { FIRST_KEY } else { DOCUMENT_KEY };
        assert!(verifies(key, signature, text, b""), "{text}");
        let other = if index == 0 { DOCUMENT_KEY } else { FIRST_KEY };
        assert!(!verifies(other, signature, text, b""), "another key was taken for {text}");
        assert!(!verifies(key, signature, &format!("{text} "), b""), "another text was taken for {text}");
    }
}

#[test]
fn bp2_13_low_and_high_s_verify_and_the_body_is_part_of_it() {
    for signature in [OUR_LOW_S, OUR_HIGH_S] {
        assert!(verifies(OUR_KEY, signature, OUR_URL, OUR_BODY.as_bytes()));
        assert!(!verifies(OUR_KEY, signature, OUR_URL, b"{}"));
    }
}

#[test]
fn loose_der_verifies_and_nonsense_does_not() {
    // The same numbers with one needless zero byte before each, as old signers write them.
    let (r, s) = (&OUR_LOW_S[8..72], &OUR_LOW_S[76..140]);
    let loose = format!("30460221 00{r}0221 00{s}").replace(' ', "");
    assert!(verifies(OUR_KEY, &loose, OUR_URL, OUR_BODY.as_bytes()));
    for bad in ["", "00", "zz", "3044", &OUR_LOW_S[..60]] {
        assert!(!verifies(OUR_KEY, bad, OUR_URL, OUR_BODY.as_bytes()), "{bad:?}");
    }
    assert!(!verifies("", OUR_LOW_S, OUR_URL, OUR_BODY.as_bytes()));
    assert!(!verifies("02ff", OUR_LOW_S, OUR_URL, OUR_BODY.as_bytes()));
}
