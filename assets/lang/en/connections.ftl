### The owner's page of connections.

connections-count =
    { $count ->
        [one] { $count } connection
       *[other] { $count } connections
    }
connections-none = No account is connected. The till takes cash.
connections-add = Connect an account
connections-all = All connections
connections-preferred = Asked first
connections-unreached = Not reached
connections-practice = Practice
connections-test = Test
connections-live = Production
connections-prefer = Ask it first
connections-back = Back
connections-close = Close
connections-busy = Working

connections-sin = This till’s ID (SIN)
connections-health = How it stands
connections-refresh = Refresh permissions
connections-asking = Asking
connections-key-for = Kind of key
connections-reachable = Reachable
connections-took = Yes, in { $ms } ms
connections-token = Token
connections-token-waiting = Waiting for approval
connections-token-active = Active
connections-token-invalidated = No longer valid
connections-token-open = Not signed
connections-authorised = Key accepted
connections-yes = Yes
connections-no = No
connections-unsaid = The gateway does not say
connections-clock = Clock of this computer
connections-clock-right = Right
connections-clock-behind = { $seconds } s behind
connections-clock-ahead = { $seconds } s ahead
connections-creates = Codes of this hour
connections-creates-used = { $used } of about { $limit }
connections-budget = Calls left
connections-budget-left = { $count } before the gateway asks to wait
connections-facades = Tokens of this key
connections-asked = Asked
connections-ago = { $age } ago
connections-waits = Approve the code { $code } at the gateway. Then refresh.

connections-may = What this connection may do
connections-may-why = As its token allows now. A till’s key can never spend.
connections-never = Not used by this app
connections-may-create = Make payment codes and read them
connections-may-coin = Make a code for one coin
connections-may-live = Hear of payments at once
connections-may-find = Find a payment by the till’s own key
connections-may-list = List payments
connections-may-cancel = Cancel a code
connections-may-contact = Give the customer’s mail or number
connections-may-refund = Send refunds
connections-may-renotify = Have messages sent again
connections-may-rates = Read rates
connections-may-currencies = Read the list of currencies
connections-may-ledger = Read the ledger
connections-may-settlements = Read settlements
connections-may-tokens = See its own tokens, approve other tills
connections-may-tills = See and change which tills share it
connections-may-payout = Pay money out (payout)

connections-tills = Tills using this connection
connections-this-till = This till
connections-last-till = The last one stays

connections-remove = Remove connection
connections-remove-title = Remove the connection { $name }?
connections-remove-why = Its token is forgotten on this till. Sales and receipts stay. Codes that are still open can no longer be watched.

connections-add-till = Add a till
connections-add-till-title = Let another till use { $name }?
connections-add-till-why = The other till shows its ID under Connections. With it the other till may do what this token allows.
connections-add-till-field = ID of the other till (SIN)
connections-add-till-form = Letters and digits, T first. Capitals matter.
connections-add-till-wrong = A SIN begins with T and has 33 to 36 letters and digits.

connections-approve = Approve a till’s code
connections-approve-title = Approve another till through { $name }?
connections-approve-why = The other till shows a pairing code. It gets a point-of-sale key: it can receive and never spend.
connections-approve-field = Pairing code
connections-approve-form = Seven letters and digits. Capitals matter.
connections-approve-wrong = A pairing code has exactly seven letters and digits.

connections-remove-till = Remove this till
connections-remove-till-title = Take this till off { $name }?
connections-remove-till-why = It can make and read codes no more, from now on.

connections-key = Replace this till’s key
connections-key-go-on = Go on replacing the key
connections-key-begun = A new key was begun and is not yet in place everywhere. The till works. Go on when you can.
connections-key-title = Replace this till’s key?
connections-key-why = For a key that someone else may have seen. The new one works everywhere before the old one is taken away, so selling goes on.
connections-key-resumes = Each step is kept before the next begins. After an interruption it goes on here.
connections-key-give-up = Give up
connections-key-link = Every connection learns the new key
connections-key-switch = This till signs with the new key
connections-key-unlink = Every connection forgets the old key
connections-key-done = The new key is in place. The old one opens nothing any more.
