//! CPU time, in microseconds, as the kernel counts it: to the nanosecond, and up to this moment.

use rustix::time::{ClockId, clock_gettime};

fn of_clock(clock: ClockId) -> f64 {
    let time = clock_gettime(clock);
    time.tv_sec as f64 * 1e6 + time.tv_nsec as f64 / 1e3
}

/// CPU time of this thread so far.
pub(crate) fn now_us() -> f64 {
    of_clock(ClockId::ThreadCPUTime)
}

/// CPU time of all threads of this process so far.
pub(crate) fn process_us() -> f64 {
    of_clock(ClockId::ProcessCPUTime)
}

/// CPU time of another process so far, in steps of 10 milliseconds.
pub(crate) fn of_process(id: u32) -> f64 {
    /// `USER_HZ` is 100 wherever Linux runs.
    const TICK_US: f64 = 10_000.0;
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).expect("it runs");
    // The name, in parentheses, may hold anything; after it utime and stime are fields 12 and 13.
    let after = stat.rsplit(')').next().expect("fields");
    let ticks = |at: usize| -> f64 {
        after.split_whitespace().nth(at).and_then(|it| it.parse().ok()).expect("a number")
    };
    (ticks(11) + ticks(12)) * TICK_US
}

/// What a piece of work took of this thread.
pub(crate) fn of<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let before = now_us();
    let done = work();
    (done, now_us() - before)
}

/// The middle one.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
