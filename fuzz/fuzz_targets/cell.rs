#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| tongbao_fuzz::fuzz("cell", input));
