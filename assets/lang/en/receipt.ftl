### What stands on a receipt. A receipt is text in 32 or 42 columns: keep these short.

receipt-practice = PRACTICE: NO REAL MONEY
receipt-test = TEST: NO REAL MONEY
receipt-copy = COPY { $copy }
receipt-sale = Sale { $number }
receipt-number = Receipt { $number }
receipt-operator = Cashier
receipt-reference = Reference
receipt-amount = Amount
receipt-tip = Tip
receipt-fee = Fee
receipt-override = was { $listed }: { $reason }
receipt-total = TOTAL { $currency }
receipt-cash = Cash
receipt-change = Change
receipt-refund = REFUND
receipt-refund-of = Refund of
receipt-refunded = REFUNDED { $currency }
receipt-refund-id = Refund
receipt-back-via = Back via { $gateway }
receipt-reason = Reason
receipt-via = Paid via { $gateway }
receipt-arrived = Arrived
receipt-excess = Too much
receipt-status = Status
receipt-payment = Payment
receipt-entry = Entry { $entry }
receipt-book = Book
receipt-scan = Scan to keep this receipt.

receipt-state-requested = ASKED
receipt-state-open = OPEN
receipt-state-seen = SEEN
receipt-state-accepted = ACCEPTED
receipt-state-settled = SETTLED
receipt-state-expired = EXPIRED
receipt-state-cancelled = CANCELLED
receipt-state-failed = FAILED

## Around the paper on the screen

receipt-title = Receipt
receipt-show-code = Show code
receipt-hide-code = Hide code
receipt-no-code = This receipt is too long for a code.
receipt-save = Save receipt
receipt-saved = Saved
receipt-saved-to = Saved as { $file }
receipt-next = Next sale
receipt-given = { $given } given · { $change } change
