//! What keys, buttons and the palette ask of Link mode.

/// One thing asked of Link mode; what it means depends on what is open there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Tick the suggestion of that number, or take the choice of that number.
    Tick(u8),
    /// Look at the suggestion above.
    Up,
    /// Look at the suggestion below.
    Down,
    /// Tick what is looked at.
    TickThis,
    /// Link what is ticked, and go on.
    Link,
    /// Decide without a link.
    Decide,
    /// Put the program off, or take it back.
    Park,
    /// Show programs that are alike, to do the same with them.
    Alike,
    /// A local actor confirms.
    Confirm,
    /// Choose the local actor who confirms.
    Confirmer,
    /// The next links undermine, or support again.
    Undermine,
    /// The next links are documented, or asserted again.
    Evidence,
    /// Make an objective and link to it.
    Make,
    /// Search all objectives.
    Search,
    /// Take the last step back, and go back to its program.
    Undo,
    /// The program before, without deciding.
    Previous,
    /// The next program, without deciding.
    Next,
    /// Choose which programs come, and in which order.
    Queue,
}

impl Step {
    /// Whether a text is typed after it: what follows belongs to that text.
    #[must_use]
    pub fn types(self) -> bool {
        matches!(
            self,
            Self::Confirm
                | Self::Confirmer
                | Self::Evidence
                | Self::Make
                | Self::Search
                | Self::Queue
        )
    }
}
