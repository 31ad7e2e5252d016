//! The API as its users see it: given people and a world, when one of them does something, then what everybody sees.
//! Every test runs on SQLite, and on PostgreSQL with `PITLANE_TEST_DATABASE=postgres`.

mod conventions;
mod support;
