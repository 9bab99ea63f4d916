//! Words that stand in cases that are still there.
//!
//! A segment is never changed: a case that was edited or taken down is only marked as deleted, and
//! its words stay in the segment's dictionary until it is written anew. Nobody may be offered such a
//! word, so wherever a segment has deleted cases they are passed over here.

use std::io;
use tantivy::postings::TermInfo;
use tantivy::schema::IndexRecordOption;
use tantivy::{InvertedIndexReader, Searcher, SegmentReader, TantivyError, Term};

/// Whether a word of a field stands in any case.
pub(super) fn stands(searcher: &Searcher, term: &Term) -> Result<bool, TantivyError> {
    for segment in searcher.segment_readers() {
        let words = segment.inverted_index(term.field())?;
        if let Some(word) = words.get_term_info(term)?
            && stands_in(segment, &words, &word)?
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a word stands in any case of a segment.
pub(super) fn stands_in(
    segment: &SegmentReader,
    words: &InvertedIndexReader,
    word: &TermInfo,
) -> io::Result<bool> {
    // One in more cases than were deleted need not be looked up, which spares all common words.
    Ok(word.doc_freq > segment.num_deleted_docs() || cases_of(segment, words, word)? > 0)
}

/// Whether a word of a field stands in more cases than this.
pub(super) fn stands_in_more_than(
    searcher: &Searcher,
    term: &Term,
    cases: f64,
) -> Result<bool, TantivyError> {
    // The dictionaries count deleted cases too, so they say at most too much.
    if searcher.doc_freq(term)? as f64 <= cases {
        return Ok(false);
    }
    let mut found = 0;
    for segment in searcher.segment_readers() {
        let words = segment.inverted_index(term.field())?;
        if let Some(word) = words.get_term_info(term)? {
            found += u64::from(cases_of(segment, &words, &word)?);
        }
    }
    Ok(found as f64 > cases)
}

/// In how many cases of a segment a word stands.
fn cases_of(
    segment: &SegmentReader,
    words: &InvertedIndexReader,
    word: &TermInfo,
) -> io::Result<u32> {
    match segment.alive_bitset() {
        None => Ok(word.doc_freq),
        Some(alive) => Ok(words
            .read_postings_from_terminfo(word, IndexRecordOption::Basic)?
            .doc_freq_given_deletes(alive)),
    }
}
