//! An outside portfolio against a framework: where its programs would stand, by the links that
//! it asserts and the suggestions that its agency accepts. The framework itself is never changed:
//! everything happens in a copy.

use crate::analysis::{
    Analysis, AtBars, By, Card, Cents, Coherence, Concern, Deficit, Element, Excluded, Exclusion,
    Figure, Identity, Overlap, ProgramRow, Relation, Standing, Standings, analyze, behind_each,
};
use crate::import::{Batch, Choices, Fate, Plan};
use crate::model::{
    Decision, DecisionKind, Effect, Evidence, EvidenceBar, Framework, Link, ObjectiveId, Parts,
    Program, ProgramId, Refused,
};
use crate::suggest::{Suggester, Suggestion};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How many objectives are suggested for a program.
const SUGGESTED: usize = 3;

/// Suggestions that the agency accepts, by program.
pub type Accepted = BTreeMap<ProgramId, BTreeSet<ObjectiveId>>;

/// One program of the portfolio.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Own {
    /// Its id.
    pub program: ProgramId,
    /// Its title.
    pub title: String,
    /// Where it would stand.
    pub standing: Standing,
    /// Its converted money; zero where there is none.
    pub money: Cents,
    /// Why it would not be in scope, if so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub excluded: Option<Exclusion>,
    /// Whether the framework has it already.
    pub known: bool,
    /// The objectives that it is linked to.
    pub links: Vec<ObjectiveId>,
    /// What it may support, where it shows no link.
    pub suggestions: Vec<Suggested>,
}

/// An objective that a program may support.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Suggested {
    /// The objective.
    pub objective: ObjectiveId,
    /// Its code and title.
    pub title: String,
    /// Why, in plain words.
    pub reasons: Vec<String>,
    /// Whether the agency accepts it: it is then one of the program's links.
    pub accepted: bool,
}

/// An objective that the portfolio supports.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Supported {
    /// The objective.
    pub objective: ObjectiveId,
    /// Its code and title.
    pub title: String,
    /// Programs of the portfolio that support it or anything below it, and their money.
    #[serde(flatten)]
    pub own: Card,
    /// How many programs do so in all, those of others with them.
    pub with_others: u32,
}

/// What is measured: `throughline measure --json`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Measured {
    /// Which framework.
    pub framework: Identity,
    /// The least evidence that counts.
    #[serde(serialize_with = "bar_word")]
    pub bar: EvidenceBar,
    /// The names of the files.
    pub files: Vec<String>,
    /// Programs of the portfolio in scope.
    pub programs: u32,
    /// Those left out, by reason.
    pub excluded: Excluded,
    /// How many of the portfolio's programs the framework has already, in scope or not.
    pub known: u32,
    /// Those in scope by standing.
    pub standing: Standings,
    /// The portfolio's own deficit.
    pub deficit: Deficit,
    /// The framework's deficit without the portfolio, at each bar.
    pub framework_at_bar: AtBars,
    /// The four elements, of the portfolio's programs among those of the framework.
    pub coherence: Coherence,
    /// Overlaps of the portfolio's programs with others.
    pub overlaps: Vec<Overlap>,
    /// The objectives that it supports, those with most programs first.
    pub objectives: Vec<Supported>,
    /// The programs, largest money first.
    pub portfolio: Vec<Own>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn bar_word<S: serde::Serializer>(bar: &EvidenceBar, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(bar.word())
}

/// A portfolio in a copy of a framework, to be measured again and again as suggestions are
/// accepted.
#[derive(Debug)]
pub struct Portfolio {
    /// The copy with the portfolio in it, as its sources have it.
    whole: Framework,
    own: BTreeSet<ProgramId>,
    known: BTreeSet<ProgramId>,
    files: Vec<String>,
    before: AtBars,
    bar: EvidenceBar,
    suggestions: BTreeMap<ProgramId, Vec<Suggestion>>,
}

impl Portfolio {
    /// Puts what was read, and was chosen of it, into a copy of a framework. The framework's own objectives are what is
    /// measured against: those that a source brings with it are quoted as the programs' claims.
    ///
    /// # Errors
    /// When the records do not fit together.
    pub fn new(
        framework: &Framework,
        sources: &[(&Batch, &Choices)],
        bar: Option<EvidenceBar>,
    ) -> Result<Self, Refused> {
        let mut whole = framework.clone();
        let mut own = BTreeSet::new();
        for (batch, choices) in sources {
            let batch = without_objectives(batch);
            let plan = Plan::new(&whole, &batch, false);
            let held = plan.programs.iter().filter(|p| {
                p.fate != Fate::Gone && !(p.fate == Fate::New && choices.left.contains(&p.id))
            });
            own.extend(held.map(|p| p.id.clone()));
            let (change, _) = plan.change(&whole, choices);
            whole.apply(&change)?;
        }
        let known = own.iter().filter(|id| framework.program(id).is_some()).cloned().collect();
        let before = analyze(framework, bar);
        let files: BTreeSet<String> = sources.iter().map(|(batch, _)| batch.file.clone()).collect();
        let after = analyze(&whole, bar);
        let suggester = Suggester::new(&whole);
        let orphan = |id: &&ProgramId| after.programs.get(id).is_some_and(ProgramRow::orphan);
        let suggestions = own
            .iter()
            .filter(orphan)
            .map(|id| (id.clone(), suggester.suggest(id, SUGGESTED)))
            .collect();
        Ok(Self {
            whole,
            own,
            known,
            files: files.into_iter().collect(),
            bar: before.bar,
            before: before.deficit.at_bar,
            suggestions,
        })
    }

    /// The copy of the framework with the portfolio in it, and the suggestions that are accepted
    /// as links that the owner asserts.
    #[must_use]
    pub fn with(&self, accepted: &Accepted) -> Framework {
        let mut parts: Parts = self.whole.parts().clone();
        for (id, objectives) in accepted {
            let Some(program) = parts.programs.get_mut(id) else { continue };
            let program = Arc::make_mut(program);
            for objective in objectives {
                let mut link = Link::new(Effect::Supports, Evidence::Asserted);
                link.by.clone_from(&program.owner);
                link.note = Some("a suggestion that was accepted".to_owned());
                program.links.entry(objective.clone()).or_insert(link);
                program.decision = None;
            }
        }
        Framework::from_parts(parts)
    }

    /// The portfolio's programs by themselves, with the suggestions that are accepted; umbrellas
    /// of others that they are part of are there, out of scope.
    #[must_use]
    pub fn alone(&self, accepted: &Accepted) -> Framework {
        let whole = self.with(accepted);
        let mut parts: Parts = whole.parts().clone();
        let mut above = BTreeSet::new();
        for id in &self.own {
            let mut at = whole.program(id).and_then(|p| p.part_of.clone());
            while let Some(id) = at.filter(|id| !self.own.contains(id) && above.insert(id.clone()))
            {
                at = whole.program(&id).and_then(|p| p.part_of.clone());
            }
        }
        parts.programs.retain(|id, _| self.own.contains(id) || above.contains(id));
        for id in &above {
            if let Some(program) = parts.programs.get_mut(id) {
                let out = Decision::new(DecisionKind::OutOfScope);
                Arc::make_mut(program).decision = Some(out);
            }
        }
        Framework::from_parts(parts)
    }

    /// Measures the portfolio with the suggestions that are accepted.
    #[must_use]
    pub fn measure(&self, accepted: &Accepted) -> Measured {
        let whole = self.with(accepted);
        let all = analyze(&whole, Some(self.bar));
        let alone = analyze(&self.alone(accepted), Some(self.bar));
        let mut portfolio: Vec<Own> =
            self.own.iter().filter_map(|id| self.program(&whole, &all, accepted, id)).collect();
        portfolio.sort_by(|a, b| b.money.cmp(&a.money).then_with(|| a.program.cmp(&b.program)));
        let mut excluded = Excluded::default();
        for own in &portfolio {
            match own.excluded {
                Some(Exclusion::OutOfScope) => excluded.out_of_scope += 1,
                Some(Exclusion::Cancelled) => excluded.cancelled += 1,
                Some(Exclusion::OutsidePeriod) => excluded.outside_period += 1,
                Some(Exclusion::Umbrella) => excluded.umbrella += 1,
                None => {}
            }
        }
        let is_own = |id: &ProgramId| self.own.contains(id);
        let overlaps = all.overlaps.iter().filter(|o| o.programs.iter().any(is_own));
        Measured {
            framework: all.framework.clone(),
            bar: self.bar,
            files: self.files.clone(),
            programs: alone.scope.programs,
            excluded,
            known: u32::try_from(self.known.len()).unwrap_or(u32::MAX),
            standing: alone.standing,
            objectives: supported(&whole, &all, &alone),
            deficit: alone.deficit,
            framework_at_bar: self.before.clone(),
            coherence: self.coherence(&whole, &all),
            overlaps: overlaps.cloned().collect(),
            portfolio,
        }
    }

    fn program(
        &self,
        whole: &Framework,
        all: &Analysis,
        accepted: &Accepted,
        id: &ProgramId,
    ) -> Option<Own> {
        let (record, row) = (whole.program(id)?, all.programs.get(id)?);
        let suggestions = self.suggestions.get(id).into_iter().flatten().map(|s| Suggested {
            objective: s.objective.clone(),
            title: whole.objective_name(&s.objective),
            reasons: s.reasons.iter().map(|reason| reason.text(whole)).collect(),
            accepted: accepted.get(id).is_some_and(|all| all.contains(&s.objective)),
        });
        Some(Own {
            program: id.clone(),
            title: record.title.trim().to_owned(),
            standing: row.standing,
            money: row.money,
            excluded: row.excluded,
            known: self.known.contains(id),
            links: record.links.keys().cloned().collect(),
            suggestions: suggestions.collect(),
        })
    }

    /// The four elements, of the portfolio's programs only.
    fn coherence(&self, whole: &Framework, all: &Analysis) -> Coherence {
        let asked = [Concern::All, Concern::Holds, Concern::NotJudged, Concern::Presumed];
        let figures: Vec<Figure> = Relation::ALL
            .iter()
            .flat_map(|relation| asked.map(|concern| Figure::Element(*relation, concern)))
            .collect();
        let lists = behind_each(whole, Some(self.bar), &figures);
        let element = |relation: Relation| {
            let from = relation as usize * asked.len();
            self.element(all, relation, &lists[from..from + asked.len()])
        };
        Coherence {
            agency: element(Relation::Agency),
            whole_of_government: element(Relation::WholeOfGovernment),
            harmonization: element(Relation::Harmonization),
            alignment: element(Relation::Alignment),
        }
    }

    /// One element, of the portfolio's programs.
    fn element(&self, all: &Analysis, relation: Relation, lists: &[Vec<ProgramId>]) -> Element {
        let own = |place: usize| {
            let ids = lists.get(place).into_iter().flatten();
            ids.filter(|id| self.own.contains(*id)).collect::<Vec<_>>()
        };
        let money = |ids: &[&ProgramId]| -> Cents {
            ids.iter().filter_map(|id| all.programs.get(id)).map(|row| row.money).sum()
        };
        let count = |ids: &[&ProgramId]| u32::try_from(ids.len()).unwrap_or(u32::MAX);
        let whole = all.coherence.get(relation);
        let [concerned, holds, not_judged, presumed] = [0, 1, 2, 3].map(own);
        let known = whole.examined && !concerned.is_empty();
        let held = whole.held_back.iter().filter(|held| self.own.contains(&held.program));
        Element {
            degree: known.then(|| f64::from(count(&holds)) / f64::from(count(&concerned))),
            holds: count(&holds),
            concerns: count(&concerned),
            not_judged: count(&not_judged),
            money_degree: money(&holds).share_of(money(&concerned)).filter(|_| known),
            held_back: held.cloned().collect(),
            presumed: whole.presumed.map(|_| count(&presumed)),
            examined: whole.examined,
        }
    }
}

/// A batch whose programs are measured, not its own objectives.
fn without_objectives(batch: &Batch) -> Batch {
    let mut batch = batch.clone();
    batch.head = None;
    let theirs = std::mem::take(&mut batch.objectives);
    for program in batch.programs.values_mut() {
        if program.links.keys().any(|id| theirs.contains_key(id)) {
            let program: &mut Program = Arc::make_mut(program);
            let named = program.links.keys().filter_map(|id| theirs.get(id));
            program.claims.extend(named.map(|objective| objective.title.clone()));
            program.links.retain(|id, _| !theirs.contains_key(id));
        }
    }
    batch
}

/// The objectives that the portfolio supports, those with most programs first.
fn supported(whole: &Framework, all: &Analysis, alone: &Analysis) -> Vec<Supported> {
    let rows = alone.objectives.iter().filter(|(_, card)| card.programs > 0);
    let mut rows: Vec<Supported> = rows
        .map(|(id, own)| Supported {
            objective: id.clone(),
            title: whole.objective_name(id),
            own: *own,
            with_others: all.objectives.get(id).map_or(own.programs, |card| card.programs),
        })
        .collect();
    rows.sort_by(|a, b| {
        b.own.programs.cmp(&a.own.programs).then_with(|| a.objective.cmp(&b.objective))
    });
    rows
}

impl Measured {
    /// How many suggestions are accepted.
    #[must_use]
    pub fn accepted(&self) -> usize {
        let all = self.portfolio.iter().flat_map(|own| &own.suggestions);
        all.filter(|suggested| suggested.accepted).count()
    }

    /// The breakdown of the portfolio's deficit by owner, to name whose portfolio it is.
    #[must_use]
    pub fn owners(&self) -> Vec<&str> {
        self.deficit.by.get(By::Owner).iter().map(|group| group.name.as_str()).collect()
    }
}
