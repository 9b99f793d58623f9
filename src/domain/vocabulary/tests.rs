//! The look-up on the words that the seed pages use.

use super::*;

#[test]
fn the_data_is_sound() {
    assert_eq!(check(), Vec::<String>::new());
}
