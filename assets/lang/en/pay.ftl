### The payment screen.

state-requested = Asked
state-open = Open
state-seen = Seen
state-accepted = Accepted
state-settled = Settled
state-expired = Expired
state-cancelled = Cancelled
state-failed = Failed

pay-practice = PRACTICE
pay-test = TEST
pay-checked = { $gateway } checked { $seconds } s ago
pay-unknown-for = Status unknown for { $seconds } s
pay-clock-off = This computer is { $seconds } s off. Times on codes are corrected. Switch on automatic time.

pay-rate = 1 { $coin } = { $rate } · fixed { $minutes } min ago, until { $end }
pay-rate-new = 1 { $coin } = { $rate } · fixed until { $end }
pay-rate-plain = 1 { $coin } = { $rate }
pay-network-cost = with { $coin } network cost
pay-network-cost-fiat = with { $coin } ({ $fiat }) network cost
pay-more = More
pay-fewer = Fewer
pay-coin-off = { $coin }: { $reason }
pay-coin-off-nopaymentcode = no code for this coin.
pay-coin-off-disabled = switched off at the gateway.
pay-coin-off-merchantdisabledbyparam = not offered for this sale.
pay-coin-off-toosmall = this amount is too small for its network.
pay-waiting-detail = Nothing has arrived yet. { $rule }

pay-left = { $time } left
pay-ends = This code ends at { $end }.
pay-then = Then F9 makes a new one.
pay-no-code = { $gateway } sent no code that can be shown. Choose another coin.

pay-no-scan = Doesn’t scan?
pay-rung-any = Any wallet
pay-rung-wallet = Wallet
pay-rung-request = Link
pay-rung-plain = Plain
pay-rung-lightning = Lightning
pay-rung-web = Web page
pay-rung-hand = By hand
pay-try-any = Try any wallet
pay-try-wallet = Try { $coin } wallet
pay-try-request = Try the link
pay-try-plain = Try plain { $coin }
pay-try-lightning = Try Lightning
pay-try-web = Try the web page
pay-try-hand = Type by hand
pay-open-page = Open page here
pay-page-ended = Its web page ended with it
pay-address = Address
pay-amount = Amount
pay-copy = Copy

pay-void = Void sale
pay-void-reason-1 = Changed their mind
pay-void-reason-2 = Cannot pay
pay-void-reason-3 = Rung up wrong
pay-void-reason-4 = Customer left
pay-void-question = Void sale { $number }?
pay-void-happens = The customer can still pay the code until { $end }. { $gateway } cannot take it back.
pay-void-safe = If money comes, it goes to Late money with this sale.
pay-void-back = Keep the sale
pay-park = Park
pay-new-code = New code
pay-try-now = Try now
pay-receipt = Receipt
pay-back = Back to the till
pay-other-tender = Other tender
pay-tender-question = { $total } of sale { $number }: which tender?
pay-tender-code = A code of { $name }
pay-tender-live = The code on the screen can be paid until { $end }. A sale has one code at a time.
pay-cash-live = The code leaves the screen. If it is paid all the same, that money goes to Late money with this sale.
pay-cash-ended = No code of this sale can be paid. { $gateway } goes on being asked until nothing can come.
pay-next = Next sale

pay-paid-so-far = { $paid } arrived
pay-short = { $short } is missing
pay-ended-at = Code ended { $end }
pay-sent-at = Sent { $time }
pay-last-seen = Last seen { $state }, { $time }
pay-marked = Set by hand at the gateway.

coin-btc = Bitcoin
coin-bch = Bitcoin Cash
coin-ltc = Litecoin
coin-doge = Dogecoin
coin-eth = Ether
coin-xrp = XRP
coin-usdc = USD Coin
coin-usdt = Tether
coin-dai = Dai
coin-sol = Solana
coin-lightning = Lightning
coin-on-network = { $coin } on { $network }
