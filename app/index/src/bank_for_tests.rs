//! A bank in memory, for tests of searching.

use crate::document::document;
use crate::schema::{prepare, schema};
use crate::snapshot::{Kept, Snapshot};
use case_study::public::public_part;
use case_study::{CaseState, CaseStudyContent};
use store::cases::PublicCase;
use tantivy::{Index, IndexWriter};

/// A bank of these, the last one the newest.
pub(super) fn of(cases: impl IntoIterator<Item = (String, CaseStudyContent)>) -> Snapshot {
    let (schema, fields) = schema();
    let index = prepare(Index::create_in_ram(schema));
    let mut writer: IndexWriter = index
        .writer_with_num_threads(1, 15_000_000)
        .expect("a writer");
    for (number, (slug, content)) in (1..).zip(cases) {
        let case = PublicCase {
            slug,
            state: CaseState::Live,
            compiled: true,
            sample: false,
            featured: false,
            published_at: number,
            updated_at: number,
            content: public_part(content),
        };
        let document = document(&fields, number, &case, 2026).expect("a document");
        writer.add_document(document).expect("it is added");
    }
    writer.commit().expect("it is kept");
    let searcher = index.reader().expect("a reader").searcher();
    Snapshot::new(searcher, fields, &mut Kept::default()).expect("a bank")
}
