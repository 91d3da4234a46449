# Reports on paper.

export-report = Takings report
export-days = { $from } to { $to }
export-made = Made { $at }, from entries { $first } to { $last } of the journal
export-made-empty = Made { $at }; the journal has no entry of these days
export-mark-practice = PRACTICE · no real money
export-mark-test = TEST · no real money
export-sales = Sales
export-completed = Completed sales
export-refunds = Refunds
export-net = Net takings
export-tenders = By tender
export-cash = Cash
export-by-gateway = Crypto, { $gateway }
export-all-tenders = All tenders
export-not-taken = Not taken
export-voided = Voided sales
export-open = Sales not paid yet
export-products = By product
export-typed = Amounts typed by hand
export-all-products = All products
