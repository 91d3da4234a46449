### Money back: the dialog, the words of its states, and late money.

refund-word-unsure = Refund unsure
refund-word-asked = Refund asked
refund-word-sent = Refund sent
refund-word-full = Refunded
refund-word-partial = Part refunded
refund-word-failed = Refund failed
refund-word-cancelled = Refund cancelled

refund-asking-happened = We asked { $gateway } to send { $amount } back and have no answer yet.
refund-asking-safe = It is sent once. The state stays on the sale.
refund-asking-todo = Wait for the answer, or go on selling.

refund-unsure-happened = The connection broke while refunding.
refund-unsure-safe = It is never sent twice. The till asks first.
refund-unsure-todo = Wait for the answer below.

refund-asked-happened = { $gateway } has taken the refund of { $amount }.
refund-asked-safe = It is recorded. The customer may have to give an address.
refund-asked-todo = Tell the customer to look for a message from { $gateway }.

refund-sent-happened = { $gateway } is sending { $amount } to the customer.
refund-sent-safe = It cannot be sent a second time.
refund-sent-todo = Nothing. The till follows it to its end.

refund-done-happened = { $amount } is back with the customer.
refund-done-safe = It has its own receipt, number { $receipt }.
refund-done-todo = Nothing.

refund-cash-happened = { $amount } goes back in cash.
refund-cash-safe = It has its own receipt, number { $receipt }.
refund-cash-todo = Give { $amount } from the drawer.

refund-failed-happened = The refund of { $amount } failed at { $gateway }.
refund-failed-safe = The money is still with the shop.
refund-failed-todo = Try again, or ask the owner.

refund-cancelled-happened = The refund of { $amount } was called back before it was sent.
refund-cancelled-safe = The money is still with the shop.
refund-cancelled-todo = Nothing.

refund-unmapped-happened = { $gateway } sent a word about this refund that the till does not know.
refund-unmapped-safe = It counts as on its way, so nothing goes back twice.
refund-unmapped-todo = Ask the owner to look at { $gateway }.

refund-disagrees-happened = { $gateway } answered with another refund than the one that was asked for.
refund-disagrees-safe = No other refund of this sale begins.
refund-disagrees-todo = Ask the owner to look at { $gateway }.

refund-active-happened = { $gateway } says that a refund of this payment is under way.
refund-active-safe = No second one was made.
refund-active-todo = Wait until it ends, then try again.

refund-state-happened = { $gateway } does not refund a payment in this state.
refund-state-safe = No money moved.
refund-state-todo = Wait until the payment is Accepted, then try again.

refund-not-found-happened = { $gateway } does not find this payment or refund.
refund-not-found-safe = No money moved. The till’s own record is kept.
refund-not-found-todo = Ask the owner to look at { $gateway }.

refund-invalid-happened = { $gateway } did not accept what the till sent.
refund-invalid-safe = No money moved.
refund-invalid-todo = Try another amount, or show the details to the owner.

refund-refused-happened = { $gateway } refused the refund.
refund-refused-safe = No money moved.
refund-refused-todo = Show the details to the owner.

## The dialog

refund-verb = Refund
refund-question = Refund sale { $number }?
refund-question-late = Refund the late money of sale { $number }?
refund-scope-amount = Amount
refund-scope-lines = Items
refund-left = { $left } can go back.
refund-to-gateway = It goes back through { $gateway }, in the coin it came in.
refund-to-cash = It goes back in cash.
refund-fee = { $gateway } takes { $fee }.
refund-fee-unknown = { $gateway } does not say its fee before.
refund-fee-asking = Asking { $gateway } for its fee
refund-fee-look = Look up the fee
refund-shop-pays = Shop pays the fee
refund-buyer-pays = Customer pays the fee
refund-gets = The customer gets { $amount }.
refund-reason = Reason
refund-reason-hint = It stands on the receipt and in the book.
refund-reason-missing = Choose a reason or type one.
refund-reason-1 = Wrong item
refund-reason-2 = Damaged
refund-reason-3 = Customer’s wish
refund-amount-missing = Type an amount, or choose items.
refund-piece = { $left } left, { $price } each
refund-send = Refund { $amount }
refund-sending = Refunding
refund-back = Back
refund-close = Close
refund-started = Refund of { $amount } asked for: { $reason }
refund-off-receive-only = This till’s key can only receive. The owner refunds at { $gateway }.
refund-off-not-accepted = Refund opens when the payment is Accepted.
refund-off-disagrees = The answer for this code did not agree. The owner refunds at { $gateway }.
refund-off-nothing = Everything has gone back.

## The customer's contact

contact-waiting = Waiting for the customer’s refund address
contact-add = Add contact so the refund can reach them
contact-question = How can the refund reach the customer?
contact-mail = Mail
contact-sms = Text message
contact-mail-label = Customer’s mail address
contact-sms-label = Customer’s phone number
contact-mail-hint = name@example.com
contact-sms-hint = With the country code: +49 151 2345678
contact-mail-wrong = A mail address has one @ and a dot after it.
contact-sms-wrong = A phone number begins with + and the country code.
contact-code-label = Code of the text message
contact-code-hint = { $gateway } has sent a code to the customer’s phone.
contact-code-wrong = The code has digits only.
contact-send = Send
contact-done = { $gateway } knows how to reach the customer.

## Late money

late-title = Late money
late-tab-short = Late
late-subtitle = Payments that came after their code had ended
late-count =
    { $count ->
        [one] { $count } to decide · { $amount }
       *[other] { $count } to decide · { $amount }
    }
late-none = No money is waiting for you.
late-row = Sale { $number } · { $coin }
late-row-when = { $at }, { $delay } late
late-row-twice = { $at }, paid twice
late-row-void = { $at }, sale was void
late-minutes = { $count } min
late-hours = { $count } h
late-days = { $count } d
late-kept = Kept
late-arrived = Arrived for sale { $number }
late-happened-end = The code ended at { $end }. The money came at { $came }.
late-happened = The money came at { $came }, after the code had ended.
late-happened-twice = Sale { $number } was paid otherwise. This money came at { $came }.
late-happened-void = Sale { $number } was void. The money came at { $came }.
late-safe = { $paid } reached { $gateway }. It is recorded with this sale.
late-safe-confirmed = { $paid } reached { $gateway }, { $had } of { $wanted } confirmations. It is recorded with this sale.
late-safe-plain = It is recorded with this sale.
late-note-kept = Note: { $note }
late-question = What shall happen with it?
late-refund = Refund to the customer
late-refund-detail = The customer gets it back through { $gateway }.
late-accept = Count it as payment of sale { $number }
late-accept-detail = Only if the customer has or gets the goods.
late-accept-off-paid = Sale { $number } is paid already.
late-accept-off-unsafe = It opens when the payment is Accepted.
late-accept-off-blocked = It does not cover the sale.
late-accept-question = Count it as payment of sale { $number }?
late-accept-meaning = The sale is complete then and gets its receipt. Do it only if the customer has or gets the goods.
late-accept-verb = Count as payment
late-keep = Keep it open with a note
late-keep-detail = Stays in this list.
late-keep-question = What is to be remembered?
late-keep-verb = Keep
late-note = Note
late-note-missing = Type a note.
late-foot = Every choice becomes a new journal entry.
late-watched =
    { $count ->
        [one] { $count } ended code still watched
       *[other] { $count } ended codes still watched
    }
late-watched-detail = Each for 7 days.
late-watched-checked = Each for 7 days. Checked { $age } ago.
late-silent = Could not ask { $gateway }. Watching goes on.
