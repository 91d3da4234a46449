//! What goes back: answers, refusals in the gateway's own forms, and their headers.

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use serde::Serialize;
use serde_json::{Value, json};

/// A whole answer before it is written.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) kind: &'static str,
    pub(crate) body: Vec<u8>,
    pub(crate) retry_after: Option<String>,
}

pub(crate) const JSON: &str = "application/json";
pub(crate) const HTML: &str = "text/html; charset=utf-8";

impl Reply {
    pub(crate) fn json(value: &impl Serialize) -> Self {
        Self::json_with(200, value)
    }

    pub(crate) fn json_with(status: u16, value: &impl Serialize) -> Self {
        let body = serde_json::to_vec(value).expect("wire structs have text keys and no failing parts");
        Self { status, kind: JSON, body, retry_after: None }
    }

    /// `{"data":…}`
    pub(crate) fn data(value: &impl Serialize) -> Self {
        #[derive(Serialize)]
        struct Wrapped<'a, T> {
            data: &'a T,
        }
        Self::json(&Wrapped { data: value })
    }

    pub(crate) fn page(body: String) -> Self {
        Self { status: 200, kind: HTML, body: body.into_bytes(), retry_after: None }
    }

    pub(crate) fn into_response(self) -> Response<Body> {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.kind));
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(after) = self.retry_after.and_then(|text| HeaderValue::try_from(text).ok()) {
            headers.insert(header::RETRY_AFTER, after);
        }
        response
    }
}

/// The verb digits of an error code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verb {
    Any,
    Post,
    Get,
    Put,
    Delete,
}

impl Verb {
    fn digits(self) -> &'static str {
        match self {
            Self::Any => "00",
            Self::Post => "01",
            Self::Get => "02",
            Self::Put => "03",
            Self::Delete => "04",
        }
    }
}

/// The last four digits of an error code: resource and error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    Server,
    Invalid,
    Missing,
    InvoiceNotFound,
    InvoiceInvalid,
    InvoiceMissing,
    CancelState,
    ContactMissing,
    SmsUnverified,
    PriceBelowMinimum,
    PriceAboveMaximum,
    SmsInvalid,
    SmsCodeWrong,
    ContactLocked,
    EmailAlreadySet,
    TestOnly,
    InvoiceState,
    RefundNotFound,
    RefundInvalid,
    RefundMissing,
    RefundActive,
    RefundState,
    RefundFees,
}

impl Fault {
    fn digits(self) -> &'static str {
        match self {
            Self::Server => "0000",
            Self::Invalid => "0002",
            Self::Missing => "0003",
            Self::InvoiceNotFound => "0101",
            Self::InvoiceInvalid => "0102",
            Self::InvoiceMissing => "0103",
            Self::CancelState => "0107",
            Self::ContactMissing => "0108",
            Self::SmsUnverified => "0109",
            Self::PriceBelowMinimum => "0110",
            Self::PriceAboveMaximum => "0111",
            Self::SmsInvalid => "0112",
            Self::SmsCodeWrong => "0113",
            Self::ContactLocked => "0114",
            Self::EmailAlreadySet => "0115",
            Self::TestOnly => "0116",
            Self::InvoiceState => "0117",
            Self::RefundNotFound => "0201",
            Self::RefundInvalid => "0202",
            Self::RefundMissing => "0203",
            Self::RefundActive => "0204",
            Self::RefundState => "0207",
            Self::RefundFees => "0208",
        }
    }

    fn status(self) -> u16 {
        match self {
            Self::Server => 500,
            Self::InvoiceNotFound | Self::RefundNotFound => 404,
            Self::Invalid
            | Self::Missing
            | Self::InvoiceInvalid
            | Self::InvoiceMissing
            | Self::CancelState
            | Self::ContactMissing
            | Self::SmsUnverified
            | Self::PriceBelowMinimum
            | Self::PriceAboveMaximum
            | Self::SmsInvalid
            | Self::SmsCodeWrong
            | Self::ContactLocked
            | Self::EmailAlreadySet
            | Self::TestOnly
            | Self::InvoiceState
            | Self::RefundInvalid
            | Self::RefundMissing
            | Self::RefundActive
            | Self::RefundState
            | Self::RefundFees => 400,
        }
    }
}

/// Why the gateway will not do it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Access and routing: `{"error":text}`.
    Access { status: u16, text: String },
    /// `{"status":"error","code":…,"data":null,"error":text}`, with the parameter's name where one is to blame.
    Coded { verb: Verb, fault: Fault, text: String, param: Option<String> },
    /// Too many creates; come back later.
    Limited { retry_after_s: i64 },
}

impl Refusal {
    pub(crate) fn signature() -> Self {
        Self::access(400, "Invalid signature")
    }

    pub(crate) fn sin() -> Self {
        Self::access(401, "Unauthorized sin")
    }

    pub(crate) fn token() -> Self {
        Self::access(401, "Invalid token")
    }

    pub(crate) fn facade(name: &str) -> Self {
        Self::access(403, &format!("This endpoint does not support the `{name}` facade"))
    }

    pub(crate) fn unknown_object() -> Self {
        Self::access(404, "Object not found")
    }

    pub(crate) fn unknown_path() -> Self {
        Self::access(404, "Not found")
    }

    /// For the control paths: what was wrong with the request, in words.
    pub(crate) fn control(text: &str) -> Self {
        Self::access(400, text)
    }

    fn access(status: u16, text: &str) -> Self {
        Self::Access { status, text: text.to_owned() }
    }

    pub(crate) fn too_large() -> Self {
        Self::access(413, "Request body too large")
    }

    pub(crate) fn coded(verb: Verb, fault: Fault, text: &str) -> Self {
        Self::Coded { verb, fault, text: text.to_owned(), param: None }
    }

    pub(crate) fn param(verb: Verb, fault: Fault, text: &str, param: &str) -> Self {
        Self::Coded { verb, fault, text: text.to_owned(), param: Some(param.to_owned()) }
    }

    pub(crate) fn invoice_not_found(verb: Verb) -> Self {
        Self::coded(verb, Fault::InvoiceNotFound, "Object not found")
    }

    pub(crate) fn into_reply(self) -> Reply {
        match self {
            Self::Access { status, text } => Reply::json_with(status, &json!({ "error": text })),
            Self::Coded { verb, fault, text, param } => {
                let code = format!("{}{}", verb.digits(), fault.digits());
                let mut body = json!({ "status": "error", "code": code, "data": null, "error": text });
                if let Some(param) = param {
                    body["param"] = Value::String(param);
                }
                Reply::json_with(fault.status(), &body)
            }
            Self::Limited { retry_after_s } => {
                let body = json!({ "status": "error", "code": "000000", "data": null, "error": "Too many requests" });
                Reply { retry_after: Some(retry_after_s.to_string()), ..Reply::json_with(429, &body) }
            }
        }
    }
}

impl From<super::store::StoreError> for Refusal {
    /// A full disk or a damaged file is the gateway's own trouble.
    fn from(error: super::store::StoreError) -> Self {
        Self::coded(Verb::Any, Fault::Server, &format!("The sandbox cannot write its state: {error}"))
    }
}
