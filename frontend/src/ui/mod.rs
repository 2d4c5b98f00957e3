//! Our components. They know of no call and no address: what they show and what follows is given to them.

mod button;
mod clipboard;
mod code;
mod dialog;
mod filter;
mod graph;
mod icon;
mod menu;
mod moments;
mod pager;
mod rows;
mod segmented;
mod state;
mod status;
mod switch;
mod table;
mod time;
mod toast;

pub(crate) use button::{Button, IconButton, Kind};
pub(crate) use clipboard::{CopyButton, use_copy};
pub(crate) use code::CodeBlock;
pub(crate) use dialog::{Dialog, show_while};
pub(crate) use filter::{Facet, FilterField, Token};
pub(crate) use graph::{GraphCanvas, GraphLine, GraphModel, GraphNode, Look};
pub(crate) use icon::{Icon, icon, mark};
pub(crate) use menu::{Menu, MenuState};
pub(crate) use moments::MomentTable;
pub(crate) use pager::Pager;
pub(crate) use rows::{Entry, entries};
pub(crate) use segmented::Segmented;
pub(crate) use state::{Said, StatePanel};
pub(crate) use status::{StatusWord, VerdictGlyph, status_glyph, status_markup, verdict_class};
pub(crate) use switch::Switch;
pub(crate) use table::{Column, SkeletonRows, Sorting, TableFrame};
pub(crate) use time::{Ahead, Clock, Duration, When};
pub(crate) use toast::{ToastAction, ToastList, Toasts};
