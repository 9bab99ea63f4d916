//! What a reader may write about a case, without an account and without script.
//!
//! | file | page |
//! |---|---|
//! | `concern` | `/case-studies/{slug}/concern`: something is wrong with the page; to the moderators |
//! | `claim` | `/case-studies/{slug}/claim`: this is our work; to the moderators |
//! | `ask` | `/case-studies/{slug}/ask`: a question to the museum, where it takes any |
//! | `confirm` | `/ask/{token}`: the mailed link that sends the question |
//! | `sent` | …`/sent`: what happens next |
//! | `form`, `fields` | what the three forms share |

pub mod ask;
pub mod claim;
pub mod concern;
pub mod confirm;
mod fields;
mod form;
pub mod sent;
