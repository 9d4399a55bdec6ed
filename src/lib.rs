//! Throughline: an editor for shared strategic frameworks.
//!
//! The layers, each using only what stands left of it: `model < graph < analysis < suggest < edit <
//! merge < layout < scene < store < templates < import < measure < export < session < { cli, ui }`.
//! `ARCHITECTURE.md` has a line a module.

pub mod analysis;
pub mod cli;
pub mod edit;
pub mod export;
pub mod graph;
pub mod import;
pub mod layout;
pub mod measure;
pub mod merge;
pub mod model;
pub mod scene;
pub mod session;
pub mod store;
pub mod suggest;
pub mod templates;

#[cfg(feature = "gui")]
pub mod ui;
