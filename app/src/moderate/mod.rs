//! Journey 2.
