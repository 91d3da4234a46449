### The list of sales.

sales-search = Sale number, amount, note
sales-all = All
sales-open = Open { $count }
sales-problems = Problems { $count }
sales-none = No sales yet today.
sales-no-match = No sale fits.
sales-older = It is not among the last sales.
sales-older-act = Look in the whole journal
sales-older-busy = Reading the journal
sales-older-none = There is no sale { $number } in this journal.
sales-foot = The last { $count } sales.
sales-time = Time
sales-sale = Sale
sales-tender = Tender
sales-state = State
sales-amount = Amount { $sign }

sales-asked = Code asked for
sales-step-requested = Asked
sales-step-open = Code made
sales-step-seen = Full amount seen
sales-step-seen-confirmed = Full amount seen, confirmation { $had } of { $wanted }
sales-step-accepted = Accepted
sales-step-settled = Credited
sales-step-expired = Code ended
sales-step-cancelled = Code cancelled
sales-step-failed = Payment failed
sales-refused = No code was made
sales-abandoned = Given up unseen
sales-quarantined = The answer did not agree
sales-completed = Paid, receipt given
sales-voided = Void: { $reason }

sales-paid = Arrived
sales-short = Missing
sales-rate = Rate
sales-payment = Payment
sales-raw = Gateway says
sales-error = Details
sales-codes = Codes made
sales-receipt-number = Receipt
sales-entry = Entry
sales-hash = Hash
sales-transactions = Transactions
sales-units = { $units } base units
sales-confirmations =
    { $count ->
        [one] { $count } confirmation
       *[other] { $count } confirmations
    }
sales-receipt = Receipt
sales-open-payment = Open payment
