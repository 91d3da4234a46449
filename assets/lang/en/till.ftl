### The frame around the screens: bar, ribbon, notices of the app.

till-register = Register
till-amount = Amount
till-products = Products
till-sales = Sales
till-ready = Gateways ready
till-ready-short = Ready
till-no-network = No network
till-no-network-short = Offline
till-not-connected = Not connected
till-practice = PRACTICE: no real money.
till-play-customer = Play the customer:
till-play-pay = Pay
till-play-less = Pay less
till-play-more = Pay too much
till-code-live = A code can still be paid. Finish or void sale { $number } before closing the till.
till-opening = Opening the till
till-restarted = The till was restarted during sale { $number }. The same code is back. Go on.
