### The owner's settings. Each has a name, perhaps a hint, and one sentence that says what a change does.

settings-about-page = { $till }. A change is followed at once, without a restart.
settings-changes = What changes
settings-nothing = Everything is saved.
settings-not-yet = This cannot be saved yet. See the field.
settings-save = Save
settings-saving = Saving
settings-undo = Undo
settings-on = On
settings-off = Off
settings-minutes = { $count } min
settings-minutes-none = As the account says
settings-wrong-empty = Something must stand here.
settings-wrong-long = Use one line of at most 60 signs.
settings-wrong-amount = Write an amount, such as 20.00, or leave it empty.
settings-wrong-crossed = It must not be less than the amount that goes at Seen.

settings-shop = Shop
settings-selling = Selling
settings-release = Acceptance rule
settings-receipts = Receipts
settings-screens = Screens
settings-terms = Connection terms
settings-terms-of = For every code that { $name } makes from now on.
settings-about = About
settings-version = Ringup
settings-currency = Currency of the book
settings-language = Language
settings-english = English

settings-shop-name-name = Name of the shop
settings-shop-name-effect = Receipts and screens say “{ $value }”.
settings-till-name = Name of this till
settings-till-effect = This till is called “{ $value }”.
settings-operator-name = Who works here
settings-operator-hint = Named on receipts.
settings-operator-effect = { $value ->
    [none] Receipts name nobody.
   *[other] Receipts name { $value }.
}

settings-ask-contact-name = Ask for the customer’s mail
settings-ask-contact-hint = Before the code is made, the customer’s mail and number can be given. They are needed for refunds and can be skipped.
settings-ask-contact-effect = { $value ->
    [on] Charge asks for the customer’s mail first. It can be skipped.
   *[off] Charge makes the code at once.
}
settings-coin-amount-name = Show the total in a coin
settings-coin-amount-hint = Small, below the total, and only with a fresh rate.
settings-coin-amount-effect = { $value ->
    [on] The total is also shown in a coin, small.
   *[off] Totals are shown in money only.
}
settings-coin-name = Which coin
settings-coin-effect = The total is also shown in { $value }.
settings-rate-age-name = Oldest rate shown
settings-rate-age-effect = { $value ->
    [0] A rate is shown for 1 minute.
    [1] A rate is shown for 1 minute.
   *[other] A rate is shown for { $value } minutes, then it is hidden.
}
settings-sats-name = Bitcoin in sats
settings-sats-effect = { $value ->
    [on] Bitcoin amounts below the total are in sats.
   *[off] Bitcoin amounts are in BTC.
}

settings-seen-up-to-name = Small sales: go at Seen up to
settings-seen-up-to-hint = Seen money can still vanish. Empty means no sale goes so early.
settings-seen-up-to-effect = { $value ->
    [none] No sale goes at Seen.
   *[other] Sales up to { $value } go at Seen.
}
settings-seen-per-day-name = All sales of one day that go at Seen, at most
settings-seen-per-day-hint = Above it, small sales wait for Accepted too. Empty means no such limit.
settings-seen-per-day-effect = { $value ->
    [none] Small sales go at Seen without a daily limit.
   *[other] At most { $value } a day goes at Seen. Then all sales wait for Accepted.
}
settings-settled-above-name = Large sales: wait for Settled above
settings-settled-above-hint = Empty means Accepted is enough for every sale.
settings-settled-above-effect = { $value ->
    [none] Accepted is enough for every sale.
   *[other] Sales above { $value } wait for Settled.
}

settings-address-name = Address
settings-address-hint = A semicolon begins a new line.
settings-address-effect = { $value ->
    [none] Receipts have no address.
   *[other] Receipts say: { $value }
}
settings-tax-number-name = Tax number
settings-tax-number-effect = { $value ->
    [none] Receipts have no tax number.
   *[other] Receipts say: { $value }
}

settings-theme-name = Theme
settings-theme-is-light = Light
settings-theme-is-dark = Dark
settings-theme-effect = { $value ->
    [dark] Screens are dark.
   *[light] Screens are light.
}
settings-text-size-name = Text size
settings-text-size-is-100 = 100 %
settings-text-size-is-125 = 125 %
settings-text-size-is-150 = 150 %
settings-text-size-is-200 = 200 %
settings-text-size-effect = Everything is drawn at { $value } %.
settings-keypad-name = Order of the keypad
settings-keypad-is-calculator = 7 8 9 on top
settings-keypad-is-phone = 1 2 3 on top
settings-keypad-effect = { $value ->
    [phone] The keypad has 1 2 3 on top.
   *[calculator] The keypad has 7 8 9 on top.
}
settings-left-handed-name = Left-handed register
settings-left-handed-effect = { $value ->
    [on] The cart is on the left.
   *[off] The cart is on the right.
}
settings-reduced-motion-name = Less motion
settings-reduced-motion-effect = { $value ->
    [on] Nothing slides or pulses.
   *[off] New lines and notices move a little.
}
settings-decimal-name = Numbers
settings-decimal-is-dot = 1,234.50
settings-decimal-is-comma = 1.234,50
settings-decimal-effect = { $value ->
    [comma] Amounts are written 1.234,50.
   *[dot] Amounts are written 1,234.50.
}

settings-speed-name = How sure a payment must be
settings-speed-hint = The faster, the greater the risk that money vanishes after the goods have gone.
settings-speed-is-account = As the account says
settings-speed-is-high = At once
settings-speed-is-medium = One confirmation
settings-speed-is-low = Six confirmations
settings-speed-effect = { $value ->
    [high] Accepted comes at once. Warning: such money can still be taken back, and the shop bears the loss.
    [medium] Accepted comes after one confirmation, about ten minutes.
    [low] Accepted comes after six confirmations, about an hour. This is the safest.
   *[account] The account at the gateway decides when Accepted comes.
}
settings-window-name = Time to pay
settings-window-hint = At most 15 minutes.
settings-window-effect = { $value ->
    [0] The account at the gateway decides how long a code lives.
    [1] A code can be paid for 1 minute.
   *[other] A code can be paid for { $value } minutes.
}
settings-coins-name = Accepted coins
settings-coins-hint = None chosen means all of them.
settings-coins-effect = { $value ->
    [none] Every coin of the gateway is taken.
   *[other] Only these are taken: { $value }.
}
settings-forced-coin-name = Coin chosen for the customer
settings-forced-coin-hint = None chosen lets the customer choose.
settings-forced-coin-effect = { $value ->
    [none] The customer chooses the coin.
   *[other] Every code is for { $value }, without a choice.
}
settings-forced-wallet-name = Wallet chosen for the customer
settings-forced-wallet-hint = The gateway’s word for it. Empty lets the customer choose.
settings-forced-wallet-effect = { $value ->
    [none] The customer chooses the wallet.
   *[other] Every code is for the wallet { $value }.
}
settings-merchant-name-name = Name on the customer’s page
settings-merchant-name-hint = The shop’s or branch’s name. Empty takes the account’s.
settings-merchant-name-effect = { $value ->
    [none] The customer’s page shows the account’s name.
   *[other] The customer’s page says “{ $value }”.
}
settings-full-notes-name = Messages about every change
settings-full-notes-is-account = As the account says
settings-full-notes-is-on = Every change
settings-full-notes-is-off = Confirmed only
settings-full-notes-effect = { $value ->
    [on] The gateway tells of every change of a payment.
    [off] The gateway tells of confirmed payments only.
   *[account] The account decides what the gateway tells.
}
settings-extended-notes-name = Messages about expiry and refunds
settings-extended-notes-hint = Brings messages about every change with it.
settings-extended-notes-effect = { $value ->
    [on] The gateway also tells of expired codes and refunds, and of every change.
   *[off] The gateway does not tell of expired codes and refunds.
}
settings-notification-url-name = Address for messages
settings-notification-url-hint = Begins with https://. The till itself needs none.
settings-notification-url-effect = { $value ->
    [none] No server gets messages.
   *[other] Messages go to { $value }.
}
settings-notification-mail-name = Mail for messages
settings-notification-mail-effect = { $value ->
    [none] Nobody gets mails about payments.
   *[other] Mails about payments go to { $value }.
}
settings-redirect-name = Way back to the shop
settings-redirect-hint = A web address for the customer’s page. A shop at a counter needs none.
settings-redirect-effect = { $value ->
    [none] The customer’s page leads nowhere afterwards.
   *[other] The customer’s page leads to { $value }.
}
settings-auto-redirect-name = Lead back by itself
settings-auto-redirect-effect = { $value ->
    [on] The customer’s page leads back by itself.
   *[off] The customer presses to go back.
}
settings-close-name = Way out when closed unpaid
settings-close-effect = { $value ->
    [none] A page that is closed unpaid leads nowhere.
   *[other] A page that is closed unpaid leads to { $value }.
}
settings-id-required-name = Customer must have proved who they are
settings-id-required-hint = The gateway asks for its own ID before it takes money.
settings-id-required-effect = { $value ->
    [on] Only customers with the gateway’s ID can pay. The till shows them the way to it.
   *[off] Nobody has to prove who they are.
}
settings-pay-pro-name = Only wallets of the payment protocol
settings-pay-pro-effect = { $value ->
    [on] Only wallets that speak the payment protocol can pay.
   *[off] Any wallet can pay.
}
settings-physical-name = Goods are handed over
settings-physical-effect = { $value ->
    [on] The gateway knows that goods go over a counter.
   *[off] The gateway is told that nothing is handed over.
}
settings-donation-name = Donations
settings-donation-hint = For a till that takes gifts, not sales.
settings-donation-effect = { $value ->
    [on] Codes are for donations. Say below what is given.
   *[off] Codes are for sales.
}
settings-item-code-name = What is given
settings-item-code-hint = The gateway’s word for it.
settings-item-code-effect = { $value ->
    [none] Donations have no name.
   *[other] Donations are called “{ $value }”.
}
