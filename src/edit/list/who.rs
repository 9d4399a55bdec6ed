//! The actors that a list names: found among those of the framework, else made.

use super::rows::{fold, one_line, parts};
use super::{Ids, ListLine};
use crate::edit::{ActorEdit, Command};
use crate::model::{Actor, ActorId, Framework, Side};
use std::collections::BTreeMap;

/// Who is known by which name and acronym, and who is new.
pub(super) struct Who {
    known: BTreeMap<String, Vec<ActorId>>,
    names: BTreeMap<String, ActorId>,
    identifiers: BTreeMap<String, ActorId>,
    all: BTreeMap<ActorId, Actor>,
    /// The commands that add the new ones.
    pub added: Vec<Command>,
}

/// "Ministry of Interior (`MoI`)" as name and acronym.
pub(super) fn name_and_acronym(text: &str) -> (String, Option<String>) {
    let text = one_line(text);
    let split = text.strip_suffix(')').and_then(|inner| inner.rsplit_once('('));
    if let Some((name, short)) = split {
        let (name, short) = (name.trim(), short.trim());
        let capitals = short.chars().filter(|c| c.is_uppercase()).count();
        let sound = short.starts_with(char::is_alphabetic) && short.chars().count() <= 15;
        if sound && capitals > 1 && !name.is_empty() {
            return (name.to_owned(), Some(short.to_owned()));
        }
    }
    (text, None)
}

impl Who {
    pub(super) fn new(framework: &Framework) -> Self {
        let mut who = Self {
            known: BTreeMap::new(),
            names: BTreeMap::new(),
            identifiers: BTreeMap::new(),
            all: BTreeMap::new(),
            added: Vec::new(),
        };
        for (id, actor) in framework.actors() {
            who.know(id, actor);
        }
        who
    }

    fn know(&mut self, id: &ActorId, actor: &Actor) {
        self.all.insert(id.clone(), actor.clone());
        self.names.entry(fold(&actor.name)).or_insert_with(|| id.clone());
        let identifier = actor.identifier.as_deref().map(fold).filter(|text| !text.is_empty());
        self.identifiers.extend(identifier.map(|text| (text, id.clone())));
        for name in [Some(&actor.name), actor.acronym.as_ref()].into_iter().flatten() {
            let all = self.known.entry(fold(name)).or_default();
            if !name.trim().is_empty() && all.last() != Some(id) {
                all.push(id.clone());
            }
        }
    }

    /// All that a text may name, the likeliest first.
    pub(super) fn find(&self, text: &str) -> &[ActorId] {
        let (name, short) = name_and_acronym(text);
        let names = [Some(one_line(text)), Some(name), short];
        let found = names.iter().flatten().filter_map(|name| self.known.get(&fold(name)));
        found.into_iter().find(|all| !all.is_empty()).map_or(&[], Vec::as_slice)
    }

    /// The actor that a text names, who is added where there is none.
    pub(super) fn actor(&mut self, ids: &mut Ids, text: &str, line: &mut ListLine) -> ActorId {
        let found = self.find(text);
        if found.len() > 1 {
            line.trouble(format!(
                "{} actors are called \"{text}\": the first was taken; check it",
                found.len()
            ));
        }
        if let Some(id) = found.first() {
            return id.clone();
        }
        let (name, acronym) = name_and_acronym(text);
        let mut actor = Actor::new(name, Side::External);
        actor.acronym = acronym;
        line.notes.push(format!("new actor {}: side to be confirmed", actor.name));
        self.add(ids, actor)
    }

    /// Adds an actor.
    pub(super) fn add(&mut self, ids: &mut Ids, actor: Actor) -> ActorId {
        let id = ids.fresh(ActorId::from_bits);
        self.know(&id, &actor);
        self.added.push(Command::Actor(id.clone(), ActorEdit::Add(Box::new(actor))));
        id
    }

    /// The actor who has the same name or identifier, or whose name is the other's acronym. One
    /// acronym alone does not make two actors one.
    pub(super) fn same(&self, actor: &Actor) -> Option<(&ActorId, &Actor)> {
        let named = |text: &str| self.known.get(&fold(text)).into_iter().flatten();
        let short = actor.acronym.as_deref().unwrap_or_default();
        let by_short = self.names.get(&fold(short)).filter(|_| !short.is_empty());
        let identifier = actor.identifier.as_deref().map(fold);
        let by_identifier = identifier.and_then(|text| self.identifiers.get(&text));
        let mut found = by_identifier.into_iter().chain(named(&actor.name)).chain(by_short);
        found.find_map(|id| self.all.get_key_value(id))
    }

    /// The names in a cell that may hold several. A comma or slash parts them only where all
    /// parts are known or acronyms: many a ministry has a comma in its name.
    pub(super) fn names(&self, cell: &str) -> Vec<String> {
        let mut out = Vec::new();
        for part in parts(cell, &[';', '\n', '|']) {
            let finer = parts(&part, &[',', '/', '&', '+']);
            let short = |text: &String| {
                let sign = |c: char| c.is_alphanumeric() || c == '-' || c == ' ';
                let upper = text.chars().filter(|c| c.is_uppercase()).count();
                text.len() <= 12 && text.chars().all(sign) && upper > 1
            };
            let several = finer.len() > 1 && self.find(&part).is_empty();
            if several && finer.iter().all(|name| short(name) || !self.find(name).is_empty()) {
                out.extend(finer);
            } else {
                out.push(part);
            }
        }
        out
    }
}
