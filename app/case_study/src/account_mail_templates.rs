//! Mails about accounts, word for word: an invitation, a link to a new password, and what was changed about
//! signing in. None holds a word that anybody typed.

use super::mail_templates::{GREETING, Mail, MailContext, SIGNED};

impl MailContext {
    /// To somebody whom an administrator invited.
    #[must_use]
    pub fn invitation(&self, token: &str) -> Mail {
        self.about_account(
            "You are invited to Casebook",
            &format!(
                "You are invited to have an account here, where museums share case studies about wellbeing:\n{}\n\n\
                 Open this link to choose a password:\n{}{}\n\
                 The link works once, for seven days. Keep it private.\n\n\
                 If you did not expect this, do nothing. No account is opened without you.",
                self.public_url,
                self.public_url,
                paths::account_invitation(token),
            ),
        )
    }

    /// To somebody who forgot their password, or whose address was typed by somebody else.
    #[must_use]
    pub fn new_password(&self, token: &str) -> Mail {
        self.about_account(
            "Choose a new password for Casebook",
            &format!(
                "You, or someone using your address, asked for a new password.\n\n\
                 Open this link to choose one:\n{}{}\n\
                 The link works once, for one hour. Keep it private.\n\n\
                 If it was not you, do nothing. Your password stays as it is.",
                self.public_url,
                paths::account_new_password(token),
            ),
        )
    }

    /// To whoever asked what is held about their address, or whose address was typed by somebody else.
    #[must_use]
    pub fn my_data(&self, token: &str) -> Mail {
        self.about_account(
            "What we hold about your email address",
            &format!(
                "You, or someone using your address, asked what we hold about it.\n\n\
                 Open this link to see it, to download it, or to have it erased:\n{}{}\n\
                 The link works for one day. Keep it private.\n\n\
                 If it was not you, do nothing. Nothing is changed.",
                self.public_url,
                paths::my_data_of(token),
            ),
        )
    }

    /// To somebody whose password is another one now.
    #[must_use]
    pub fn password_changed(&self) -> Mail {
        self.about_account(
            "Your password was changed",
            &format!(
                "Your password for Casebook was changed, and you were signed out on every other device.\n\n\
                 If it was not you, choose another one at once:\n{}{}",
                self.public_url,
                paths::ACCOUNT_FORGOTTEN,
            ),
        )
    }

    /// To somebody whose account asks for a code from now on.
    #[must_use]
    pub fn second_factor_on(&self) -> Mail {
        self.about_account(
            "Signing in now asks for a code",
            &format!(
                "From now on, signing in to your account asks for a code from your phone as well as your \
                 password. You were signed out on every other device.\n\n\
                 If it was not you, choose a new password at once:\n{}{}",
                self.public_url,
                paths::ACCOUNT_FORGOTTEN,
            ),
        )
    }

    /// To somebody whose account asks for no code any more.
    #[must_use]
    pub fn second_factor_off(&self) -> Mail {
        self.about_account(
            "Signing in no longer asks for a code",
            &format!(
                "Signing in to your account asks only for your password now. You were signed out on every other \
                 device. You can turn the code on again here:\n{}{}\n\n\
                 If neither you nor an administrator did this, choose a new password at once:\n{}{}",
                self.public_url,
                paths::ACCOUNT_SECOND_FACTOR,
                self.public_url,
                paths::ACCOUNT_FORGOTTEN,
            ),
        )
    }

    fn about_account(&self, subject: &str, words: &str) -> Mail {
        Mail {
            subject: subject.to_owned(),
            body: format!(
                "{GREETING}\n\n{words}{}\n\n{SIGNED}\n",
                self.or_write("Questions? Write to", ".")
            ),
            said: String::new(),
        }
    }
}
