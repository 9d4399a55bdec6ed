//! The arguments of the command line, and the help that goes with them.

use crate::export::{View, Wish};
use crate::model::{Date, EvidenceBar};
use crate::scene::{Paper, ThemeName};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Shared strategic frameworks: which programs show no link to the strategy, and how much money
/// they are.
///
/// Without a command, opens the editor with FILE, or with the fictional sample.
#[derive(Debug, Parser)]
#[command(
    name = "throughline",
    version,
    subcommand_precedence_over_arg = true,
    after_help = "Examples:\n  throughline samara.ron\n  throughline import MLI.json --into mali.ron\n  throughline analyze mali.ron\n  throughline export mali.ron -o mali.png\n\nExit codes: 0 done, 1 findings (check), differences (diff) or conflicts (merge), 2 failure."
)]
pub struct Arguments {
    /// What to do; without it, the editor opens.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// The framework to open in the editor.
    pub file: Option<PathBuf>,
}

/// What the command line can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// List findings: what a group would want to look at.
    Check(Check),
    /// Print scope, deficit, coherence and approach.
    Analyze(Analyze),
    /// Make a framework from a template.
    New(New),
    /// Take programs (from UN INFO a framework too, from outlines objectives) from files that others
    /// made.
    Import(Import),
    /// Suggest objectives for programs that show no link, each with reasons.
    Suggest(Suggest),
    /// Measure an outside agency's own portfolio against a framework, without writing to it.
    Measure(Measure),
    /// Write a document, a picture or a table for others.
    Export(Export),
    /// Write what changed since a day, or since an earlier copy of the document.
    Minutes(Minutes),
    /// Carry out edits from a script, one undo step each.
    Apply(Apply),
    /// List what changed between two copies.
    Diff(Diff),
    /// Merge two copies that were edited apart.
    Merge(Merge),
    /// Make the part of a framework that a breakout group works on.
    Part(Part),
}

/// The least severity that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Least {
    /// All findings.
    Note,
    /// Warnings and errors.
    Warning,
    /// Errors only.
    Error,
}

/// The evidence bar, as an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Bar {
    /// Any link counts.
    Asserted,
    /// Links with a document, or confirmed.
    Documented,
    /// Links that a local actor confirms.
    Confirmed,
}

impl From<Bar> for EvidenceBar {
    fn from(bar: Bar) -> Self {
        match bar {
            Bar::Asserted => Self::Asserted,
            Bar::Documented => Self::Documented,
            Bar::Confirmed => Self::Confirmed,
        }
    }
}

/// The theme, as an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Theme {
    /// White panels on light grey.
    Light,
    /// Light text on dark ground.
    Dark,
    /// White; hue is told by pattern.
    Print,
}

impl From<Theme> for ThemeName {
    fn from(theme: Theme) -> Self {
        match theme {
            Theme::Light => Self::Light,
            Theme::Dark => Self::Dark,
            Theme::Print => Self::Print,
        }
    }
}

/// The page, as an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PageSize {
    /// A slide.
    #[value(name = "16:9")]
    Screen,
    /// A sheet.
    A4,
    /// Two sheets.
    A3,
    /// A poster.
    A0,
}

impl From<PageSize> for Paper {
    fn from(page: PageSize) -> Self {
        match page {
            PageSize::Screen => Self::Screen,
            PageSize::A4 => Self::A4,
            PageSize::A3 => Self::A3,
            PageSize::A0 => Self::A0,
        }
    }
}

/// How pictures and reports look.
#[derive(Debug, Args)]
pub struct Look {
    /// Which picture: overview, deficit, matrix, matrix:dimension, matrix:place, trend or
    /// objective:ID.
    #[arg(long, default_value = "overview", value_parser = View::from_word)]
    pub view: View,
    /// Which colors.
    #[arg(long, value_enum, default_value = "light")]
    pub theme: Theme,
    /// How large the page is.
    #[arg(long, value_enum, default_value = "16:9")]
    pub page: PageSize,
    /// Let the page stand; it lies otherwise, and 16:9 always does.
    #[arg(long)]
    pub portrait: bool,
    /// How many pixels wide a PNG is.
    #[arg(long, value_name = "PX", default_value_t = 3840)]
    pub width: u32,
    /// The least evidence that counts; the framework's own by default.
    #[arg(long, value_enum)]
    pub bar: Option<Bar>,
    /// Name no international actor, in titles neither, and say no amount, identifier, source or
    /// note.
    #[arg(long)]
    pub discreet: bool,
}

impl Look {
    /// What is wanted, of a day.
    #[must_use]
    pub fn wish(&self, date: Date) -> Wish {
        Wish {
            view: self.view.clone(),
            theme: self.theme.into(),
            paper: self.page.into(),
            standing: self.portrait,
            width: self.width,
            date,
            bar: self.bar.map(Into::into),
            discreet: self.discreet,
        }
    }
}

/// `throughline check`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  throughline check samara.ron\n  throughline check samara.ron --severity note --json\n\nExit codes: 0 no such finding, 1 some, 2 failure."
)]
pub struct Check {
    /// The framework.
    pub file: PathBuf,
    /// Print JSON with stable keys.
    #[arg(long)]
    pub json: bool,
    /// The least severity that is printed, and makes the exit code 1.
    #[arg(long, value_enum, default_value = "warning")]
    pub severity: Least,
    /// The day on which reviews are overdue or not; today by default.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<Date>,
}

/// `throughline analyze`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  throughline analyze samara.ron\n  throughline analyze samara.ron --bar documented --json"
)]
pub struct Analyze {
    /// The framework.
    pub file: PathBuf,
    /// Print JSON with stable keys.
    #[arg(long)]
    pub json: bool,
    /// The least evidence that counts; the framework's own by default.
    #[arg(long, value_enum)]
    pub bar: Option<Bar>,
}

/// `throughline new`.
#[derive(Debug, Args)]
#[command(after_help = new_help())]
pub struct New {
    /// The template.
    #[arg(long, default_value = "blank")]
    pub template: String,
    /// The file to make.
    #[arg(short, long)]
    pub output: PathBuf,
    /// How many objectives the generated country has.
    #[arg(long)]
    pub objectives: Option<usize>,
    /// How many programs it has.
    #[arg(long)]
    pub programs: Option<usize>,
    /// The seed: the same seed gives the same country.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Replace a file that is there.
    #[arg(long)]
    pub force: bool,
}

/// `throughline import`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  throughline import MLI.json --into mali.ron\n  throughline import usaid.xml aims.xlsx --into mali.ron --dry-run\n  throughline import aims.csv --into mali.ron --write-mapping aims-columns.ron\n  throughline import aims.csv --into mali.ron --mapping aims-columns.ron --keep title\n\nA source that cannot be read stops no other; the exit code is then 2. Importing next month's\nfile again changes what it says otherwise and touches no link, decision or position."
)]
pub struct Import {
    /// The files to read: UN INFO (JSON), IATI (XML), outlines (OPML), tables (CSV, TSV, XLSX, ODS).
    #[arg(required = true)]
    pub sources: Vec<PathBuf>,
    /// The framework to add to; made if missing, replaced unless OUT is given.
    #[arg(long, value_name = "FILE")]
    pub into: PathBuf,
    /// Where to write the result instead.
    #[arg(short, long, value_name = "OUT")]
    pub output: Option<PathBuf>,
    /// The format of the sources: uninfo, opml, iati, table; found by content by default.
    #[arg(long)]
    pub format: Option<String>,
    /// How the columns of tables are read; found by their names and content by default.
    #[arg(long, value_name = "M.ron")]
    pub mapping: Option<PathBuf>,
    /// Write down how the columns of a table are read, to change it and give it to --mapping.
    #[arg(long, value_name = "M.ron")]
    pub write_mapping: Option<PathBuf>,
    /// The country of which only the share is taken; the framework's by default.
    #[arg(long, value_name = "CC")]
    pub country: Option<String>,
    /// Take the programs without a share in that country too.
    #[arg(long)]
    pub elsewhere: bool,
    /// Leave a field of programs that are there as it is, whatever the source says; may be
    /// repeated.
    #[arg(long, value_name = "FIELD")]
    pub keep: Vec<String>,
    /// Set the side of a new actor: ACTOR=internal, external or mixed; may be repeated.
    #[arg(long, value_name = "ACTOR=SIDE")]
    pub side: Vec<String>,
    /// Save the rows that could not be used as a workbook, to mend and import them.
    #[arg(long, value_name = "OUT.xlsx")]
    pub rejected: Option<PathBuf>,
    /// The day on which the sources are read; today by default.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<Date>,
    /// Say what would change, and write nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Print JSON with stable keys.
    #[arg(long)]
    pub json: bool,
}

/// `throughline suggest`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  throughline suggest samara.ron\n  throughline suggest samara.ron --program prg-1 --top 5\n  throughline suggest samara.ron --json\n\nIt learns from the links that the framework has, offline. It suggests; it never links."
)]
pub struct Suggest {
    /// The framework.
    pub file: PathBuf,
    /// The id of the one program to suggest for, linked or not; by default all that show no link,
    /// the largest money first.
    #[arg(long, value_name = "ID")]
    pub program: Option<String>,
    /// How many objectives are suggested for a program.
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub top: usize,
    /// Print JSON with stable keys.
    #[arg(long)]
    pub json: bool,
}

/// `throughline measure`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  throughline measure samara.ron ours.xml\n  throughline measure samara.ron ours.xlsx -o report.html\n  throughline measure samara.ron ours.xml -o ours-with-suggestions.xlsx\n\nA program counts by the links that its own source asserts: IATI tags, or a column that names\nan objective's code or title. To assert more, write the report as .xlsx, copy what fits from\nits column \"suggestions\" into \"links\", and measure that workbook. The framework is only read."
)]
pub struct Measure {
    /// The framework.
    pub file: PathBuf,
    /// The portfolio's files: IATI (XML), tables (CSV, TSV, XLSX, ODS), UN INFO (JSON).
    #[arg(required = true)]
    pub portfolio: Vec<PathBuf>,
    /// Where to write the report; its ending says how: a page (html) or a workbook (xlsx).
    #[arg(short, long, value_name = "REPORT")]
    pub output: Option<PathBuf>,
    /// The least evidence that counts; the framework's own by default.
    #[arg(long, value_enum)]
    pub bar: Option<Bar>,
    /// How the columns of tables are read; found by their names and content by default.
    #[arg(long, value_name = "M.ron")]
    pub mapping: Option<PathBuf>,
    /// Set the side of a new actor: ACTOR=internal, external or mixed; may be repeated.
    #[arg(long, value_name = "ACTOR=SIDE")]
    pub side: Vec<String>,
    /// The day of the report; today by default.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<Date>,
    /// Print JSON with stable keys.
    #[arg(long)]
    pub json: bool,
}

/// `throughline export`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  throughline export samara.ron -o samara.png\n  throughline export samara.ron -o deficit.svg --view deficit --theme print\n  throughline export samara.ron -o poster.pdf --page a0 --discreet\n  throughline export samara.ron -o samara.docx\n  throughline export samara.ron -o samara.xlsx\n  throughline export samara.ron -o links.xml\n  throughline export samara.ron --pack workshop\n\nThe report as .docx, .html or .md has the same figures in each; the workbook has all rows. The\nportfolio as .csv, or the workbook's sheet of programs, can be edited and imported again; .xml\nhas the links as IATI tag elements, for the agencies' own IATI files."
)]
pub struct Export {
    /// The framework.
    pub file: PathBuf,
    /// Where to write; its ending says what: a picture (png, svg, pdf), a report (docx, html, md), a
    /// workbook (xlsx), the portfolio (csv), its links as IATI tags (xml), the objectives as a graph
    /// for yEd or Graphviz (graphml, dot), or the whole document (ron, json).
    #[arg(short, long, required_unless_present = "pack")]
    pub output: Option<PathBuf>,
    /// Write the workshop pack instead: pictures and reports of all there is, into a folder.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["output", "view"])]
    pub pack: Option<PathBuf>,
    /// How it looks.
    #[command(flatten)]
    pub look: Look,
    /// The date that it bears; today by default.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<Date>,
}

/// `throughline minutes`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  throughline minutes samara.ron --since 2026-05-03 -o minutes.docx\n  throughline minutes samara.ron --against samara-may.ron -o minutes.html\n\nSince a day, it tells what bears that day or a later one: links, decisions, positions and\nmilestones. Against an earlier copy it tells all that differs, what was taken back too."
)]
#[command(group = clap::ArgGroup::new("from").required(true).args(["since", "against"]))]
pub struct Minutes {
    /// The framework.
    pub file: PathBuf,
    /// The first day of what is told.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub since: Option<Date>,
    /// An earlier copy of the same document.
    #[arg(long, value_name = "EARLIER")]
    pub against: Option<PathBuf>,
    /// Where to write; its ending says how: a Word document (docx), a page (html) or text (md).
    #[arg(short, long)]
    pub output: PathBuf,
    /// The date that the minutes bear; today by default.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<Date>,
}

/// `throughline apply`.
#[derive(Debug, Args)]
#[command(
    after_help = "A script is a RON list, for example:\n  [\n    Objective(\"so1\", Set(Title(\"Inclusive politics\"))),\n    Program(\"prg-1\", Link(\"so1\", (effect: Supports, evidence: Asserted, by: \"undp\"))),\n  ]\n\nNothing is written where a command is refused.\n\nExample:\n  throughline apply samara.ron edits.ron -o edited.ron"
)]
pub struct Apply {
    /// The framework; replaced unless OUT is given.
    pub file: PathBuf,
    /// The script.
    pub commands: PathBuf,
    /// Where to write the result instead.
    #[arg(short, long, value_name = "OUT")]
    pub output: Option<PathBuf>,
}

/// `throughline diff`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  throughline diff samara.ron samara-moi.ron\n  throughline diff samara.ron samara-moi.ron --json\n\nFirst what changed in sentences, then every value.\n\nExit codes: 0 no difference, 1 some, 2 failure."
)]
pub struct Diff {
    /// The copy before.
    pub before: PathBuf,
    /// The copy after.
    pub after: PathBuf,
    /// Print JSON with stable keys.
    #[arg(long)]
    pub json: bool,
}

/// How conflicts are settled, as an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Settle {
    /// Keep what OURS says.
    Ours,
    /// Take what THEIRS says.
    Theirs,
    /// Take what was said on the later day, where both days are recorded.
    Later,
    /// Take what the local (internal) actor says, where only one of the two is local.
    Local,
}

/// `throughline merge`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  throughline merge samara.ron samara-moi.ron samara-undp.ron -o merged.ron\n  throughline merge samara.ron ours.ron theirs.ron -o merged.ron --settle later\n  throughline merge samara.ron samara.ron breakout.ron -o merged.ron\n\nBASE is what both were made from. OUT is written with conflicts too: it then holds what OURS\nsays there, and the conflicts are listed. A part (see throughline part) is merged over the\nwhole that it was made from; what it left out stays.\n\nExit codes: 0 merged, 1 with conflicts, 2 failure."
)]
pub struct Merge {
    /// What both copies were made from.
    pub base: PathBuf,
    /// One copy; it is kept where the two cannot both stand.
    pub ours: PathBuf,
    /// The other copy.
    pub theirs: PathBuf,
    /// Where to write the result.
    #[arg(short, long, value_name = "OUT")]
    pub output: PathBuf,
    /// Print JSON with stable keys.
    #[arg(long)]
    pub json: bool,
    /// Settle conflicts by a rule; those of which it says nothing stay.
    #[arg(long, value_enum)]
    pub settle: Option<Settle>,
}

/// `throughline part`.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  throughline part samara.ron --objective so1 --orphans -o breakout-1.ron\n\nThe part has the objectives, what contributes to them, and the programs linked to these. Keep\nFILE as it is: merged over it, the part changes nothing that it left out.\n  throughline merge samara.ron samara.ron breakout-1.ron -o merged.ron"
)]
pub struct Part {
    /// The framework.
    pub file: PathBuf,
    /// The id of an objective that the group works on; may be repeated.
    #[arg(long, value_name = "ID", required = true)]
    pub objective: Vec<String>,
    /// Take the programs that show no link too.
    #[arg(long)]
    pub orphans: bool,
    /// Where to write the part.
    #[arg(short, long, value_name = "OUT")]
    pub output: PathBuf,
}

/// What `new --help` says of the templates; made from their list, so that none is left out.
fn new_help() -> String {
    let mut text = String::from("Templates:\n");
    for template in &crate::templates::ALL {
        text.push_str("  ");
        text.push_str(template.id);
        text.push_str(": ");
        text.push_str(template.title);
        text.push('\n');
    }
    text.push_str(
        "With --objectives or --programs, the sample is a generated fictional country of that \
         size.\n\nExamples:\n  throughline new --template new-deal -o ours.ron\n  throughline new \
         --template sample --objectives 60 --programs 336 --seed 7 -o practice.ron",
    );
    text
}
