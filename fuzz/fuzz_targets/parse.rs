//! See [`bitext_fuzz::parse`].

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| bitext_fuzz::parse(data));
