//! `throughline analyze`: the figures.

use super::args::Analyze;
use super::{Failure, Streams, json, look_at};
use crate::analysis::{Analysis, Element, Requirement, Standing, analyze};
use crate::model::EvidenceBar;
use crate::scene::words::{count, coverage, exclusions, gap_in_data, money, number, percent, rule};

pub(super) fn run(args: &Analyze, streams: &mut Streams) -> Result<u8, Failure> {
    let opened = look_at(&args.file, streams)?;
    let analysis = analyze(&opened.framework, args.bar.map(EvidenceBar::from));
    if args.json {
        json(&analysis, streams)?;
    } else {
        report(&analysis, streams)?;
    }
    Ok(0)
}

fn report(analysis: &Analysis, streams: &mut Streams) -> Result<(), Failure> {
    let out = &mut streams.out;
    let deficit = &analysis.deficit;
    let currency = deficit.money.currency;
    writeln!(out, "{}", analysis.framework.title)?;
    let left_out = exclusions(analysis);
    let left_out = if left_out.is_empty() { left_out } else { format!("; {left_out}") };
    let programs = count(analysis.scope.programs, "program", "programs");
    writeln!(out, "{programs} in scope{left_out}")?;
    writeln!(out, "{}", coverage(analysis))?;
    writeln!(out, "{}\n", rule(analysis.bar))?;

    writeln!(out, "No link shown")?;
    let of = |n| format!("{} of {}", number(n), number(analysis.scope.programs));
    line(out, "programs", &percent(deficit.share), &of(deficit.programs))?;
    let of_money = format!(
        "{} of {}",
        money(currency, deficit.money.no_link_shown),
        money(currency, deficit.money.total)
    );
    line(out, "money", &percent(deficit.money.share), &of_money)?;
    writeln!(out, "  {}", gap_in_data(analysis))?;
    for bar in EvidenceBar::ALL {
        let at = deficit.at_bar.at(bar);
        line(out, &format!("at bar {}", bar.word()), &percent(at.share), &of(at.programs))?;
    }

    writeln!(out, "\nWhere programs stand")?;
    for standing in Standing::ALL {
        let n = analysis.standing.count(standing);
        if n > 0 {
            line(out, standing.words(), &number(n), "")?;
        }
    }
    writeln!(out, "\nCoherence")?;
    let coherence = &analysis.coherence;
    element(out, "agency", &coherence.agency)?;
    element(out, "whole of government", &coherence.whole_of_government)?;
    element(out, "harmonization", &coherence.harmonization)?;
    element(out, "alignment", &coherence.alignment)?;

    writeln!(out, "\nApproach")?;
    let approach = &analysis.approach;
    requirement(out, "shared vision", &approach.shared_vision)?;
    requirement(out, "integrated planning", &approach.integrated_planning)?;
    requirement(
        out,
        "results, timelines, responsibilities",
        &approach.results_timelines_responsibilities,
    )?;
    requirement(out, "monitoring and evaluation", &approach.monitoring_evaluation)?;
    requirement(out, "local leadership", &approach.local_leadership)?;

    let gaps = &analysis.gaps;
    writeln!(out, "\nGaps")?;
    let without = gaps.objectives_without_program.len();
    line(out, "objectives without a program", &without.to_string(), "")?;
    let off = gaps.objectives_off_strategy.len();
    line(out, "objectives off the strategy", &off.to_string(), "")?;
    let counted = analysis.overlaps.iter().filter(|o| !o.possible).count();
    line(out, "overlaps without coordination", &counted.to_string(), "")
}

fn line(out: &mut dyn std::io::Write, name: &str, figure: &str, rest: &str) -> Result<(), Failure> {
    let text = format!("  {name:<46}{figure:>7}  {rest}");
    writeln!(out, "{}", text.trim_end())?;
    Ok(())
}

fn element(out: &mut dyn std::io::Write, name: &str, element: &Element) -> Result<(), Failure> {
    if !element.examined {
        return line(out, name, "–", "not examined");
    }
    let mut rest = format!("{} of {}", number(element.holds), number(element.concerns));
    if element.not_judged > 0 {
        rest.push_str(", ");
        rest.push_str(&number(element.not_judged));
        rest.push_str(" not judged");
    }
    let reasons: usize = element.held_back.iter().map(|held| held.reasons.len()).sum();
    if reasons > 0 {
        let many = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        rest.push_str("; ");
        rest.push_str(&number(many(element.held_back.len())));
        rest.push_str(" held back for ");
        rest.push_str(&count(many(reasons), "reason", "reasons"));
    }
    if let Some(presumed) = element.presumed.filter(|n| *n > 0) {
        rest.push_str("; local backing only presumed for ");
        rest.push_str(&number(presumed));
    }
    line(out, name, &percent(element.degree), &rest)
}

fn requirement(
    out: &mut dyn std::io::Write,
    name: &str,
    what: &Requirement,
) -> Result<(), Failure> {
    let pending = what.pending.filter(|n| *n > 0);
    let pending = pending.map_or_else(String::new, |n| format!(", {} pending", number(n)));
    let rest = format!("{} of {}{pending}", number(what.holds), number(what.of));
    line(out, name, &percent(what.share), &rest)
}
