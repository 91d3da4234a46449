#!/usr/bin/env python3
"""Drives the sandbox's pages in headless Chromium by plain WebDriver over HTTP.

usage: page.py URL [SCREENSHOT_FOLDER]

Makes invoices at the sandbox, pays them by clicking the customer's page, and checks by the API what the gateway
then says. Prints one line per case; exits 1 if any case fails. Needs chromedriver and chromium on the PATH.
"""
import base64
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

WAIT_S = 20
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


def http(method, url, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"}, method=method)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=60) as answer:
            return json.loads(answer.read())
    except urllib.error.HTTPError as error:
        raise AssertionError(f"{method} {url}: {error.code} {error.read()[:300]!r}") from None


def until(what, check):
    """Waits for a condition; the last thing seen is named if it never comes."""
    end, last = time.monotonic() + WAIT_S, None
    while time.monotonic() < end:
        try:
            last = check()
        except AssertionError as error:
            last = None if "no such element" in str(error) or "stale element" in str(error) else str(error)
        if last is True:
            return
        time.sleep(0.05)
    raise AssertionError(f"{what}: last seen {last!r}")


class Browser:
    def __init__(self):
        self.profile = tempfile.mkdtemp(prefix="page-e2e-")
        self.base = None
        try:
            self.base = f"http://127.0.0.1:{self.start()}"
            flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                     "--disable-background-networking", "--disable-component-update", "--disable-sync",
                     "--disable-dev-shm-usage", "--no-proxy-server", "--window-size=390,844",
                     f"--user-data-dir={self.profile}/profile"]
            mobile = {"deviceMetrics": {"width": 390, "height": 844, "pixelRatio": 2.0, "touch": True}}
            wanted = {"alwaysMatch": {"browserName": "chrome",
                                      "goog:chromeOptions": {"args": flags, "mobileEmulation": mobile}}}
            session = http("POST", self.base + "/session", {"capabilities": wanted})["value"]["sessionId"]
            self.base += "/session/" + session
        except BaseException:
            self.quit()
            raise

    def start(self):
        """Starts the driver and answers its port. It picks one free for IPv4 and ends if IPv6 has it taken: then again."""
        for _ in range(5):
            self.driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE,
                                           stderr=subprocess.DEVNULL, text=True, env={**os.environ, "HOME": self.profile})
            for line in self.driver.stdout:
                found = re.search(r"on port (\d+)\.?\s*$", line)
                if found and int(found.group(1)):
                    return found.group(1)
            self.driver.wait()
        raise AssertionError("chromedriver did not start")

    def quit(self):
        try:
            if self.base and "/session/" in self.base:
                http("DELETE", self.base)
        except (AssertionError, OSError):
            pass
        self.driver.terminate()
        self.driver.wait()
        shutil.rmtree(self.profile, ignore_errors=True)

    def do(self, path, body):
        return http("POST", self.base + path, body)["value"]

    def open(self, url):
        self.do("/url", {"url": url})

    def find(self, name):
        return self.do("/element", {"using": "css selector", "value": "#" + name})[ELEMENT]

    def click(self, name):
        """A real click: WebDriver refuses one that something else would catch."""
        until(f"{name} can be clicked", lambda: self.enabled(name))
        self.do(f"/element/{self.find(name)}/click", {})

    def script(self, text, *args):
        return self.do("/execute/sync", {"script": text, "args": list(args)})

    def enabled(self, name):
        return self.script("const e = document.getElementById(arguments[0]);"
                           "return !!e && !e.disabled && e.getClientRects().length > 0", name)

    def visible(self, *names):
        return [n for n in names if self.script(
            "const e = document.getElementById(arguments[0]); return !!e && e.getClientRects().length > 0", n)]

    def text(self, name):
        return self.script("const e = document.getElementById(arguments[0]); return e ? e.innerText : ''", name)

    def shot(self, path):
        data = http("GET", self.base + "/screenshot")["value"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))


class Page:
    PAYS = ("pay-exact", "pay-less", "pay-more", "pay-twice", "pay-late")

    def __init__(self, url, shots):
        self.url, self.shots, self.browser = url.rstrip("/"), shots, Browser()
        self.token = http("POST", self.url + "/_sandbox/tokens", {"facade": "pos", "authenticated": False})["token"]

    def shot(self, name):
        if self.shots:
            self.browser.shot(os.path.join(self.shots, name + ".png"))

    def invoice(self, **extra):
        body = {"token": self.token, "price": 4.5, "currency": "EUR", "itemDesc": "Flat white, oat", **extra}
        made = http("POST", self.url + "/invoices", body)["data"]
        self.browser.open(made["url"])
        until("the page is drawn", lambda: self.browser.text("amount").startswith("4"))
        return made["id"]

    def seen(self, invoice):
        return http("GET", f"{self.url}/invoices/{invoice}?token={self.token}")["data"]

    def shows(self, *words):
        """The word on the page, as the person reads it."""
        until(f"the page says {' or '.join(words)}", lambda: self.browser.text("status") in words or self.browser.text("status"))

    def reaches(self, invoice, *states):
        until(f"the gateway says {' or '.join(states)}",
              lambda: self.seen(invoice)["status"] in states or self.seen(invoice)["status"])

    def offers(self, *names):
        until(f"the page offers {names}", lambda: self.browser.visible(*self.PAYS) == list(names)
              or self.browser.visible(*self.PAYS))

    def case_exact(self):
        invoice = self.invoice()
        self.offers(*self.PAYS)
        assert self.browser.text("amount") == "4.50" and self.browser.text("currency") == "EUR", "the amount"
        assert re.search(r"\d+ min \d\d s left", self.browser.text("countdown")), self.browser.text("countdown")
        self.shot("open")
        self.browser.click("pay-exact")
        self.shows("Payment seen", "Payment accepted")
        self.shot("seen")
        seen = self.seen(invoice)
        assert seen["transactionCurrency"] == "BTC" and seen["exceptionStatus"] is False, seen
        assert seen["amountPaid"] == seen["paymentTotals"]["BTC"], seen
        self.offers()
        self.shows("Payment accepted")
        self.reaches(invoice, "confirmed", "complete")
        self.shot("accepted")

    def case_other_coin(self):
        invoice = self.invoice()
        self.browser.script("document.getElementById('coin-DAI').click()")
        until("the till is told the coin", lambda: self.seen(invoice)["buyerProvidedInfo"].get(
            "selectedTransactionCurrency") == "DAI")
        until("the button names it", lambda: "DAI" in self.browser.text("pay-exact"))
        self.browser.click("pay-exact")
        self.reaches(invoice, "paid", "confirmed")
        seen = self.seen(invoice)
        assert seen["transactionCurrency"] == "DAI" and seen["amountPaid"] == seen["paymentTotals"]["DAI"], seen

    def case_too_little_then_the_rest(self):
        invoice = self.invoice()
        self.browser.click("pay-less")
        self.shows("Part of it arrived")
        self.shot("partial")
        seen = self.seen(invoice)
        assert seen["status"] == "new" and seen["exceptionStatus"] == "paidPartial", seen
        assert seen["amountPaid"] + seen["underpaidAmount"] == seen["paymentTotals"]["BTC"], seen
        until("the rest is offered", lambda: self.browser.text("pay-exact") == "Pay the rest")
        self.browser.click("pay-exact")
        self.reaches(invoice, "paid", "confirmed")
        assert self.seen(invoice)["exceptionStatus"] is False

    def case_too_much(self):
        invoice = self.invoice()
        self.browser.click("pay-more")
        self.reaches(invoice, "paid", "confirmed")
        seen = self.seen(invoice)
        assert seen["exceptionStatus"] == "paidOver" and seen["overpaidAmount"] == seen["paymentTotals"]["BTC"], seen

    def case_twice(self):
        invoice = self.invoice()
        self.browser.click("pay-twice")
        self.reaches(invoice, "paid", "confirmed")
        seen = self.seen(invoice)
        assert seen["exceptionStatus"] == "paidOver" and seen["amountPaid"] == 2 * seen["paymentTotals"]["BTC"], seen

    def case_late_after_the_end(self):
        invoice = self.invoice(acceptanceWindow=1500)
        self.shows("Time is over")
        self.reaches(invoice, "expired")
        self.offers("pay-late")
        self.shot("expired")
        self.browser.click("pay-late")
        self.reaches(invoice, "paid", "confirmed", "complete")
        self.shows("Payment seen", "Payment accepted")
        self.offers()

    def case_late_planned_while_open(self):
        invoice = self.invoice(acceptanceWindow=4000)
        self.browser.click("pay-late")
        self.shows("Payment on its way")
        assert self.seen(invoice)["status"] == "new"
        self.reaches(invoice, "expired")
        self.reaches(invoice, "paid", "confirmed")

    def case_unknown_invoice(self):
        self.browser.open(self.url + "/invoice?id=nobody")
        until("the page says so", lambda: "No such invoice" in self.browser.text("gone"))
        self.offers()

    def case_hostile_text_stays_text(self):
        self.invoice(itemDesc="<img src=x onerror=\"document.title='owned'\">", merchantName="<b>Shop</b>")
        until("the text is shown as it is", lambda: self.browser.text("item").startswith("<img src=x"))
        assert self.browser.text("shop") == "<b>Shop</b>"
        assert self.browser.script("return document.title") == "Pay <b>Shop</b>"

    def case_approve_a_till(self):
        sin = "Tf3yr5tYvccKNVrE26BrPs6LWZRh8woHwjR"
        asked = http("POST", self.url + "/tokens", {"id": sin, "facade": "pos", "label": "Till 2"})["data"][0]
        self.browser.open(f"{self.url}/api-access-request?pairingCode={asked['pairingCode']}")
        until("the till is named", lambda: self.browser.text("label") == "Till 2")
        self.shot("approve")
        self.browser.click("approve")
        until("it is approved", lambda: self.browser.visible("done") == ["done"])
        assert self.active(asked["token"])
        other = http("POST", self.url + "/tokens", {"id": sin, "facade": "pos", "label": "Till 3"})["data"][0]
        self.browser.open(self.url + "/dashboard/merchant/api-tokens")
        self.shot("dashboard")
        self.browser.click("approve-" + other["pairingCode"])
        until("it is approved", lambda: self.active(other["token"]))

    def case_dashboard_makes_codes_and_tokens(self):
        self.browser.open(self.url + "/dashboard/merchant/api-tokens")
        self.browser.click("make-code")
        until("a code appears", lambda: bool(re.fullmatch(r"[A-Za-z0-9]{7}", self.browser.text("code"))))
        sin = "TeyN4LPrXiG5t2yuSamKqP3ynVk3F52iHrX"
        claim = http("POST", self.url + "/tokens", {"id": sin, "pairingCode": self.browser.text("code")})
        assert self.active(claim["data"][0]["token"])
        self.browser.click("make-token")
        until("a token appears", lambda: len(self.browser.text("token")) == 44)
        body = {"token": self.browser.text("token"), "price": 1, "currency": "USD"}
        assert http("POST", self.url + "/invoices", body)["data"]["status"] == "new"

    def active(self, token):
        tokens = http("GET", self.url + "/_sandbox/tokens")["tokens"]
        return any(known["token"] == token and known["active"] for known in tokens)


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    page = Page(sys.argv[1], sys.argv[2] if len(sys.argv) == 3 else None)
    failed = 0
    try:
        for name in [name for name in dir(page) if name.startswith("case_")]:
            try:
                getattr(page, name)()
                print("ok  ", name[5:].replace("_", " "), flush=True)
            except (AssertionError, KeyError, OSError) as error:
                failed += 1
                print("FAIL", name[5:].replace("_", " "), "-", error, flush=True)
    finally:
        page.browser.quit()
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
