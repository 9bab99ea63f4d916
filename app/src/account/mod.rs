//! Accounts: signing in and out, invitations, passwords, codes, sessions, and the account's own page.

mod after_sign_in;
mod browser_names;
mod codes;
pub mod drafts;
mod ended_link;
pub mod forgotten;
mod form_page;
pub mod home;
pub mod invitation;
pub mod keys;
pub mod museums;
pub mod my_data;
pub mod my_data_page;
pub mod new_password;
pub mod notices;
pub mod own_password;
pub mod own_sessions;
mod password_fields;
pub mod second_factor;
mod second_factor_view;
pub mod sign_in;
pub mod sign_in_code;
mod sign_in_place;
pub mod sign_out;
mod unsent;
