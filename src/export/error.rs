//! Why an export came to nothing.

use std::io;

use thiserror::Error;

/// Why there is no file. What lay in its place before is untouched.
#[derive(Debug, Error)]
pub enum ExportError {
    /// The disk.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// The format's own library could not write it.
    #[error("the file cannot be put together: {0}")]
    Format(String),
}

impl From<csv::Error> for ExportError {
    fn from(error: csv::Error) -> Self {
        let text = error.to_string();
        if let csv::ErrorKind::Io(error) = error.into_kind() { Self::Io(error) } else { Self::Format(text) }
    }
}

impl From<rust_xlsxwriter::XlsxError> for ExportError {
    fn from(error: rust_xlsxwriter::XlsxError) -> Self {
        if let rust_xlsxwriter::XlsxError::IoError(error) = error {
            Self::Io(error)
        } else {
            Self::Format(error.to_string())
        }
    }
}

impl From<zip::result::ZipError> for ExportError {
    fn from(error: zip::result::ZipError) -> Self {
        if let zip::result::ZipError::Io(error) = error { Self::Io(error) } else { Self::Format(error.to_string()) }
    }
}

impl From<ExportError> for io::Error {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::Io(error) => error,
            ExportError::Format(text) => Self::other(text),
        }
    }
}
