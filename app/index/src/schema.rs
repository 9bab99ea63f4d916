//! What the index holds of a case, field by field.

use super::tokenizer;
use case_study::fields::SearchField;
use tantivy::Index;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::TokenizerManager;

/// Raise it whenever what is stored changes its meaning while the fields stay the same: words cut
/// differently, other texts in a field. An index of another version is built anew.
pub(super) const VERSION: u32 = 5;

const STEMS: &str = "casebook_stems";
const PLAIN: &str = "casebook_plain";

/// The names of fields that are read as columns.
pub(super) const VALUES: &str = "values";
pub(super) const TITLE_KEY: &str = "title_key";
pub(super) const PUBLISHED: &str = "published";
pub(super) const ID: &str = "id";
pub(super) const MUSEUM: &str = "museum_number";

/// The fields.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields {
    /// The case's id: how a changed case is found and replaced.
    pub id: Field,
    /// When it was first published, in milliseconds.
    pub published: Field,
    /// Its museum as a number, so that cases of the same one can be told without reading them.
    pub museum_number: Field,
    /// Its title as lists are sorted by it.
    pub title_key: Field,
    /// Every value of every facet, as `theme=carers`.
    pub values: Field,
    /// What cards, the API and feeds show, as JSON.
    pub stored: Field,
    /// Every word as it is written, for typing errors and for words half typed.
    pub vocabulary: Field,

    // What each of these holds is said at `SearchField` and, field by field, in the table of fields.
    pub title: Field,
    pub summary: Field,
    pub labels: Field,
    pub museum: Field,
    pub place: Field,
    pub story: Field,
    pub details: Field,
}

impl Fields {
    /// The field of a part of the index.
    pub const fn of(&self, part: SearchField) -> Field {
        match part {
            SearchField::Title => self.title,
            SearchField::Summary => self.summary,
            SearchField::Labels => self.labels,
            SearchField::Museum => self.museum,
            SearchField::Place => self.place,
            SearchField::Story => self.story,
            SearchField::Details => self.details,
        }
    }
}

/// How much a word in a field says about the case: a title was chosen to be found by, a story
/// mentions many things.
pub(super) fn weights(fields: &Fields) -> [(Field, f32); 7] {
    [
        (fields.title, 3.0),
        (fields.summary, 2.0),
        (fields.labels, 2.0),
        (fields.museum, 1.5),
        (fields.place, 1.5),
        (fields.story, 1.0),
        (fields.details, 0.5),
    ]
}

/// The fields that are written in sentences, or chosen as such: where words stand side by side in
/// them, it says something. Details and names are lists.
pub(super) fn prose(fields: &Fields) -> impl Iterator<Item = (Field, f32)> + use<> {
    let prose = [fields.title, fields.summary, fields.labels, fields.story];
    weights(fields)
        .into_iter()
        .filter(move |(field, _)| prose.contains(field))
}

/// The schema with its fields.
pub(super) fn schema() -> (Schema, Fields) {
    let text = |tokenizer: &str, option| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(tokenizer)
                .set_index_option(option),
        )
    };
    let searched = || text(STEMS, IndexRecordOption::WithFreqsAndPositions);
    // The column holds the text as it is.
    let column = || TextOptions::default().set_fast("raw");
    let mut builder = Schema::builder();
    let fields = Fields {
        id: builder.add_u64_field(ID, INDEXED | FAST),
        published: builder.add_i64_field(PUBLISHED, FAST),
        museum_number: builder.add_u64_field(MUSEUM, FAST),
        title_key: builder.add_text_field(TITLE_KEY, column()),
        values: builder.add_text_field(VALUES, column()),
        stored: builder.add_text_field("stored", STORED),
        vocabulary: builder.add_text_field("vocabulary", text(PLAIN, IndexRecordOption::Basic)),
        title: builder.add_text_field("title", searched()),
        summary: builder.add_text_field("summary", searched()),
        labels: builder.add_text_field("labels", searched()),
        museum: builder.add_text_field("museum", searched()),
        place: builder.add_text_field("place", searched()),
        story: builder.add_text_field("story", searched()),
        details: builder.add_text_field("details", searched()),
    };
    (builder.build(), fields)
}

/// Makes an index able to read our words.
pub(super) fn prepare(mut index: Index) -> Index {
    let tokenizers = TokenizerManager::default();
    tokenizers.register(STEMS, tokenizer::stems_and_parts());
    tokenizers.register(PLAIN, tokenizer::plain());
    index.set_tokenizers(tokenizers);
    index
}
