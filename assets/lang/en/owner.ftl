### The owner's area: its rail, and the rates.

owner-connections = Connections
owner-rates = Rates
owner-settings = Settings
owner-back = Back to till
owner-role = Owner

rates-rates = Rates
rates-currencies = Currencies
rates-again = Read again
rates-from = As { $host } says it. Nothing is sold at these rates: each code fixes its own.
rates-search = Code or name
rates-read = read { $age } ago
rates-old = { $age } old: too old to show at the till
rates-no-gateway = No gateway is connected, so there are no rates.
rates-none = Nothing here has this code or name.
rates-code = Code
rates-name = Name
rates-one = 1 { $coin } costs
rates-sign = Sign
rates-decimals = Decimals
rates-least = Least amount
