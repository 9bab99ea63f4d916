//! Reading what a form with files sent: words, and files one after the other, never two in memory.

use super::TEXT;
use crate::web::error::PageError;
use crate::web::forms::PostedForm;
use axum::extract::Request;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use case_study::material::MOST_FILES;
use case_study::text_input::one_line;
use documents::{MOST_BYTES, Refused};
use multer::{Multipart, parse_boundary};
use url::form_urlencoded;

/// More parts than any page of ours sends.
const MOST_PARTS: usize = 60;
/// A pasted text is no longer than all answers of a draft together, in bytes.
const LONGEST_TEXT: usize = 400_000;
/// A longer one is held up to here, to be given back.
const MOST_TEXT: usize = 2 * 1024 * 1024;

/// What came next.
pub(in crate::submit) enum Item {
    /// The text that was pasted, and what to read of it: nothing where it is longer than a case study can be.
    Text(String, Result<Vec<u8>, Refused>),
    /// Words of another box, by its name.
    Words(String, String),
    /// A file, by the name that its sender gave it.
    File(String, Result<Vec<u8>, Refused>),
    /// One file more than are taken at once.
    TooMany(String),
}

/// The parts of a form.
pub(in crate::submit) struct Items {
    parts: Multipart<'static>,
    path: String,
    count: usize,
    files: usize,
    /// What came in boxes so far.
    typed: Vec<(String, String)>,
}

/// Whether a form was sent in parts, as one with files is.
pub(in crate::submit) fn comes_in_parts(request: &Request) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE);
    kind.and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| parse_boundary(kind).is_ok())
}

impl Items {
    /// None where the request does not come in parts.
    pub fn of(request: Request) -> Option<Self> {
        let kind = request.headers().get(header::CONTENT_TYPE)?.to_str().ok()?;
        let boundary = parse_boundary(kind).ok()?;
        let path = request.uri().path().to_owned();
        let body = request.into_body().into_data_stream();
        Some(Self {
            parts: Multipart::new(body, boundary),
            path,
            count: 0,
            files: 0,
            typed: Vec::new(),
        })
    }

    /// What came of the form; where that is an error, its page, with what was typed into the boxes to be copied.
    pub async fn or_given_back(
        self,
        done: Result<Response, PageError>,
    ) -> Result<Response, PageError> {
        match done {
            Err(error) => Ok(self.given_back(error).await),
            done => done,
        }
    }

    /// Boxes that come behind the files are read first; files are not kept.
    async fn given_back(mut self, error: PageError) -> Response {
        while let Ok(Some(_)) = self.next().await {}
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(&self.typed)
            .finish();
        let mut response = error.into_response();
        response.extensions_mut().insert(PostedForm {
            path: self.path,
            body: body.into(),
            had_files: true,
        });
        response
    }

    /// # Errors
    /// For a form that is not ours, or did not arrive whole.
    pub async fn next(&mut self) -> Result<Option<Item>, PageError> {
        while let Some(mut part) = self.parts.next_field().await.map_err(broken)? {
            self.count += 1;
            if self.count > MOST_PARTS {
                return Err(NOT_OURS);
            }
            let Some(name) = part.file_name().map(shown_name) else {
                let name = part.name().unwrap_or_default().to_owned();
                let mut text = Vec::new();
                while let Some(bytes) = part.chunk().await.map_err(broken)? {
                    text.extend_from_slice(&bytes);
                    if text.len() > MOST_TEXT {
                        return Err(PageError::BadRequest(
                            "The text is longer than a case study can be, and nothing was saved. Go back and paste the part that is about the project.",
                        ));
                    }
                }
                let text = String::from_utf8(text).map_err(|_| NOT_OURS)?;
                self.typed.push((name.clone(), text.clone()));
                if name != TEXT {
                    return Ok(Some(Item::Words(name, text)));
                }
                let file = if text.len() > LONGEST_TEXT {
                    Err(Refused::TooLong)
                } else {
                    Ok(text.clone().into_bytes())
                };
                return Ok(Some(Item::Text(text, file)));
            };
            let mut file = Vec::new();
            let mut is_too_large = false;
            while let Some(bytes) = part.chunk().await.map_err(broken)? {
                if file.len() + bytes.len() > MOST_BYTES {
                    is_too_large = true;
                    file = Vec::new();
                }
                if !is_too_large && self.files < MOST_FILES {
                    file.extend_from_slice(&bytes);
                }
            }
            // A browser sends one part without a name where no file was chosen.
            if name.is_empty() && file.is_empty() && !is_too_large {
                continue;
            }
            self.files += 1;
            if self.files > MOST_FILES {
                return Ok(Some(Item::TooMany(name)));
            }
            let file = if is_too_large {
                Err(Refused::TooLarge)
            } else {
                Ok(file)
            };
            return Ok(Some(Item::File(name, file)));
        }
        Ok(None)
    }
}

/// The name of a file as it is told back to whoever sent it: without folders, and not endless.
fn shown_name(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    one_line(name).chars().take(80).collect()
}

const NOT_OURS: PageError = PageError::BadRequest(
    "The form held something that this page does not ask for, and nothing was saved. Go back, load the page again and send it from there.",
);

pub(in crate::submit) const NOT_IN_PARTS: PageError = PageError::BadRequest(
    "This page sends its files in another way. Go back, load the page again and send it from there.",
);

fn broken(_: multer::Error) -> PageError {
    PageError::BadRequest(
        "The files did not arrive whole. Go back and send them again, one at a time if the line is slow.",
    )
}

#[cfg(test)]
mod tests {
    use super::{Items, PageError, PostedForm};
    use crate::web::given_back::to_send_again;
    use axum::body::Body;
    use axum::extract::Request;

    #[tokio::test]
    async fn what_came_with_files_is_given_back_and_not_sent_again_without_them() {
        let request = Request::post("/submit/short")
            .header("content-type", "multipart/form-data; boundary=a")
            .body(Body::from(concat!(
                "--a\r\nContent-Disposition: form-data; name=\"own_words\"\r\n\r\nTea\r\n",
                "--a\r\nContent-Disposition: form-data; name=\"files\"; filename=\"tea.jpg\"\r\n\r\nx\r\n--a--\r\n",
            )))
            .unwrap();
        let items = Items::of(request).unwrap();
        let response = items.given_back(PageError::Unavailable).await;
        let posted = response.extensions().get::<PostedForm>().unwrap();
        assert_eq!(posted.body, "own_words=Tea");
        assert_eq!(to_send_again(posted), None);
    }
}
