//! Anamnesis: a federated server for patients' own accounts of what a medication did to them.
//!
//! Table of contents, from the ground up; a module may import only those above it (`tests/architecture.rs`).

pub mod base;
pub mod domain;

pub mod cli;
