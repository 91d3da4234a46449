### The register: products, amounts, cart.

register-search = Search or scan
register-all = All
register-any-amount = any amount
register-nothing-found = Nothing found for “{ $query }”.

register-amount = Amount
register-amount-nth = Amount { $nth }
register-to-charge = To charge
register-products = Products
register-no-product = no product
register-how-many = how many?
register-times = × Qty
register-add-amount = Add amount
register-add = Add { $amount }
register-set-quantity = Set quantity { $quantity }

register-empty = Scan, tap or type an amount.
register-undo = Undo
register-price = Price
register-was = was { $listed }, { $reason }
register-total = Total
register-charge = Charge { $amount }
register-charge-nothing = Charge
register-charging = Charging
register-cash = Cash

register-last-paid = Last sale paid · { $amount }
register-last-seen = Money seen · { $amount }
register-last-waiting = Code waits · { $amount }
register-last-open = Not paid · { $amount }
register-last-void = Last sale void · { $amount }
register-last-trouble = Look at the last sale · { $amount }

register-price-question = New price for { $name }?
register-price-now = Price now { $price }
register-new-price = New price for one
register-reason = Reason
register-reason-hint = Who reads the book later wants to know.
register-reason-missing = Type a price above zero and a reason.
register-reason-1 = Damaged
register-reason-2 = Best before
register-reason-3 = Agreed price
register-note-question = Note for { $name }?
register-note = Note
register-note-placeholder = Without sugar
register-kind = This amount is
register-kind-goods = Goods
register-kind-tip = A tip
register-kind-fee = A fee
register-change-price = Change price
register-keep-note = Keep note
register-back = Back

register-to-pay = To pay
register-received = Received
register-exact = Exact
register-change = Change to give
register-no-change = No change
register-still = Still { $amount }
register-still-hint = The customer gave less than the total.
register-largest-first = Give, largest first
register-piece-times = × { $count }
register-done = Done, next sale

register-unknown-code = No product with code { $code }. The sale is unchanged.
register-bad-code = What was scanned is not a product code. The sale is unchanged.
register-amount-first = { $name } has no fixed price. Type the amount, then tap it again.
register-not-connected = No gateway is connected. Nothing was sent. Take cash, or connect one.
register-limits = { $gateway } takes { $min } to { $max }. Nothing was sent. Take cash.
register-limit-below = { $gateway } takes { $min } or more. Nothing was sent. Take cash.
register-limit-above = { $gateway } takes { $max } at most. Nothing was sent. Take cash.

register-about-coin = ≈ { $amount } { $coin }
register-about-sats = ≈ { $amount } sat

register-contact-title = Customer’s mail?
register-contact-why = Needed for refunds. It goes to the gateway with this code and is not printed.
register-contact-mail = Customer e-mail (needed for refunds)
register-contact-number = Number for text messages, with country code
register-contact-skip = Make the code without
register-contact-go = Make the code
