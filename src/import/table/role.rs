//! What a column is: its role, with the word for it in a mapping file and on screen.

use crate::model::{Language, Marker};
use serde::{Deserialize, Serialize};

macro_rules! roles {
    ($($(#[$doc:meta])* $name:ident $(($data:ty))? = $title:literal;)*) => {
        /// What a column is. In a mapping file it is the variant's name: `"Titre": Title`,
        /// `"Titre (anglais)": TitleIn("en")`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Role {
            $($(#[$doc])* $name $(($data))?,)*
        }

        impl Role {
            /// The word for it in a mapping file, without what may follow in brackets.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(roles!(@pattern $name $($data)?) => stringify!($name),)* }
            }

            /// What it is called on screen.
            #[must_use]
            pub fn title(self) -> &'static str {
                match self { $(roles!(@pattern $name $($data)?) => $title,)* }
            }
        }
    };
    (@pattern $name:ident) => { Self::$name };
    (@pattern $name:ident $data:ty) => { Self::$name(_) };
}

roles! {
    /// Not taken.
    Ignore = "Not taken";
    /// Of a person (a contact, who typed it in): never read, whatever it holds.
    Person = "Personal: never read";
    /// What a program is known by; rows of one identifier are one program.
    Identifier = "Identifier";
    /// Another identifier of the program.
    OtherIdentifier = "Another identifier";
    /// Identifiers of other programs that pay into it, are paid by it, or report the same.
    Related = "Related programs";
    /// The title.
    Title = "Title";
    /// The title in another language.
    TitleIn(Language) = "Title in another language";
    /// What the program does; several are put together.
    Description = "Description";
    /// The description in another language.
    DescriptionIn(Language) = "Description in another language";
    /// Who answers for it.
    Owner = "Responsible organisation";
    /// Who pays.
    Funder = "Funding organisation";
    /// Who carries it out.
    Implementer = "Implementing organisation";
    /// Money, where nothing says what it is.
    Amount = "Amount (of no stated kind)";
    /// Money committed.
    Commitment = "Amount committed";
    /// Money budgeted.
    Budget = "Amount budgeted";
    /// Money paid out.
    Disbursement = "Amount disbursed";
    /// What the amount of a row is, where rows are flows: commitment, disbursement, pledge.
    Flow = "Kind of amount, a row";
    /// In which currency.
    Currency = "Currency";
    /// Where the program stands in its life.
    Status = "Status";
    /// The first day, or year.
    Start = "Start";
    /// The last day, or year.
    End = "End";
    /// The year of a flow; where rows are programs, the year in which one began.
    Year = "Year";
    /// DAC sectors, as codes or names.
    Sector = "Sector";
    /// The sectors' parts in percent, in the same order.
    SectorShare = "Sector shares (percent)";
    /// Places in the country.
    Location = "Place";
    /// The country, or several.
    Country = "Country";
    /// The objectives of the framework that it serves, by code or title.
    Objective = "Objective";
    /// Its umbrella program, by identifier or title.
    Umbrella = "Umbrella program";
    /// The significance (0 to 4) of a policy marker.
    Marker(Marker) = "Policy marker";
}

impl Role {
    /// All roles; of those in a language, the four that are usual; of markers, gender.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let mut all = vec![
            Self::Ignore,
            Self::Person,
            Self::Identifier,
            Self::OtherIdentifier,
            Self::Related,
            Self::Title,
        ];
        let languages = ["en", "fr", "es", "pt", "ar"].map(|code| Language::new(code).ok());
        all.extend(languages.iter().flatten().map(|language| Self::TitleIn(*language)));
        all.push(Self::Description);
        all.extend(languages.iter().flatten().map(|language| Self::DescriptionIn(*language)));
        all.extend([
            Self::Owner,
            Self::Funder,
            Self::Implementer,
            Self::Amount,
            Self::Commitment,
            Self::Budget,
            Self::Disbursement,
            Self::Flow,
            Self::Currency,
            Self::Status,
            Self::Start,
            Self::End,
            Self::Year,
            Self::Sector,
            Self::SectorShare,
            Self::Location,
            Self::Country,
            Self::Objective,
            Self::Umbrella,
        ]);
        all.extend(Marker::new("1").ok().map(Self::Marker));
        all
    }

    /// Whether it is money.
    #[must_use]
    pub fn is_money(self) -> bool {
        matches!(self, Self::Amount | Self::Commitment | Self::Budget | Self::Disbursement)
    }

    /// Whether it is taken at all.
    #[must_use]
    pub fn is_read(self) -> bool {
        !matches!(self, Self::Ignore | Self::Person)
    }
}
