//! Fractional index: where a record stands among its siblings, without renumbering them.
//!
//! A rank is a text over `0-9A-Za-z`, compared byte by byte; between any two there is a third.
//! After Figma's "fractional indexing" as described by David Greenspan (2020), without the
//! integer head: the whole text is a fraction in base 62.

use super::quantity::QuantityError;
use serde::{Deserialize, Deserializer, Serialize, de};
use smol_str::SmolStr;

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The place of a record among its siblings.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Rank(SmolStr);

impl Default for Rank {
    fn default() -> Self {
        Self(SmolStr::new_static("V"))
    }
}

impl Rank {
    /// Makes a rank of a text.
    ///
    /// # Errors
    /// When the text is empty, longer than 200, or holds anything but letters and digits.
    pub fn new(text: &str) -> Result<Self, QuantityError> {
        let ok = (1..=200).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric());
        if ok {
            Ok(Self(SmolStr::new(text)))
        } else {
            let shown = text.chars().take(60).collect();
            Err(QuantityError::NotCode(shown, "a rank: 1 to 200 letters and digits"))
        }
    }

    /// The rank as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A rank after `low` and before `high`, where each is given.
    ///
    /// Where `high` is not above `low` (two siblings may bear one rank), it lies after `low`.
    #[must_use]
    pub fn between(low: Option<&Self>, high: Option<&Self>) -> Self {
        let low = low.map_or(&[][..], |r| r.0.as_bytes());
        let high = high.map(|r| r.0.as_bytes()).filter(|h| *h > low);
        let mut out = Vec::new();
        let mut bounded = high.is_some();
        for i in 0.. {
            // Nothing lies between a rank and itself with zeros behind it: then it comes after.
            bounded &= high.is_some_and(|h| i < h.len());
            let a = low.get(i).map_or(0, |&b| digit(b));
            let b = match high {
                Some(h) if bounded => h.get(i).map_or(0, |&b| digit(b)),
                _ => 62,
            };
            if b > a + 1 {
                // Room at this digit; past the end of both, stay near `low` so that appending
                // many siblings in a row keeps ranks short.
                let step = if bounded { (b - a) / 2 } else { ((b - a) / 2).min(2) };
                out.push(DIGITS[a + step.max(1)]);
                break;
            }
            out.push(DIGITS[a]);
            if b > a {
                bounded = false;
            }
        }
        Self(SmolStr::new(String::from_utf8_lossy(&out)))
    }
}

impl Rank {
    /// Fills in rising ranks between two, halving again and again, so that they stay short.
    pub fn spread(ranks: &mut [Self], low: Option<&Self>, high: Option<&Self>) {
        let half = ranks.len() / 2;
        let (left, rest) = ranks.split_at_mut(half);
        if let Some((middle, right)) = rest.split_first_mut() {
            *middle = Self::between(low, high);
            Self::spread(left, low, Some(middle));
            Self::spread(right, Some(middle), high);
        }
    }
}

/// The value of a digit; what is no digit counts as the last.
fn digit(byte: u8) -> usize {
    DIGITS.iter().position(|&d| d == byte).unwrap_or(61)
}

impl<'de> Deserialize<'de> for Rank {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::new(&SmolStr::deserialize(from)?).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn there_is_always_one_between(places in proptest::collection::vec(any::<proptest::sample::Index>(), 1..80)) {
            let mut ranks: Vec<Rank> = Vec::new();
            for place in places {
                let at = place.index(ranks.len() + 1);
                let low = at.checked_sub(1).map(|i| &ranks[i]);
                let new = Rank::between(low, ranks.get(at));
                ranks.insert(at, new);
                prop_assert!(ranks.windows(2).all(|w| w[0] < w[1]), "{ranks:?}");
            }
        }
    }

    #[test]
    fn where_nothing_fits_between_it_comes_after() {
        let rank = |text| Rank::new(text).expect("a rank");
        assert!(Rank::between(None, Some(&rank("0"))) > rank("0"));
        assert!(Rank::between(Some(&rank("a")), Some(&rank("a0"))) > rank("a"));
    }

    #[test]
    fn appending_keeps_ranks_short() {
        let mut last = Rank::default();
        for _ in 0..100 {
            last = Rank::between(Some(&last), None);
        }
        assert!(last.as_str().len() <= 6, "{}", last.as_str());
    }
}
