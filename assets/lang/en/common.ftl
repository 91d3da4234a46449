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

## Days in words

day-long = { $weekday } { $day } { $month }
day-month = { $day } { $month }
day-short = { $weekday } { $day } { $month }
month-long = { $month } { $year }
weekday-0 = Monday
weekday-1 = Tuesday
weekday-2 = Wednesday
weekday-3 = Thursday
weekday-4 = Friday
weekday-5 = Saturday
weekday-6 = Sunday
weekday-short-0 = Mon
weekday-short-1 = Tue
weekday-short-2 = Wed
weekday-short-3 = Thu
weekday-short-4 = Fri
weekday-short-5 = Sat
weekday-short-6 = Sun
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
month-short-1 = Jan
month-short-2 = Feb
month-short-3 = Mar
month-short-4 = Apr
month-short-5 = May
month-short-6 = Jun
month-short-7 = Jul
month-short-8 = Aug
month-short-9 = Sep
month-short-10 = Oct
month-short-11 = Nov
month-short-12 = Dec
