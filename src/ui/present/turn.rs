//! What a presenter asks for while the room watches: turns of the picture. None of them can change
//! the framework.

/// Where the room sees the picture.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// In this window, alone: for one screen.
    #[default]
    Here,
    /// Full screen on another screen: the second is 1.
    Screen(usize),
    /// In a window of its own, to be moved.
    Window,
}

impl Place {
    /// The places to choose from.
    pub const ALL: [Self; 4] = [Self::Here, Self::Screen(1), Self::Screen(2), Self::Window];

    /// The words on screen.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Here => "this window",
            Self::Screen(0 | 1) => "second screen",
            Self::Screen(_) => "third screen",
            Self::Window => "own window",
        }
    }
}

/// Something that changes what the room sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Show the picture to the room.
    Begin,
    /// The next scene.
    Next,
    /// The scene before.
    Previous,
    /// The scene of that place, from 0.
    GoTo(usize),
    /// Nothing but black, or the picture again.
    Black,
    /// Nothing but white, or the picture again.
    White,
    /// Larger type.
    Larger,
    /// Smaller type.
    Smaller,
    /// Show or hide what colors and hatches mean.
    Legend,
    /// Show or hide the counter of the deficit.
    Counter,
    /// Show or hide the names of donors and owners.
    Names,
    /// Show or hide amounts of money.
    Amounts,
    /// Keep the room's picture as it is, or let it follow again.
    Freeze,
    /// Light what is under the pointer, or no longer.
    Spotlight,
    /// Show the room's picture elsewhere.
    To(Place),
    /// Leave the room, then the mode.
    Leave,
}
