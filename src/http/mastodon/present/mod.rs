//! Rows and views as the client API's JSON. A key that clients declare as required is always there.

pub mod instance;
pub mod pictures;
pub mod time;
