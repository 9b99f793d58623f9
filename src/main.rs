//! The `anamnesis` command: parses the command line and runs it.

use std::process::ExitCode;

fn main() -> ExitCode {
    anamnesis::cli::main()
}
