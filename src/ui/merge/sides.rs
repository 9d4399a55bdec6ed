//! What each copy changed, in sentences, what both were made from, and the figures.

use super::review::{Review, Told};
use super::{heading_ui, weak_ui};
use crate::analysis::Analysis;
use crate::scene::words;
use crate::ui::action::Action;
use crate::ui::context::UiCtx;
use crate::ui::style::color;
use crate::ui::text::readable;
use egui::{Grid, Label, RichText, ScrollArea, Ui};

/// Shows both sides.
pub(super) fn sides_ui(ui: &mut Ui, cx: &UiCtx, review: &Review, title: &str) {
    ScrollArea::vertical().id_salt("merge-sides").auto_shrink(false).show(ui, |ui| {
        ui.set_width(ui.available_width() - 12.0);
        let what = if review.part {
            format!("{title}, the part of a breakout group, changed")
        } else {
            format!("{title} changed")
        };
        heading_ui(ui, "Figures");
        figures_ui(ui, cx, cx.analysis, &review.after);
        ui.add_space(6.0);
        told_ui(ui, cx, &what, &review.theirs);
        told_ui(ui, cx, "This copy changed", &review.ours);
        heading_ui(ui, "What both were made from");
        weak_ui(ui, cx, &readable(&review.base));
        let button = ui.button("Another file…");
        if button.on_hover_text("Where this is not what the copies were made from").clicked() {
            cx.send(Action::ChooseBase);
        }
    });
}

fn told_ui(ui: &mut Ui, cx: &UiCtx, what: &str, told: &Told) {
    heading_ui(ui, &format!("{what} ({})", told.count));
    if told.lines.is_empty() {
        weak_ui(ui, cx, "Nothing");
    }
    for line in &told.lines {
        ui.horizontal_top(|ui| {
            ui.label(RichText::new("•").color(color(cx.theme.weak)));
            ui.add(Label::new(readable(line)).wrap());
        });
    }
    ui.add_space(6.0);
}

/// Programs, no link shown and money: in this copy, and when it is taken over.
fn figures_ui(ui: &mut Ui, cx: &UiCtx, before: &Analysis, after: &Analysis) {
    let money =
        |a: &Analysis| words::money(a.deficit.money.currency, a.deficit.money.no_link_shown);
    let share = |a: &Analysis| words::percent(a.deficit.money.share);
    let rows: [(&str, [String; 2]); 4] = [
        ("Programs", [before, after].map(|a| words::number(a.scope.programs))),
        (
            "No link shown",
            [before, after].map(|a| {
                let (n, share) = (words::number(a.deficit.programs), a.deficit.share);
                format!("{n} ({})", words::percent(share))
            }),
        ),
        ("Their money", [before, after].map(money)),
        ("of all money", [before, after].map(share)),
    ];
    let weak = |text: &str| RichText::new(text).color(color(cx.theme.weak));
    Grid::new("merge-figures").num_columns(3).spacing([16.0, 4.0]).show(ui, |ui| {
        for head in ["", "Now", "Merged"] {
            ui.label(weak(head));
        }
        ui.end_row();
        for (name, [before, after]) in rows {
            ui.label(name);
            ui.label(&before);
            let changed = before != after;
            let text = RichText::new(&after);
            ui.label(if changed { text.strong() } else { text });
            ui.end_row();
        }
    });
}
