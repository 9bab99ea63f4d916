//! Accounts: signing in and out, and the account's own page.

mod after_sign_in;
pub mod drafts;
pub mod home;
pub mod keys;
pub mod notices;
pub mod sign_in;
pub mod sign_out;
mod unsent;
