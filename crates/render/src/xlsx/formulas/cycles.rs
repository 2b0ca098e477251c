//! Formulas that lead back to themselves.

use crate::xlsx::exhibit::Spot;

/// The cells that must stay constants so that no formula leads back to its own cell, sorted. In: every cell with a formula, in
/// the order of the workbook, and the cells that it names.
pub(super) fn broken(graph: &[(Spot, &[Spot])]) -> Vec<Spot> {
    let position = |spot: &Spot| graph.binary_search_by_key(spot, |(known, _)| *known).ok();
    let needs: Vec<Vec<usize>> = graph.iter().map(|(_, needs)| needs.iter().filter_map(position).collect()).collect();
    let mut users: Vec<Vec<usize>> = vec![Vec::new(); graph.len()];
    let mut waiting_for: Vec<usize> = needs.iter().map(Vec::len).collect();
    for (user, needs) in needs.iter().enumerate() {
        for needed in needs {
            users[*needed].push(user);
        }
    }
    let mut is_settled = vec![false; graph.len()];
    let mut ready: Vec<usize> = (0..graph.len()).filter(|at| waiting_for[*at] == 0).collect();
    let mut broken = Vec::new();
    let mut next = 0;
    loop {
        while let Some(at) = ready.pop() {
            if std::mem::replace(&mut is_settled[at], true) {
                continue;
            }
            for user in &users[at] {
                waiting_for[*user] = waiting_for[*user].saturating_sub(1);
                if waiting_for[*user] == 0 {
                    ready.push(*user);
                }
            }
        }
        // What still waits, waits for itself: its first cell becomes a constant, and the rest may go on.
        while is_settled.get(next) == Some(&true) {
            next += 1;
        }
        let Some((spot, _)) = graph.get(next) else { return broken };
        broken.push(*spot);
        ready.push(next);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(row: u32) -> Spot {
        Spot { sheet: 0, row, col: 0 }
    }

    #[test]
    fn a_chain_is_kept_and_a_ring_is_opened_once() {
        let chain = [(at(1), [at(2)]), (at(2), [at(3)]), (at(3), [at(9)])];
        let graph: Vec<(Spot, &[Spot])> = chain.iter().map(|(spot, needs)| (*spot, needs.as_slice())).collect();
        assert_eq!(broken(&graph), []);
        let ring = [(at(1), [at(2)]), (at(2), [at(3)]), (at(3), [at(1)]), (at(4), [at(1)])];
        let graph: Vec<(Spot, &[Spot])> = ring.iter().map(|(spot, needs)| (*spot, needs.as_slice())).collect();
        assert_eq!(broken(&graph), [at(1)]);
    }
}
