//! Schema history. It cannot import the server: a migration must mean the same for ever.
