//! See [`bitext_fuzz::siblings`].

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| bitext_fuzz::siblings(data));
