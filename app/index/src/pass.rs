//! Every case that answers a question, with the counts of all facets, in one pass.
//!
//! A question has parts: words under all their names, phrases, what is to be left out. The pass notes
//! of each case which parts it has, so cases with all of the words are told from those with some
//! without asking twice.

use super::facet_values::Choice;
use super::lookups::phrase;
use super::schema::prose;
use super::snapshot::{Columns, Snapshot, Spot};
use super::synonyms::Name;
use tantivy::query::{EnableScoring, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SeekDangerResult, SegmentReader, TantivyError};

/// Documents that are looked at together: their parts and scores fit into the nearest memory.
const WINDOW: DocId = 4096;

/// Parts of a question, one bit each.
pub(super) type Bits = u32;

/// A part of a question.
pub(super) struct Part {
    pub query: Box<dyn Query>,
    pub bit: Bits,
}

/// A question, ready to be put to the index.
#[derive(Default)]
pub(super) struct Asked {
    pub parts: Vec<Part>,
    /// A case that lacks one of these does not answer: what stands in quotes.
    pub required: Bits,
    /// Nor does one that has one of these.
    pub without: Bits,
    /// It has at least one of these, or all of one of `together`. Where there are none, what is
    /// required is enough.
    pub brings: Bits,
    /// The words of a name, which say little one by one: "link" and "worker".
    pub together: Vec<Bits>,
    /// A case has all of the words if it has one of the bits of each: a word by itself, or a name of
    /// several words that it belongs to.
    pub needs: Vec<Bits>,
    /// There is nothing but what is to be left out: every other case answers.
    pub everything: bool,
    /// Words that stand side by side in the question. Where they do so in a case, they count more.
    pub side_by_side: Vec<Name>,
}

impl Asked {
    #[inline]
    fn fits(&self, parts: Bits) -> bool {
        let has_some = match self.brings {
            0 => self.required != 0 || self.everything,
            brings => {
                let has_all_of = |together: &Bits| parts & together == *together;
                parts & brings != 0 || self.together.iter().any(has_all_of)
            }
        };
        has_some && parts & self.without == 0 && parts & self.required == self.required
    }

    #[inline]
    fn has_all(&self, parts: Bits) -> bool {
        self.needs.iter().all(|need| parts & need != 0)
    }
}

/// A case that answers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit {
    pub with_all: bool,
    pub score: Score,
    pub spot: Spot,
}

/// What a pass found.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// The cases that fit, in no order.
    pub hits: Vec<Hit>,
    /// How many of them have all of the words.
    pub with_all: u64,
    /// How many cases each value would show.
    pub counts: Vec<u32>,
}

/// What of a question the documents of a window have.
struct Window {
    parts: Vec<Bits>,
    scores: Vec<Score>,
}

/// Looks at every case once. Without `scores` all are alike.
pub(super) fn gather(
    snapshot: &Snapshot,
    asked: &Asked,
    choice: &Choice,
    scores: bool,
) -> Result<Gathered, TantivyError> {
    let scoring = if scores {
        EnableScoring::enabled_from_searcher(&snapshot.searcher)
    } else {
        EnableScoring::disabled_from_searcher(&snapshot.searcher)
    };
    let weights: Vec<(Box<dyn Weight>, Bits)> = asked
        .parts
        .iter()
        .map(|part| Ok((part.query.weight(scoring)?, part.bit)))
        .collect::<Result<_, TantivyError>>()?;
    let mut found = Gathered {
        counts: vec![0; snapshot.values.len()],
        ..Gathered::default()
    };
    let mut window = Window {
        parts: vec![0; WINDOW as usize],
        scores: vec![0.0; WINDOW as usize],
    };
    let readers = snapshot.searcher.segment_readers();
    for ((reader, columns), segment) in readers.iter().zip(snapshot.columns()).zip(0_u32..) {
        let mut scorers: Vec<(Box<dyn Scorer>, Bits)> = weights
            .iter()
            .map(|(weight, bit)| Ok((weight.scorer(reader, 1.0)?, *bit)))
            .collect::<Result<_, TantivyError>>()?;
        let end = reader.max_doc();
        let mut from = 0;
        loop {
            if !asked.everything {
                let first = scorers.iter().map(|(scorer, _)| scorer.doc()).min();
                from = from.max(first.unwrap_or(end));
            }
            if from >= end {
                break;
            }
            let to = from.saturating_add(WINDOW).min(end);
            for (scorer, bit) in &mut scorers {
                let mut document = scorer.doc();
                while document < to {
                    let at = (document - from) as usize;
                    window.parts[at] |= *bit;
                    if scores {
                        window.scores[at] += scorer.score();
                    }
                    document = scorer.advance();
                }
            }
            let of_segment = OfSegment {
                segment,
                reader,
                columns,
            };
            of_segment.take(&mut window, from..to, asked, choice, &mut found);
            from = to;
        }
    }
    Ok(found)
}

struct OfSegment<'a> {
    segment: u32,
    reader: &'a SegmentReader,
    columns: &'a Columns,
}

impl OfSegment<'_> {
    /// Takes what fits out of a window, and empties it.
    fn take(
        &self,
        window: &mut Window,
        documents: std::ops::Range<DocId>,
        asked: &Asked,
        choice: &Choice,
        found: &mut Gathered,
    ) {
        let alive = self.reader.alive_bitset();
        let looked_at = window.parts.iter_mut().zip(&mut window.scores);
        for ((parts, score), document) in looked_at.zip(documents) {
            let (parts, score) = (std::mem::take(parts), std::mem::take(score));
            if !asked.fits(parts) || alive.is_some_and(|alive| !alive.is_alive(document)) {
                continue;
            }
            if choice.look(self.columns.values_of(document), &mut found.counts) {
                let with_all = asked.has_all(parts);
                found.with_all += u64::from(with_all);
                found.hits.push(Hit {
                    with_all,
                    score,
                    spot: Spot {
                        segment: self.segment,
                        document,
                    },
                });
            }
        }
    }
}

/// Adds to the scores of cases in which words stand side by side as they do in the question.
pub(super) fn count_side_by_side(
    snapshot: &Snapshot,
    asked: &Asked,
    hits: &mut [Hit],
) -> Result<(), TantivyError> {
    if asked.side_by_side.is_empty() {
        return Ok(());
    }
    // In the order of the index, which can only be read forwards.
    let mut order: Vec<(u32, DocId, usize)> = hits
        .iter()
        .enumerate()
        .map(|(at, hit)| (hit.spot.segment, hit.spot.document, at))
        .collect();
    order.sort_unstable();
    let scoring = EnableScoring::enabled_from_searcher(&snapshot.searcher);
    for stems in &asked.side_by_side {
        for (field, boost) in prose(&snapshot.fields) {
            let weight = phrase(field, stems).weight(scoring)?;
            for of_segment in order.chunk_by(|(a, ..), (b, ..)| a == b) {
                let Some((segment, first, _)) = of_segment.first() else {
                    continue;
                };
                let reader = snapshot.searcher.segment_reader(*segment);
                let (mut met, mut scorer) = weight.scorer_danger(reader, *first, boost)?;
                // No document before this one has the words side by side.
                let mut bound = *first;
                for (number, (_, document, at)) in of_segment.iter().enumerate() {
                    if *document < bound {
                        continue;
                    }
                    if number > 0 {
                        met = scorer.seek_danger(*document);
                    }
                    match met {
                        SeekDangerResult::Found => hits[*at].score += scorer.score(),
                        SeekDangerResult::SeekLowerBound(next) => bound = next,
                    }
                }
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::Asked;

    #[test]
    fn a_case_fits_by_the_parts_it_has() {
        let words = Asked {
            brings: 0b011,
            needs: vec![0b101, 0b010],
            ..Asked::default()
        };
        assert!(words.fits(0b001) && words.fits(0b011) && !words.fits(0b100) && !words.fits(0));
        assert!(words.has_all(0b011) && words.has_all(0b110) && !words.has_all(0b101));

        let name = Asked {
            brings: 0b001,
            together: vec![0b110],
            ..Asked::default()
        };
        assert!(name.fits(0b001) && name.fits(0b110) && !name.fits(0b100) && !name.fits(0b010));

        let quoted = Asked {
            required: 0b01,
            without: 0b10,
            ..Asked::default()
        };
        assert!(quoted.fits(0b01) && !quoted.fits(0b11) && !quoted.fits(0b00));
        assert!(quoted.has_all(0b01));

        let left_out = Asked {
            without: 0b1,
            everything: true,
            ..Asked::default()
        };
        assert!(left_out.fits(0) && !left_out.fits(1));
        assert!(!Asked::default().fits(0));
    }
}
