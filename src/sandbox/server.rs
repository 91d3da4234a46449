//! From a socket to a handler and back, with the faults in between.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::State;
use axum::http::{HeaderValue, Method, Request, Response, header};
use axum::serve::ListenerExt;
use futures::stream;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use super::bitpay::{contact, events, invoices, ledgers, list, older_refunds, rates, refunds, settlements, tokens};
use super::btcpay;
use super::call::Call;
use super::control;
use super::desk::{Desk, Heard};
use super::dialect::Dialect;
use super::fault::{self, Mischief};
use super::page;
use super::reply::{Refusal, Reply};
use super::route::Route;

/// Largest request body read, in bytes.
const BODY_BYTES_MAX: usize = 256 * 1024;

#[derive(Debug, Clone)]
struct Service {
    desk: Arc<Desk>,
    fallback_host: Arc<str>,
}

/// Serves until `stop` is dropped or sent.
pub(crate) async fn serve(listener: TcpListener, addr: SocketAddr, desk: Arc<Desk>, stop: oneshot::Receiver<()>) {
    let service = Service { desk, fallback_host: addr.to_string().into() };
    let router = Router::new().fallback(answer).with_state(service);
    // Answers are small and awaited one by one: without this each would wait for the other side's acknowledgement.
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "the sandbox cannot switch off delays on a connection");
        }
    });
    let stopped = async {
        // Sent or dropped, both mean stop.
        let _ = stop.await;
    };
    if let Err(error) = axum::serve(listener, router).with_graceful_shutdown(stopped).await {
        tracing::error!(%error, "the sandbox stopped serving");
    }
}

async fn answer(State(service): State<Service>, request: Request<Body>) -> Response<Body> {
    let desk = &service.desk;
    if desk.books().is_closed() {
        return dropped();
    }
    let (head, body) = request.into_parts();
    let mut call = Call::new(head.method, &head.uri, head.headers, &service.fallback_host);
    let body = to_bytes(body, BODY_BYTES_MAX).await;
    let fits = body.is_ok();
    call.body = body.unwrap_or_default().to_vec();
    let route = Route::of(&call.method, &call.segments);
    let Some(template) = route.template() else {
        let reply = if fits { run(desk, &call, &route) } else { Refusal::too_large().into_reply() };
        return reply.into_response();
    };
    desk.tally().count(template, heard(&call));
    let mischief = desk.faults().strike(call.method.as_str(), call.path());
    if !fits {
        return Refusal::too_large().into_reply().into_response();
    }
    if let (Route::EventStream, None | Some(Mischief::Stream(_))) = (&route, &mischief) {
        let mishap = mischief.and_then(|mischief| mischief.mishap());
        return events::open(desk, &call, mishap).unwrap_or_else(|refusal| refusal.into_reply().into_response());
    }
    match mischief {
        None => preflighted(run(desk, &call, &route).into_response(), &call.method),
        Some(mischief) => astray(desk, &call, &route, mischief).await,
    }
}

fn heard(call: &Call) -> Heard {
    let owned = |name: &str| call.header(name).map(str::to_owned);
    Heard {
        method: call.method.to_string(),
        target: call.target.clone(),
        accept_version: owned("x-accept-version"),
        content_type: owned("content-type"),
        identity: owned("x-identity"),
        signed: call.header("x-signature").is_some(),
    }
}

fn preflighted(mut response: Response<Body>, method: &Method) -> Response<Body> {
    if method == Method::OPTIONS {
        let headers = response.headers_mut();
        let methods = HeaderValue::from_static("GET, POST, PUT, DELETE, OPTIONS");
        let allowed = HeaderValue::from_static("content-type, x-accept-version, x-identity, x-signature");
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, methods);
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, allowed);
    }
    response
}

/// Does what was asked.
fn run(desk: &Desk, call: &Call, route: &Route) -> Reply {
    let reply = dispatch(desk, call, route).unwrap_or_else(Refusal::into_reply);
    if call.method != Method::GET {
        desk.bell.notify_one();
        desk.streams.ring();
    }
    reply
}

fn dispatch(desk: &Desk, call: &Call, route: &Route) -> Result<Reply, Refusal> {
    if desk.house.dialect == Dialect::BtcPay
        && let Some(reply) = btcpay::answer(desk, call, route)
    {
        return Ok(reply);
    }
    match route {
        Route::CreateToken => tokens::create(desk, call),
        Route::ListTokens => tokens::list(desk, call),
        Route::ListSins(token) => tokens::sins(desk, call, token),
        Route::AddSin(token) => tokens::add_sin(desk, call, token),
        Route::RemoveSin(token, sin) => tokens::remove_sin(desk, call, token, sin),
        Route::CreateInvoice => invoices::create(desk, call),
        Route::ListInvoices => list::list(desk, call),
        Route::ReadInvoice(id) => invoices::read(desk, call, id),
        Route::ReadInvoiceByGuid(guid) => invoices::read_by_guid(desk, call, guid),
        Route::CancelInvoice(id) => invoices::cancel(desk, call, id),
        Route::CancelInvoiceByGuid(guid) => invoices::cancel_by_guid(desk, call, guid),
        Route::UpdateInvoice(id) => contact::update(desk, call, id),
        Route::ResendInvoice(id) => invoices::resend(desk, call, id),
        Route::CreateRefund => refunds::create(desk, call),
        Route::ListRefunds => refunds::list(desk, call),
        Route::ReadRefund(name) => refunds::read(desk, call, name),
        Route::MeanRefund(name) => refunds::mean(desk, call, name),
        Route::CancelRefund(name) => refunds::cancel(desk, call, name),
        Route::NotifyRefund(id) => refunds::notify(desk, call, id),
        Route::CreateOlderRefund(invoice) => older_refunds::create(desk, call, invoice),
        Route::ReadOlderRefunds(invoice, id) => older_refunds::read(desk, call, invoice, id.as_deref()),
        Route::CancelOlderRefund(invoice, id) => older_refunds::cancel(desk, call, invoice, id),
        Route::Balances => ledgers::balances(desk, call),
        Route::LedgerEntries(currency) => ledgers::entries(desk, call, currency),
        Route::ListSettlements => settlements::list(desk, call),
        Route::ReadSettlement(id) => settlements::one(desk, call, id),
        Route::SettlementReport(id) => settlements::report(desk, call, id),
        Route::TestPayment(id) => invoices::test_payment(desk, call, id),
        Route::EventToken(id) => events::grant(desk, call, id),
        Route::EventStream => events::subscription(desk, call).map(|_| Reply::data(&"Success")),
        Route::RatesOf(base) => rates::all(desk, base.as_deref()),
        Route::Rate(base, quote) => rates::one(desk, base, quote),
        Route::Currencies => Ok(rates::currencies(desk)),
        Route::Wallets => Ok(rates::wallets(call)),
        Route::CustomerPage => page::customer(desk, call.query("id")),
        Route::PaymentProtocol(id) => page::payment(desk, call, id),
        Route::Dashboard => Ok(page::dashboard()),
        Route::AccessRequest => Ok(page::access_request()),
        Route::Front => Ok(page::front()),
        Route::Control(control) => control::answer(desk, call, control),
        Route::Preflight => Ok(Reply::json(&serde_json::json!({}))),
        Route::Health | Route::ServerInfo | Route::Unknown => Err(Refusal::unknown_path()),
    }
}

/// Does what was asked, but goes wrong in the ordered way.
async fn astray(desk: &Desk, call: &Call, route: &Route, mischief: Mischief) -> Response<Body> {
    match mischief {
        Mischief::DropBefore => dropped(),
        Mischief::Stream(_) => run(desk, call, route).into_response(),
        Mischief::DropAfter => {
            run(desk, call, route);
            dropped()
        }
        Mischief::DelayAfter(ms) => {
            let reply = run(desk, call, route);
            tokio::time::sleep(Duration::from_millis(ms)).await;
            reply.into_response()
        }
        Mischief::DelayBefore(ms) => {
            tokio::time::sleep(Duration::from_millis(ms)).await;
            run(desk, call, route).into_response()
        }
        Mischief::Refuse { status, retry_after } => fault::refusal(status, retry_after).into_response(),
        Mischief::RefuseAfter { status, retry_after } => {
            run(desk, call, route);
            fault::refusal(status, retry_after).into_response()
        }
        Mischief::Truncate => truncated(run(desk, call, route)),
        Mischief::Garbage => {
            run(desk, call, route);
            fault::garbage().into_response()
        }
        Mischief::Html => fault::html().into_response(),
        Mischief::HugeBody => fault::huge(run(desk, call, route)).into_response(),
        Mischief::Lie(lie) => fault::lie(run(desk, call, route), lie, &call.origin()).into_response(),
    }
}

fn broken() -> io::Error {
    io::Error::new(io::ErrorKind::ConnectionReset, "the sandbox was told to drop this connection")
}

/// A body that fails before its first byte makes the server close the connection with nothing sent.
fn dropped() -> Response<Body> {
    Response::new(Body::from_stream(stream::once(async { Err::<Bytes, io::Error>(broken()) })))
}

/// Promises the whole length, sends half, and closes.
fn truncated(reply: Reply) -> Response<Body> {
    let whole = reply.body.len();
    let half = Bytes::copy_from_slice(&reply.body[..whole / 2]);
    let mut response = reply.into_response();
    let first = stream::once(async move { Ok::<Bytes, io::Error>(half) });
    let then = stream::once(async {
        // Lets the half be written before the failure ends the connection.
        tokio::task::yield_now().await;
        Err(broken())
    });
    *response.body_mut() = Body::from_stream(futures::StreamExt::chain(first, then));
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(whole));
    response
}
