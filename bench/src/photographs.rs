//! Lists with photographs beside lists without: the same depth of the same list, one in the half of the bank that has
//! photographs and one in the half that has none.

use crate::http::Connection;
use crate::load::throughput;
use crate::measure::middle;
use case_study::Picture;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};
use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;
use store::entity::{blob, blob_use, case};
use store::{Db, DbErr};

/// So many stand in each case of the older half: as many in all as there are cases.
const OF_ONE: u64 = 2;
/// Cases on a page of the list.
const PER_PAGE: u64 = 12;
const TURNS: usize = 3;

/// What is known of lists with photographs.
pub struct Lists {
    pub pictures: u64,
    pub with_per_second: f64,
    pub without_per_second: f64,
}

/// The photographs of a generated case; none of the newer half.
pub fn of_case(number: u64, of: u64) -> Vec<Picture> {
    if number >= of / 2 {
        return Vec::new();
    }
    (0..OF_ONE)
        .map(|which| Picture {
            blob: format!("{:064x}", number * OF_ONE + which + 1),
            width: 1600,
            height: 1067,
            alternative: "People at a long table with objects from the store".to_owned(),
            credit: "A museum that does not exist".to_owned(),
            licence: "cc-by-4.0".to_owned(),
            people: "no".to_owned(),
            ..Picture::default()
        })
        .collect()
}

/// Says in the database that they are there, and which texts name them. The pixels are not: nobody asks for them here.
pub async fn note(db: &Db, numbers: std::ops::Range<u64>, of: u64) -> Result<(), DbErr> {
    let slugs = numbers
        .clone()
        .map(|number| format!("generated-case-{number}"));
    let found = case::Entity::find()
        .filter(case::Column::Slug.is_in(slugs))
        .all(db.reader())
        .await?;
    let texts: HashMap<i64, i64> = found
        .iter()
        .filter_map(|row| Some((row.id, row.published_revision_id?)))
        .collect();
    let mut rows = Vec::new();
    for row in found {
        let number = row.slug.as_deref().and_then(|slug| slug.rsplit('-').next());
        let number = number.and_then(|number| number.parse().ok());
        for picture in number.map_or_else(Vec::new, |number| of_case(number, of)) {
            rows.push(blob::ActiveModel {
                case_id: Set(Some(row.id)),
                kept_in: Set(picture.blob[..32].to_owned()),
                sha256: Set(picture.blob),
                media_type: Set("image/jpeg".to_owned()),
                bytes: Set(300_000),
                width: Set(Some(1600)),
                height: Set(Some(1067)),
                state: Set("stored".to_owned()),
                created_at: Set(row.created_at),
                ..Default::default()
            });
        }
    }
    if rows.is_empty() {
        return Ok(());
    }
    let tx = db.begin().await?;
    blob::Entity::insert_many(rows)
        .exec_without_returning(&tx)
        .await?;
    let stored = blob::Entity::find()
        .filter(blob::Column::CaseId.is_in(texts.keys().copied()))
        .all(&tx)
        .await?;
    let uses = stored.into_iter().filter_map(|row| {
        let text = texts.get(&row.case_id?)?;
        Some(blob_use::ActiveModel {
            blob_id: Set(row.id),
            holder: Set("revision".to_owned()),
            holder_id: Set(*text),
            created_at: Set(row.created_at),
            ..Default::default()
        })
    });
    blob_use::Entity::insert_many(uses)
        .exec_without_returning(&tx)
        .await?;
    tx.commit().await
}

/// Asks for both, drawn each time, in turns.
pub async fn measure(server: SocketAddr, cases: u64, time: Duration) -> io::Result<Lists> {
    let middle_page = cases.div_ceil(PER_PAGE) / 2;
    // The newest stand first.
    let path = |page: u64| format!("/case-studies?page={page}");
    let (without, with) = (path(middle_page - 1), path(middle_page + 2));
    for (path, expected) in [(&without, 0), (&with, PER_PAGE)] {
        let found = photographs_on(server, path).await?;
        if found != expected {
            return Err(io::Error::other(format!(
                "{path} shows {found} photographs and not {expected}"
            )));
        }
    }
    let mut turns = Vec::new();
    for _ in 0..TURNS {
        let with = throughput(server, std::slice::from_ref(&with), time / 2).await?;
        let without = throughput(server, std::slice::from_ref(&without), time / 2).await?;
        turns.push((with, without));
    }
    let (with_per_second, without_per_second) = middle(turns);
    Ok(Lists {
        pictures: cases / 2 * OF_ONE,
        with_per_second,
        without_per_second,
    })
}

/// How many there are on a page, read without compression.
async fn photographs_on(server: SocketAddr, path: &str) -> io::Result<u64> {
    let request = format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    let mut connection = Connection::open(server).await?;
    let answer = connection.ask(request.as_bytes()).await?;
    let html = String::from_utf8_lossy(&connection.bytes()[answer.head..]).into_owned();
    Ok(u64::try_from(html.matches("<img").count()).unwrap_or(u64::MAX))
}
