//! The sitr command line.
