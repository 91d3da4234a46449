#!/usr/bin/env bash
# A person at the till, with mouse and keyboard: first start, two products and an amount, Charge, a customer who pays
# on their phone's page, the verdict, the next sale; then a power cut while a code shows. Runs under Xvfb.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

ringup=${RINGUP_BIN:-$PWD/target/debug/ringup}
pictures=$PWD/target/e2e
data=$(mktemp -d)
export RINGUP_DATA_DIR=$data PYTHONDONTWRITEBYTECODE=1
mkdir -p "$pictures"
pids=()
till=
manager=

cleanup() {
  for pid in "$till" "${pids[@]}"; do
    [[ -z $pid ]] || kill "$pid" 2>/dev/null || true
  done
  rm -rf -- "$data"
}
trap cleanup EXIT

fail() {
  printf 'till.sh: %s\n' "$1" >&2
  [[ -s $data/till.log ]] && tail -n 20 "$data/till.log" >&2
  [[ -n ${DISPLAY:-} ]] && import -window root "$pictures/failed.png" 2>/dev/null
  exit 1
}

# until_holds SECONDS WHAT COMMAND…: waits for a condition; the time is only there to fail.
until_holds() {
  local end=$((SECONDS + $1)) what=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < end)) || fail "$what did not come"
    sleep 0.1
  done
}

shot() { import -window root "$pictures/$1.png"; }
keys() { xdotool key --delay 40 "$@"; }
# The till takes no Enter for 400 ms after a page changed, so that nobody confirms what they have not seen.
settle() { sleep 0.6; }

# xprop ends well even where the property is not there.
has_manager() { [[ $(xprop -root _NET_SUPPORTING_WM_CHECK) == *'window id'* ]]; }

# A window manager that met the screen too early and ended is started again.
manager_runs() {
  has_manager && return
  if [[ -z $manager ]] || ! kill -0 "$manager" 2>/dev/null; then
    openbox >/dev/null 2>&1 &
    manager=$!
    pids+=("$manager")
  fi
  return 1
}

screen() {
  Xvfb -displayfd 3 -screen 0 1280x828x24 -nolisten tcp 3>"$data/display" >/dev/null 2>&1 &
  pids+=($!)
  until_holds 20 "the screen" test -s "$data/display"
  DISPLAY=:$(cat "$data/display")
  export DISPLAY
  until_holds 20 "the screen's answer" xdpyinfo
  until_holds 20 "the window manager" manager_runs
}

# Keys go where the focus is: without it they would be pressed into nothing.
has_keyboard() {
  [[ $(xdotool getwindowfocus getwindowpid) == "$till" ]]
}

start_till() {
  "$ringup" "$@" >"$data/till.log" 2>&1 &
  till=$!
  until_holds 60 "the window" xdotool search --onlyvisible --class ringup
  until_holds 20 "the keyboard in the window" has_keyboard
  settle
}

gateway() { echo "http://127.0.0.1:$(cat "$data/practice/gateway.port")"; }
state() { curl -sf "$(gateway)/_sandbox/state"; }
# The newest invoice's id, and its status as the gateway sees it.
newest() { state | python3 -c 'import json,sys; i=json.load(sys.stdin)["invoices"]; i=list(i.values()) if isinstance(i,dict) else i; print(max(i,key=lambda v: v["invoiceTime"])["id"])'; }
invoices() { state | python3 -c 'import json,sys; print(len(json.load(sys.stdin)["invoices"]))'; }
has_invoices() { [[ $(invoices) == "$1" ]]; }
closed() { ! kill -0 "$till" 2>/dev/null; }
code_is_shown() {
  shot looking
  zbarimg --quiet --raw "$pictures/looking.png" | grep -q "$1"
}
# The receipt has a code of its own, which pays nothing.
code_is_gone() {
  shot looking
  ! zbarimg --quiet --raw "$pictures/looking.png" | grep -q '^bitcoin:'
}
verdict_of() {
  "$ringup" sales list --practice --json | python3 -c '
import json, sys
sale = next(s for s in json.load(sys.stdin)["sales"] if s["number"] == int(sys.argv[1]))
print(sale["verdict"], len(sale["attempts"]))' "$1"
}

# Fonts of the system that the till draws with: they are mapped as long as it does.
system_font() { grep -q '/fonts/.*\.[ot]t[fc]' "/proc/$till/maps"; }

screen
start_till
shot 01-welcome
keys Return
until_holds 20 "the practice books" test -s "$data/practice/journal.db"
settle
shot 02-register

# Two products by name, one amount by the keypad.
keys F2
xdotool type --delay 90 espresso
keys Return
keys F2
xdotool type --delay 90 croissant
keys Return
settle
keys Escape
keys 2 5 0 Return
settle
shot 03-cart
! system_font || fail "a font of the system was needed for our own letters"
keys Return
until_holds 20 "the invoice" has_invoices 1
until_holds 20 "a code that a second decoder reads" code_is_shown "$(newest)"
shot 04-code
echo "the code on the screen names invoice $(newest)"

python3 tests/e2e/customer.py "$(gateway)/i/$(newest)" pay-exact "$pictures/05-customer.png"
until_holds 40 "the end of the code" code_is_gone
settle
shot 06-paid
keys Return
settle
shot 07-next
keys F3
settle
shot 08-sales
keys Escape
settle

# A power cut while the code shows; the customer pays while the till is gone.
keys 1 0 0 0 0 Return
settle
keys Return
until_holds 20 "the second invoice" has_invoices 2
second=$(newest)
until_holds 20 "its code" code_is_shown "$second"
keys alt+F4
settle
kill -0 "$till" || fail "the window closed while a code could be paid"
kill -9 "$till"
until_holds 5 "the end of the till" closed
# From here on there is a product in letters our own fonts do not have: they are there when it is first shown.
printf 'sku,name,price,category\nTEA,\xd7\xaa\xd7\x94,3.00,\xd7\xa9\xd7\xaa\xd7\x99\xd7\x94\n' >"$data/tea.csv"
"$ringup" products import "$data/tea.csv" --practice >"$data/import.log" || fail "the import: $(cat "$data/import.log")"
start_till
until_holds 20 "the gateway" state
shot 09-restarted
[[ $(invoices) == 2 ]] || fail "the restart made another invoice"
python3 tests/e2e/customer.py "$(gateway)/i/$second" pay-exact
paid() { curl -sf "$(gateway)/_sandbox/state" | grep -q '"confirmed"\|"complete"'; }
until_holds 60 "the confirmation" paid
sleep 8
shot 10-found-again

# The window closes in order when no code is live, and the book tells the same story.
keys alt+F4
until_holds 15 "the till to close" closed
till=
[[ $(verdict_of 1) =~ ^(accepted|settled)\ 1$ ]] || fail "sale 1 is $(verdict_of 1)"
[[ $(verdict_of 2) =~ ^(accepted|settled)\ 1$ ]] || fail "sale 2 is $(verdict_of 2)"
"$ringup" journal verify --deep --practice

# The kiosk fills the screen, and no window manager's key or close ends it while a code is live.
start_till kiosk --practice
settle
fills_the_screen() {
  local window
  window=$(xdotool search --onlyvisible --class ringup | tail -n 1)
  xdotool getwindowgeometry --shell "$window" | grep -c 'WIDTH=1280\|HEIGHT=828' | grep -q 2
}
until_holds 10 "the kiosk over the whole screen" fills_the_screen
settle
keys 4 5 0 Return
settle
keys Return
until_holds 20 "the kiosk's invoice" has_invoices 3
settle
system_font || fail "no font of the system has the letters of the tea"
keys alt+F4
settle
kill -0 "$till" || fail "the kiosk ended while a code could be paid"
shot 11-kiosk
kill -9 "$till"
until_holds 5 "the end of the kiosk" closed
till=
echo "two sales, two invoices, both paid; pictures in target/e2e"
