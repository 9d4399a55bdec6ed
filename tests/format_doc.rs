//! `docs/FORMAT.md` says of every record and field what the doc comments of the model say. The
//! part between its two marks is made here and compared; `THROUGHLINE_WRITE=1` writes it anew.
//! Reads sources as text.
#![expect(clippy::print_stdout, reason = "says that the file was written")]

use std::collections::{BTreeMap, VecDeque};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use throughline::store;

const BEGIN: &str = "<!-- made from the doc comments of src/model by tests/format_doc.rs -->\n";
const END: &str = "<!-- end of what is made -->\n";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A field of a record.
#[derive(Debug, Clone)]
struct Field {
    name: String,
    required: bool,
    kind: String,
    says: String,
}

/// A record or a choice, and what it says of itself.
#[derive(Debug)]
struct Shape {
    says: String,
    fields: Vec<Field>,
    /// Name with what stands in brackets after it, meaning, whether it is the default.
    variants: Vec<(String, String, bool)>,
}

/// All records and choices of the model by name.
fn shapes() -> BTreeMap<String, Shape> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(root().join("src/model"))
        .expect("the model")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.sort();
    let mut shapes = BTreeMap::new();
    for file in files {
        let text = read(&file);
        let mut lines = text.lines().map(str::trim).peekable();
        let (mut doc, mut derives) = (Vec::new(), String::new());
        while let Some(line) = lines.next() {
            if let Some(said) = line.strip_prefix("///") {
                doc.push(said.trim().to_owned());
                continue;
            }
            if line.starts_with("#[derive") || !derives.is_empty() && !derives.ends_with(")]") {
                derives.push_str(line);
                continue;
            }
            let says = std::mem::take(&mut doc).join(" ");
            let serde = std::mem::take(&mut derives).contains("Deserialize");
            let named = |prefix: &str| {
                let rest = line.strip_prefix(prefix)?.strip_suffix(" {")?;
                rest.chars().all(char::is_alphanumeric).then(|| rest.to_owned())
            };
            if line == "record! {" {
                let (name, shape) = record(&mut lines);
                shapes.insert(name, shape);
            } else if let Some(name) = named("pub struct ").filter(|_| serde) {
                let fields = fields(&mut lines, true, "pub ");
                shapes.insert(name, Shape { says, fields, variants: Vec::new() });
            } else if let Some(name) = named("pub enum ").filter(|_| serde) {
                let variants = variants(&mut lines);
                shapes.insert(name, Shape { says, fields: Vec::new(), variants });
            }
        }
    }
    shapes
}

/// Reads a `record!` after its first line.
fn record<'a>(lines: &mut impl Iterator<Item = &'a str>) -> (String, Shape) {
    let (mut says, mut all) = (Vec::new(), Vec::new());
    let mut name = String::new();
    for line in lines.by_ref() {
        if let Some(said) = line.strip_prefix("///") {
            says.push(said.trim().to_owned());
        } else if line.contains(" / ") {
            line.split(" / ").next().unwrap_or_default().clone_into(&mut name);
            break;
        }
    }
    while let Some(line) = lines.next() {
        match line {
            "required {" => all.extend(fields(lines, true, "")),
            "optional {" => all.extend(fields(lines, false, "")),
            "}" => break,
            other => panic!("{name}: {other}"),
        }
    }
    (name, Shape { says: says.join(" "), fields: all, variants: Vec::new() })
}

/// Reads fields up to the closing brace: `Variant field: Type,` after `prefix`.
fn fields<'a>(
    lines: &mut impl Iterator<Item = &'a str>,
    required: bool,
    prefix: &str,
) -> Vec<Field> {
    let (mut doc, mut all) = (Vec::new(), Vec::new());
    for line in lines.by_ref() {
        if line == "}" {
            break;
        } else if let Some(said) = line.strip_prefix("///") {
            doc.push(said.trim().to_owned());
        } else if let Some((names, kind)) = line.trim_end_matches(',').split_once(": ") {
            let name = names.trim_start_matches(prefix).split(' ').next_back().unwrap_or_default();
            let says = std::mem::take(&mut doc).join(" ");
            all.push(Field { name: name.to_owned(), required, kind: kind.to_owned(), says });
        }
    }
    all
}

fn variants<'a>(lines: &mut impl Iterator<Item = &'a str>) -> Vec<(String, String, bool)> {
    let (mut doc, mut default, mut all) = (Vec::new(), false, Vec::new());
    for line in lines.by_ref() {
        if line == "}" {
            break;
        } else if let Some(said) = line.strip_prefix("///") {
            doc.push(said.trim().to_owned());
        } else if line == "#[default]" {
            default = true;
        } else if let Some(name) = line.strip_suffix(',') {
            all.push((name.to_owned(), std::mem::take(&mut doc).join(" "), default));
            default = false;
        }
    }
    all
}

/// The fields of the whole document, in the order of the file; what they mean is said at the
/// head's fields and at the tables.
fn document(shapes: &BTreeMap<String, Shape>) -> Vec<Field> {
    let text = read(&root().join("src/store/v1.rs"));
    let block = text.split("\ndocument! {\n").nth(1).expect("the document");
    let block = block.split("\n}").next().expect("its end");
    let framework = read(&root().join("src/model/framework.rs"));
    let parts = framework.split("pub struct Parts {").nth(1).expect("the tables");
    let mut said: BTreeMap<String, String> =
        fields(&mut parts.lines().map(str::trim), true, "pub ")
            .into_iter()
            .map(|field| (field.name, field.says))
            .collect();
    said.extend(shapes["Head"].fields.iter().map(|f| (f.name.clone(), f.says.clone())));
    let mut all = vec![Field {
        name: "format".to_owned(),
        required: true,
        kind: "Version".to_owned(),
        says: "The version of the format: major and minor.".to_owned(),
    }];
    for line in block.lines() {
        let line = line.trim().trim_end_matches(',');
        let required = !line.ends_with("\"is_default\"");
        let line = line.trim_end_matches(" = \"is_default\"");
        let (name, kind) = line.split_once(": ").expect("a field");
        let kind = kind.replace("Arc<", "<");
        let kind = kind.replace(", <", ", ").replace(">>", ">");
        let says = said.remove(name).unwrap_or_else(|| panic!("{name} is not explained"));
        all.push(Field { name: name.to_owned(), required, kind, says });
    }
    all
}

/// A type as people know it, with links to records and choices; these are added to `found`.
fn plain(kind: &str, shapes: &BTreeMap<String, Shape>, found: &mut VecDeque<String>) -> String {
    let inner = |prefix: &str| {
        let inside = kind.strip_prefix(prefix)?.strip_suffix('>')?;
        Some(inside.to_owned())
    };
    if let Some(kind) = inner("Option<") {
        return plain(&kind, shapes, found);
    }
    if let Some(kind) = inner("Vec<") {
        return format!("list of: {}", plain(&kind, shapes, found));
    }
    if let Some(both) = inner("Table<") {
        let (key, value) = both.split_once(", ").expect("a key and a value");
        let key = plain(key, shapes, found);
        return format!("map: {key} → {}", plain(value, shapes, found));
    }
    let kind = kind.rsplit("::").next().unwrap_or(kind);
    if shapes.contains_key(kind) {
        found.push_back(kind.to_owned());
        return format!("[{kind}](#{})", kind.to_lowercase());
    }
    match kind {
        "Version" => "two numbers".to_owned(),
        "String" => "text".to_owned(),
        "bool" => "`true` or `false`".to_owned(),
        "u32" => "whole number".to_owned(),
        "Amount" | "Rate" | "Percent" | "Scalar" | "Date" | "Currency" | "Country" | "Sector"
        | "OrganisationType" | "Marker" | "Significance" | "Language" | "Rank" => {
            let words = kind.chars().fold(String::new(), |mut words, c| {
                if c.is_uppercase() && !words.is_empty() {
                    words.push(' ');
                }
                words.extend(c.to_lowercase());
                words
            });
            format!("[{words}](#values)")
        }
        _ => match kind.strip_suffix("Id") {
            Some(of) => format!("{} id", of.to_lowercase()),
            None => panic!("nobody knows what a {kind} is"),
        },
    }
}

fn table(
    fields: &[Field],
    shapes: &BTreeMap<String, Shape>,
    found: &mut VecDeque<String>,
) -> String {
    let mut out = String::from("| field | required | type | meaning |\n|---|---|---|---|\n");
    for Field { name, required, kind, says } in fields {
        assert!(!says.is_empty(), "{name} says nothing of itself");
        let required = if *required { "yes" } else { "" };
        let kind = plain(kind, shapes, found);
        let says = says.replace('|', "\\|");
        writeln!(out, "| `{name}` | {required} | {kind} | {says} |").expect("a string");
    }
    out
}

/// All records and choices in the order in which the document leads to them.
fn made() -> String {
    let shapes = shapes();
    let mut found = VecDeque::new();
    let mut out = format!("{BEGIN}\n### Framework\n\nThe whole document.\n\n");
    out.push_str(&table(&document(&shapes), &shapes, &mut found));
    let mut told = Vec::new();
    while let Some(name) = found.pop_front() {
        if told.contains(&name) {
            continue;
        }
        let shape = &shapes[&name];
        write!(out, "\n### {name}\n\n{}\n\n", shape.says).expect("a string");
        if shape.variants.is_empty() {
            out.push_str(&table(&shape.fields, &shapes, &mut found));
        } else {
            out.push_str("| one of | meaning |\n|---|---|\n");
            for (variant, says, default) in &shape.variants {
                let shown = match variant.trim_end_matches(')').split_once('(') {
                    Some((name, kind)) => {
                        format!("`{name}(…)`, with {}", plain(kind, &shapes, &mut found))
                    }
                    None => format!("`{variant}`"),
                };
                let default = if *default { " If left out, this one." } else { "" };
                assert!(!says.is_empty(), "{variant} says nothing of itself");
                writeln!(out, "| {shown} | {says}{default} |").expect("a string");
            }
        }
        told.push(name);
    }
    told.push("Head".to_owned());
    // Of the journal, which is no document.
    told.extend(["Change", "Edit"].map(str::to_owned));
    let forgotten: Vec<_> = shapes.keys().filter(|name| !told.contains(name)).collect();
    assert!(forgotten.is_empty(), "no field leads to {forgotten:?}");
    out.push('\n');
    out.push_str(END);
    out
}

#[test]
fn the_format_is_described_as_the_model_says() {
    let path = root().join("docs/FORMAT.md");
    let text = read(&path);
    let (before, rest) = text.split_once(BEGIN).expect("where the records begin");
    let (_, after) = rest.split_once(END).expect("where they end");
    let wanted = format!("{before}{}{after}", made());
    if std::env::var_os("THROUGHLINE_WRITE").is_some() {
        store::save_bytes(&path, wanted.as_bytes()).expect("it is saved");
        println!("wrote {}", path.display());
        return;
    }
    for (line, (is, wanted)) in text.lines().zip(wanted.lines()).enumerate() {
        assert_eq!(
            is,
            wanted,
            "docs/FORMAT.md, line {}: run this test with THROUGHLINE_WRITE=1",
            line + 1
        );
    }
    assert_eq!(text.len(), wanted.len());
}

/// The reader of sources would find less, and say nothing, if their form changed.
#[test]
fn no_field_of_the_released_format_is_missing() {
    let made = made();
    let released = read(&root().join("tests/fixtures/format/1.0.ron"));
    let framework = store::read(released.as_bytes()).expect("a document").framework;
    let value = serde_json::from_str(&store::json(&framework)).expect("JSON");
    let mut names = Vec::new();
    collect(&value, &mut names);
    let known: Vec<_> =
        names.iter().filter(|name| made.contains(&format!("| `{name}` |"))).collect();
    assert!(known.len() > 60, "only {} of {} names are explained", known.len(), names.len());
    for field in document(&shapes()) {
        assert!(names.contains(&field.name), "the fixture lacks `{}`", field.name);
    }
}

/// The names of all fields, and the keys of all maps.
fn collect(value: &serde_json::Value, names: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(map) => {
            for (key, value) in map {
                names.push(key.clone());
                collect(value, names);
            }
        }
        serde_json::Value::Array(all) => all.iter().for_each(|value| collect(value, names)),
        _ => {}
    }
}
