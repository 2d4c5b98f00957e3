//! How near one is.

/// The nearest and the farthest.
const LEAST: f64 = 0.05;
const MOST: f64 = 3.0;
/// One press of a button.
const STEP: f64 = 1.25;

/// One step nearer or farther; 100 % is always met on the way.
pub(super) fn stepped(zoom: f64, nearer: bool) -> f64 {
    let next = if nearer { zoom * STEP } else { zoom / STEP };
    let passes_one = (zoom < 0.99 && next > 1.0) || (zoom > 1.01 && next < 1.0);
    clamped(if passes_one { 1.0 } else { next })
}

pub(super) fn clamped(zoom: f64) -> f64 {
    zoom.clamp(LEAST, MOST)
}

/// So near that all is in the window, but not nearer than 100 %.
pub(super) fn fitting(drawing: (f64, f64), window: (f64, f64)) -> f64 {
    let share = |window: f64, drawing: f64| if drawing > 0.0 { window / drawing } else { 1.0 };
    let fits = share(window.0, drawing.0).min(share(window.1, drawing.1));
    clamped(fits.min(1.0))
}

/// What is too small to be read is left out: the second line first, then the first.
pub(super) const fn class(zoom: f64) -> &'static str {
    if zoom < 0.35 {
        "graph far farther"
    } else if zoom < 0.6 {
        "graph far"
    } else {
        "graph"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_meet_one_hundred_percent() {
        assert!((stepped(0.9, true) - 1.0).abs() < 1e-9);
        assert!((stepped(1.2, false) - 1.0).abs() < 1e-9);
        assert!((stepped(1.0, true) - 1.25).abs() < 1e-9);
        let least = (0..40).fold(1.0, |zoom, _| stepped(zoom, false));
        assert!((least - LEAST).abs() < 1e-9);
    }

    #[test]
    fn all_fits_and_nothing_is_blown_up() {
        assert!((fitting((100.0, 100.0), (800.0, 600.0)) - 1.0).abs() < 1e-9);
        assert!((fitting((1600.0, 100.0), (800.0, 600.0)) - 0.5).abs() < 1e-9);
        assert!((fitting((0.0, 0.0), (800.0, 600.0)) - 1.0).abs() < 1e-9);
    }
}
