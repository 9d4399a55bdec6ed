//! Settles what two copies changed: finds the changes that cannot both stand, and holds back
//! those of one copy until the rest keeps the invariants. Every change that is held back is in a
//! conflict. Must not look into records: it knows changes by their places only, but for the
//! rules in `clash`.

use super::clash;
use super::conflict::{Conflict, ConflictId, Resolution, Rule, Says, Sort, about, record_name};
use super::index::{Index, holds_records};
use super::place::{Kind, Place};
use super::value::Names;
use super::walk::{Held, Leaf, Pair, Side};
use super::weave::weave;
use crate::model::{Fault, Framework, invariants};
use std::collections::{BTreeMap, BTreeSet};

/// What was chosen: some by one, the others by a rule.
#[derive(Debug, Clone, Default)]
pub(super) struct Choices {
    pub given: BTreeMap<ConflictId, Resolution>,
    pub rule: Option<Rule>,
}

/// Three copies and what they changed.
#[derive(Debug)]
pub(super) struct Plan {
    pub base: Framework,
    pub ours: Framework,
    pub theirs: Framework,
    pub index: Index,
    /// What is held back whatever is chosen: what a part leaves out.
    pub left_out: Held,
    /// What a part removed that is still named outside of it, with who names it.
    pub outside: Pair<BTreeMap<Place, Vec<Place>>>,
}

/// A plan with its choices made.
pub(super) struct Solved {
    pub framework: Framework,
    pub held: Held,
    pub open: Vec<Conflict>,
    pub settled: usize,
}

impl Plan {
    pub(super) fn names(&self) -> Names<'_> {
        Names(vec![&self.ours, &self.theirs, &self.base])
    }

    fn woven(&self, held: &Held) -> Framework {
        weave([&self.base, &self.ours, &self.theirs], held, false).0
    }

    /// Finds the conflicts and makes the choices, round by round: what is held back may bring to
    /// light what else cannot stand.
    pub(super) fn solve(&self, choices: &Choices) -> Solved {
        let mut run =
            Run { plan: self, choices, held: self.left_out.clone(), open: Vec::new(), settled: 0 };
        loop {
            // The sorts in this order, since one explains what would else look like the next.
            if run.take(run.outside()) || run.take(run.removed()) || run.take(run.edited()) {
                continue;
            }
            let framework = self.woven(&run.held);
            if run.take(clash::circles(&run, &framework))
                || run.take(clash::together(&run, &framework))
            {
                continue;
            }
            let faults = invariants::faults(&framework);
            if let Some(first) = faults.first()
                && (run.take(run.named(&faults)) || run.take(run.rest(&first.message)))
            {
                continue;
            }
            let Run { held, mut open, settled, .. } = run;
            open.sort_by(|a, b| a.id.cmp(&b.id));
            return Solved { framework, held, open, settled };
        }
    }
}

/// The rounds of one solution.
pub(super) struct Run<'a> {
    pub plan: &'a Plan,
    choices: &'a Choices,
    pub held: Held,
    open: Vec<Conflict>,
    settled: usize,
}

impl Run<'_> {
    /// Makes the choices of newly found conflicts; whether there were any.
    fn take(&mut self, found: Vec<Conflict>) -> bool {
        let mut taken = false;
        for conflict in found {
            let given = self.choices.given.get(&conflict.id).copied();
            let given = given.filter(|chosen| conflict.resolutions.contains(chosen));
            let by_rule = || {
                let rule = self.choices.rule?;
                conflict.by_rule(rule, &self.plan.ours)
            };
            let chosen = given.or_else(by_rule);
            let first = conflict.resolutions.first().copied().unwrap_or(Resolution::Ours);
            if !self.hold(&conflict, chosen.unwrap_or(first)) {
                continue;
            }
            taken = true;
            match chosen {
                Some(_) => self.settled += 1,
                None => self.open.push(conflict),
            }
        }
        taken
    }

    /// Holds back what a choice leaves out; whether that is anything.
    fn hold(&mut self, conflict: &Conflict, chosen: Resolution) -> bool {
        let before = (self.held.back.ours.len(), self.held.back.theirs.len(), self.held.both.len());
        let changes = &conflict.changes;
        let back = &mut self.held.back;
        match chosen {
            Resolution::Ours => back.theirs.extend(changes.theirs.iter().cloned()),
            Resolution::Theirs => back.ours.extend(changes.ours.iter().cloned()),
            Resolution::Base => {
                back.ours.extend(changes.ours.iter().cloned());
                back.theirs.extend(changes.theirs.iter().cloned());
            }
            Resolution::Both => self.held.both.extend(changes.ours.iter().cloned()),
        }
        before != (self.held.back.ours.len(), self.held.back.theirs.len(), self.held.both.len())
    }

    /// What a part removed and the whole still names where the part did not reach: it stays.
    fn outside(&self) -> Vec<Conflict> {
        let mut found = Vec::new();
        for side in Side::BOTH {
            for (target, namers) in self.plan.outside.of(side) {
                let Some(change) = self.plan.index.removes(side, target, &self.held) else {
                    continue;
                };
                let set = self.plan.index.together(side, [change.clone()], &self.held);
                let words = format!(
                    "still names it in {}, outside the part",
                    counted(namers.len(), "record", "records")
                );
                let mut conflict = self.removal(side, target, set, BTreeSet::new(), words);
                conflict.resolutions = vec![match side {
                    Side::Ours => Resolution::Theirs,
                    Side::Theirs => Resolution::Ours,
                }];
                conflict.why = Some(
                    "remove it in the whole framework, where all that names it is in sight"
                        .to_owned(),
                );
                found.push(conflict);
            }
        }
        found
    }

    /// What one copy removed and the other changed or newly names.
    fn removed(&self) -> Vec<Conflict> {
        let index = &self.plan.index;
        let mut found = Vec::new();
        for side in Side::BOTH {
            let other = side.other();
            let mut touched: BTreeMap<Place, BTreeSet<Place>> = BTreeMap::new();
            for (place, leaf) in index.acting(other, &self.held) {
                let whole = place.whole();
                if !place.is_record() && index.removes(side, &whole, &self.held).is_some() {
                    touched.entry(whole).or_default().insert(place.clone());
                    continue;
                }
                if holds_records(place) {
                    continue;
                }
                for name in leaf.of(other).iter().flat_map(|said| &said.names) {
                    if index.removes(side, name, &self.held).is_some() {
                        touched.entry(name.clone()).or_default().insert(place.clone());
                    }
                }
            }
            found.extend(self.groups(side, touched));
        }
        found
    }

    /// Joins removals that can only be taken back together.
    fn groups(&self, side: Side, touched: BTreeMap<Place, BTreeSet<Place>>) -> Vec<Conflict> {
        let index = &self.plan.index;
        let mut groups: Vec<(Vec<Place>, BTreeSet<Place>, BTreeSet<Place>)> = Vec::new();
        let mut group_of: BTreeMap<Place, usize> = BTreeMap::new();
        for (target, leaves) in touched {
            let change = index.removes(side, &target, &self.held).cloned();
            let set = index.together(side, change, &self.held);
            let joined: BTreeSet<usize> =
                set.iter().filter_map(|place| group_of.get(place)).copied().collect();
            let at = joined.first().copied().unwrap_or_else(|| {
                groups.push(Default::default());
                groups.len() - 1
            });
            for &from in joined.iter().skip(1) {
                let (targets, removed, leaves) = std::mem::take(&mut groups[from]);
                groups[at].0.extend(targets);
                groups[at].1.extend(removed);
                groups[at].2.extend(leaves);
            }
            groups[at].0.push(target);
            groups[at].1.extend(set);
            groups[at].2.extend(leaves);
            group_of.extend(groups[at].1.iter().map(|place| (place.clone(), at)));
        }
        let whole = groups.into_iter().filter(|(targets, ..)| !targets.is_empty());
        let conflicts = whole.map(|(mut targets, removed, leaves)| {
            targets.sort();
            let words = self.did(side.other(), &leaves);
            let leaves = index.together(side.other(), leaves, &self.held);
            let mut conflict = self.removal(side, &targets[0], removed, leaves, words);
            let also: Vec<String> = targets[1..].iter().map(|place| self.name(place)).collect();
            if !also.is_empty() {
                conflict.about = format!("{}, with {}", conflict.about, also.join(", "));
            }
            conflict
        });
        conflicts.collect()
    }

    /// A conflict over something that `side` removed.
    fn removal(
        &self,
        side: Side,
        target: &Place,
        removed: BTreeSet<Place>,
        kept: BTreeSet<Place>,
        words: String,
    ) -> Conflict {
        let names = self.plan.names();
        let said = |place: &Place| {
            let leaf = self.plan.index.leaves.get(place)?;
            leaf.of(side.other()).filter(|said| said.who != super::value::Who::default())
        };
        let first = kept.iter().find_map(|place| Some((place, said(place)?)));
        let signed = first.map(|(place, said)| Says::at(place, Some(said)));
        let keeps = Says { words: Some(words), ..signed.unwrap_or_else(|| Says::words(None)) };
        let gone = Says::words(None);
        let (ours, theirs, changes) = match side {
            Side::Ours => (gone, keeps, Pair { ours: removed, theirs: kept }),
            Side::Theirs => (keeps, gone, Pair { ours: kept, theirs: removed }),
        };
        Conflict {
            id: ConflictId { place: target.clone(), sort: Sort::Removed },
            about: about(target, &names),
            base: Says::words(Some(self.name_before(target))),
            ours,
            theirs,
            why: Some("what is removed cannot be changed or named".to_owned()),
            resolutions: vec![Resolution::Ours, Resolution::Theirs, Resolution::Base],
            changes,
        }
    }

    fn name(&self, place: &Place) -> String {
        name_in(place, &self.plan.names())
    }

    /// What something was called before either copy changed it.
    fn name_before(&self, place: &Place) -> String {
        let Plan { base, ours, theirs, .. } = self.plan;
        name_in(place, &Names(vec![base, ours, theirs]))
    }

    /// What a copy did at some places, in words: "changed its title, named it in 3 places".
    fn did(&self, side: Side, places: &BTreeSet<Place>) -> String {
        let index = &self.plan.index;
        let within =
            |place: &&Place| index.removes(side.other(), &place.whole(), &self.held).is_some();
        let changed: BTreeSet<String> =
            places.iter().filter(within).map(|place| place.field().replace('_', " ")).collect();
        let names: BTreeSet<Place> =
            places.iter().filter(|place| !within(place)).map(Place::whole).collect();
        let mut words = Vec::new();
        if !changed.is_empty() {
            words.push(format!(
                "changed its {}",
                changed.into_iter().collect::<Vec<_>>().join(", ")
            ));
        }
        match names.len() {
            0 => {}
            n if n <= 3 => {
                let names: Vec<String> = names.iter().map(|place| self.name(place)).collect();
                words.push(format!("names it in {}", names.join(", ")));
            }
            n => words.push(format!("names it in {n} records")),
        }
        words.join(" and ")
    }

    /// Values that both copies changed in different ways.
    fn edited(&self) -> Vec<Conflict> {
        let index = &self.plan.index;
        let both = index.acting(Side::Ours, &self.held).filter(|(place, leaf)| {
            !leaf.agreed
                && !self.held.both.contains(place)
                && index.acts(Side::Theirs, place, &self.held)
        });
        both.map(|(place, leaf)| self.edit(place, leaf)).collect()
    }

    fn edit(&self, place: &Place, leaf: &Leaf) -> Conflict {
        const TEXTS: [&str; 7] = [
            "assumption",
            "deconfliction",
            "decision_rule",
            "description",
            "note",
            "rationale",
            "vision",
        ];
        let index = &self.plan.index;
        let set = |side| index.together(side, [place.clone()], &self.held);
        let gone = |name: &Place| {
            Side::BOTH.iter().any(|&side| index.removes(side, name, &self.held).is_some())
        };
        let mut resolutions = vec![Resolution::Ours, Resolution::Theirs];
        let names = leaf.base.iter().flat_map(|said| &said.names);
        if (leaf.optional || leaf.base.is_some()) && !names.into_iter().any(gone) {
            resolutions.push(Resolution::Base);
        }
        let text = place.path.last().is_some_and(|field| TEXTS.contains(&field.as_str()));
        if text && leaf.ours.is_some() && leaf.theirs.is_some() {
            resolutions.push(Resolution::Both);
        }
        Conflict {
            id: ConflictId { place: place.clone(), sort: Sort::Edited },
            about: about(place, &self.plan.names()),
            base: Says::at(place, leaf.base.as_ref()),
            ours: Says::at(place, leaf.ours.as_ref()),
            theirs: Says::at(place, leaf.theirs.as_ref()),
            why: None,
            resolutions,
            changes: Pair { ours: set(Side::Ours), theirs: set(Side::Theirs) },
        }
    }

    /// A conflict over changes that cannot stand together. Where nothing of the other copy is
    /// among them (an earlier choice has left a rest that cannot stand), they are held back.
    pub(super) fn clash(
        &self,
        place: Place,
        sort: Sort,
        changes: &Pair<BTreeSet<Place>>,
        why: String,
    ) -> Conflict {
        let index = &self.plan.index;
        let side = |side: Side| index.together(side, changes.of(side).iter().cloned(), &self.held);
        let changes = Pair { ours: side(Side::Ours), theirs: side(Side::Theirs) };
        let names = self.plan.names();
        let says = |side: Side| {
            let seen = changes.of(side).iter().filter_map(|place| {
                let leaf = index.leaves.get(place)?;
                let said = leaf.of(side);
                let words = said.map_or("removed", |said| said.words.as_str());
                Some((format!("{}: {words}", about(place, &names)), Says::at(place, said)))
            });
            let seen: Vec<(String, Says)> = seen.collect();
            let words = seen.iter().map(|(words, _)| words.as_str()).collect::<Vec<_>>().join("; ");
            let signed = seen.into_iter().map(|(_, says)| says);
            let signed = signed.into_iter().find(|says| says.by.is_some() || says.on.is_some());
            let words = Some(format!("has {words}"));
            Says { words, ..signed.unwrap_or_else(|| Says::words(None)) }
        };
        let resolutions = match (changes.ours.is_empty(), changes.theirs.is_empty()) {
            (false, false) => vec![Resolution::Ours, Resolution::Theirs, Resolution::Base],
            (true, _) => vec![Resolution::Ours],
            (_, true) => vec![Resolution::Theirs],
        };
        Conflict {
            about: about(&place, &names),
            id: ConflictId { place, sort },
            base: Says::words(None),
            ours: says(Side::Ours),
            theirs: says(Side::Theirs),
            why: Some(why),
            resolutions,
            changes,
        }
    }

    /// What a copy removed and is named again, since both copies' changes of who names it were
    /// held back: it is there again too.
    fn named(&self, faults: &[Fault]) -> Vec<Conflict> {
        let index = &self.plan.index;
        let mut found = Vec::new();
        for side in Side::BOTH {
            for (target, change) in index.removals(side, &self.held) {
                let id = target.path.last().unwrap_or(&target.id);
                let quoted = format!("\"{id}\"");
                let Some(fault) = faults.iter().find(|fault| fault.message.contains(&quoted))
                else {
                    continue;
                };
                let set = index.together(side, [change.clone()], &self.held);
                let words = format!("still names it ({} {})", fault.kind, fault.id);
                let mut conflict = self.removal(side, target, set, BTreeSet::new(), words);
                conflict.resolutions = vec![match side {
                    Side::Ours => Resolution::Theirs,
                    Side::Theirs => Resolution::Ours,
                }];
                found.push(conflict);
            }
        }
        found
    }

    /// All that is left of both: nothing more is known than that it cannot stand together.
    fn rest(&self, fault: &str) -> Vec<Conflict> {
        let all = |side| {
            self.plan.index.acting(side, &self.held).map(|(place, _)| place.clone()).collect()
        };
        let changes = Pair { ours: all(Side::Ours), theirs: all(Side::Theirs) };
        let place = Place::record(Kind::Framework, "");
        let why = format!("together they would leave the framework with faults: {fault}");
        vec![self.clash(place, Sort::Together, &changes, why)]
    }
}

/// "1 record", "3 records".
pub(super) fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// What something is called, in the first of some copies that has it.
fn name_in(place: &Place, names: &Names) -> String {
    if place.is_record() { record_name(place.kind, &place.id, names) } else { about(place, names) }
}
