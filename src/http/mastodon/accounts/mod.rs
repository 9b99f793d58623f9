//! `/api/v1/accounts`: people and services, and what one may do with them.

pub mod credentials;
pub mod follow_requests;
pub mod follows;
pub mod guards;
pub mod hosts;
pub mod profile;
pub mod relationships;
pub mod remember;
pub mod show;
