//! Reactive pieces of one type each.
//!
//! Every closure in a view is a type of its own, and the framework is compiled anew for each: about a kilobyte of the
//! program per closure. What goes through these functions is compiled once; they cost a box.

use leptos::{ev::MouseEvent, prelude::*};

/// A part of a view that is made anew when what it reads changes.
pub(crate) type Part = Box<dyn FnMut() -> AnyView + Send>;

/// Shows a part of a view.
pub(crate) fn part<V: IntoView + 'static>(view: impl Fn() -> V + Send + 'static) -> Part {
    Box::new(move || view().into_any())
}

/// Shows a part of a view while a condition holds. It stays as it is while the condition does not change.
pub(crate) fn when<V: IntoView + 'static>(
    condition: impl Fn() -> bool + Send + Sync + 'static,
    view: impl Fn() -> V + Send + 'static,
) -> Part {
    let condition = remember(Box::new(condition));
    part(move || condition.get().then(&view))
}

/// Shows one of two parts of a view.
pub(crate) fn either<V: IntoView + 'static, W: IntoView + 'static>(
    condition: impl Fn() -> bool + Send + Sync + 'static,
    view: impl Fn() -> V + Send + 'static,
    otherwise: impl Fn() -> W + Send + 'static,
) -> Part {
    let condition = remember(Box::new(condition));
    Box::new(move || {
        if condition.get() {
            view().into_any()
        } else {
            otherwise().into_any()
        }
    })
}

fn remember(condition: Box<dyn Fn() -> bool + Send + Sync>) -> Memo<bool> {
    Memo::new(move |_| condition())
}

/// A text that changes with what it reads.
pub(crate) fn say(text: impl Fn() -> String + Send + Sync + 'static) -> Signal<String> {
    Signal::derive(text)
}

/// The value of an attribute that is `true` or `false`.
pub(crate) fn flag(holds: impl Fn() -> bool + Send + Sync + 'static) -> Signal<&'static str> {
    Signal::derive(move || if holds() { "true" } else { "false" })
}

/// The value of an attribute that is there only while something holds.
pub(crate) fn while_holds(
    value: &'static str,
    holds: impl Fn() -> bool + Send + Sync + 'static,
) -> Signal<Option<&'static str>> {
    Signal::derive(move || holds().then_some(value))
}

/// What a press does.
pub(crate) fn press(action: impl FnMut(MouseEvent) + 'static) -> Box<dyn FnMut(MouseEvent)> {
    Box::new(action)
}

/// Runs now, and again when what it reads changes.
pub(crate) fn effect(run: impl Fn() + 'static) {
    fn inner(run: Box<dyn Fn()>) {
        Effect::new(move |_| run());
    }
    inner(Box::new(run));
}
