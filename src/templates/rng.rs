//! The randomness of made-up countries: one small stream that is the same on every system.

use crate::model::Date;

/// `SplitMix64` (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014):
/// a counter in steps of the golden ratio, its bits mixed. Not for secrets.
pub(super) struct Rng(pub u64);

/// 2^64 divided by the golden ratio, made odd.
pub(super) const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

impl Rng {
    /// The next number.
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GOLDEN);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }

    /// A number below `limit`, 0 where there is none.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        let scaled = (u128::from(self.next()) * limit as u128) >> 64;
        usize::try_from(scaled).unwrap_or_default()
    }

    /// Whether something of so many percent happens.
    pub(super) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of a list, which must not be empty.
    pub(super) fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }

    /// A date in these years, on a day that every month has.
    pub(super) fn date(&mut self, from_year: i16, years: usize) -> Date {
        let year = from_year + i16::try_from(self.below(years)).unwrap_or_default();
        let month = 1 + i8::try_from(self.below(12)).unwrap_or_default();
        let day = 1 + i8::try_from(self.below(28)).unwrap_or_default();
        jiff::civil::date(year, month, day)
    }

    /// A heavy-tailed sum: doubled with a probability of 11 in 16, at most twelve times.
    pub(super) fn money(&mut self) -> u64 {
        let mut sum = 20 + self.below(80) as u64;
        for _ in 0..12 {
            if self.below(16) >= 11 {
                break;
            }
            sum *= 2;
        }
        let step = if sum > 1000 { 10 } else { 1 };
        sum / step * step * 1000
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of `SplitMix64`'s published test vector (Vigna, `splitmix64.c`, seed 1234567).
    #[test]
    fn the_stream_is_splitmix64() {
        let mut rng = Rng(1_234_567);
        assert_eq!(rng.next(), 6_457_827_717_110_365_317);
        assert_eq!(rng.next(), 3_203_168_211_198_807_973);
    }
}
