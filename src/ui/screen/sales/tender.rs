//! How a sale was or is to be paid, as the list names it.

use crate::domain::fact::Tender;
use crate::domain::sale::Sale;
use crate::notice;
use crate::ui::context::Context;
use crate::ui::icon::Icon;
use crate::ui::screen::look;

/// How a sale was or is being paid.
pub(super) fn tender(sale: &Sale, cx: &Context<'_>) -> (Icon, String) {
    if let Some(Tender::Cash { .. }) = sale.completed().map(|fact| &fact.tender) {
        return (Icon::Banknote, cx.lang.text("receipt-cash"));
    }
    let attempt = notice::subject(sale);
    let code = attempt.and_then(|attempt| attempt.paid.as_ref().map(|paid| &paid.coin).or(attempt.coin.as_ref()));
    match code {
        Some(code) => {
            let asset = look::asset(code);
            (look::coin_icon(&asset), look::coin_name(&asset, cx.lang))
        }
        None => (Icon::QrCode, look::gateway(cx)),
    }
}
