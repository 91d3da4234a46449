### The first start: two doors.

welcome-title = Welcome to Ringup
welcome-sentence = Ring up a sale, show a code, hand over when the till says so.
welcome-practice = Practice
welcome-practice-sentence = Sell a coffee to a make-believe customer. Sample products, no account, no real money.
welcome-practice-act = Start practice
welcome-practice-busy = Starting practice
welcome-connect = Connect
welcome-connect-sentence = Connect this till to your BitPay account. You keep the keys; the till can only receive.
welcome-connect-act = Connect a gateway
welcome-later = You can do the other one at any time.

### A shop whose keys are in a sealed file.

unlock-title = The shop is locked
unlock-happened = This shop’s keys are in a sealed file, and the till was started without its passphrase.
unlock-safe = The books are as they were. Codes already given out are asked for again as soon as the shop is open.
unlock-todo = Type the passphrase. Practice works without it.
unlock-passphrase = Passphrase
unlock-empty = Type the passphrase first.
unlock-act = Open the shop
unlock-busy = Opening
