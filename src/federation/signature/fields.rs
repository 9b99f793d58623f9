//! Structured fields (RFC 8941): the part of them that signatures are written in, read strictly and written canonically.
//!
//! A dictionary holds byte sequences (`Signature`, `Content-Digest`) or lists with parameters (`Signature-Input`). What
//! the RFC allows but lets a later value replace an earlier one is an error here: two readers could differ about it.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::SignatureError;

/// Longest field that is read, in bytes: one signature needs about one kilobyte.
const MAX_BYTES: usize = 8 * 1024;
/// Most members, items or parameters of one thing.
const MAX_ITEMS: usize = 32;
/// Most digits of an integer (RFC 8941, section 3.3.1).
const MAX_DIGITS: usize = 15;

const MALFORMED: SignatureError = SignatureError::Malformed("structured field");

/// A value without parameters. Decimals are not read: nothing in a signature is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Bare {
    /// `1618884473`
    Integer(i64),
    /// `"text"`
    Text(String),
    /// `token`
    Token(String),
    /// `:YnluYXJ5:`
    Bytes(Vec<u8>),
    /// `?1`
    Flag(bool),
}

/// Names with values, in their order; none comes twice.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Parameters(Vec<(String, Bare)>);

/// A value with parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    pub value: Bare,
    pub parameters: Parameters,
}

/// An inner list: `("@method" "@target-uri");created=1`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct List {
    pub items: Vec<Item>,
    pub parameters: Parameters,
}

/// What a dictionary holds under one name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Member {
    Item(Item),
    List(List),
}

impl Parameters {
    /// With these values.
    pub fn of(values: impl IntoIterator<Item = (&'static str, Bare)>) -> Self {
        Self(values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }

    /// The value of this name.
    pub fn get(&self, name: &str) -> Option<&Bare> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// The text of this name; `None` where there is none.
    ///
    /// # Errors
    /// `Malformed` where it is something else than a text.
    pub fn text(&self, name: &str) -> Result<Option<&str>, SignatureError> {
        match self.get(name) {
            None => Ok(None),
            Some(Bare::Text(text)) => Ok(Some(text)),
            Some(Bare::Integer(_) | Bare::Token(_) | Bare::Bytes(_) | Bare::Flag(_)) => Err(MALFORMED),
        }
    }

    /// The whole number of this name; `None` where there is none.
    ///
    /// # Errors
    /// `Malformed` where it is something else than a number.
    pub fn integer(&self, name: &str) -> Result<Option<i64>, SignatureError> {
        match self.get(name) {
            None => Ok(None),
            Some(Bare::Integer(number)) => Ok(Some(*number)),
            Some(Bare::Text(_) | Bare::Token(_) | Bare::Bytes(_) | Bare::Flag(_)) => Err(MALFORMED),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Reads a dictionary (RFC 8941, section 4.2.2) from the joined lines of a field.
///
/// # Errors
/// `Malformed` where the field breaks the grammar, a name comes twice, or it is longer than anybody needs.
pub(super) fn dictionary(field: &str) -> Result<Vec<(String, Member)>, SignatureError> {
    if field.len() > MAX_BYTES || !field.is_ascii() {
        return Err(MALFORMED);
    }
    let mut reader = Reader { rest: field.trim_matches(' ') };
    let mut members: Vec<(String, Member)> = Vec::new();
    loop {
        let name = reader.key()?;
        if members.len() >= MAX_ITEMS || members.iter().any(|(known, _)| *known == name) {
            return Err(MALFORMED);
        }
        let member = reader.member()?;
        members.push((name, member));
        reader.skip(&[' ', '\t']);
        if reader.rest.is_empty() {
            return Ok(members);
        }
        reader.demand(',')?;
        reader.skip(&[' ', '\t']);
    }
}

/// The rest of a field.
struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn take(&mut self, wanted: char) -> bool {
        match self.rest.strip_prefix(wanted) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn demand(&mut self, wanted: char) -> Result<(), SignatureError> {
        if self.take(wanted) { Ok(()) } else { Err(MALFORMED) }
    }

    fn skip(&mut self, unwanted: &[char]) {
        self.rest = self.rest.trim_start_matches(unwanted);
    }

    /// The longest beginning whose characters all are `wanted`.
    fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let end = self.rest.find(|letter| !wanted(letter)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at_checked(end).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    fn key(&mut self) -> Result<String, SignatureError> {
        if !self.peek().is_some_and(|first| first.is_ascii_lowercase() || first == '*') {
            return Err(MALFORMED);
        }
        let inside = |letter: char| {
            letter.is_ascii_lowercase() || letter.is_ascii_digit() || matches!(letter, '_' | '-' | '.' | '*')
        };
        Ok(self.take_while(inside).to_owned())
    }

    fn member(&mut self) -> Result<Member, SignatureError> {
        if !self.take('=') {
            let parameters = self.parameters()?;
            return Ok(Member::Item(Item { value: Bare::Flag(true), parameters }));
        }
        if !self.take('(') {
            return self.item().map(Member::Item);
        }
        let mut items = Vec::new();
        loop {
            self.skip(&[' ']);
            if self.take(')') {
                let parameters = self.parameters()?;
                return Ok(Member::List(List { items, parameters }));
            }
            if items.len() >= MAX_ITEMS {
                return Err(MALFORMED);
            }
            items.push(self.item()?);
            if !matches!(self.peek(), Some(' ' | ')')) {
                return Err(MALFORMED);
            }
        }
    }

    fn item(&mut self) -> Result<Item, SignatureError> {
        Ok(Item { value: self.bare()?, parameters: self.parameters()? })
    }

    fn parameters(&mut self) -> Result<Parameters, SignatureError> {
        let mut parameters = Parameters::default();
        while self.take(';') {
            self.skip(&[' ']);
            let name = self.key()?;
            let value = if self.take('=') { self.bare()? } else { Bare::Flag(true) };
            if parameters.0.len() >= MAX_ITEMS || parameters.get(&name).is_some() {
                return Err(MALFORMED);
            }
            parameters.0.push((name, value));
        }
        Ok(parameters)
    }

    fn bare(&mut self) -> Result<Bare, SignatureError> {
        match self.peek() {
            Some('"') => self.text(),
            Some(':') => self.bytes(),
            Some('?') => self.flag(),
            Some('-' | '0'..='9') => self.integer(),
            Some(first) if first.is_ascii_alphabetic() || first == '*' => {
                let inside =
                    |letter: char| letter.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~:/".contains(letter);
                Ok(Bare::Token(self.take_while(inside).to_owned()))
            }
            Some(_) | None => Err(MALFORMED),
        }
    }

    fn integer(&mut self) -> Result<Bare, SignatureError> {
        let sign = if self.take('-') { -1 } else { 1 };
        let digits = self.take_while(|letter| letter.is_ascii_digit());
        // A decimal point after it is met by whoever reads on, as something that does not belong there.
        let number: i64 = match digits.parse() {
            Ok(number) if digits.len() <= MAX_DIGITS => number,
            Ok(_) | Err(_) => return Err(MALFORMED),
        };
        Ok(Bare::Integer(sign * number))
    }

    fn text(&mut self) -> Result<Bare, SignatureError> {
        self.demand('"')?;
        let mut text = String::new();
        loop {
            text.push_str(
                self.take_while(|letter| matches!(letter, ' '..='~') && !matches!(letter, '"' | '\\')),
            );
            if self.take('"') {
                return Ok(Bare::Text(text));
            }
            self.demand('\\')?;
            match self.peek() {
                Some(escaped @ ('"' | '\\')) => {
                    self.demand(escaped)?;
                    text.push(escaped);
                }
                Some(_) | None => return Err(MALFORMED),
            }
        }
    }

    fn bytes(&mut self) -> Result<Bare, SignatureError> {
        self.demand(':')?;
        let encoded = self.take_while(|letter| letter != ':');
        self.demand(':')?;
        match STANDARD.decode(encoded) {
            Ok(bytes) => Ok(Bare::Bytes(bytes)),
            Err(_) => Err(MALFORMED),
        }
    }

    fn flag(&mut self) -> Result<Bare, SignatureError> {
        self.demand('?')?;
        if self.take('1') {
            Ok(Bare::Flag(true))
        } else {
            self.demand('0')?;
            Ok(Bare::Flag(false))
        }
    }
}

/// Writes a list as RFC 8941, section 4.1.1.1 demands: whatever a field looked like, this is what was signed.
pub(super) fn write_list(list: &List) -> String {
    let items: Vec<String> = list.items.iter().map(write_item).collect();
    format!("({}){}", items.join(" "), write_parameters(&list.parameters))
}

/// Writes a value with its parameters.
pub(super) fn write_item(item: &Item) -> String {
    format!("{}{}", write_bare(&item.value), write_parameters(&item.parameters))
}

fn write_parameters(parameters: &Parameters) -> String {
    let mut text = String::new();
    for (name, value) in &parameters.0 {
        // Writing to a `String` cannot fail.
        let _ = if *value == Bare::Flag(true) {
            write!(text, ";{name}")
        } else {
            write!(text, ";{name}={}", write_bare(value))
        };
    }
    text
}

fn write_bare(value: &Bare) -> String {
    match value {
        Bare::Integer(number) => number.to_string(),
        Bare::Text(text) => format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
        Bare::Token(token) => token.clone(),
        Bare::Bytes(bytes) => format!(":{}:", STANDARD.encode(bytes)),
        Bare::Flag(flag) => format!("?{}", i32::from(*flag)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn list(field: &str) -> List {
        match dictionary(field).unwrap().pop() {
            Some((_, Member::List(list))) => list,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_signature_fields_of_the_rfc_are_read() {
        let field = r#"sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519""#;
        let list = list(field);
        assert_eq!(list.items.len(), 6);
        assert_eq!(list.items[1].value, Bare::Text("@method".to_owned()));
        assert_eq!(list.parameters.integer("created"), Ok(Some(1_618_884_473)));
        assert_eq!(list.parameters.text("keyid"), Ok(Some("test-key-ed25519")));
        assert_eq!(list.parameters.text("nonce"), Ok(None));
        assert!(list.parameters.text("created").is_err() && list.parameters.integer("keyid").is_err());
        assert_eq!(format!("sig-b26={}", write_list(&list)), field);
    }

    #[test]
    fn a_list_is_written_in_one_way_however_it_came() {
        let loose = "a=(  \"@method\"   \"x\";req;  sf=?1;bs=?0  );  created=12;tag=\"a\\\"b\\\\\"; flag;t=tok/en;n=-3;b=:AQI=:";
        let strict = r#"("@method" "x";req;sf;bs=?0);created=12;tag="a\"b\\";flag;t=tok/en;n=-3;b=:AQI=:"#;
        assert_eq!(write_list(&list(loose)), strict);
        assert_eq!(write_list(&list(&format!("a={strict}"))), strict);
    }

    #[test]
    fn a_dictionary_holds_bytes_flags_and_lists_side_by_side() {
        let members = dictionary("sha-256=:AQI=: ,\tflag;x=1,  l=()").unwrap();
        let item = |value, parameters| Member::Item(Item { value, parameters });
        let expected = [
            ("sha-256", item(Bare::Bytes(vec![1, 2]), Parameters::default())),
            ("flag", item(Bare::Flag(true), Parameters::of([("x", Bare::Integer(1))]))),
            ("l", Member::List(List { items: vec![], parameters: Parameters::default() })),
        ];
        assert_eq!(members, expected.map(|(name, member)| (name.to_owned(), member)));
    }

    #[test]
    fn what_breaks_the_grammar_or_could_be_read_in_two_ways_is_refused() {
        let long = format!("a=\"{}\"", "x".repeat(MAX_BYTES));
        let many = format!("a=({})", "\"x\" ".repeat(MAX_ITEMS + 1));
        for field in [
            "",
            " ",
            ",",
            "a,",
            "a,,b",
            "A=1",
            "1=2",
            "a=",
            "a=(",
            "a=(\"x\"",
            "a=(\"x\"\"y\")",
            "a=\"open",
            "a=\"\\n\"",
            "a=\"\u{e9}\"",
            "a=:%%:",
            "a=:AQI=",
            "a=?2",
            "a=1.5",
            "a=-",
            "a=1234567890123456",
            "a=1 b=2",
            "a=1,a=2",
            "a=();x=1;x=2",
            "a=()x",
            "a=(\"x\"\t\"y\")",
            "a=1;",
            "a=1;X",
            "a=((\"x\"))",
            &long,
            &many,
        ] {
            assert_eq!(dictionary(field), Err(MALFORMED), "{field}");
        }
    }

    proptest! {
        #[test]
        fn no_field_makes_the_reader_panic(field in "[ -~\t\u{e9}]{0,120}") {
            let _ = dictionary(&field);
        }

        #[test]
        fn no_almost_right_field_makes_the_reader_panic(field in "[a-c=(\"@); ,:?01.\\\\-]{0,60}") {
            let _ = dictionary(&field);
        }

        #[test]
        fn what_is_written_reads_the_same(
            texts in proptest::collection::vec("[ -~]{0,12}", 0..5),
            number in -999_999_999_999_999_i64..=999_999_999_999_999,
            bytes in proptest::collection::vec(any::<u8>(), 0..40),
            flag in any::<bool>(),
        ) {
            let items = texts.into_iter().map(|text| Item { value: Bare::Text(text), parameters: Parameters::default() });
            let parameters = Parameters::of([("n", Bare::Integer(number)), ("b", Bare::Bytes(bytes)), ("f", Bare::Flag(flag))]);
            let written = List { items: items.collect(), parameters };
            prop_assert_eq!(list(&format!("x={}", write_list(&written))), written);
        }
    }
}
