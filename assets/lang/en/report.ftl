## Reads and closings

report-x = X { $number }
report-z = Z { $number }
report-day = Business day
report-entries = Entries
report-not-closed = A read. Nothing is closed.
report-sales = Sales
report-returns = Refunds
report-net = NET
report-nobody = No operator
report-no-tax = No tax data
report-coin-unknown = coin not known
report-seen = Seen, can vanish
report-confirmed = Confirmed
report-settled = Settled
report-settled-earlier = Settled from before
report-failed = Failed, goods gone
report-failed-earlier = Failed from before
report-late = Came late
report-refunded = Refunded
report-promised = Promised, not settled
report-float = Opening float
report-cash-sales = Cash sales
report-cash-back = Cash refunds
report-cash-in = Cash in
report-cash-out = Cash out
report-expected = Expected in drawer
report-counted = Counted
report-not-counted = not counted
report-difference = Difference
report-pieces = Pieces
report-voids = Voids
report-overrides = Changed prices
report-by-hand = Accepted by hand
report-sent-back = Late money sent back
report-training = Training
report-copies = Copies
report-reads = Reads
report-drawer-with = Drawer, with sale
report-drawer-without = Drawer, without sale
report-open-sales = Sales that wait
report-open-unresolved = Codes in doubt
report-open-late = Late money to decide
report-open-refunds = Refunds in doubt
report-open-nothing = Nothing stays open.
report-grand-sales = All sales ever
report-grand-returns = All refunds ever
report-grand-net = Net ever
report-grand-abs = Turnover ever
report-key = Key

## The proof of a check

proof-title = Proof of the check
proof-days = Business days
proof-good = Every cent is explained.
proof-open = { $count ->
    [one] One finding is open.
   *[other] { $count } findings are open.
}
proof-broken = { $count ->
    [one] One sum does not add up.
   *[other] { $count } sums do not add up.
}
proof-not-over = The last day was not over yet.
proof-gateway = Connection
proof-ledger-kept = Ledger: the lines kept beside the journal.
proof-ledger-file = Ledger: the file { $file }, read for this check.
proof-invoices-listed = Invoices: as the gateway listed them.
proof-invoices-read = Invoices: as this till last read them.
proof-invoices-unanswered = Invoices: as this till last read them. The gateway gave no list.
proof-entries = Journal: all entries up to { $number }.
proof-rows = Rows read, those around the days included
proof-row-sales = Payments
proof-row-invoices = Invoices
proof-row-lines = Ledger lines
proof-row-settlements = Settlements
proof-row-bank = Bank lines
proof-row-matched = Agree in full
proof-fees = Fees
proof-leg-invoices = Between sold and paid
proof-leg-ledger = Between paid and credited
proof-sums = Sums that must be the same
proof-sum-invoices = Sold with all differences, and paid
proof-sum-ledger = Paid with all differences, and credited
proof-sum-settlement = Settlement { $settlement }: its parts, and its total
proof-sum-entries = Settlement { $settlement }: its lines, and their sum
proof-sum-holds = { $left } = { $right }
proof-sum-fails = { $left } IS NOT { $right }
proof-findings = Findings of every weight: { $count }
proof-more = { $count ->
    [one] One more is not named here.
   *[other] { $count } more are not named here.
}
proof-explained = Explained: { $note }
proof-explained-by = Explained by { $who }: { $note }
proof-not-explained = Nobody has explained it.
proof-fee-ppm = The gateway’s fee by contract, in millionths
proof-fee-fixed = And so many smallest units for each credit
proof-no-chargebacks = Crypto knows no chargebacks, only refunds.

## The owner's pages of the day

owner-today = Today
owner-reports = Reports
owner-cash-up = Cash-up

today-day = Day
today-week = Week
today-month = Month
today-table = As a table
today-chart = As a chart
today-until = { $till } · until { $time }
today-takings = Takings
today-sales = Sales
today-crypto = Crypto
today-above = { $percent } % above { $day }, same minute
today-below = { $percent } % below { $day }, same minute
today-nothing-before = Nothing on { $day } by this minute
today-average = { $amount } on average
today-no-average = No sale yet
today-part = { $percent } % of takings
today-refunds = { $n ->
    [one] One refund
   *[other] { $n } refunds
}
today-tenders = By tender
today-coins = By coin
today-cash = Cash
today-coin-unknown = Coin not known
today-split = Promised and settled
today-settled = Settled
today-settled-how = credited
today-accepted = Accepted
today-accepted-how = credit on its way
today-seen = Seen
today-seen-how = can still vanish
today-failed = Failed
today-failed-how = after the goods went
today-products = Sold most
today-pieces = { $n } ×
today-look = Out of the ordinary
today-look-nothing = Nothing out of the ordinary.
today-lit = { $operator }: { $n } beside { $sales } sales, { $amount } in all
today-nobody = No operator
today-by-hour = By hour
today-by-day = By day
today-calendar = Calendar
today-export = Export
today-span = { $from } to { $to }
today-legend = Taken, { $sign }
today-legend-day = { $day }
today-legend-week = The week before
today-legend-month = The month before
today-nothing-then = Nothing on { $day }
today-above-whole = { $percent } % above { $day }
today-below-whole = { $percent } % below { $day }
today-look-at = To look at
today-look-count = { $late } late, { $findings } to resolve, { $lit } unusual
today-split-of = of { $amount } taken in crypto
today-no-coins = No payment in crypto in these days.
today-taxes = By tax rate
today-no-taxes = Products carry no tax rate here, so nothing is split.
today-typed = Typed amounts
today-n-sales = { $n ->
    [one] 1 sale
   *[other] { $n } sales
}
today-operators = By operator
today-operator = Operator
today-act-void = Given up
today-act-no-sale = Drawer
today-act-refund = Refunds
today-act-override = Prices
today-act-by-hand = By hand
today-ratio = { $percent } %
today-slot = Time
today-before = Before
today-none = Nothing sold in these days.
today-rule-voids = Sales given up
today-rule-no-sale = Drawer without sale
today-rule-refunds = Refunds
today-rule-overrides = Changed prices
today-rule-by-hand = Accepted by hand
today-rule-re-rung = Given up, rung up cheaper
today-rule-small-shortages = Small shortages
today-rule-just-under = Refunds just under a limit
today-rule-late-voids = Given up late in the day
today-rule-old-returns = Refunds of earlier days
today-rule-zeroed = Differences booked away

reports-x = X now
reports-z = Z reports
reports-exports = Exports
reports-pdf = PDF
reports-text = Text
reports-saved = Saved: { $file }
reports-x-title = X report
reports-x-last = X report, last read as X { $number }
reports-counted-name = { $name } ({ $n })
reports-coin = { $coin } at { $gateway }
reports-sum = Sum
reports-net = Net
reports-closing = Closing
reports-tenders = Tenders
reports-drawer = Drawer
reports-taxes = Tax
reports-counters = Counters
reports-grand = Since the till began
reports-entries = Entries { $first } to { $last } of the journal
reports-closed = { $copies ->
    [0] Closed { $clock } for { $day }. No copy yet.
    [one] Closed { $clock } for { $day }. One copy.
   *[other] Closed { $clock } for { $day }. { $copies } copies.
}
reports-left-open = Left open: { $sales } sales, { $late } late payments, { $doubt } in doubt.
reports-all = All closings
reports-count = Count
reports-explain = Explain
reports-open = Open
reports-close-off = Available once the difference has a reason.
reports-not-counted-about = Count it first. A Z without a count says so.
reports-not-explained-about = Cash-up asks for it.
reports-counted-about = The count and its difference go onto the Z.
reports-unclosed = { $day } is not closed
reports-unclosed-about = Its sales and today’s go onto the same Z until it is.
reports-open-sales = { $n ->
    [one] 1 payment still open
   *[other] { $n } payments still open
}
reports-open-sales-about = It moves to the next day.
reports-open-unresolved = { $n ->
    [one] 1 code in doubt
   *[other] { $n } codes in doubt
}
reports-open-unresolved-about = The till goes on asking.
reports-open-late = { $n ->
    [one] 1 late payment
   *[other] { $n } late payments
}
reports-open-late-about = Listed on the Z as open.
reports-open-refunds = { $n ->
    [one] 1 refund in doubt
   *[other] { $n } refunds in doubt
}
reports-open-refunds-about = Never sent twice; the till goes on asking.
reports-open-nothing-about = Every sale has its end.
reports-nothing-sold-about = A closing of nothing is a closing too.
reports-read = Save an X
reports-since = Since Z { $number }. Reading changes nothing.
reports-first = Since the first entry. Reading changes nothing.
reports-close = Close the day
reports-close-once = Z { $number } closes these figures once, for good.
reports-close-button = Save Z { $number }
reports-close-sure = Press again to close
reports-counted = Drawer counted
reports-not-counted = Drawer not counted
reports-not-explained = The difference has no reason
reports-nothing-sold = Nothing sold since the last Z
reports-no-z = No closing yet.
reports-reprint = Save a copy

cash-up-part-count = Count
cash-up-part-moves = Cash in or out
cash-up-about = Drawer of { $till }
cash-up-blind-pill = Blind count
cash-up-hint = Type a number, Enter moves to the next row.
cash-up-pieces = { $n ->
    [one] One note or coin
   *[other] { $n } notes and coins
}
cash-up-sum = Or type the sum
cash-up-sum-alone = The sum in the drawer
cash-up-reason-needed = A difference needs a reason
cash-up-reason-above = Above { $limit }. It is written to the Z report.
cash-up-reason-always = It is written to the Z report.
cash-up-before = First count
cash-up-open-why = The change the shift begins with. It is told once.
cash-up-reason-hint = Change from the bank
cash-up-drawer = Open without a sale
cash-up-drawer-why = Each opening is an entry of the journal with its reason, and is counted on the Z.
cash-up-drawer-hint = Change for a customer
cash-up-drawer-button = Open, write it down
cash-up-so-far = Since the last Z
cash-up-did-open = The shift is open.
cash-up-did-in = Written: cash went in.
cash-up-did-out = Written: cash went out.
cash-up-did-drawer = Written: the drawer was opened without a sale.
cash-up-did-count = The count is written. It compares as below.
cash-up-did-explain = The reason is written.
cash-up-open = Opening float
cash-up-open-button = Open the shift
cash-up-count = You counted
cash-up-blind = Expected is hidden
cash-up-blind-why = It appears after you confirm, so the count stays honest.
cash-up-confirm = Confirm count
cash-up-again = Count again, once
cash-up-move = Cash in or out
cash-up-in = Put in
cash-up-out = Take out
cash-up-amount = Amount
cash-up-reason = Reason
cash-up-expected = Expected
cash-up-difference = Difference
cash-up-explain = Keep the reason
cash-up-why = Why it differs
cash-up-done = The drawer is counted. Close the day in Reports.

exports-kind = What kind of file
exports-xlsx = Workbook
exports-xlsx-for = Sales, lines, payments and refunds for Excel or LibreOffice
exports-pdf = Report, PDF
exports-pdf-for = Takings of the days, to read and to print
exports-csv = CSV folder
exports-csv-for = The same tables as text, and the journal
exports-hledger = hledger
exports-hledger-for = A journal in double entry, also for ledger
exports-beancount = Beancount
exports-beancount-for = A ledger in double entry
exports-archive = Signed archive
exports-archive-for = Entries that prove themselves without this program
exports-days = Which days, and where
exports-from = First day
exports-to = Last day
exports-day-wrong = Write days as 2026-11-20, the first one first.
exports-today = Today
exports-yesterday = Yesterday
exports-month = This month
exports-last-month = Last month
exports-year = This year
exports-folder = Folder
exports-folder-hint = Empty: your documents
exports-write = Export
exports-running = { $of ->
    [0] Writing.
   *[other] Writing: { $done } of { $of }.
}
exports-stop = Stop
exports-stopped = Stopped. Nothing was written.
exports-done = Written. Older files of this name were replaced.
exports-failed = Nothing was written.
