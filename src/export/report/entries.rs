//! What the group put on record, by the dates that the records bear themselves: links, decisions,
//! positions, milestones. Records without a date are in none of it.

use crate::model::{
    ActorId, Date, Decision, Framework, Link, Milestone, ObjectiveId, Position, ProgramId,
};

/// Records of a framework, each kind in the order of ids.
#[derive(Default)]
pub(in crate::export) struct Entries<'a> {
    pub links: Vec<(&'a ProgramId, &'a ObjectiveId, &'a Link)>,
    pub decisions: Vec<(&'a ProgramId, &'a Decision)>,
    pub positions: Vec<(&'a ObjectiveId, &'a ActorId, &'a Position)>,
    pub milestones: Vec<&'a Milestone>,
}

impl<'a> Entries<'a> {
    /// Those of the days that are kept.
    pub(in crate::export) fn of(framework: &'a Framework, keep: impl Fn(Date) -> bool) -> Self {
        let kept = |on: Option<Date>| on.is_some_and(&keep);
        let mut entries = Self::default();
        for (id, program) in framework.programs() {
            let links = program.links.iter().filter(|(_, link)| kept(link.on));
            entries.links.extend(links.map(|(objective, link)| (id, objective, link)));
            let decision = program.decision.as_ref().filter(|decision| kept(decision.on));
            entries.decisions.extend(decision.map(|decision| (id, decision)));
        }
        for (id, objective) in framework.objectives() {
            let positions = objective.positions.iter().filter(|(_, p)| kept(p.on));
            entries.positions.extend(positions.map(|(actor, position)| (id, actor, position)));
        }
        let milestones = framework.milestones().values().map(|m| &**m);
        entries.milestones = milestones.filter(|m| keep(m.on)).collect();
        entries.milestones.sort_by_key(|m| m.on);
        entries
    }

    /// How many links, decisions and positions there are.
    pub(in crate::export) fn len(&self) -> usize {
        self.links.len() + self.decisions.len() + self.positions.len()
    }
}

/// What a report tells as decided: that of its own day, else what was recorded since the last
/// milestone after which something was, else all that bears a date.
pub(super) fn lately(framework: &Framework, today: Date) -> (String, Entries<'_>) {
    use crate::scene::words::date;
    let of_today = Entries::of(framework, |on| on == today);
    if of_today.len() > 0 {
        return (format!("on {}", date(today)), of_today);
    }
    let mut milestones: Vec<&Milestone> = framework.milestones().values().map(|m| &**m).collect();
    milestones.retain(|m| m.on <= today);
    milestones.sort_by_key(|m| std::cmp::Reverse(m.on));
    // On the morning after a workshop nothing is new since its milestone: the one before it tells
    // what the workshop decided.
    for last in milestones {
        let entries = Entries::of(framework, |on| on > last.on && on <= today);
        if entries.len() > 0 {
            return (format!("since “{}” ({})", last.title.trim(), date(last.on)), entries);
        }
    }
    ("so far".to_owned(), Entries::of(framework, |on| on <= today))
}
