//! The pages: complete without script, in every language of the catalogue. Templates stand beside their code.
//!
//! Each page is a struct of plain views (words, dates, small enums) that a handler fills from the rooms.

pub mod appeal;
pub mod assets;
pub mod complain;
pub mod desk;
mod door;
pub mod download;
pub mod failure;
mod files;
pub mod findings;
pub mod form;
pub mod frame;
pub mod helplines;
pub mod oauth;
pub mod people;
pub mod proposal;
pub mod queue;
pub mod replies;
pub mod report;
mod routes;
mod schemas;
pub mod settings;
pub mod share;
pub mod stories;
pub mod texts;
pub mod transparency;

#[cfg(test)]
mod gallery;

pub use routes::routes;
