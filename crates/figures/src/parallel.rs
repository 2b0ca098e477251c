//! Work spread over threads, each piece of which asks the query engine.
//!
//! A thread of rayon's that waits for the engine takes on the next piece meanwhile, deeper in its own stack: with hundreds of pieces the stack
//! overflows. These threads only wait.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// What work makes of each item, in their order, on as many threads as rayon has.
pub(crate) fn in_order<Item: Sync, Made: Send>(items: &[Item], work: impl Fn(&Item) -> Made + Sync) -> Vec<Made> {
    let threads = rayon::current_num_threads().min(items.len());
    if threads <= 1 {
        return items.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let share = || {
        let positions = std::iter::repeat_with(|| next.fetch_add(1, Ordering::Relaxed));
        positions.map_while(|position| Some((position, work(items.get(position)?)))).collect::<Vec<_>>()
    };
    let mut made: Vec<(usize, Made)> = thread::scope(|scope| {
        let shares: Vec<_> = (0..threads).map(|_| scope.spawn(share)).collect();
        shares.into_iter().flat_map(|share| share.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
    });
    made.sort_by_key(|(position, _)| *position);
    made.into_iter().map(|(_, made)| made).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Formula, Variable};
    use tongbao_returns::domain::UnitAttribute;

    #[test]
    fn what_is_made_stands_in_the_order_of_the_items() {
        let numbers: Vec<u32> = (0..1000).collect();
        assert_eq!(in_order(&numbers, |number| number * 2), numbers.iter().map(|number| number * 2).collect::<Vec<_>>());
        assert_eq!(in_order(&[7], |number| number + 1), [8]);
        assert!(in_order(&[0; 0], |number| *number).is_empty());
    }

    #[test]
    fn as_many_pieces_as_one_likes_ask_the_engine() {
        fn said<'unit>(unit: &'unit [&str; 2], attribute: UnitAttribute) -> &'unit str {
            match attribute {
                UnitAttribute::Category => unit[0],
                _ => unit[1],
            }
        }
        let condition = Formula::<Variable>::parse("类别 = '医院' AND 等级 <> ''").unwrap();
        let units: Vec<[&str; 2]> = (0..600).map(|at| if at % 3 == 0 { ["医院", "三级"] } else { ["医院", ""] }).collect();
        let admitted = in_order(&units, |unit| condition.admits(&[*unit], said).unwrap() == [true]);
        assert_eq!(admitted.iter().filter(|admitted| **admitted).count(), 200);
    }

    #[test]
    #[should_panic(expected = "seven")]
    fn a_panic_is_passed_on() {
        in_order(&[1, 7, 3], |number| assert_ne!(*number, 7, "seven"));
    }
}
