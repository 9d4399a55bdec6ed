//! What importing costs: 58 MB of IATI made by repeating real files, a workbook of 30,000 rows, a
//! second import. Real files are read where they are there; without them a fixture is repeated.

use divan::Bencher;
use std::io::Cursor;
use std::path::Path;
use std::sync::LazyLock;
use throughline::import::{self, Format, Options, Plan};
use throughline::model::{Country, Date};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

fn today() -> Date {
    jiff::civil::date(2026, 1, 1)
}

/// Activities of files, repeated, each time with other identifiers.
static ACTIVITIES: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/iati");
    let usaid = ["usaid-sl.xml", "usaid-bi.xml", "usaid-cf.xml", "usaid-gn.xml"];
    let mut files: Vec<&str> = usaid.repeat(5);
    files.extend(["iati-activities-am-armenia.xml", "CAF-ActivityFile-2025-10-10.xml"]);
    let mut all = String::from("<iati-activities version=\"2.03\">\n");
    for (n, file) in files.iter().enumerate() {
        if let Ok(text) = std::fs::read_to_string(folder.join(file)) {
            repeat(&text, n, &mut all);
        }
    }
    if all.len() < 1000 {
        let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/iati/new.xml");
        let text = std::fs::read_to_string(fixture).expect("the fixture");
        for n in 0..5000 {
            repeat(&text, n, &mut all);
        }
    }
    all.push_str("</iati-activities>\n");
    eprintln!("{} MB of IATI", all.len() / 1_000_000);
    all.into_bytes()
});

fn repeat(text: &str, n: usize, all: &mut String) {
    let Some(begin) = text.find("<iati-activity ").or_else(|| text.find("<iati-activity>")) else {
        return;
    };
    let end = text.rfind("</iati-activities>").unwrap_or(text.len());
    let other = format!("<iati-identifier>{n}-");
    all.push_str(&text[begin..end].replace("<iati-identifier>", &other));
}

/// A workbook of so many rows and twenty columns.
fn workbook(rows: u32) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let names = [
        "Project ID",
        "Project title",
        "Description",
        "Donor",
        "Implementing partner",
        "Sector",
        "Commitment (USD)",
        "Disbursement (USD)",
        "Start date",
        "End date",
        "Status",
        "Region",
        "District",
        "Ministry",
        "Year",
        "Notes",
        "Contact e-mail",
        "Priority",
        "Phase",
        "Remarks",
    ];
    for (column, name) in names.iter().enumerate() {
        sheet.write(0, column as u16, *name).expect("a heading");
    }
    for row in 1..=rows {
        for column in 0..names.len() as u16 {
            let n = row * 31 + u32::from(column);
            match column {
                0 => sheet.write(row, column, format!("P-{row:06}")),
                5 => sheet.write(row, column, ["15220", "12220", "11220"][n as usize % 3]),
                6 | 7 => sheet.write(row, column, f64::from(n % 900_000)),
                8 | 9 => sheet.write(row, column, format!("20{:02}-03-14", 10 + n % 15)),
                _ => sheet.write(row, column, format!("{} {}", names[column as usize], n % 4000)),
            }
            .expect("a cell");
        }
    }
    book.save_to_buffer().expect("a workbook")
}

static WORKBOOK: LazyLock<Vec<u8>> = LazyLock::new(|| workbook(30_000));

fn read(format: Format, name: &str, bytes: &[u8]) -> import::Batch {
    let options = Options { country: Country::new("SL").ok(), ..Options::default() };
    let mut input = Cursor::new(bytes);
    let mut file = import::SourceFile::new(name, &mut input, today());
    import::read(format, &mut file, &options, &import::Progress::default()).expect("a batch")
}

#[divan::bench(sample_count = 5)]
fn iati_58_mb(bencher: Bencher) {
    let bytes = &*ACTIVITIES;
    bencher.bench(|| read(Format::Iati, "all.xml", bytes));
}

#[divan::bench(sample_count = 5)]
fn iati_58_mb_planned_again(bencher: Bencher) {
    let batch = read(Format::Iati, "all.xml", &ACTIVITIES);
    let (framework, _) = import::framework_of(&batch).expect("a framework");
    bencher.bench(|| Plan::new(&framework, &batch, false));
}

#[divan::bench(sample_count = 5)]
fn workbook_30_000_rows(bencher: Bencher) {
    let bytes = &*WORKBOOK;
    bencher.bench(|| read(Format::Table, "all.xlsx", bytes));
}

#[divan::bench(sample_count = 5)]
fn workbook_300_000_cells_opened(bencher: Bencher) {
    let bytes = &*WORKBOOK;
    bencher.bench(|| {
        let mut input = Cursor::new(bytes);
        let mut file = import::SourceFile::new("all.xlsx", &mut input, today());
        import::table::open(&mut file, &import::Progress::default()).map(drop).expect("a workbook");
    });
}
