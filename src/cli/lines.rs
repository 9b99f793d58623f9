//! Texts on standard input: one whole, or one a line as JSON. For the commands that say what the server makes of a text.

use std::io::{BufRead, Read as _, Write};
use std::process::ExitCode;

use clap::Args;
use serde::Deserialize;
use serde_json::{Value, json};

/// More is no post: a longer line or file is answered as too long without being read to its end.
const MAX_BYTES: u64 = 2_000_000;

/// What to read, and how to take it.
#[derive(Debug, Clone, Args)]
pub struct Arguments {
    /// The language that its author says the text is in (BCP 47), e.g. `ja`.
    #[arg(long, value_name = "LANGUAGE")]
    lang: Option<String>,
    /// Read one `{"text", "lang"}` a line, and print one result a line, or `{"error"}` for a line that is none.
    #[arg(long)]
    jsonl: bool,
}

/// One line of `--jsonl`.
#[derive(Debug, Deserialize)]
struct Line {
    text: String,
    lang: Option<String>,
}

/// Reads from standard input until it ends, and prints what `look` says of each text and its language.
pub fn run(arguments: &Arguments, look: impl Fn(&str, Option<&str>) -> Value) -> ExitCode {
    let (input, mut output) = (std::io::stdin().lock(), std::io::stdout().lock());
    let lang = arguments.lang.as_deref();
    let told = if arguments.jsonl {
        each_line(input, &mut output, lang, look)
    } else {
        whole_text(input, &mut output, lang, look)
    };
    if told.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn whole_text(
    mut input: impl BufRead,
    output: &mut impl Write,
    lang: Option<&str>,
    look: impl Fn(&str, Option<&str>) -> Value,
) -> std::io::Result<()> {
    let mut bytes = Vec::new();
    input.by_ref().take(MAX_BYTES).read_to_end(&mut bytes)?;
    let found = look(&String::from_utf8_lossy(&bytes), lang);
    writeln!(output, "{found:#}")
}

/// A bad line gives an error in its place and never stops the others.
fn each_line(
    mut input: impl BufRead,
    output: &mut impl Write,
    lang: Option<&str>,
    look: impl Fn(&str, Option<&str>) -> Value,
) -> std::io::Result<()> {
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        if input.by_ref().take(MAX_BYTES).read_until(b'\n', &mut bytes)? == 0 {
            return output.flush();
        }
        let is_cut =
            !bytes.ends_with(b"\n") && u64::try_from(bytes.len()).is_ok_and(|read| read == MAX_BYTES);
        if is_cut {
            skip_line(&mut input)?;
        }
        if !is_cut && bytes.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let found = if is_cut {
            json!({ "error": "line too long" })
        } else {
            match std::str::from_utf8(&bytes).map(serde_json::from_str::<Line>) {
                Ok(Ok(line)) => look(&line.text, line.lang.as_deref().or(lang)),
                Ok(Err(error)) => {
                    json!({ "error": format!("not a line of {{\"text\", \"lang\"}}: {error}") })
                }
                Err(_) => json!({ "error": "not UTF-8" }),
            }
        };
        writeln!(output, "{found}")?;
    }
}

/// Reads on to the end of a line that is too long, a piece at a time.
fn skip_line(input: &mut impl BufRead) -> std::io::Result<()> {
    loop {
        let held = input.fill_buf()?;
        let end = held.iter().position(|byte| *byte == b'\n');
        let used = end.map_or(held.len(), |end| end + 1);
        let is_done = end.is_some() || held.is_empty();
        input.consume(used);
        if is_done {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(input: &[u8]) -> Vec<Value> {
        let mut output = Vec::new();
        let echo = |text: &str, lang: Option<&str>| json!({ "text": text, "lang": lang });
        each_line(input, &mut output, Some("en"), echo).unwrap();
        String::from_utf8(output).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn a_bad_line_never_stops_the_others() {
        let input = b"{\"text\":\"#Accutane\",\"lang\":\"ja\"}\nnot json\n\n\xff\xfe\n{\"lang\":\"en\"}\n{\"text\":\"hello\"}";
        let found = lines(input);
        assert_eq!(found.len(), 5);
        assert_eq!(found[0], json!({ "text": "#Accutane", "lang": "ja" }));
        assert!(
            found[1]["error"].is_string()
                && found[2]["error"] == "not UTF-8"
                && found[3]["error"].is_string()
        );
        assert_eq!(found[4], json!({ "text": "hello", "lang": "en" }));
    }

    #[test]
    fn each_strange_line_has_one_answer() {
        let strange = [
            r#"{"text":"\ud800"}"#,
            r#"{"text":"a\u0000b"}"#,
            r#"{"text":5}"#,
            r#"["text"]"#,
            r#""text""#,
            "null",
            r#"{"text":"x","lang":7}"#,
            r#"{"text":"x","text":"y"}"#,
            r#"{"text":"x","lang":"no-such-language-tag-at-all"}"#,
            "{\"text\":\"x\"}\r",
        ];
        let found = lines(strange.join("\n").as_bytes());
        let is_error: Vec<bool> = found.iter().map(|answer| answer["error"].is_string()).collect();
        assert_eq!(is_error, [true, false, true, true, true, true, true, true, false, false]);
    }

    #[test]
    fn a_line_without_end_is_answered_and_skipped() {
        let mut input = vec![b'a'; 2_000_001];
        input.extend_from_slice(b"\n{\"text\":\"hello\"}\n");
        let found = lines(&input);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0]["error"], "line too long");
        assert_eq!(found[1]["text"], "hello");
    }
}
