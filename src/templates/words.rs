//! The words of which a made-up country is put together: places, people and donors that do not
//! exist. Only lists; how they are combined is in `generate`.
//!
//! Lists that `generate` crosses for titles have lengths without the factors 7 and 11, so that
//! its stride meets every pair once.

use crate::model::{ProgramStatus, Side, Stance};

/// Declares lists of words, several on a line.
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident: $($word:literal)*;)*) => {
        $($(#[$doc])* pub(super) const $name: &[&str] = &[$($word),*];)*
    };
}

/// A dimension with its objectives' words.
pub(super) struct DimensionWords {
    pub id: &'static str,
    pub title: &'static str,
    /// What top objectives begin with.
    pub tops: &'static [&'static str],
    /// What people do when an outcome is reached.
    pub outcomes: &'static [&'static str],
}

/// A field of work: outputs and programs of one theme are about the same things.
pub(super) struct Theme {
    pub dimension: &'static str,
    /// Its DAC sector.
    pub sector: &'static str,
    pub things: [&'static str; 6],
}

/// Declares the themes: dimension, sector, six things.
macro_rules! themes {
    ($($dimension:literal $sector:literal: $($thing:literal)*;)*) => {
        /// The fields of work; those of a dimension may stand apart.
        pub(super) const THEMES: &[Theme] = &[$(
            Theme { dimension: $dimension, sector: $sector, things: [$($thing),*] },
        )*];
    };
}

themes! {
    "political" "15220": "village reconciliation councils" "dialogue across the river"
        "local peace committees" "mediators in market towns" "talks between herders and farmers"
        "a memory of the war years";
    "political" "15112": "district councils" "budgets read aloud in town halls"
        "provincial assemblies" "mayors' offices" "citizens' scorecards" "community planning";
    "political" "15151": "the voter roll" "polling stations" "election observers"
        "complaints after the vote" "party codes of conduct" "voter education";
    "political" "15150": "women's seats in councils" "youth forums" "local radio" "civic clubs"
        "associations of elders" "a charter for the press";
    "security" "15240": "the register of former fighters" "reintegration kits"
        "collection of small arms" "trades for former fighters" "transit camps"
        "host communities of returned fighters";
    "security" "15210": "border posts" "oversight of the army" "barracks and pay rolls"
        "the coast and river guard" "the defence white paper" "parliament's security committee";
    "security" "15250": "mine clearance" "maps of mined land" "lessons on mine risk"
        "care for mine survivors" "clearance of farm tracks" "demolition of old ammunition";
    "rule-of-law" "15130": "mobile courts" "legal aid" "land registers" "public defenders"
        "case files" "courts in the provinces";
    "rule-of-law" "15132": "community policing" "police stations" "patrols on market days"
        "women police officers" "forensic work" "the police inspectorate";
    "rule-of-law" "15134": "the judges' school" "prisons fit for people" "the prosecutor's office"
        "bailiffs and clerks" "customary courts" "witness protection";
    "human-rights" "15160": "the human rights commission" "the search for missing people"
        "civil registration" "the truth hearings" "disability rights"
        "monitors in places of detention";
    "human-rights" "15170": "shelters for women" "the equality law" "women's cooperatives"
        "inheritance rights" "networks of women mediators" "family courts";
    "human-rights" "15180": "care after violence" "hotlines" "safe houses"
        "work with men and boys" "case workers" "safe paths to school";
    "development" "11220": "primary schools" "teachers in remote districts" "school meals"
        "catch-up classes" "textbooks in three languages" "parents' councils";
    "humanitarian" "72010": "shelter kits" "winter clothing" "winter camps" "tents and tools"
        "household cash" "stocks before the rains";
    "humanitarian" "72040": "food rations" "nutrition clinics" "seed and ration packs"
        "food for the lean season" "bakeries in camps" "convoys to the hills";
    "humanitarian" "73010": "rebuilt homes" "cleared wells" "repaired ferries" "return packages"
        "rubble removal" "bridges after the flood";
    "development" "12220": "district clinics" "midwives" "vaccination rounds" "medicine stores"
        "mental health care" "ambulances on the river";
    "development" "14031": "village wells" "water committees" "spring protection" "rain tanks"
        "water kiosks" "hand pumps";
    "development" "31120": "irrigation canals" "seed banks" "veterinary posts" "grazing corridors"
        "farm advice" "grain stores";
    "development" "21020": "feeder roads" "the northern highway" "culverts and fords" "road crews"
        "weighbridges" "river landings";
    "development" "16020": "apprenticeships" "public works" "job centres"
        "first jobs for young people" "day labour in towns" "workshops for carpenters";
    "development" "24030": "savings groups" "small loans" "mobile money" "credit for traders"
        "crop insurance" "bank branches";
}

/// The dimensions of a made-up country.
pub(super) const DIMENSIONS: [DimensionWords; 6] = [
    DimensionWords {
        id: "political",
        title: "Political",
        tops: &["Politics", "Representation", "Dialogue"],
        outcomes: &[
            "settle quarrels by rules they wrote",
            "have a voice in every plan",
            "choose who speaks for them",
        ],
    },
    DimensionWords {
        id: "security",
        title: "Security",
        tops: &["Security", "Safe roads", "Disarmament"],
        outcomes: &[
            "travel without paying at gunpoint",
            "can call a patrol that comes",
            "live free of mines and raids",
        ],
    },
    DimensionWords {
        id: "development",
        title: "Development",
        tops: &["Work", "Services", "Fair markets"],
        outcomes: &[
            "live from work near home",
            "learn and heal close by",
            "reach a market all year",
        ],
    },
    DimensionWords {
        id: "human-rights",
        title: "Human rights",
        tops: &["Rights", "Dignity", "Equal treatment"],
        outcomes: &[
            "complain without fear",
            "are counted and named",
            "know their rights and use them",
        ],
    },
    DimensionWords {
        id: "rule-of-law",
        title: "Rule of law",
        tops: &["Justice", "Clear titles", "Clean accounts"],
        outcomes: &[
            "find a judge within a day's walk",
            "hold papers that are honoured",
            "see verdicts carried out",
        ],
    },
    DimensionWords {
        id: "humanitarian",
        title: "Humanitarian",
        tops: &["Relief", "Safe return", "Preparedness"],
        outcomes: &[
            "get help before the lean season",
            "return in safety and by choice",
            "have water and shelter after a shock",
        ],
    },
];

words! {
    /// What top objectives end with.
    TOP_TAILS: " that everyone can trust" " within reach of every district"
        " beyond the next harvest" " in the country's own hands";
    /// Who reaches an outcome.
    WHO: "districts" "provinces" "river villages" "border towns" "market towns"
        "families who came home" "young people" "women's groups" "former fighters"
        "herders and farmers" "teachers and nurses" "small traders" "local councils"
        "minority communities" "hill communities" "city quarters";
    /// What an output has become.
    STATES: " at work in every district" " open to women and men alike"
        " paid from the national budget" " agreed and written down" " repaired and in use"
        " checked each year by citizens" " within a day's walk" " run by local people"
        " free of charge for the poorest" " in all three languages" " doubled in the east"
        " handed over to the ministry";
    /// What the titles of programs begin with.
    LEADS: "support to " "a second phase for " "equipment for " "advice on " "grants for "
        "training around " "a pilot of " "a fund for " "studies on " "partners for " "renewal of "
        "start of " "expansion of " "local staff for " "monitoring of " "twinning for "
        "emergency work on " "quality in " "new ways for " "joint work on ";
    /// What the titles of programs end with.
    QUALIFIERS: "" " led by women" " with young people" " after the floods" " in the border belt"
        " along the river" " in the old quarters" " before the vote" " for returned families"
        " with the provinces" " in the dry season" " for the poorest" " at district level"
        " on the islands" " in the highlands" " near the camps" " with local firms"
        " through schools" " for a second year" " with the diaspora" " on both banks"
        " in mining towns" " beyond the capital" " by community vote";
    PLACES: "Arrun" "Belleth" "Cadra" "Dornay" "Essel" "Farrow Hills" "Gessat" "Hollin" "Issoun"
        "Jarra" "Kelmet" "Lower Osta" "Marrat" "Nessim" "Orlay" "Pellane" "Quara" "Rishat"
        "Sellow" "Tarn" "Upper Osta" "Vellin" "Wessay" "Zorat";
    COUNTRIES: "Zamira" "Karuvia" "Ondara" "Tesmora" "Luvania" "Perrasund" "Oshkara" "Velmory";
    PEOPLE: "farmers" "women" "young people" "teachers" "nurses" "households" "judges and clerks"
        "former fighters" "herders" "councillors" "traders" "police officers" "children"
        "volunteers" "returned families" "elders";
    DOINGS: "are trained in two rounds and meet again after a year"
        "receive tools, seed and a season of advice"
        "decide on small works with a budget of their own" "get papers in their own name"
        "build what the council put first on its list"
        "sit at one table with the province each month"
        "learn to keep accounts that anyone may read" "are visited at home before the rains"
        "find work within a day's walk" "take over the buildings and the duties that go with them"
        "write down what was agreed and read it aloud"
        "are paid in full and on time for the first time in years";
    SECONDS: "The ministry pays the running costs from the third year on."
        "A joint team reviews the work twice a year." "The second phase waits for the vote."
        "Half of the staff are women." "Nothing is handed out without a public list."
        "Every site is chosen with the district council."
        "The work stops during harvest and floods."
        "What is left at the end belongs to the villages."
        "Costs were shared among three donors in the first year."
        "A local firm carries out most of it." "The lessons go to the next planning round."
        "Complaints are heard on market days.";
    RATIONALES: "Trust begins where a promise is kept nearby"
        "Without it the higher aim stays on paper" "It is what people ask for first"
        "It keeps the calm that the accord brought" "It lets the state be seen at work"
        "What is settled here is not fought over there";
    ASSUMPTIONS: "Pay arrives on time" "The roads stay open in the rains"
        "The accord holds in the east" "Councils stay free of party lists"
        "Trained staff stay in their posts" "The law is passed before the vote";
    RESERVATIONS: "Too fast for the provinces" "Not before the census" "The money is not in sight"
        "Needs a law first";
    INDICATORS: "Districts with a working office" "People served in a year"
        "Cases closed within ninety days" "Women among those who decide" "Sites open all year"
        "Households that say it got better" "Budgets published on time"
        "Complaints answered in a month";
    REGISTERS: "Ministry register" "Household survey" "Court records" "District reports" "Gazette"
        "Joint review";
    DOCUMENTS: "project document" "results framework" "grant agreement" "annual report"
        "steering committee minutes";
    REASONS: "Looked for at the workshop, none found" "To be taken up at the next review"
        "Agreed bilaterally before the framework" "Follows the regional strategy"
        "Neutral relief, by mandate";
    CLERKS: "A. T." "M. D." "S. K." "R. O.";
    FRICTIONS: "The donors' calendar" "The national timetable" "Two sets of rules" "A rival plan"
        "The wish for quick results" "The rule of neutrality";
    LOCALS: "pmo" "mof" "moi" "moj" "mosa" "moa" "moh" "moe" "parl" "elders" "women" "youth";
    CORE: "pmo" "mof" "moi" "elders" "women" "corvaid" "marcoop" "undp" "mission";
    DONORS: "corvaid" "corv-mfa" "marcoop" "mar-mfa" "ostdev" "ost-mfa" "tallaid" "tall-mfa"
        "fund";
    PARTNERS: "pmo" "moi" "moj" "mosa" "moa" "elders" "women" "youth" "undp" "unicef" "unhcr"
        "fao" "bridges" "cleared" "lantern" "corvaid" "marcoop";
}

/// Id and title of the levels.
pub(super) const LEVELS: [(&str, &str); 3] =
    [("so", "Strategic objective"), ("oc", "Outcome"), ("op", "Output")];

/// Currencies and what one unit is worth in dollars.
pub(super) const RATES: [(&str, &str); 3] = [("EUR", "1.08"), ("GBP", "1.27"), ("NOK", "0.094")];

/// The owners of programs, with the prefix of their identifiers, their currency and their list.
pub(super) const OWNERS: [(&str, &str, &str, &str); 20] = [
    ("corvaid", "XC-1", "EUR", "corvaid.xml"),
    ("corvaid", "XC-1", "EUR", "corvaid.xml"),
    ("corv-hum", "XC-3", "EUR", "corvaid.xml"),
    ("corv-mfa", "XC-2", "EUR", "embassy-table.xlsx"),
    ("marcoop", "XM-1", "USD", "marcoop-projects.csv"),
    ("marcoop", "XM-1", "USD", "marcoop-projects.csv"),
    ("mar-mfa", "XM-2", "USD", "embassy-table.xlsx"),
    ("ostdev", "XO-1", "NOK", "ostdev.xml"),
    ("ost-mfa", "XO-2", "NOK", "embassy-table.xlsx"),
    ("tallaid", "XT-1", "GBP", "tallaid.xml"),
    ("tall-mfa", "XT-2", "GBP", "embassy-table.xlsx"),
    ("undp", "UN-DP", "USD", "un-workplan.csv"),
    ("undp", "UN-DP", "USD", "un-workplan.csv"),
    ("unicef", "UN-CF", "USD", "un-workplan.csv"),
    ("unhcr", "UN-HR", "USD", "un-workplan.csv"),
    ("fao", "UN-AO", "USD", "un-workplan.csv"),
    ("wfp", "UN-FP", "USD", "un-workplan.csv"),
    ("mof", "XG-GOV-02", "USD", "budget-annex.xlsx"),
    ("mosa", "XG-GOV-09", "USD", "budget-annex.xlsx"),
    ("lantern", "XL", "EUR", "ngo-survey.csv"),
];

/// Id, name, side, kind, family and whether in the core group; "NGO" means no family.
pub(super) const ACTORS: &[(&str, &str, Side, &str, &str, bool)] = &[
    ("pmo", "Prime Minister's Office", Side::Internal, "10", "XG", true),
    ("mof", "Ministry of Finance", Side::Internal, "10", "XG", true),
    ("moi", "Ministry of Interior", Side::Internal, "10", "XG", true),
    ("moj", "Ministry of Justice", Side::Internal, "10", "XG", false),
    ("mosa", "Ministry of Social Affairs", Side::Internal, "10", "XG", false),
    ("moa", "Ministry of Agriculture and Water", Side::Internal, "10", "XG", false),
    ("moh", "Ministry of Health", Side::Internal, "10", "XG", false),
    ("moe", "Ministry of Education", Side::Internal, "10", "XG", false),
    ("parl", "Parliamentary Committee on Peace", Side::Internal, "10", "XG", false),
    ("elders", "Council of Elders", Side::Internal, "22", "NGO", true),
    ("women", "Women's Peace Network", Side::Internal, "22", "NGO", true),
    ("youth", "Youth Assembly", Side::Internal, "22", "NGO", false),
    ("chamber", "Chamber of Commerce", Side::Internal, "72", "NGO", false),
    ("corvaid", "Corvenia Aid", Side::External, "15", "XC", true),
    ("corv-hum", "Corvenia Aid, Humanitarian Office", Side::External, "15", "XC", false),
    ("corv-mfa", "Corvenia Foreign Ministry", Side::External, "10", "XC", false),
    ("marcoop", "Marenne Cooperation", Side::External, "15", "XM", true),
    ("mar-mfa", "Marenne Foreign Ministry", Side::External, "10", "XM", false),
    ("ostdev", "Ostreland Development Agency", Side::External, "15", "XO", false),
    ("ost-mfa", "Ostreland Foreign Ministry", Side::External, "10", "XO", false),
    ("tallaid", "Tallis Aid", Side::External, "15", "XT", false),
    ("tall-mfa", "Tallis Foreign Ministry", Side::External, "10", "XT", false),
    ("mission", "UN Mission", Side::External, "40", "UN", true),
    ("undp", "UN Development Programme", Side::External, "40", "UN", true),
    ("unicef", "UN Children's Fund", Side::External, "40", "UN", false),
    ("unhcr", "UN Refugee Agency", Side::External, "40", "UN", false),
    ("fao", "Food and Agriculture Organization", Side::External, "40", "UN", false),
    ("wfp", "World Food Programme", Side::External, "40", "UN", false),
    ("bridges", "Bridges Between", Side::External, "21", "NGO", false),
    ("cleared", "Cleared Ground", Side::External, "21", "NGO", false),
    ("lantern", "Lantern Relief", Side::External, "21", "NGO", false),
    ("fund", "Joint Peace Fund", Side::Mixed, "40", "NGO", false),
];

/// How positions are spread.
pub(super) const STANCES: [Stance; 10] = [
    Stance::Endorse,
    Stance::Endorse,
    Stance::Endorse,
    Stance::Support,
    Stance::Support,
    Stance::Reservations,
    Stance::Abstain,
    Stance::Doubts,
    Stance::Oppose,
    Stance::Block,
];

/// How the status of programs is spread.
pub(super) const STATUSES: [ProgramStatus; 10] = [
    ProgramStatus::Pipeline,
    ProgramStatus::Implementation,
    ProgramStatus::Implementation,
    ProgramStatus::Implementation,
    ProgramStatus::Implementation,
    ProgramStatus::Implementation,
    ProgramStatus::Implementation,
    ProgramStatus::Finalisation,
    ProgramStatus::Closed,
    ProgramStatus::Suspended,
];

/// What a program is to show.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Linked,
    Stranded,
    Undermining,
    Independent,
    Elsewhere,
    NoneFound,
    OutOfScope,
    Unresolved,
    Unreviewed,
}

/// How many of 1024 programs have which fate.
pub(super) const FATES: [(Fate, u64); 9] = [
    (Fate::Linked, 452),
    (Fate::Stranded, 22),
    (Fate::Undermining, 22),
    (Fate::Independent, 24),
    (Fate::Elsewhere, 22),
    (Fate::NoneFound, 118),
    (Fate::OutOfScope, 16),
    (Fate::Unresolved, 110),
    (Fate::Unreviewed, 238),
];
