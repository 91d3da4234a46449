//! The till window. The only wing that imports iced.
