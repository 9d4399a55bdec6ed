//! Quantities: amounts, rates, percents, currencies, country and sector codes.
//!
//! Each is a type that is checked where it is made and written as text, so that no bare number
//! or string stands for money. No conversion happens here (see `analysis::money`).

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;
use std::str::FromStr;

pub use jiff::civil::Date;

/// Why a text is no quantity.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuantityError {
    /// Not a plain decimal number.
    #[error("{0:?} is not a plain decimal number such as \"1200000\" or \"12.5\"")]
    NotDecimal(String),
    /// Larger than any sum of public money.
    #[error("{0} is too large: amounts and rates stay under 10^18")]
    TooLarge(String),
    /// A percentage outside 0 to 100.
    #[error("{0} is not a percentage between 0 and 100")]
    NotPercent(String),
    /// Not a code of the kind asked for.
    #[error("{0:?} is not {1}")]
    NotCode(String, &'static str),
}

fn decimal(text: &str) -> Result<Decimal, QuantityError> {
    let body = text.strip_prefix('-').unwrap_or(text);
    let plain = !body.is_empty()
        && body.len() <= 40
        && body.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && body.bytes().any(|b| b.is_ascii_digit());
    let refused = || QuantityError::NotDecimal(text.chars().take(60).collect());
    if !plain {
        return Err(refused());
    }
    let value = Decimal::from_str_exact(text).map_err(|_| refused())?;
    if value.abs() >= Decimal::from(1_000_000_000_000_000_000_u64) {
        return Err(QuantityError::TooLarge(text.to_owned()));
    }
    Ok(value)
}

macro_rules! decimals {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Decimal);

        impl $name {
            /// The value as a decimal.
            #[must_use]
            pub fn get(self) -> Decimal {
                self.0
            }
        }

        impl FromStr for $name {
            type Err = QuantityError;
            fn from_str(text: &str) -> Result<Self, QuantityError> {
                decimal(text).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                text(from, |t| decimal(t).map(Self))
            }
        }
    )*};
}

decimals! {
    /// An amount of money, in a currency that stands beside it; may be negative (and is then
    /// kept, flagged and treated as no money).
    Amount;
    /// A rate: one unit of a currency in the framework's currency.
    Rate;
    /// A percentage. The invariants ask for 0 to 100; a file may hold others and then opens
    /// read-only.
    Percent;
    /// A length or coordinate of the canvas, or a zoom factor.
    Scalar;
}

impl Amount {
    /// Makes an amount of a decimal.
    ///
    /// # Errors
    /// When it is 10^18 or more.
    pub fn new(value: Decimal) -> Result<Self, QuantityError> {
        decimal(&value.to_string()).map(Self)
    }
}

impl Percent {
    /// All of it.
    pub const HUNDRED: Self = Self(Decimal::ONE_HUNDRED);

    /// Whether it lies between 0 and 100, as the invariants ask.
    #[must_use]
    pub fn in_range(self) -> bool {
        self.0 >= Decimal::ZERO && self.0 <= Decimal::ONE_HUNDRED
    }
}

impl Scalar {
    /// Rounds a coordinate to a tenth; what is not finite becomes zero.
    #[must_use]
    pub fn from_f32(value: f32) -> Self {
        let tenths = (f64::from(value) * 10.0).round();
        let tenths = tenths.clamp(-1e12, 1e12) as i64;
        Self(Decimal::new(tenths, 1).normalize())
    }

    /// The coordinate as a float.
    #[must_use]
    pub fn to_f32(self) -> f32 {
        use rust_decimal::prelude::ToPrimitive;
        self.0.to_f32().unwrap_or(0.0)
    }
}

/// Reads a text and parses it, so that serde's error has the place.
fn text<'de, D, T, E>(from: D, parse: impl Fn(&str) -> Result<T, E>) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    E: fmt::Display,
{
    struct Visitor<F>(F);
    impl<T, E: fmt::Display, F: Fn(&str) -> Result<T, E>> de::Visitor<'_> for Visitor<F> {
        type Value = T;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a text in quotes")
        }
        fn visit_str<X: de::Error>(self, text: &str) -> Result<T, X> {
            (self.0)(text).map_err(X::custom)
        }
    }
    from.deserialize_str(Visitor(parse))
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident[$len:literal] $check:expr, $what:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name { bytes: [u8; $len], len: u8 }

        impl $name {
            /// Makes a code, or says why the text is none.
            ///
            /// # Errors
            /// When the text does not have the form of this kind of code.
            pub fn new(text: &str) -> Result<Self, QuantityError> {
                let check: fn(&[u8]) -> bool = $check;
                if text.len() > $len || !check(text.as_bytes()) {
                    return Err(QuantityError::NotCode(text.chars().take(60).collect(), $what));
                }
                let mut bytes = [0; $len];
                bytes[..text.len()].copy_from_slice(text.as_bytes());
                Ok(Self { bytes, len: text.len() as u8 })
            }

            /// The code as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                std::str::from_utf8(&self.bytes[..usize::from(self.len)]).unwrap_or_default()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                text(from, Self::new)
            }
        }
    )*};
}

codes! {
    /// An ISO 4217 currency.
    Currency[3] |b| b.len() == 3 && b.iter().all(u8::is_ascii_uppercase),
        "a currency code of three capital letters (ISO 4217)";
    /// An ISO 3166 country, alpha-2.
    Country[2] |b| b.len() == 2 && b.iter().all(u8::is_ascii_uppercase),
        "a country code of two capital letters (ISO 3166)";
    /// A DAC sector of five digits, or a category of three.
    Sector[5] |b| matches!(b.len(), 3 | 5) && b.iter().all(u8::is_ascii_digit),
        "a DAC sector code of five or three digits";
    /// An IATI organisation-type code.
    OrganisationType[2] |b| b.len() == 2 && b.iter().all(u8::is_ascii_digit),
        "an IATI organisation-type code of two digits";
    /// An IATI policy-marker code.
    Marker[2] |b| matches!(b.len(), 1 | 2) && b.iter().all(u8::is_ascii_digit),
        "an IATI policy-marker code";
    /// The significance of a policy marker (0 not targeted to 4 explicit primary).
    Significance[1] |b| b.len() == 1 && (b'0'..=b'4').contains(&b[0]),
        "a policy-marker significance from 0 to 4";
    /// A language, ISO 639-1 with an optional region (`fr`, `pt-BR`).
    Language[8] |b| b.len() >= 2 && b[0].is_ascii_lowercase() && b[1].is_ascii_lowercase()
        && b.iter().all(|c| c.is_ascii_alphanumeric() || *c == b'-'),
        "a language code such as \"fr\"";
}

impl Sector {
    /// The three-digit category that the sector belongs to.
    #[must_use]
    pub fn category(self) -> Self {
        let mut bytes = self.bytes;
        bytes[3..].fill(0);
        Self { bytes, len: 3 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_decimals() {
        for good in ["0", "-12.50", "1200000", "0.005"] {
            assert_eq!(good.parse::<Amount>().expect(good).to_string(), good);
        }
        for bad in ["", "-", ".", "1e5", "NaN", "inf", "1,000", "+1", "1 000", "1.2.3"] {
            assert!(bad.parse::<Amount>().is_err(), "{bad}");
        }
        assert!(matches!("1000000000000000000".parse::<Amount>(), Err(QuantityError::TooLarge(_))));
    }

    #[test]
    fn codes_have_their_form() {
        assert_eq!(Sector::new("15220").expect("a sector").category().as_str(), "152");
        assert!(Sector::new("1522").is_err());
        assert!(Currency::new("usd").is_err());
        assert!(Country::new("MLI").is_err());
    }
}
