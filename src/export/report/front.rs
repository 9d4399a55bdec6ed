//! Page one, for those who have a minute: what it is of, four figures, the picture, and what was
//! decided.

use super::entries::{Entries, lately};
use super::record::title_of;
use super::{Block, KeyFigure, Source, count, first};
use crate::analysis::Relation;
use crate::model::Effect;
use crate::scene::{Page, ThemeName, overview, words};

/// So many records of a kind are named on page one.
const NAMED: usize = 2;

pub(super) fn blocks(source: &Source) -> Vec<Block> {
    let (when, entries) = lately(source.framework, source.about.date);
    let mut blocks = vec![
        Block::Note(scope(source)),
        Block::Figures(vec![
            programs(source),
            money(source),
            alignment(source),
            KeyFigure {
                value: count(entries.len()),
                what: format!("records made {when}"),
                detail: counts(&entries).join(", "),
            },
        ]),
    ];
    let scene = {
        let page = Page { width: 1720.0, height: 1180.0, ..Page::screen(source.about.date) };
        let page = if source.about.discreet { page.discreet() } else { page };
        overview(source.framework, source.analysis, page, ThemeName::Print.theme())
    };
    let alt = format!("The whole framework in one picture. {}", in_words(source));
    blocks.push(Block::Picture { scene, alt });
    blocks.push(Block::Heading(2, format!("Decided {when}")));
    blocks.extend(decided(source, &entries));
    blocks.push(Block::PageBreak);
    blocks
}

/// What the figures are of.
fn scope(source: &Source) -> String {
    let head = source.framework.head();
    let country = head.country.and_then(|c| crate::model::codelists::country(c.as_str()));
    let mut said: Vec<String> = country.map(|c| c.name.to_owned()).into_iter().collect();
    match (head.period.from, head.period.to) {
        (Some(from), Some(to)) => {
            said.push(format!("{} to {}", words::date(from), words::date(to)));
        }
        (Some(from), None) => said.push(format!("from {}", words::date(from))),
        (None, Some(to)) => said.push(format!("until {}", words::date(to))),
        (None, None) => {}
    }
    said.push(source.basis());
    said.push(words::sentence(&words::rule(source.analysis.bar)));
    said.join(". ")
}

fn programs(source: &Source) -> KeyFigure {
    let deficit = &source.analysis.deficit;
    let (all, of) = (deficit.programs, source.analysis.scope.programs);
    KeyFigure {
        value: words::percent(deficit.share),
        what: format!("of programs show no link: {} of {}", words::number(all), words::number(of)),
        detail: words::sentence(&words::gap_in_data(source.analysis)),
    }
}

fn money(source: &Source) -> KeyFigure {
    let money = &source.analysis.deficit.money;
    let sums = [money.no_link_shown, money.total].map(|sum| words::money(money.currency, sum));
    let what = "of the money shows no link";
    KeyFigure {
        value: words::percent(money.share),
        what: if source.about.discreet {
            what.to_owned()
        } else {
            format!("{what}: {} of {}", sums[0], sums[1])
        },
        detail: format!(
            "Money known for {} of {} programs",
            words::number(money.programs_with_money),
            words::number(source.analysis.scope.programs)
        ),
    }
}

fn alignment(source: &Source) -> KeyFigure {
    let element = source.analysis.coherence.get(Relation::Alignment);
    let what = "of international programs support what local actors own";
    if !element.examined {
        let detail = "No local actor of the core group has taken a position yet".to_owned();
        let what = "local ownership is not examined".to_owned();
        return KeyFigure { value: words::percent(None), what, detail };
    }
    let presumed = element.presumed.unwrap_or_default();
    KeyFigure {
        value: words::percent(element.degree),
        what: format!(
            "{what}: {} of {}",
            words::number(element.holds),
            words::number(element.concerns)
        ),
        detail: if presumed > 0 {
            format!("For {} more, local backing is only presumed", words::number(presumed))
        } else {
            String::new()
        },
    }
}

/// How many records of each kind: links, decisions, positions.
fn counts(entries: &Entries) -> [String; 3] {
    [
        (entries.links.len(), "link", "links"),
        (entries.decisions.len(), "decision", "decisions"),
        (entries.positions.len(), "position", "positions"),
    ]
    .map(|(n, one, many)| words::count(super::to_u32(n), one, many))
}

/// The picture in a sentence.
fn in_words(source: &Source) -> String {
    let objectives = super::to_u32(source.framework.living().count());
    let orphans = source.analysis.deficit.programs;
    format!(
        "It shows {} and, below them, {} with no link shown",
        words::count(objectives, "objective", "objectives"),
        words::count(orphans, "program", "programs")
    )
}

/// What was decided, a line a kind, the first few by name.
fn decided(source: &Source, entries: &Entries) -> Vec<Block> {
    let framework = source.framework;
    let links = first(&entries.links, NAMED, |(program, objective, link)| {
        let verb = match link.effect {
            Effect::Supports => "supports",
            Effect::Undermines => "undermines",
        };
        let to = super::objective_code(framework, objective);
        format!("“{}” {verb} {to}", title_of(framework, program))
    });
    let decisions = first(&entries.decisions, NAMED, |(program, decision)| {
        format!("“{}”: {}", title_of(framework, program), decision.kind.words())
    });
    let positions = first(&entries.positions, NAMED, |(objective, actor, position)| {
        let (who, words) = (framework.actor_short(actor), position.stance.words());
        format!("{who} {words} ({})", super::objective_code(framework, objective))
    });
    let said = counts(entries).into_iter().zip([links, decisions, positions]);
    let said = said.filter(|(_, those)| !those.is_empty());
    let lines: Vec<String> = said.map(|(count, those)| format!("{count}: {those}")).collect();
    if lines.is_empty() {
        return vec![Block::Paragraph("Nothing was recorded".to_owned())];
    }
    vec![Block::List(lines)]
}
