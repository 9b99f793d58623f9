//! Signing up, in and out, applications and tokens, against a database.
