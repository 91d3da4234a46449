### Every trouble in three sentences: what happened, what is safe, what to do.
### Keys: NAME-happened, -safe, -todo.

## What a gateway refuses or fails to do. $gateway begins its sentence.

gateway-not-sent-happened = { $gateway } could not be reached.
gateway-not-sent-safe = Nothing was sent. No sale is lost.
gateway-not-sent-todo = Check the cable or the router, then try again. Cash works.

gateway-certificate-dated-happened = The certificate of { $gateway } was not accepted. This till’s clock says { $date }.
gateway-certificate-dated-safe = Nothing was sent. No sale is lost. Cash works.
gateway-certificate-dated-todo = If that is not today’s date, set the clock. If it is, call the owner: somebody may stand between the till and { $gateway }.

gateway-certificate-happened = The certificate of { $gateway } was not accepted.
gateway-certificate-safe = Nothing was sent. No sale is lost. Cash works.
gateway-certificate-todo = Check the date of this till’s clock. If it is right, call the owner: somebody may stand between the till and { $gateway }.

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

gateway-contact-missing-happened = { $gateway } wants the customer’s e-mail or telephone for this.
gateway-contact-missing-safe = Nothing was changed. A code on the screen stays good.
gateway-contact-missing-todo = Ask the customer for one of the two and try again.

gateway-sms-unverified-happened = { $gateway } waits for the customer’s telephone to be confirmed.
gateway-sms-unverified-safe = Nothing was changed. The payment goes on without it.
gateway-sms-unverified-todo = Ask the customer for the code in the text message and type it.

gateway-sms-number-happened = { $gateway } does not know this telephone number.
gateway-sms-number-safe = Nothing was sent to it. The payment goes on without it.
gateway-sms-number-todo = Type the number with its country, such as +49, and try again.

gateway-sms-failed-happened = The code does not match the text message from { $gateway }.
gateway-sms-failed-safe = Nothing was changed. The payment goes on without it.
gateway-sms-failed-todo = Ask the customer for the newest code and type it again.

gateway-contact-locked-happened = The amount is so high that { $gateway } no longer lets the contact be changed.
gateway-contact-locked-safe = The contact given first stays. The payment goes on.
gateway-contact-locked-todo = If it is wrong, the customer has to ask { $gateway } itself.

gateway-email-set-happened = { $gateway } already has an e-mail address for this payment.
gateway-email-set-safe = The first address stays. The payment goes on.
gateway-email-set-todo = If it is wrong, make a new code and type the right one.

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

## What goes wrong beside payments: connections, tills, rates, books. $reason is the gateway's own text.

office-not-found-happened = { $gateway } does not know what was asked for: { $reason }.
office-not-found-safe = Nothing was changed.
office-not-found-todo = Look at the spelling. A pairing code works once, and not for long.

office-not-accepted-happened = This was not accepted: { $reason }.
office-not-accepted-safe = Nothing was changed.
office-not-accepted-todo = Correct it and try again.

office-not-now-happened = { $gateway } says that this is not possible now: { $reason }.
office-not-now-safe = Nothing was changed.
office-not-now-todo = Look at how it stands, then try again.

office-set-up-happened = This connection cannot be used: { $reason }.
office-set-up-safe = Nothing was sent.
office-set-up-todo = Correct the address, or connect again.

office-unknown-happened = { $gateway } gave no answer that can be used.
office-unknown-safe = Whether it was done is not known. Sales are not touched.
office-unknown-todo = Look at how it stands before you do it again.

office-server-happened = { $gateway } has a failure of its own.
office-server-safe = Sales are not touched.
office-server-todo = Try again in a minute.

office-answer-happened = { $gateway } gave an answer that cannot be trusted.
office-answer-safe = Nothing was changed.
office-answer-todo = Try again. If it stays like this, look at the address of the connection.

office-wait-happened = { $gateway } asks to wait.
office-wait-safe = Nothing was changed.
office-wait-todo = Try again in a minute.

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

refused-no-note-happened = A finding is resolved with a note.
refused-no-note-safe = Nothing was written.
refused-no-note-todo = Say in a few words why it is all right.

refused-case-open-happened = This finding is open already.
refused-case-open-safe = Nothing was written.
refused-case-open-todo = Check the finding’s name.

refused-not-paid-happened = This sale is not paid yet.
refused-not-paid-safe = There is no receipt to copy.
refused-not-paid-todo = Open the payment.

refused-no-refund-happened = This refund is no longer at hand.
refused-no-refund-safe = It is still in the journal.
refused-no-refund-todo = Look for its sale in the list of sales.

refused-not-accepted-happened = The payment is not Accepted yet.
refused-not-accepted-safe = Nothing was sent.
refused-not-accepted-todo = Wait until it is Accepted, then try again.

refused-refunding-happened = This refund was asked for already.
refused-refunding-safe = It is sent once.
refused-refunding-todo = Look at the sale for its state.

refused-refund-in-doubt-happened = It is not known yet what became of an earlier refund of this sale.
refused-refund-in-doubt-safe = It is never sent twice. The till asks first.
refused-refund-in-doubt-todo = Wait until the earlier refund is clear.

refused-nothing-to-refund-happened = There is nothing to refund.
refused-nothing-to-refund-safe = Nothing was sent.
refused-nothing-to-refund-todo = Type an amount, or choose what comes back.

refused-refund-too-much-happened = { $asked } is more than the { $left } that can still go back.
refused-refund-too-much-safe = Nothing was sent.
refused-refund-too-much-todo = Refund { $left } or less.

refused-not-returnable-happened = Line { $line } of the sale has { $left } pieces left to come back.
refused-not-returnable-safe = Nothing was sent.
refused-not-returnable-todo = Choose { $left } or fewer.

refused-no-reason-happened = A reason is needed.
refused-no-reason-safe = Nothing was written.
refused-no-reason-todo = Choose a reason or type one.

refused-not-late-happened = This money is not late.
refused-not-late-safe = Nothing was written.
refused-not-late-todo = Look at the sale.

refused-late-decided-happened = This late money was decided already.
refused-late-decided-safe = Nothing was written.
refused-late-decided-todo = Look at the sale for what was decided.

refused-paid-otherwise-happened = This sale was paid otherwise.
refused-paid-otherwise-safe = Nothing was written. The second payment is recorded.
refused-paid-otherwise-todo = Refund the second payment, or keep it with a note.

refused-shift-open-happened = This shift was opened already.
refused-shift-open-safe = Nothing was written. The opening float stands.
refused-shift-open-todo = Put more in with a reason, or close the shift first.

refused-no-cash-happened = This amount cannot be moved or counted.
refused-no-cash-safe = Nothing was written.
refused-no-cash-todo = Type an amount in the shop's currency, above zero.

refused-counted-twice-happened = The drawer was counted twice in this shift.
refused-counted-twice-safe = Both counts are written; the second one stands.
refused-counted-twice-todo = Say why it differs, then close the shift.

refused-no-difference-happened = There is no difference to explain.
refused-no-difference-safe = Nothing was written.
refused-no-difference-todo = Count the drawer first, or go on.

refused-not-explained-happened = The drawer's difference has no reason yet.
refused-not-explained-safe = The shift is not closed. The count is written.
refused-not-explained-todo = Say why it differs, or count again, then close.

refused-no-closing-happened = No closing has this number.
refused-no-closing-safe = Nothing was written.
refused-no-closing-todo = Choose a Z from the list.

## What else can go wrong

trouble-not-connected-happened = No gateway is connected.
trouble-not-connected-safe = Cash works.
trouble-not-connected-todo = Connect a BitPay account, or start practice.

trouble-config-happened = The settings in { $path } could not be used: { $reason }.
trouble-config-safe = The file was not changed.
trouble-config-todo = Correct it, or restore the last good copy beside it.

trouble-key-unreadable-happened = A key of this till cannot be read.
trouble-key-unreadable-safe = Nothing was sent.
trouble-key-unreadable-todo = Connect again, so that the till gets a new key.

trouble-key-missing-happened = The key that signs this journal is not in the key store.
trouble-key-missing-safe = The journal was not changed.
trouble-key-missing-todo = Unlock the key store of the person who set up this till, or restore it.

trouble-practice-happened = The practice gateway did not start.
trouble-practice-safe = No real money is involved.
trouble-practice-todo = Start again.

trouble-no-product-happened = There is no product “{ $product }”.
trouble-no-product-safe = The sale is untouched.
trouble-no-product-todo = Check the name, or type an amount.

trouble-catalog-happened = Products could not be read: line { $line }, { $reason }.
trouble-catalog-safe = The keypad works. No sale is lost.
trouble-catalog-todo = Correct that line.

trouble-io-happened = { $path } could not be used: { $reason }.
trouble-io-safe = Nothing was changed or deleted.
trouble-io-todo = Check its rights and the disk.

trouble-interrupted-happened = The program is ending.
trouble-interrupted-safe = Everything written so far is safe.
trouble-interrupted-todo = Start it again. Open payments go on being watched.

## The journal

clock-went-forth-happened = The clock of this computer jumped { $span } ahead.
clock-went-forth-safe = Sales keep their order and their numbers. Codes go by a clock that does not jump.
clock-went-forth-todo = Check date and time.

clock-went-back-happened = The clock of this computer went back by { $span }.
clock-went-back-safe = Sales keep their order and their numbers. Codes go by a clock that does not jump.
clock-went-back-todo = Check date and time.

store-full-happened = The disk is full.
store-full-safe = Nothing was sent, because nothing was written.
store-full-todo = Free some space, then try again. Nothing needs to be restarted.

store-read-only-happened = The disk takes no writes.
store-read-only-safe = Nothing was sent, because nothing was written.
store-read-only-todo = Stop selling on this till. Repair the disk and start again.

store-corrupt-happened = The journal on the disk is not what was written.
store-corrupt-safe = Nothing was deleted.
store-corrupt-todo = Stop selling on this till. Call the owner: restore the newest backup.

store-busy-happened = The journal is busy.
store-busy-safe = Nothing was written.
store-busy-todo = Try again.

store-conflict-happened = The journal already says otherwise.
store-conflict-safe = Nothing was written.
store-conflict-todo = Look at the sale, then try again.

store-replaced-happened = The journal’s file was removed or replaced while the till was running.
store-replaced-safe = Nothing more is written.
store-replaced-todo = Stop selling on this till. Put the file back and start again.

store-stopped-happened = The journal is closed.
store-stopped-safe = Everything written before is safe.
store-stopped-todo = Start the till again.

store-failed-happened = The journal could not take an entry.
store-failed-safe = Nothing was sent, because nothing was written.
store-failed-todo = Stop selling on this till. Check the disk and start again.

open-held-happened = Another Ringup has this journal open: process { $process }.
open-held-safe = Nothing was changed.
open-held-todo = Use that one, or close it first.

open-held-unknown-happened = Another program has this journal open.
open-held-unknown-safe = Nothing was changed.
open-held-unknown-todo = Close it first.

open-newer-happened = A newer version of Ringup made this journal.
open-newer-safe = It can be read, and nothing in it was changed.
open-newer-todo = Install the newer version.

open-not-a-book-happened = { $path } is no journal of Ringup.
open-not-a-book-safe = It was not touched.
open-not-a-book-todo = Choose another data folder.

open-damaged-happened = The journal does not hold together at entry { $entry }: { $reason }.
open-damaged-safe = Nothing was deleted.
open-damaged-todo = Stop selling on this till. Call the owner: restore the newest backup, or save what can be read.

open-other-till-happened = This journal belongs to another till.
open-other-till-safe = Nothing in it was changed.
open-other-till-todo = Choose this till’s own data folder.

open-other-key-happened = This journal is signed with another key than this till’s.
open-other-key-safe = Nothing in it was changed.
open-other-key-todo = Call the owner.

open-other-environment-happened = This journal is for { $found } money, not for { $ours }.
open-other-environment-safe = The two never mix. Nothing was changed.
open-other-environment-todo = Choose another data folder.

# Who has seen more of the book than it holds.
witness-till = This till’s own note
witness-backup = A backup
witness-gateway = The gateway

open-behind-happened = This journal is an old copy, or its end was cut off. { $who } has seen entry { $seen }; it ends at entry { $head }.
open-behind-safe = Nothing was changed, and nothing is sold on it.
open-behind-todo = Call the owner: put the right file back, restore the newest backup, or go on with a reason.

open-differs-happened = Entry { $seen } of this journal is not the one that was seen before. { $who } says so.
open-differs-safe = Nothing was changed, and nothing is sold on it.
open-differs-todo = Call the owner: put the right file back, restore the newest backup, or go on with a reason.

open-other-book-happened = Another journal of this till stands in this one’s place. { $who } says so: it has seen entry { $seen }.
open-other-book-safe = Nothing was changed, and nothing is sold on it.
open-other-book-todo = Call the owner: put the right file back, restore the newest backup, or go on with a reason.

open-gone-happened = This till’s journal is gone. { $who } has seen entry { $seen }.
open-gone-safe = No new journal was begun in its place.
open-gone-todo = Call the owner: put the file back, or restore the newest backup.

open-room-happened = The disk is nearly full.
open-room-safe = No new sale is begun. Open payments go on being watched.
open-room-todo = Free some space, then try again.

open-room-low-happened = The disk has only { $megabytes } MB left.
open-room-low-safe = Selling goes on until 64 MB are left.
open-room-low-todo = Free some space today.

open-removable-happened = The journal is on a disk that can be pulled out ({ $device }).
open-removable-safe = Selling goes on.
open-removable-todo = Put the data folder on a disk inside this machine.

open-setting-happened = The database refused a setting that the journal’s safety needs.
open-setting-safe = Nothing was written.
open-setting-todo = Put the data folder on a local disk.

open-network-happened = The data folder is on a network drive ({ $kind }).
open-network-safe = Nothing was written.
open-network-todo = Put the data folder on a local disk.

## The keys of this till

vault-locked-happened = The key store of this computer is locked.
vault-locked-safe = Nothing was sent.
vault-locked-todo = Unlock it, then try again.

vault-none-happened = This computer has no key store that can be used.
vault-none-safe = Nothing was sent, and no key was written anywhere.
vault-none-todo = Use a passphrase: keys then go into a sealed file.

vault-no-passphrase-happened = The sealed file needs a passphrase.
vault-no-passphrase-safe = Nothing was written.
vault-no-passphrase-todo = Type one.

vault-wrong-passphrase-happened = This passphrase does not open the sealed file.
vault-wrong-passphrase-safe = The file is as it was.
vault-wrong-passphrase-todo = Type it again.

vault-damaged-happened = The sealed file with the keys is damaged.
vault-damaged-safe = It was not changed or deleted.
vault-damaged-todo = Restore it from a backup, or connect again.

vault-newer-happened = A newer version of Ringup sealed the keys.
vault-newer-safe = They were not changed.
vault-newer-todo = Install the newer version.

vault-foreign-happened = The key store holds something under a name of this till that is not ours.
vault-foreign-safe = It was not changed.
vault-foreign-todo = Remove it in the key store, then connect again.

vault-file-happened = The file with the keys cannot be used.
vault-file-safe = Nothing was sent.
vault-file-todo = Check its rights and the disk.

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

cart-too-large = This is more than one sale can hold. The sale is unchanged.
cart-too-many = A sale holds at most { $most } lines. Charge this one first.
cart-no-line = That line is gone. The sale is unchanged.
cart-product = A product is not a tip. Type the tip as an amount of its own.
cart-no-reason = A changed price needs a reason.
cart-price = The price must be above zero in the shop’s currency.
