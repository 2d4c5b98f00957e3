//! The words for people, in English and in Korean. What a program reads is the same in every language.

mod both;
mod diagnoses;
mod doctor;
mod evidence;
mod failure;
mod findings;
mod help;
mod korean;
mod language;
pub(crate) mod parameters;
mod texts;
mod usage;

pub(crate) use both::{Both, both};
pub(crate) use language::Language;
