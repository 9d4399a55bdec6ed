//! Organisations that a source names, as actors. Which side an actor is on is proposed from what
//! the source says of it, with the reason, and never settled here.

use super::text;
use crate::model::{Actor, ActorId, Country, OrganisationType, Side, codelists};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Why an actor's side was proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// What speaks for it, as a part of a sentence: "its identifier begins with SN".
    pub why: String,
    /// Whether anything speaks for it: else somebody who knows should say.
    pub known: bool,
}

/// What a source says of an organisation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Organisation<'a> {
    /// Its name; may be missing where an identifier is there.
    pub name: &'a str,
    /// Its short name.
    pub acronym: &'a str,
    /// Its identifier (org-id), as it stands there.
    pub identifier: &'a str,
    /// What sort of organisation.
    pub kind: Option<OrganisationType>,
    /// Where it is from, where the source says so.
    pub country: Option<Country>,
}

/// The actors of a batch while it is read: one an organisation, whether it is named by its
/// identifier or by its name alone.
#[derive(Debug, Default)]
pub(super) struct Organisations {
    actors: BTreeMap<ActorId, Actor>,
    countries: BTreeMap<ActorId, Country>,
    by_identifier: BTreeMap<String, ActorId>,
    by_name: BTreeMap<String, ActorId>,
    /// What was asked for before: files name the same few on every row.
    asked: FxHashMap<Asked, Option<ActorId>>,
}

/// All that a source says of an organisation.
type Asked = (String, String, String, Option<OrganisationType>, Option<Country>);

impl Organisations {
    /// The actor that an organisation is; none where the source says nothing of it.
    ///
    /// Its id is a hash of the identifier, else of the name, so that all files give it the same.
    pub(super) fn actor(&mut self, of: &Organisation) -> Option<ActorId> {
        let asked: Asked =
            (of.name.into(), of.acronym.into(), of.identifier.into(), of.kind, of.country);
        if let Some(known) = self.asked.get(&asked) {
            return known.clone();
        }
        let id = self.settle(of);
        self.asked.insert(asked, id.clone());
        id
    }

    fn settle(&mut self, of: &Organisation) -> Option<ActorId> {
        let identifier = identifier(of.identifier);
        let name = text::plain_line(of.name);
        let name = if text::says(&name) { name } else { String::new() };
        let named = text::key(&name);
        let known = identifier.as_ref().and_then(|i| self.by_identifier.get(&i.to_uppercase()));
        let known = known.or_else(|| {
            let id = self.by_name.get(&named)?;
            // Of one name and two identifiers they are two: ministries of two countries.
            let other = self.actors.get(id).is_some_and(|a| a.identifier.is_some());
            (identifier.is_none() || !other).then_some(id)
        });
        let id = match known {
            Some(id) => id.clone(),
            None if identifier.is_some() => {
                id_of(&identifier.as_deref().unwrap_or_default().to_uppercase())
            }
            None if !named.is_empty() => id_of(&named),
            None => return None,
        };
        if let Some(identifier) = &identifier {
            self.by_identifier.entry(identifier.to_uppercase()).or_insert_with(|| id.clone());
        }
        if !named.is_empty() {
            self.by_name.entry(named).or_insert_with(|| id.clone());
        }
        if let Some(country) = of.country {
            self.countries.entry(id.clone()).or_insert(country);
        }
        let fallback = identifier.clone().unwrap_or_default();
        let actor = self
            .actors
            .entry(id.clone())
            .or_insert_with(|| Actor::new(fallback.clone(), Side::External));
        // A name is better than the identifier that stood for it.
        // A new actor has no identifier yet, and is called by the one that this is.
        let stood_for = actor.identifier.as_ref().unwrap_or(&fallback);
        if !name.is_empty() && (actor.name.is_empty() || *stood_for == actor.name) {
            actor.name = name;
        }
        let acronym = text::one_line(of.acronym);
        if actor.acronym.is_none() && text::says(&acronym) && acronym != actor.name {
            actor.acronym = Some(acronym);
        }
        actor.identifier = actor.identifier.take().or(identifier);
        actor.kind = actor.kind.or(of.kind);
        Some(id)
    }

    /// Takes an actor whose id is known already, as a table of Throughline's own has it.
    pub(super) fn known(&mut self, id: &ActorId, name: &str) {
        let name = if name.is_empty() { id.as_str() } else { name };
        self.actors.entry(id.clone()).or_insert_with(|| Actor::new(name, Side::External));
    }

    /// All actors, with side and family as they are proposed for a framework of a country.
    pub(super) fn into_actors(
        self,
        home: Option<Country>,
    ) -> impl Iterator<Item = (ActorId, Actor, Proposal)> {
        let Self { actors, countries, .. } = self;
        actors.into_iter().map(move |(id, mut actor)| {
            let (side, family, proposal) = propose(&actor, countries.get(&id).copied(), home);
            actor.side = side;
            actor.family = family;
            (id, actor, proposal)
        })
    }
}

fn id_of(key: &str) -> ActorId {
    ActorId::from_bits(super::id::bits("organisation", "", key))
}

/// An identifier that stands for one organisation: not blank, not a code of a kind of
/// organisation (`10`) or of a group of them (the channel codes that end in 000, such as `22000`).
fn identifier(given: &str) -> Option<String> {
    let identifier = text::one_line(given);
    let digits = identifier.bytes().all(|b| b.is_ascii_digit());
    let group = digits && (identifier.len() < 5 || identifier.ends_with("000"));
    let usable =
        text::says(&identifier) && identifier.len() > 2 && !group && identifier.len() < 120;
    usable.then_some(identifier)
}

/// Countries by their names in English and French, as keys.
static COUNTRIES: LazyLock<BTreeMap<String, Country>> = LazyLock::new(|| {
    let mut names = BTreeMap::new();
    for row in codelists::countries() {
        if let Ok(country) = Country::new(row.alpha2) {
            for name in [row.name, row.french] {
                names.insert(text::key(name), country);
                // "Congo, The Democratic Republic of the", "Bolivia (Plurinational State of)".
                let head = name.split([',', '(']).next().unwrap_or_default();
                names.entry(text::key(head)).or_insert(country);
            }
        }
    }
    for (name, code) in [
        ("usa", "US"),
        ("united states of america", "US"),
        ("uk", "GB"),
        ("great britain", "GB"),
        ("russia", "RU"),
        ("south korea", "KR"),
        ("korea", "KR"),
        ("turkiye", "TR"),
        ("drc", "CD"),
        ("democratic republic of congo", "CD"),
        ("democratic republic of the congo", "CD"),
        ("republique democratique du congo", "CD"),
        ("ivory coast", "CI"),
        ("laos", "LA"),
        ("vietnam", "VN"),
        ("syria", "SY"),
        ("tanzania", "TZ"),
        ("bolivia", "BO"),
        ("brasil", "BR"),
        ("espana", "ES"),
        ("alemania", "DE"),
        ("deutschland", "DE"),
        ("the netherlands", "NL"),
        ("holland", "NL"),
        ("slovak republic", "SK"),
    ] {
        if let Ok(country) = Country::new(code) {
            names.insert(name.to_owned(), country);
        }
    }
    names
});

/// Countries as Portuguese and Spanish call them, as keys. Asked of a whole cell only: many are
/// also towns (Granada) or words (gana) within the names of organisations.
const ELSEWHERE_CALLED: &[(&str, &str)] = &[
    ("afeganistao", "AF"),
    ("africa do sul", "ZA"),
    ("antigua e barbuda", "AG"),
    ("arabia saudita", "SA"),
    ("argelia", "DZ"),
    ("botsuana", "BW"),
    ("camaroes", "CM"),
    ("casaquistao", "KZ"),
    ("chade", "TD"),
    ("coreia do norte", "KP"),
    ("costa de marfil", "CI"),
    ("costa do marfim", "CI"),
    ("egito", "EG"),
    ("egipto", "EG"),
    ("equador", "EC"),
    ("etiopia", "ET"),
    ("filipinas", "PH"),
    ("gabao", "GA"),
    ("gana", "GH"),
    ("granada", "GD"),
    ("guiana", "GY"),
    ("guine", "GN"),
    ("guine bissau", "GW"),
    ("guine equatorial", "GQ"),
    ("guinea ecuatorial", "GQ"),
    ("japao", "JP"),
    ("kenia", "KE"),
    ("libano", "LB"),
    ("malaui", "MW"),
    ("marrocos", "MA"),
    ("marruecos", "MA"),
    ("mocambique", "MZ"),
    ("palestina", "PS"),
    ("papua nova guine", "PG"),
    ("paquistao", "PK"),
    ("paraguai", "PY"),
    ("quenia", "KE"),
    ("rep dem do congo", "CD"),
    ("republica democratica del congo", "CD"),
    ("republica democratica do congo", "CD"),
    ("republica dominicana", "DO"),
    ("republica dos camaroes", "CM"),
    ("ruanda", "RW"),
    ("saint kitts e nevis", "KN"),
    ("santa lucia", "LC"),
    ("santo tome y principe", "ST"),
    ("sao tome e principe", "ST"),
    ("sao vicente e granadinas", "VC"),
    ("serra leoa", "SL"),
    ("sierra leona", "SL"),
    ("sudan del sur", "SS"),
    ("sudao", "SD"),
    ("sudao do sul", "SS"),
    ("territorios palestinos", "PS"),
    ("timor leste", "TL"),
    ("timor oriental", "TL"),
    ("trinidad e tobago", "TT"),
    ("uruguai", "UY"),
    ("zimbabue", "ZW"),
];

/// The country of a name (English, French, a few others), of a code of two or of three letters.
pub(super) fn country(text: &str) -> Option<Country> {
    let text = text.trim();
    match (text.len(), text.bytes().all(|b| b.is_ascii_uppercase())) {
        (2, true) => codelists::country(text).and_then(|row| Country::new(row.alpha2).ok()),
        (3, true) => {
            codelists::country_by_alpha3(text).and_then(|row| Country::new(row.alpha2).ok())
        }
        _ => {
            let key = text::key(text);
            COUNTRIES.get(&key).copied().or_else(|| {
                let (_, code) = ELSEWHERE_CALLED.iter().find(|(name, _)| *name == key)?;
                Country::new(code).ok()
            })
        }
    }
}

/// Words by which a state's own bodies are known, in four languages.
const STATE: &[&str] = &[
    "ministry",
    "ministere",
    "ministerio",
    "government",
    "gouvernement",
    "gobierno",
    "governo",
    "republic",
    "republique",
    "republica",
    "municipality",
    "mairie",
    "alcaldia",
    "prefeitura",
    "parliament",
    "presidency",
    "presidence",
    "primature",
    "tresor",
];

/// Names and acronyms of the United Nations system, as keys.
const UNITED_NATIONS: &[&str] = &[
    "undp",
    "unicef",
    "unhcr",
    "unfpa",
    "who",
    "wfp",
    "fao",
    "ilo",
    "iom",
    "unesco",
    "unodc",
    "unops",
    "unido",
    "unaids",
    "ocha",
    "unocha",
    "unmas",
    "un women",
    "un habitat",
    "unep",
    "ifad",
    "ohchr",
    "undss",
    "unsos",
    "unsom",
    "uncdf",
    "unv",
    "world health organization",
    "world health organisation",
    "world food programme",
    "world food program",
    "food and agriculture organization",
    "food and agriculture organisation",
    "international labour organization",
    "international labour organisation",
    "international organization for migration",
    "international organisation for migration",
];

/// The side and the family that are proposed for an actor, and why.
fn propose(
    actor: &Actor,
    said: Option<Country>,
    home: Option<Country>,
) -> (Side, Option<String>, Proposal) {
    let since = |why: String| Proposal { why, known: true };
    let guess = |why: String| Proposal { why, known: false };
    let kind = actor.kind.as_ref().map_or("", OrganisationType::as_str);
    let key = text::key(&actor.name);
    let acronym = actor.acronym.as_deref().map(text::key).unwrap_or_default();
    let un = key.starts_with("united nations")
        || key.starts_with("un ")
        || actor.identifier.as_deref().is_some_and(|i| i.starts_with("XM-DAC-41"))
        || UNITED_NATIONS.iter().any(|n| *n == key || *n == acronym);
    if un {
        let why = since("it is of the United Nations".to_owned());
        return (Side::External, Some("UN".to_owned()), why);
    }
    if kind == "40" {
        return (Side::External, None, since("it is a multilateral organisation".to_owned()));
    }
    let words: Vec<&str> = key.split(' ').collect();
    let state = words.iter().any(|w| STATE.contains(w));
    let government = matches!(kind, "10" | "11" | "15") || state;
    let prefix = actor.identifier.as_deref().and_then(|i| i.split_once('-')).map(|(head, _)| head);
    let by_prefix = prefix.filter(|p| p.len() == 2).and_then(country);
    let by_name = country_in(&words);
    let found = said
        .map(|c| (c, format!("the file has it under {}", name_of(c))))
        .or_else(|| by_prefix.map(|c| (c, format!("its identifier begins with {c}"))))
        .or_else(|| by_name.map(|c| (c, format!("its name names {}", name_of(c)))));
    // "Oxfam Mali" may be a branch: a name alone makes nobody local but a body of the state.
    let local_kind = matches!(kind, "10" | "11" | "15" | "22" | "24" | "72");
    let branch = said.or(by_prefix).is_none() && by_name == home && !state && !local_kind;
    let found = found.filter(|(country, _)| !branch || COUNTRIES.get(&key) == Some(country));
    let family = |c: Country| government.then(|| c.to_string());
    let here = |c: Country| if home == Some(c) { Side::Internal } else { Side::External };
    if let Some((country, why)) = found {
        // "France" alone is that country's government.
        let whole = COUNTRIES.get(&key) == Some(&country);
        let family = family(country).or_else(|| whole.then(|| country.to_string()));
        return (here(country), family, since(why));
    }
    let local = match kind {
        "11" => "it is a local government",
        "24" => "it is an NGO of the partner country",
        "72" => "it is a company of the partner country",
        _ if state && home.is_some() => "it is a body of a state, and no other country is named",
        _ => "",
    };
    match home {
        Some(home) if !local.is_empty() => (Side::Internal, family(home), since(local.to_owned())),
        None => (Side::External, None, guess("the framework names no country".to_owned())),
        Some(_) if branch => {
            let why = "its name alone may be that of a branch".to_owned();
            (Side::External, None, guess(why))
        }
        Some(_) => {
            let why = "nothing says that it is of the country".to_owned();
            (Side::External, None, guess(why))
        }
    }
}

/// The country that some words of a name are, if one: "Ministry of Health of Senegal".
fn country_in(words: &[&str]) -> Option<Country> {
    (1..=words.len().min(6))
        .rev()
        .flat_map(|n| words.windows(n))
        .find_map(|window| COUNTRIES.get(&window.join(" ")).copied())
}

/// The country that is named most, and how often; none where two are named as often, since
/// neither is then the one that a file is about.
pub(super) fn leading(named: &BTreeMap<Country, usize>) -> Option<(Country, usize)> {
    let most = *named.values().max()?;
    let mut first = named.iter().filter(|(_, times)| **times == most);
    let (country, _) = first.next()?;
    first.next().is_none().then_some((*country, most))
}

/// What a country is called.
pub(super) fn name_of(country: Country) -> &'static str {
    codelists::country(country.as_str()).map_or("another country", |row| row.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(all: &[(&str, &str, &str)]) -> Vec<(String, Side, Option<String>)> {
        let mut organisations = Organisations::default();
        for (name, identifier, kind) in all {
            let kind = OrganisationType::new(kind).ok();
            let of = Organisation { name, identifier, kind, ..Organisation::default() };
            organisations.actor(&of);
        }
        let mut all: Vec<_> = organisations
            .into_actors(Country::new("SN").ok())
            .map(|(_, actor, _)| (actor.name, actor.side, actor.family))
            .collect();
        all.sort();
        all
    }

    #[test]
    fn sides_are_proposed() {
        for (name, identifier, kind, side, family) in [
            ("Ministère de la Santé", "", "10", Side::Internal, Some("SN")),
            ("Ministère de la Santé", "", "", Side::Internal, Some("SN")),
            ("Gouvernement du Sénégal", "", "", Side::Internal, Some("SN")),
            ("Ministry of Foreign Affairs, Norway", "", "10", Side::External, Some("NO")),
            ("Norad", "NO-BRC-971277882", "10", Side::External, Some("NO")),
            ("Association X", "SN-NINEA-1", "24", Side::Internal, None),
            ("Association X", "", "24", Side::Internal, None),
            ("UNDP", "", "", Side::External, Some("UN")),
            ("World Bank", "44000", "40", Side::External, None),
            ("France", "", "", Side::External, Some("FR")),
            ("Oxfam", "", "21", Side::External, None),
            ("Oxfam Sénégal", "", "21", Side::External, None),
            ("Sénégal", "", "", Side::Internal, Some("SN")),
            ("Association des femmes du Sénégal", "", "22", Side::Internal, None),
        ] {
            let family = family.map(str::to_owned);
            assert_eq!(read(&[(name, identifier, kind)]), [(name.to_owned(), side, family)]);
        }
    }

    #[test]
    fn one_organisation_is_one_actor() {
        let norad =
            [("Norad", "", ""), ("NORAD", "NO-BRC-971277882", "10"), ("", "NO-BRC-971277882", "")];
        assert_eq!(read(&norad).len(), 1);
        let two = [("Ministry of Health", "SN-1", ""), ("Ministry of Health", "ML-1", "")];
        assert_eq!(read(&two).len(), 2);
        // 22000 is the code of a kind of organisation.
        assert_eq!(read(&[("CARE", "22000", ""), ("Oxfam", "22000", "")]).len(), 2);
        assert!(read(&[("n/a", "", ""), ("", "0", ""), (" ", "10", "")]).is_empty());
    }

    #[test]
    fn an_identifier_gives_way_to_a_name() {
        let named = read(&[("", "XI-IATI-EC_INTPA", ""), ("DG INTPA", "XI-IATI-EC_INTPA", "")]);
        assert_eq!(named[0].0, "DG INTPA");
        assert_eq!(read(&[("DG INTPA", "XI-IATI-EC_INTPA", "")])[0].0, "DG INTPA");
    }

    #[test]
    fn countries_are_found_by_any_of_their_names() {
        for text in ["Sénégal", "Senegal", "SN", "SEN", " senegal "] {
            assert_eq!(country(text).map(|c| c.to_string()).as_deref(), Some("SN"), "{text}");
        }
        for (text, code) in [
            ("Moçambique", "MZ"),
            ("Guiné-Bissau", "GW"),
            ("Timor-Leste", "TL"),
            ("São Tomé e Príncipe", "ST"),
            ("Rep. Dem. do Congo", "CD"),
        ] {
            assert_eq!(country(text).map(|c| c.to_string()).as_deref(), Some(code), "{text}");
        }
        assert_eq!(country("Samara"), None);
    }
}
