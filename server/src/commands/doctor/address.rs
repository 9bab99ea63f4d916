//! The address that people type, and the proxy before us.

use super::report::Report;
use crate::settings::{ServeSettings, TrustedProxies};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(10);

pub(super) async fn look(report: &mut Report, settings: &ServeSettings) {
    let url = &settings.public_url;
    if url.is_loopback() {
        report.fine("public address", "only this machine reaches the site");
        return;
    }
    if !url.is_https() {
        report.found(
            "public address",
            "it is http://, so anyone on the way can read passwords and drafts. Put a proxy with TLS in front and set \
             CASEBOOK_PUBLIC_URL to its https:// address",
        );
    }
    match answers(url.as_str()).await {
        Ok(()) => report.fine("public address", "the site answers there"),
        Err(problem) => report.found(
            "public address",
            &format!(
                "{} does not lead to this site: {problem}. Start the server, and check the name's DNS record, the proxy and \
                 the firewall",
                url.as_str()
            ),
        ),
    }
    if settings.trusted_proxies == TrustedProxies::default() {
        if url.is_https() {
            report.found(
                "proxy",
                "an https:// address means that a proxy is in front, and CASEBOOK_TRUSTED_PROXIES names none: all visitors \
                 look like one and share its limits. Set it to the proxy's address, such as 127.0.0.1",
            );
        }
    } else {
        report.fine("proxy", "the proxies in front are named");
    }
}

/// Asks the site whether it is alive.
async fn answers(url: &str) -> Result<(), String> {
    // Fails where one is set already, which is the same one.
    drop(rustls::crypto::ring::default_provider().install_default());
    let client = reqwest::Client::builder()
        .timeout(PATIENCE)
        .build()
        .map_err(|_| "this machine cannot speak TLS".to_owned())?;
    let answer = client
        .get(format!("{url}/livez"))
        .send()
        .await
        .map_err(|error| {
            if error.is_timeout() {
                "there is no answer in time".to_owned()
            } else {
                "no connection can be made".to_owned()
            }
        })?;
    let status = answer.status();
    if status.is_success() {
        Ok(())
    } else {
        Err(format!("it answers {}", status.as_u16()))
    }
}
