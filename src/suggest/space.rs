//! Sparse vectors, and finding those near one by the terms they share.

use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;

/// The first number beyond those of terms, where others may be added to a vector.
pub(super) const BEYOND: u32 = TERMS;

/// A vector: terms with weights, in the order of terms.
pub(super) type Sparse = Vec<(u32, f32)>;

/// How many terms are told apart, words and pieces of words each for themselves. Terms are
/// numbered by their hash: of some ten thousand words one in a hundred shares its number.
const TERMS: u32 = 1 << 20;

/// The number of a term.
pub(super) fn number(term: &str) -> u32 {
    let mut hasher = FxHasher::default();
    hasher.write(term.as_bytes());
    // The upper bits are mixed best.
    (hasher.finish() >> 40) as u32 % TERMS
}

/// Counts that are added up into a vector.
#[derive(Default)]
pub(super) struct Counts(FxHashMap<u32, f32>);

impl Counts {
    /// Adds to the count of a term.
    pub(super) fn add(&mut self, term: u32, count: f32) {
        *self.0.entry(term).or_default() += count;
    }

    /// The counts, in the order of terms.
    pub(super) fn take(&mut self) -> Sparse {
        let mut all: Sparse = self.0.drain().collect();
        all.sort_unstable_by_key(|(term, _)| *term);
        all
    }
}

/// How telling each term is: `ln((1 + n) / (1 + df)) + 1`, where `n` texts are read and `df` hold
/// it (smoothed inverse document frequency, after Spärck Jones 1972).
pub(super) fn telling(texts: &[&[Sparse]]) -> Vec<f32> {
    let mut found = vec![0_u32; TERMS as usize];
    let mut all = 0_u32;
    for text in texts.iter().copied().flatten() {
        all += 1;
        text.iter().for_each(|(term, _)| found[*term as usize] += 1);
    }
    found.into_iter().map(|df| ((1.0 + all as f32) / (1.0 + df as f32)).ln() + 1.0).collect()
}

/// Makes counts a vector of length one: their roots, weighed by how telling each term is.
pub(super) fn weigh(counts: &mut Sparse, telling: &[f32]) {
    for (term, weight) in counts.iter_mut() {
        *weight = weight.sqrt() * telling[*term as usize];
    }
    norm(counts);
}

/// Makes a vector's length one.
pub(super) fn norm(vector: &mut [(u32, f32)]) {
    let length = vector.iter().map(|(_, w)| w * w).sum::<f32>().sqrt();
    if length > 0.0 {
        vector.iter_mut().for_each(|(_, w)| *w /= length);
    }
}

/// Keeps the terms of most weight, in the order of terms.
pub(super) fn prune(vector: &mut Sparse, most: usize) {
    if vector.len() > most {
        vector.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        vector.truncate(most);
        vector.sort_unstable_by_key(|(term, _)| *term);
    }
}

/// The product of two vectors.
pub(super) fn dot(a: &[(u32, f32)], b: &[(u32, f32)]) -> f32 {
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while i < a.len() && j < b.len() {
        match a[i].0.cmp(&b[j].0) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                sum += a[i].1 * b[j].1;
                i += 1;
                j += 1;
            }
        }
    }
    sum
}

/// Which vectors hold each term, and with what weight.
#[derive(Debug, Default)]
pub(super) struct Postings {
    ends: Vec<u32>,
    all: Vec<(u32, f32)>,
}

impl Postings {
    /// The postings of vectors.
    pub(super) fn new(vectors: &[Sparse]) -> Self {
        let last = vectors.iter().flatten().map(|(term, _)| *term + 1).max().unwrap_or(0);
        let mut ends = vec![0_u32; last as usize];
        for (term, _) in vectors.iter().flatten() {
            ends[*term as usize] += 1;
        }
        // A counting sort: each term's place begins where those before it end.
        let mut next = 0;
        for end in &mut ends {
            next += std::mem::replace(end, next);
        }
        let mut all = vec![(0, 0.0); next as usize];
        for (place, vector) in (0_u32..).zip(vectors) {
            for &(term, weight) in vector {
                let end = &mut ends[term as usize];
                all[*end as usize] = (place, weight);
                *end += 1;
            }
        }
        Self { ends, all }
    }

    fn of(&self, term: u32) -> &[(u32, f32)] {
        let term = term as usize;
        if term >= self.ends.len() {
            return &[];
        }
        let start = term.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.all[start as usize..self.ends[term] as usize]
    }

    /// Adds the products of a vector with all vectors, times a factor, to sums by place.
    pub(super) fn add(&self, vector: &[(u32, f32)], factor: f32, sums: &mut [f32]) {
        for &(term, weight) in vector {
            let weight = weight * factor;
            for &(place, other) in self.of(term) {
                sums[place as usize] += weight * other;
            }
        }
    }
}
