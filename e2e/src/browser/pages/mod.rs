//! The pages as a person meets them: what is on them and what can be done there.
