# Sourced by `dev` and by the scripts: where tools and build results live.
# shellcheck shell=bash

export PITLANE_CACHE="${PITLANE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/pitlane}"
mkdir -p "$PITLANE_CACHE"

# A build machine clones afresh for every run. With the results outside the clone, only our own crates are built again.
if [ "${CI:-}" = true ]; then
  export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$PITLANE_CACHE/target}"
  export PITLANE_WASM_TARGET_DIR="${PITLANE_WASM_TARGET_DIR:-$PITLANE_CACHE/target-wasm}"
  export CARGO_INCREMENTAL="${CARGO_INCREMENTAL:-0}"
else
  export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$PWD/target}"
  export PITLANE_WASM_TARGET_DIR="${PITLANE_WASM_TARGET_DIR:-$PWD/target-wasm}"
fi

# Tools that were installed for this project come after the machine's own.
export PATH="$PATH:$HOME/.cargo/bin:$PITLANE_CACHE/tools-just/bin:$PITLANE_CACHE/tools-deny/bin:$PITLANE_CACHE/tools-contract/bin"

# A Node that was installed because the machine's own is too old comes before it.
[ ! -x "$PITLANE_CACHE/node/node" ] || export PATH="$PITLANE_CACHE/node:$PATH"

# A port of the loopback address that nobody listens at, from $1 upwards, or a random one.
free_port() {
  local port="${1:-$((20000 + RANDOM % 12000))}"
  while listening "$port"; do port=$((port + 1)); done
  echo "$port"
}

# Whether somebody listens at a port of the loopback address.
listening() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Waits until the command $2... succeeds, for at most $1 seconds.
wait_until() {
  local end=$((SECONDS + $1)); shift
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.1
  done
}
