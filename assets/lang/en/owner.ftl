### The owner's area: its rail, and the rates.

owner-connections = Connections
owner-rates = Rates
owner-settings = Settings
owner-back = Back to till
owner-role = Owner

rates-rates = Rates
rates-currencies = Currencies
rates-again = Read again
rates-from = As { $host } says now. Each code fixes its own rate.
rates-search = Code or name
rates-read = read { $age } ago
rates-old = { $age } old: too old to show at the till
rates-no-gateway = No gateway is connected, so there are no rates.
rates-none = Nothing here has this code or name.
rates-code = Code
rates-name = Name
rates-one = 1 { $coin } costs
rates-sign = Sign
rates-decimals = Decimals
rates-least = Least amount

owner-reconcile = Reconcile

reconcile-empty = Choose a day, or load a ledger file.
reconcile-days = Days and file
reconcile-run = Run
reconcile-stop = Stop
reconcile-kept = Run on the lines that are kept
reconcile-from = First day
reconcile-to = Last day
reconcile-day-wrong = Write days as 2026-11-20, the first one first.
reconcile-file = Ledger file
reconcile-file-hint = CSV or JSON; empty takes the gateway’s own lines
reconcile-running = { $count ->
    [one] One row read.
   *[other] { $count } rows read.
}
reconcile-stopped = Stopped. Nothing was changed.
reconcile-no-ledger = There are no ledger lines of these days. Load a ledger file, or run again while the gateway can be reached.
reconcile-file-refused = The ledger could not be read. Nothing was booked.
reconcile-about-listed = { $days } · ledger read { $clock }, invoices as the gateway lists them
reconcile-about-read = { $days } · ledger read { $clock }, invoices as this till last read them
reconcile-about-unanswered = { $days } · ledger read { $clock }; the gateway gave no list of its invoices
reconcile-span = { $from } to { $to }
reconcile-open = { $count ->
    [one] { $amount } unexplained, 1 finding
   *[other] { $amount } unexplained, { $count } findings
}
reconcile-all-clear = All clear
reconcile-begun = Not over yet
reconcile-not-clear = Not clear
reconcile-about-stored = { $days } · checked { $day }, { $clock }
reconcile-stored-bad = { $days } · run the check to see what it is
reconcile-stored-begun = { $days } · the last day was not over when it was checked
reconcile-unkept = The journal does not keep this check
reconcile-save-proof = Proof file
reconcile-strip = The last 14 days
reconcile-strip-about = { $good } good, { $bad } open, { $begun } not over, { $unchecked } not checked
reconcile-look-matched = { $count ->
    [one] Look at the one that matches
   *[other] Look at the { $count } that match
}
reconcile-agrees = All three agree
reconcile-agrees-how = Sale, invoice and credit name the same amount.
reconcile-agrees-told = A finding that closes by itself tells of it too.
reconcile-sold-at = Sold on { $day } at { $clock }.
reconcile-clear = Every cent is explained.
reconcile-clear-about = { $days } · { $amount } unexplained
reconcile-explained = { $count ->
    [one] Look at one finding that is explained
   *[other] Look at { $count } findings that are explained
}
reconcile-sold = Journal: sold
reconcile-paid = Invoices: paid
reconcile-credited = Ledger: credited
reconcile-sales = { $count ->
    [one] one sale in crypto
   *[other] { $count } sales in crypto
}
reconcile-codes = { $count ->
    [one] one paid code
   *[other] { $count } paid codes
}
reconcile-lines = { $count ->
    [one] one line
   *[other] { $count } lines
}
reconcile-lines-fees = { $count ->
    [one] one line, fees { $fees }
   *[other] { $count } lines, fees { $fees }
}
reconcile-unexplained = unexplained
reconcile-rest = { $amount } others
reconcile-matched = Matched
reconcile-nothing = Nothing differs.
reconcile-col-sale = Sale
reconcile-col-difference = Difference
reconcile-col-finding = Finding
reconcile-journal = Journal
reconcile-invoice = Invoice
reconcile-ledger = Ledger
reconcile-none = none
reconcile-sale = sale { $number }
reconcile-line = line { $number }
reconcile-difference = Difference { $amount }
reconcile-all = All findings
reconcile-copy = Copy the proof
reconcile-copied = Copied
reconcile-explain = Explain, note
reconcile-resolved = explained
reconcile-closed = closed by itself
reconcile-reopen = Let it count again
reconcile-said = Explained on { $when }: { $note }
reconcile-said-by = Explained by { $who } on { $when }: { $note }
reconcile-note-title = What explains it?
reconcile-note = Your note
reconcile-note-hint = It stays in the journal. The finding no longer counts, and can be made to count again.
reconcile-note-leave = Leave it open
reconcile-note-keep = Keep the note
reconcile-proof = { $id }: { $title }. { $happened }
    At { $at }, difference { $difference } { $unit }
    Journal: { $sale }, sold { $sold } { $unit }
    Invoice: { $invoice }, paid { $paid } { $unit }
    Ledger: { $lines }, credited { $credited } { $unit }
reconcile-proof-file = { $id }: { $title }. { $happened }
    At { $at }, difference { $difference } { $unit }
    Journal: { $sale }, sold { $sold } { $unit }
    Invoice: { $invoice }, paid { $paid } { $unit }
    Ledger: { $lines } of { $file }, credited { $credited } { $unit }
