//! Looks in the background whether the links of public case studies still lead somewhere, one at a time and far apart.
//! Only addresses that anybody could open are asked, and of an answer only its status is read.

mod public_only;

pub use public_only::{PublicNames, checkable, is_public};

use reqwest::header::LOCATION;
use reqwest::{Client, Method, StatusCode, Url, redirect};
use std::time::{Duration, Instant};
use store::link_checks::{self, Outcome, ToCheck};
use store::{Db, DbErr};

/// After a start nothing is asked for so long: a program that is started again and again asks nobody.
const AT_FIRST: Duration = Duration::from_secs(10 * 60);
/// Between two questions: no site is asked faster, however many links lead to it.
const PAUSE: Duration = Duration::from_secs(20);
/// How often to look which links there are.
const COLLECT: Duration = Duration::from_secs(6 * 60 * 60);
/// An answer that takes longer is none.
const PATIENCE: Duration = Duration::from_secs(20);
/// So often an answer may lead on.
const MOST_REDIRECTS: usize = 5;

/// What asks. None where a client cannot be made: no link is checked then.
///
/// # Errors
/// When TLS cannot be set up.
pub fn client(public_url: &str) -> Result<Client, reqwest::Error> {
    // Fails where one is set already, which is the same one.
    drop(rustls::crypto::ring::default_provider().install_default());
    builder(public_url).dns_resolver(PublicNames).build()
}

fn builder(public_url: &str) -> reqwest::ClientBuilder {
    Client::builder()
        .user_agent(format!("Casebook link check (+{public_url})"))
        // Each step is looked at before it is taken, and no proxy takes it for us.
        .redirect(redirect::Policy::none())
        .no_proxy()
        .timeout(PATIENCE)
        .pool_max_idle_per_host(0)
}

/// Works until `stop` completes.
pub async fn run(db: Db, client: Client, stop: impl Future<Output = ()>) {
    let mut stop = std::pin::pin!(stop);
    let mut pause = AT_FIRST;
    let mut collected: Option<Instant> = None;
    loop {
        tokio::select! {
            biased;
            () = &mut stop => return,
            () = tokio::time::sleep(pause) => {}
        }
        pause = PAUSE;
        if collected.is_none_or(|at| at.elapsed() >= COLLECT) {
            collected = Some(Instant::now());
            match link_checks::collect(&db).await {
                Ok(links) => tracing::info!(links, "links of public case studies are looked at"),
                Err(error) => tracing::error!(%error, "links could not be collected"),
            }
        }
        if let Err(error) = check_next(&db, &client).await {
            tracing::error!(%error, "a link could not be looked at");
        }
    }
}

/// Looks at the link that waits longest; `false` where none waits.
///
/// # Errors
/// When the database does not answer.
pub async fn check_next(db: &Db, client: &Client) -> Result<bool, DbErr> {
    let Some(ToCheck { id, url }) = link_checks::next(db).await? else {
        return Ok(false);
    };
    let outcome = ask(client, &url, checkable).await;
    link_checks::note(db, id, outcome).await?;
    Ok(true)
}

/// Asks one address. `may` says which may be asked.
async fn ask(client: &Client, address: &str, may: fn(&str) -> Option<Url>) -> Outcome {
    let mut next = may(address);
    for _ in 0..=MOST_REDIRECTS {
        let Some(url) = next else {
            return Outcome::LeftAlone;
        };
        let answer = match once(client, &url).await {
            Ok(answer) => answer,
            Err(_) => return Outcome::NoAnswer,
        };
        let status = answer.status();
        if !status.is_redirection() {
            return judge(status);
        }
        let location = answer.headers().get(LOCATION);
        let Some(location) = location.and_then(|to| to.to_str().ok()) else {
            return judge(status);
        };
        next = match url.join(location) {
            Ok(url) => may(url.as_str()),
            Err(_) => return Outcome::Broken,
        };
    }
    // Round and round.
    Outcome::Broken
}

/// Asks without the text first; some sites only know the other way, whose text is not read.
async fn once(client: &Client, url: &Url) -> Result<reqwest::Response, reqwest::Error> {
    let answer = client.request(Method::HEAD, url.clone()).send().await?;
    let does_not_know = matches!(
        answer.status(),
        StatusCode::METHOD_NOT_ALLOWED
            | StatusCode::NOT_IMPLEMENTED
            | StatusCode::FORBIDDEN
            | StatusCode::NOT_FOUND
    );
    if does_not_know {
        return client.get(url.clone()).send().await;
    }
    Ok(answer)
}

/// What an answer says of a link. Whoever only lets people in says nothing about it.
fn judge(status: StatusCode) -> Outcome {
    match status {
        StatusCode::NOT_FOUND | StatusCode::GONE => Outcome::Broken,
        status if status.is_server_error() => Outcome::NoAnswer,
        _ => Outcome::Works,
    }
}

#[cfg(test)]
mod tests {
    use super::{Outcome, Url, ask, builder, checkable, client, judge};
    use reqwest::StatusCode;
    use std::io::{Read, Write};
    use std::net::TcpListener;

    /// Answers every request on this machine by its path; the port.
    fn site() -> u16 {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut asked = [0; 2048];
                let read = stream.read(&mut asked).unwrap_or_default();
                let asked = String::from_utf8_lossy(&asked[..read]).into_owned();
                let head = asked.starts_with("HEAD");
                let path = asked.split(' ').nth(1).unwrap_or_default();
                let answer = match path {
                    "/here" => "200 OK\r\n".to_owned(),
                    "/only-get" if head => "405 Method Not Allowed\r\n".to_owned(),
                    "/only-get" => "200 OK\r\n".to_owned(),
                    "/moved" => "301 Moved\r\nLocation: /here\r\n".to_owned(),
                    "/away" => "302 Found\r\nLocation: http://169.254.169.254/\r\n".to_owned(),
                    "/round" => "302 Found\r\nLocation: /round\r\n".to_owned(),
                    "/broken" => "500 Oh\r\n".to_owned(),
                    _ => "404 Not Found\r\n".to_owned(),
                };
                let _ = write!(
                    stream,
                    "HTTP/1.1 {answer}Content-Length: 0\r\nConnection: close\r\n\r\n"
                );
            }
        });
        port
    }

    #[test]
    fn a_status_says_whether_a_link_is_broken() {
        assert_eq!(judge(StatusCode::OK), Outcome::Works);
        assert_eq!(judge(StatusCode::FORBIDDEN), Outcome::Works);
        assert_eq!(judge(StatusCode::TOO_MANY_REQUESTS), Outcome::Works);
        assert_eq!(judge(StatusCode::NOT_FOUND), Outcome::Broken);
        assert_eq!(judge(StatusCode::GONE), Outcome::Broken);
        assert_eq!(judge(StatusCode::BAD_GATEWAY), Outcome::NoAnswer);
    }

    #[tokio::test]
    async fn redirects_are_followed_a_few_times_and_each_is_looked_at() {
        // Only in this test may a site on this machine be asked.
        fn of_test(address: &str) -> Option<Url> {
            let url = Url::parse(address).ok()?;
            (url.host_str() == Some("127.0.0.1")).then_some(url)
        }
        drop(rustls::crypto::ring::default_provider().install_default());
        let client = builder("https://bank.example").build().unwrap();
        let site = format!("http://127.0.0.1:{}", site());
        for (path, expected) in [
            ("/here", Outcome::Works),
            ("/only-get", Outcome::Works),
            ("/moved", Outcome::Works),
            ("/away", Outcome::LeftAlone),
            ("/round", Outcome::Broken),
            ("/nowhere", Outcome::Broken),
            ("/broken", Outcome::NoAnswer),
        ] {
            let address = format!("{site}{path}");
            assert_eq!(ask(&client, &address, of_test).await, expected, "{path}");
        }
    }

    #[tokio::test]
    async fn a_name_that_leads_inside_is_not_asked() {
        let client = client("https://bank.example").unwrap();
        // As an address it is refused; the resolver refuses the name too, should one ever get that far.
        assert_eq!(
            ask(&client, "http://localhost/", checkable).await,
            Outcome::LeftAlone
        );
        let anything = |address: &str| Url::parse(address).ok();
        let port = site();
        let address = format!("http://localhost:{port}/here");
        assert_eq!(ask(&client, &address, anything).await, Outcome::NoAnswer);
    }
}
