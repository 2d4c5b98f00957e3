//! The words for people, in English and in Korean. What a program reads is the same in every language.

mod diagnoses;
mod doctor;
mod failure;
mod help;
mod korean;
mod language;
mod texts;

pub(crate) use language::Language;
