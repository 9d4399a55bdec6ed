//! Texts in several languages: `<title xml:lang>` repeated (1.x), or `<narrative xml:lang>` in one
//! element (2.x), and which of them a framework takes.

use crate::import::ImportError;
use crate::import::text::{plain, plain_line, says};
use crate::import::xml::Xml;
use crate::model::{Language, Table, Translation};

/// What an element says, once a language.
#[derive(Debug, Default)]
pub(super) struct Texts {
    all: Vec<(Option<Language>, String)>,
}

/// What becomes of a second text in a language that has one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Second {
    /// The first stands.
    Lost,
    /// It is another paragraph.
    Added,
}

impl Texts {
    /// Reads the open element. Answers whether a text was lost to a first one.
    pub(super) fn read(
        &mut self,
        xml: &mut Xml,
        around: Option<Language>,
        second: Second,
    ) -> Result<bool, ImportError> {
        let language = language_of(xml).or(around);
        let mut lost = false;
        let mut direct: Option<String> = None;
        xml.begin_text();
        while xml.child()? {
            // Text before a child is the element's own, and so is all that is no narrative.
            let before = xml.end_text();
            if !before.trim_ascii().is_empty() {
                direct.get_or_insert_default().push_str(before);
            }
            let narrative = xml.name() == "narrative";
            let its = language_of(xml).or(language);
            let text = xml.text()?;
            if narrative {
                lost |= self.add(its, text, second);
            } else {
                direct.get_or_insert_default().push_str(text);
            }
            xml.begin_text();
        }
        let after = xml.end_text();
        match direct {
            None => lost |= self.add(language, after, second),
            Some(mut direct) => {
                direct.push_str(after);
                lost |= self.add(language, &direct, second);
            }
        }
        Ok(lost)
    }

    fn add(&mut self, language: Option<Language>, text: &str, second: Second) -> bool {
        let text = if second == Second::Lost { plain_line(text) } else { plain(text) };
        if !says(&text) {
            return false;
        }
        match self.all.iter_mut().find(|(its, _)| *its == language) {
            None => self.all.push((language, text)),
            Some((_, first)) if *first == text => {}
            Some((_, first)) if second == Second::Added => {
                first.push_str("\n\n");
                first.push_str(&text);
            }
            Some(_) => return true,
        }
        false
    }

    /// The first of all.
    pub(super) fn first(&self) -> Option<&str> {
        self.all.first().map(|(_, text)| text.as_str())
    }

    /// All of them.
    pub(super) fn into_all(self) -> impl Iterator<Item = String> {
        self.all.into_iter().map(|(_, text)| text)
    }

    /// Takes out the text that is best in a language: in this very one, else in it as it is
    /// spoken elsewhere, else the first.
    pub(super) fn take_best(
        &mut self,
        wanted: Option<Language>,
    ) -> Option<(Option<Language>, String)> {
        if self.all.is_empty() {
            return None;
        }
        let same = |alike: fn(&str) -> &str| {
            let wanted = wanted?;
            let wanted = alike(wanted.as_str());
            self.all
                .iter()
                .position(|(its, _)| its.is_some_and(|its| alike(its.as_str()) == wanted))
        };
        let at = same(|code| code).or_else(|| same(primary)).unwrap_or(0);
        Some(self.all.remove(at))
    }
}

/// A language without its region.
fn primary(code: &str) -> &str {
    code.split('-').next().unwrap_or(code)
}

/// Title and description in the wanted language, and both in all others.
pub(super) fn choose(
    mut titles: Texts,
    mut descriptions: Texts,
    wanted: Option<Language>,
) -> (Option<String>, Option<String>, Table<Language, Translation>) {
    let title = titles.take_best(wanted);
    // Beside a French title the French description, where the wanted language is not there.
    let beside = title.as_ref().and_then(|(language, _)| *language).or(wanted);
    let description = descriptions.take_best(beside);
    let mut others: Table<Language, Translation> = Table::default();
    let chosen = title.as_ref().and_then(|(language, _)| *language);
    for (language, text) in titles.all {
        if let Some(language) = language {
            others.entry(language).or_insert_with(Translation::new).title = Some(text);
        }
    }
    let mut own = description.map(|(_, text)| text);
    for (language, text) in descriptions.all {
        match language {
            Some(language) if Some(language) != chosen => {
                others.entry(language).or_insert_with(Translation::new).description = Some(text);
            }
            // In a language that is not said, or in that of the title: it has no other place.
            _ => match &mut own {
                Some(own) => {
                    own.push_str("\n\n");
                    own.push_str(&text);
                }
                None => own = Some(text),
            },
        }
    }
    (title.map(|(_, text)| text), own, others)
}

/// The language that the open element says it is in. What is no language code is none.
pub(super) fn language_of(xml: &mut Xml) -> Option<Language> {
    let code = xml.attribute("xml:lang")?;
    let mut parts = code.split(['-', '_']);
    let language = parts.next()?.to_ascii_lowercase();
    match parts.next() {
        None => Language::new(&language).ok(),
        Some(region) => {
            let whole = format!("{language}-{}", region.to_ascii_uppercase());
            Language::new(&whole).or_else(|_| Language::new(&language)).ok()
        }
    }
}

/// The first text of the open element, in any language: the name of an organisation.
pub(super) fn name(xml: &mut Xml, into: &mut String) -> Result<(), ImportError> {
    into.clear();
    xml.begin_text();
    while xml.child()? {
        let before = xml.end_text().trim();
        if into.is_empty() {
            into.push_str(before);
        }
        let text = xml.text()?.trim();
        if into.is_empty() {
            into.push_str(text);
        }
        xml.begin_text();
    }
    let after = xml.end_text().trim();
    if into.is_empty() {
        into.push_str(after);
    }
    Ok(())
}
