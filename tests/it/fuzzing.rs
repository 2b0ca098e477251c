//! The targets of the fuzzers once more in a few seconds each: on their seeds, on all that was ever found, and on some mutations.

use std::cell::Cell;
use std::path::Path;

use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, any};
use proptest::test_runner::{TestCaseError, TestRng, TestRunner};

use crate::fuzz::{Bench, TARGETS};

/// Mutations of each target.
const MUTATIONS: u32 = 200;

/// A change of an input: where, as a share of its length, and what.
type Mutation = (u16, u8, u8);

#[test]
fn whatever_was_found_once_is_read() {
    let bench = Bench::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/found");
    for target in &TARGETS {
        let found = std::fs::read_dir(folder.join(target.name));
        let mut inputs: Vec<_> = found.into_iter().flatten().map(|entry| entry.expect("a file").path()).collect();
        inputs.sort();
        for input in inputs {
            (target.read)(&bench, &std::fs::read(&input).expect("an input"));
        }
    }
}

#[test]
fn seeds_and_their_mutations_are_read() {
    let bench = Bench::new();
    for target in &TARGETS {
        let seeds = (target.seeds)(&bench);
        assert!(!seeds.is_empty(), "{}", target.name);
        for seed in &seeds {
            (target.read)(&bench, seed);
        }
        let config = ProptestConfig { cases: MUTATIONS, failure_persistence: None, ..ProptestConfig::default() };
        let rng = TestRng::deterministic_rng(config.rng_algorithm);
        let changed = Cell::new(0_u32);
        let mutations = (any::<proptest::sample::Index>(), vec(any::<Mutation>(), 1..12));
        let outcome = TestRunner::new_with_rng(config, rng).run(&mutations, |(seed, mutations)| {
            let seed = seed.get(&seeds);
            let input = mutations.iter().fold(seed.clone(), |input, mutation| mutated(input, *mutation, &seeds));
            changed.set(changed.get() + u32::from(input != *seed));
            let read = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| (target.read)(&bench, &input)));
            read.map_err(|_panic| TestCaseError::fail(format!("{:?}", String::from_utf8_lossy(&input))))
        });
        assert!(outcome.is_ok(), "{}: {outcome:?}", target.name);
        assert!(changed.get() > MUTATIONS / 2, "{}: mutations that change nothing test nothing", target.name);
    }
}

/// For a fuzzer outside: `FUZZ_SEEDS=<folder> cargo test --release --test it -- --ignored writes_the_seeds`.
#[test]
#[ignore = "writes files"]
fn writes_the_seeds() {
    let folder = std::env::var("FUZZ_SEEDS").expect("FUZZ_SEEDS names a folder");
    let bench = Bench::new();
    for target in &TARGETS {
        let folder = Path::new(&folder).join(target.name);
        std::fs::create_dir_all(&folder).expect("folder");
        for (number, seed) in (target.seeds)(&bench).iter().enumerate() {
            std::fs::write(folder.join(format!("{number:03}")), seed).expect("file");
        }
    }
}

fn mutated(mut input: Vec<u8>, (at, how, what): Mutation, seeds: &[Vec<u8>]) -> Vec<u8> {
    let at = input.len() * usize::from(at) / (usize::from(u16::MAX) + 1);
    let end = input.len().min(at + usize::from(what) + 1);
    match how % 6 {
        0 => input.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= what | 1),
        1 => input.insert(at, what),
        2 => drop(input.drain(at..end)),
        3 => {
            let again = input.get(at..end).unwrap_or_default().to_vec();
            input.splice(at..at, again);
        }
        4 => input.truncate(at),
        // A piece of another seed.
        _ => {
            let other = seeds.get(usize::from(what) % seeds.len()).map_or(&[][..], Vec::as_slice);
            input.splice(at..end, other.iter().skip(at % (other.len() + 1)).take(usize::from(what)).copied());
        }
    }
    input
}
