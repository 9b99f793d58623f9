//! The real binary over HTTP: one module per behaviour, each test with its own server and database.
//!
//! On SQLite by default; with `ANAMNESIS_TEST_POSTGRES=postgres://user@host:port/postgres` on a fresh Postgres database
//! for each test. `support/` is the harness: read `support/server.rs` first.
#![cfg(test)]

mod attacks;
mod authorized_fetch;
mod between_servers;
mod chaos;
mod client_api;
mod complaining;
mod consent;
mod corpus;
mod delivering;
mod discovery;
mod erasing;
mod followed;
mod followers_in_step;
mod harness;
mod held_replies;
mod interaction_requests;
mod leaving;
mod limits;
mod members;
mod metrics;
mod moving;
mod odd_requests;
mod other_software;

mod policies;
mod privacy_doctor;
mod purposes;
mod quotes;
mod receiving;
mod reporting;
mod reports_at_the_desk;
mod signatures;
mod support;
mod telling;
mod threads;
mod unnamed;
mod web_people;
mod web_stories;
mod withdrawing;
