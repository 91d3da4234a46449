"""Drives the official Python SDK against a sandbox: prints one line per case, exits 1 if any failed."""

import json
import sys
import traceback
import uuid
from datetime import datetime, timedelta, timezone
from decimal import Decimal

import requests
from bitpay.client import Client
from bitpay.config import Config
from bitpay.environment import Environment
from bitpay.exceptions.bitpay_api_exception import BitPayApiException
from bitpay.models.facade import Facade
from bitpay.models.invoice.buyer import Buyer
from bitpay.models.invoice.invoice import Invoice
from bitpay.utils.key_utils import generate_pem, get_sin_from_pem
from bitpay.utils.token_container import TokenContainer

URL = sys.argv[1]
# The host name, and nothing else.
Config.TEST_URL._value_ = URL + "/"

failures = 0


def case(name):
    """Runs a function at once as a case of that name."""

    def run(body):
        global failures
        try:
            body()
            print(f"ok python {name}", flush=True)
        except Exception:
            failures += 1
            print(f"FAILED python {name}", flush=True)
            traceback.print_exc()

    return run


def same(have, want):
    assert have == want, f"{have!r} instead of {want!r}"


def post(path, body):
    """A call as the SDK's own setup program makes it, and the dashboard's buttons."""
    answer = requests.post(URL + path, json=body, headers={"X-accept-version": "2.0.0"})
    assert answer.ok, answer.text
    return answer.json()


def refused(code, call, *arguments):
    try:
        call(*arguments)
    except BitPayApiException as error:
        same(error.get_code(), code)
        return
    raise AssertionError(f"not refused with {code}")


pem = generate_pem()
sin = get_sin_from_pem(pem)
held = {}


@case("pair-client-first")
def _():
    asked = post("/tokens", {"id": sin, "facade": "merchant"})["data"][0]
    post("/_sandbox/approve", {"pairingCode": asked["pairingCode"]})
    held["merchant"] = asked["token"]


@case("pair-dashboard-first")
def _():
    code = post("/_sandbox/pairing-codes", {"facade": "pos"})["pairingCode"]
    claimed = post("/tokens", {"id": sin, "pairingCode": code})["data"][0]
    same(claimed["facade"], "pos")
    held["pos"] = claimed["token"]


tokens = TokenContainer()
tokens.add_merchant(held["merchant"])
tokens.add_pos(held["pos"])
client = Client.create_client(pem, tokens, Environment.TEST)


def invoice(price=20.5, **fields):
    made = Invoice(price=price, currency="USD", **fields)
    made.guid = str(uuid.uuid4())
    return made


def paid(status="complete", price=20.5):
    made = client.create_invoice(invoice(price))
    return client.pay_invoice(made.id, status)


@case("create-invoice")
def _():
    wanted = invoice(order_id="1042-1", item_desc="Tea & cake – ünïcode", pos_data='{"till":2}')
    wanted.buyer = Buyer(name="J. Doe", email="j@doe.example")
    made = client.create_invoice(wanted)
    same((made.status, made.price, made.currency, made.order_id), ("new", 20.5, "USD", "1042-1"))
    same((made.guid, made.exception_status), (wanted.guid, False))
    same(made.payment_totals["DAI"], Decimal("20500000000000000000"))
    held["first"] = made


@case("create-invoice-pos-signed")
def _():
    made = client.create_invoice(invoice(), Facade.POS, True)
    same(client.get_invoice(made.id, Facade.POS, True).id, made.id)


@case("create-invoice-pos-unsigned")
def _():
    opened = post("/_sandbox/tokens", {"facade": "pos", "authenticated": False})["token"]
    # All containers of this SDK share one dictionary, so the merchant's pos token is put back afterwards.
    pos = Client.create_pos_client(opened, Environment.TEST)
    made = pos.create_invoice(invoice(), Facade.POS, False)
    same(pos.get_invoice(made.id, Facade.POS, False).status, "new")
    tokens.add_pos(held["pos"])


@case("get-invoice")
def _():
    got = client.get_invoice(held["first"].id)
    same((got.id, got.token), (held["first"].id, held["first"].token))


@case("get-invoice-by-guid")
def _():
    same(client.get_invoice_by_guid(held["first"].guid).id, held["first"].id)


def days(before, after):
    now = datetime.now(timezone.utc)
    return [(now + timedelta(days=d)).strftime("%Y-%m-%d") for d in (-before, after)]


@case("list-invoices")
def _():
    found = client.get_invoices(*days(1, 1), status="new", order_id="1042-1", limit=5, offset=0)
    same([one.id for one in found], [held["first"].id])
    same(len(client.get_invoices(*days(1, 1), limit=2)), 2)


@case("update-invoice-email")
def _():
    made = client.create_invoice(invoice())
    changed = client.update_invoice(made.id, buyer_email="late@doe.example")
    same(changed.buyer_provided_email, "late@doe.example")
    refused("030115", client.update_invoice, made.id, "again@doe.example")


@case("update-invoice-sms")
def _():
    made = client.create_invoice(invoice())
    client.update_invoice(made.id, None, "+12223334444")
    refused("030113", client.update_invoice, made.id, None, None, "no code")
    code = requests.get(f"{URL}/_sandbox/invoices/{made.id}").json()["smsCode"]
    changed = client.update_invoice(made.id, None, None, code)
    same(changed.buyer_provided_info.sms_verified, True)


@case("cancel-invoice")
def _():
    gone = client.cancel_invoice(held["first"].id)
    same(gone.status, "expired")
    refused("040107", client.cancel_invoice, held["first"].id)


@case("cancel-invoice-by-guid")
def _():
    made = client.create_invoice(invoice())
    same(client.cancel_invoice_by_guid(made.guid, True).status, "expired")


@case("pay-invoice")
def _():
    same(paid("confirmed").status, "confirmed")
    held["complete"] = paid("complete")
    same(held["complete"].status, "complete")
    same(held["complete"].transactions[0].confirmations, 6)


@case("resend-invoice-notification")
def _():
    same(client.request_invoice_notifications(held["first"].id, held["first"].token), True)


@case("invoice-event-token")
def _():
    made = client.create_invoice(invoice())
    granted = client.get_invoice_event_token(made.id)
    assert len(granted.token) >= 20, granted.token
    assert {"payment", "confirmation"} <= set(granted.events), granted.events
    assert "subscribe" in granted.actions, granted.actions
    asked = {"token": granted.token, "action": "subscribe", "events[]": ["payment", "confirmation"]}
    with requests.get(f"{URL}/events", params=asked, stream=True, timeout=10) as stream:
        same(stream.headers["content-type"].split(";")[0], "text/event-stream")
        lines = stream.iter_lines(decode_unicode=True)
        assert "event: connect" in lines, "no event came"
        post(f"/_sandbox/invoices/{made.id}/pay", {"coin": "BTC", "amount": "exact"})
        data = next(line for line in lines if made.id in line)
        same(json.loads(data.removeprefix("data:"))["status"], "paid")


@case("rates")
def _():
    same(client.get_rates().get_rate("BTC"), 1)
    same(client.get_currency_rates("ETH").get_rate("USD"), 2500)
    same(client.get_currency_pair_rate("BTC", "USD").rate, 62000.5)


@case("currencies")
def _():
    same(client.get_currencies()["BTC"].decimals, 8)


@case("supported-wallets")
def _():
    assert client.get_supported_wallets()[0].currencies


@case("ledgers")
def _():
    balances = {one.currency: one.balance for one in client.get_ledgers()}
    same(balances["USD"], float(Decimal("20.5") * Decimal("0.99")))


@case("ledger-entries")
def _():
    entries = client.get_ledger_entries("USD", *days(15, 15))
    mine = [one for one in entries if one.invoice_id == held["complete"].id]
    same([(one.code, one.amount, one.scale) for one in mine], [(1000, 2050000000, 10**8), (1023, -20500000, 10**8)])
    refused("020002", client.get_ledger_entries, "USD", *days(365, 365))


@case("refund-preview-and-mean-it")
def _():
    made = client.create_refund(paid().id, 5.25, True, reference="1042")
    same((made.status, made.amount, made.reference), ("preview", 5.25, "1042"))
    same(client.update_refund(made.id, "created").status, "created")
    held["refund"] = made


@case("refund-get")
def _():
    same(client.get_refund(held["refund"].id).status, "created")


@case("refund-get-by-guid")
def _():
    same(client.get_refund_by_guid(held["refund"].guid).id, held["refund"].id)


@case("refund-list")
def _():
    same([one.id for one in client.get_refunds(held["refund"].invoice)], [held["refund"].id])


@case("refund-notify")
def _():
    # This SDK's refunds drop their own token; the merchant's opens the same path.
    same(client.request_refund_notification(held["refund"].id, held["merchant"]), True)


@case("refund-cancel")
def _():
    same(client.cancel_refund(held["refund"].id).status, "canceled")


@case("refund-create-and-cancel-by-guid")
def _():
    made = client.create_refund(paid("confirmed").id, 20.5, False, True)
    same((made.status, made.immediate), ("created", True))
    refused("010204", client.create_refund, made.invoice, 1)
    same(client.cancel_refund_by_guid(made.guid).status, "canceled")


@case("refund-errors")
def _():
    refused("010207", client.create_refund, client.create_invoice(invoice()).id, 1)
    refused("010208", client.create_refund, paid(price=0.1).id, 0.1, False, False, True)
    refused("010202", client.create_refund, paid().id, 21)
    refused("020201", client.get_refund, "1111111111111111111111")


@case("refund-runs-to-success")
def _():
    made = client.create_refund(paid().id, 20.5)
    post("/_sandbox/clock", {"advance_ms": 20_000})
    same(client.get_refund(made.id).status, "success")


@case("settlements")
def _():
    post("/_sandbox/settle", {})
    found = client.get_settlements("USD", *days(2, 2), status="processing", limit=10, offset=0)
    one = client.get_settlement(found[0].id)
    report = client.get_settlement_reconciliation_report(one.id, one.token)
    exact = lambda value: Decimal(str(value))
    same(sum(exact(entry.amount) for entry in report.ledger_entries), exact(one.ledger_entries_sum))
    total = exact(one.opening_balance) + exact(one.ledger_entries_sum) - exact(one.withholdings_sum)
    same(total, exact(one.total_amount))


sys.exit(1 if failures else 0)
