//! Every verb of the project.
fn main() {}
