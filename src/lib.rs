//! Anamnesis: a federated server for patients' own accounts of what a medication did to them.
//!
//! Table of contents, from the ground up; a module may import only those above it (`tests/architecture.rs`).

pub mod base;
pub mod store;

pub mod app;

pub mod jobs;

pub mod domain;
pub mod federation;

pub mod effects;
pub mod http;

pub mod cli;
