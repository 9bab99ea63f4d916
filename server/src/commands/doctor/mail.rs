//! Whether emails go out.

use super::report::Report;
use crate::mail_transport::Mailer;
use crate::settings::{MailUrl, ServeSettings};

pub(super) async fn look(report: &mut Report, settings: &ServeSettings, to: Option<&str>) {
    if let MailUrl::Folder(folder) = &settings.mail_url
        && to.is_none()
    {
        if settings.public_url.is_loopback() {
            report.fine(
                "email",
                &format!("emails are written to {}", folder.display()),
            );
        } else {
            report.found(
                "email",
                &format!(
                    "emails are only written to {}, so no museum ever hears from this site. Set CASEBOOK_MAIL_URL to \
                     smtps://USER:PASSWORD@HOST",
                    folder.display()
                ),
            );
        }
        return;
    }
    let mailer = match Mailer::new(
        &settings.mail_url,
        settings.mail_from.clone(),
        &settings.public_url,
    ) {
        Ok(mailer) => mailer.answered_at(&settings.contact),
        Err(failure) => return report.found("email", &failure.to_string()),
    };
    let done = match to {
        Some(address) => mailer.send_test(address).await,
        None => mailer.greet().await,
    };
    match (done, to) {
        (Ok(()), Some(_)) => report.fine("email", "the test email was handed over"),
        (Ok(()), None) => report.fine("email", "the email server lets us in"),
        (Err(error), _) => report.found(
            "email",
            &format!(
                "the email server did not take it ({error}). Check host, user and password of CASEBOOK_MAIL_URL, and that \
                 this machine may reach it"
            ),
        ),
    }
}
