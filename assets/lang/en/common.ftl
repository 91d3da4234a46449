### Words every screen uses.

span-days = { $days } d
span-hours = { $hours } h { $minutes } min
span-minutes = { $minutes } min { $seconds } s
span-seconds = { $seconds } s

app-name = Ringup
ribbon-practice = PRACTICE: no real money. Everything here is a rehearsal.
ribbon-test = TEST: no real money. Connected to { $host }

items =
    { $count ->
        [one] { $count } item
       *[other] { $count } items
    }
sale-number = Sale { $number }
label-happened = What happened
label-safe = What is safe
label-todo = What to do
