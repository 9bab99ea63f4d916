//! As much of an HTTP client as a load generator needs: one connection that is kept open, one
//! request after the other. It shares the machine with the server, so it does nothing else.

use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A connection to a server.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// What came back; it lies in the connection's buffer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    /// Bytes of the head, its empty line included.
    pub head: usize,
    /// Bytes on the wire, head and framing included.
    pub bytes: usize,
}

/// A request as it is sent.
pub fn request(path: &str) -> Vec<u8> {
    request_as(path, "")
}

/// The same from somebody with this cookie; empty for none.
pub fn request_as(path: &str, cookie: &str) -> Vec<u8> {
    let cookie = if cookie.is_empty() {
        String::new()
    } else {
        format!("Cookie: {cookie}\r\n")
    };
    format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\nAccept-Encoding: gzip, deflate, br\r\n{cookie}\r\n")
        .into_bytes()
}

impl Connection {
    pub async fn open(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            buffer: Vec::with_capacity(256 * 1024),
        })
    }

    /// Sends a request and reads the whole answer.
    pub async fn ask(&mut self, request: &[u8]) -> io::Result<Answer> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        loop {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err(ErrorKind::UnexpectedEof.into());
            }
            if let Some(answer) = whole(&self.buffer)? {
                return Ok(answer);
            }
        }
    }

    /// The bytes of the last answer.
    pub fn bytes(&self) -> &[u8] {
        &self.buffer
    }
}

/// The answer, if all of it is there.
fn whole(buffer: &[u8]) -> io::Result<Option<Answer>> {
    let Some(head) = buffer.windows(4).position(|four| four == b"\r\n\r\n") else {
        return Ok(None);
    };
    let head = head + 4;
    let text = std::str::from_utf8(&buffer[..head]).map_err(|_| ErrorKind::InvalidData)?;
    let status: u16 = text
        .get(9..12)
        .and_then(|status| status.parse().ok())
        .ok_or(ErrorKind::InvalidData)?;
    let body = match value(text, "content-length") {
        Some(length) => {
            let length: usize = length.parse().map_err(|_| ErrorKind::InvalidData)?;
            (buffer.len() >= head + length).then_some(length)
        }
        None if value(text, "transfer-encoding") == Some("chunked") => chunks(&buffer[head..])?,
        None => Some(0),
    };
    Ok(body.map(|body| Answer {
        status,
        head,
        bytes: head + body,
    }))
}

/// The value of a header; the server writes names in small letters.
pub fn value<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.split("\r\n")
        .filter_map(|line| line.split_once(": "))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// How long a chunked body is, if all of it is there.
fn chunks(body: &[u8]) -> io::Result<Option<usize>> {
    let mut at = 0;
    loop {
        let Some(line) = body[at..].windows(2).position(|two| two == b"\r\n") else {
            return Ok(None);
        };
        let size = std::str::from_utf8(&body[at..at + line]).map_err(|_| ErrorKind::InvalidData)?;
        let size = usize::from_str_radix(size, 16).map_err(|_| ErrorKind::InvalidData)?;
        at += line + 2 + size + 2;
        if at > body.len() {
            return Ok(None);
        }
        if size == 0 {
            return Ok(Some(at));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Answer, whole};

    #[test]
    fn an_answer_is_whole_when_its_last_byte_is_there() {
        let plain = b"HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\ntea";
        assert_eq!(
            whole(plain).unwrap(),
            Some(Answer {
                status: 200,
                head: 38,
                bytes: 41
            })
        );
        let chunked = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\ntea\r\n0\r\n\r\n";
        assert_eq!(whole(chunked).unwrap().unwrap().bytes, chunked.len());
        for part in 0..chunked.len() {
            assert_eq!(whole(&chunked[..part]).unwrap(), None, "{part}");
        }
        for part in 0..plain.len() {
            assert_eq!(whole(&plain[..part]).unwrap(), None, "{part}");
        }
        let known = b"HTTP/1.1 304 Not Modified\r\netag: \"x\"\r\n\r\n";
        assert_eq!(whole(known).unwrap().unwrap().status, 304);
    }
}
