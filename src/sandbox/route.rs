//! Which path means what. One list, read by the server, the call counter and the faults.

use axum::http::Method;

/// The two ways to name a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Name {
    Id(String),
    Guid(String),
}

/// Every path the sandbox answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Route {
    CreateToken,
    ListTokens,
    ListSins(String),
    AddSin(String),
    RemoveSin(String, String),
    CreateInvoice,
    ListInvoices,
    ReadInvoice(String),
    ReadInvoiceByGuid(String),
    CancelInvoice(String),
    CancelInvoiceByGuid(String),
    UpdateInvoice(String),
    ResendInvoice(String),
    TestPayment(String),
    CreateRefund,
    ListRefunds,
    ReadRefund(Name),
    MeanRefund(Name),
    CancelRefund(Name),
    NotifyRefund(String),
    CreateOlderRefund(String),
    ReadOlderRefunds(String, Option<String>),
    CancelOlderRefund(String, String),
    Balances,
    LedgerEntries(String),
    ListSettlements,
    ReadSettlement(String),
    SettlementReport(String),
    EventToken(String),
    EventStream,
    Health,
    ServerInfo,
    RatesOf(Option<String>),
    Rate(String, String),
    Currencies,
    Wallets,
    CustomerPage,
    PaymentProtocol(String),
    Dashboard,
    AccessRequest,
    Front,
    Control(Control),
    Preflight,
    Unknown,
}

/// What can be made to happen to a refund.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RefundStep {
    /// The payer does not answer: nothing happens by itself any more.
    Hold,
    /// The payer has given an address and the money leaves.
    Send,
    Succeed,
    Fail,
}

/// The sandbox's own paths below `/_sandbox`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Control {
    Pay(String),
    Confirm(String),
    Invalidate(String),
    Mark(String),
    ChooseCoin(String),
    Show(String),
    Refund(String, RefundStep),
    Settle,
    FailSettlement(String),
    Clock,
    MakeToken,
    ListTokens,
    Approve,
    MakePairingCode,
    AddFaults,
    ClearFaults,
    ListFaults,
    State,
    Unknown,
}

impl Route {
    /// Finds the route of a method and decoded path segments.
    pub(crate) fn of(method: &Method, segments: &[String]) -> Self {
        let parts: Vec<&str> = segments.iter().map(String::as_str).collect();
        if let ["_sandbox", rest @ ..] = parts.as_slice() {
            return Self::Control(Control::of(method.as_str(), rest));
        }
        if method == Method::OPTIONS {
            return Self::Preflight;
        }
        Self::gateway(method.as_str(), &parts)
    }

    fn gateway(method: &str, parts: &[&str]) -> Self {
        match (method, parts) {
            ("POST", ["tokens"]) => Self::CreateToken,
            ("GET", ["tokens"]) => Self::ListTokens,
            ("GET", ["tokens", token, "sins"]) => Self::ListSins((*token).to_owned()),
            ("POST", ["tokens", token, "sins"]) => Self::AddSin((*token).to_owned()),
            ("DELETE", ["tokens", token, "sins", sin]) => Self::RemoveSin((*token).to_owned(), (*sin).to_owned()),
            ("POST", ["invoices"]) => Self::CreateInvoice,
            ("GET", ["invoices"]) => Self::ListInvoices,
            ("GET", ["invoices", id]) => Self::ReadInvoice((*id).to_owned()),
            ("GET", ["invoices", "guid", guid]) => Self::ReadInvoiceByGuid((*guid).to_owned()),
            ("DELETE", ["invoices", id]) => Self::CancelInvoice((*id).to_owned()),
            ("DELETE", ["invoices", "guid", guid]) => Self::CancelInvoiceByGuid((*guid).to_owned()),
            ("PUT", ["invoices", "pay", id]) => Self::TestPayment((*id).to_owned()),
            ("PUT", ["invoices", id]) => Self::UpdateInvoice((*id).to_owned()),
            ("POST", ["invoices", id, "notifications"]) => Self::ResendInvoice((*id).to_owned()),
            (_, ["refunds", ..] | ["invoices", _, "refunds", ..]) => Self::refund(method, parts),
            ("GET", ["ledgers"]) => Self::Balances,
            ("GET", ["ledgers", currency]) => Self::LedgerEntries((*currency).to_owned()),
            ("GET", ["settlements"]) => Self::ListSettlements,
            ("GET", ["settlements", id]) => Self::ReadSettlement((*id).to_owned()),
            ("GET", ["settlements", id, "reconciliationReport" | "reconciliationreport"]) => {
                Self::SettlementReport((*id).to_owned())
            }
            ("GET", ["invoices", id, "events"]) => Self::EventToken((*id).to_owned()),
            ("GET", ["events"]) => Self::EventStream,
            ("GET", ["api", "v1", "health"]) => Self::Health,
            ("GET", ["api", "v1", "server", "info"]) => Self::ServerInfo,
            ("GET", ["rates"]) => Self::RatesOf(None),
            ("GET", ["rates", base]) => Self::RatesOf(Some((*base).to_owned())),
            ("GET", ["rates", base, quote]) => Self::Rate((*base).to_owned(), (*quote).to_owned()),
            ("GET", ["currencies"]) => Self::Currencies,
            ("GET", ["supportedwallets" | "supportedWallets"]) => Self::Wallets,
            ("GET", ["invoice"]) => Self::CustomerPage,
            ("GET", ["i", id]) => Self::PaymentProtocol((*id).to_owned()),
            ("GET", ["dashboard", "merchant", "api-tokens"]) => Self::Dashboard,
            ("GET", ["api-access-request"]) => Self::AccessRequest,
            ("GET", []) => Self::Front,
            _ => Self::Unknown,
        }
    }

    fn refund(method: &str, parts: &[&str]) -> Self {
        let id = |id: &str| Name::Id(id.to_owned());
        let guid = |guid: &str| Name::Guid(guid.to_owned());
        match (method, parts) {
            ("POST", ["refunds"]) => Self::CreateRefund,
            ("GET", ["refunds"]) => Self::ListRefunds,
            ("GET", ["refunds", "guid", name]) => Self::ReadRefund(guid(name)),
            ("PUT", ["refunds", "guid", name]) => Self::MeanRefund(guid(name)),
            ("DELETE", ["refunds", "guid", name]) => Self::CancelRefund(guid(name)),
            ("GET", ["refunds", name]) => Self::ReadRefund(id(name)),
            ("PUT", ["refunds", name]) => Self::MeanRefund(id(name)),
            ("DELETE", ["refunds", name]) => Self::CancelRefund(id(name)),
            ("POST", ["refunds", name, "notifications"]) => Self::NotifyRefund((*name).to_owned()),
            ("POST", ["invoices", of, "refunds"]) => Self::CreateOlderRefund((*of).to_owned()),
            ("GET", ["invoices", of, "refunds"]) => Self::ReadOlderRefunds((*of).to_owned(), None),
            ("GET", ["invoices", of, "refunds", name]) => {
                Self::ReadOlderRefunds((*of).to_owned(), Some((*name).to_owned()))
            }
            ("DELETE", ["invoices", of, "refunds", name]) => {
                Self::CancelOlderRefund((*of).to_owned(), (*name).to_owned())
            }
            _ => Self::Unknown,
        }
    }

    /// The path with its parameters named, as the call counter shows it. None for the sandbox's own paths.
    pub(crate) fn template(&self) -> Option<&'static str> {
        Some(match self {
            Self::CreateToken => "POST /tokens",
            Self::ListTokens => "GET /tokens",
            Self::ListSins(_) => "GET /tokens/:token/sins",
            Self::AddSin(_) => "POST /tokens/:token/sins",
            Self::RemoveSin(..) => "DELETE /tokens/:token/sins/:sin",
            Self::CreateInvoice => "POST /invoices",
            Self::ListInvoices => "GET /invoices",
            Self::ReadInvoice(_) => "GET /invoices/:id",
            Self::ReadInvoiceByGuid(_) => "GET /invoices/guid/:guid",
            Self::CancelInvoice(_) => "DELETE /invoices/:id",
            Self::CancelInvoiceByGuid(_) => "DELETE /invoices/guid/:guid",
            Self::UpdateInvoice(_) => "PUT /invoices/:id",
            Self::ResendInvoice(_) => "POST /invoices/:id/notifications",
            Self::TestPayment(_) => "PUT /invoices/pay/:id",
            Self::CreateRefund => "POST /refunds",
            Self::ListRefunds => "GET /refunds",
            Self::ReadRefund(Name::Id(_)) => "GET /refunds/:id",
            Self::ReadRefund(Name::Guid(_)) => "GET /refunds/guid/:guid",
            Self::MeanRefund(Name::Id(_)) => "PUT /refunds/:id",
            Self::MeanRefund(Name::Guid(_)) => "PUT /refunds/guid/:guid",
            Self::CancelRefund(Name::Id(_)) => "DELETE /refunds/:id",
            Self::CancelRefund(Name::Guid(_)) => "DELETE /refunds/guid/:guid",
            Self::NotifyRefund(_) => "POST /refunds/:id/notifications",
            Self::CreateOlderRefund(_) => "POST /invoices/:id/refunds",
            Self::ReadOlderRefunds(_, None) => "GET /invoices/:id/refunds",
            Self::ReadOlderRefunds(_, Some(_)) => "GET /invoices/:id/refunds/:rid",
            Self::CancelOlderRefund(..) => "DELETE /invoices/:id/refunds/:rid",
            Self::Balances => "GET /ledgers",
            Self::LedgerEntries(_) => "GET /ledgers/:currency",
            Self::ListSettlements => "GET /settlements",
            Self::ReadSettlement(_) => "GET /settlements/:id",
            Self::SettlementReport(_) => "GET /settlements/:id/reconciliationReport",
            Self::EventToken(_) => "GET /invoices/:id/events",
            Self::EventStream => "GET /events",
            Self::Health => "GET /api/v1/health",
            Self::ServerInfo => "GET /api/v1/server/info",
            Self::RatesOf(None) => "GET /rates",
            Self::RatesOf(Some(_)) => "GET /rates/:base",
            Self::Rate(..) => "GET /rates/:base/:quote",
            Self::Currencies => "GET /currencies",
            Self::Wallets => "GET /supportedwallets",
            Self::CustomerPage => "GET /invoice",
            Self::PaymentProtocol(_) => "GET /i/:id",
            Self::Dashboard => "GET /dashboard/merchant/api-tokens",
            Self::AccessRequest => "GET /api-access-request",
            Self::Front => "GET /",
            Self::Preflight => "OPTIONS",
            Self::Unknown => "unknown",
            Self::Control(_) => return None,
        })
    }
}

impl Control {
    fn of(method: &str, parts: &[&str]) -> Self {
        match (method, parts) {
            ("POST", ["invoices", id, "pay"]) => Self::Pay((*id).to_owned()),
            ("POST", ["invoices", id, "confirm"]) => Self::Confirm((*id).to_owned()),
            ("POST", ["invoices", id, "invalidate"]) => Self::Invalidate((*id).to_owned()),
            ("POST", ["invoices", id, "mark"]) => Self::Mark((*id).to_owned()),
            ("POST", ["invoices", id, "coin"]) => Self::ChooseCoin((*id).to_owned()),
            ("GET", ["invoices", id]) => Self::Show((*id).to_owned()),
            ("POST", ["refunds", id, "hold"]) => Self::Refund((*id).to_owned(), RefundStep::Hold),
            ("POST", ["refunds", id, "send"]) => Self::Refund((*id).to_owned(), RefundStep::Send),
            ("POST", ["refunds", id, "succeed"]) => Self::Refund((*id).to_owned(), RefundStep::Succeed),
            ("POST", ["refunds", id, "fail"]) => Self::Refund((*id).to_owned(), RefundStep::Fail),
            ("POST", ["settle"]) => Self::Settle,
            ("POST", ["settlements", id, "fail"]) => Self::FailSettlement((*id).to_owned()),
            ("POST", ["clock"]) => Self::Clock,
            ("POST", ["tokens"]) => Self::MakeToken,
            ("GET", ["tokens"]) => Self::ListTokens,
            ("POST", ["approve"]) => Self::Approve,
            ("POST", ["pairing-codes"]) => Self::MakePairingCode,
            ("POST", ["faults"]) => Self::AddFaults,
            ("DELETE", ["faults"]) => Self::ClearFaults,
            ("GET", ["faults"]) => Self::ListFaults,
            ("GET", ["state"]) => Self::State,
            _ => Self::Unknown,
        }
    }
}
