//! Bytes that nobody wrote: cut off, flipped, repeated. Whatever comes out, the program goes on.

use std::panic;

use super::support::{Book, hospital_form, registry, unzipped, zipped};
use crate::domain::SourceFile;
use crate::ingest::index::Index;
use crate::ingest::open::Refusal;
use crate::ingest::reader::tests::misbehaving;
use crate::ingest::{Told, open, tell, worker};

/// The same numbers on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap()
    }

    fn mutate(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut mutated = bytes.to_vec();
        for _ in 0..=self.below(4) {
            let place = self.below(mutated.len().max(2) - 1);
            match self.below(5) {
                0 => mutated.truncate(place + 1),
                1 => mutated[place] ^= 1 << self.below(8),
                2 => mutated[place] = u8::try_from(self.below(256)).unwrap(),
                3 => {
                    let end = (place + self.below(40)).min(mutated.len());
                    let piece = mutated[place..end].to_vec();
                    mutated.splice(place..place, piece);
                }
                _ => {
                    let end = (place + self.below(40)).min(mutated.len().max(1) - 1);
                    mutated.drain(place..end.max(place));
                }
            }
            if mutated.len() < 2 {
                break;
            }
        }
        mutated
    }
}

/// Opens and tells; gives whether the reader itself had to be stopped. Our own code must never be.
fn survive(bytes: &[u8], index: &Index<'_>) -> bool {
    let opened = worker::guarded(open::open, bytes);
    let was_stopped = opened.as_ref().is_err_and(|refusal| *refusal == Refusal::ReaderFailed);
    let source = SourceFile { path: "mutated.xlsx".to_owned(), hash: String::new(), size: 0, modified: 0 };
    let Told { filed, remarks, .. } = tell(opened, &source, index).remove(0);
    assert!(filed.is_some() || !remarks.into_findings().is_empty());
    was_stopped
}

fn survive_all(originals: &[&[u8]], times: usize) {
    let (forms, registry) = ([hospital_form()], registry());
    let index = Index::new(&forms, Some(&registry));
    let mut dice = Dice(20_250_930);
    let mut stopped = 0;
    for original in originals {
        for _ in 0..times {
            stopped += usize::from(survive(&dice.mutate(original), &index));
        }
    }
    // The reader may panic, that is what the guard is for; if it does so all the time, the guard hides something.
    assert!(stopped * 20 < originals.len() * times, "the reader was stopped {stopped} times");
}

#[test]
fn mutated_containers_are_survived() {
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let outcome = panic::catch_unwind(|| {
        let bytes = Book::faultless().bytes();
        survive_all(&[&bytes, include_bytes!("../../../../../tests/inputs/office.xlsx")], 1500);
    });
    panic::set_hook(hook);
    assert!(outcome.is_ok());
}

/// A mutated .xls may ask for more memory than there is: what reading processes are for.
#[test]
fn mutated_workbooks_of_dense_formats_cost_one_file_each() {
    let reader = misbehaving();
    let mut opener = reader.opener();
    let mut dice = Dice(11);
    for original in [
        include_bytes!("../../../../../tests/inputs/return.xls").as_slice(),
        include_bytes!("../../../../../tests/inputs/return.ods"),
    ] {
        for _ in 0..150 {
            // Whatever the answer, there is one.
            let _ = opener.open(dice.mutate(original)).unwrap();
        }
        assert!(opener.open(original.to_vec()).unwrap().is_ok());
    }
}

/// Mutates what the checksums of the container would otherwise protect.
#[test]
fn mutated_sheets_are_survived() {
    let (forms, registry) = ([hospital_form()], registry());
    let index = Index::new(&forms, Some(&registry));
    let mut dice = Dice(7);
    let whole = Book::faultless().value(101.0, "１，２３４人次").bytes();
    let parts = unzipped(&whole);
    for _ in 0..1500 {
        let chosen = dice.below(parts.len());
        let mutated = dice.mutate(&parts[chosen].1);
        let parts: Vec<(&str, &[u8])> = parts
            .iter()
            .enumerate()
            .map(|(number, (name, bytes))| (name.as_str(), if number == chosen { mutated.as_slice() } else { bytes.as_slice() }))
            .collect();
        survive(&zipped(&parts), &index);
    }
}
