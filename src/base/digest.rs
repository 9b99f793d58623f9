//! Digests: fixed-length stand-ins for secrets and ids that must not be readable in the database.

use aws_lc_rs::digest::{Context, SHA256};

/// SHA-256 over the parts, each with its length before it, so that no two lists of parts are alike; in hexadecimal.
pub fn sha256_hex(parts: &[&[u8]]) -> String {
    let mut context = Context::new(&SHA256);
    for part in parts {
        context.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        context.update(part);
    }
    hex(context)
}

/// SHA-256 of bytes.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut digest = [0; 32];
    for (to, from) in digest.iter_mut().zip(aws_lc_rs::digest::digest(&SHA256, bytes).as_ref()) {
        *to = *from;
    }
    digest
}

/// SHA-256 over bytes that come one after another, e.g. the lines of a file.
#[derive(Clone)]
pub struct Running(Context);

impl Default for Running {
    fn default() -> Self {
        Self(Context::new(&SHA256))
    }
}

impl Running {
    /// Takes the next bytes in.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The digest of everything so far, in hexadecimal.
    pub fn finish(self) -> String {
        hex(self.0)
    }
}

fn hex(context: Context) -> String {
    context.finish().as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_one_part_ends_and_the_next_begins_matters() {
        assert_ne!(sha256_hex(&[b"ab", b"c"]), sha256_hex(&[b"a", b"bc"]));
        assert_eq!(sha256_hex(&[b"a"]).len(), 64);
    }

    #[test]
    fn a_running_digest_is_that_of_all_bytes_together() {
        let mut running = Running::default();
        running.update(b"a");
        running.update(b"bc");
        // FIPS 180-4's example for "abc".
        assert_eq!(running.finish(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
