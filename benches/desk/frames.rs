//! What a frame costs on every page, and whether a page at rest asks for frames.

use crate::headless::{Hand, Headless};
use crate::pages::{PAGES, load_older};
use propensity_desk::session::Session;
use std::path::Path;
use std::time::Duration;

/// Frames of each page: the pointer moves over half of them, the wheel turns in the others. The first ones, which lay out
/// the fonts, do not count.
const FRAMES: usize = 400;
const WARM_UP: usize = 30;
/// Frames without any input, after which a page is at rest.
const REST: usize = 90;
/// What a frame may cost, in milliseconds: half of them, and 99 of 100.
const LIMITS: [f64; 2] = [3.0, 8.0];

pub fn frames(session: &mut Session, older: &Path) {
    println!("  {:<44} {:>9} {:>9} {:>9}", "frame of", "median ms", "p99 ms", "worst ms");
    load_older(session, older);
    let mut missed = Vec::new();
    for page in &PAGES {
        (page.open)(session);
        session.wait();
        let mut desk = Headless::new();
        for _ in 0..WARM_UP {
            desk.frame(session, Hand::Point);
        }
        let hand = |frame: usize| if frame % 4 < 2 { Hand::Point } else { Hand::Scroll };
        let mut taken: Vec<f64> = (0..FRAMES).map(|frame| desk.frame(session, hand(frame))).collect();
        taken.sort_by(f64::total_cmp);
        let at = |share: f64| taken[((FRAMES - 1) as f64 * share) as usize];
        let (median, rare) = (at(0.5), at(0.99));
        for _ in 0..REST {
            desk.frame(session, Hand::Rest);
        }
        let is_at_rest = desk.next_frame == Duration::MAX;
        let rest = if is_at_rest { "" } else { "  asks for frames at rest" };
        println!("  {:<44} {median:>9.2} {rare:>9.2} {:>9.2}{rest}", page.name, at(1.0));
        if median > LIMITS[0] || rare > LIMITS[1] || !is_at_rest {
            missed.push(page.name);
        }
    }
    println!("  beyond {} ms, {} ms of 99 in 100, or restless: {missed:?}", LIMITS[0], LIMITS[1]);
}
