//! What is read of a framework once: the words, pieces of words and themes of programs and
//! objectives as vectors, how well each program's text fits each objective, and what makes two
//! programs near to each other.

use super::space::{self, Counts, Postings, Sparse};
use super::{text, theme};
use crate::graph::Dag;
use crate::model::{
    ActorId, Framework, Objective, ObjectiveId, Program, ProgramId, Translation, codelists,
};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use std::sync::Arc;

/// How much a description's word counts beside a title's.
const DESCRIPTION: f32 = 0.5;

/// How much a word of the objective above counts; of the one above that, half of it, and so on.
const ABOVE: f32 = 0.5;

/// Descriptions are read up to this many characters.
const LONGEST: usize = 4000;

/// The terms by which programs are near to each other, at most.
const NEAR: usize = 32;

/// How many objectives a program's text is remembered to fit.
pub(super) const FITTING: usize = 200;

/// Weights of what makes up the fit of a program's text and an objective. All weights of this
/// module and of `rank` were fitted on half of the countries: `docs/suggestions.md`.
mod weight {
    pub(super) const WORDS: f32 = 4.32;
    pub(super) const PIECES: f32 = 5.31;
    pub(super) const THEMES: f32 = 2.56;
    pub(super) const MANDATE: f32 = 0.63;
}

/// Weights of what two programs have in common.
mod likeness {
    pub(super) const WORDS: f32 = 2.0;
    pub(super) const THEMES: f32 = 0.5;
    pub(super) const ACTORS: f32 = 0.1;
    pub(super) const SECTORS: f32 = 0.3;
    pub(super) const PLACES: f32 = 0.05;
    pub(super) const UMBRELLA: f32 = 0.5;
}

/// How a program's text fits an objective.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fit {
    /// The objective's place.
    pub objective: u32,
    /// The weighted sum of all that the text says.
    pub score: f32,
    /// By words and their pieces.
    words: f32,
    /// By themes.
    themes: f32,
}

/// A program as it was read.
#[derive(Debug)]
pub(super) struct Read {
    pub id: ProgramId,
    pub record: Arc<Program>,
    /// Its words as a vector of length one.
    pub words: Sparse,
    /// Its themes, likewise.
    pub themes: Sparse,
    /// What makes it near to others: words, themes, actors, sectors, places, umbrella.
    pub near: Sparse,
    /// The objectives that its text fits best.
    pub fits: Vec<Fit>,
    /// Its actors by their places, each once, the owner first.
    pub actors: Vec<u32>,
}

/// A framework as it was read.
#[derive(Debug)]
pub(super) struct Reading {
    /// The objectives that may be suggested, in the order of ids.
    pub objectives: Vec<(ObjectiveId, Arc<Objective>)>,
    /// Whether nothing contributes to them: others are there for the links that there are.
    pub lowest: Vec<bool>,
    /// Their words with those of what stands above.
    pub objective_words: Vec<Sparse>,
    /// The same words, each once, to be compared whole.
    pub objective_plain: Vec<Vec<String>>,
    /// Their themes.
    pub objective_themes: Vec<Sparse>,
    /// The programs, in the order of ids.
    pub programs: Vec<Read>,
    /// The parts of each umbrella.
    pub parts: FxHashMap<ProgramId, Vec<usize>>,
    /// The titles of the objectives as they may be quoted: empty where too short to tell.
    pub titles: Vec<String>,
    /// Which programs are near.
    pub postings: Postings,
    /// The actors, in the order of ids.
    pub actors: Vec<ActorId>,
    /// How telling each word is.
    pub telling: Vec<f32>,
}

/// A text before it is weighed.
#[derive(Default)]
struct Draft {
    words: Sparse,
    pieces: Sparse,
    themes: Vec<f32>,
    /// Of an objective, its words.
    plain: Vec<String>,
}

/// Adds texts up to a draft.
struct Drafting<'a> {
    words: Counts,
    pieces: Counts,
    themes: Vec<f32>,
    plain: Option<BTreeSet<String>>,
    reader: &'a mut theme::Reader,
}

impl<'a> Drafting<'a> {
    fn new(reader: &'a mut theme::Reader) -> Self {
        let themes = vec![0.0; theme::count()];
        let (words, pieces) = (Counts::default(), Counts::default());
        Self { words, pieces, themes, plain: None, reader }
    }

    fn add(&mut self, text: &str, weight: f32) {
        let end = text.char_indices().nth(LONGEST).map_or(text.len(), |(end, _)| end);
        let text = &text[..end];
        for word in text::words(text) {
            self.words.add(space::number(text::stem(&word.plain)), weight);
            let pieces = &mut self.pieces;
            text::pieces(&word.plain, |piece| pieces.add(space::number(piece), weight));
            if let Some(plain) = &mut self.plain {
                plain.insert(word.plain);
            }
        }
        self.reader.add(text, weight, &mut self.themes);
    }

    fn translations<'t>(&mut self, all: impl Iterator<Item = &'t Translation>) {
        for translation in all {
            self.add(translation.title.as_deref().unwrap_or_default(), 1.0);
            self.add(translation.description.as_deref().unwrap_or_default(), DESCRIPTION);
        }
    }

    fn finish(mut self) -> Draft {
        Draft {
            words: self.words.take(),
            pieces: self.pieces.take(),
            themes: self.themes,
            plain: self.plain.into_iter().flatten().collect(),
        }
    }
}

fn of_program(record: &Program, reader: &mut theme::Reader) -> Draft {
    let mut draft = Drafting::new(reader);
    draft.add(&record.title, 1.0);
    draft.add(record.description.as_deref().unwrap_or_default(), DESCRIPTION);
    draft.translations(record.translations.values());
    for sector in record.sectors.keys() {
        let code = sector.as_str();
        let named = codelists::sector(code).or_else(|| codelists::sector_category(code));
        if let Some(named) = named {
            draft.add(named.name, DESCRIPTION);
            draft.add(named.french, DESCRIPTION);
        }
    }
    record.claims.iter().for_each(|claim| draft.add(claim, DESCRIPTION));
    draft.finish()
}

fn of_objective(
    framework: &Framework,
    dag: &Dag,
    id: &ObjectiveId,
    record: &Objective,
    reader: &mut theme::Reader,
) -> Draft {
    let mut draft = Drafting::new(reader);
    draft.plain = Some(BTreeSet::new());
    draft.add(&record.title, 1.0);
    draft.add(record.description.as_deref().unwrap_or_default(), DESCRIPTION);
    draft.translations(record.translations.values());
    let mut weight = ABOVE;
    let mut at = dag.find(id).and_then(|place| dag.primary(place));
    let mut steps = 1.0;
    while let Some(place) = at.filter(|_| steps < 9.0) {
        let above = framework.objective(dag.id(place));
        draft.add(above.map_or("", |above| above.title.as_str()), weight);
        steps += 1.0;
        weight = ABOVE / steps;
        at = dag.primary(place);
    }
    draft.finish()
}

/// The objectives that may be suggested: living ones that reach the strategy; those that others
/// contribute to only where programs are linked to them already.
fn candidates(framework: &Framework, dag: &Dag) -> Vec<(ObjectiveId, Arc<Objective>)> {
    let mut linked: FxHashMap<&ObjectiveId, u32> = FxHashMap::default();
    for program in framework.programs().values() {
        program.links.keys().for_each(|id| *linked.entry(id).or_default() += 1);
    }
    let fits = |id: &ObjectiveId| {
        dag.find(id).is_some_and(|place| {
            let lowest = dag.children(place).is_empty();
            dag.reaches(place) && (lowest || linked.get(id).is_some_and(|n| *n >= HIGHER))
        })
    };
    framework
        .living()
        .filter(|(id, _)| fits(id))
        .map(|(id, record)| (id.clone(), Arc::clone(record)))
        .collect()
}

/// From so many links on, an objective above others is suggested too.
const HIGHER: u32 = 3;

impl Reading {
    /// Reads a framework.
    pub(super) fn new(framework: &Framework) -> Self {
        let dag = Dag::new(framework);
        let objectives = candidates(framework, &dag);
        let lowest = |id: &ObjectiveId| dag.find(id).is_some_and(|o| dag.children(o).is_empty());
        let lowest = objectives.iter().map(|(id, _)| lowest(id)).collect();
        let mut reader = theme::Reader::default();
        let mut theirs: Vec<Draft> = objectives
            .iter()
            .map(|(id, record)| of_objective(framework, &dag, id, record, &mut reader))
            .collect();
        let actors: Vec<ActorId> = framework.actors().keys().cloned().collect();
        let mandates: Vec<Vec<f32>> =
            framework.actors().values().map(|a| theme::mandate(a, &mut reader)).collect();
        let records: Vec<(&ProgramId, &Arc<Program>)> = framework.programs().iter().collect();
        let mut ours = in_parts(&records, |part| {
            let mut reader = theme::Reader::default();
            part.iter().map(|(_, record)| of_program(record, &mut reader)).collect()
        });
        let telling = weigh(&mut ours, &mut theirs, |draft| &mut draft.words);
        weigh(&mut ours, &mut theirs, |draft| &mut draft.pieces);
        let themes = Themes::new(&ours, &theirs);
        let objective_words: Vec<Sparse> =
            theirs.iter_mut().map(|d| std::mem::take(&mut d.words)).collect();
        let objective_plain = theirs.iter_mut().map(|d| std::mem::take(&mut d.plain)).collect();
        let objective_themes: Vec<Sparse> = theirs.iter().map(|d| themes.of_objective(d)).collect();
        let pieces: Vec<Sparse> =
            theirs.iter_mut().map(|d| std::mem::take(&mut d.pieces)).collect();
        let fitting = Fitting {
            words: Postings::new(&objective_words),
            pieces: Postings::new(&pieces),
            themes: Postings::new(&objective_themes),
            objectives: objectives.len(),
        };
        let drafts: Vec<_> = records.into_iter().zip(ours).collect();
        let programs: Vec<Read> = in_parts(&drafts, |part| {
            let read = |((id, record), draft): &((&ProgramId, &Arc<Program>), Draft)| {
                let of = actors_of(record, &actors);
                let charged = charged(&of, &mandates);
                let themes = themes.of_program(draft);
                Read {
                    fits: fitting.of(&draft.words, &draft.pieces, &themes, &charged),
                    near: near(record, &draft.words, &themes, &of),
                    id: (*id).clone(),
                    record: Arc::clone(record),
                    words: draft.words.clone(),
                    themes,
                    actors: of,
                }
            };
            part.iter().map(read).collect()
        });
        let mut parts: FxHashMap<ProgramId, Vec<usize>> = FxHashMap::default();
        for (place, read) in programs.iter().enumerate() {
            if let Some(umbrella) = &read.record.part_of {
                parts.entry(umbrella.clone()).or_default().push(place);
            }
        }
        let titles = objectives.iter().map(|(_, o)| super::reason::quotable(&o.title)).collect();
        let near: Vec<Sparse> = programs.iter().map(|read| read.near.clone()).collect();
        Self {
            objectives,
            lowest,
            objective_words,
            objective_plain,
            objective_themes,
            postings: Postings::new(&near),
            parts,
            titles,
            programs,
            actors,
            telling,
        }
    }

    /// The place of a program.
    pub(super) fn program(&self, id: &ProgramId) -> Option<usize> {
        self.programs.binary_search_by(|read| read.id.cmp(id)).ok()
    }

    /// The place of an objective, if it may be suggested.
    pub(super) fn objective(&self, id: &ObjectiveId) -> Option<usize> {
        self.objectives.binary_search_by(|(known, _)| known.cmp(id)).ok()
    }

    /// How much each program has in common with one; nothing with itself.
    pub(super) fn near(&self, program: usize) -> Vec<f32> {
        let mut sums = vec![0.0; self.programs.len()];
        self.postings.add(&self.programs[program].near, 1.0, &mut sums);
        sums[program] = 0.0;
        sums
    }

    /// What the text of a program is taken to say of each objective by itself, as shares of one
    /// half: a softmax of how it fits, standing out from how all programs fit the objective.
    pub(super) fn guesses(&self) -> Vec<Vec<(u32, u32)>> {
        let mut columns = vec![0.0_f32; self.objectives.len()];
        for fit in self.programs.iter().flat_map(|read| &read.fits) {
            columns[fit.objective as usize] += fit.words * fit.words;
        }
        let programs = self.programs.len().max(1) as f32;
        for column in &mut columns {
            *column = (*column / programs).sqrt().max(1e-9).powf(0.4);
        }
        let guess = |read: &Read| guess(&read.fits, &columns);
        self.programs.iter().map(guess).collect()
    }
}

/// One half, as labels count.
pub(super) const HALF: f32 = 32_768.0;

/// How many objectives a guess is spread over.
const GUESSED: usize = 12;

fn guess(fits: &[Fit], columns: &[f32]) -> Vec<(u32, u32)> {
    let stands_out = |fit: &Fit| fit.words / columns[fit.objective as usize] / 0.3 + fit.themes;
    let mut all: Vec<(u32, f32)> = fits.iter().map(|f| (f.objective, stands_out(f))).collect();
    let squares: f32 = all.iter().map(|(_, s)| s * s).sum();
    let spread = (squares / all.len().max(1) as f32).sqrt();
    if spread <= 0.0 {
        return Vec::new();
    }
    all.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let best = all[0].1;
    all.iter_mut().for_each(|(_, s)| *s = (4.0 * (*s - best) / spread).exp());
    let sum: f32 = all.iter().map(|(_, s)| s).sum();
    all.truncate(GUESSED);
    let share = |(objective, s): (u32, f32)| (objective, (s / sum * HALF).round() as u32);
    all.into_iter().map(share).filter(|(_, share)| *share > 0).collect()
}

/// Weighs one kind of terms of all texts; gives how telling each is.
fn weigh(
    ours: &mut [Draft],
    theirs: &mut [Draft],
    of: impl Fn(&mut Draft) -> &mut Sparse,
) -> Vec<f32> {
    let take = |drafts: &mut [Draft]| -> Vec<Sparse> {
        drafts.iter_mut().map(|draft| std::mem::take(of(draft))).collect()
    };
    let (mut a, mut b) = (take(ours), take(theirs));
    let telling = space::telling(&[&a, &b]);
    for vector in a.iter_mut().chain(&mut b) {
        space::weigh(vector, &telling);
    }
    ours.iter_mut().chain(theirs).zip(a.into_iter().chain(b)).for_each(|(d, v)| *of(d) = v);
    telling
}

/// How telling each theme is, of programs and of objectives.
struct Themes {
    programs: Vec<f32>,
    objectives: Vec<f32>,
}

impl Themes {
    fn new(ours: &[Draft], theirs: &[Draft]) -> Self {
        let found = |drafts: &[Draft], theme: usize| {
            drafts.iter().filter(|draft| draft.themes[theme] > 0.0).count() as f32
        };
        let (n, m) = (ours.len() as f32, theirs.len() as f32);
        let programs: Vec<f32> =
            (0..theme::count()).map(|t| ((1.0 + n) / (1.0 + found(ours, t))).ln() + 0.5).collect();
        let objectives = (0..theme::count())
            .map(|t| programs[t] * (((1.0 + m) / (0.5 + found(theirs, t))).ln() + 0.3))
            .collect();
        Self { programs, objectives }
    }

    fn vector(draft: &Draft, telling: &[f32]) -> Sparse {
        let weights = draft.themes.iter().zip(telling).map(|(w, t)| w.sqrt() * t);
        let mut vector: Sparse = (0..).zip(weights).filter(|(_, w)| *w > 0.0).collect();
        space::norm(&mut vector);
        vector
    }

    fn of_program(&self, draft: &Draft) -> Sparse {
        Self::vector(draft, &self.programs)
    }

    fn of_objective(&self, draft: &Draft) -> Sparse {
        Self::vector(draft, &self.objectives)
    }
}

/// Fits texts of programs to all objectives.
struct Fitting {
    words: Postings,
    pieces: Postings,
    themes: Postings,
    objectives: usize,
}

impl Fitting {
    fn of(&self, words: &Sparse, pieces: &Sparse, themes: &Sparse, charged: &Sparse) -> Vec<Fit> {
        let mut by = [(); 4].map(|()| vec![0.0_f32; self.objectives]);
        self.words.add(words, 1.0, &mut by[0]);
        self.pieces.add(pieces, 1.0, &mut by[1]);
        self.themes.add(themes, 1.0, &mut by[2]);
        self.themes.add(charged, 1.0, &mut by[3]);
        let fit = |objective: u32| {
            let [words, pieces, themes, mandate] =
                [0, 1, 2, 3].map(|part: usize| by[part][objective as usize]);
            Fit {
                objective,
                score: words * weight::WORDS
                    + pieces * weight::PIECES
                    + themes * weight::THEMES
                    + mandate * weight::MANDATE,
                words: words + pieces,
                themes: themes + 0.5 * mandate,
            }
        };
        let mut fits: Vec<Fit> = (0..self.objectives as u32).map(fit).collect();
        if fits.len() > FITTING {
            fits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.objective.cmp(&b.objective)));
            fits.truncate(FITTING);
            fits.sort_unstable_by_key(|fit| fit.objective);
        }
        fits
    }
}

/// A program's actors by their places, each once, the owner first.
fn actors_of(record: &Program, actors: &[ActorId]) -> Vec<u32> {
    let named = record.owner.iter().chain(record.funding.keys()).chain(&record.implementing);
    let mut places = Vec::new();
    for place in named.filter_map(|id| actors.binary_search(id).ok()) {
        let place = place as u32;
        if !places.contains(&place) {
            places.push(place);
        }
    }
    places
}

/// What a program's actors are charged with: the mean, of length one.
fn charged(actors: &[u32], mandates: &[Vec<f32>]) -> Sparse {
    let mut weights = vec![0.0_f32; theme::count()];
    for actor in actors {
        weights.iter_mut().zip(&mandates[*actor as usize]).for_each(|(sum, w)| *sum += w);
    }
    let mut vector: Sparse = (0..).zip(weights).filter(|(_, w)| *w > 0.0).collect();
    space::norm(&mut vector);
    vector
}

/// What makes a program near to others, so that the product of two such vectors adds up what
/// they have in common.
fn near(record: &Program, words: &Sparse, themes: &Sparse, actors: &[u32]) -> Sparse {
    let mut near = words.clone();
    space::prune(&mut near, NEAR);
    near.iter_mut().for_each(|(_, w)| *w *= likeness::WORDS.sqrt());
    let first_actor = space::BEYOND + theme::count() as u32;
    let scaled = themes.iter().map(|(t, w)| (space::BEYOND + t, w * likeness::THEMES.sqrt()));
    near.extend(scaled);
    let mut actors: Vec<u32> = actors.to_vec();
    actors.sort_unstable();
    let share = (likeness::ACTORS / actors.len().max(1) as f32).sqrt();
    near.extend(actors.iter().map(|actor| (first_actor + actor, share)));
    // Those that have no number of their own take one by their name.
    let mut named: Vec<(u32, f32)> = Vec::new();
    let beyond = first_actor + (1 << 16);
    let mut all = |kind: &str, names: &[String], weight: f32| {
        let share = (weight / names.len().max(1) as f32).sqrt();
        let number = |name: &String| beyond + space::number(&format!("{kind} {name}"));
        named.extend(names.iter().map(|name| (number(name), share)));
    };
    let sectors: Vec<String> = record.sectors.keys().map(ToString::to_string).collect();
    all("sector", &sectors, likeness::SECTORS);
    all("place", &record.locations, likeness::PLACES);
    let umbrella: Vec<String> = record.part_of.iter().map(ToString::to_string).collect();
    all("umbrella", &umbrella, likeness::UMBRELLA);
    named.sort_unstable_by_key(|(term, _)| *term);
    named.dedup_by_key(|(term, _)| *term);
    near.extend(named);
    near
}

/// Does something with all of a list, in as many threads as there are processors.
fn in_parts<T: Sync, R: Send>(all: &[T], work: impl Fn(&[T]) -> Vec<R> + Sync) -> Vec<R> {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let size = all.len().div_ceil(threads).max(64);
    std::thread::scope(|scope| {
        let parts: Vec<_> = all.chunks(size).map(|part| scope.spawn(|| work(part))).collect();
        let join = |part: std::thread::ScopedJoinHandle<'_, Vec<R>>| match part.join() {
            Ok(done) => done,
            Err(panic) => std::panic::resume_unwind(panic),
        };
        parts.into_iter().flat_map(join).collect()
    })
}
