//! The house rules that a compiler does not keep: layers, file access, heads, lengths.

use std::path::{Path, PathBuf};

/// The layers from the lowest; a module uses only what stands before it.
const LAYERS: [&str; 13] = [
    "model",
    "graph",
    "analysis",
    "edit",
    "layout",
    "scene",
    "store",
    "templates",
    "import",
    "export",
    "session",
    "cli",
    "ui",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every source file with its path below `src` and its text.
fn sources() -> Vec<(String, String)> {
    let mut todo = vec![root().join("src")];
    let mut found = Vec::new();
    while let Some(folder) = todo.pop() {
        let entries = std::fs::read_dir(&folder).into_iter().flatten().flatten();
        let paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
        for path in paths {
            if path.is_dir() {
                todo.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let name = path.strip_prefix(root().join("src")).unwrap_or(&path);
                let text = std::fs::read_to_string(&path).unwrap_or_default();
                found.push((name.to_string_lossy().replace('\\', "/"), text));
            }
        }
    }
    found.sort();
    found
}

fn layer(file: &str) -> Option<usize> {
    let module = file.split('/').next().unwrap_or(file).trim_end_matches(".rs");
    LAYERS.iter().position(|l| *l == module)
}

/// The lines of code: without comments and without the tests at the end.
fn code(text: &str) -> impl Iterator<Item = &str> {
    let end = text.find("#[cfg(test)]").unwrap_or(text.len());
    text[..end].lines().filter(|line| !line.trim_start().starts_with("//"))
}

#[test]
fn arrows_point_down() {
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        let Some(own) = layer(&file) else { continue };
        for line in code(&text) {
            for used in line.split("crate::").skip(1) {
                let name: String = used.chars().take_while(|c| c.is_alphanumeric()).collect();
                let Some(target) = LAYERS.iter().position(|l| *l == name) else { continue };
                let sibling = LAYERS[own] == "ui" && name == "cli";
                if target > own || sibling {
                    wrong.push(format!("{file}: {}", line.trim()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_are_opened_in_store_and_cli_only() {
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        let allowed = file.starts_with("store/") || file.starts_with("cli/");
        let opens = |line: &&str| line.contains("std::fs") || line.contains("File::");
        if !allowed {
            wrong.extend(code(&text).filter(opens).map(|l| format!("{file}: {}", l.trim())));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn egui_stays_in_the_window() {
    for (file, text) in sources().iter().filter(|(file, _)| !file.starts_with("ui/")) {
        let named = code(text).find(|line| line.contains("egui") || line.contains("eframe"));
        assert_eq!(named, None, "{file}");
    }
}

#[test]
fn every_file_says_what_it_is_and_is_short() {
    for (file, text) in sources() {
        assert!(text.starts_with("//!"), "{file} has no head");
        let lines = text.lines().count();
        assert!(lines <= 700, "{file} has {lines} lines");
        for name in ["utils", "common", "helpers", "manager"] {
            assert!(!file.contains(name), "{file} is named for nothing");
        }
    }
}

#[test]
fn the_documents_name_every_module_and_finding() {
    let read = |name: &str| std::fs::read_to_string(root().join(name)).unwrap_or_default();
    let architecture = read("ARCHITECTURE.md");
    for module in LAYERS {
        assert!(architecture.contains(&format!("`{module}`")), "ARCHITECTURE.md lacks {module}");
    }
    let (findings, source) = (read("docs/findings.md"), read("src/analysis/findings.rs"));
    let rules = &source[source.find("fn rule").unwrap_or_default()..];
    let codes = rules
        .split('"')
        .filter(|word| word.len() == 3 && word[1..].bytes().all(|b| b.is_ascii_digit()));
    let mut seen = 0;
    for code in codes {
        assert!(findings.contains(&format!("| {code} |")), "docs/findings.md lacks {code}");
        seen += 1;
    }
    assert!(seen >= 28, "only {seen} codes found");
}
