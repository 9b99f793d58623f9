//! `/api/v1/admin/…`: the moderators' desk for programs. Each of these asks for a token with a scope of moderators and for a
//! member who is one now, and does what the desk does and no more.

pub mod accounts;
pub mod allows;
pub mod hosts;
pub mod reports;
