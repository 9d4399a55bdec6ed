//! The list of verbs: name, tooltip, keys, menu.

use super::{Action, Listing, Mode, Pane, Screen, Step, Turn, Way};
use crate::model::{DecisionKind, DependencyKind};
use crate::scene::ThemeName;
use egui::{Key, KeyboardShortcut, Modifiers};

/// Where the keys of a verb work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Where {
    /// Everywhere, while typing too.
    Everywhere,
    /// In every mode, where no text is typed.
    Idle,
    /// On canvas and outline.
    Map,
    /// In Link mode, where no text is typed.
    Link,
    /// In Present mode and in the room’s window, where no text is typed.
    Present,
}

/// The menu that a verb stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Menu {
    /// Documents.
    File,
    /// Undo, finding, deleting.
    Edit,
    /// What is seen.
    View,
    /// Objectives and other records.
    Framework,
    /// Programs.
    Portfolio,
    /// Keys, settings.
    Help,
    /// Link mode: its buttons, keys and palette only.
    Link,
    /// Present mode: its buttons, keys and palette only.
    Present,
    /// None: keys and palette only.
    None,
}

impl Menu {
    /// The menus in their order.
    pub const ALL: [Self; 6] =
        [Self::File, Self::Edit, Self::View, Self::Framework, Self::Portfolio, Self::Help];

    /// The word in the menu bar.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::File => "File",
            Self::Edit => "Edit",
            Self::View => "View",
            Self::Framework => "Framework",
            Self::Portfolio => "Portfolio",
            Self::Help => "Help",
            Self::Link => "Link mode",
            Self::Present => "Present mode",
            Self::None => "",
        }
    }
}

/// A verb that users call by name.
#[derive(Debug)]
pub struct Verb {
    /// What it asks for.
    pub action: Action,
    /// The name in menus, palette and help.
    pub name: &'static str,
    /// What it does, where the name alone does not say.
    pub tooltip: &'static str,
    /// The keys that do it.
    pub keys: Option<KeyboardShortcut>,
    /// Where these work.
    pub scope: Where,
    /// The menu it stands in.
    pub menu: Menu,
}

/// Modifiers and a key.
type Keys = (Modifiers, Key);

const fn ctrl(key: Key) -> Keys {
    (Modifiers::COMMAND, key)
}

const fn ctrl_shift(key: Key) -> Keys {
    (Modifiers::COMMAND.plus(Modifiers::SHIFT), key)
}

const fn shift(key: Key) -> Keys {
    (Modifiers::SHIFT, key)
}

const fn alt(key: Key) -> Keys {
    (Modifiers::ALT, key)
}

const fn plain(key: Key) -> Keys {
    (Modifiers::NONE, key)
}

const fn verb(
    (menu, scope): (Menu, Where),
    action: Action,
    name: &'static str,
    keys: Option<Keys>,
    tooltip: &'static str,
) -> Verb {
    let keys = match keys {
        Some((modifiers, key)) => Some(KeyboardShortcut::new(modifiers, key)),
        None => None,
    };
    Verb { action, name, tooltip, keys, scope, menu }
}

const FILE: (Menu, Where) = (Menu::File, Where::Everywhere);
const EDIT: (Menu, Where) = (Menu::Edit, Where::Everywhere);
const VIEW: (Menu, Where) = (Menu::View, Where::Everywhere);
const LOOK: (Menu, Where) = (Menu::View, Where::Map);
const MAP: (Menu, Where) = (Menu::Framework, Where::Map);
const MAKE: (Menu, Where) = (Menu::Framework, Where::Everywhere);
const PORTFOLIO: (Menu, Where) = (Menu::Portfolio, Where::Everywhere);
const HELP: (Menu, Where) = (Menu::Help, Where::Everywhere);
const LINK: (Menu, Where) = (Menu::Link, Where::Link);
const PRESENT: (Menu, Where) = (Menu::Present, Where::Present);
const KEY: (Menu, Where) = (Menu::None, Where::Map);
const SHOW: (Menu, Where) = (Menu::None, Where::Everywhere);

/// All verbs that have a name, in the order of the menus.
#[rustfmt::skip]
pub static VERBS: &[Verb] = &[
    verb(FILE, Action::New, "New framework", Some(ctrl(Key::N)), "Begin with an empty framework; what is open is kept if it is not saved"),
    verb(FILE, Action::Start, "Start page", None, "The sample, templates, recent files, and what was not saved"),
    verb(FILE, Action::Open, "Open…", Some(ctrl(Key::O)), "Open a framework (.ron), or a portfolio to import"),
    verb(FILE, Action::OpenSample, "Open the sample", None, "Open the fictional country of Samara"),
    verb(FILE, Action::Import, "Import a portfolio…", Some(ctrl(Key::I)), "Programs from IATI, spreadsheets or UN INFO, in five steps; nothing changes before the last"),
    verb(FILE, Action::Save, "Save", Some(ctrl(Key::S)), "Save to the framework’s file"),
    verb(FILE, Action::SaveAs, "Save as…", Some(ctrl_shift(Key::S)), "Save the framework under a name you choose"),
    verb(FILE, Action::Versions, "Versions…", None, "What the framework was each time it was saved: look, compare, restore"),
    verb(FILE, Action::Export, "Export…", Some(ctrl(Key::E)), "Pictures, reports and workbooks, on paper or screen, with a preview; or the whole workshop pack"),
    verb(FILE, Action::Merge, "Merge with a copy…", None, "Take over what others changed in another copy of this framework, or in a part of it; you see both sides first"),
    verb(FILE, Action::Minutes, "Minutes…", None, "What changed since a day, or since an earlier copy, as a document to hand round"),
    verb(FILE, Action::CopyPicture, "Copy picture", Some(ctrl_shift(Key::C)), "Put a picture of what this mode shows on the clipboard"),
    verb(FILE, Action::ExportSteps, "Export the steps…", None, "Save what was done as a script that “throughline apply” can do again"),
    verb(FILE, Action::Quit, "Quit", Some(ctrl(Key::Q)), "Close the window; what is not saved is offered at the next start"),
    verb(EDIT, Action::Undo, "Undo", Some(ctrl(Key::Z)), "Take the last step back"),
    verb(EDIT, Action::Redo, "Redo", Some(ctrl(Key::Y)), "Do the step that was undone again; Ctrl+Shift+Z does too"),
    verb(EDIT, Action::ToggleHistory, "History", Some(ctrl(Key::H)), "What was done, and back to any step of it"),
    verb(EDIT, Action::Palette, "Find or do anything…", Some(ctrl(Key::K)), "Every verb, objective, program and actor by a few letters of its name"),
    verb(EDIT, Action::Find, "Find on the cards", Some(ctrl(Key::F)), "Cards without the words fade"),
    verb(EDIT, Action::FindNext, "Next found card", Some(plain(Key::F3)), "Go to the next card that holds the words"),
    verb((Menu::Edit, Where::Map), Action::Paste, "Paste a list…", Some(ctrl(Key::V)), "Indented text or columns of a spreadsheet become objectives, programs or actors"),
    verb((Menu::Edit, Where::Map), Action::SelectAll, "Select all objectives", Some(ctrl(Key::A)), ""),
    verb((Menu::Edit, Where::Map), Action::Delete, "Delete", Some(plain(Key::Delete)), "Delete what is selected; undo brings it back"),
    verb((Menu::Edit, Where::Idle), Action::Clear, "Clear the selection", Some(plain(Key::Escape)), ""),
    verb(LOOK, Action::FitAll, "Show the whole framework", Some(plain(Key::Home)), ""),
    verb(LOOK, Action::FitSelection, "Show what is selected", Some(shift(Key::Home)), ""),
    verb(VIEW, Action::ZoomIn, "Zoom in", Some(ctrl(Key::Plus)), ""),
    verb(VIEW, Action::ZoomOut, "Zoom out", Some(ctrl(Key::Minus)), ""),
    verb(LOOK, Action::Neighbors, "Only this and its neighbors", Some(plain(Key::Period)), "Hide all but the selected objective and those it touches; once more shows all"),
    verb(VIEW, Action::ToggleOutline, "Outline", Some(ctrl(Key::B)), "Show or hide the panel on the left"),
    verb(VIEW, Action::ToggleDetails, "Details", Some(ctrl(Key::D)), "Show or hide the panel on the right"),
    verb(VIEW, Action::ToggleMinimap, "Small map", Some(ctrl(Key::M)), "Show or hide a small map of the whole"),
    verb(VIEW, Action::ToggleFindings, "Findings", Some(ctrl_shift(Key::F)), "What is missing or odd, each with what to do about it"),
    verb(VIEW, Action::ToggleLines, "Tensions and dependencies", None, "Show or hide the lines that say what is recorded between cards"),
    verb(VIEW, Action::NextPane, "Next pane", Some(plain(Key::F6)), "Hand the keys to cards, outline, details, table in turn"),
    verb(VIEW, Action::List(Listing::Objectives), "List the objectives", None, "On the left"),
    verb(VIEW, Action::List(Listing::Actors), "List the actors", None, "On the left"),
    verb(VIEW, Action::List(Listing::Coordination), "List tensions and mechanisms", None, "On the left"),
    verb(VIEW, Action::Show(Mode::Edit), "Edit", Some(ctrl(Key::Num1)), "Draw the objectives, and see what supports them"),
    verb(VIEW, Action::Show(Mode::Link), "Link", Some(ctrl(Key::Num2)), "Go through the programs that show no link, largest money first"),
    verb(VIEW, Action::Show(Mode::Analyze), "Analyze", Some(ctrl(Key::Num3)), "Every figure in tables and charts; a click lists the programs that it counts"),
    verb(VIEW, Action::Show(Mode::Present), "Present", Some(ctrl(Key::Num4)), "Scenes for a room, with your notes beside them"),
    verb(VIEW, Action::Presenting(Turn::Begin), "Show to the room", Some(plain(Key::F5)), "Show the scene in large type, without names until you show them"),
    verb(VIEW, Action::KeepScene, "Keep this view as a scene", Some(ctrl_shift(Key::K)), "What is in sight, folded, filtered and selected, to be shown in Present mode"),
    verb(VIEW, Action::Theme(ThemeName::Light), "Light colors", None, ""),
    verb(VIEW, Action::Theme(ThemeName::Dark), "Dark colors", None, ""),
    verb(VIEW, Action::Theme(ThemeName::Print), "Print colors", None, "White, with patterns for hue"),
    verb(VIEW, Action::FullScreen, "Full screen", Some(plain(Key::F11)), ""),
    verb(MAP, Action::Lower, "Lower objective", Some(plain(Key::Tab)), "Begin an objective one level lower, under the selected one"),
    verb(MAP, Action::SiblingBelow, "Sibling below", Some(plain(Key::Enter)), "Begin an objective beside the selected one"),
    verb(MAP, Action::SiblingAbove, "Sibling above", Some(shift(Key::Enter)), "Begin an objective before the selected one"),
    verb(MAKE, Action::AddTop, "New first-level objective", Some(ctrl_shift(Key::N)), "Begin an objective at the first level"),
    verb(MAP, Action::EditTitle, "Edit the title", Some(plain(Key::F2)), "Or just type"),
    verb(MAKE, Action::EditVision, "Edit the vision", None, "The sentence that all top objectives serve"),
    verb(MAP, Action::Move(Way::Up), "Move before", Some(alt(Key::ArrowUp)), "Move the objective before its elder sibling"),
    verb(MAP, Action::Move(Way::Down), "Move after", Some(alt(Key::ArrowDown)), "Move the objective after its younger sibling"),
    verb(MAP, Action::Move(Way::Left), "A level up", Some(alt(Key::ArrowLeft)), "Move the objective beside the one it stands under"),
    verb(MAP, Action::Move(Way::Right), "A level down", Some(alt(Key::ArrowRight)), "Move the objective under its elder sibling"),
    verb(MAP, Action::Fold, "Fold or unfold", Some(plain(Key::Space)), "Hide or show what stands under the objective"),
    verb(MAKE, Action::FoldAll, "Fold all", None, "Show the first level only"),
    verb(MAKE, Action::UnfoldAll, "Unfold all", None, ""),
    verb(MAP, Action::Pin, "Pin or let go", Some(plain(Key::F9)), "A pinned card stays where it is"),
    verb(MAKE, Action::Tidy, "Tidy", Some(ctrl_shift(Key::T)), "Lay out all cards anew, pinned ones too"),
    verb(MAKE, Action::Number, "Number the objectives", None, "Give every objective a code by its place: 1, 1.1, 1.1.1"),
    verb(MAKE, Action::Position, "Record a position…", Some(ctrl(Key::P)), "What an actor says of the selected objective, on the gradient of agreement"),
    verb(MAKE, Action::RecordTension(Vec::new()), "Record a tension…", None, "A disagreement or conflict about what is selected, and how the group handles it"),
    verb(MAKE, Action::AddActor, "New actor", Some(ctrl_shift(Key::A)), ""),
    verb(MAKE, Action::AddTension, "New tension", None, "A disagreement or conflict about what is selected, and how the group handles it"),
    verb(MAKE, Action::AddMechanism, "New mechanism", None, "A standing place for dialogue and coordination"),
    verb(MAKE, Action::ExportPart, "Export a part for a breakout group…", None, "The selected objectives with all that belongs to them, in a file of its own that can be merged back"),
    verb(MAKE, Action::SetMilestone, "Set a milestone…", None, "Keep today’s figures, to compare later ones with"),
    verb(MAKE, Action::PreviousFinding, "Previous finding or orphan", Some(shift(Key::F8)), "Go back through what is missing"),
    verb(MAKE, Action::NextFinding, "Next finding or orphan", Some(plain(Key::F8)), "Go through what is missing, one by one"),
    verb(PORTFOLIO, Action::TogglePortfolio, "Table of programs", Some(ctrl(Key::T)), "Every program, to sort, filter, edit and link"),
    verb(PORTFOLIO, Action::Measure, "Measure an outside portfolio…", None, "Where an agency’s own programs would stand, without writing to the framework"),
    verb(PORTFOLIO, Action::ExportPortfolio, "Export the programs…", None, "Save them as a workbook or CSV, which can be changed and imported again, or their links as IATI tags (.xml)"),
    verb(PORTFOLIO, Action::AddProgram, "New program", Some(ctrl_shift(Key::P)), ""),
    verb(PORTFOLIO, Action::Link, "Link to…", Some(ctrl(Key::L)), "Link the selected programs to an objective, or say what the selected objectives contribute to"),
    verb(PORTFOLIO, Action::RecordDependency(None, DependencyKind::Needs), "Needs another program…", None, "The selected program has meaning only beside another"),
    verb(PORTFOLIO, Action::RecordDependency(None, DependencyKind::Follows), "Follows another program…", None, "The selected program begins when another ends"),
    verb(PORTFOLIO, Action::Decide(Vec::new(), DecisionKind::Independent), "Independent on principle…", None, "The selected programs stand apart, as humanitarian ones may, with the reason"),
    verb(PORTFOLIO, Action::Decide(Vec::new(), DecisionKind::NoneFound), "No link found…", None, "The selected programs were looked at, and no objective fits"),
    verb((Menu::Edit, Where::Idle), Action::ContextMenu, "What can be done with it…", Some(shift(Key::F10)), "The verbs of what is selected, as a right click shows them"),
    verb(HELP, Action::Keys, "All keys of this mode", Some(plain(Key::F1)), ""),
    verb(HELP, Action::Settings, "Settings…", Some(ctrl(Key::Comma)), "Navigation, colors, size of type, motion"),
    verb(HELP, Action::WhoAmI, "Who am I…", None, "The name and actor that stand by links, positions and decisions"),
    verb(KEY, Action::Go(Way::Up, false), "Card above", Some(plain(Key::ArrowUp)), ""),
    verb(KEY, Action::Go(Way::Down, false), "Card below", Some(plain(Key::ArrowDown)), ""),
    verb(KEY, Action::Go(Way::Left, false), "Card on the left", Some(plain(Key::ArrowLeft)), ""),
    verb(KEY, Action::Go(Way::Right, false), "Card on the right", Some(plain(Key::ArrowRight)), ""),
    verb(KEY, Action::Go(Way::Up, true), "Card above too", Some(shift(Key::ArrowUp)), "Keeps what is selected"),
    verb(KEY, Action::Go(Way::Down, true), "Card below too", Some(shift(Key::ArrowDown)), "Keeps what is selected"),
    verb(KEY, Action::Go(Way::Left, true), "Card on the left too", Some(shift(Key::ArrowLeft)), "Keeps what is selected"),
    verb(KEY, Action::Go(Way::Right, true), "Card on the right too", Some(shift(Key::ArrowRight)), "Keeps what is selected"),
    verb(SHOW, Action::Screen(Screen::Deficit), "Analyze: deficit", None, "Who shows no link, by count and money, at three evidence bars"),
    verb(SHOW, Action::Screen(Screen::Coherence), "Analyze: coherence", None, "The four elements, and what holds each back"),
    verb(SHOW, Action::Screen(Screen::Requirements), "Analyze: requirements", None, "What the Integrated Approach asks, and local leadership"),
    verb(SHOW, Action::Screen(Screen::Matrix), "Analyze: matrix", None, "Objectives against donors, dimensions, places"),
    verb(SHOW, Action::Screen(Screen::Gaps), "Analyze: gaps and overlaps", None, "Objectives without a program, overlaps, duplicates"),
    verb(SHOW, Action::Screen(Screen::Tensions), "Analyze: tensions", None, "Tensions by outcome, and dependencies that break"),
    verb(SHOW, Action::Screen(Screen::Trend), "Analyze: trend", None, "The figures over the milestones"),
    verb(LINK, Action::Linking(Step::Link), "Link what is ticked", Some(plain(Key::Enter)), "Link the program at hand to every ticked objective, and go on"),
    verb(LINK, Action::Linking(Step::Up), "Suggestion above", Some(plain(Key::ArrowUp)), ""),
    verb(LINK, Action::Linking(Step::Down), "Suggestion below", Some(plain(Key::ArrowDown)), ""),
    verb(LINK, Action::Linking(Step::TickThis), "Tick the suggestion in focus", Some(plain(Key::Space)), "Or take the tick away"),
    verb(LINK, Action::Linking(Step::Search), "Search all objectives", Some(plain(Key::Slash)), "What is found is ticked"),
    verb(LINK, Action::Linking(Step::Make), "New objective, linked at once", Some(plain(Key::N)), "Made where you say, and linked in the same step"),
    verb(LINK, Action::Linking(Step::Decide), "Decide without a link…", Some(plain(Key::X)), "None found, independent, elsewhere, out of scope; with a reason"),
    verb(LINK, Action::Linking(Step::Park), "Park the program", Some(plain(Key::P)), "It comes after all others; once more takes it back"),
    verb(LINK, Action::Linking(Step::Alike), "Apply to those alike…", Some(plain(Key::G)), "Shows programs like this one, to link or decide them together"),
    verb(LINK, Action::Linking(Step::Confirm), "Confirmed by a local actor", Some(plain(Key::C)), "The links of this program; where it has none, those made next"),
    verb(LINK, Action::Linking(Step::Confirmer), "Choose the local actor who confirms…", Some(shift(Key::C)), ""),
    verb(LINK, Action::Linking(Step::Evidence), "Documented, or only asserted", Some(plain(Key::E)), "Asks for the document, which is kept for the next links"),
    verb(LINK, Action::Linking(Step::Undermine), "The next link undermines", Some(plain(Key::U)), "Or supports again"),
    verb(LINK, Action::Linking(Step::Undo), "Undo, and back to the program", Some(plain(Key::Z)), "Takes the last step back and shows the program that it was about; Ctrl+Z does too"),
    verb(LINK, Action::Linking(Step::Next), "Next program without deciding", Some(plain(Key::PageDown)), "Or the right arrow"),
    verb(LINK, Action::Linking(Step::Previous), "Program before", Some(plain(Key::PageUp)), "Or the left arrow"),
    verb(LINK, Action::Linking(Step::Queue), "Order and filter of the queue…", Some(plain(Key::F)), "Owner, donor, dimension, standing, words, parked"),
    verb(PRESENT, Action::Presenting(Turn::Next), "Next scene", Some(plain(Key::ArrowRight)), "Or Page Down, or Space"),
    verb(PRESENT, Action::Presenting(Turn::Previous), "Scene before", Some(plain(Key::ArrowLeft)), "Or Page Up"),
    verb(PRESENT, Action::Presenting(Turn::Black), "Black", Some(plain(Key::B)), "The room sees black, or the picture again"),
    verb(PRESENT, Action::Presenting(Turn::White), "White", Some(plain(Key::W)), "The room sees white, or the picture again"),
    verb(PRESENT, Action::Presenting(Turn::Larger), "Larger type", Some(plain(Key::Plus)), "For a last row that is further away"),
    verb(PRESENT, Action::Presenting(Turn::Smaller), "Smaller type", Some(plain(Key::Minus)), "For a last row that is nearer"),
    verb(PRESENT, Action::Presenting(Turn::Legend), "Legend", Some(plain(Key::L)), "Show or hide what colors and hatches mean"),
    verb(PRESENT, Action::Presenting(Turn::Counter), "Counter of the deficit", Some(plain(Key::D)), "Show or hide how many programs show no link"),
    verb(PRESENT, Action::Presenting(Turn::Names), "Names of donors and owners", Some(plain(Key::H)), "Show or hide them; they are not in the picture until then"),
    verb(PRESENT, Action::Presenting(Turn::Amounts), "Amounts of money", Some(shift(Key::H)), "Show or hide them, with the names"),
    verb(PRESENT, Action::Presenting(Turn::Freeze), "Freeze the room’s picture", Some(plain(Key::F)), "It stays as it is while you fix something; once more lets it follow"),
    verb(PRESENT, Action::Presenting(Turn::Spotlight), "Spotlight", Some(plain(Key::S)), "Light what is under your pointer"),
    verb((Menu::None, Where::Everywhere), Action::FocusOn(Pane::Canvas), "Go to the cards", None, "Hand them the keys"),
    verb((Menu::None, Where::Everywhere), Action::FocusOn(Pane::Outline), "Go to the outline", None, "Hand it the keys"),
    verb((Menu::None, Where::Everywhere), Action::FocusOn(Pane::Details), "Go to the details", None, "Hand them the keys"),
    verb((Menu::None, Where::Everywhere), Action::FocusOn(Pane::Portfolio), "Go to the table of programs", None, "Hand it the keys"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verb_has_a_name_and_its_own_keys() {
        for (place, verb) in VERBS.iter().enumerate() {
            assert!(!verb.name.is_empty());
            for other in &VERBS[place + 1..] {
                assert_ne!(verb.action, other.action, "{} is there twice", verb.name);
                assert_ne!(verb.name, other.name);
                // Cards, Link mode and Present mode are never shown together.
                let own = |verb: &Verb| matches!(verb.scope, Where::Link | Where::Present);
                let apart = verb.scope != other.scope && (own(verb) || own(other));
                let same = verb.keys.is_some() && verb.keys == other.keys;
                assert!(!same || apart, "{}", verb.name);
            }
        }
    }
}
