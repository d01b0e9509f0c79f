//! Numbers that look like chance and can be had again: whoever notes the seed repeats the run.

use std::sync::atomic::{AtomicU64, Ordering};

/// A small generator of random numbers: one seed repeats a run's choices (not the machine's timing).
pub struct Random(AtomicU64);

impl Random {
    /// Numbers that follow from `seed`.
    pub fn new(seed: u64) -> Self {
        Self(AtomicU64::new(seed | 1))
    }

    /// A number from 0 up to, not including, `end`.
    pub fn below(&self, end: u64) -> u64 {
        // SplitMix64: one addition a call, so that an atomic suffices.
        let mut z = self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % end.max(1)
    }
}
