//! Figures in words: money, shares, counts, dates, as screens and pictures print them.

use crate::analysis::{Analysis, Cents};
use crate::model::{Currency, Date, EvidenceBar};

/// Money to three digits: "USD 647 m", "USD 22.8 m", "USD 449 k", "USD 0".
#[must_use]
pub fn money(currency: Currency, amount: Cents) -> String {
    let value = amount.to_f64();
    let (scaled, unit) = match value.abs() {
        v if v >= 999.5e9 => (value / 1e12, " tn"),
        v if v >= 999.5e6 => (value / 1e9, " bn"),
        v if v >= 999.5e3 => (value / 1e6, " m"),
        v if v >= 999.5 => (value / 1e3, " k"),
        _ => (value, ""),
    };
    let digits = match scaled.abs() {
        v if v >= 99.95 || unit.is_empty() && v >= 9.995 => 0,
        v if v >= 9.995 => 1,
        _ => 2,
    };
    let mut number = format!("{scaled:.digits$}");
    if number.contains('.') {
        number.truncate(number.trim_end_matches('0').trim_end_matches('.').len());
    }
    format!("{currency} {number}{unit}")
}

/// A share in whole percent; 0 and 100 only when exact, "–" where there is none.
#[must_use]
pub fn percent(share: Option<f64>) -> String {
    match share {
        None => "–".to_owned(),
        Some(s) if s > 0.0 && s < 0.005 => "< 1%".to_owned(),
        Some(s) if (0.995..1.0).contains(&s) => "> 99%".to_owned(),
        // Half a percent is rounded up, as spreadsheets do.
        Some(s) => format!("{:.0}%", (s * 100.0).round()),
    }
}

/// A number with thin spaces between thousands.
#[must_use]
pub fn number(n: u32) -> String {
    let digits = n.to_string();
    if digits.len() < 5 { digits } else { grouped(&digits) }
}

/// A text that begins with a capital.
#[must_use]
pub fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// "1 program", "7 programs".
#[must_use]
pub fn count(n: u32, one: &str, many: &str) -> String {
    format!("{} {}", number(n), if n == 1 { one } else { many })
}

/// "24 November 2026".
#[must_use]
pub fn date(date: Date) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let month = MONTHS[usize::try_from(date.month() - 1).unwrap_or_default().min(11)];
    format!("{} {month} {}", date.day(), date.year())
}

/// The rule of the deficit, in a legend.
#[must_use]
pub fn rule(bar: EvidenceBar) -> String {
    format!(
        "no link shown: no supporting link, at or above the evidence bar “{}”, to an objective \
         that reaches the strategy",
        bar.word()
    )
}

/// The rule of the deficit where there is little room.
#[must_use]
pub fn short_rule(bar: EvidenceBar) -> String {
    format!("no link shown: none at or above “{}” that reaches the strategy", bar.word())
}

/// The Utstein figure, always a caption.
pub const UTSTEIN: &str = "Utstein study, evaluators’ judgment, other countries: more than 55 %";

/// What stands under the deficit bar: a gap in the data is not a gap in the strategy.
#[must_use]
pub fn gap_in_data(analysis: &Analysis) -> String {
    let deficit = &analysis.deficit;
    let (all, unresolved, unreviewed) = (deficit.programs, deficit.unresolved, deficit.unreviewed);
    let lacks = |n: u32| if n == 1 { "names" } else { "name" };
    if analysis.scope.programs == 0 {
        return "no program yet".to_owned();
    }
    if all == 0 {
        return if deficit.at_bar.documented.programs == analysis.scope.programs {
            "every program shows a link; none is documented yet".to_owned()
        } else {
            "every program shows a link".to_owned()
        };
    }
    if unresolved == all {
        return format!("all {} {} an objective that this file lacks", number(all), lacks(all));
    }
    if unreviewed == all {
        return format!("all {} not reviewed yet", number(all));
    }
    let mut parts = Vec::new();
    if unreviewed > 0 {
        parts.push(format!("{} not reviewed yet", number(unreviewed)));
    }
    if unresolved > 0 {
        parts.push(format!("{} {} what this file lacks", number(unresolved), lacks(unresolved)));
    }
    let examined = all - unreviewed - unresolved;
    if parts.is_empty() {
        return format!("all {} looked at", number(examined));
    }
    if examined > 0 {
        parts.push(format!("{} looked at", number(examined)));
    }
    parts.join(" · ")
}

/// How far the money is known: "271 of 274 programs with money · XOF 500 000 without a rate".
#[must_use]
pub fn coverage(analysis: &Analysis) -> String {
    let money = &analysis.deficit.money;
    let mut text = coverage_discreet(analysis);
    for (currency, sum) in &money.unconverted {
        let apart = grouped(sum);
        text = format!("{text}, {currency} {apart} without a rate left out");
    }
    text
}

/// How far the money is known, without an amount.
#[must_use]
pub fn coverage_discreet(analysis: &Analysis) -> String {
    let known = number(analysis.deficit.money.programs_with_money);
    format!("money known for {known} of {} programs", number(analysis.scope.programs))
}

/// A decimal with thin spaces between thousands.
fn grouped(decimal: &str) -> String {
    let (whole, rest) = decimal.split_at(decimal.find('.').unwrap_or(decimal.len()));
    let mut out = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) && digit.is_ascii_digit() {
            out.push('\u{2009}');
        }
        out.push(digit);
    }
    out + rest
}

/// What is left out of the figures, or nothing.
#[must_use]
pub fn exclusions(analysis: &Analysis) -> String {
    let out = analysis.scope.excluded;
    let parts: Vec<String> = [
        (out.out_of_scope, "out of scope"),
        (out.cancelled, "cancelled"),
        (out.outside_period, "outside the period"),
        (out.umbrella, "umbrellas"),
    ]
    .into_iter()
    .filter(|(n, _)| *n > 0)
    .map(|(n, why)| format!("{} {why}", number(n)))
    .collect();
    if parts.is_empty() { String::new() } else { format!("left out: {}", parts.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_has_three_digits() {
        let usd = Currency::new("USD").expect("a code");
        let written = |units: i128| money(usd, Cents(units * 100));
        assert_eq!(written(647_110_883), "USD 647 m");
        assert_eq!(written(22_800_000), "USD 22.8 m");
        assert_eq!(written(4_480_000), "USD 4.48 m");
        assert_eq!(written(448_976), "USD 449 k");
        assert_eq!(written(999_600), "USD 1 m");
        assert_eq!(written(0), "USD 0");
        assert_eq!(written(12), "USD 12");
    }

    #[test]
    fn shares_are_exact_at_their_ends() {
        let written =
            [Some(0.0), Some(0.001), Some(0.5595), Some(0.999), Some(1.0), None].map(percent);
        assert_eq!(written, ["0%", "< 1%", "56%", "> 99%", "100%", "–"]);
    }
}
