# Recipes of Pitlane. Run them as `./dev <recipe>`: it installs what a recipe needs first.

set shell := ["bash", "-euo", "pipefail", "-c"]
set positional-arguments

# The whole product with demo data on one port
demo *arguments:
    @scripts/demo "$@"

# Everything that must hold before a change lands (names of stages run only those)
test *stages:
    @scripts/test "$@"

# Formatting, lints and dependency rules
check:
    @scripts/test format lints lints-web rules deny types

# Format all Rust code
fmt:
    cargo fmt --all

# Lints of the server, the tools and the web app
lint:
    @scripts/test lints lints-web

# Unit tests of all crates
unit *arguments:
    @scripts/unit "$@"

# API tests: `./dev api-test sqlite|postgres [name of a test]`
api-test engine="sqlite" *arguments:
    @scripts/api-test "$@"

# Browser journeys against a server of their own: `./dev e2e [arguments of playwright]`
e2e *arguments:
    @scripts/e2e "$@"

# Write openapi.yaml from the code
openapi:
    @scripts/openapi

# Random requests derived from openapi.yaml, on both databases: `./dev contract [seconds in all]`
contract seconds="300":
    @scripts/contract "$@"

# The measurements of the quality page, each beside its bar
bench *arguments:
    @bench/run "$@"

# Build the web app into dist/ (`./dev web --release` as it is served)
web *arguments:
    cargo xtask web "$@"

# The server alone with what is in dist/, configured by the environment
serve *arguments:
    cargo run --package pitlane-api -- serve "$@"
