//! Words that stand in cases that are still there.
//!
//! A segment is never changed: a case that was edited or taken down is only marked as deleted, and
//! its words stay in the segment's dictionary until it is written anew. Nobody may be offered such a
//! word, so wherever a segment has deleted cases they are passed over here.

use std::io;
use tantivy::postings::TermInfo;
use tantivy::schema::IndexRecordOption;
use tantivy::{InvertedIndexReader, Searcher, SegmentReader, TantivyError, Term};

/// In how many cases a word of a field stands.
pub(super) fn cases_with(searcher: &Searcher, term: &Term) -> Result<u64, TantivyError> {
    let mut cases = 0;
    for segment in searcher.segment_readers() {
        let words = segment.inverted_index(term.field())?;
        if let Some(word) = words.get_term_info(term)? {
            cases += u64::from(of_segment(segment, &words, &word)?);
        }
    }
    Ok(cases)
}

/// In how many cases of a segment a word stands.
pub(super) fn of_segment(
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
