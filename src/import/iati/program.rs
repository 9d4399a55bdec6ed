//! Makes programs of the drafts of a file, once all of it is known.

use super::draft::{Draft, Party};
use super::left::Left;
use super::money::Purse;
use super::places::{self, Countries, Share};
use super::{texts, umbrella};
use crate::import::gather::Gather;
use crate::import::organisation::{Organisation, name_of};
use crate::import::text::{key, one_line, short};
use crate::import::{ImportError, Named, Options, Progress, plan};
use crate::model::{ActorId, Country, Currency, OrganisationType, Period, Program, ProgramId};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// An activity that was read.
pub(super) enum Entry {
    /// It becomes a program.
    Taken(Box<Draft>),
    /// It cannot be used.
    Rejected { place: String, cells: Vec<String>, why: String },
}

/// The activities of a file, while they are read.
#[derive(Default)]
pub(super) struct Activities {
    all: Vec<Entry>,
    /// The line that each program begins in.
    lines: BTreeMap<ProgramId, u64>,
    /// How many activities without an identifier have the same title and start.
    alike: BTreeMap<String, u32>,
    /// How many have no identifier, and the places of the first.
    blank: (u32, Vec<String>),
    actors: FxHashMap<String, Option<ActorId>>,
}

impl Activities {
    /// Takes an activity; one whose identifier stands there already is rejected.
    pub(super) fn add(&mut self, mut draft: Draft, gather: &mut Gather) {
        let id = if draft.identifier.is_empty() {
            self.blank.0 += 1;
            if self.blank.1.len() < 5 {
                self.blank.1.push(format!("{} (line {})", draft.number, draft.line));
            }
            // The first title of the file, so that the id is the same in every language.
            let title = draft.titles.first().unwrap_or_default();
            let start = draft.start().map(|day| day.to_string()).unwrap_or_default();
            let key = format!("{title}\u{1f}{start}");
            let count = self.alike.entry(key.clone()).or_default();
            *count += 1;
            gather.id("without an identifier", &format!("{key}\u{1f}{count}"))
        } else {
            gather.id("", &draft.identifier)
        };
        if let Some(line) = self.lines.get(&id) {
            let why = format!(
                "the identifier stands in the file already, in line {line}: the first stands"
            );
            let title = draft.titles.first().unwrap_or_default().to_owned();
            let place = draft.place(draft.line, "");
            self.all.push(Entry::Rejected { place, cells: vec![draft.identifier, title], why });
            return;
        }
        self.lines.insert(id.clone(), draft.line);
        draft.id = Some(id);
        self.organisations(&mut draft, gather);
        self.all.push(Entry::Taken(Box::new(draft)));
    }

    /// Makes actors of the organisations that become the owner, funders and implementers.
    fn organisations(&mut self, draft: &mut Draft, gather: &mut Gather) {
        let reporting = draft.reporting.take().filter(|_| !draft.secondary);
        let owners = [draft.accountable.take(), reporting, draft.extending.take()];
        draft.owner = owners.iter().flatten().find_map(|party| self.actor(party, gather));
        draft.provider_actors = self.actors(&draft.providers, gather);
        draft.funders = self.actors(&draft.funding, gather).into_iter().flatten().collect();
        for actor in self.actors(&draft.implementing, gather).into_iter().flatten() {
            if !draft.implementers.contains(&actor) {
                draft.implementers.push(actor);
            }
        }
        for parties in [&mut draft.providers, &mut draft.funding, &mut draft.implementing] {
            *parties = Vec::new();
        }
        if draft.owner.is_none() {
            let message = "no organisation is named as answering for it";
            let line = draft.line;
            draft.find("I03", line, "reporting-org", message, "name the program's owner");
        }
    }

    fn actors(&mut self, parties: &[Party], gather: &mut Gather) -> Vec<Option<ActorId>> {
        parties.iter().map(|party| self.actor(party, gather)).collect()
    }

    /// The same few organisations stand in most activities, and telling who one is takes time.
    fn actor(&mut self, party: &Party, gather: &mut Gather) -> Option<ActorId> {
        let Party { name, reference, kind } = party;
        let key = format!("{reference}\u{1f}{kind}\u{1f}{name}");
        if let Some(known) = self.actors.get(&key) {
            return known.clone();
        }
        let kind = OrganisationType::new(kind).ok();
        let of = Organisation { name, identifier: reference, kind, ..Organisation::default() };
        let actor = gather.organisation(&of);
        self.actors.insert(key, actor.clone());
        actor
    }

    /// Makes programs of all, and the findings of the whole file. Answers the currency that most
    /// values are in.
    pub(super) fn finish(
        self,
        gather: &mut Gather,
        options: &Options,
        left: &mut Left,
        progress: &Progress,
    ) -> Result<Option<Currency>, ImportError> {
        let mut drafts = Vec::with_capacity(self.all.len());
        let mut rejected: Vec<(usize, Entry)> = Vec::new();
        for entry in self.all {
            match entry {
                Entry::Taken(draft) => drafts.push(*draft),
                entry @ Entry::Rejected { .. } => rejected.push((drafts.len(), entry)),
            }
        }
        let mut countries = Countries::default();
        drafts.iter().for_each(|draft| countries.add(draft));
        gather.home = options.country.or_else(|| countries.home());
        let most = most_used(&drafts);
        let (parents, absent) = umbrella::find(&mut drafts);
        left.absent += absent;
        let shares = shares(&mut drafts, gather.home, &countries, &parents);
        let umbrellas = umbrella::ids(&parents, &drafts);
        let usual = most.or(options.currency).unwrap_or_else(plan::us_dollar);
        let purse = Purse { options, home: gather.home, usual };
        let mut apart = Apart::default();
        let mut rejected = rejected.into_iter().peekable();
        let done = progress.bytes().0;
        for (at, mut draft) in drafts.into_iter().enumerate() {
            if at % 64 == 0 {
                progress.at(done)?;
            }
            while let Some((_, entry)) = rejected.next_if(|(before, _)| *before <= at) {
                reject(gather, entry);
            }
            let here = shares[at] != Share::Nothing;
            if !here {
                apart.add(&draft);
            }
            // An umbrella that is offered apart may not be there when its part is.
            let umbrella = umbrellas.get(&at).filter(|_| {
                here && parents.get(&at).is_some_and(|parent| shares[*parent] != Share::Nothing)
            });
            let money = purse.count(&mut draft, shares[at]);
            take(gather, draft, money, umbrella.cloned(), options, here);
        }
        for (_, entry) in rejected {
            reject(gather, entry);
        }
        apart.tell(gather);
        let (blank, first) = self.blank;
        if blank > 0 {
            let first = first.join(", ");
            gather.find(
                "I03",
                "iati-identifier",
                format!("it is blank in {blank} activities, which are known by title and start instead; the first are activity {first}"),
                "a changed title would give a new program; ask the publisher for identifiers",
            );
        }
        Ok(most)
    }
}

fn reject(gather: &mut Gather, entry: Entry) {
    if let Entry::Rejected { place, cells, why } = entry {
        let hint = "give it an identifier of its own in the source and import again";
        gather.reject(place, cells, why, hint);
    }
}

/// The currency that most values of a file are in.
fn most_used(drafts: &[Draft]) -> Option<Currency> {
    let mut counts: BTreeMap<Currency, u32> = BTreeMap::new();
    for draft in drafts {
        let flows = draft.flows.iter().map(|(flow, sum)| (flow.currency, sum.count));
        let budgets = draft.budgets.iter().map(|budget| (budget.currency, 1));
        for (currency, count) in flows.chain(budgets) {
            if let Some(currency) = currency {
                let sum = counts.entry(currency).or_default();
                *sum = sum.saturating_add(count);
            }
        }
    }
    let most =
        counts.iter().max_by_key(|(currency, count)| (**count, std::cmp::Reverse(**currency)));
    most.map(|(currency, _)| *currency)
}

/// What part of each activity is in the framework's country.
fn shares(
    drafts: &mut [Draft],
    home: Option<Country>,
    countries: &Countries,
    parents: &BTreeMap<usize, usize>,
) -> Vec<Share> {
    let Some(home) = home else { return vec![Share::Unnamed; drafts.len()] };
    let mut shares: Vec<Share> =
        drafts.iter_mut().map(|draft| places::share(draft, home)).collect();
    if !countries.only(home) {
        // What names no place is here where something that is a part of it is.
        let mut here: BTreeSet<usize> = BTreeSet::new();
        for child in parents
            .keys()
            .filter(|child| !matches!(shares[**child], Share::Nothing | Share::Unnamed))
        {
            let mut at = *child;
            while let Some(parent) = parents.get(&at) {
                if !here.insert(*parent) {
                    break;
                }
                at = *parent;
            }
        }
        for (at, share) in shares.iter_mut().enumerate() {
            if *share == Share::Unnamed && !here.contains(&at) {
                *share = Share::Nothing;
            }
        }
    }
    shares
}

/// Takes a program with all that is known of it.
fn take(
    gather: &mut Gather,
    mut draft: Draft,
    money: super::money::Money,
    umbrella: Option<ProgramId>,
    options: &Options,
    here: bool,
) {
    let row = draft.row();
    let Some(id) = draft.id.take() else { return };
    let titles = std::mem::take(&mut draft.titles);
    let descriptions = std::mem::take(&mut draft.descriptions);
    let (title, description, translations) = texts::choose(titles, descriptions, options.language);
    let title = title.unwrap_or_else(|| {
        let stand_in = format!(
            "Activity {}",
            if draft.identifier.is_empty() {
                draft.number.to_string()
            } else {
                draft.identifier.clone()
            }
        );
        let message = format!("it is blank; the program is called {:?}", short(&stand_in, 100));
        let line = draft.line;
        draft.find("I03", line, "title", message, "give it a title");
        stand_in
    });
    let mut program = Program::new(title);
    // A title said again, if with other spaces, is no description. Long texts are not compared.
    let again =
        |said: &str| said.len() < program.title.len() + 64 && key(said) == key(&program.title);
    program.description = description.filter(|said| !again(said));
    program.translations = translations;
    if !draft.identifier.is_empty() {
        program.identifiers.push(draft.identifier.clone());
    }
    for other in std::mem::take(&mut draft.other_identifiers) {
        if other != draft.identifier {
            program.identifiers.push(other);
        }
    }
    program.related = std::mem::take(&mut draft.related).into_iter().collect();
    program.owner = draft.owner.take();
    program.implementing = std::mem::take(&mut draft.implementers);
    program.status = draft.status;
    program.period = Period { from: draft.start(), to: draft.end() };
    if let (Some(from), Some(to)) = (program.period.from, program.period.to)
        && to < from
    {
        let message = format!("it ends on {to}, before it starts on {from}");
        let hint = "correct the dates: it is kept as it is";
        draft.find("I06", draft.line, "activity-date", message, hint);
    }
    program.markers = std::mem::take(&mut draft.markers);
    program.locations = std::mem::take(&mut draft.locations);
    program.budget = money.budget;
    program.sectors = money.sectors;
    program.funding = money.funding;
    program.part_of = umbrella;
    for named in std::mem::take(&mut draft.named) {
        let place = draft.place(named.line, named.what);
        let program = id.clone();
        gather.named.push(Named {
            program,
            place,
            words: named.words,
            claim: named.claim,
            link: None,
        });
    }
    draft.found.sort_by_key(|found| found.line);
    for found in std::mem::take(&mut draft.found) {
        gather.find(found.code, draft.place(found.line, found.what), found.message, found.hint);
    }
    gather.program(id, program, &row, here);
}

/// The activities that are offered apart.
#[derive(Default)]
struct Apart {
    count: u32,
    regions: u32,
    unnamed: u32,
    countries: BTreeMap<Country, u32>,
}

impl Apart {
    fn add(&mut self, draft: &Draft) {
        self.count += 1;
        let named = draft.named_countries();
        match (named.is_empty(), draft.region) {
            (true, true) => self.regions += 1,
            (true, false) => self.unnamed += 1,
            (false, _) => {}
        }
        for country in named {
            *self.countries.entry(country).or_default() += 1;
        }
    }

    fn tell(self, gather: &mut Gather) {
        const SHOWN: usize = 5;
        let Some(home) = gather.home.filter(|_| self.count > 0) else { return };
        let mut top: Vec<_> = self.countries.into_iter().collect();
        top.sort_by_key(|(country, count)| (std::cmp::Reverse(*count), *country));
        let more = top.len().saturating_sub(SHOWN);
        let mut names: Vec<String> = top
            .iter()
            .take(SHOWN)
            .map(|(country, count)| format!("{} {count}", one_line(name_of(*country))))
            .collect();
        if more > 0 {
            names.push(format!("{more} more countries"));
        }
        for (count, what) in [(self.regions, "a region only"), (self.unnamed, "no place")] {
            if count > 0 {
                names.push(format!("{what} {count}"));
            }
        }
        let activities = if self.count == 1 {
            "1 activity names"
        } else {
            &format!("{} activities name", self.count)
        };
        gather.find(
            "I09",
            "recipient-country",
            format!(
                "{activities} other countries than {}, or none ({}): offered apart, and in no count",
                name_of(home),
                names.join(", ")
            ),
            "take those that do work in the country",
        );
    }
}
