//! Digests: fixed-length stand-ins for secrets and ids that must not be readable in the database.

use aws_lc_rs::digest::{Context, SHA256};

/// SHA-256 over the parts, each with its length before it, so that no two lists of parts are alike; in hexadecimal.
pub fn sha256_hex(parts: &[&[u8]]) -> String {
    let mut context = Context::new(&SHA256);
    for part in parts {
        context.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        context.update(part);
    }
    let digest = context.finish();
    digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_one_part_ends_and_the_next_begins_matters() {
        assert_ne!(sha256_hex(&[b"ab", b"c"]), sha256_hex(&[b"a", b"bc"]));
        assert_eq!(sha256_hex(&[b"a"]).len(), 64);
    }
}
