//! What findings are called in plain words: one table by code. What was found in each case stands in
//! the finding itself.

/// What a finding of a code is called in plain words; the code where there is none.
#[must_use]
pub fn finding_title(code: &str) -> &str {
    match code {
        "O01" => "No program supports it",
        "O02" => "Contributes to no top objective",
        "O04" => "Nobody leads it",
        "O05" => "No local actor backs it",
        "O06" => "A local actor objects",
        "O07" => "No indicator",
        "O08" => "Monitoring still to be agreed",
        "O09" => "Due outside the framework’s period",
        "O10" => "More top objectives than a room keeps in mind",
        "O11" => "Same title as another",
        "O12" => "Contributes to its own or a lower level",
        "P01" => "Nobody has looked at it yet",
        "P02" => "Looked at, no link was found",
        "P03" => "Supports what does not reach the strategy",
        "P04" => "Evidence below the bar",
        "P05" => "Undermines an objective",
        "P06" => "No owner",
        "P07" => "Money not known",
        "P08" => "Link shares exceed 100 %",
        "P09" => "A dependency cannot hold in time",
        "P10" => "Looks like another program",
        "P11" => "Names an objective that is not here",
        "P12" => "A negative amount",
        "A01" => "Silent on top objectives",
        "A02" => "No local actor in the core group",
        "T01" => "An open tension",
        "T02" => "A tension’s review is overdue",
        "F01" => "No vision",
        "F02" => "A currency without a rate",
        "X01" => "Names what is not there",
        "X02" => "A percentage out of bounds",
        "X03" => "Objectives in a circle",
        "X04" => "Programs that are parts of each other",
        "X05" => "Actors that are departments of each other",
        "X06" => "Programs that follow each other in a circle",
        "X07" => "Two levels of one id",
        code => code,
    }
}
