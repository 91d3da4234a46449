use super::*;

const KEY: &str = "97811b691dd7ebaeb67977d158e1da2c4d3eaa4ee4e2555150628acade6b344c";
const M: &str = "MqA2wX15qHCbG7FBtJZRAxQunrRjAvGBRVJedsiTnZY";
const FIRST: &str = "03ca54352337e692bfcdad4ff6b166eeea56d53e74f35f040c61657899c26dfc88";
const DOCUMENT: &str = "02811dcd84bb5f436269ed070c27858f872196c90ce77cf869cf3516c82477d22e";

/// The REST document's examples: public key, URL, body, signature. `M` stands for the token.
const GOLDEN: [(&str, &str, &str, &str); 7] = [
    (
        FIRST,
        "https://bitpay.com/tokens",
        "",
        "304402201ccf3c4e9214b158719193e27901765380f2b6f20857fd7a358f8fb585b3bdb902205781181a1f4c62f5c99e7da5ab20426072c06753dfa1a7815beba40f3effe0bb",
    ),
    (
        DOCUMENT,
        "https://bitpay.com/tokens/{M}/sins",
        "",
        "3046022100b045fd40a2ba1824f5530d41f694c2aab68e340317e43732fc69375affa23a86022100d12127b7601492a9938fc702ae48e14a1d7b55f80ab36b884152064a3979ffc7",
    ),
    (
        DOCUMENT,
        "https://bitpay.com/tokens/{M}/sins",
        r#"{"sin":"Tf611u2bBZBe1GBEuUwxEaU2ia3oxFU9w7d"}"#,
        "3045022100903098ac2620dddd1d3f3e11ba9870c971b99b8b82443b2438b89d5856a3c58602203b0ce862791baea13f4ac4bd7d9cd2f9fd61f7d641d24acd94d297d0af59c702",
    ),
    (
        DOCUMENT,
        "https://bitpay.com/tokens/{M}/sins/Tf611u2bBZBe1GBEuUwxEaU2ia3oxFU9w7d",
        "",
        "304402202bbce7daee2fff53232c36c475adb6a1612d48814196351dfbd5563a6092c9c602206bfa8a8cc718e32e9655caddf21e4edf61e46c21943e9bb51c1ed0421deeb768",
    ),
    (
        DOCUMENT,
        "https://bitpay.com/invoices/G3viJEJgE8Jk2oekSdgT2A?token={M}",
        "",
        "304502207df9658861a0a2ce454b6e855752eab102a950f19107ab4e635b1f5f9e8d3f14022100b12a78a6ed9ac61d62afaed39fc5fd1473dcd881889981c55fb7c25c695248ad",
    ),
    (
        DOCUMENT,
        "https://bitpay.com/invoices?token={M}&status=complete&dateStart=2021-5-10&dateEnd=2021-5-12",
        "",
        "3046022100b55d1e0fab0d91341bc3b079d2f609d970bc0202ca423259be21e6f7185e21720221008ff619310f5fe546b8c8b3de4620357468bf00c37ef60c976808e7be5473fbdd",
    ),
    (
        DOCUMENT,
        "https://bitpay.com/invoices",
        r#"{"currency":"USD","price":10,"orderId":"20210511_fghij","notificationURL":"https://merchantwebsite.com/shop/notifications","redirectURL":"https://merchantwebsite.com/shop/return","buyer":{"email":"john@doe.com"},"token":"{M}"}"#,
        "304402201ee44e2d3df647f73ba7079f4dcfba9dff9e5ed352b2aeb3029654358538fafa0220337b38b26f85207c5f55cc24a5c6ff5e5ff151d5bff601bf4913e99fec740aa3",
    ),
];

#[test]
fn bp2_03_known_keys_have_known_names() {
    let known = [
        (
            KEY,
            Some("02326209e52f6f17e987ec27c56a1321acf3d68088b8fb634f232f12ccbc9a4575"),
            Some("Tf3yr5tYvccKNVrE26BrPs6LWZRh8woHwjR"),
        ),
        (
            "283b13834de77624696b80c29a2a8df0287e3cca23b26ad5fe77d9d5fed0ee90",
            Some("038d970d6ba29dcfa190c177140fd889fadd6d2590b1ee1a6a06e255dbf22b4017"),
            Some("TeyN4LPrXiG5t2yuSamKqP3ynVk3F52iHrX"),
        ),
        (
            "38f93bdda21a5c4a7bae4eb75bb7811cbc3eb627176805c1009ff2099263c6ad",
            None,
            Some("Tf7UNQnxB8SccfoyZScQmb34V2GdEtQkzDz"),
        ),
        ("c6b7f6bfe5bb19b1e390e55ed4ba5df8af6068d0eb89379a33f9c19aacf6c08c", None, None),
    ];
    for (key, public, sin) in known {
        let identity = Identity::from_hex(key).unwrap();
        if let Some(public) = public {
            assert_eq!(identity.public_hex(), public);
        }
        if let Some(sin) = sin {
            assert_eq!(identity.sin(), sin);
        }
        assert!(is_sin(identity.sin()));
        assert_eq!(sin_of_public(&identity.public_hex()).as_deref(), Some(identity.sin()));
        assert_eq!(identity.to_secret().expose(), key);
    }
    assert_eq!(sin_of_public(DOCUMENT).unwrap(), "Tf2yXsY49iFyDfxt3b2kf9VPRMwPxxAyCRW");
}

#[test]
fn bp2_03_zero_bytes_in_front_are_kept() {
    let padded = Identity::from_hex("c6b7f6bfe5bb19b1e390e55ed4ba5df8af6068d0eb89379a33f9c19aacf6c08c").unwrap();
    let public = padded.public_hex();
    assert_eq!((public.len(), &public[2..4]), (66, "00"), "{public}");
    let small = Identity::from_hex(&format!("{:0>64}", "1")).unwrap();
    assert_eq!(small.to_secret().expose(), format!("{:0>64}", "1"));
}

#[test]
fn bp2_03_a_sin_is_checked_by_decoding() {
    assert!(is_sin("TfG4ScDgysrSpodWD4Re5UtXmcLbY5CiUHA"));
    for wrong in [
        "Tf1Jc1xSbqasm5QLwwSQc5umddx2h7mAMhX",
        "",
        "Tf",
        "TfG4ScDgysrSpodWD4Re5UtXmcLbY5CiUH0",
        "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2",
        "é",
    ] {
        assert!(!is_sin(wrong), "{wrong}");
    }
}

#[test]
fn bp2_13_the_published_signatures_verify() {
    for (index, (public, url, body, signature)) in GOLDEN.into_iter().enumerate() {
        let (url, body) = (url.replace("{M}", M), body.replace("{M}", M));
        assert!(verify(public, signature, &url, body.as_bytes()), "example {index}");
        assert!(!verify(public, signature, &format!("{url}/"), body.as_bytes()), "another URL, example {index}");
        assert!(!verify(public, signature, &url, format!("{body} ").as_bytes()), "another body, example {index}");
    }
    let (_, url, _, signature) = GOLDEN[0];
    assert!(!verify(DOCUMENT, signature, url, b""), "another key");
    for garbage in ["", "zz", "30", "3006020101020101"] {
        assert!(!verify(FIRST, garbage, url, b""));
        assert!(!verify(garbage, signature, url, b""));
    }
}

#[test]
fn bp2_13_we_sign_with_a_fixed_nonce_and_low_s() {
    let identity = Identity::from_hex(KEY).unwrap();
    let url = "https://test.bitpay.com/invoices";
    let body = br#"{"price":20.5,"currency":"USD","token":"AbCdEfGhJkLmNpQrStUvWxYz"}"#;
    let low = "304402201f7d537d55e015ef24f5b78ab79cd218e780ca082932b4f9224d1faa7af680420220122c453e2a9d6c32fddedd4408504b060912a54b65fa272f19d6d6265eae08fe";
    let high = "304502201f7d537d55e015ef24f5b78ab79cd218e780ca082932b4f9224d1faa7af68042022100edd3bac1d56293cd022122bbf7afb4f8b19c379b494e790ca5fb886671883843";
    assert_eq!(identity.sign(url, body), low);
    assert!(verify(&identity.public_hex(), low, url, body));
    assert!(verify(&identity.public_hex(), high, url, body), "the high-S twin is the same signature");
    let uncompressed = hex::encode(identity.public.serialize_uncompressed());
    assert!(verify(&uncompressed, low, url, body));
    assert_eq!(sin_of_public(&uncompressed).unwrap(), identity.sin(), "the SIN is over the compressed form");
}

#[test]
fn bp2_03_the_private_key_is_never_printed() {
    let identity = Identity::from_hex(KEY).unwrap();
    let printed = format!("{identity:?} {identity:#?} {:?}", identity.to_secret());
    assert!(!printed.contains(&KEY[..8]) && printed.contains(identity.sin()), "{printed}");
    let refused = Identity::from_hex(&KEY[..63]).unwrap_err();
    assert!(!format!("{refused:?} {refused}").contains(&KEY[..8]));
}

#[test]
fn bp2_03_what_is_no_key_is_refused() {
    for text in ["", "97", "zz", &KEY[..62], &format!("{KEY}00")] {
        assert_eq!(Identity::from_hex(text).unwrap_err(), KeyError::Form, "{text}");
    }
    let order = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";
    assert_eq!(Identity::from_hex(order).unwrap_err(), KeyError::Range);
    assert_eq!(Identity::from_hex(&"0".repeat(64)).unwrap_err(), KeyError::Range);
    for text in ["", "-----BEGIN EC PRIVATE KEY-----", "-----BEGIN EC PRIVATE KEY-----MIA=-----END EC PRIVATE KEY-----"]
    {
        assert_eq!(Identity::from_pem(text).unwrap_err(), KeyError::Form, "{text}");
    }
}

#[test]
fn bp2_03_a_sec1_file_gives_the_same_key() {
    let mut der = vec![0x30, 0x2e, 0x02, 0x01, 0x01, 0x04, 0x20];
    der.extend(hex::decode(KEY).unwrap());
    der.extend([0xa0, 0x07, 0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x0a]);
    let body = STANDARD.encode(&der);
    let (first, second) = body.split_at(40);
    let pem = format!("-----BEGIN EC PRIVATE KEY-----\n{first}\n{second}\n-----END EC PRIVATE KEY-----\n");
    assert_eq!(Identity::from_pem(&pem).unwrap().sin(), "Tf3yr5tYvccKNVrE26BrPs6LWZRh8woHwjR");
}

#[test]
fn bp2_03_fresh_keys_differ() {
    let (one, other) = (Identity::generate(), Identity::generate());
    assert_ne!(one.sin(), other.sin());
    assert!(is_sin(one.sin()) && one.sin().len() == 35);
}
