//! Mappings for tables that many have: they fit where the columns are there by which such a table
//! is known, whatever their order and spelling. Ids of their programs are made with their
//! `source`, so that several tables of one system add to the same programs.

use super::mapping::{Mapping, Money, Rows};
use super::role::Role;
use crate::import::text;
use crate::model::Currency;

/// A table that is known.
struct Known {
    name: &'static str,
    source: &'static str,
    /// The columns that are in every such table, and together in no other.
    fits: &'static [&'static str],
    columns: &'static [(&'static str, Role)],
    key: &'static [&'static str],
    within: &'static [&'static str],
    rows: Rows,
    money: Money,
    unit: Option<u64>,
    /// The currency of all amounts.
    dollars: bool,
    skip_rows: u32,
}

const PLAIN: Known = Known {
    name: "",
    source: "",
    fits: &[],
    columns: &[],
    key: &[],
    within: &[],
    rows: Rows::Found,
    money: Money::Found,
    unit: None,
    dollars: false,
    skip_rows: 0,
};

const KNOWN: [Known; 9] = [
    Known {
        name: "National aid system (AidData, AMP): projects",
        source: "aiddata",
        fits: &["project_id", "project_title", "donors", "ad_sector_codes", "total_commitments"],
        columns: &[
            ("project_id", Role::Identifier),
            ("project_title", Role::Title),
            ("start_actual_isodate", Role::Start),
            ("end_actual_isodate", Role::End),
            ("transactions_start_year", Role::Year),
            ("donors", Role::Funder),
            ("recipients_iso3", Role::Country),
            ("ad_sector_codes", Role::Sector),
            ("status", Role::Status),
            ("total_commitments", Role::Commitment),
            ("total_disbursements", Role::Disbursement),
        ],
        dollars: true,
        ..PLAIN
    },
    Known {
        name: "National aid system (AidData, AMP): more on the projects",
        source: "aiddata",
        fits: &[
            "project_id",
            "Project Description",
            "Responsible Organization",
            "Implementation Level",
        ],
        columns: &[
            ("project_id", Role::Identifier),
            ("Project Description", Role::Description),
            ("Cris Number", Role::OtherIdentifier),
            ("Proposed Start Date", Role::Start),
            ("Current Completion Date", Role::End),
            ("Proposed Completion Date", Role::End),
            ("Région", Role::Location),
            ("Responsible Organization", Role::Owner),
            ("Executing Agency", Role::Implementer),
            ("Implementing Agency", Role::Implementer),
            ("National Planning Objectives Level 1", Role::Objective),
            ("National Planning Objectives Level 2", Role::Objective),
            ("Primary Program Level 1", Role::Objective),
        ],
        ..PLAIN
    },
    Known {
        name: "National aid system (AidData, AMP): partners and places",
        source: "aiddata",
        fits: &["Project", "1st Level Implementer", "Administrative Region"],
        columns: &[
            ("Project", Role::Identifier),
            ("1st Level Implementer", Role::Implementer),
            ("Administrative Region", Role::Location),
            ("Region", Role::Location),
            ("District", Role::Location),
        ],
        ..PLAIN
    },
    Known {
        name: "OECD Creditor Reporting System (CRS)",
        source: "crs",
        fits: &[
            "donor_name",
            "agency_name",
            "recipient_name",
            "purpose_code",
            "usd_commitment",
            "project_title",
        ],
        columns: &[
            ("project_number", Role::Identifier),
            ("CrsID", Role::OtherIdentifier),
            ("donor_name", Role::Funder),
            ("agency_name", Role::Owner),
            ("channel_name", Role::Implementer),
            ("recipient_name", Role::Country),
            ("year", Role::Year),
            ("purpose_code", Role::Sector),
            ("usd_commitment", Role::Commitment),
            ("usd_disbursement", Role::Disbursement),
            ("project_title", Role::Title),
            ("short_description", Role::Description),
            ("long_description", Role::Description),
        ],
        within: &["donor_name", "recipient_name"],
        rows: Rows::Grouped,
        money: Money::Sum,
        unit: Some(1_000_000),
        dollars: true,
        ..PLAIN
    },
    Known {
        name: "OCHA Financial Tracking Service (FTS): download",
        source: "fts",
        fits: &["srcOrganization", "destOrganization", "amountUSD", "contributionType"],
        columns: &[
            ("id", Role::Identifier),
            ("destProjectCode", Role::Identifier),
            ("refCode", Role::OtherIdentifier),
            ("description", Role::Title),
            ("amountUSD", Role::Amount),
            ("status", Role::Flow),
            ("srcOrganization", Role::Funder),
            ("destOrganization", Role::Owner),
            ("destLocations", Role::Country),
            ("destUsageYearStart", Role::Start),
            ("destUsageYearEnd", Role::End),
        ],
        key: &["destProjectCode", "id"],
        rows: Rows::Grouped,
        money: Money::Sum,
        dollars: true,
        ..PLAIN
    },
    Known {
        name: "OCHA Financial Tracking Service (FTS): results",
        source: "fts",
        fits: &["Flow ID", "Flow status", "Amount (USD)", "Destination Usage year"],
        columns: &[
            ("Flow ID", Role::Identifier),
            ("Destination Project", Role::Identifier),
            ("Donor project code", Role::OtherIdentifier),
            ("Description", Role::Title),
            ("Amount (USD)", Role::Amount),
            ("Flow status", Role::Flow),
            ("Donor", Role::Funder),
            ("Source Organization", Role::Funder),
            ("Recipient Organization", Role::Owner),
            ("Destination Organization", Role::Owner),
            ("Destination Country", Role::Country),
            ("Destination Location", Role::Country),
            ("Destination Usage year", Role::Year),
        ],
        key: &["Destination Project", "Flow ID"],
        rows: Rows::Grouped,
        money: Money::Sum,
        dollars: true,
        ..PLAIN
    },
    Known {
        name: "UN INFO: projects as a table",
        source: "uninfo",
        fits: &["id", "name", "agency", "outcome", "required"],
        columns: &[
            ("id", Role::Identifier),
            ("code", Role::OtherIdentifier),
            ("name", Role::Title),
            ("description", Role::Description),
            ("agency", Role::Funder),
            ("outcome", Role::Objective),
            ("required", Role::Budget),
            ("status", Role::Status),
            ("start", Role::Start),
            ("end", Role::End),
        ],
        rows: Rows::Grouped,
        money: Money::Funders,
        dollars: true,
        ..PLAIN
    },
    Known {
        name: "Akvo RSR: projects",
        source: "akvo-rsr",
        fits: &["id", "proj_title", "publishing_status", "funded"],
        columns: &[
            ("id", Role::Identifier),
            ("proj_title", Role::Title),
            ("currency", Role::Currency),
            ("value", Role::Budget),
            ("status", Role::Status),
        ],
        ..PLAIN
    },
    Known {
        name: "IATI workbench: projects template",
        source: "iati-workbench",
        fits: &[
            "IATI activity identifier",
            "Activity name",
            "Actual start date",
            "Target group or reach",
        ],
        columns: &[
            ("IATI activity identifier", Role::Identifier),
            ("Activity name", Role::Title),
            ("Parent activity name", Role::Umbrella),
            ("Activity status", Role::Status),
            ("Planned start date", Role::Start),
            ("Actual start date", Role::Start),
            ("Planned end date", Role::End),
            ("Actual end date", Role::End),
            ("General description", Role::Description),
            ("Main objectives and outcomes", Role::Description),
            ("Target group or reach", Role::Description),
            ("Background", Role::Description),
            ("Currency", Role::Currency),
        ],
        skip_rows: 1,
        ..PLAIN
    },
];

/// A name as it is compared: without spaces, so that `ProjectTitle` is `project_title`.
fn bare(name: &str) -> String {
    text::key(name).replace(' ', "")
}

/// The mapping of a table that is known by its columns, and what it is called.
pub(super) fn find(columns: &[String]) -> Option<(&'static str, Mapping)> {
    let bares: Vec<String> = columns.iter().map(|name| bare(name)).collect();
    let there = |name: &str| bares.contains(&bare(name));
    let known = KNOWN.iter().find(|known| known.fits.iter().all(|name| there(name)))?;
    // The first column of a name is meant.
    let actual = |name: &&str| {
        let at = bares.iter().position(|b| *b == bare(name))?;
        columns.get(at).cloned()
    };
    let mapping = Mapping {
        name: known.name.to_owned(),
        source: known.source.to_owned(),
        skip_rows: known.skip_rows,
        columns: known
            .columns
            .iter()
            .filter_map(|(name, role)| Some((actual(name)?, *role)))
            .collect(),
        key: known.key.iter().filter_map(actual).collect(),
        within: known.within.iter().filter_map(actual).collect(),
        rows: known.rows,
        money: known.money,
        unit: known.unit,
        currency: known.dollars.then(|| Currency::new("USD").ok()).flatten(),
        ..Mapping::default()
    };
    Some((known.name, mapping))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_tables_are_told_by_their_columns() {
        let columns = |all: &str| all.split(',').map(str::to_owned).collect::<Vec<_>>();
        let crs = "Year,DonorName,AgencyName,RecipientName,PurposeCode,USD_Commitment,ProjectTitle";
        let (name, mapping) = find(&columns(crs)).expect("known");
        assert!(name.contains("CRS"));
        assert_eq!(mapping.unit, Some(1_000_000));
        assert_eq!(mapping.role("ProjectTitle"), Some(Role::Title));
        assert_eq!(mapping.within, ["DonorName", "RecipientName"]);
        assert!(find(&columns("id,title,budget")).is_none());
    }

    #[test]
    fn every_known_table_fits_itself_only() {
        for known in &KNOWN {
            let all: Vec<String> = known.fits.iter().map(|name| (*name).to_owned()).collect();
            assert_eq!(find(&all).map(|(name, _)| name), Some(known.name));
        }
    }
}
