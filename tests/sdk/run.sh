#!/usr/bin/env bash
# Drives BitPay's own SDKs, as their registries have them, against `ringup sandbox`: one line per case.
#
# The SDKs are unpatched but for the host name, which both keep in a constant. They speak plain http to a loopback
# address as readily as https, so the sandbox needs no certificate.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

python_sdk='bitpay==8.0.3'
node_sdk='bitpay-sdk@8.0.4'
ringup=${RINGUP_BIN:-target/debug/ringup}
here=$PWD/tests/sdk

[[ -x $ringup ]] || { echo "there is no $ringup: build it first, or name it in RINGUP_BIN" >&2; exit 2; }

work=$(mktemp -d)
sandbox=
# shellcheck disable=SC2317  # the trap calls it
finish() {
  if [[ -n $sandbox ]]; then
    kill "$sandbox" 2>/dev/null || true
    wait "$sandbox" 2>/dev/null || true
  fi
  rm -rf -- "$work"
}
trap finish EXIT

python3 -m venv "$work/python"
"$work/python/bin/pip" install --quiet --disable-pip-version-check "$python_sdk"
npm install --silent --no-audit --no-fund --prefix "$work/node" "$node_sdk"

# A first-in-first-out file: reading its first line waits until the sandbox listens.
mkfifo "$work/said"
"$ringup" sandbox --state "$work/gateway.db" >"$work/said" 2>"$work/sandbox.log" &
sandbox=$!
exec 3<"$work/said"
read -r -u 3 -t 60 _ _ url || { cat "$work/sandbox.log" >&2; exit 1; }

failed=0
PYTHONDONTWRITEBYTECODE=1 "$work/python/bin/python" "$here/drive.py" "$url" || failed=1
NODE_PATH=$work/node/node_modules node "$here/drive.cjs" "$url" || failed=1
exit "$failed"
