//! What stands in the document: blocks as paragraphs, tables and drawings, on A4.

use crate::export::report::{Block, KeyFigure, Report, Table, from_right};
use crate::export::xml::escape;
use crate::layout::text::is_arabic;
use crate::scene::Scene;
use std::fmt::Write;
use unicode_bidi::BidiInfo;

/// The width between the margins, in twentieths of a point: 170 mm.
const WIDTH: u32 = 9638;

/// A millimetre in the units of drawings.
const MILLIMETRE: f32 = 36_000.0;

/// The XML of the body, as it grows.
#[derive(Default)]
pub(super) struct Body {
    out: String,
    pictures: usize,
    page: bool,
    /// Whether what stands last is a table.
    after_table: bool,
}

impl Body {
    fn add(&mut self, text: std::fmt::Arguments) {
        let written = self.out.write_fmt(text);
        written.unwrap_or_else(|error| unreachable!("a string takes all: {error}"));
    }

    /// The title and what is under it.
    pub(super) fn title(&mut self, report: &Report) {
        self.paragraph("Title", &report.title);
        self.paragraph("Subtitle", &report.subtitle);
    }

    pub(super) fn put(&mut self, block: &Block) {
        match block {
            Block::Heading(level, text) => {
                self.paragraph(&format!("Heading{}", level.clamp(&1, &3)), text);
            }
            Block::Paragraph(text) => self.paragraph("Normal", text),
            Block::Note(text) => self.paragraph("Note", text),
            Block::Figures(all) => self.figures(all),
            Block::Picture { scene, alt } => self.picture(scene, alt),
            Block::Table(table) => self.table(table),
            Block::List(lines) => lines.iter().for_each(|text| self.paragraph("ListBullet", text)),
            Block::PageBreak => self.page = true,
        }
    }

    /// The whole body: an A4 page with margins of 20 mm, its numbers below.
    pub(super) fn finish(mut self) -> String {
        self.gap();
        format!(
            "<w:body>{}<w:sectPr><w:footerReference w:type=\"default\" r:id=\"footer\"/>\
             <w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1000\" w:right=\"1134\" \
             w:bottom=\"1000\" w:left=\"1134\" w:header=\"500\" w:footer=\"500\" w:gutter=\"0\"/>\
             </w:sectPr></w:body>",
            self.out
        )
    }

    /// Two tables without a paragraph between them would be one, and the last of a document must
    /// have one after it.
    fn gap(&mut self) {
        if std::mem::take(&mut self.after_table) {
            self.paragraph("Gap", "");
        }
    }

    fn paragraph(&mut self, style: &str, text: &str) {
        self.after_table = false;
        let page = std::mem::take(&mut self.page);
        let page = if page { "<w:pageBreakBefore/>" } else { "" };
        let paragraph = styled(style, text, page, "");
        self.out.push_str(&paragraph);
    }

    fn figures(&mut self, all: &[KeyFigure]) {
        self.gap();
        let width = WIDTH / u32::try_from(all.len().max(1)).unwrap_or(1);
        let cells = all.iter().map(|KeyFigure { value, what, detail }| {
            format!(
                "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>{}{}{}</w:tc>",
                styled("Figure", value, "", ""),
                styled("Cell", what, "", ""),
                styled("Note", detail, "", "")
            )
        });
        let cells: String = cells.collect();
        let grid = format!("<w:gridCol w:w=\"{width}\"/>").repeat(all.len());
        self.add(format_args!(
            "<w:tbl><w:tblPr><w:tblW w:w=\"{WIDTH}\" w:type=\"dxa\"/>\
             <w:tblLayout w:type=\"fixed\"/><w:tblCaption w:val=\"Key figures\"/></w:tblPr>\
             <w:tblGrid>{grid}</w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>\
             </w:tbl>"
        ));
        self.after_table = true;
    }

    fn picture(&mut self, scene: &Scene, alt: &str) {
        self.pictures += 1;
        let at = self.pictures;
        // As wide as the text, and no higher than leaves room for what page one says besides.
        let (across, down) = scene.size;
        let width = 170.0_f32.min(150.0 * across / down.max(1.0));
        let height = width * down / across.max(1.0);
        let (w, h) = ((width * MILLIMETRE) as u32, (height * MILLIMETRE) as u32);
        let (alt, title) = (escape(alt), escape(&scene.title));
        self.add(format_args!(
            "<w:p><w:pPr><w:spacing w:before=\"80\" w:after=\"40\"/></w:pPr><w:r><w:drawing>\
             <wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\">\
             <wp:extent cx=\"{w}\" cy=\"{h}\"/>\
             <wp:docPr id=\"{at}\" name=\"Picture {at}\" descr=\"{alt}\" title=\"{title}\"/>\
             <wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect=\"1\"/>\
             </wp:cNvGraphicFramePr><a:graphic>\
             <a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\">\
             <pic:pic><pic:nvPicPr><pic:cNvPr id=\"{at}\" name=\"image{at}.png\" descr=\"{alt}\"/>\
             <pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed=\"picture{at}\"/>\
             <a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>\
             <a:off x=\"0\" y=\"0\"/><a:ext cx=\"{w}\" cy=\"{h}\"/></a:xfrm>\
             <a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>\
             </a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
        ));
    }

    fn table(&mut self, table: &Table) {
        self.gap();
        let all: u32 = table.columns.iter().map(|column| column.width).sum();
        let widths: Vec<u32> =
            table.columns.iter().map(|column| WIDTH * column.width / all.max(1)).collect();
        let columns = widths.iter().map(|width| format!("<w:gridCol w:w=\"{width}\"/>"));
        let grid = columns.collect::<Vec<_>>().concat();
        let line = |side: &str, size: u32, color: &str| {
            format!(
                "<w:{side} w:val=\"single\" w:sz=\"{size}\" w:space=\"0\" w:color=\"{color}\"/>"
            )
        };
        let caption = escape(&table.caption);
        self.add(format_args!(
            "<w:tbl><w:tblPr><w:tblW w:w=\"{WIDTH}\" w:type=\"dxa\"/><w:tblBorders>{}{}{}\
             </w:tblBorders><w:tblLayout w:type=\"fixed\"/><w:tblCellMar>\
             <w:top w:w=\"40\" w:type=\"dxa\"/><w:left w:w=\"60\" w:type=\"dxa\"/>\
             <w:bottom w:w=\"40\" w:type=\"dxa\"/><w:right w:w=\"60\" w:type=\"dxa\"/>\
             </w:tblCellMar><w:tblLook w:val=\"0020\" w:firstRow=\"1\"/>\
             <w:tblCaption w:val=\"{caption}\"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>",
            line("top", 8, "3B4A5A"),
            line("bottom", 4, "D3D7DC"),
            line("insideH", 4, "D3D7DC")
        ));
        let end = |numeric: bool| if numeric { "<w:jc w:val=\"right\"/>" } else { "" };
        self.out.push_str("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
        for (column, width) in table.columns.iter().zip(&widths) {
            let text = styled("CellHead", &column.title, "", end(column.numeric()));
            self.add(format_args!(
                "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>\
                 <w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"F4F5F7\"/>\
                 <w:vAlign w:val=\"bottom\"/></w:tcPr>{text}</w:tc>"
            ));
        }
        self.out.push_str("</w:tr>");
        for row in &table.rows {
            self.out.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
            for ((column, width), cell) in table.columns.iter().zip(&widths).zip(row) {
                let text = styled("Cell", &cell.text(), "", end(column.numeric()));
                self.add(format_args!(
                    "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>{text}</w:tc>"
                ));
            }
            self.out.push_str("</w:tr>");
        }
        self.out.push_str("</w:tbl>");
        self.after_table = true;
        if let Some(rest) = table.rest() {
            self.paragraph("Note", &rest);
        }
    }
}

/// A paragraph of a style, from the right where its text is.
fn styled(style: &str, text: &str, page: &str, align: &str) -> String {
    let bidi = if from_right(text) { "<w:bidi/>" } else { "" };
    let runs = runs(text);
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{page}{bidi}{align}</w:pPr>{runs}</w:p>")
}

/// A text as runs, each of one direction.
pub(super) fn runs(text: &str) -> String {
    let mut out = String::new();
    let mut run = |text: &str, right: bool| {
        let right = if right { "<w:rtl/>" } else { "" };
        let text = escape(text);
        let written = write!(
            out,
            "<w:r><w:rPr>{right}</w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>"
        );
        written.unwrap_or_else(|error| unreachable!("a string takes all: {error}"));
    };
    // A line is a paragraph of its own to the rules of directions; a cell is one line.
    let text = text.replace(['\n', '\r', '\t'], " ");
    if !is_arabic(&text) && !from_right(&text) {
        run(&text, false);
        return out;
    }
    let info = BidiInfo::new(&text, None);
    let right = |at: usize| info.levels.get(at).is_some_and(unicode_bidi::Level::is_rtl);
    let mut start = 0;
    for (at, _) in text.char_indices().skip(1) {
        if right(at) != right(start) {
            run(&text[start..at], right(start));
            start = at;
        }
    }
    run(&text[start..], right(start));
    out
}
