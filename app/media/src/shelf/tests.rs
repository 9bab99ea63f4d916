use super::{Shelf, s3};
use crate::{Prepared, Size};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use object_store::aws::AmazonS3Builder;
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use std::path::Path;
use std::time::Duration;
use tokio::net::TcpListener;

const BUCKET: &str = "museum-pictures";
const KEY: &str = "someone";
const SECRET: &str = "a key of this test alone";

/// A store that speaks S3, over a folder.
async fn bucket(folder: &Path) -> u16 {
    std::fs::create_dir_all(folder.join(BUCKET)).unwrap();
    let files = s3s_fs::FileSystem::new(folder).unwrap();
    let mut service = S3ServiceBuilder::new(files);
    service.set_auth(SimpleAuth::from_single(KEY, SECRET));
    let service = service.build();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let service = service.clone();
            tokio::spawn(async move {
                let builder = Builder::new(TokioExecutor::new());
                let served = builder.serve_connection(TokioIo::new(stream), service);
                drop(served.await);
            });
        }
    });
    port
}

fn shelf_at(port: u16, secret: &str, name: &str) -> Shelf {
    let settings = AmazonS3Builder::new()
        .with_endpoint(format!("http://127.0.0.1:{port}"))
        .with_region("eu-west-2")
        .with_access_key_id(KEY)
        .with_secret_access_key(secret)
        .with_allow_http(true);
    s3::from(settings, name).unwrap()
}

fn picture() -> Prepared {
    let size = |width, jpeg: &'static [u8]| Size {
        width,
        jpeg: jpeg.into(),
    };
    Prepared {
        sha256: "ab".repeat(32),
        width: 640,
        height: 480,
        sizes: vec![size(320, b"small"), size(640, b"large")],
    }
}

async fn holds_pictures_until_they_are_taken_away(shelf: &Shelf) {
    let picture = picture();
    let name = picture.sha256.as_str();
    let got = async |of: &str, width| shelf.get(of, name, width).await.unwrap();
    assert_eq!(shelf.untouched_for(Duration::ZERO).await.unwrap(), [""; 0]);
    shelf.put("one", &picture).await.unwrap();
    shelf.put("one-more", &picture).await.unwrap();
    // Sent once more, it is the same.
    shelf.put("one", &picture).await.unwrap();
    assert_eq!(got("one", 320).await.as_deref(), Some(&b"small"[..]));
    assert_eq!(got("one", 321).await, None);
    let hour = Duration::from_secs(3600);
    assert_eq!(shelf.untouched_for(hour).await.unwrap(), [""; 0]);
    let all = shelf.untouched_for(Duration::ZERO).await.unwrap();
    assert_eq!(all, ["one", "one-more"]);
    // Copied into another box as it is.
    let objects = shelf.objects_in("one").await.unwrap();
    let sizes: Vec<u64> = objects.iter().map(|object| object.bytes).collect();
    assert_eq!(sizes, [5, 5]);
    for object in &objects {
        let bytes = shelf.read_object("one", &object.name).await.unwrap();
        let bytes = bytes.expect("it was listed");
        shelf.put_object("copy", &object.name, bytes).await.unwrap();
    }
    assert_eq!(shelf.objects_in("copy").await.unwrap(), objects);
    assert_eq!(got("copy", 640).await.as_deref(), Some(&b"large"[..]));
    shelf.remove("copy").await.unwrap();
    assert_eq!(shelf.objects_in("copy").await.unwrap(), []);
    assert_eq!(shelf.read_object("copy", "none").await.unwrap(), None);
    shelf.remove("one").await.unwrap();
    shelf.remove("one").await.unwrap();
    assert_eq!(got("one", 320).await, None);
    assert_eq!(got("one-more", 640).await.as_deref(), Some(&b"large"[..]));
    shelf.remove("one-more").await.unwrap();
    assert_eq!(shelf.untouched_for(Duration::ZERO).await.unwrap(), [""; 0]);
}

#[tokio::test]
async fn a_folder_holds_pictures_until_they_are_taken_away() {
    let folder = tempfile::tempdir().unwrap();
    let within = folder.path().join("media");
    let shelf = Shelf::folder(&within).unwrap();
    // What somebody else put there is no box of ours.
    std::fs::write(within.join("README"), "keep").unwrap();
    holds_pictures_until_they_are_taken_away(&shelf).await;
    let left: Vec<_> = std::fs::read_dir(&within).unwrap().collect();
    assert_eq!(left.len(), 1, "an empty folder is left: {left:?}");
}

#[tokio::test]
async fn a_bucket_holds_pictures_until_they_are_taken_away() {
    let folder = tempfile::tempdir().unwrap();
    let port = bucket(folder.path()).await;
    for name in [BUCKET.to_owned(), format!("{BUCKET}/casebook/media")] {
        holds_pictures_until_they_are_taken_away(&shelf_at(port, SECRET, &name)).await;
    }
}

#[tokio::test]
async fn a_bucket_that_does_not_know_us_or_does_not_answer_is_an_error_and_no_empty_one() {
    let folder = tempfile::tempdir().unwrap();
    let port = bucket(folder.path()).await;
    let stranger = shelf_at(port, "another key", BUCKET);
    assert!(stranger.put("one", &picture()).await.is_err());
    assert!(stranger.get("one", &"ab".repeat(32), 320).await.is_err());
    assert!(stranger.untouched_for(Duration::ZERO).await.is_err());
    let nowhere = {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        shelf_at(listener.local_addr().unwrap().port(), SECRET, BUCKET)
    };
    assert!(nowhere.get("one", &"ab".repeat(32), 320).await.is_err());
}
