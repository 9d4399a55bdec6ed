//! The house rules that a compiler does not keep: layers, file access, heads, lengths, names, and
//! documents that keep up with the code. Reads sources as text; uses nothing of the library.

use std::collections::BTreeSet;
use std::path::Path;

/// The layers from the lowest; a module uses only what stands before it.
const LAYERS: [&str; 16] = [
    "model",
    "graph",
    "analysis",
    "suggest",
    "edit",
    "merge",
    "layout",
    "scene",
    "store",
    "templates",
    "import",
    "measure",
    "export",
    "session",
    "cli",
    "ui",
];

/// The files of `src` that are no layer: they stand above all.
const ROOTS: [&str; 2] = ["lib", "main"];

/// Names that say nothing of what is in a module.
const EMPTY_NAMES: [&str; 7] =
    ["utils", "util", "common", "helpers", "helper", "manager", "managers"];

const MAX_LINES: usize = 700;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The text of a file of the package. A file that cannot be read fails the test.
fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every source file with its path below `src` and its text, ordered.
fn sources() -> Vec<(String, String)> {
    let src = root().join("src");
    let mut todo = vec![src.clone()];
    let mut found = Vec::new();
    while let Some(folder) = todo.pop() {
        let entries = std::fs::read_dir(&folder)
            .unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                todo.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let name = path.strip_prefix(&src).unwrap_or(&path).to_string_lossy();
                found.push((name.replace('\\', "/"), read(&path)));
            }
        }
    }
    found.sort();
    assert!(found.len() > LAYERS.len(), "only {} source files found", found.len());
    found
}

/// The module of the top level that a file belongs to.
fn module(file: &str) -> &str {
    file.split('/').next().unwrap_or(file).trim_end_matches(".rs")
}

fn place(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| *layer == module)
}

/// A text without the lines that are comments.
fn without_comments(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The text before its module of tests: tests may open files that they made themselves.
fn without_tests(text: &str) -> &str {
    &text[..text.find("\n#[cfg(test)]\nmod ").unwrap_or(text.len())]
}

/// The modules that a code names after `crate::`, groups in braces included.
fn named_modules(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for after in code.split("crate::").skip(1) {
        match after.strip_prefix('{') {
            Some(group) => found.extend(heads_of_group(group)),
            None => found.extend([identifier(after)]),
        }
    }
    found
}

/// The first name of each member of a group that has just been opened.
fn heads_of_group(group: &str) -> Vec<String> {
    let (mut depth, mut heads, mut fresh) = (0_i32, Vec::new(), true);
    for (at, sign) in group.char_indices() {
        match sign {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => fresh = true,
            _ if fresh && !sign.is_whitespace() => {
                heads.push(identifier(&group[at..]));
                fresh = false;
            }
            _ => {}
        }
    }
    heads
}

/// The identifier that a text begins with.
fn identifier(text: &str) -> String {
    text.chars().take_while(|sign| sign.is_alphanumeric() || *sign == '_').collect()
}

/// Whether a module may name another.
fn may_use(user: &str, used: &str) -> bool {
    let (Some(from), Some(to)) = (place(user), place(used)) else { return true };
    to <= from && !(user == "ui" && used == "cli")
}

/// Whether a line reaches for files.
fn opens_files(line: &str) -> bool {
    // A `SourceFile` is what an import reads, wherever it comes from.
    let line = line.replace("SourceFile::", "");
    ["std::fs", "File::", "std::{fs", " fs::", "(fs::"].iter().any(|way| line.contains(way))
}

#[test]
fn arrows_point_down() {
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        let used = named_modules(&without_comments(&text));
        let bad = used.iter().filter(|used| !may_use(module(&file), used));
        wrong.extend(bad.map(|used| format!("{file} uses crate::{used}")));
    }
    assert!(wrong.is_empty(), "arrows the wrong way:\n{}", wrong.join("\n"));
}

#[test]
fn every_module_has_a_layer() {
    for (file, _) in sources() {
        let module = module(&file);
        let known = place(module).is_some() || ROOTS.contains(&module);
        assert!(known, "{file}: give `{module}` its place in LAYERS and in ARCHITECTURE.md");
    }
}

#[test]
fn files_are_opened_in_store_and_cli_only() {
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        if ["store", "cli"].contains(&module(&file)) || file.ends_with("/tests.rs") {
            continue;
        }
        let code = without_comments(without_tests(&text));
        let lines = code.lines().filter(|line| opens_files(line));
        wrong.extend(lines.map(|line| format!("{file}: {}", line.trim())));
    }
    assert!(wrong.is_empty(), "files opened outside store and cli:\n{}", wrong.join("\n"));
}

#[test]
fn egui_stays_in_the_window() {
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        let code = without_comments(&text);
        if module(&file) != "ui" && ["egui", "eframe"].iter().any(|name| code.contains(name)) {
            wrong.push(file);
        }
    }
    assert!(wrong.is_empty(), "egui outside ui: {}", wrong.join(", "));
}

#[test]
fn every_file_says_what_it_is_and_is_short() {
    for (file, text) in sources() {
        assert!(text.starts_with("//!"), "{file} does not begin with //!");
        let lines = text.lines().count();
        assert!(lines <= MAX_LINES, "{file} has {lines} lines, more than {MAX_LINES}: divide it");
    }
}

#[test]
fn modules_are_named_for_what_they_are() {
    for (file, text) in sources() {
        let in_path = file.trim_end_matches(".rs").split('/').map(str::to_owned);
        let code = without_comments(&text);
        let in_code = code.split("mod ").skip(1).map(identifier);
        for name in in_path.chain(in_code) {
            assert!(!EMPTY_NAMES.contains(&&*name), "{file}: `{name}` says nothing");
        }
    }
}

#[test]
fn the_architecture_has_a_row_for_every_module() {
    let text = read(&root().join("ARCHITECTURE.md"));
    let modules: BTreeSet<String> =
        sources().iter().map(|(file, _)| module(file).to_owned()).collect();
    for module in modules.iter().filter(|module| !ROOTS.contains(&&***module)) {
        assert!(text.contains(&format!("| `{module}` |")), "ARCHITECTURE.md lacks `{module}`");
    }
}

#[test]
fn the_changelog_tells_what_is_new() {
    let text = read(&root().join("CHANGELOG.md"));
    let unreleased = text.split("## [Unreleased]").nth(1).unwrap_or_default();
    assert!(unreleased.contains("\n- "), "CHANGELOG.md has no line under [Unreleased]");
}

#[test]
fn every_finding_is_explained() {
    let explained = read(&root().join("docs/findings.md"));
    let source = read(&root().join("src/analysis/findings.rs"));
    let rules = source.split("fn rule(").nth(1).unwrap_or_default();
    let is_code = |word: &&str| {
        word.len() == 3
            && word.starts_with(|first: char| first.is_ascii_uppercase())
            && word[1..].bytes().all(|digit| digit.is_ascii_digit())
    };
    let codes: Vec<&str> = rules.split('"').filter(is_code).collect();
    assert!(codes.len() >= 28, "only {} codes found in `fn rule`", codes.len());
    for code in codes {
        assert!(explained.contains(&format!("| {code} |")), "docs/findings.md lacks {code}");
    }
}

#[test]
fn the_reader_of_arrows_sees_groups_and_paths() {
    let code =
        "use crate::{\n    ui::{App, Mode},\n    model::Id,\n};\nlet x = crate::store::read();";
    let found: Vec<String> = named_modules(code).into_iter().collect();
    assert_eq!(found, ["model", "store", "ui"]);
    assert!(may_use("session", "store") && may_use("ui", "ui") && may_use("main", "ui"));
    assert!(!may_use("model", "graph") && !may_use("ui", "cli") && !may_use("cli", "ui"));
    assert_eq!(without_comments("a\n  // use crate::ui;\nb"), "a\nb");
}
