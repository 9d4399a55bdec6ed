//! A report as a Word document: real headings, repeated table headings, pictures with their
//! alternative text, page numbers, right-to-left paragraphs. `body` writes what stands in it.
//!
//! Written as the parts of ECMA-376 by ourselves: docx-rs 0.4 can set neither title, language nor
//! alternative text, and knows neither repeated table headings nor right-to-left runs.

mod body;

use super::{Block, Report};
use crate::export::xml::escape;
use crate::export::{PictureError, png};
use body::Body;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// How many pixels wide a picture is: 300 a printed inch.
const PIXELS: u32 = 2000;

/// Why a document was not made.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// A picture was not drawn.
    #[error("{0}")]
    Picture(#[from] PictureError),
    /// The parts were not packed.
    #[error("the document could not be packed: {0}")]
    Pack(#[from] zip::result::ZipError),
    /// The parts were not written.
    #[error("the document could not be written: {0}")]
    Write(#[from] std::io::Error),
}

impl ReportError {
    /// What the user can do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        "export HTML instead, and report this"
    }
}

/// The document, its settings and its numbers, as they are related.
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The namespaces of the parts of a document.
const SPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
     xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
     xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
     xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
     xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"";

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// Writes a report as DOCX. The same report gives the same bytes.
///
/// # Errors
/// When a picture cannot be drawn.
pub fn docx(report: &Report) -> Result<Vec<u8>, ReportError> {
    let mut body = Body::default();
    body.title(report);
    let mut pictures = Vec::new();
    for block in &report.blocks {
        if let Block::Picture { scene, .. } = block {
            pictures.push(png(scene, PIXELS)?);
        }
        body.put(block);
    }
    let mut parts: Vec<(String, Vec<u8>)> = [
        ("[Content_Types].xml", types()),
        ("_rels/.rels", package()),
        ("docProps/core.xml", core(report)),
        ("docProps/app.xml", app()),
        ("word/document.xml", format!("{XML}<w:document {SPACES}>{}</w:document>", body.finish())),
        ("word/styles.xml", styles(report.language)),
        ("word/settings.xml", settings()),
        ("word/numbering.xml", numbering()),
        ("word/footer1.xml", footer(report)),
        ("word/_rels/document.xml.rels", relations(pictures.len())),
    ]
    .into_iter()
    .map(|(name, text)| (name.to_owned(), text.into_bytes()))
    .collect();
    for (at, picture) in (1..).zip(pictures) {
        parts.push((format!("word/media/image{at}.png"), picture));
    }
    // Without a time, the packed parts bear the first day that a zip knows.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(name, options)?;
        zip.write_all(&bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

fn types() -> String {
    let word = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    let part =
        |name: &str, kind: &str| format!("<Override PartName=\"/{name}\" ContentType=\"{kind}\"/>");
    let overrides = [
        part("word/document.xml", &format!("{word}.document.main+xml")),
        part("word/styles.xml", &format!("{word}.styles+xml")),
        part("word/settings.xml", &format!("{word}.settings+xml")),
        part("word/numbering.xml", &format!("{word}.numbering+xml")),
        part("word/footer1.xml", &format!("{word}.footer+xml")),
        part("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
        part(
            "docProps/app.xml",
            "application/vnd.openxmlformats-officedocument.extended-properties+xml",
        ),
    ]
    .concat();
    format!(
        "{XML}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" \
         ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
         <Default Extension=\"png\" ContentType=\"image/png\"/>{overrides}</Types>"
    )
}

/// A list of relationships: id, kind, target.
fn related(all: &[(String, String, String)]) -> String {
    let each = all.iter().map(|(id, kind, target)| {
        format!("<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{target}\"/>")
    });
    format!(
        "{XML}<Relationships \
         xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{}</Relationships>",
        each.collect::<String>()
    )
}

fn package() -> String {
    let core =
        "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
    related(&[
        ("rId1".into(), format!("{RELATIONS}/officeDocument"), "word/document.xml".into()),
        ("rId2".into(), core.into(), "docProps/core.xml".into()),
        ("rId3".into(), format!("{RELATIONS}/extended-properties"), "docProps/app.xml".into()),
    ])
}

fn relations(pictures: usize) -> String {
    let mut all: Vec<(String, String, String)> = ["styles", "settings", "numbering", "footer"]
        .into_iter()
        .map(|part| {
            let file = if part == "footer" { "footer1" } else { part };
            (part.to_owned(), format!("{RELATIONS}/{part}"), format!("{file}.xml"))
        })
        .collect();
    for at in 1..=pictures {
        let target = format!("media/image{at}.png");
        all.push((format!("picture{at}"), format!("{RELATIONS}/image"), target));
    }
    related(&all)
}

fn core(report: &Report) -> String {
    let day = report.date.strftime("%Y-%m-%dT00:00:00Z");
    let (title, subject) = (escape(&report.title), escape(&report.subtitle));
    format!(
        "{XML}<cp:coreProperties \
         xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{title}</dc:title>\
         <dc:subject>{subject}</dc:subject><dc:creator>Throughline</dc:creator>\
         <dc:language>{}</dc:language>\
         <dcterms:created xsi:type=\"dcterms:W3CDTF\">{day}</dcterms:created>\
         <dcterms:modified xsi:type=\"dcterms:W3CDTF\">{day}</dcterms:modified>\
         </cp:coreProperties>",
        report.language
    )
}

fn app() -> String {
    format!(
        "{XML}<Properties \
         xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\">\
         <Application>Throughline</Application></Properties>"
    )
}

fn settings() -> String {
    format!(
        "{XML}<w:settings {SPACES}><w:defaultTabStop w:val=\"720\"/><w:compat>\
         <w:compatSetting w:name=\"compatibilityMode\" \
         w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat></w:settings>"
    )
}

fn numbering() -> String {
    format!(
        "{XML}<w:numbering {SPACES}><w:abstractNum w:abstractNumId=\"0\">\
         <w:multiLevelType w:val=\"singleLevel\"/><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/>\
         <w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\"•\"/><w:lvlJc w:val=\"left\"/>\
         <w:pPr><w:ind w:left=\"340\" w:hanging=\"227\"/></w:pPr></w:lvl></w:abstractNum>\
         <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>"
    )
}

/// Title and day at the left, the page at the right.
fn footer(report: &Report) -> String {
    let title: String = report.title.chars().take(70).collect();
    let short = if title.len() < report.title.len() { format!("{title}…") } else { title };
    let runs = body::runs(&format!("{short} · {}", crate::scene::words::date(report.date)));
    let field = |name: &str| {
        format!(
            "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>\
             <w:r><w:instrText xml:space=\"preserve\"> {name} </w:instrText></w:r>\
             <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t></w:r>\
             <w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
        )
    };
    let of = "<w:r><w:t xml:space=\"preserve\"> of </w:t></w:r>";
    format!(
        "{XML}<w:ftr {SPACES}><w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr>{runs}\
         <w:r><w:tab/></w:r>{}{of}{}</w:p></w:ftr>",
        field("PAGE"),
        field("NUMPAGES")
    )
}

/// A style of paragraphs: id, name, what it does to the paragraph, what to its letters.
fn style(id: &str, name: &str, paragraph: &str, letters: &str) -> String {
    let own = if id == "Normal" { " w:default=\"1\"" } else { "" };
    let based = if id == "Normal" { "" } else { "<w:basedOn w:val=\"Normal\"/>" };
    let next = if id.starts_with("Heading") { "<w:next w:val=\"Normal\"/>" } else { "" };
    format!(
        "<w:style w:type=\"paragraph\"{own} w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>{based}\
         {next}<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{letters}</w:rPr></w:style>"
    )
}

/// Letters of a size in half points, of a color, bold or not.
fn letters(size: u32, color: &str, bold: bool) -> String {
    let bold = if bold { "<w:b/><w:bCs/>" } else { "" };
    format!("{bold}<w:color w:val=\"{color}\"/><w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/>")
}

/// The styles. Arial is on every machine that opens the document, and has Arabic letters.
fn styles(language: &str) -> String {
    let heading = |level: u32, before: u32, size: u32| {
        let outline = level - 1;
        style(
            &format!("Heading{level}"),
            &format!("heading {level}"),
            &format!(
                "<w:keepNext/><w:keepLines/><w:spacing w:before=\"{before}\" w:after=\"80\"/>\
                 <w:outlineLvl w:val=\"{outline}\"/>"
            ),
            &letters(size, if level == 1 { "0072B2" } else { "1A1A1A" }, true),
        )
    };
    let space = |before: u32, after: u32| {
        format!(
            "<w:spacing w:before=\"{before}\" w:after=\"{after}\" w:line=\"240\" w:lineRule=\"auto\"/>"
        )
    };
    let all = [
        style("Normal", "Normal", "<w:spacing w:after=\"80\"/>", ""),
        style("Title", "Title", &space(0, 40), &letters(40, "1A1A1A", true)),
        style("Subtitle", "Subtitle", &space(0, 120), &letters(20, "5F5F5F", false)),
        heading(1, 320, 30),
        heading(2, 200, 24),
        heading(3, 140, 20),
        style(
            "ListBullet",
            "List Bullet",
            &format!("<w:numPr><w:numId w:val=\"1\"/></w:numPr>{}", space(0, 40)),
            "",
        ),
        style("Note", "Note", &space(40, 120), &letters(16, "5F5F5F", false)),
        style("Cell", "Table text", &space(0, 0), &letters(16, "1A1A1A", false)),
        style(
            "CellHead",
            "Table heading",
            &format!("<w:keepNext/>{}", space(0, 0)),
            &letters(14, "1A1A1A", true),
        ),
        style("Gap", "Gap", "<w:spacing w:after=\"0\" w:line=\"120\" w:lineRule=\"exact\"/>", ""),
        style("Figure", "Key figure", &space(0, 20), &letters(40, "3B4A5A", true)),
        style(
            "Footer",
            "footer",
            "<w:tabs><w:tab w:val=\"right\" w:pos=\"9638\"/></w:tabs><w:spacing w:after=\"0\"/>",
            &letters(16, "5F5F5F", false),
        ),
    ]
    .concat();
    format!(
        "{XML}<w:styles {SPACES}><w:docDefaults><w:rPrDefault><w:rPr>\
         <w:rFonts w:ascii=\"Arial\" w:hAnsi=\"Arial\" w:eastAsia=\"Arial\" w:cs=\"Arial\"/>\
         <w:sz w:val=\"20\"/><w:szCs w:val=\"20\"/>\
         <w:lang w:val=\"{language}\" w:eastAsia=\"{language}\" w:bidi=\"ar\"/>\
         </w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>{all}</w:styles>"
    )
}
