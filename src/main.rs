//! The `ringup` program; everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    ringup::cli::main()
}
