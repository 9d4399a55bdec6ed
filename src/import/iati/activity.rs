//! Reads one activity, element by element, into a draft. Nothing is decided here that needs to know
//! the rest of the file.

use super::codes::{self, Role};
use super::draft::{Draft, NamedPart, Party};
use super::left::Left;
use super::shares;
use super::texts::{self, Second, Texts};
use crate::import::text::{one_line, plain_line, says, short};
use crate::import::xml::Xml;
use crate::import::{ImportError, Options};
use crate::model::{Date, Language, Marker, Significance};
use rust_decimal::Decimal;

/// A file while its activities are read.
pub(super) struct Reading<'a> {
    pub xml: Xml<'a>,
    pub left: Left,
    /// The language that the whole file says it is in.
    pub language: Option<Language>,
    /// The language that is wanted.
    pub wanted: Option<Language>,
    /// The URI of the framework.
    pub uri: Option<&'a str>,
    /// The provider of the transaction that is read: kept, so that its texts need not be made anew.
    pub provider: Party,
    /// A text for a moment.
    pub word: String,
}

impl<'a> Reading<'a> {
    pub(super) fn new(xml: Xml<'a>, options: &'a Options) -> Self {
        Self {
            xml,
            left: Left::default(),
            language: None,
            wanted: options.language,
            uri: options.uri.as_deref(),
            provider: Party::default(),
            word: String::new(),
        }
    }

    /// Reads the open activity, the `number`th of the file.
    pub(super) fn activity(&mut self, number: u32) -> Result<Draft, ImportError> {
        let mut draft = Draft { line: self.xml.line(), number, ..Draft::default() };
        let language = texts::language_of(&mut self.xml).or(self.language);
        let currency = self.xml.attribute("default-currency").unwrap_or_default();
        draft.default_currency = codes::currency(&currency);
        if draft.default_currency.is_none() && !currency.is_empty() {
            let message = format!("{:?} is no code of three letters", short(&currency, 40));
            let hint =
                "amounts without a currency of their own are taken in that of most of the file";
            let line = draft.line;
            draft.find("I03", line, "default-currency", message, hint);
        }
        let hierarchy = self.xml.attribute("hierarchy");
        draft.hierarchy = hierarchy.and_then(|text| text.parse().ok());
        while self.xml.child()? {
            self.element(&mut draft, language)?;
        }
        if let Some(line) = self.xml.take_cut() {
            let message = "a text is longer than 1 MiB: the rest of it is left out";
            draft.find("I03", line, "", message, "shorten it in the source and import again");
        }
        draft.related.remove(&draft.identifier);
        draft.related.remove("");
        Ok(draft)
    }

    fn element(
        &mut self,
        draft: &mut Draft,
        language: Option<Language>,
    ) -> Result<(), ImportError> {
        match self.xml.name() {
            "transaction" => self.transaction(draft)?,
            "iati-identifier" => {
                let text = one_line(self.xml.text()?);
                if draft.identifier.is_empty() {
                    draft.identifier = text;
                }
            }
            "title" => self.title(draft, language)?,
            "description" => {
                draft.descriptions.read(&mut self.xml, language, Second::Added)?;
            }
            "reporting-org" => self.reporting(draft)?,
            "participating-org" => self.participating(draft)?,
            "other-identifier" => self.other_identifier(draft)?,
            "activity-status" => self.status(draft)?,
            "activity-date" => self.activity_date(draft)?,
            "recipient-country" => {
                let country = self.country(draft, "recipient-country")?;
                draft.countries.extend(country);
            }
            "recipient-region" => {
                draft.region = true;
                self.xml.skip()?;
            }
            "sector" => {
                let sector = self.sector(draft, "sector")?;
                draft.sectors.extend(sector);
            }
            "policy-marker" => self.marker(draft)?,
            "location" => self.location(draft)?,
            "budget" => self.budget(draft)?,
            "related-activity" => self.related(draft)?,
            "tag" => self.tag(draft)?,
            "result" => self.result(draft)?,
            "contact-info" => {
                self.left.contacts += 1;
                self.xml.skip()?;
            }
            "document-link" => {
                self.left.documents += 1;
                self.xml.skip()?;
            }
            name => {
                self.left.element(name);
                self.xml.skip()?;
            }
        }
        Ok(())
    }

    fn title(&mut self, draft: &mut Draft, language: Option<Language>) -> Result<(), ImportError> {
        let line = self.xml.line();
        if draft.titles.read(&mut self.xml, language, Second::Lost)? {
            let message = "there is a second title in the same language: the first stands";
            draft.find(
                "I05",
                line,
                "title",
                message,
                "correct it in the source, or the title here",
            );
        }
        Ok(())
    }

    /// Reads the organisation that the open element names.
    pub(super) fn party(&mut self, party: &mut Party) -> Result<(), ImportError> {
        for (attribute, to) in [("ref", &mut party.reference), ("type", &mut party.kind)] {
            to.clear();
            to.push_str(&self.xml.attribute(attribute).unwrap_or_default());
        }
        texts::name(&mut self.xml, &mut party.name)
    }

    fn reporting(&mut self, draft: &mut Draft) -> Result<(), ImportError> {
        let secondary = self.xml.attribute("secondary-reporter");
        draft.secondary |= secondary.is_some_and(|s| s == "1" || s.eq_ignore_ascii_case("true"));
        let mut party = Party::default();
        self.party(&mut party)?;
        draft.reporting.get_or_insert(party);
        Ok(())
    }

    fn participating(&mut self, draft: &mut Draft) -> Result<(), ImportError> {
        let word = self.xml.attribute("role").unwrap_or_default();
        let role = codes::role(&word);
        let word = if role.is_none() { word.into_owned() } else { String::new() };
        self.related_by(draft, "activity-id");
        let mut party = Party::default();
        self.party(&mut party)?;
        if party.name.is_empty() && party.reference.is_empty() {
            return Ok(());
        }
        match role {
            Some(Role::Funding) => draft.funding.push(party),
            Some(Role::Implementing) => draft.implementing.push(party),
            Some(Role::Accountable) => {
                draft.accountable.get_or_insert(party);
            }
            Some(Role::Extending) => {
                draft.extending.get_or_insert(party);
            }
            None => {
                self.left.role(&word);
            }
        }
        Ok(())
    }

    /// 2.x has it in an attribute, 1.x as text.
    fn other_identifier(&mut self, draft: &mut Draft) -> Result<(), ImportError> {
        let by_attribute = self.xml.attribute("ref").map(|text| one_line(&text));
        let mut other = by_attribute.unwrap_or_default();
        if other.is_empty() {
            let mut text = std::mem::take(&mut self.word);
            texts::name(&mut self.xml, &mut text)?;
            other = one_line(&text);
            self.word = text;
        } else {
            self.xml.skip()?;
        }
        if says(&other) && !draft.other_identifiers.contains(&other) {
            draft.other_identifiers.push(other);
        }
        Ok(())
    }

    fn status(&mut self, draft: &mut Draft) -> Result<(), ImportError> {
        let line = self.xml.line();
        let code = self.xml.attribute("code").unwrap_or_default().into_owned();
        let word = self.xml.text()?;
        match codes::status(&code, word) {
            Some(status) => {
                draft.status.get_or_insert(status);
            }
            None => {
                let shown = if code.is_empty() { word.trim() } else { &code };
                if !shown.is_empty() {
                    let message = format!("{:?} is no status of an activity", short(shown, 40));
                    let hint = "set the status in the program's details";
                    draft.find("I03", line, "activity-status", message, hint);
                }
            }
        }
        Ok(())
    }

    fn activity_date(&mut self, draft: &mut Draft) -> Result<(), ImportError> {
        let line = self.xml.line();
        let kind = self.xml.attribute("type").unwrap_or_default();
        let moment = codes::moment(&kind);
        let kind = if moment.is_none() { kind.into_owned() } else { String::new() };
        let Some(day) = self.day(draft, "activity-date")? else { return Ok(()) };
        let Some(moment) = moment else {
            let message = format!("{:?} does not say which date it is: left out", short(&kind, 40));
            let hint = "correct it in the source, or set the period in the program's details";
            draft.find("I03", line, "activity-date", message, hint);
            return Ok(());
        };
        match draft.dates[moment as usize] {
            None => draft.dates[moment as usize] = Some(day),
            Some(first) if first == day => {}
            Some(first) => {
                let message = format!("it is {day}, and was {first} before: the first stands");
                draft.find("I05", line, "activity-date", message, "correct it in the source");
            }
        }
        Ok(())
    }

    /// Reads the open element's day: its iso-date, else its text. Blank is no day, and no finding.
    pub(super) fn day(
        &mut self,
        draft: &mut Draft,
        what: &'static str,
    ) -> Result<Option<Date>, ImportError> {
        let line = self.xml.line();
        let iso = self.xml.attribute("iso-date").unwrap_or_default();
        if let Some(day) = codes::date(&iso) {
            self.xml.skip()?;
            return Ok(Some(day));
        }
        let iso = iso.into_owned();
        let text = self.xml.text()?.trim();
        let day = codes::date(text);
        let shown = if iso.is_empty() { text } else { &iso };
        if day.is_none() && says(shown) {
            let message = format!("{:?} is no date such as 2024-01-31", short(shown, 40));
            let hint = "correct it in the source, or set the period in the program's details";
            draft.find("I03", line, what, message, hint);
        }
        Ok(day)
    }

    /// The percentage of the open element.
    pub(super) fn percentage(&mut self, draft: &mut Draft, what: &'static str) -> Option<Decimal> {
        let text = self.xml.attribute("percentage")?;
        if text.is_empty() {
            return None;
        }
        let percent =
            shares::percentage(&text).filter(|percent| *percent <= Decimal::from(1_000_000));
        if percent.is_none() {
            let message = format!("{:?} is no percentage: taken as missing", short(&text, 40));
            let line = self.xml.line();
            draft.find("I03", line, what, message, "correct it in the source and import again");
        }
        percent
    }

    fn marker(&mut self, draft: &mut Draft) -> Result<(), ImportError> {
        let line = self.xml.line();
        let vocabulary = self.xml.attribute("vocabulary").unwrap_or_default();
        if !matches!(&*vocabulary, "" | "1") && !vocabulary.eq_ignore_ascii_case("DAC") {
            let vocabulary = vocabulary.into_owned();
            self.left.vocabulary("policy-marker", &vocabulary);
            return self.xml.skip();
        }
        let code = self.xml.attribute("code").unwrap_or_default().into_owned();
        let significance = self.xml.attribute("significance").unwrap_or_default().into_owned();
        self.xml.skip()?;
        let known = Marker::new(code.trim_start_matches('0'));
        match (known, Significance::new(&significance)) {
            (Ok(marker), Ok(significance)) => {
                draft.markers.entry(marker).or_insert(significance);
            }
            _ if code.is_empty() && significance.is_empty() => {}
            _ => {
                let message = format!(
                    "the marker {:?} with significance {:?} is none of the DAC's: it is left out",
                    short(&code, 40),
                    short(&significance, 40)
                );
                let hint = "correct it in the source, or set the marker in the program's details";
                draft.find("I03", line, "policy-marker", message, hint);
            }
        }
        Ok(())
    }

    /// A place's name; where it has none, that of what it lies in.
    fn location(&mut self, draft: &mut Draft) -> Result<(), ImportError> {
        let (mut name, mut area) = (Texts::default(), Texts::default());
        while self.xml.child()? {
            match self.xml.name() {
                "name" => {
                    name.read(&mut self.xml, None, Second::Lost)?;
                }
                "administrative" => {
                    area.read(&mut self.xml, None, Second::Lost)?;
                }
                _ => self.xml.skip()?,
            }
        }
        let best = name.take_best(self.wanted).or_else(|| area.take_best(self.wanted));
        if let Some((_, place)) = best
            && !draft.locations.contains(&place)
        {
            draft.locations.push(place);
        }
        Ok(())
    }

    fn related(&mut self, draft: &mut Draft) -> Result<(), ImportError> {
        let line = self.xml.line();
        let kind = self.xml.attribute("type").unwrap_or_default().into_owned();
        let other = self.xml.attribute("ref").map(|text| one_line(&text)).unwrap_or_default();
        self.xml.skip()?;
        if other.is_empty() {
            return Ok(());
        }
        match kind.to_ascii_lowercase().as_str() {
            "1" | "parent" => draft.parents.push(other),
            "2" | "child" => draft.children.push(other),
            "3" | "sibling" => self.left.siblings += 1,
            "4" | "co-funded" | "5" | "third party" => {
                draft.related.insert(other);
            }
            _ => {
                let message = format!(
                    "{:?} does not say how {:?} is related: it is left out",
                    short(&kind, 40),
                    short(&other, 60)
                );
                draft.find("I03", line, "related-activity", message, "correct it in the source");
            }
        }
        Ok(())
    }

    /// A tag of the framework's own vocabulary names an objective; of another one it may.
    fn tag(&mut self, draft: &mut Draft) -> Result<(), ImportError> {
        let line = self.xml.line();
        let vocabulary = self.xml.attribute("vocabulary").unwrap_or_default().into_owned();
        let uri = self.xml.attribute("vocabulary-uri").unwrap_or_default().into_owned();
        let ours = !uri.is_empty() && self.uri == Some(uri.as_str());
        let claim = ours && matches!(vocabulary.as_str(), "" | "99");
        if !claim && !matches!(vocabulary.as_str(), "98" | "99") {
            self.left.vocabulary("tag", if vocabulary.is_empty() { "-" } else { &vocabulary });
            return self.xml.skip();
        }
        let code = self.xml.attribute("code").map(|text| one_line(&text)).unwrap_or_default();
        let mut texts = Texts::default();
        texts.read(&mut self.xml, None, Second::Lost)?;
        let mut words = vec![code.clone()];
        if !uri.is_empty() && !code.is_empty() {
            words.push(format!("{uri}#{code}"));
        }
        words.extend(texts.into_all());
        name(draft, line, "tag", words, claim);
        Ok(())
    }

    /// A result's title may be that of an objective, or begin with its code.
    fn result(&mut self, draft: &mut Draft) -> Result<(), ImportError> {
        let line = self.xml.line();
        let mut titles = Texts::default();
        self.left.element("result, but for its title");
        while self.xml.child()? {
            if self.xml.name() == "title" {
                titles.read(&mut self.xml, self.language, Second::Lost)?;
            } else {
                self.xml.skip()?;
            }
        }
        let mut words = Vec::new();
        for title in titles.into_all() {
            let code = code_of(&title).map(str::to_owned);
            words.push(plain_line(&title));
            words.extend(code);
        }
        name(draft, line, "result", words, false);
        Ok(())
    }
}

/// Notes an objective that an activity names.
fn name(draft: &mut Draft, line: u64, what: &'static str, words: Vec<String>, claim: bool) {
    let words: Vec<String> = words.into_iter().filter(|word| says(word)).collect();
    if !words.is_empty() {
        draft.named.push(NamedPart { line, what, words, claim });
    }
}

/// The code that a title begins with: "1.2" of "1.2 Better schools" and of "1.2: Better schools".
fn code_of(title: &str) -> Option<&str> {
    let end = title.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let code = title[..end].trim_end_matches('.');
    let next = title[end..].chars().next()?;
    let parts = code.split('.').all(|part| !part.is_empty());
    let dotted = code.contains('.') || matches!(next, ':' | ')') || title[..end].ends_with('.');
    (parts && dotted && !next.is_alphanumeric()).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_may_begin_with_a_code() {
        for (title, code) in [
            ("1.2 Better schools", Some("1.2")),
            ("1.2.3: Better schools", Some("1.2.3")),
            ("3. Better schools", Some("3")),
            ("3) Better schools", Some("3")),
            ("200 wells are dug", None),
            ("1.5km of road", None),
            ("Better schools 1.2", None),
            ("1.2", None),
            ("...", None),
        ] {
            assert_eq!(code_of(title), code, "{title}");
        }
    }
}
