//! What a reader gathers while it reads: records, and what could not be used.

use super::organisation::{Organisation, Organisations};
use super::{Batch, Finding, Format, Named, Options, Reject, SourceFile, id, plan, text};
use crate::model::{
    Actor, ActorId, Country, Currency, Date, Head, Program, ProgramId, Source, Table,
};
use std::sync::Arc;

/// A batch while it is read.
pub(super) struct Gather {
    format: Format,
    file: String,
    on: Date,
    /// Whether the file is only a part of what its programs' sources say.
    pub part: bool,
    /// The framework's country; a reader may set it where the framework has none.
    pub home: Option<Country>,
    /// The framework's currency, if there is a framework yet.
    pub currency: Option<Currency>,
    organisations: Organisations,
    actors: Table<ActorId, Arc<Actor>>,
    programs: Table<ProgramId, Arc<Program>>,
    elsewhere: Table<ProgramId, Arc<Program>>,
    /// Objectives that the source names.
    pub named: Vec<Named>,
    /// The head of the table that rejected rows are saved as.
    pub columns: Vec<String>,
    rejects: Vec<Reject>,
    findings: Vec<Finding>,
}

impl Gather {
    pub(super) fn new(format: Format, file: &SourceFile, options: &Options) -> Self {
        Self {
            format,
            file: plan::file_name(file.name),
            on: file.on,
            part: false,
            home: options.country,
            currency: options.currency,
            organisations: Organisations::default(),
            actors: Table::default(),
            programs: Table::default(),
            elsewhere: Table::default(),
            named: Vec::new(),
            columns: Vec::new(),
            rejects: Vec::new(),
            findings: Vec::new(),
        }
    }

    /// Notes something that the user should know of.
    pub(super) fn find(
        &mut self,
        code: &'static str,
        place: impl Into<String>,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        let (place, message, hint) = (place.into(), message.into(), hint.into());
        self.findings.push(Finding { code, place, message, hint });
    }

    /// Notes a row that cannot be used, with its cells, as finding I04.
    pub(super) fn reject(
        &mut self,
        place: impl Into<String>,
        cells: Vec<String>,
        why: impl Into<String>,
        hint: impl Into<String>,
    ) {
        let (place, why) = (place.into(), why.into());
        self.find("I04", place.clone(), why.clone(), hint);
        self.rejects.push(Reject { place, cells, why });
    }

    /// The actor that an organisation is; none where the source says nothing of it.
    pub(super) fn organisation(&mut self, of: &Organisation) -> Option<ActorId> {
        self.organisations.actor(of)
    }

    /// The id of a program: a hash of format, publisher and identifier.
    pub(super) fn id(&self, publisher: &str, key: &str) -> ProgramId {
        ProgramId::from_bits(id::bits(self.format.name(), publisher, key))
    }

    /// Whether a program of that id was taken already, here or elsewhere.
    pub(super) fn has(&self, id: &ProgramId) -> bool {
        self.programs.contains_key(id) || self.elsewhere.contains_key(id)
    }

    /// Takes a program, whose source is `row` of this file. One without a share in the
    /// framework's country is kept apart.
    pub(super) fn program(&mut self, id: ProgramId, mut program: Program, row: &str, here: bool) {
        let mut source = Source::new(self.file.clone());
        source.format = Some(self.format.name().to_owned());
        source.row = Some(text::one_line(row));
        source.on = Some(self.on);
        program.source = Some(source);
        let table = if here { &mut self.programs } else { &mut self.elsewhere };
        table.insert(id, Arc::new(program));
    }

    /// Takes a program whose record is whole: one that Throughline itself wrote.
    pub(super) fn whole_program(&mut self, id: ProgramId, program: Program) {
        self.programs.insert(id, Arc::new(program));
    }

    /// Takes an actor whose record is whole, its side known.
    pub(super) fn whole_actor(&mut self, id: ActorId, actor: Actor) {
        self.actors.insert(id, Arc::new(actor));
    }

    /// Takes an actor of which the source knows the id and the name, and not the side: it is
    /// proposed.
    pub(super) fn named_actor(&mut self, id: &ActorId, name: &str) {
        if !self.actors.contains_key(id) {
            self.organisations.known(id, name);
        }
    }

    /// All programs that were taken, to be amended once all are known (umbrellas).
    pub(super) fn programs_mut(&mut self) -> impl Iterator<Item = (&ProgramId, &mut Program)> {
        self.programs.iter_mut().map(|(id, program)| (id, Arc::make_mut(program)))
    }

    /// Makes the batch.
    pub(super) fn finish(mut self, head: Option<Head>) -> Batch {
        let mut actors = std::mem::take(&mut self.actors);
        let mut proposals = Table::default();
        for (id, actor, proposal) in std::mem::take(&mut self.organisations).into_actors(self.home)
        {
            actors.insert(id.clone(), Arc::new(actor));
            proposals.insert(id, proposal);
        }
        Batch {
            format: self.format,
            file: self.file,
            on: self.on,
            part: self.part,
            head,
            actors,
            objectives: Table::default(),
            programs: self.programs,
            elsewhere: self.elsewhere,
            proposals,
            named: self.named,
            columns: self.columns,
            rejects: self.rejects,
            findings: self.findings,
        }
    }
}

/// The first names of a list, and how many more there are.
pub(super) fn list(names: &[String]) -> String {
    const SHOWN: usize = 8;
    let shown: Vec<_> = names.iter().take(SHOWN).map(|name| text::short(name, 160)).collect();
    let more = names.len().saturating_sub(SHOWN);
    if more == 0 { shown.join("; ") } else { format!("{}; and {more} more", shown.join("; ")) }
}
