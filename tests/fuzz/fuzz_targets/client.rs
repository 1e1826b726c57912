//! Fuzzes `client` of `tests/fuzz/targets`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    sitr_fuzz_targets::run("client", data);
});
