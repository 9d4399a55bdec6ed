//! What is typed or pasted into a cell, as the field of a program that it sets.

use super::column::{Column, apart, budget};
use super::rows::Row;
use crate::analysis::names;
use crate::model::{
    Actor, ActorId, Budget, Currency, Framework, Period, Program, ProgramField, ProgramStatus,
    codelists,
};
use crate::ui::canvas::plain;
use crate::ui::field::parse;

/// The text that the editor of a cell begins with.
pub(super) fn base(framework: &Framework, column: Column, row: &Row) -> String {
    if column != Column::Money && column != Column::Budget {
        return row.text(framework, column).to_owned();
    }
    // A sum is typed with its currency in sight: what is shown as money may be converted.
    match (&row.record.budget, row.money) {
        (Some(stated), _) => budget(framework, stated),
        (None, Some(money)) if column == Column::Money => {
            format!("{} {}", framework.head().currency, apart(money))
        }
        _ => String::new(),
    }
}

/// The field that a text sets in a column; nothing where it says what is there already.
///
/// # Errors
/// When the text is no value of the column.
pub(super) fn field(
    framework: &Framework,
    column: Column,
    text: &str,
    record: &Program,
    bare: Option<Currency>,
) -> Result<Option<ProgramField>, String> {
    let text = text.trim();
    let field = match column {
        Column::Title if text.is_empty() => return Err("A program has a title".to_owned()),
        Column::Title => ProgramField::Title(text.to_owned()),
        Column::Owner => ProgramField::Owner(owner(framework, text)?),
        Column::Money | Column::Budget => {
            ProgramField::Budget(sum(framework, text, record.budget.as_ref(), bare)?)
        }
        Column::Status => ProgramField::Status(status(text)?),
        Column::From => {
            ProgramField::Period(Period { from: parse::day(text)?, ..record.period.clone() })
        }
        Column::To => {
            ProgramField::Period(Period { to: parse::day(text)?, ..record.period.clone() })
        }
        Column::Places => ProgramField::Locations(list(text, &record.locations)),
        Column::Identifiers => ProgramField::Identifiers(list(text, &record.identifiers)),
        _ => return Err(format!("{} is not typed here", column.name())),
    };
    let mut next = record.clone();
    next.set(field.clone());
    Ok((next != *record).then_some(field))
}

/// Several texts in one cell. Where one of them holds a comma already, only a semicolon divides.
fn list(text: &str, before: &[String]) -> Vec<String> {
    let by_comma = !text.contains(';') && !before.iter().any(|b| b.contains(','));
    let parts = text.split(if by_comma { ',' } else { ';' });
    parts.map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// The actor of a name or an acronym.
fn owner(framework: &Framework, text: &str) -> Result<Option<ActorId>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let asked = plain(text);
    let called = |actor: &Actor| {
        plain(actor.name.trim()) == asked
            || actor.acronym.as_deref().is_some_and(|a| plain(a.trim()) == asked)
    };
    let mut found = framework.actors().iter().filter(|(_, actor)| called(actor));
    match (found.next(), found.next()) {
        (Some((id, _)), None) => Ok(Some(id.clone())),
        (Some(_), Some(_)) => Err(format!("Several actors are called “{text}”")),
        (None, _) => Err(format!("No actor is called “{text}”")),
    }
}

/// A status by its words or its IATI code.
fn status(text: &str) -> Result<Option<ProgramStatus>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let asked = plain(text);
    let code = |place: usize| (place + 1).to_string() == asked;
    let mut all = names::STATUSES.into_iter().enumerate();
    let found = all.find(|(place, s)| {
        code(*place) || plain(names::status(*s)) == asked || names::status_key(*s) == asked
    });
    found.map(|(_, s)| Some(s)).ok_or_else(|| {
        let words: Vec<&str> = names::STATUSES.into_iter().map(names::status).collect();
        format!("One of {}", words.join(", "))
    })
}

/// A sum of money with or without its currency. Without one it stays in the budget's, unless
/// the column is of one currency.
fn sum(
    framework: &Framework,
    text: &str,
    before: Option<&Budget>,
    bare: Option<Currency>,
) -> Result<Option<Budget>, String> {
    let own = framework.head().currency;
    let (named, rest) = currency(text)?;
    let Some(amount) = parse::amount(rest)? else {
        return if named.is_some() {
            Err("An amount beside its currency".to_owned())
        } else {
            Ok(None)
        };
    };
    // A file may hold one; nobody is asked to mend it in passing.
    let there = before.is_some_and(|b| b.amount == amount);
    if amount.get().is_sign_negative() && !amount.get().is_zero() && !there {
        return Err("An amount is not less than nothing".to_owned());
    }
    let mut budget = before.cloned().unwrap_or_else(|| Budget::new(amount));
    budget.amount = amount;
    if let Some(currency) = named.or(bare)
        && budget.currency.unwrap_or(own) != currency
    {
        budget.currency = Some(currency).filter(|c| *c != own);
    }
    Ok(Some(budget))
}

/// Takes a currency from the beginning or the end of a text.
fn currency(text: &str) -> Result<(Option<Currency>, &str), String> {
    // Three letters that stand alone: "EUR 5", "5 EUR", not the beginning of a word.
    let letters = |part: &str| part.len() == 3 && part.bytes().all(|b| b.is_ascii_alphabetic());
    let apart = |next: Option<char>| next.is_none_or(|c| !c.is_alphabetic());
    let first = text.get(..3).filter(|part| letters(part) && apart(text[3..].chars().next()));
    let end = text.len().saturating_sub(3);
    let last = text.get(end..);
    let last = last.filter(|part| letters(part) && apart(text[..end].chars().next_back()));
    let (code, rest) = match (first, last) {
        (Some(code), _) => (code, &text[3..]),
        (None, Some(code)) => (code, &text[..end]),
        _ => return Ok((None, text)),
    };
    let code = code.to_ascii_uppercase();
    let known = codelists::currency(&code).and_then(|_| Currency::new(&code).ok());
    known.map(|c| (Some(c), rest)).ok_or_else(|| format!("{code} is no currency"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Framework {
        crate::templates::find("sample").unwrap().framework(1).unwrap()
    }

    #[test]
    fn a_sum_keeps_its_currency_unless_it_names_one() {
        let framework = sample();
        let eur = Currency::new("EUR").unwrap();
        let mut record = Program::new("A");
        let mut before = Budget::new("5".parse::<crate::model::Amount>().unwrap());
        before.currency = Some(eur);
        record.budget = Some(before);
        let of = |text: &str| match field(&framework, Column::Budget, text, &record, None) {
            Ok(Some(ProgramField::Budget(budget))) => budget,
            other => panic!("{other:?}"),
        };
        assert_eq!(of("1.2m").and_then(|b| b.currency), Some(eur));
        assert_eq!(of("CHF 1,200").and_then(|b| b.currency), Currency::new("CHF").ok());
        assert_eq!(of("1 200 chf").and_then(|b| b.currency), Currency::new("CHF").ok());
        assert_eq!(of(""), None);
        let refused = |text| field(&framework, Column::Budget, text, &record, None).is_err();
        assert!(
            refused("much")
                && refused("plenty")
                && refused("EUR")
                && refused("XQQ 5")
                && refused("-5")
        );
    }

    #[test]
    fn what_is_there_already_sets_nothing() {
        let framework = sample();
        let mut rows = super::super::rows::Rows::default();
        rows.update(&framework, &crate::analysis::analyze(&framework, None));
        for (id, record) in framework.programs() {
            let row = rows.get(id).unwrap();
            for column in Column::ALL.into_iter().filter(|c| c.editable()) {
                let text = base(&framework, column, row);
                let is = field(&framework, column, &text, record, None);
                let sums = column == Column::Money && record.budget.is_none();
                assert!(sums || is == Ok(None), "{column:?} {text}: {is:?}");
            }
        }
    }

    #[test]
    fn places_are_divided_by_commas_unless_one_holds_a_comma() {
        assert_eq!(list("Bamako, Gao", &[]), ["Bamako", "Gao"]);
        assert_eq!(list("Gao, north; Bamako", &[]), ["Gao, north", "Bamako"]);
        assert_eq!(list("Gao, north", &["Gao, south".to_owned()]), ["Gao, north"]);
    }
}
