//! Keys in JSON and words on screen for what the figures are broken down by.

use crate::model::{Basis, Country, Head, ProgramStatus, Sector, Side, codelists};

/// The IATI activity statuses, in the order of their codes.
pub const STATUSES: [ProgramStatus; 6] = [
    ProgramStatus::Pipeline,
    ProgramStatus::Implementation,
    ProgramStatus::Finalisation,
    ProgramStatus::Closed,
    ProgramStatus::Cancelled,
    ProgramStatus::Suspended,
];

/// The key of a status.
#[must_use]
pub fn status_key(status: ProgramStatus) -> &'static str {
    match status {
        ProgramStatus::Pipeline => "pipeline",
        ProgramStatus::Implementation => "implementation",
        ProgramStatus::Finalisation => "finalisation",
        ProgramStatus::Closed => "closed",
        ProgramStatus::Cancelled => "cancelled",
        ProgramStatus::Suspended => "suspended",
    }
}

/// The words for a status.
#[must_use]
pub fn status(status: ProgramStatus) -> &'static str {
    match status {
        ProgramStatus::Pipeline => "Pipeline",
        ProgramStatus::Implementation => "Implementation",
        ProgramStatus::Finalisation => "Finalisation",
        ProgramStatus::Closed => "Closed",
        ProgramStatus::Cancelled => "Cancelled",
        ProgramStatus::Suspended => "Suspended",
    }
}

/// The key of a side.
#[must_use]
pub fn side_key(side: Side) -> &'static str {
    match side {
        Side::Internal => "internal",
        Side::External => "external",
        Side::Mixed => "mixed",
    }
}

/// The words for a side: "internal" and "external" mean something else in the OECD criteria.
#[must_use]
pub fn side(side: Side) -> &'static str {
    match side {
        Side::Internal => "local (internal)",
        Side::External => "international (external)",
        Side::Mixed => "mixed",
    }
}

/// The key of a basis.
#[must_use]
pub fn basis_key(basis: Basis) -> &'static str {
    match basis {
        Basis::Commitment => "commitment",
        Basis::Budget => "budget",
        Basis::Disbursement => "disbursement",
        Basis::Stated => "stated",
    }
}

/// The name of a family: a country's where it is a country's code.
#[must_use]
pub fn family(family: &str) -> String {
    let country = Country::new(family).ok().and_then(|c| codelists::country(c.as_str()));
    country.map_or_else(|| family.to_owned(), |c| c.name.to_owned())
}

/// The title of a dimension; where the framework lacks it, its id in words.
#[must_use]
pub fn dimension(head: &Head, id: &str) -> String {
    head.dimensions.get(id).map_or_else(
        || {
            let words = id.replace('-', " ");
            let mut letters = words.chars();
            letters
                .next()
                .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
        },
        |d| d.title.clone(),
    )
}

/// The name of a three-digit DAC category, or the code where the list lacks it.
#[must_use]
pub fn sector_category(category: Sector) -> String {
    codelists::sector_category(category.as_str())
        .map_or_else(|| category.as_str().to_owned(), |c| c.name.to_owned())
}

/// A name as a key: lower case, anything but letters and digits as one underscore.
#[must_use]
pub fn snake_case(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    for letter in name.trim().chars() {
        if letter.is_alphanumeric() {
            key.extend(letter.to_lowercase());
        } else if !key.ends_with('_') {
            key.push('_');
        }
    }
    key.trim_matches('_').to_owned()
}
