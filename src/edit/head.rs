//! Edits of the head: all that is said once.

use super::EditError;
use super::draft::Draft;
use crate::model::{Currency, Dimension, DimensionId, ExchangeRate, HeadField, Level, LevelId};
use serde::{Deserialize, Serialize};

/// An edit of the head.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum HeadEdit {
    /// Sets one field.
    Set(HeadField),
    /// Sets or removes the rate of a currency.
    Rate(Currency, Option<ExchangeRate>),
    /// Sets or removes a dimension; one in use is not removed.
    Dimension(DimensionId, Option<Dimension>),
    /// Adds a level below all others, or gives one another title.
    Level(LevelId, String),
    /// Removes a level; one in use is not removed.
    RemoveLevel(LevelId),
    /// Sets or removes one of an organisation's own texts.
    Ext(String, Option<String>),
}

impl HeadEdit {
    pub(super) fn label(&self) -> String {
        let label = match self {
            Self::Set(HeadField::Title(_)) => "rename framework",
            Self::Set(HeadField::Vision(_)) => "change vision",
            Self::Set(HeadField::EvidenceBar(_)) => "change evidence bar",
            Self::Set(_) | Self::Ext(..) => "change framework",
            Self::Rate(..) => "change rate",
            Self::Dimension(..) => "change dimension",
            Self::Level(..) | Self::RemoveLevel(_) => "change levels",
        };
        label.to_owned()
    }
}

pub(super) fn edit(draft: &mut Draft, edit: &HeadEdit) -> Result<(), EditError> {
    let mut head = (**draft.head()).clone();
    match edit {
        HeadEdit::Set(field) => head.set(field.clone()),
        HeadEdit::Rate(currency, rate) => match rate {
            Some(rate) => drop(head.rates.insert(*currency, rate.clone())),
            None => drop(head.rates.remove(currency)),
        },
        HeadEdit::Ext(key, text) => match text {
            Some(text) => drop(head.ext.insert(key.clone(), text.clone())),
            None => drop(head.ext.remove(key)),
        },
        HeadEdit::Dimension(id, Some(dimension)) => {
            head.dimensions.insert(id.clone(), dimension.clone());
        }
        HeadEdit::Dimension(id, None) => {
            let used = draft.objectives().iter().filter(|(_, o)| o.dimensions.contains(id)).count()
                + draft.programs().iter().filter(|(_, p)| p.dimensions.contains(id)).count()
                + draft.actors().iter().filter(|(_, a)| a.dimensions.contains(id)).count()
                + draft.scenes().iter().filter(|(_, s)| s.filter.dimensions.contains(id)).count();
            unused(id.as_str(), used)?;
            head.dimensions.remove(id);
        }
        HeadEdit::Level(id, title) => match head.levels.iter_mut().find(|l| l.id == *id) {
            Some(level) => level.title.clone_from(title),
            None => head.levels.push(Level { id: id.clone(), title: title.clone() }),
        },
        HeadEdit::RemoveLevel(id) => {
            if !head.levels.iter().any(|l| l.id == *id) {
                return Err(EditError::Missing("level", id.to_string()));
            }
            let used = draft.objectives().iter().filter(|(_, o)| o.level == *id).count()
                + draft.scenes().iter().filter(|(_, s)| s.filter.levels.contains(id)).count();
            unused(id.as_str(), used)?;
            head.levels.retain(|l| l.id != *id);
        }
    }
    draft.put_head(head);
    Ok(())
}

fn unused(name: &str, used: usize) -> Result<(), EditError> {
    if used == 0 {
        return Ok(());
    }
    Err(EditError::InUse {
        name: name.to_owned(),
        uses: format!("{used} record{}", if used == 1 { "" } else { "s" }),
        hint: "move those records elsewhere first",
    })
}
