//! What can be asked of the index. Each answer comes from one state of the bank.

use super::{
    IndexError, Listing, Related, SearchIndex, SuggestedValue, Suggestions, WholeList, find,
    labels, related, suggest,
};
use case_study::Facet;
use std::collections::HashSet;
use store::cases::{Filters, Found, PublicCase, TermCount};

impl SearchIndex {
    /// A page of the public list. `page` counts from 1; one past the end is empty.
    ///
    /// # Errors
    /// See [`IndexError`].
    pub async fn find(
        &self,
        filters: &Filters,
        page: u64,
        per_page: u64,
    ) -> Result<Found, IndexError> {
        let filters = filters.clone();
        self.ask(move |snapshot, synonyms| find::find(snapshot, synonyms, &filters, page, per_page))
            .await
    }

    /// A page of the public list with facets, excerpts and what was understood.
    ///
    /// # Errors
    /// See [`IndexError`].
    pub async fn list(
        &self,
        filters: &Filters,
        page: u64,
        per_page: u64,
    ) -> Result<Listing, IndexError> {
        let filters = filters.clone();
        self.ask(move |snapshot, synonyms| find::list(snapshot, synonyms, &filters, page, per_page))
            .await
    }

    /// Every case of the list, in its order, as the bank stands now.
    ///
    /// # Errors
    /// See [`IndexError`].
    pub async fn whole(&self, filters: &Filters) -> Result<WholeList, IndexError> {
        let filters = filters.clone();
        // The spots are those of one state, so both come from the same question.
        let (snapshot, (with_all, spots)) = self
            .ask_now(move |snapshot, synonyms| {
                let matched = find::whole(snapshot, synonyms, &filters)?;
                Ok((matched.with_all, matched.spots.into_owned()))
            })
            .await?;
        Ok(WholeList {
            index: self.clone(),
            snapshot,
            spots,
            with_all,
            given: 0,
        })
    }

    /// How many cases the list would show.
    ///
    /// # Errors
    /// See [`IndexError`].
    pub async fn count(&self, filters: &Filters) -> Result<u64, IndexError> {
        let filters = filters.clone();
        self.ask(move |snapshot, synonyms| find::count(snapshot, synonyms, &filters))
            .await
    }

    /// The numbers, in the database, of every case that the list would show.
    ///
    /// # Errors
    /// See [`IndexError`].
    pub async fn ids(&self, filters: &Filters) -> Result<HashSet<i64>, IndexError> {
        let filters = filters.clone();
        self.ask(move |snapshot, synonyms| find::ids(snapshot, synonyms, &filters))
            .await
    }

    /// How many cases each value of a facet would show beside the other facets chosen. Every value
    /// of a vocabulary is listed, those without a case too; `region` and `year` list what occurs.
    ///
    /// # Errors
    /// See [`IndexError`].
    pub async fn facet_counts(
        &self,
        filters: &Filters,
        facet: Facet,
    ) -> Result<Vec<TermCount>, IndexError> {
        let filters = filters.clone();
        self.ask(move |snapshot, synonyms| {
            let counts = find::counts(snapshot, synonyms, &filters)?;
            Ok(snapshot.values.terms(facet, &counts))
        })
        .await
    }

    /// Values that cases have and that are nearest to this one: for one that no case has.
    ///
    /// # Errors
    /// See [`IndexError`].
    pub async fn near(&self, facet: Facet, slug: &str) -> Result<Vec<SuggestedValue>, IndexError> {
        let slug = slug.to_owned();
        self.ask(move |snapshot, _| Ok(labels::near_value(snapshot, facet, &slug)))
            .await
    }

    /// The cases most like this one, from other museums, the most alike first. None while the
    /// first index is being built: a case page does not wait for it.
    ///
    /// # Errors
    /// See [`IndexError`].
    pub async fn related(
        &self,
        case: &PublicCase,
        most: usize,
    ) -> Result<Vec<Related>, IndexError> {
        if !self.is_ready() {
            return Ok(Vec::new());
        }
        let case = case.clone();
        self.ask(move |snapshot, _| related::related(snapshot, &case, most))
            .await
    }

    /// What somebody may be about to type, and where it leads.
    ///
    /// # Errors
    /// See [`IndexError`].
    pub async fn suggest(&self, text: &str) -> Result<Suggestions, IndexError> {
        let text = text.to_owned();
        self.ask(move |snapshot, synonyms| suggest::suggest(snapshot, synonyms, &text))
            .await
    }
}
