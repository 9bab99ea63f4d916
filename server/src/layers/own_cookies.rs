//! Keeps of a request's cookies only our own, each as it is literally named, before any library reads
//! them. What a name means, and why, stands in `app/src/web/cookies.rs`.

use app::web::cookies::{OwnCookie, value};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

/// Drops every cookie that is not ours. The state is whether the site is reached by https.
pub async fn own_cookies(State(https): State<bool>, mut request: Request, next: Next) -> Response {
    keep_own(request.headers_mut(), https);
    next.run(request).await
}

fn keep_own(headers: &mut HeaderMap, https: bool) {
    let mut line = Vec::new();
    for cookie in OwnCookie::ALL {
        let name = cookie.name(https);
        // Ours are plain text; a value that is not would take the others along.
        if let Some(value) = value(headers, name).filter(|value| value.is_ascii()) {
            if !line.is_empty() {
                line.extend_from_slice(b"; ");
            }
            line.extend_from_slice(name.as_bytes());
            line.push(b'=');
            line.extend_from_slice(value);
        }
    }
    headers.remove(header::COOKIE);
    if let (false, Ok(line)) = (line.is_empty(), HeaderValue::from_bytes(&line)) {
        headers.insert(header::COOKIE, line);
    }
}

#[cfg(test)]
mod tests {
    use super::keep_own;
    use axum::http::{HeaderMap, HeaderValue, header};

    fn kept(lines: &[&[u8]], https: bool) -> Vec<String> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(
                header::COOKIE,
                HeaderValue::from_bytes(line).expect("a line"),
            );
        }
        keep_own(&mut headers, https);
        let left = headers.get_all(header::COOKIE).iter();
        left.map(|line| line.to_str().expect("text").to_owned())
            .collect()
    }

    #[test]
    fn only_our_own_are_left_in_one_line() {
        let lines: &[&[u8]] = &[b"theme=dark; browser=b", b"city=M\xfcnchen; sid=a"];
        assert_eq!(kept(lines, false), ["sid=a; browser=b"]);
        assert_eq!(kept(lines, true), Vec::<String>::new());
        let lines: &[&[u8]] = &[b"sid=a; __Host-sid=c; %5F%5FHost-sid=d"];
        assert_eq!(kept(lines, true), ["__Host-sid=c"]);
        // Two of one take nothing else along, and neither does a value that is no text.
        assert_eq!(kept(&[b"sid=a; sid=b; browser=c"], false), ["browser=c"]);
        assert_eq!(kept(&[b"sid=\xfc; browser=c"], false), ["browser=c"]);
    }
}
