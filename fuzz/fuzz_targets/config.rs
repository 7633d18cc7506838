//! See [`bitext_fuzz::config`].

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| bitext_fuzz::config(data));
