//! What an outside agency takes away after measuring its portfolio: a page to read (HTML,
//! complete by itself) and a workbook with its programs, where links can be filled in.

use super::portfolio::{WorkbookError, measured_xlsx};
use super::xml::escape;
use crate::analysis::{Element, Exclusion, LinkShown, Relation};
use crate::measure::{Accepted, Measured, Own, Portfolio};
use crate::model::{Date, EvidenceBar, Framework};
use crate::scene::words;
use std::fmt::Write;

/// How the page looks: the window's colors; on paper too.
pub(super) const STYLE: &str = "\
body{font:16px/1.5 'Noto Sans',system-ui,sans-serif;color:#1a1a1a;max-width:62rem;margin:2rem auto;padding:0 1.5rem}\
h1{font-size:1.7rem;line-height:1.25;margin:0 0 .3rem}h2{font-size:1.25rem;margin:2.2rem 0 .6rem}\
.weak{color:#5f5f5f}.no{color:#a84a00;font-weight:600}.big{font-size:2.6rem;font-weight:600;line-height:1}\
.figures{display:flex;gap:2.5rem;flex-wrap:wrap;margin:1.4rem 0}.figures div{max-width:18rem}\
table{border-collapse:collapse;width:100%}th,td{text-align:start;vertical-align:top;padding:.45rem .6rem;border-bottom:1px solid #d3d7dc}\
th{font-weight:600;border-bottom:2px solid #3b4a5a}td.n,th.n{text-align:end;white-space:nowrap}\
.bar{height:14px;border:1px solid #3b4a5a;display:flex;min-width:8rem}.bar i{background:#3b4a5a}\
.bar b{flex:1;background:repeating-linear-gradient(45deg,#d55e00 0 2px,#fff2e9 2px 7px)}\
ul{margin:.2rem 0 0;padding-inline-start:1.2rem}tr{break-inside:avoid}\
@media print{body{margin:0;max-width:none}}";

/// The report as a page of HTML; `date` is the day that it says it was made.
#[must_use]
pub fn html(framework: &Framework, measured: &Measured, date: Date) -> String {
    let whose = whose(measured);
    let title = format!("{whose}: measured against {}", measured.framework.title.trim());
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\">\
         <title>{}</title><style>{STYLE}</style></head>\n<body>\n<h1 dir=\"auto\">{}</h1>\n",
        escape(&title),
        escape(&title)
    );
    let files = measured.files.join(", ");
    line(
        &mut out,
        "p class=\"weak\"",
        &format!("{}. From {files}. Nothing was written to the framework.", words::date(date)),
    );
    figures(&mut out, measured);
    coherence(&mut out, measured);
    objectives(&mut out, measured);
    programs(&mut out, framework, measured);
    out.push_str("</body>\n</html>\n");
    out
}

/// The portfolio as a workbook, with suggestions beside each program. What is filled in under
/// `links` counts when the workbook is measured again.
///
/// # Errors
/// When there are more programs than a sheet has rows.
pub fn xlsx(
    portfolio: &Portfolio,
    accepted: &Accepted,
    measured: &Measured,
    date: Date,
) -> Result<Vec<u8>, WorkbookError> {
    measured_xlsx(&portfolio.alone(accepted), measured, date)
}

/// Whose portfolio it is: its owners, the first few by name.
#[must_use]
pub fn whose(measured: &Measured) -> String {
    match measured.owners().as_slice() {
        [] => "The portfolio".to_owned(),
        [one] => (*one).to_owned(),
        [one, two] => format!("{one} and {two}"),
        [one, two, rest @ ..] => format!("{one}, {two} and {} more", rest.len()),
    }
}

fn line(out: &mut String, tag: &str, text: &str) {
    let end = tag.split(' ').next().unwrap_or(tag);
    add(out, format_args!("<{tag} dir=\"auto\">{}</{end}>\n", escape(text)));
}

fn add(out: &mut String, text: std::fmt::Arguments) {
    out.write_fmt(text).unwrap_or_else(|error| unreachable!("a string takes all: {error}"));
}

fn figures(out: &mut String, measured: &Measured) {
    let deficit = &measured.deficit;
    let money = &deficit.money;
    let of = format!(
        "of its programs show no link: {} of {}",
        words::number(deficit.programs),
        words::number(measured.programs)
    );
    let of_money = format!(
        "of its money: {} of {}",
        words::money(money.currency, money.no_link_shown),
        words::money(money.currency, money.total)
    );
    out.push_str("<div class=\"figures\">\n");
    for (share, text) in [(deficit.share, of), (money.share, of_money)] {
        let share = escape(&words::percent(share));
        let text = escape(&text);
        add(out, format_args!("<div><span class=\"big no\">{share}</span><br>{text}</div>\n"));
    }
    out.push_str("</div>\n");
    let mut said = vec![words::rule(measured.bar)];
    let gap = &deficit;
    if gap.unreviewed + gap.unresolved > 0 {
        said.push(format!(
            "of those that show no link, {} not looked at, {} naming an objective that the \
             framework lacks",
            words::number(gap.unreviewed),
            words::number(gap.unresolved)
        ));
    }
    said.push(format!(
        "money known for {} of {}",
        words::number(money.programs_with_money),
        words::count(measured.programs, "program", "programs")
    ));
    for (currency, sum) in &money.unconverted {
        said.push(format!("{currency} {sum} without a rate left out"));
    }
    let left = measured.excluded.total();
    if left > 0 {
        said.push(format!("{} left out of scope", words::count(left, "program", "programs")));
    }
    if measured.accepted() > 0 {
        said.push(format!(
            "{} counted that the agency accepts",
            words::count(
                u32::try_from(measured.accepted()).unwrap_or(u32::MAX),
                "suggestion is",
                "suggestions are"
            )
        ));
    }
    line(out, "p class=\"weak\"", &words::sentence(&said.join("; ")));
    out.push_str(
        "<h2>At three evidence bars</h2>\n<table><tr><th>Least evidence that counts</th>\
                  <th></th><th class=\"n\">No link shown</th><th class=\"n\">Share</th>\
                  <th class=\"n\">The framework without it</th></tr>\n",
    );
    for bar in EvidenceBar::ALL {
        let at = deficit.at_bar.at(bar);
        let linked = 100.0 * (1.0 - at.share.unwrap_or_default());
        add(
            out,
            format_args!(
                "<tr><td>{}</td><td><div class=\"bar\"><i style=\"width:{linked:.1}%\"></i><b></b></div></td>\
                 <td class=\"n\">{} of {}</td><td class=\"n\">{}</td><td class=\"n\">{}</td></tr>\n",
                bar.word(),
                words::number(at.programs),
                words::number(measured.programs),
                escape(&words::percent(at.share)),
                escape(&words::percent(measured.framework_at_bar.at(bar).share))
            ),
        );
    }
    out.push_str("</table>\n");
}

fn coherence(out: &mut String, measured: &Measured) {
    out.push_str(
        "<h2>Coherence, four elements</h2>\n<table><tr><th>Element</th>\
                  <th class=\"n\">Programs that hold</th><th class=\"n\">Degree</th>\
                  <th>What holds them back</th></tr>\n",
    );
    for relation in Relation::ALL {
        let element = measured.coherence.get(relation);
        add(
            out,
            format_args!(
                "<tr><td>{}</td><td class=\"n\">{} of {}</td><td class=\"n\">{}</td><td dir=\"auto\">{}</td></tr>\n",
                relation.words(),
                words::number(element.holds),
                words::number(element.concerns),
                escape(&words::percent(element.degree)),
                escape(&held_back(element))
            ),
        );
    }
    out.push_str("</table>\n");
    if !measured.overlaps.is_empty() {
        let counted = measured.overlaps.iter().filter(|o| !o.possible).count();
        let possible = measured.overlaps.len() - counted;
        let text = format!(
            "Overlaps without recorded coordination: {counted}; possible ones, where place or time \
             is unknown: {possible}"
        );
        line(out, "p class=\"weak\"", &text);
    }
}

/// The reasons of an element, those of most programs first.
fn held_back(element: &Element) -> String {
    if !element.examined {
        return "not examined yet".to_owned();
    }
    let mut reasons: std::collections::BTreeMap<&str, u32> = std::collections::BTreeMap::new();
    for reason in element.held_back.iter().flat_map(|held| &held.reasons) {
        *reasons.entry(reason).or_default() += 1;
    }
    let mut reasons: Vec<_> = reasons.into_iter().collect();
    reasons.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    let mut told: Vec<String> =
        reasons.iter().take(3).map(|(reason, n)| format!("{reason} ({n})")).collect();
    if reasons.len() > 3 {
        told.push(format!("{} more reasons", reasons.len() - 3));
    }
    if element.not_judged > 0 {
        told.push(format!("{} not judged, for they show no link", element.not_judged));
    }
    told.join("; ")
}

fn objectives(out: &mut String, measured: &Measured) {
    out.push_str("<h2>Objectives that it supports</h2>\n");
    if measured.objectives.is_empty() {
        line(out, "p", "None yet: no program shows a link");
        return;
    }
    out.push_str(
        "<table><tr><th>Objective, or anything below it</th><th class=\"n\">Its programs</th>\
                  <th class=\"n\">Money</th><th class=\"n\">Programs of all</th></tr>\n",
    );
    let currency = measured.deficit.money.currency;
    for row in &measured.objectives {
        add(
            out,
            format_args!(
                "<tr><td dir=\"auto\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td></tr>\n",
                escape(&row.title),
                words::number(row.own.programs),
                escape(&words::money(currency, row.own.money)),
                words::number(row.with_others)
            ),
        );
    }
    out.push_str("</table>\n");
}

fn programs(out: &mut String, framework: &Framework, measured: &Measured) {
    let shown = |own: &Own| own.excluded.is_none().then(|| own.standing.link_shown());
    for (title, group) in [
        ("Programs that show no link", Some(LinkShown::No)),
        ("Programs that show a link", Some(LinkShown::Yes)),
        ("Programs counted apart", Some(LinkShown::Apart)),
        ("Programs left out of scope", None),
    ] {
        let rows: Vec<&Own> = measured.portfolio.iter().filter(|own| shown(own) == group).collect();
        if rows.is_empty() {
            continue;
        }
        add(out, format_args!("<h2>{title} ({})</h2>\n<table>", rows.len()));
        out.push_str(
            "<tr><th>Program</th><th class=\"n\">Money</th><th>Where it stands</th></tr>\n",
        );
        for own in rows {
            program(out, framework, measured, own);
        }
        out.push_str("</table>\n");
    }
}

fn program(out: &mut String, framework: &Framework, measured: &Measured, own: &Own) {
    let why = match own.excluded {
        Some(Exclusion::OutOfScope) => "decided out of scope",
        Some(Exclusion::Cancelled) => "cancelled",
        Some(Exclusion::OutsidePeriod) => "outside the framework’s period",
        Some(Exclusion::Umbrella) => "an umbrella; its parts are counted",
        None => own.standing.words(),
    };
    let money = words::money(measured.deficit.money.currency, own.money);
    add(
        out,
        format_args!(
            "<tr><td dir=\"auto\">{}</td><td class=\"n\">{}</td><td>{}",
            escape(&own.title),
            escape(&money),
            escape(&words::sentence(why))
        ),
    );
    if !own.links.is_empty() {
        out.push_str("<ul>");
        for id in &own.links {
            let name = framework.objective_name(id);
            add(out, format_args!("<li dir=\"auto\">{}</li>", escape(&name)));
        }
        out.push_str("</ul>");
    }
    let open: Vec<_> = own.suggestions.iter().filter(|s| !s.accepted).collect();
    if !open.is_empty() {
        out.push_str("<br><span class=\"weak\">May support:</span><ul>");
        for suggested in open {
            add(
                out,
                format_args!(
                    "<li dir=\"auto\">{} <span class=\"weak\">({})</span></li>",
                    escape(&suggested.title),
                    escape(&suggested.reasons.join("; "))
                ),
            );
        }
        out.push_str("</ul>");
    }
    out.push_str("</td></tr>\n");
}
