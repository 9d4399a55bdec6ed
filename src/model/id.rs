//! Stable ids: one type a kind of record, checked where they are made.
//!
//! An id is `[a-z0-9][a-z0-9_.-]{0,39}`. This file never mints random ids: randomness lives at
//! the edges (`session`), hashes of a source in `import`.

use serde::{Deserialize, Deserializer, Serialize, de};
use smol_str::SmolStr;
use std::fmt;

/// Why a text is no id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} is not a well-formed id: use 1 to 40 of a-z, 0-9, '_', '.', '-', beginning with a letter or a digit"
)]
pub struct IdError(pub String);

/// Checks the form of an id.
fn check(text: &str) -> Result<(), IdError> {
    let head = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    let tail = |b: u8| head(b) || matches!(b, b'_' | b'.' | b'-');
    let bytes = text.as_bytes();
    let ok = (1..=40).contains(&bytes.len()) && head(bytes[0]) && bytes.iter().all(|&b| tail(b));
    if ok { Ok(()) } else { Err(IdError(text.chars().take(60).collect())) }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(SmolStr);

        impl $name {
            /// The prefix of ids that Throughline makes itself.
            pub const PREFIX: &'static str = $prefix;

            /// Makes an id, or says why the text is none.
            ///
            /// # Errors
            /// When the text is not `[a-z0-9][a-z0-9_.-]{0,39}`.
            pub fn new(text: &str) -> Result<Self, IdError> {
                check(text).map(|()| Self(SmolStr::new(text)))
            }

            /// Makes an id of this kind's prefix and ten base-32 characters of `bits`.
            #[must_use]
            pub fn from_bits(bits: u64) -> Self {
                Self(SmolStr::new(format!("{}-{}", $prefix, base32(bits))))
            }

            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = SmolStr::deserialize(from)?;
                check(&text).map_err(de::Error::custom)?;
                Ok(Self(text))
            }
        }
    )*};
}

ids! {
    /// The id of a framework.
    FrameworkId "fw";
    /// The id of an actor.
    ActorId "act";
    /// The id of an objective.
    ObjectiveId "obj";
    /// The id of a program.
    ProgramId "prg";
    /// The id of a tension.
    TensionId "ten";
    /// The id of a mechanism.
    MechanismId "mec";
    /// The id of a milestone.
    MilestoneId "mil";
    /// The id of a scene.
    SceneId "scn";
    /// The id of an indicator, unique within its objective.
    IndicatorId "ind";
    /// The id of a level of the framework.
    LevelId "lvl";
    /// The id of a dimension of the framework.
    DimensionId "dim";
}

/// Ten base-32 characters (Crockford's alphabet, lower case) of the low 50 bits.
fn base32(bits: u64) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    (0..10).rev().map(|i| char::from(ALPHABET[usize::from((bits >> (5 * i)) as u8 & 31)])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_checked() {
        for good in ["so1", "prg-3k9x2m7q4v", "0", "a.b_c-d", &"x".repeat(40)] {
            assert!(ObjectiveId::new(good).is_ok(), "{good}");
        }
        for bad in ["", "So1", "-a", ".a", "a b", "é", &"x".repeat(41)] {
            assert!(ObjectiveId::new(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn minted_ids_are_well_formed() {
        let id = ProgramId::from_bits(u64::MAX);
        assert_eq!(id.as_str(), "prg-zzzzzzzzzz");
        assert!(ProgramId::new(id.as_str()).is_ok());
    }
}
