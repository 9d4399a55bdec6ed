//! Pasted text as rows of cells: quotes, line ends and odd spaces as spreadsheets and word
//! processors write them.

/// The most rows that are read at once.
pub(super) const MOST_ROWS: usize = 10_000;
/// The most characters of one cell.
const MOST_CHARS: usize = 2_000;
/// The most cells of one row.
const MOST_CELLS: usize = 200;
/// What is said of a row that was cut.
const CUT: &str = "a part was cut off: a cell has at most 2000 characters, a row 200 cells";
/// How far the end of a quoted cell is looked for, so that a lone quote stays cheap.
const MOST_QUOTED: usize = 8_000;
/// A tab stands for as many spaces, where both indent one text.
const TAB: usize = 4;

/// One row that is not blank.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub cells: Vec<String>,
    /// Whether it was too long and was cut.
    cut: bool,
}

/// All rows, and how many were too many.
#[derive(Debug)]
pub(super) struct Sheet {
    pub rows: Vec<Row>,
    pub more: usize,
}

impl Row {
    fn new(cells: Vec<String>) -> Self {
        let blank = |cell: &String| cell.trim().is_empty();
        let cut = cells.iter().skip(MOST_CELLS).any(|cell| !blank(cell));
        let mut row = Self { cells, cut };
        row.cells.truncate(MOST_CELLS);
        for cell in &mut row.cells {
            if let Some((at, _)) = cell.char_indices().nth(MOST_CHARS) {
                cell.truncate(at);
                row.cut = true;
            }
        }
        row
    }

    /// What is said of the row where it was cut.
    pub(super) fn cut(&self) -> Option<&'static str> {
        self.cut.then_some(CUT)
    }

    /// A cell on one line; empty where the row is shorter.
    pub(super) fn cell(&self, column: usize) -> String {
        self.cells.get(column).map(|cell| one_line(cell)).unwrap_or_default()
    }

    /// The first cell that is not blank, and its column.
    pub(super) fn first(&self) -> (usize, String) {
        let at = self.cells.iter().position(|cell| !cell.trim().is_empty()).unwrap_or(0);
        (at, self.cell(at))
    }

    /// All of the row as one text, as it stands after its indentation.
    pub(super) fn whole(&self) -> String {
        one_line(&self.cells.join(" "))
    }

    /// How far the row is indented, in spaces.
    pub(super) fn indent(&self) -> usize {
        let mut width = 0;
        for cell in &self.cells {
            width += cell.chars().take_while(|c| c.is_whitespace()).count();
            if !cell.trim().is_empty() {
                return width;
            }
            width = (width / TAB + 1) * TAB;
        }
        width
    }

    /// Whether two cells of the row hold something.
    pub(super) fn divided(&self) -> bool {
        self.cells.iter().filter(|cell| !cell.trim().is_empty()).count() > 1
    }
}

/// Splits pasted text into rows that are not blank.
pub(super) fn split(text: &str) -> Sheet {
    let text = clean(text);
    let mut sheet = Sheet { rows: Vec::new(), more: 0 };
    let mut cells = Vec::new();
    let mut rest = text.as_str();
    loop {
        let (cell, after) = cell(rest);
        cells.push(cell);
        if let Some(next) = after.strip_prefix('\t') {
            rest = next;
            continue;
        }
        let full = std::mem::take(&mut cells);
        if full.iter().any(|cell| !cell.trim().is_empty()) {
            sheet.rows.push(Row::new(full));
        }
        let Some(next) = after.strip_prefix('\n') else { return sheet };
        rest = next;
        if sheet.rows.len() == MOST_ROWS {
            sheet.more = rest.lines().filter(|line| !line.trim().is_empty()).count();
            return sheet;
        }
    }
}

/// The cell that a text begins with, and what is after it.
fn cell(text: &str) -> (String, &str) {
    quoted(text).unwrap_or_else(|| {
        let end = text.find(['\t', '\n']).unwrap_or(text.len());
        (text[..end].to_owned(), &text[end..])
    })
}

/// A cell in quotes; `None` where the quotes are the writer's own.
fn quoted(text: &str) -> Option<(String, &str)> {
    let body = text.strip_prefix('"')?;
    let bytes = body.as_bytes();
    let mut at = 0;
    while at < bytes.len().min(MOST_QUOTED) {
        match (bytes[at], bytes.get(at + 1)) {
            (b'"', Some(b'"')) => at += 2,
            (b'"', None | Some(b'\t' | b'\n')) => {
                return Some((body[..at].replace("\"\"", "\""), &body[at + 1..]));
            }
            (b'"', Some(_)) => return None,
            _ => at += 1,
        }
    }
    None
}

/// Makes line ends and spaces one kind, and takes out what cannot be seen.
fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let kept = text.chars().filter_map(|c| match c {
        '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\n' | '\t' => Some(c),
        // Word's own line break within a paragraph.
        '\u{b}' => Some(' '),
        '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' => None,
        c if c.is_control() => None,
        c if c.is_whitespace() => Some(' '),
        c => Some(c),
    });
    kept.collect()
}

/// A text on one line, with single spaces.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The parts of a cell that holds several, at any of the signs; blank ones are none.
pub(super) fn parts(cell: &str, signs: &[char]) -> Vec<String> {
    cell.split(|c| signs.contains(&c)).map(one_line).filter(|part| !part.is_empty()).collect()
}

/// A text without case, accents and spare spaces, for comparing.
pub(super) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' => out.push('a'),
            'ç' | 'č' | 'ć' => out.push('c'),
            'è' | 'é' | 'ê' | 'ë' | 'ē' => out.push('e'),
            'ì' | 'í' | 'î' | 'ï' | 'ī' => out.push('i'),
            'ñ' => out.push('n'),
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => out.push('o'),
            'ù' | 'ú' | 'û' | 'ü' | 'ū' => out.push('u'),
            'ý' | 'ÿ' => out.push('y'),
            'š' => out.push('s'),
            'ž' => out.push('z'),
            'œ' => out.push_str("oe"),
            'æ' => out.push_str("ae"),
            'ß' => out.push_str("ss"),
            '‘' | '’' | '`' => out.push('\''),
            '‐' | '‑' | '–' | '—' => out.push('-'),
            '\u{300}'..='\u{36f}' => {}
            c if c.is_whitespace() => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => out.push(c),
        }
    }
    out.truncate(out.trim_end().len());
    out
}
