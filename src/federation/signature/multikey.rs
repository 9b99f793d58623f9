//! Multikey (FEP-521a): a public key as one short text, `z` and base58 of a prefix that names its kind and the key.

/// The digits of base58btc: no two look alike.
const DIGITS: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/// Longest text that is read: an RSA key of 4096 bits needs 723 characters, and decoding costs the square of the length.
const MAX_CHARS: usize = 800;

/// Multicodec `ed25519-pub` as a varint.
const ED25519: [u8; 2] = [0xed, 0x01];
/// Multicodec `rsa-pub` as a varint; the key is a PKCS#1 `RSAPublicKey`.
const RSA: [u8; 2] = [0x85, 0x24];

/// A key as it stands in a Multikey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Encoded {
    /// The 32 bytes of RFC 8032.
    Ed25519(Vec<u8>),
    /// PKCS#1, DER.
    Rsa(Vec<u8>),
}

/// The key in a `publicKeyMultibase`; `None` where it is none of the kinds we verify with.
pub(super) fn read(text: &str) -> Option<Encoded> {
    let bytes = decode(text)?;
    match bytes.split_first_chunk::<2>()? {
        (&ED25519, key) => Some(Encoded::Ed25519(key.to_vec())),
        (&RSA, key) => Some(Encoded::Rsa(key.to_vec())),
        _ => None,
    }
}

/// The `publicKeyMultibase` of a key.
pub(super) fn write(key: &Encoded) -> String {
    let (prefix, key) = match key {
        Encoded::Ed25519(key) => (ED25519, key),
        Encoded::Rsa(key) => (RSA, key),
    };
    encode(&[prefix.as_slice(), key].concat())
}

/// Multibase with base58btc, the one base that signatures and keys of the fediverse come in.
pub fn encode(bytes: &[u8]) -> String {
    // Base 58 digits, the lowest first.
    let mut digits: Vec<u8> = Vec::with_capacity(bytes.len() * 138 / 100 + 1);
    for byte in bytes {
        let mut carry = u32::from(*byte);
        for digit in &mut digits {
            carry += u32::from(*digit) << 8;
            *digit = u8::try_from(carry % 58).unwrap_or_default();
            carry /= 58;
        }
        while carry > 0 {
            digits.push(u8::try_from(carry % 58).unwrap_or_default());
            carry /= 58;
        }
    }
    let zeros = bytes.iter().take_while(|byte| **byte == 0).map(|_| 0);
    let digits = zeros.chain(digits.into_iter().rev());
    let letters = digits.filter_map(|digit| DIGITS.get(usize::from(digit)).copied().map(char::from));
    std::iter::once('z').chain(letters).collect()
}

/// The bytes of a multibase text in base58btc; `None` where it is anything else, or too long.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let encoded = text.strip_prefix('z').filter(|encoded| encoded.len() <= MAX_CHARS)?;
    // Bytes, the lowest first.
    let mut bytes: Vec<u8> = Vec::with_capacity(encoded.len());
    for letter in encoded.bytes() {
        let digit = DIGITS.iter().position(|known| *known == letter)?;
        let mut carry = u32::try_from(digit).ok()?;
        for byte in &mut bytes {
            carry += u32::from(*byte) * 58;
            *byte = u8::try_from(carry & 0xff).unwrap_or_default();
            carry >>= 8;
        }
        while carry > 0 {
            bytes.push(u8::try_from(carry & 0xff).unwrap_or_default());
            carry >>= 8;
        }
    }
    let zeros = encoded.bytes().take_while(|letter| *letter == b'1').map(|_| 0);
    Some(zeros.chain(bytes.into_iter().rev()).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn known_texts_stand_for_known_bytes() {
        for (bytes, text) in [
            (b"".as_slice(), "z"),
            (b"Hello World!", "z2NEpo7TZRRrLZSi2U"),
            (b"\0\0\x28\x7f\xb4\xcd", "z11233QC4"),
        ] {
            assert_eq!(encode(bytes), text);
            assert_eq!(decode(text).as_deref(), Some(bytes));
        }
    }

    #[test]
    fn the_key_of_the_specification_is_an_ed25519_key() {
        // https://www.w3.org/TR/vc-di-eddsa/#representation-eddsa-jcs-2022
        let text = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";
        let Some(key @ Encoded::Ed25519(_)) = read(text) else { panic!("{:?}", read(text)) };
        assert_eq!(write(&key), text);
    }

    #[test]
    fn other_bases_kinds_and_rubbish_are_no_keys() {
        let long = format!("z{}", "2".repeat(MAX_CHARS + 1));
        let other_kind = encode(&[0x12, 0x00, 1, 2, 3]);
        for text in ["", "z", "z1", "f00", "uAQI", "z0OIl", "6Mkr", &long, &other_kind] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_encoded_is_decoded(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            prop_assert_eq!(decode(&encode(&bytes)), Some(bytes));
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in "z?[ -~]{0,60}") {
            let _ = read(&text);
        }
    }
}
