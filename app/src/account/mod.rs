//! Accounts: signing in and out, who is looking at a page.

pub(crate) mod bucket;
mod common_passwords;
pub mod home;
mod limits;
mod network;
mod next;
mod passwords;
mod peppered;
pub mod sign_in;
pub mod sign_out;
mod unsent;
mod viewer;

pub use bucket::Wait;
pub use limits::SignInLimits;
pub use network::ClientNetwork;
pub use passwords::{PasswordError, Passwords, Verdict};
pub use viewer::{ACCOUNT_ID, DRAFTS, SIGNED_IN_AT, STAFF, Viewer};
