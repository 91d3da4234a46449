//! Encryption: whoever cannot prove its name gets nothing, and a machine without certificates says so.

use std::io::Write;
use std::process::Command;
use std::sync::Arc;

use ringup::domain::amount::DecimalMark;
use ringup::domain::time::Timestamp;
use ringup::gateway::bitpay::{BitPay, Settings};
use ringup::gateway::http::{Call, Http, Intent, Timeouts};
use ringup::gateway::port::{Error, Gateway};
use ringup::lang::Lang;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use super::world::{NOW, quick, request, settings};

/// Names the test that runs in a process of its own, without certificates.
const CHILD: &str = "gateway::tls::child_without_certificates";

/// Serves every connection with a certificate nobody vouches for; the count of bytes it understood is sent back.
fn self_signed() -> (String, std::sync::mpsc::Receiver<usize>) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/tls");
    let cert = CertificateDer::from_pem_file(format!("{folder}/self_signed.crt")).unwrap();
    let key = PrivateKeyDer::from_pem_file(format!("{folder}/self_signed.key")).unwrap();
    let ring = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(ring)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![cert], key)
        .unwrap();
    let config = Arc::new(config);
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut tls = rustls::ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut stream = stream.unwrap();
            let done = tls.complete_io(&mut stream);
            let mut text = Vec::new();
            let read = done.and_then(|_| std::io::Read::read_to_end(&mut tls.reader(), &mut text));
            let _ = sender.send(read.unwrap_or(0));
        }
    });
    (url, receiver)
}

async fn create(url: &str) -> Error {
    let gateway = BitPay::new(Settings { timeouts: quick(), ..settings(url) }).unwrap();
    gateway.create(&request()).await.unwrap_err()
}

#[tokio::test]
async fn t5_a_certificate_nobody_vouches_for_gets_nothing() {
    let (url, understood) = self_signed();
    let error = create(&url).await;
    assert_eq!(error.code(), "certificate", "{error:?}");
    assert!(!error.leaves_doubt());
    assert_eq!(understood.recv().unwrap(), 0, "not a byte of the request");
}

#[tokio::test]
async fn f28_a_server_that_does_not_speak_tls_means_not_sent() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let _ = stream.unwrap().write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
        }
    });
    assert_eq!(create(&url).await.code(), "not_sent");
}

#[tokio::test]
async fn f29_a_connection_that_never_stands_means_not_sent() {
    // Accepted by the system, never answered: the handshake does not end.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let error = create(&format!("https://{}", listener.local_addr().unwrap())).await;
    assert_eq!(error.code(), "not_sent", "{error:?}");
    assert!(format!("{error}").contains("timed out"), "{error}");
}

#[tokio::test]
async fn f28_a_name_that_does_not_exist_means_not_sent() {
    assert_eq!(create("https://nowhere.invalid").await.code(), "not_sent");
}

#[test]
fn a_machine_without_certificates_is_a_setting_to_repair() {
    let child = Command::new(std::env::current_exe().unwrap())
        .args([CHILD, "--exact", "--ignored", "--nocapture"])
        .env("SSL_CERT_FILE", "/dev/null")
        .env("SSL_CERT_DIR", "/nonexistent")
        .output()
        .unwrap();
    let printed = String::from_utf8_lossy(&child.stdout);
    assert!(child.status.success() && printed.contains("1 passed"), "{printed}");
}

#[test]
#[ignore = "run by the test above, in an environment without certificates"]
fn child_without_certificates() {
    let made = |url: &str| Http::new(url, Timeouts::default(), || NOW);
    assert!(matches!(made("https://bitpay.com"), Err(Error::Config(text)) if text.contains("certificates")));
    assert!(made("http://127.0.0.1:8080").is_ok(), "the practice gateway needs none");
}

#[tokio::test]
async fn f25_a_certificate_that_is_refused_is_told_with_the_date_of_the_clock() {
    let (url, _understood) = self_signed();
    let years_back = Timestamp(86_400_000 * 20);
    let http = Http::new(&url, quick(), move || Timestamp(86_400_000 * 20)).unwrap();
    let call = Call {
        method: "GET".parse().unwrap(),
        url: http.url(&["rates"], &[]),
        headers: Vec::new(),
        body: Vec::new(),
        intent: Intent::Read,
    };
    let error = http.send(call).await.unwrap_err();
    assert!(matches!(&error, Error::Certificate { clock, .. } if *clock == years_back), "{error:?}");
    let said = ringup::notice::gateway(&error, "BitPay", &Lang::english(DecimalMark::Dot));
    assert_eq!(said.happened, "The certificate of BitPay was not accepted. This till’s clock says 1970-01-21.");
    assert!(said.safe.contains("Nothing was sent") && said.todo.contains("set the clock"), "{said:?}");
}
