//! A hundred kills at moments drawn by a seed, of drafts, final issues and revisions: after each the last output stands whole under its name,
//! and the next run leaves the workspace as if nothing had happened.

#![expect(clippy::print_stdout, reason = "how many of how many were tried belongs to the result")]

use std::thread;
use std::time::{Duration, Instant};

use rayon::prelude::*;
use tongbao_sample::draw::Draw;

use crate::faults::Stage;
use crate::tiny_office::Scene;

const KILLS: usize = 100;
const SEED: u64 = 13;
/// No command ends sooner.
const SHORTEST: Duration = Duration::from_millis(20);

#[test]
fn whenever_a_command_is_killed_the_next_one_finishes() {
    let scenes = [Scene::Draft, Scene::Final, Scene::Revision];
    let stages: Vec<(Stage, Duration)> = scenes.into_iter().map(timed).collect();
    let draw = Draw::new(SEED);
    let outcomes: Vec<bool> = (0..KILLS)
        .into_par_iter()
        .map(|number| {
            let (stage, whole) = &stages[number % stages.len()];
            // Most of a run changes nothing: half of the kills fall into its last third.
            let share = draw.share(&["when", &number.to_string()]);
            let mut moment = whole.mul_f64(if number % 2 == 0 { share } else { 0.66 + share / 3.0 });
            let (broken, was_killed) = loop {
                let broken = stage.copy();
                let mut child = broken.begin(stage.scene());
                thread::sleep(moment);
                child.kill().expect("killed, or already done");
                let was_killed = child.wait().expect("ended").code().is_none();
                if was_killed || moment < SHORTEST {
                    break (broken, was_killed);
                }
                // It had ended before: the machine is quicker now than when it was timed.
                moment = moment.mul_f64(0.9);
            };
            let when = format!("kill {number} after {} ms of {}", moment.as_millis(), whole.as_millis());
            stage.is_as_before(&broken, &when);
            stage.finishes(&broken, &when);
            was_killed
        })
        .collect();
    let killed = outcomes.iter().filter(|was_killed| **was_killed).count();
    println!("{killed} of {KILLS} were killed before they ended");
    assert!(killed > KILLS * 9 / 10, "{killed}");
}

/// A scene, and how long it takes when two run at a time, as in the test.
fn timed(scene: Scene) -> (Stage, Duration) {
    let stage = Stage::of(scene);
    let both = [stage.copy(), stage.copy()];
    let begun = Instant::now();
    both.into_par_iter().for_each(|office| drop(office.play(scene, None)));
    (stage, begun.elapsed())
}
