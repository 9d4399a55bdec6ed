//! A linter for frameworks: what a group would want to look at, each with a stable code
//! (`docs/findings.md`). A finding is no fault: a draft is always half wrong.

use super::duplicates::{Duplicate, duplicates, name};
use super::{Analysis, ProgramRow, Standing};
use crate::graph::Dag;
use crate::model::{
    Date, Effect, Framework, Monitoring, Objective, ObjectiveId, Outcome, Percent, Program,
    ProgramId, Side, Stance, invariants,
};
use rust_decimal::Decimal;
use serde::Serialize;
use std::collections::BTreeMap;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Worth mending.
    Warning,
    /// A broken invariant, in a file opened read-only.
    Error,
}

/// The record that a finding is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct About {
    /// `framework`, `actor`, `objective`, `program`, `tension`, …
    pub kind: &'static str,
    /// Its id; the framework's own for the head.
    pub id: String,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The stable code.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// The record.
    pub about: About,
    /// What was found.
    pub message: String,
    /// What to do about it.
    pub hint: &'static str,
}

/// All findings: errors first, then warnings, then notes; within each by code and id.
///
/// `today` decides which reviews are overdue.
#[must_use]
pub fn findings(framework: &Framework, analysis: &Analysis, today: Date) -> Vec<Finding> {
    let mut linter = Linter { framework, analysis, today, found: Vec::new() };
    for fault in invariants::faults(framework) {
        let id = if fault.id.is_empty() { framework.head().id.to_string() } else { fault.id };
        linter.found.push(Finding {
            code: fault.code,
            severity: Severity::Error,
            about: About { kind: fault.kind, id },
            message: fault.message,
            hint: "mend it in a text editor; until then the file opens read-only",
        });
    }
    linter.head();
    linter.actors();
    linter.objectives();
    linter.programs();
    linter.dependencies();
    linter.duplicates();
    linter.tensions();
    linter.found.sort_by(|a, b| {
        b.severity
            .cmp(&a.severity)
            .then_with(|| a.code.cmp(b.code))
            .then_with(|| a.about.id.cmp(&b.about.id))
    });
    linter.found
}

/// What is found of each objective by itself, in the order of codes: not that no program supports
/// it, which its card says in words of its own.
#[must_use]
pub fn objective_findings(
    framework: &Framework,
    analysis: &Analysis,
    today: Date,
) -> BTreeMap<ObjectiveId, Vec<Finding>> {
    let mut linter = Linter { framework, analysis, today, found: Vec::new() };
    linter.objectives();
    let mut by_objective: BTreeMap<ObjectiveId, Vec<Finding>> = BTreeMap::new();
    for finding in linter.found.into_iter().filter(|finding| finding.code != "O01") {
        if let Ok(id) = ObjectiveId::new(&finding.about.id) {
            by_objective.entry(id).or_default().push(finding);
        }
    }
    by_objective
}

struct Linter<'a> {
    framework: &'a Framework,
    analysis: &'a Analysis,
    today: Date,
    found: Vec<Finding>,
}

impl Linter<'_> {
    fn add(&mut self, code: &'static str, kind: &'static str, id: &str, message: String) {
        let (severity, hint) = rule(code);
        let about = About { kind, id: id.to_owned() };
        self.found.push(Finding { code, severity, about, message, hint });
    }

    fn head(&mut self) {
        let head = self.framework.head();
        let id = head.id.to_string();
        if head.vision.as_deref().is_none_or(|v| v.trim().is_empty()) {
            self.add("F01", "framework", &id, "there is no vision".to_owned());
        }
        let unconverted = self.analysis.deficit.money.unconverted.clone();
        for (currency, sum) in unconverted {
            let message =
                format!("{currency} {sum} has no rate to {} and is in no sum", head.currency);
            self.add("F02", "framework", &id, message);
        }
        let living = self.framework.living();
        let tops = living.filter(|(_, o)| self.framework.depth_of(&o.level) == Some(0)).count();
        if tops > 9 {
            let message = format!("there are {tops} top objectives; a room keeps nine in mind");
            self.add("O10", "framework", &id, message);
        }
    }

    fn actors(&mut self) {
        let core: Vec<_> = self.framework.actors().iter().filter(|(_, a)| a.core_group).collect();
        if !core.iter().any(|(_, a)| a.side == Side::Internal) {
            let id = self.framework.head().id.to_string();
            let message = "no local (internal) actor is in the core group".to_owned();
            self.add("A02", "framework", &id, message);
        }
        for (id, actor) in core {
            let silent: Vec<String> = self
                .framework
                .living()
                .filter(|(_, o)| self.framework.depth_of(&o.level) == Some(0))
                .filter(|(_, o)| !o.positions.contains_key(id))
                .map(|(o, record)| label(o, record))
                .collect();
            if !silent.is_empty() {
                let message = format!("{} has said nothing on {}", actor.short(), list(&silent));
                self.add("A01", "actor", id.as_str(), message);
            }
        }
    }

    fn objectives(&mut self) {
        let dag = Dag::new(self.framework);
        let mut titles: BTreeMap<String, Vec<&ObjectiveId>> = BTreeMap::new();
        let framework = self.framework;
        for (id, record) in framework.living() {
            let title = record.title.trim().to_lowercase();
            if !title.is_empty() {
                titles.entry(title).or_default().push(id);
            }
            self.objective(&dag, id, record);
        }
        for ids in titles.values().filter(|ids| ids.len() > 1) {
            let names: Vec<String> = ids.iter().map(ToString::to_string).collect();
            let message = format!("{} objectives bear this title: {}", ids.len(), list(&names));
            self.add("O11", "objective", ids[0].as_str(), message);
        }
    }

    fn objective(&mut self, dag: &Dag, id: &ObjectiveId, record: &Objective) {
        let name = label(id, record);
        let Some(place) = dag.find(id) else { return };
        let add =
            |linter: &mut Self, code, message| linter.add(code, "objective", id.as_str(), message);
        if self.analysis.objectives.get(id).is_none_or(|card| card.programs == 0) {
            add(self, "O01", format!("no program supports {name} or anything below it"));
        }
        if !dag.reaches(place) {
            add(self, "O02", format!("{name} contributes to no top objective"));
        }
        if record.lead.is_none() {
            add(self, "O04", format!("nobody leads {name}"));
        }
        let framework = self.framework;
        let local = |keep: fn(Stance) -> bool| -> Vec<String> {
            let positions = record.positions.iter().filter(|(_, p)| keep(p.stance));
            let actors = positions.filter_map(|(a, _)| framework.actor(a));
            actors.filter(|a| a.side == Side::Internal).map(|a| a.short().to_owned()).collect()
        };
        if local(Stance::backs).is_empty() {
            add(self, "O05", format!("no local actor has said that it backs {name}"));
        }
        let objectors = local(Stance::objects);
        if !objectors.is_empty() {
            add(self, "O06", format!("{} objects to {name}", list(&objectors)));
        }
        if record.indicators.is_empty() {
            add(self, "O07", format!("{name} has no indicator"));
        }
        if record.monitoring == Some(Monitoring::Pending) {
            add(self, "O08", format!("how {name} is monitored is still to be agreed"));
        }
        let period = &self.framework.head().period;
        if let Some(due) = record.due
            && (period.from.is_some_and(|from| due < from) || period.to.is_some_and(|to| due > to))
        {
            add(self, "O09", format!("{name} is due on {due}, outside the framework's period"));
        }
        for &parent in dag.parents(place) {
            if dag.depth(parent) >= dag.depth(place) {
                let above = dag.id(parent);
                let message = format!(
                    "{name} contributes to {above}, which stands at its own or a lower level"
                );
                add(self, "O12", message);
            }
        }
    }

    fn programs(&mut self) {
        let framework = self.framework;
        let analysis = self.analysis;
        for ((id, record), (_, row)) in framework.programs().iter().zip(analysis.programs.iter()) {
            if row.excluded.is_none() {
                self.program_in_scope(id, record, row);
            }
            let negative = record.budget.as_ref().is_some_and(|b| b.amount.get() < Decimal::ZERO)
                || record
                    .funding
                    .values()
                    .any(|f| f.amount.is_some_and(|a| a.get() < Decimal::ZERO));
            if negative {
                let message =
                    format!("{} has a negative amount, counted as no money", quoted(record));
                self.add("P12", "program", id.as_str(), message);
            }
        }
    }

    fn program_in_scope(&mut self, id: &ProgramId, record: &Program, row: &ProgramRow) {
        let title = quoted(record);
        let add =
            |linter: &mut Self, code, message| linter.add(code, "program", id.as_str(), message);
        match row.standing {
            Standing::Unreviewed => add(self, "P01", format!("nobody has looked at {title} yet")),
            Standing::NoneFound => {
                add(self, "P02", format!("{title} was looked at, and no link was found"));
            }
            Standing::Stranded => {
                add(self, "P03", format!("{title} supports only what does not reach the strategy"));
            }
            Standing::Weak => {
                let bar = self.analysis.bar.word();
                add(self, "P04", format!("the evidence of {title} is below the bar ({bar})"));
            }
            _ => {}
        }
        let undermined: Vec<String> = record
            .links
            .iter()
            .filter(|(_, l)| l.effect == Effect::Undermines)
            .map(|(o, _)| o.to_string())
            .collect();
        if !undermined.is_empty() {
            add(self, "P05", format!("{title} undermines {}", list(&undermined)));
        }
        if record.owner.is_none() {
            add(self, "P06", format!("{title} has no owner"));
        }
        if record.budget.is_none() && record.funding.values().all(|f| f.amount.is_none()) {
            add(self, "P07", format!("the money of {title} is not known"));
        }
        let shares: Decimal = record.links.values().filter_map(|l| l.share).map(Percent::get).sum();
        if shares > Decimal::ONE_HUNDRED {
            add(self, "P08", format!("the link shares of {title} add up to {shares} %"));
        }
        if !record.claims.is_empty() {
            let claims: Vec<String> =
                record.claims.iter().map(|c| format!("“{}”", c.trim())).collect();
            let message = format!("{title} names what this framework lacks: {}", list(&claims));
            add(self, "P11", message);
        }
    }

    fn dependencies(&mut self) {
        for dependence in &self.analysis.dependencies {
            let programs = [&dependence.program, &dependence.on];
            let [Some(record), Some(other)] = programs.map(|id| self.framework.program(id)) else {
                continue;
            };
            if let Some(broken) = dependence.broken {
                let (title, needed) = (quoted(record), quoted(other));
                let (verb, problem) = (dependence.kind.verb(), broken.words());
                let message = format!("{title} {verb} {needed}, {problem}");
                self.add("P09", "program", dependence.program.as_str(), message);
            }
        }
    }

    fn duplicates(&mut self) {
        for Duplicate { programs: [first, second], why, umbrella } in
            duplicates(self.framework, self.analysis)
        {
            let signs: Vec<String> = why.iter().map(|sign| sign.words(self.framework)).collect();
            let signs = signs.join("; ");
            let [one, other] = [&first, &second].map(|id| name(self.framework, id));
            let message = match umbrella {
                None => format!("{one} and {other} may be the same program: {signs}"),
                Some(umbrella) if umbrella == first => {
                    format!("{other} may be part of {one}: {signs}")
                }
                Some(_) => format!("{one} may be part of {other}: {signs}"),
            };
            self.add("P10", "program", first.as_str(), message);
        }
    }

    fn tensions(&mut self) {
        for (id, record) in self.framework.tensions() {
            if record.outcome == Outcome::Open {
                self.add("T01", "tension", id.as_str(), format!("“{}” is open", record.title));
            }
            if let Some(review) = record.review_on.filter(|on| *on < self.today) {
                let message = format!("“{}” was to be reviewed on {review}", record.title);
                self.add("T02", "tension", id.as_str(), message);
            }
        }
    }
}

/// An objective by code and title, else by id.
fn label(id: &ObjectiveId, record: &Objective) -> String {
    match (&record.code, record.title.trim()) {
        (_, "") => id.to_string(),
        (Some(code), title) => format!("{code} “{title}”"),
        (None, title) => format!("“{title}”"),
    }
}

fn quoted(record: &Program) -> String {
    format!("“{}”", record.title.trim())
}

/// "a, b and 3 more".
fn list(all: &[String]) -> String {
    match all {
        [many @ .., _, _] if many.len() > 3 => {
            format!("{} and {} more", all[..4].join(", "), all.len() - 4)
        }
        _ => all.join(", "),
    }
}

/// Severity and hint of a code.
fn rule(code: &str) -> (Severity, &'static str) {
    use Severity::{Note, Warning};
    match code {
        "P01" => (Note, "link it to an objective, or record why it has no link"),
        "P02" => (Warning, "propose an objective for it, or ask its owner to reply"),
        "P03" => (Warning, "say what its objective contributes to, or link it higher"),
        "P04" => (Note, "name the document and page, or ask a local actor to confirm"),
        "P05" => (Warning, "record a tension and how the group handles it"),
        "P06" => (Note, "name the actor who answers for it"),
        "P07" => (Note, "ask its owner for the budget"),
        "P08" => (Warning, "lower the shares to 100 % in all"),
        "P09" => (Warning, "change the dates, or record how the group lives with it"),
        "P10" => (Warning, "merge them, make one part of the other, or leave both if they differ"),
        "P11" => (Warning, "add the objective, or link the program to the one that is meant"),
        "P12" => (Note, "ask its owner for the amount"),
        "O01" => (Warning, "link a program to it, or retire it"),
        "O02" => (Warning, "say what it contributes to"),
        "O04" => (Warning, "name a lead, a local actor if one can"),
        "O05" => (Warning, "ask the local actors of the core group for their position"),
        "O06" => (Warning, "record the tension and how the group handles it"),
        "O07" => (Note, "add an indicator, or agree to defer it"),
        "O08" => (Note, "agree on baseline, target, source and who monitors"),
        "O09" => (Note, "change the date or the framework's period"),
        "O10" => (Note, "group some under a common objective"),
        "O11" => (Warning, "merge them, or say in the titles how they differ"),
        "O12" => (Warning, "move it to a lower level, or contribute to a higher objective"),
        "A01" => (Note, "ask for a position, even to abstain"),
        "A02" => (Warning, "without a local actor nothing can be locally owned: invite one"),
        "T01" => (Warning, "agree how to live with it, even by keeping apart"),
        "T02" => (Warning, "look at it again and set a new date"),
        "F01" => (Warning, "write in one sentence what all top objectives serve"),
        "F02" => (Warning, "add a rate with its date and source"),
        _ => (Note, ""),
    }
}
