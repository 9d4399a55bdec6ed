//! Transactions and budgets, as they stand in an activity.

use super::activity::Reading;
use super::codes::{self, Kind, Odd};
use super::draft::{BudgetPart, CountryPart, Draft, Flow, SectorPart};
use super::texts;
use crate::import::ImportError;
use crate::import::text::{one_line, short};
use crate::model::{Currency, Sector};
use rust_decimal::Decimal;

/// A value as it stands there.
struct Value {
    line: u64,
    amount: Result<Decimal, Odd>,
    /// What stands there, where it is no amount.
    shown: String,
    currency: Option<Currency>,
}

impl Reading<'_> {
    /// Reads the open transaction.
    pub(super) fn transaction(&mut self, draft: &mut Draft) -> Result<(), ImportError> {
        let line = self.xml.line();
        let mut kind: Option<Option<Kind>> = None;
        let mut value: Option<Value> = None;
        let mut provided = false;
        let mut countries: Vec<CountryPart> = Vec::new();
        let mut sectors: Vec<SectorPart> = Vec::new();
        while self.xml.child()? {
            match self.xml.name() {
                "transaction-type" => kind = Some(self.kind()?),
                "value" => value = Some(self.value(draft)?),
                "provider-org" => {
                    self.related_by(draft, "provider-activity-id");
                    let mut party = std::mem::take(&mut self.provider);
                    provided = self.party(&mut party).map(|()| true)?;
                    self.provider = party;
                }
                "receiver-org" => {
                    self.related_by(draft, "receiver-activity-id");
                    self.xml.skip()?;
                }
                "sector" => sectors.extend(self.sector(draft, "transaction sector")?),
                "recipient-country" => {
                    countries.extend(self.country(draft, "transaction recipient-country")?);
                }
                _ => self.xml.skip()?,
            }
        }
        let Some(kind) = kind.unwrap_or_else(|| {
            self.left.kind("without a kind");
            None
        }) else {
            return Ok(());
        };
        let Some((amount, currency)) = usable(draft, line, "transaction", value) else {
            return Ok(());
        };
        let incoming = matches!(kind, Kind::IncomingCommitment | Kind::IncomingFunds);
        let provider = (incoming && provided).then(|| {
            let known = draft.providers.iter().position(|party| *party == self.provider);
            known.unwrap_or_else(|| {
                draft.providers.push(self.provider.clone());
                draft.providers.len() - 1
            })
        });
        let flow = Flow { kind, currency, countries, sectors, provider };
        let sum = draft.flows.entry(flow).or_default();
        // Each is below 10^18, so that 10^10 of them fit.
        sum.value = sum.value.saturating_add(amount);
        sum.count = sum.count.saturating_add(1);
        Ok(())
    }

    /// Reads the open budget.
    pub(super) fn budget(&mut self, draft: &mut Draft) -> Result<(), ImportError> {
        let line = self.xml.line();
        let kind = self.xml.attribute("type");
        let revised = kind.is_some_and(|kind| kind == "2" || kind.eq_ignore_ascii_case("revised"));
        let (mut from, mut to, mut value) = (None, None, None);
        while self.xml.child()? {
            match self.xml.name() {
                "period-start" => from = self.day(draft, "budget period-start")?,
                "period-end" => to = self.day(draft, "budget period-end")?,
                "value" => value = Some(self.value(draft)?),
                _ => self.xml.skip()?,
            }
        }
        if let Some((value, currency)) = usable(draft, line, "budget", value) {
            draft.budgets.push(BudgetPart { revised, from, to, value, currency });
        }
        Ok(())
    }

    /// The kind of the transaction; one that no sum has is counted.
    fn kind(&mut self) -> Result<Option<Kind>, ImportError> {
        let code = self.xml.attribute("code").unwrap_or_default();
        let known = codes::kind(&code);
        let code = if known.is_some() { String::new() } else { code.into_owned() };
        if known.is_some() {
            self.xml.skip()?;
            return Ok(known);
        }
        let text = self.xml.text()?.trim();
        let known = if code.is_empty() { codes::kind(text) } else { None };
        if known.is_none() {
            let name = match (code.as_str(), text) {
                ("", "") => "without a kind".to_owned(),
                ("", text) => one_line(text),
                (code, _) => match kind_name(code) {
                    Some(name) => format!("{name}, code {code}"),
                    None => format!("code {}", one_line(code)),
                },
            };
            self.left.kind(&name);
        }
        Ok(known)
    }

    fn value(&mut self, draft: &mut Draft) -> Result<Value, ImportError> {
        let line = self.xml.line();
        let code = self.xml.attribute("currency").unwrap_or_default();
        let currency = codes::currency(&code);
        if currency.is_none() && !code.is_empty() {
            let message = format!(
                "the currency {:?} is no code of three letters: that of the activity is taken",
                short(&code, 40)
            );
            draft.find("I03", line, "value", message, "correct it in the source and import again");
        }
        let text = self.xml.text()?;
        let amount = codes::amount(text);
        let shown = if amount.is_ok() { String::new() } else { one_line(&short(text, 60)) };
        Ok(Value { line, amount, shown, currency: currency.or(draft.default_currency) })
    }

    /// Notes the activity that an organisation's attribute names.
    pub(super) fn related_by(&mut self, draft: &mut Draft, attribute: &str) {
        if let Some(other) = self.xml.attribute(attribute)
            && !other.is_empty()
            && !draft.related.contains(&*other)
        {
            draft.related.insert(one_line(&other));
        }
    }

    /// Reads the open sector; one that is of no DAC list is counted.
    pub(super) fn sector(
        &mut self,
        draft: &mut Draft,
        what: &'static str,
    ) -> Result<Option<SectorPart>, ImportError> {
        let vocabulary = self.xml.attribute("vocabulary").unwrap_or_default();
        let Some(dac) = codes::dac(&vocabulary) else {
            let vocabulary = vocabulary.into_owned();
            self.left.vocabulary("sector", &vocabulary);
            self.xml.skip()?;
            return Ok(None);
        };
        let code = self.xml.attribute("code").unwrap_or_default();
        let Ok(sector) = Sector::new(&code) else {
            let code = code.into_owned();
            let mut name = std::mem::take(&mut self.word);
            texts::name(&mut self.xml, &mut name)?;
            if code.is_empty() {
                if !name.is_empty() {
                    self.left.vocabulary("sector", "");
                }
            } else if crate::import::text::says(&code) {
                self.left.no_sector(&code);
            } else {
                self.left.vocabulary("sector", "");
            }
            self.word = name;
            return Ok(None);
        };
        let percent = self.percentage(draft, what);
        self.xml.skip()?;
        Ok(Some((dac, sector, percent)))
    }

    /// Reads the open country.
    pub(super) fn country(
        &mut self,
        draft: &mut Draft,
        what: &'static str,
    ) -> Result<Option<CountryPart>, ImportError> {
        let line = self.xml.line();
        let percent = self.percentage(draft, what);
        let code = self.xml.attribute("code").unwrap_or_default();
        if let Some(country) = codes::country(&code, "") {
            self.xml.skip()?;
            return Ok(Some((country, percent)));
        }
        let code = code.into_owned();
        let mut name = std::mem::take(&mut self.word);
        texts::name(&mut self.xml, &mut name)?;
        let country = codes::country(&code, &name);
        if country.is_none() && !(code.is_empty() && name.is_empty()) {
            let shown = if code.is_empty() { &name } else { &code };
            let message = format!("{:?} is no country: it is left out", short(shown, 40));
            draft.find("I03", line, what, message, "correct it in the source and import again");
        }
        self.word = name;
        Ok(country.map(|country| (country, percent)))
    }
}

/// An amount with its currency, or a finding.
fn usable(
    draft: &mut Draft,
    line: u64,
    what: &'static str,
    value: Option<Value>,
) -> Option<(Decimal, Option<Currency>)> {
    let hint = "it is in no sum; correct it in the source and import again";
    let Some(value) = value else {
        draft.find("I03", line, what, "it has no value", hint);
        return None;
    };
    let message = match value.amount {
        Ok(amount) => return Some((amount, value.currency)),
        Err(_) if value.shown.is_empty() => "its value is blank".to_owned(),
        Err(Odd::NoNumber) => format!("its value {:?} is no amount of money", value.shown),
        Err(Odd::TooLarge) => {
            format!("its value {:?} is too large: amounts stay under 10^18", value.shown)
        }
    };
    draft.find("I03", value.line, what, message, hint);
    None
}

/// What kinds of transactions are called that no sum has.
fn kind_name(code: &str) -> Option<&'static str> {
    Some(match code {
        "5" | "IR" => "interest payment",
        "6" | "LR" => "loan repayment",
        "7" | "R" => "reimbursement",
        "8" | "QP" => "purchase of equity",
        "9" | "QS" => "sale of equity",
        "10" | "CG" => "credit guarantee",
        "12" => "outgoing pledge",
        "13" => "incoming pledge",
        _ => return None,
    })
}
