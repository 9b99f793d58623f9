//! The `anamnesis` command: parses the command line and runs it.

use std::process::ExitCode;

/// What gives out memory: a fifth of the work of most requests went into the C library's own
/// (docs/decisions/0048-memory-is-given-out-by-jemalloc.md).
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    anamnesis::cli::main()
}
