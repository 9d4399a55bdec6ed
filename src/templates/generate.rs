//! A made-up country of any size, for practice and benchmarks: the shape of the sample
//! (`frameworks/samara.ron`) at whatever number of objectives and programs.
//!
//! The same numbers and seed always give the same framework, on every system: all randomness is
//! one `SplitMix64` stream, and no floating-point function has a part in it. Time and memory grow
//! linearly with the numbers. Places, people and donors are invented.

use super::rng::{GOLDEN, Rng};
use super::words::{
    ACTORS, ASSUMPTIONS, CLERKS, CORE, COUNTRIES, DIMENSIONS, DOCUMENTS, DOINGS, DONORS, FATES,
    FRICTIONS, Fate, INDICATORS, LEADS, LEVELS, LOCALS, OWNERS, PARTNERS, PEOPLE, PLACES,
    QUALIFIERS, RATES, RATIONALES, REASONS, REGISTERS, RESERVATIONS, SECONDS, STANCES, STATES,
    STATUSES, THEMES, TOP_TAILS, WHO,
};
use crate::model::{
    Actor, ActorId, ActorStance, Amount, Basis, Budget, Contribution, Country, Currency, Decision,
    DecisionKind, Dependency, DependencyKind, Dimension, DimensionId, Effect, Evidence,
    ExchangeRate, Figures, Framework, FrameworkId, Funding, Head, Indicator, IndicatorId, Level,
    LevelId, Link, Marker, Mechanism, MechanismId, Milestone, MilestoneId, Monitoring, Nature,
    Objective, ObjectiveId, ObjectiveStatus, OrganisationType, Outcome, Parts, Percent, Period,
    Position, Program, ProgramId, ProgramStatus, Rank, Rate, Reply, Sector, Side, Significance,
    Source, Subject, Table, Tension, TensionId,
};
use std::fmt::Display;
use std::sync::Arc;

/// Makes a fictional framework with so many objectives (at least one, since every link needs a
/// top objective) and exactly so many programs.
///
/// Objectives stand at three levels, about 1 : 4 : 15; about 44 % of the programs link to one;
/// the standings that a framework can have all occur from about 30 objectives and 100 programs
/// on (`Weak` only at a higher evidence bar than the framework's own, which is `Asserted`).
#[must_use]
pub fn generate(objectives: usize, programs: usize, seed: u64) -> Framework {
    let mut rng = Rng(seed);
    let country = COUNTRIES[rng.below(COUNTRIES.len())];
    let mut making = Making {
        offset: rng.next(),
        framework: Framework::new(head(country, &mut rng)).parts().clone(),
        rng,
        titles: vec![0; KEYS],
        tops: Vec::new(),
        outcomes: Vec::new(),
        outputs: Vec::new(),
        adrift: Vec::new(),
        programs: Vec::new(),
    };
    making.actors();
    making.objectives(objectives.max(1));
    making.programs(programs);
    making.tensions();
    making.mechanisms();
    making.milestones();
    Framework::from_parts(making.framework)
}

/// Unwraps what was made of a text that stands in this file; anything else is a bug here.
fn literal<T, E: Display>(made: Result<T, E>) -> T {
    made.unwrap_or_else(|error| unreachable!("a word of the generator: {error}"))
}

fn actor_id(slug: &str) -> ActorId {
    literal(ActorId::new(slug))
}

fn amount(units: u64) -> Amount {
    literal(units.to_string().parse())
}

fn table<K: Ord, V>(rows: impl IntoIterator<Item = (K, V)>) -> Table<K, V> {
    rows.into_iter().collect()
}

/// An objective as the program makers need it.
#[derive(Clone)]
struct Aim {
    id: ObjectiveId,
    theme: usize,
}

/// A framework in the making.
struct Making {
    rng: Rng,
    /// Where the low-discrepancy sequence of [`Fate`] begins.
    offset: u64,
    framework: Parts,
    /// How many titles were made of each list of words.
    titles: Vec<usize>,
    tops: Vec<Aim>,
    outcomes: Vec<Aim>,
    outputs: Vec<Aim>,
    /// Objectives that do not reach the strategy.
    adrift: Vec<Aim>,
    /// The programs so far, in the order of making.
    programs: Vec<ProgramId>,
}

impl Making {
    /// A title that no other record bears: heads and tails of one list in turn, then places,
    /// then numbers.
    fn title(&mut self, key: usize, heads: &[&str], thing: &str, tails: &[&str]) -> String {
        let made = self.titles[key];
        self.titles[key] += 1;
        let pairs = heads.len() * tails.len();
        // 77 shares no factor with any of the list lengths, so that every pair comes once.
        let pair = (made % pairs * 77 + key * 13) % pairs;
        let mut title =
            format!("{}{thing}{}", heads[pair % heads.len()], tails[pair / heads.len()]);
        if let Some(first) = title.get(..1).map(str::to_ascii_uppercase) {
            title.replace_range(..1, &first);
        }
        let round = made / pairs;
        if round > 0 {
            let at = round - 1;
            title.push_str(", ");
            title.push_str(PLACES[at % PLACES.len()]);
            if at >= PLACES.len() {
                title.push(' ');
                title.push_str(&(1 + at / PLACES.len()).to_string());
            }
        }
        title
    }

    fn actors(&mut self) {
        for (id, name, side, kind, family, core) in ACTORS {
            let mut actor = Actor::new(*name, *side);
            let acronym = id.to_ascii_uppercase();
            actor.acronym = (id.len() <= 6 && *family != "NGO").then_some(acronym);
            actor.kind = Some(literal(OrganisationType::new(kind)));
            actor.family = (*family != "NGO").then(|| (*family).to_owned());
            actor.core_group = *core;
            actor.stance = match (side, core) {
                (Side::Internal, _) => None,
                (_, true) => Some(ActorStance::Integrated),
                _ if *kind == "21" && self.rng.chance(50) => Some(ActorStance::Independent),
                _ => Some(ActorStance::Associated),
            };
            self.framework.actors.insert(actor_id(id), Arc::new(actor));
        }
        // A department within an agency, so that the two are one agency.
        if let Some(department) = self.framework.actors.get_mut("corv-hum") {
            Arc::make_mut(department).parent = Some(actor_id("corvaid"));
        }
    }

    fn objectives(&mut self, count: usize) {
        let tops = ((count + 10) / 20).max(1);
        let outcomes = (count / 5).min(count - tops);
        let outputs = count - tops - outcomes;
        let mut children = vec![0; tops];
        let mut rank = Rank::default();
        for at in 0..tops {
            rank = Rank::between(Some(&rank), None);
            let theme = (at * 4 + at / 5) % THEMES.len();
            self.objective(0, theme, &format!("{}", at + 1), &rank, None);
        }
        for at in 0..outcomes {
            let parent = at % tops;
            children[parent] += 1;
            let code = format!("{}.{}", parent + 1, children[parent]);
            if at % tops == 0 {
                rank = Rank::between(Some(&rank), None);
            }
            let aim = self.tops[parent].clone();
            let theme = if self.rng.chance(60) {
                self.sister(aim.theme)
            } else {
                self.rng.below(THEMES.len())
            };
            self.objective(1, theme, &code, &rank, Some(&aim));
        }
        let parents = if outcomes == 0 { self.tops.clone() } else { self.outcomes.clone() };
        for at in 0..outputs {
            if at % parents.len() == 0 {
                rank = Rank::between(Some(&rank), None);
            }
            let aim = &parents[at % parents.len()];
            let above = aim.id.as_str().trim_start_matches(char::is_alphabetic);
            let code = format!("{above}.{}", 1 + at / parents.len());
            // Every hundredth output hangs in the air, and every hundredth is retired.
            let parent = (at % 100 != 20 && !(at == 3 && outputs > 10)).then_some(aim);
            self.objective(2, aim.theme, &code, &rank, parent);
        }
    }

    /// A theme of the same dimension.
    fn sister(&mut self, theme: usize) -> usize {
        let dimension = THEMES[theme].dimension;
        let start = self.rng.below(THEMES.len());
        (start..start + THEMES.len())
            .map(|at| at % THEMES.len())
            .find(|&at| THEMES[at].dimension == dimension)
            .unwrap_or(theme)
    }

    fn objective(
        &mut self,
        level: usize,
        theme: usize,
        code: &str,
        rank: &Rank,
        parent: Option<&Aim>,
    ) {
        let words = &THEMES[theme];
        let kind = DIMENSIONS.iter().position(|d| d.id == words.dimension).unwrap_or_default();
        let (dimension, rng) = (&DIMENSIONS[kind], &mut self.rng);
        let which = rng.below(words.things.len());
        let title = match level {
            0 => self.title(kind, dimension.tops, "", TOP_TAILS),
            1 => self.title(10 + kind, WHO, " ", dimension.outcomes),
            _ => self.title(20 + theme * 6 + which, &[""], words.things[which], STATES),
        };
        let id = literal(ObjectiveId::new(&format!("{}{code}", LEVELS[level].0)));
        let aim = Aim { id: id.clone(), theme };
        let mut o = Objective::new(title, literal::<LevelId, _>(LevelId::new(LEVELS[level].0)));
        code.clone_into(o.code.insert(String::new()));
        o.rank = rank.clone();
        o.dimensions = vec![literal(DimensionId::new(words.dimension))];
        if let Some(parent) = parent {
            let mut why = Contribution::new();
            why.rationale = self.rng.chance(60).then(|| self.rng.pick(RATIONALES).to_owned());
            why.assumption = self.rng.chance(30).then(|| self.rng.pick(ASSUMPTIONS).to_owned());
            o.contributes_to.insert(parent.id.clone(), why);
            self.second_parent(level, &mut o);
        }
        self.agreement(level, &mut o);
        if level == 2 && self.framework.objectives.len() % 100 == 29 {
            o.status = ObjectiveStatus::Retired;
        } else if level == 2 && parent.is_none() {
            self.adrift.push(aim);
        } else {
            [&mut self.tops, &mut self.outcomes, &mut self.outputs][level].push(aim);
        }
        self.framework.objectives.insert(id, Arc::new(o));
    }

    /// Lets one objective in twenty contribute to a second one at the level above.
    fn second_parent(&mut self, level: usize, o: &mut Objective) {
        let above = if level == 1 { &self.tops } else { &self.outcomes };
        if above.len() > 1 && self.rng.chance(5) {
            let second = above[self.rng.below(above.len())].id.clone();
            o.contributes_to.entry(second).or_insert_with(Contribution::new);
        }
    }

    /// Who says what of an objective, who leads it, how it is seen.
    fn agreement(&mut self, level: usize, o: &mut Objective) {
        let rng = &mut self.rng;
        o.status = if rng.chance(80) { ObjectiveStatus::Agreed } else { ObjectiveStatus::Proposed };
        o.description = rng.chance(if level == 2 { 50 } else { 90 }).then(|| sentences(rng));
        o.lead = (level == 0 || rng.chance(85)).then(|| actor_id(rng.pick(LOCALS)));
        for _ in 0..rng.below(4) {
            let supporter = actor_id(rng.pick(&OWNERS).0);
            if !o.supporting.contains(&supporter) {
                o.supporting.push(supporter);
            }
        }
        let proposer = if rng.chance(70) { rng.pick(LOCALS) } else { rng.pick(CORE) };
        o.proposed_by = rng.chance(80).then(|| actor_id(proposer));
        o.due = rng.chance(75).then(|| rng.date(2026, 4));
        if rng.chance(65) {
            let mut seen = Indicator::new(rng.pick(INDICATORS));
            seen.unit = Some(if rng.chance(50) { "%" } else { "districts" }.to_owned());
            seen.baseline = rng.chance(80).then(|| rng.below(30).to_string());
            seen.target = rng.chance(85).then(|| (35 + rng.below(60)).to_string());
            if rng.chance(25) {
                seen.actuals.insert(rng.date(2026, 1), (30 + rng.below(10)).to_string());
            }
            seen.source = rng.chance(80).then(|| rng.pick(REGISTERS).to_owned());
            seen.monitored_by = rng.chance(75).then(|| actor_id(rng.pick(LOCALS)));
            o.indicators.insert(literal(IndicatorId::new("ind-1")), seen);
        }
        let settled =
            [Monitoring::Agreed, Monitoring::Agreed, Monitoring::Pending, Monitoring::Deferred];
        o.monitoring = rng.chance(60).then(|| rng.pick(&settled));
        let speakers = if level == 0 { 6 } else { rng.below(4) };
        for _ in 0..speakers {
            let mut said = Position::new(rng.pick(&STANCES));
            said.on = Some(rng.date(2025, 1));
            said.note = (!said.stance.backs()).then(|| rng.pick(RESERVATIONS).to_owned());
            said.instrument = rng.chance(30).then(|| "signed minutes".to_owned());
            said.recorded_by = Some(rng.pick(CLERKS).to_owned());
            o.positions.insert(actor_id(rng.pick(CORE)), said);
        }
        if rng.chance(20) {
            o.risks.push(rng.pick(ASSUMPTIONS).to_owned());
        }
    }

    fn programs(&mut self, count: usize) {
        for at in 0..count {
            // A golden-ratio sequence keeps the shares even at a hundred programs.
            let point = self.offset.wrapping_add((at as u64).wrapping_mul(GOLDEN)) >> 54;
            let mut upto = 0;
            let fate = FATES.iter().find(|(_, share)| {
                upto += share;
                point < upto
            });
            let fate = fate.map_or(Fate::Unreviewed, |(fate, _)| *fate);
            // Every fiftieth, an umbrella with the three programs that follow it.
            let umbrella = (at % 50 > 10 && at % 50 < 14 && at > 10)
                .then(|| self.programs.get(at - (at % 50 - 10)).cloned())
                .flatten();
            self.program(at, fate, umbrella);
        }
    }

    fn program(&mut self, at: usize, fate: Fate, umbrella: Option<ProgramId>) {
        let list = [&self.outputs, &self.outcomes, &self.tops];
        let list = list.into_iter().find(|l| !l.is_empty()).unwrap_or(&self.tops);
        // Of two draws the lower, so that some objectives have many programs and some none.
        let aim = self.rng.below(list.len()).min(self.rng.below(list.len()));
        let aim = match fate {
            Fate::Stranded if !self.adrift.is_empty() => self.rng.below(self.adrift.len()),
            _ => aim,
        };
        let aim = match fate {
            Fate::Stranded => self.adrift.get(aim).or(list.first()).cloned(),
            Fate::Linked if self.rng.chance(20) && !self.outcomes.is_empty() => {
                Some(self.outcomes[self.rng.below(self.outcomes.len())].clone())
            }
            _ => Some(list[aim].clone()),
        };
        let linked = matches!(fate, Fate::Linked | Fate::Stranded | Fate::Undermining);
        let theme = match (&aim, fate) {
            (Some(aim), _) if linked => aim.theme,
            (_, Fate::Independent) => 14 + self.rng.below(3),
            _ => self.rng.below(THEMES.len()),
        };
        let which = self.rng.below(THEMES[theme].things.len());
        let key = 20 + (THEMES.len() + theme) * 6 + which;
        let title = self.title(key, LEADS, THEMES[theme].things[which], QUALIFIERS);
        let mut p = Program::new(title);
        let (owner, prefix, currency, file) = self.rng.pick(&OWNERS);
        self.facts(at, &mut p, theme, (owner, currency));
        self.source(at, &mut p, prefix, file);
        p.part_of = umbrella;
        match aim {
            Some(aim) if linked => self.links(&mut p, fate, &aim, owner),
            _ => self.decision(&mut p, fate, owner),
        }
        self.relations(&mut p, owner);
        let mut id = ProgramId::from_bits(self.rng.next());
        while self.framework.programs.contains_key(&id) {
            id = ProgramId::from_bits(self.rng.next());
        }
        self.programs.push(id.clone());
        self.framework.programs.insert(id, Arc::new(p));
    }

    /// Money, time, place and sectors.
    fn facts(&mut self, at: usize, p: &mut Program, theme: usize, (owner, currency): (&str, &str)) {
        let rng = &mut self.rng;
        p.description = rng.chance(12).then(|| sentences(rng));
        p.owner = rng.chance(98).then(|| actor_id(owner));
        if rng.chance(15) {
            p.implementing = vec![actor_id(rng.pick(PARTNERS))];
        }
        let units = rng.money();
        let known = rng.chance(94);
        let bases = [
            Basis::Commitment,
            Basis::Commitment,
            Basis::Budget,
            Basis::Disbursement,
            Basis::Stated,
        ];
        if known {
            let mut budget = Budget::new(amount(units));
            budget.currency = (currency != "USD").then(|| literal(Currency::new(currency)));
            budget.basis = rng.chance(70).then(|| rng.pick(&bases));
            p.budget = Some(budget);
        }
        let funders = [0_u64, 0, 1, 1, 2][rng.below(5)];
        for part in 0..funders {
            let funder = if part == 0 && rng.chance(60) { owner } else { rng.pick(DONORS) };
            let mut gift = Funding::new();
            gift.amount = rng.chance(70).then(|| amount(units / 10 * (5 - part * 2)));
            p.funding.insert(actor_id(funder), gift);
        }
        p.status = rng.chance(85).then(|| rng.pick(&STATUSES));
        if at % 150 == 75 {
            p.status = Some(ProgramStatus::Cancelled);
        }
        let from = rng.date(2024, 4);
        let months = 12 + rng.below(37);
        let to = from.saturating_add(jiff::Span::new().months(i64::try_from(months).unwrap_or(12)));
        p.period =
            Period { from: rng.chance(97).then_some(from), to: rng.chance(95).then_some(to) };
        let second = rng.below(THEMES.len());
        let sector = |theme: usize| literal(Sector::new(THEMES[theme].sector));
        let first = if second != theme && rng.chance(15) { 60 } else { 100 };
        p.sectors.insert(sector(theme), literal(format!("{first}").parse::<Percent>()));
        if first < 100 {
            p.sectors.insert(sector(second), literal("40".parse::<Percent>()));
        }
        if rng.chance(15) {
            let marker = literal(Marker::new("1"));
            let level = rng.pick(&["0", "1", "2"]);
            p.markers.insert(marker, literal(Significance::new(level)));
        }
        for _ in 0..rng.below(3) {
            let place = rng.pick(PLACES);
            if !p.locations.iter().any(|there| there == place) {
                p.locations.push(place.to_owned());
            }
        }
    }

    fn source(&mut self, at: usize, p: &mut Program, prefix: &str, file: &str) {
        // Most programs stand in no file, as if entered in a workshop.
        if self.rng.chance(80) {
            return;
        }
        p.identifiers = vec![format!("{prefix}-{}", 20_000 + at)];
        let mut source = Source::new(file);
        let (_, format) = file.rsplit_once('.').unwrap_or_default();
        source.format = Some(if format == "xml" { "iati" } else { format }.to_owned());
        source.row =
            Some(if format == "xml" { p.identifiers[0].clone() } else { (at + 2).to_string() });
        source.on = Some(self.rng.date(2025, 1));
        p.source = Some(source);
    }

    fn links(&mut self, p: &mut Program, fate: Fate, aim: &Aim, owner: &str) {
        let effect = if fate == Fate::Undermining { Effect::Undermines } else { Effect::Supports };
        let first = self.link(effect, owner);
        p.links.insert(aim.id.clone(), first);
        if fate == Fate::Linked && self.rng.chance(15) && !self.outputs.is_empty() {
            let other = self.outputs[self.rng.below(self.outputs.len())].id.clone();
            let effect = if self.rng.chance(6) { Effect::Undermines } else { Effect::Supports };
            let second = self.link(effect, owner);
            p.links.entry(other).or_insert(second);
        }
    }

    fn link(&mut self, effect: Effect, owner: &str) -> Link {
        let rng = &mut self.rng;
        let evidence = match rng.below(20) {
            0..11 => Evidence::Asserted,
            11..17 => {
                Evidence::Documented(format!("{} p. {}", rng.pick(DOCUMENTS), 3 + rng.below(60)))
            }
            _ => Evidence::Confirmed(actor_id(rng.pick(LOCALS))),
        };
        let mut link = Link::new(effect, evidence);
        let share = (2 + rng.below(4)) * 10;
        link.share = rng.chance(20).then(|| literal(share.to_string().parse::<Percent>()));
        link.by = Some(actor_id(owner));
        link.recorded_by = rng.chance(40).then(|| rng.pick(CLERKS).to_owned());
        link.on = Some(rng.date(2025, 1));
        link
    }

    fn decision(&mut self, p: &mut Program, fate: Fate, owner: &str) {
        let rng = &mut self.rng;
        let kind = match fate {
            Fate::NoneFound => DecisionKind::NoneFound,
            Fate::Independent => DecisionKind::Independent,
            Fate::Elsewhere => DecisionKind::Elsewhere,
            Fate::OutOfScope => DecisionKind::OutOfScope,
            Fate::Unresolved => {
                let theme = &THEMES[rng.below(THEMES.len())];
                p.claims =
                    vec![format!("Sector plan: {} {}", rng.pick(&theme.things), rng.pick(STATES))];
                return;
            }
            _ => return,
        };
        let mut decision = Decision::new(kind);
        decision.by = Some(actor_id(owner));
        decision.recorded_by = rng.chance(40).then(|| rng.pick(CLERKS).to_owned());
        decision.on = Some(rng.date(2025, 1));
        decision.reason = rng.chance(60).then(|| rng.pick(REASONS).to_owned());
        p.decision = Some(decision);
    }

    /// Dependencies on programs made before (so that none goes round in a circle) and replies.
    fn relations(&mut self, p: &mut Program, owner: &str) {
        let rng = &mut self.rng;
        if !self.programs.is_empty() && rng.chance(4) {
            let other = self.programs[rng.below(self.programs.len())].clone();
            let kind = if rng.chance(70) { DependencyKind::Needs } else { DependencyKind::Follows };
            let mut dependency = Dependency::new(kind);
            dependency.note = rng.chance(50).then(|| rng.pick(ASSUMPTIONS).to_owned());
            p.depends_on.insert(other, dependency);
        }
        if p.links.is_empty() && rng.chance(4) {
            let mut reply = Reply::new("Planned before the framework; a link is under discussion.");
            reply.by = Some(actor_id(owner));
            reply.on = Some(rng.date(2025, 1));
            p.reply = Some(reply);
        }
    }

    fn tensions(&mut self) {
        for at in 0..3 + self.framework.objectives.len() / 10 {
            let rng = &mut self.rng;
            let aims = if self.outputs.is_empty() { &self.tops } else { &self.outputs };
            let aim = aims[rng.below(aims.len())].clone();
            let mut about = vec![Subject::Objective(aim.id)];
            if !self.programs.is_empty() && rng.chance(50) {
                about.push(Subject::Program(self.programs[rng.below(self.programs.len())].clone()));
            }
            let things = &THEMES[aim.theme].things;
            let first = rng.below(things.len());
            let title = format!("{} against {}", rng.pick(FRICTIONS), things[first]);
            let mut tension = Tension::new(title, about, Outcome::ALL[at % Outcome::ALL.len()]);
            tension.parties = vec![actor_id(rng.pick(LOCALS)), actor_id(rng.pick(DONORS))];
            tension.nature = Some(Nature::ALL[at % Nature::ALL.len()]);
            tension.deconfliction =
                rng.chance(40).then(|| "One calendar, read out each Monday".to_owned());
            tension.review_on = Some(rng.date(2027, 1));
            let id = literal(TensionId::new(&format!("ten-{}", at + 1)));
            self.framework.tensions.insert(id, Arc::new(tension));
        }
    }

    fn mechanisms(&mut self) {
        for (at, top) in self.tops.iter().enumerate() {
            let rng = &mut self.rng;
            let kind = rng.pick(&["working group", "board", "round table", "forum"]);
            let mut mechanism =
                Mechanism::new(format!("{} {}, {kind}", DIMENSIONS[at % 6].title, at + 1));
            mechanism.kind = Some(kind.to_owned());
            for _ in 0..5 {
                let member = actor_id(rng.pick(PARTNERS));
                if !mechanism.members.contains(&member) {
                    mechanism.members.push(member);
                }
            }
            mechanism.chairs = vec![actor_id(rng.pick(LOCALS))];
            mechanism.objectives = vec![top.id.clone()];
            let id = literal(MechanismId::new(&format!("mec-{}", at + 1)));
            self.framework.mechanisms.insert(id, Arc::new(mechanism));
        }
    }

    fn milestones(&mut self) {
        let count = u32::try_from(self.programs.len()).unwrap_or(u32::MAX);
        for (at, (share, linked)) in [(92, 24), (96, 34), (99, 41)].into_iter().enumerate() {
            let number = u8::try_from(at).unwrap_or_default();
            let on =
                jiff::civil::date(2025 + i16::from(number / 2), 5 + 5 * i8::from(number == 1), 16);
            let part = |percent: u32| count / 100 * percent + count % 100 * percent / 100;
            let figures = Figures::new(part(share), part(linked));
            let milestone = Milestone::new(on, format!("After workshop {}", number + 1), figures);
            let id = literal(MilestoneId::new(&format!("mil-{}", number + 1)));
            self.framework.milestones.insert(id, Arc::new(milestone));
        }
    }
}

fn head(country: &str, rng: &mut Rng) -> Head {
    let mut head = Head::new(
        FrameworkId::from_bits(rng.next()),
        format!("Compact for {country} (generated, fictional)"),
        literal::<Currency, _>(Currency::new("USD")),
    );
    head.country = Some(literal(Country::new("XG")));
    head.period = Period {
        from: Some(jiff::civil::date(2025, 1, 1)),
        to: Some(jiff::civil::date(2029, 12, 31)),
    };
    head.rates = table(RATES.iter().map(|(code, rate)| {
        let mut rate = ExchangeRate::new(literal::<Rate, _>(rate.parse()));
        rate.on = Some(jiff::civil::date(2025, 6, 30));
        rate.source = Some(format!("Bank of {country}"));
        (literal(Currency::new(code)), rate)
    }));
    head.vision =
        Some("A country at peace with itself, its people in charge of its recovery.".to_owned());
    head.levels = LEVELS
        .iter()
        .map(|(id, title)| Level::new(literal::<LevelId, _>(LevelId::new(id)), *title))
        .collect();
    head.dimensions = table(DIMENSIONS.iter().map(|dimension| {
        (literal(DimensionId::new(dimension.id)), Dimension::new(dimension.title))
    }));
    head.decision_rule =
        Some("Adopted when no core-group actor blocks and the government endorses.".to_owned());
    head
}

/// One or two sentences.
fn sentences(rng: &mut Rng) -> String {
    let (count, who) = (10 * (1 + rng.below(90)), rng.pick(PEOPLE));
    let mut text = format!("{count} {who} in {} {}.", rng.pick(PLACES), rng.pick(DOINGS));
    if rng.chance(50) {
        text.push(' ');
        text.push_str(rng.pick(SECONDS));
    }
    text
}

/// How many counters of titles there are: tops, outcomes, outputs, programs.
const KEYS: usize = 20 + 2 * 6 * THEMES.len();

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{analysis, model::EvidenceBar, model::invariants, store};
    use std::collections::BTreeSet;

    const SIZES: [(usize, usize); 3] = [(30, 100), (60, 336), (1000, 20_000)];

    #[test]
    fn sizes_are_exact_titles_unique_and_nothing_is_broken() {
        for (objectives, programs) in SIZES {
            let made = generate(objectives, programs, 7);
            assert_eq!((made.objectives().len(), made.programs().len()), (objectives, programs));
            assert_eq!(invariants::faults(&made), []);
            let titles: BTreeSet<&str> = (made.objectives().values().map(|o| o.title.as_str()))
                .chain(made.programs().values().map(|p| p.title.as_str()))
                .collect();
            assert_eq!(titles.len(), objectives + programs);
            assert!(made.head().title.ends_with("(generated, fictional)"));
        }
    }

    #[test]
    fn any_size_is_possible() {
        for (objectives, programs) in [(0, 0), (1, 1), (2, 5), (5, 0), (19, 30), (41, 3)] {
            for seed in [0, 1, u64::MAX] {
                let made = generate(objectives, programs, seed);
                assert_eq!(made.objectives().len(), objectives.max(1));
                assert_eq!(made.programs().len(), programs);
                assert_eq!(invariants::faults(&made), []);
            }
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_bytes() {
        let text = store::write(&generate(60, 336, 42));
        assert_eq!(text, store::write(&generate(60, 336, 42)));
        assert_ne!(text, store::write(&generate(60, 336, 43)));
        let read = store::read(text.as_bytes()).unwrap();
        assert_eq!(read.framework, generate(60, 336, 42));
    }

    #[test]
    fn three_levels_and_every_standing() {
        for seed in 0..20 {
            let made = generate(30, 100, seed);
            let levels =
                |id: &str| made.objectives().values().filter(|o| o.level.as_str() == id).count();
            assert_eq!([levels("so"), levels("oc"), levels("op")], [2, 6, 22]);
            let mut seen = BTreeSet::new();
            for bar in EvidenceBar::ALL {
                let json = serde_json::to_value(analysis::analyze(&made, Some(bar))).unwrap();
                for (name, count) in json["standing"].as_object().unwrap() {
                    if count.as_u64().unwrap() > 0 {
                        seen.insert(name.clone());
                    }
                }
            }
            assert_eq!(seen.len(), 9, "seed {seed}: {seen:?}");
        }
    }

    #[test]
    fn about_44_percent_are_linked() {
        for (objectives, programs) in SIZES {
            let made = generate(objectives, programs, 1);
            let json = serde_json::to_value(analysis::analyze(&made, None)).unwrap();
            let linked = json["standing"]["linked"].as_f64().unwrap();
            let share = linked / json["scope"]["programs"].as_f64().unwrap();
            assert!((0.40..0.48).contains(&share), "{objectives} x {programs}: {share}");
        }
    }

    #[test]
    #[ignore = "prints the size of a big framework and the time it takes"]
    #[expect(clippy::print_stdout, reason = "it is what the test is for")]
    fn size_of_a_big_one() {
        for programs in [2_000, 20_000, 200_000] {
            let start = std::time::Instant::now();
            let made = generate(1000, programs, 7);
            let took = start.elapsed();
            let start = std::time::Instant::now();
            let text = store::write(&made);
            let written = start.elapsed();
            let start = std::time::Instant::now();
            assert!(!store::read(text.as_bytes()).unwrap().read_only());
            println!(
                "1000 x {programs}: {} bytes, made in {took:?}, written in {written:?}, read in {:?}",
                text.len(),
                start.elapsed()
            );
        }
    }
}
