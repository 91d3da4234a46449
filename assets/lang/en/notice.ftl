### Every trouble in three sentences: what happened, what is safe, what to do.
### Keys: NAME-happened, -safe, -todo.

## What a gateway refuses or fails to do. $gateway begins its sentence.

gateway-not-sent-happened = { $gateway } could not be reached.
gateway-not-sent-safe = Nothing was sent. No sale is lost.
gateway-not-sent-todo = Check the cable or the router, then try again. Cash works.

gateway-unknown-happened = { $gateway } gave no answer that can be used.
gateway-unknown-safe = The sale is stored. The till finds out what happened before it asks again.
gateway-unknown-todo = Wait, or take cash.

gateway-auth-missing-happened = No key for { $gateway } is set up on this till.
gateway-auth-missing-safe = Nothing was sent.
gateway-auth-missing-todo = Ask the owner to connect.

gateway-auth-unapproved-happened = The owner has not approved this till yet.
gateway-auth-unapproved-safe = Until then it can do nothing at { $gateway }.
gateway-auth-unapproved-todo = Approve the code with the owner’s account, then check again.

gateway-auth-expired-happened = { $gateway } no longer accepts this till’s key.
gateway-auth-expired-safe = Earlier payments are still watched where possible.
gateway-auth-expired-todo = Ask the owner to connect again.

gateway-auth-signature-happened = { $gateway } does not recognise this till’s signature.
gateway-auth-signature-safe = Nothing was changed.
gateway-auth-signature-todo = Ask the owner to check the address of the connection, or to connect again.

gateway-auth-clock-happened = { $gateway } refused a call because this computer’s clock is off.
gateway-auth-clock-safe = Nothing was changed. Times on codes are corrected.
gateway-auth-clock-todo = Switch on automatic time, then try again.

gateway-auth-forbidden-happened = This till’s key may not do that at { $gateway }.
gateway-auth-forbidden-safe = Nothing was changed. The key can receive, never spend.
gateway-auth-forbidden-todo = Ask the owner.

gateway-below-min-happened = The amount is below what { $gateway } takes.
gateway-below-min-safe = Nothing was sent.
gateway-below-min-todo = Choose another tender.

gateway-above-max-happened = The amount is above what { $gateway } takes.
gateway-above-max-safe = Nothing was sent.
gateway-above-max-todo = Choose another tender.

gateway-limits-happened = { $gateway } takes { $min } to { $max }.
gateway-limits-safe = Nothing was sent.
gateway-limits-todo = Choose another tender.

gateway-invalid-field-happened = { $gateway } did not accept what the till sent.
gateway-invalid-field-safe = No code was made. The sale is kept.
gateway-invalid-field-todo = Take another tender and show the details to the owner.

gateway-named-field-happened = { $gateway } did not accept the field “{ $field }”.
gateway-named-field-safe = No code was made. The sale is kept.
gateway-named-field-todo = Take another tender and show the details to the owner.

gateway-invalid-contact-happened = { $gateway } did not accept the customer’s address.
gateway-invalid-contact-safe = The payment goes on without it.
gateway-invalid-contact-todo = Ask the customer and type it again.

gateway-fees-exceed-amount-happened = The network’s fee is larger than this refund.
gateway-fees-exceed-amount-safe = No money moved.
gateway-fees-exceed-amount-todo = Refund in cash, or a larger amount.

gateway-state-happened = { $gateway } says the payment is in another state by now.
gateway-state-safe = Nothing was changed. The till reads it again.
gateway-state-todo = Look at the payment, then try again.

gateway-not-found-happened = { $gateway } does not find this payment.
gateway-not-found-safe = The till’s own record is kept.
gateway-not-found-todo = Try again. If it stays like this, ask the owner.

gateway-rate-limited-happened = { $gateway } allows no more codes for { $seconds } s.
gateway-rate-limited-safe = No sale is lost.
gateway-rate-limited-todo = Wait { $seconds } s, or take cash.

gateway-rate-limited-open-happened = { $gateway } allows no more codes right now.
gateway-rate-limited-open-safe = No sale is lost.
gateway-rate-limited-open-todo = Wait a minute, or take cash.

gateway-server-happened = { $gateway } has a failure of its own.
gateway-server-safe = The sale is stored. The till finds out what happened before it asks again.
gateway-server-todo = Wait, or take cash.

gateway-protocol-happened = { $gateway } gave an answer that cannot be trusted.
gateway-protocol-safe = Nothing was changed, and no code is shown.
gateway-protocol-todo = Try again, or take cash. Show the details to the owner.

gateway-unsupported-happened = { $gateway } cannot do that.
gateway-unsupported-safe = Nothing was sent.
gateway-unsupported-todo = Use another way.

gateway-config-happened = The connection to { $gateway } is not set up right.
gateway-config-safe = Nothing was sent.
gateway-config-todo = Ask the owner to look at Connections.

gateway-refused-happened = { $gateway } made no code for this sale.
gateway-refused-safe = Nothing can be paid and nothing is lost.
gateway-refused-todo = Try again, or take cash.

gateway-abandoned-happened = { $gateway } never said whether it made a code. Nobody has seen one.
gateway-abandoned-safe = A code nobody saw cannot be paid.
gateway-abandoned-todo = Make a new code, or take cash.

## What the till refuses

refused-nothing-happened = There is nothing to charge.
refused-nothing-safe = Nothing was written.
refused-nothing-todo = Scan, tap or type an amount.

refused-too-large-happened = The amount is larger than a till can hold.
refused-too-large-safe = Nothing was written.
refused-too-large-todo = Split the sale.

refused-no-sale-happened = This sale is no longer at hand.
refused-no-sale-safe = It is still in the journal.
refused-no-sale-todo = Look for it in the list of sales.

refused-no-payment-happened = This payment is no longer at hand.
refused-no-payment-safe = It is still in the journal.
refused-no-payment-todo = Look for its sale in the list.

refused-charged-happened = This sale is already charged.
refused-charged-safe = One code was made, not two.
refused-charged-todo = Go on with the code on the screen.

refused-code-live-happened = A code of this sale can still be paid.
refused-code-live-safe = No second code was made, so nobody can pay twice.
refused-code-live-todo = Wait until it ends, or use it.

refused-over-happened = This sale is over.
refused-over-safe = Nothing was changed.
refused-over-todo = Start a new sale.

refused-not-enough-happened = { $given } is less than { $owed }.
refused-not-enough-safe = Nothing was booked.
refused-not-enough-todo = Type what the customer gave.

refused-money-seen-happened = Money was seen for this sale.
refused-money-seen-safe = The sale is kept, so the money stays with it.
refused-money-seen-todo = Wait for Accepted, or ask the owner.

refused-not-paid-happened = This sale is not paid yet.
refused-not-paid-safe = There is no receipt to copy.
refused-not-paid-todo = Open the payment.

## What else can go wrong

trouble-not-connected-happened = No gateway is connected.
trouble-not-connected-safe = Cash works.
trouble-not-connected-todo = Connect a BitPay account, or start practice.

trouble-store-happened = The journal could not take an entry.
trouble-store-safe = Nothing was sent, because nothing was written.
trouble-store-todo = Stop selling on this till. Check the disk, then start again.

trouble-open-happened = The journal could not be opened.
trouble-open-safe = Nothing in it was changed or deleted.
trouble-open-todo = Read the details, or call the owner.

trouble-config-happened = The settings could not be used.
trouble-config-safe = The file was not changed.
trouble-config-todo = Correct the line named in the details, or restore the last good copy.

trouble-vault-happened = The keys of this till could not be read or kept.
trouble-vault-safe = Nothing was sent.
trouble-vault-todo = Unlock the key store of this computer, or type the passphrase.

trouble-key-happened = The key of this till cannot be read.
trouble-key-safe = Nothing was sent.
trouble-key-todo = Connect again, so that the till gets a new key.

trouble-practice-happened = The practice gateway did not start.
trouble-practice-safe = No real money is involved.
trouble-practice-todo = Read the details and start again.

trouble-no-product-happened = There is no product “{ $product }”.
trouble-no-product-safe = The sale is untouched.
trouble-no-product-todo = Check the name, or type an amount.

trouble-catalog-happened = Products could not be read: line { $line }.
trouble-catalog-safe = The keypad works. No sale is lost.
trouble-catalog-todo = Correct the line named in the details.

trouble-io-happened = A file of the till could not be used.
trouble-io-safe = Nothing was changed or deleted.
trouble-io-todo = Check the folder named in the details, its rights and the disk.

trouble-interrupted-happened = The program is ending.
trouble-interrupted-safe = Everything written so far is safe.
trouble-interrupted-todo = Start it again. Open payments go on being watched.

## Below a field

amount-empty = Type an amount.
amount-character = “{ $odd }” does not belong in an amount. Only digits and one “{ $mark }”.
amount-ambiguous = “{ $text }” can be read in more than one way. Use “{ $mark }” before the decimals only.
amount-too-precise =
    { $decimals ->
        [0] { $currency } has no decimals.
        [one] { $currency } has one decimal.
       *[other] { $currency } has { $decimals } decimals.
    }
amount-too-large = This is more than a till can hold.
amount-zero = The amount is zero.
amount-negative = The amount is below zero.

cart-too-large = The sale is larger than a till can hold.
cart-too-many = A sale holds at most { $most } lines.
cart-no-line = This line is gone.
cart-no-reason = A changed price needs a reason.
cart-price = The price must be above zero.
