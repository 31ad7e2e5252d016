# Recipes of Pitlane. Run them as `./dev <recipe>`: it installs what a recipe needs first.

set shell := ["bash", "-euo", "pipefail", "-c"]
set positional-arguments

# The whole product with demo data on one port
demo *arguments:
    @exec scripts/demo "$@"

# Everything that must hold before a change lands (names of stages run only those)
test *stages:
    @exec scripts/test "$@"

# Formatting, lints and dependency rules
check:
    @exec scripts/test format lints lints-web rules deny types

# Format all Rust code
fmt:
    exec cargo fmt --all

# Lints of the server, the tools and the web app
lint:
    @exec scripts/test lints lints-web

# Unit tests of all crates
unit *arguments:
    @exec scripts/unit "$@"

# API tests: `./dev api-test sqlite|postgres [name of a test]`
api-test engine="sqlite" *arguments:
    @exec scripts/api-test "$@"

# Browser journeys against a server of their own: `./dev e2e [arguments of playwright]`
e2e *arguments:
    @exec scripts/e2e "$@"

# Write openapi.yaml from the code
openapi:
    @exec scripts/openapi

# Random requests derived from openapi.yaml, on both databases: `./dev contract [seconds in all]`
contract seconds="300":
    @exec scripts/contract "$@"

# The measurements of the quality page, each beside its bar
bench *arguments:
    @exec bench/run "$@"

# Build the web app into dist/ (`./dev web --release` as it is served)
web *arguments:
    exec cargo xtask web "$@"

# The server alone with what is in dist/, configured by the environment
serve *arguments:
    exec cargo run --package pitlane-api -- serve "$@"
