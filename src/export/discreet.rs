//! A framework as outsiders may see it: international actors without a name, in titles neither;
//! no identifier, source or note. The figures stay what they are: who is whom is renamed, not
//! removed, and money is kept for the shares; what is drawn of it must not say amounts.

use crate::model::{
    Actor, ActorId, Decision, Dependency, Evidence, Framework, Head, Indicator, Link, Mechanism,
    Milestone, Objective, Parts, Position, Program, ProgramId, Scene, Side, Subject, Table,
    Tension, Translation,
};
use crate::scene::words;
use aho_corasick::{AhoCorasick, MatchKind};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What stands in a text for a name.
const HIDDEN: &str = "[…]";

/// A name of at most so many letters is an acronym, and is looked for as it is written.
const ACRONYM: usize = 5;

/// Makes the copy that outsiders may see.
#[must_use]
pub fn discreet(framework: &Framework) -> Framework {
    Mask::new(framework).framework(framework)
}

/// Makes a copy whose own texts name no international actor: head, objectives, tensions, scenes.
/// Actors and programs stay as they are, and with them all ids: the figures of the framework are
/// those of the copy. For drawings that print neither.
#[must_use]
pub fn discreet_titles(framework: &Framework) -> Framework {
    Mask::of_names(framework).titles(framework)
}

/// Whether an actor's name is hidden: all but those of the host country.
fn hidden(actor: &Actor) -> bool {
    actor.side != Side::Internal
}

#[derive(Default)]
struct Mask {
    /// Names that are looked for whatever their capitals, and acronyms as they are written.
    names: Option<AhoCorasick>,
    acronyms: Option<AhoCorasick>,
    actors: BTreeMap<ActorId, ActorId>,
    programs: BTreeMap<ProgramId, ProgramId>,
    identifiers: BTreeMap<String, usize>,
    /// The families of those who are hidden, but not those of the host country.
    families: BTreeMap<String, String>,
}

impl Mask {
    /// Knows the names; every id stays what it is.
    fn of_names(framework: &Framework) -> Self {
        let (mut names, mut acronyms) = (Vec::new(), Vec::new());
        let all = framework.actors().values().filter(|a| hidden(a));
        for alias in all.flat_map(|actor| aliases(actor)) {
            let short = alias.chars().count() <= ACRONYM;
            if !short {
                names.push(alias);
                continue;
            }
            // "UNICEF" is written "Unicef" too; but "who" and "un" are words.
            if alias.chars().count() > 2 {
                acronyms.push(words::sentence(&alias.to_lowercase()));
                acronyms.push(alias.to_uppercase());
            }
            acronyms.push(alias);
        }
        let finder = |words: &[String], any_case: bool| {
            AhoCorasick::builder()
                .match_kind(MatchKind::LeftmostLongest)
                .ascii_case_insensitive(any_case)
                .build(words)
                .ok()
                .filter(|_| !words.is_empty())
        };
        Self { names: finder(&names, true), acronyms: finder(&acronyms, false), ..Self::default() }
    }

    fn new(framework: &Framework) -> Self {
        // The new ids sort as the old ones, so that ties in the figures are broken alike.
        let actors = framework.actors().keys().enumerate();
        let actors = actors
            .filter_map(|(n, id)| Some((id.clone(), ActorId::new(&format!("a{n:05}")).ok()?)));
        let programs = framework.programs().keys().enumerate();
        let programs = programs
            .filter_map(|(n, id)| Some((id.clone(), ProgramId::new(&format!("p{n:07}")).ok()?)));
        let own: Vec<&str> = framework
            .actors()
            .values()
            .filter(|a| !hidden(a))
            .filter_map(|a| a.family.as_deref())
            .collect();
        let mut families: BTreeMap<String, String> = BTreeMap::new();
        let all = framework.actors().values().filter_map(|a| a.family.clone());
        families.extend(all.filter(|f| !own.contains(&f.as_str())).map(|f| (f, String::new())));
        for (n, name) in families.values_mut().enumerate() {
            *name = format!("family {n:04}");
        }
        Self {
            actors: actors.collect(),
            programs: programs.collect(),
            identifiers: numbered(framework),
            families,
            ..Self::of_names(framework)
        }
    }

    /// A text without the names of those who are hidden.
    fn text(&self, text: &str) -> String {
        let mut out = text.to_owned();
        for finder in [&self.names, &self.acronyms].into_iter().flatten() {
            out = replace(finder, &out);
        }
        out
    }

    fn some(&self, text: Option<&String>) -> Option<String> {
        text.map(|t| self.text(t))
    }

    fn actor_id(&self, id: &ActorId) -> ActorId {
        self.actors.get(id).unwrap_or(id).clone()
    }

    fn program_id(&self, id: &ProgramId) -> ProgramId {
        self.programs.get(id).unwrap_or(id).clone()
    }

    fn ids(&self, ids: &[ActorId]) -> Vec<ActorId> {
        ids.iter().map(|id| self.actor_id(id)).collect()
    }

    fn maybe(&self, id: Option<&ActorId>) -> Option<ActorId> {
        id.map(|id| self.actor_id(id))
    }

    fn translations<K: Ord + Clone>(&self, all: &Table<K, Translation>) -> Table<K, Translation> {
        let one = |t: &Translation| Translation {
            title: self.some(t.title.as_ref()),
            description: self.some(t.description.as_ref()),
        };
        all.iter().map(|(k, t)| (k.clone(), one(t))).collect()
    }

    fn framework(&self, framework: &Framework) -> Framework {
        let Parts {
            head,
            actors,
            objectives,
            programs,
            tensions,
            mechanisms,
            milestones,
            scenes,
            pinned,
        } = framework.parts();
        let actors = actors.iter().map(|(id, a)| (self.actor_id(id), Arc::new(self.actor(a))));
        let objectives = objectives.iter().map(|(id, o)| (id.clone(), Arc::new(self.objective(o))));
        let programs =
            programs.iter().map(|(id, p)| (self.program_id(id), Arc::new(self.program(p))));
        let tensions = tensions.iter().map(|(id, t)| (id.clone(), Arc::new(self.tension(t))));
        let mechanisms = mechanisms.iter().map(|(id, m)| (id.clone(), Arc::new(self.mechanism(m))));
        let milestone = |m: &Milestone| Milestone { title: self.text(&m.title), ..m.clone() };
        let milestones = milestones.iter().map(|(id, m)| (id.clone(), Arc::new(milestone(m))));
        let scenes = scenes.iter().map(|(id, s)| (id.clone(), Arc::new(self.scene(s))));
        Framework::from_parts(Parts {
            head: Arc::new(self.head(head)),
            actors: actors.collect(),
            objectives: objectives.collect(),
            programs: programs.collect(),
            tensions: tensions.collect(),
            mechanisms: mechanisms.collect(),
            milestones: milestones.collect(),
            scenes: scenes.collect(),
            pinned: pinned.clone(),
        })
    }

    /// The framework with its own texts masked.
    fn titles(&self, framework: &Framework) -> Framework {
        let mut parts = framework.parts().clone();
        parts.head = Arc::new(self.head(&parts.head));
        let objectives = parts.objectives.iter();
        let masked = objectives.map(|(id, o)| (id.clone(), Arc::new(self.objective(o))));
        parts.objectives = masked.collect();
        let tensions = parts.tensions.iter();
        let masked = tensions.map(|(id, t)| (id.clone(), Arc::new(self.tension(t))));
        parts.tensions = masked.collect();
        let scenes = parts.scenes.iter();
        parts.scenes = scenes.map(|(id, s)| (id.clone(), Arc::new(self.scene(s)))).collect();
        Framework::from_parts(parts)
    }

    fn head(&self, head: &Head) -> Head {
        let mut new = head.clone();
        new.title = self.text(&head.title);
        new.vision = self.some(head.vision.as_ref());
        new.decision_rule = self.some(head.decision_rule.as_ref());
        new.rates.values_mut().for_each(|rate| rate.source = None);
        new.levels.iter_mut().for_each(|level| level.title = self.text(&level.title));
        new.dimensions.values_mut().for_each(|d| d.title = self.text(&d.title));
        new.ext = Table::default();
        new
    }

    fn actor(&self, actor: &Actor) -> Actor {
        let mut new = actor.clone();
        new.family = actor.family.as_ref().map(|f| self.families.get(f).unwrap_or(f).clone());
        new.parent = self.maybe(actor.parent.as_ref());
        new.identifier = None;
        new.note = None;
        if hidden(actor) {
            let name = match actor.side {
                Side::Mixed => "a mixed actor",
                _ => "an international actor",
            };
            name.clone_into(&mut new.name);
            new.acronym = None;
            new.kind = None;
        }
        new
    }

    fn objective(&self, objective: &Objective) -> Objective {
        let mut new = objective.clone();
        new.title = self.text(&objective.title);
        new.translations = self.translations(&objective.translations);
        new.description = self.some(objective.description.as_ref());
        new.lead = self.maybe(objective.lead.as_ref());
        new.co_lead = self.maybe(objective.co_lead.as_ref());
        new.supporting = self.ids(&objective.supporting);
        new.proposed_by = self.maybe(objective.proposed_by.as_ref());
        for contribution in new.contributes_to.values_mut() {
            contribution.rationale = self.some(contribution.rationale.as_ref());
            contribution.assumption = self.some(contribution.assumption.as_ref());
        }
        new.indicators.values_mut().for_each(|indicator| self.indicator(indicator));
        let position = |p: &Position| {
            let mut new = Position::new(p.stance);
            new.on = p.on;
            new
        };
        let positions = objective.positions.iter();
        new.positions = positions.map(|(id, p)| (self.actor_id(id), position(p))).collect();
        new.risks = objective.risks.iter().map(|risk| self.text(risk)).collect();
        new.references = Vec::new();
        new
    }

    fn indicator(&self, indicator: &mut Indicator) {
        indicator.name = self.text(&indicator.name);
        indicator.measure = self.some(indicator.measure.as_ref());
        // That there is a source is part of a figure; which, nobody's business.
        indicator.source = indicator.source.as_ref().map(|_| HIDDEN.to_owned());
        indicator.monitored_by = self.maybe(indicator.monitored_by.as_ref());
    }

    fn program(&self, program: &Program) -> Program {
        let mut new = program.clone();
        new.title = self.text(&program.title);
        new.translations = self.translations(&program.translations);
        new.description = self.some(program.description.as_ref());
        // Programs that share an identifier do so still: it tells the figures that they are one.
        let known = program.identifiers.iter().filter_map(|i| self.identifiers.get(i));
        new.identifiers = known.map(|n| format!("x{n:07}")).collect();
        new.related = Vec::new();
        new.owner = self.maybe(program.owner.as_ref());
        new.implementing = self.ids(&program.implementing);
        let funding = program.funding.iter();
        new.funding = funding.map(|(id, f)| (self.actor_id(id), f.clone())).collect();
        new.locations = program.locations.iter().map(|place| self.text(place)).collect();
        new.part_of = program.part_of.as_ref().map(|id| self.program_id(id));
        new.claims = program.claims.iter().map(|claim| self.text(claim)).collect();
        new.links.values_mut().for_each(|link| self.link(link));
        new.decision = program.decision.as_ref().map(|d| Decision {
            by: self.maybe(d.by.as_ref()),
            recorded_by: None,
            reason: None,
            ..d.clone()
        });
        let needs = |d: &Dependency| Dependency { note: None, ..d.clone() };
        let depends_on = program.depends_on.iter();
        new.depends_on = depends_on.map(|(id, d)| (self.program_id(id), needs(d))).collect();
        new.reply = None;
        new.source = None;
        new
    }

    fn link(&self, link: &mut Link) {
        link.evidence = match &link.evidence {
            Evidence::Asserted => Evidence::Asserted,
            Evidence::Documented(_) => Evidence::Documented(HIDDEN.to_owned()),
            Evidence::Confirmed(by) => Evidence::Confirmed(self.actor_id(by)),
        };
        link.by = self.maybe(link.by.as_ref());
        link.recorded_by = None;
        link.note = None;
    }

    fn tension(&self, tension: &Tension) -> Tension {
        let about = |subject: &Subject| match subject {
            Subject::Objective(id) => Subject::Objective(id.clone()),
            Subject::Program(id) => Subject::Program(self.program_id(id)),
            Subject::Actor(id) => Subject::Actor(self.actor_id(id)),
        };
        let mut new = tension.clone();
        new.title = self.text(&tension.title);
        new.about = tension.about.iter().map(about).collect();
        new.parties = self.ids(&tension.parties);
        new.deconfliction = self.some(tension.deconfliction.as_ref());
        new.note = None;
        new
    }

    fn mechanism(&self, mechanism: &Mechanism) -> Mechanism {
        let mut new = mechanism.clone();
        new.name = self.text(&mechanism.name);
        new.kind = self.some(mechanism.kind.as_ref());
        new.members = self.ids(&mechanism.members);
        new.chairs = self.ids(&mechanism.chairs);
        new
    }

    fn scene(&self, scene: &Scene) -> Scene {
        let mut new = scene.clone();
        new.title = self.text(&scene.title);
        new.note = None;
        new.filter.text = self.some(scene.filter.text.as_ref());
        new.filter.actors = self.ids(&scene.filter.actors);
        new
    }
}

/// A number for each identifier of programs.
fn numbered(framework: &Framework) -> BTreeMap<String, usize> {
    let all = framework.programs().values().flat_map(|p| p.identifiers.iter().cloned());
    let mut numbers: BTreeMap<String, usize> = all.map(|identifier| (identifier, 0)).collect();
    numbers.values_mut().enumerate().for_each(|(n, number)| *number = n);
    numbers
}

/// What an actor is called: name, acronym, and what stands in brackets in its name.
fn aliases(actor: &Actor) -> Vec<String> {
    let whole = [Some(actor.name.as_str()), actor.acronym.as_deref()];
    let mut all: Vec<String> = Vec::new();
    for name in whole.into_iter().flatten() {
        all.push(name.to_owned());
        if let Some((before, rest)) = name.split_once('(') {
            all.push(before.to_owned());
            all.extend(rest.split_once(')').map(|(inside, _)| inside.to_owned()));
        }
    }
    let trimmed = all.iter().map(|name| name.trim().to_owned());
    trimmed.filter(|name| name.chars().count() > 1).collect()
}

/// A text with every whole word or words that a finder knows hidden.
fn replace(finder: &AhoCorasick, text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for found in finder.find_iter(text) {
        let (start, end) = (found.start(), found.end());
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let inside =
            letter(text[..start].chars().next_back()) || letter(text[end..].chars().next());
        if inside {
            continue;
        }
        out.push_str(&text[done..start]);
        out.push_str(HIDDEN);
        done = end;
    }
    out.push_str(&text[done..]);
    out
}
