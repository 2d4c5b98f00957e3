//! Every routine of this repository.
fn main() {}
