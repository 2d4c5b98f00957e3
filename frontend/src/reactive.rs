//! Reactive pieces of one type each.
//!
//! Every closure in a view is a type of its own, and the framework is compiled anew for each: about a kilobyte of the
//! program per closure. What goes through these functions is compiled once; they cost a box.

use std::pin::Pin;

use leptos::{
    children::ToChildren,
    ev::MouseEvent,
    prelude::*,
    tachys::{
        html::attribute::{Attribute, any_attribute::AnyAttribute},
        hydration::Cursor,
        renderer::{
            Rndr,
            types::{Element, Node, Placeholder},
        },
        view::{Mountable, Position, PositionState, Render, RenderHtml, add_attr::AddAnyAttr},
    },
};
use wasm_bindgen_futures::spawn_local;
use web_sys::Event;

/// A part of a view that is made anew when what it reads changes.
pub(crate) type Part = Box<dyn FnMut() -> AnyView + Send>;

/// Shows a part of a view.
pub(crate) fn part<V: IntoView + 'static>(view: impl Fn() -> V + Send + 'static) -> Part {
    Box::new(move || view().erased())
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
            view().erased()
        } else {
            otherwise().erased()
        }
    })
}

fn remember(condition: Box<dyn Fn() -> bool + Send + Sync>) -> Memo<bool> {
    Memo::new(move |_| condition())
}

/// A text that changes with what it reads.
pub(crate) fn say(text: impl Fn() -> String + Send + Sync + 'static) -> Signal<String> {
    derived(text)
}

/// The value of an attribute that is `true` or `false`.
pub(crate) fn flag(holds: impl Fn() -> bool + Send + Sync + 'static) -> Signal<&'static str> {
    derived(move || if holds() { "true" } else { "false" })
}

/// The value of an attribute that is there only while something holds.
pub(crate) fn while_holds(
    value: &'static str,
    holds: impl Fn() -> bool + Send + Sync + 'static,
) -> Signal<Option<&'static str>> {
    derived(move || holds().then_some(value))
}

/// The value of `hidden`: for what is small and needs no making anew.
pub(crate) fn unless(shown: impl Fn() -> bool + Send + Sync + 'static) -> Signal<bool> {
    derived(move || !shown())
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

/// Listens to the window until its owner is gone.
pub(crate) fn on_window(event: &'static str, action: impl Fn(Event) + 'static) {
    fn inner(event: &'static str, action: Box<dyn Fn(Event)>) {
        let listener = window_event_listener_untyped(event, action);
        on_cleanup(move || listener.remove());
    }
    inner(event, Box::new(action));
}

/// Lets something go on by itself.
pub(crate) fn spawn(future: impl Future<Output = ()> + 'static) {
    let future: Pin<Box<dyn Future<Output = ()>>> = Box::pin(future);
    spawn_local(future);
}

/// A value that changes with what it reads.
pub(crate) fn derived<T: Send + Sync + 'static>(
    value: impl Fn() -> T + Send + Sync + 'static,
) -> Signal<T> {
    fn inner<T: Send + Sync + 'static>(value: Box<dyn Fn() -> T + Send + Sync>) -> Signal<T> {
        Signal::derive(value)
    }
    inner(Box::new(value))
}

/// Views of one type, whatever is in them.
pub(crate) trait Erase {
    /// Forgets the type of a view.
    fn erased(self) -> AnyView;
}

impl<V: IntoView + 'static> Erase for V {
    fn erased(self) -> AnyView {
        let draw = Box::new(move || Box::new(self.build()) as Box<dyn Mountable>);
        let exists = V::EXISTS;
        Drawn { draw, exists }.into_any()
    }
}

/// What stands between the tags of a component.
pub(crate) struct Slot(Box<dyn FnOnce() -> AnyView + Send>);

impl Slot {
    /// What stands there.
    pub(crate) fn fill(self) -> AnyView {
        (self.0)()
    }
}

impl<F, V> ToChildren<F> for Slot
where
    F: FnOnce() -> V + Send + 'static,
    V: IntoView + 'static,
{
    fn to_children(view: F) -> Self {
        Self(Box::new(move || view().erased()))
    }
}

/// A view that is drawn once, and anew in the place of the one before it: the two are not compared. Comparing saves a
/// few nodes when a part changes, which is seldom, and costs the program a second way to draw every part.
struct Drawn {
    draw: Box<dyn FnOnce() -> Box<dyn Mountable> + Send>,
    /// Whether there is anything in the document: otherwise a placeholder keeps the place.
    exists: bool,
}

/// What was drawn.
struct Standing {
    view: Box<dyn Mountable>,
    placeholder: Option<Placeholder>,
}

impl Render for Drawn {
    type State = Standing;

    fn build(self) -> Standing {
        Standing {
            view: (self.draw)(),
            placeholder: (!self.exists).then(Rndr::create_placeholder),
        }
    }

    fn rebuild(self, state: &mut Standing) {
        let mut new = self.build();
        state.insert_before_this(&mut new);
        state.unmount();
        *state = new;
    }
}

impl Mountable for Standing {
    fn unmount(&mut self) {
        self.view.unmount();
        self.placeholder.unmount();
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        self.view.mount(parent, marker);
        self.placeholder.mount(parent, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.view.insert_before_this(child) || self.placeholder.insert_before_this(child)
    }

    fn elements(&self) -> Vec<Element> {
        self.view.elements()
    }
}

/// Attributes are given where an element is made, not to a view from outside.
impl AddAnyAttr for Drawn {
    type Output<A: Attribute> = Self;

    fn add_any_attr<A: Attribute>(self, _attribute: A) -> Self {
        self
    }
}

/// There is no server that draws: a page is never taken over, always made.
impl RenderHtml for Drawn {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        _buffer: &mut String,
        _position: &mut Position,
        _escape: bool,
        _mark_branches: bool,
        _extra_attrs: Vec<AnyAttribute>,
    ) {
    }

    fn hydrate<const FROM_SERVER: bool>(
        self,
        _cursor: &Cursor,
        _position: &PositionState,
    ) -> Standing {
        self.build()
    }

    fn into_owned(self) -> Self {
        self
    }
}
