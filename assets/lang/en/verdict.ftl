### The one answer per payment: word, verdict, and three sentences (happened, safe, to do).
### Keys: verdict-KEY-word, -title, -happened, -safe, -todo. KEY is Verdict::key with dashes.
### A case such as verdict-waiting-ending-… overrides single sentences of its verdict.

verdict-asking-word = Asking
verdict-asking-title = One moment. No code yet.
verdict-asking-happened = We asked { $gateway } for a code and have no answer yet.
verdict-asking-safe = No code is on any screen, so nobody can pay twice.
verdict-asking-todo = Nothing. After 10 s the till checks before it asks again.

verdict-asking-again-word = Asking
verdict-asking-again-title = One moment. No code yet.
verdict-asking-again-happened = { $gateway } gave no answer. The till found no code and asks again.
verdict-asking-again-safe = A code nobody saw cannot be paid.
verdict-asking-again-todo = Wait, or take cash.

verdict-waiting-word = Waiting
verdict-waiting-title = Wait. Keep the goods.
verdict-waiting-happened = The code is on the screen. Nothing has arrived yet.
verdict-waiting-safe = { $rule }
verdict-waiting-todo = Let the customer scan. F8 if it does not scan.

verdict-approved-word = Customer agreed
verdict-approved-title = Wait. Keep the goods.
verdict-approved-happened = The customer agreed in the app. No money has moved yet.
verdict-approved-safe = A promise is not a payment.
verdict-approved-todo = Wait for Accepted.

verdict-seen-word = Seen { $confirmations }
verdict-seen-title = Wait. Keep the goods.
verdict-seen-happened = The full amount was seen at { $time }. { $confirmed }
verdict-seen-safe = It can still vanish. { $rule }
verdict-seen-todo = Wait here or park. The till keeps watching.

verdict-low-fee-word = Slow payment
verdict-low-fee-title = Wait. Keep the goods.
verdict-low-fee-happened = The customer paid a low network fee.
verdict-low-fee-safe = It will probably arrive, but not soon.
verdict-low-fee-todo = Park it, or ask for another tender.

verdict-seen-by-rule-word = Seen, rule
verdict-seen-by-rule-title = Hand over. Small amount.
verdict-seen-by-rule-happened = The full amount was seen at { $time }.
verdict-seen-by-rule-safe = The owner allows it up to { $limit }.
verdict-seen-by-rule-todo = Hand over. The till keeps watching.

verdict-accepted-word = Accepted
verdict-accepted-title = Paid. Hand over.
verdict-accepted-happened = Paid in full at { $time }. The shop’s rule is met.
verdict-accepted-safe = The goods may go.
verdict-accepted-todo = Press Enter. The next sale starts.

verdict-settled-word = Settled
verdict-settled-title = Paid and credited.
verdict-settled-happened = { $gateway } credited { $total } on { $date }.
verdict-settled-safe = The money is yours.
verdict-settled-todo = Nothing.

verdict-over-word = Overpaid
verdict-over-title = Paid. Hand over.
verdict-over-happened = { $paid } arrived for a sale of { $total }.
verdict-over-safe = The goods may go. { $gateway } sends { $excess } back.
verdict-over-todo = Tell the customer. The receipt shows both amounts.

verdict-cash-word = Paid
verdict-cash-title = Paid. Hand over.
verdict-cash-happened = { $total } was paid in cash at { $time }.
verdict-cash-safe = The goods may go.
verdict-cash-todo = Press Enter. The next sale starts.

verdict-under-word = Underpaid
verdict-under-title = Keep the goods. Short by { $short }.
verdict-under-happened = { $paid } of { $total } arrived. { $gateway } sends it back to the customer.
verdict-under-safe = Keep the goods. Nothing was earned.
verdict-under-todo = Wait until { $end }, then make a new code for { $total }, or take another tender.

verdict-expired-word = Expired
verdict-expired-title = Code ended. Nothing came.
verdict-expired-happened = No payment arrived in { $minutes } minutes.
verdict-expired-safe = Keep the goods. The old code is gone from all screens.
verdict-expired-todo = Make a new code at a new rate, or take cash.

verdict-cancelled-word = Cancelled
verdict-cancelled-title = Cancelled.
verdict-cancelled-happened = The code was cancelled at { $gateway }.
verdict-cancelled-safe = It can no longer be paid.
verdict-cancelled-todo = Nothing.

verdict-void-word = Void
verdict-void-title = The sale is void.
verdict-void-happened = The sale is void. { $gateway } cannot cancel the code before { $end }.
verdict-void-safe = If money comes, it goes to Late money with this sale.
verdict-void-todo = Tell the customer not to pay.

verdict-failed-word = Failed
verdict-failed-title = Keep the goods. Payment failed.
verdict-failed-happened = { $gateway } says the payment is not valid.
verdict-failed-safe = Keep the goods. Nothing was earned.
verdict-failed-todo = Make a new code or take cash.

verdict-failed-goods-gone-word = Failed, goods gone
verdict-failed-goods-gone-title = The money vanished. Call the owner.
verdict-failed-goods-gone-happened = The payment of sale { $sale } failed after the goods went.
verdict-failed-goods-gone-safe = The till keeps watching for it.
verdict-failed-goods-gone-todo = Call the owner. The sale stays in the list.

verdict-late-word = Late money
verdict-late-title = Money arrived late.
verdict-late-happened = { $paid } came { $delay } after the code of sale { $sale } ended.
verdict-late-safe = It is recorded in Late money, with its sale.
verdict-late-todo = Give the goods, or ask the owner to refund.

verdict-paid-twice-word = Late money
verdict-paid-twice-title = Money arrived late.
verdict-paid-twice-happened = Two payments came for sale { $sale }.
verdict-paid-twice-safe = The goods may go once. Both payments are recorded.
verdict-paid-twice-todo = Ask the owner to refund one of them.

verdict-rejected-word = Refused
verdict-rejected-title = Keep the goods. Payment refused.
verdict-rejected-happened = { $gateway } refused this payment.
verdict-rejected-safe = Keep the goods. Nothing was credited.
verdict-rejected-todo = Make a new code, or take cash.

verdict-unmapped-word = Not understood
verdict-unmapped-title = Keep the goods. Ask the owner.
verdict-unmapped-happened = { $gateway } sent the word “{ $word }”. This version does not know it.
verdict-unmapped-safe = Nothing was changed.
verdict-unmapped-todo = Ask the owner before handing over.

verdict-disagrees-word = Does not agree
verdict-disagrees-title = No code. The answer does not agree.
verdict-disagrees-happened = { $gateway } answered with { $other } instead of { $asked }.
verdict-disagrees-safe = No code is shown, so nothing wrong can be paid.
verdict-disagrees-todo = Make a new code, or take cash. Tell the owner.

verdict-no-code-word = No code
verdict-no-code-title = No code was made.
verdict-no-code-happened = { $reason }
verdict-no-code-safe = The sale is kept. Nothing can be paid and nothing is lost.
verdict-no-code-todo = { $remedy }

verdict-unknown-word = Unknown { $seconds } s
verdict-unknown-title = Status unknown for { $seconds } s.
verdict-unknown-happened = { $gateway } has not answered for { $seconds } s. Trying every { $period } s.
verdict-unknown-safe = The sale is stored. A payment made now is still found.
verdict-unknown-todo = Do not hand over on the customer’s word. Wait or park.

## Cases of the verdicts above

verdict-waiting-reading-happened = The till reads the code again from { $gateway }.
verdict-waiting-reading-safe = The sale is stored. A payment made now is still found.
verdict-waiting-reading-todo = Wait a moment. The same code comes back.

verdict-waiting-ending-happened = The time of this code is over. The till asks { $gateway } what came.
verdict-waiting-ending-safe = The code is gone from the screen. A payment made before is still found.
verdict-waiting-ending-todo = Wait a moment. Then make a new code.

verdict-safe-by-gateway-word = Accepted
verdict-safe-by-gateway-happened = { $gateway } accepted the payment at { $time }. The shop waits for more.
verdict-safe-by-gateway-safe = { $rule }

verdict-over-kept-safe = The goods may go. { $excess } too much is with { $gateway }.
verdict-over-kept-todo = Refund { $excess }, or leave it to the owner.

verdict-void-dead-happened = The sale was given up before it was paid.
verdict-void-dead-safe = None of its codes can be paid.
verdict-void-dead-todo = Nothing.

verdict-late-void-happened = { $paid } came after sale { $sale } was given up.

verdict-disagrees-sale-happened = { $gateway } answered with the code of another sale.
verdict-disagrees-host-happened = { $gateway } answered with a code that leads to { $other }.

## Parts of the sentences above

rule-waiting-over = Over { $limit }, goods go at Accepted.
rule-waiting-small = Up to { $limit }, goods go at Seen.
rule-waiting-settled = Over { $limit }, goods go at Settled.
rule-waiting-plain = Goods go at Accepted.
rule-seen-over = Sales over { $limit } go at Accepted.
rule-seen-small = Sales up to { $limit } go at Seen.
rule-seen-settled = Sales over { $limit } go at Settled.
rule-seen-plain = Sales go at Accepted.
confirmed = Confirmation { $had } of { $wanted }.
amount-unknown = an unknown amount
its-end = its end
the-gateway = The gateway
