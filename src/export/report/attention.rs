//! What needs attention: the findings by severity and code, each with what to do, the first few by
//! name.

use super::{Block, Source, count, short};
use crate::analysis::{Finding, Severity, finding_title, findings};
use crate::scene::words::sentence;

/// So many letters of a finding are printed.
const WORDS: usize = 180;

/// So many findings of a code are listed, by severity.
fn most(severity: Severity) -> usize {
    match severity {
        Severity::Error => 12,
        Severity::Warning => 4,
        Severity::Note => 0,
    }
}

pub(super) fn blocks(source: &Source) -> Vec<Block> {
    let all = findings(source.framework, source.analysis, source.about.date);
    let mut blocks = vec![Block::Heading(1, "What needs attention".to_owned())];
    if all.is_empty() {
        blocks.push(Block::Paragraph("Nothing".to_owned()));
    }
    for (severity, title) in
        [(Severity::Error, "Errors"), (Severity::Warning, "Warnings"), (Severity::Note, "Notes")]
    {
        let those: Vec<&Finding> = all.iter().filter(|f| f.severity == severity).collect();
        if those.is_empty() {
            continue;
        }
        blocks.push(Block::Heading(2, format!("{title} ({})", count(those.len()))));
        let mut lines = Vec::new();
        for alike in those.chunk_by(|a, b| a.code == b.code) {
            let (code, hint) = (alike[0].code, alike[0].hint);
            let told = format!("{} ({code}, {}): {hint}", finding_title(code), count(alike.len()));
            // Sums without a rate are amounts too.
            if most(severity) == 0 || source.about.discreet && code == "F02" {
                lines.push(told);
                continue;
            }
            blocks.push(Block::Paragraph(told));
            let shown =
                alike.iter().take(most(severity)).map(|f| short(&sentence(&f.message), WORDS));
            let mut shown: Vec<String> = shown.collect();
            if alike.len() > shown.len() {
                shown.push(format!("and {} more", count(alike.len() - shown.len())));
            }
            blocks.push(Block::List(shown));
        }
        if !lines.is_empty() {
            blocks.push(Block::List(lines));
        }
    }
    blocks
}
