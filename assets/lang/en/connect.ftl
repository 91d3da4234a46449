### Connecting a BitPay account.

connect-title = Connect BitPay
connect-subtitle = { $till } · point-of-sale key · { $environment }
connect-test = test
connect-live = live
connect-account = Which account
connect-test-account = Test account
connect-live-account = Live account
connect-want-live = Use a live account
connect-way = How to connect

connect-request-word = Ask for approval
connect-request-how = The till shows a code. The owner approves it with a phone or in the dashboard.
connect-request-field = Name of this till
connect-request-form = Letters, digits, space, _ and -. The dashboard shows this name.
connect-claim-word = I have a code
connect-claim-how = The owner made a pairing code in the dashboard, under API tokens.
connect-claim-field = Pairing code
connect-claim-form = Seven letters and digits. Capitals matter.
connect-paste-word = Paste a token
connect-paste-how = The owner made a point-of-sale token in the dashboard, under API tokens.
connect-paste-field = Token
connect-paste-form = Letters and digits only, usually 22 or 44.

connect-label-wrong = Use 1 to 60 letters, digits, spaces, _ or -.
connect-code-wrong = A pairing code has exactly seven letters and digits.
connect-token-wrong = A token has 16 to 128 letters and digits, nothing else.
connect-passphrase = Passphrase for this till’s keys
connect-passphrase-why = This computer has no key store. Keys go into a file that only this passphrase opens.
connect-passphrase-again = The same passphrase again
connect-passphrase-empty = Type the passphrase of the sealed file.
connect-passphrase-short = Use at least 8 signs.
connect-passphrase-other = The two passphrases differ.

connect-connect = Connect
connect-connecting = Connecting
connect-back = Back
connect-begin-again = Begin again
connect-new-code = New code
connect-check = Check approval
connect-checking = Checking
connect-done = Done

connect-approve = Approve this till
connect-approve-how = Scan with the owner’s phone, or type the code at { $host }.
connect-over = The code ended. Make a new one.
connect-code = Pairing code
connect-valid = Valid for { $time }
connect-ends = Ends on { $day } at { $time }. Then F9 makes a new code.
connect-waiting = Waiting for approval
connect-asked = asked { $seconds } s ago
connect-sin = This till’s identity (SIN)
connect-paired = Connected.
connect-paired-why = The gateway accepts this till’s key.

connect-may = What this till may do
connect-may-why = It can receive. It can never spend.
connect-yes = Yes
connect-no = No
connect-can-create = Make payment codes
connect-can-read = Read its own payments
connect-can-list = List and find payments
connect-can-cancel = Cancel a code
connect-can-refund = Send refunds
connect-can-ledger = Read ledger and settlements
connect-can-spend = Spend or move money
connect-kept-keyring = Keys are kept in this computer’s key store.
connect-kept-sealed = Keys are kept in a sealed file. Only the passphrase opens it.
