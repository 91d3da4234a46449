#!/usr/bin/env python3
"""Plays the customer: opens a payment page in headless Chromium and clicks its button.

usage: customer.py PAGE_URL BUTTON [SCREENSHOT]      for example: customer.py http://127.0.0.1:8080/i/ID pay-exact
"""
import sys

from page import Browser, until


def main(url, button, shot=None):
    browser = Browser()
    try:
        browser.open(url)
        browser.click(button)
        until("the page shows the payment", lambda: browser.text("status").strip().lower() not in ("", "new", "waiting"))
        if shot:
            browser.shot(shot)
        print(f"customer: clicked {button}, the page says {browser.text('status').strip()!r}")
    finally:
        browser.quit()


if __name__ == "__main__":
    main(*sys.argv[1:])
