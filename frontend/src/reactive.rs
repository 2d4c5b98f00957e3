//! Reactive pieces of one type each.
//!
//! Every closure in a view is a type of its own, and the framework is compiled anew for each: about a kilobyte of the
//! program per closure. What goes through these functions is compiled once; they cost a box.

use leptos::{
    ev::MouseEvent,
    prelude::*,
    tachys::{
        html::attribute::{Attribute, any_attribute::AnyAttribute},
        hydration::Cursor,
        view::{Mountable, Position, PositionState, Render, RenderHtml, add_attr::AddAnyAttr},
    },
};

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

/// The value of `hidden`: for what is small and needs no making anew.
pub(crate) fn unless(shown: impl Fn() -> bool + Send + Sync + 'static) -> Signal<bool> {
    Signal::derive(move || !shown())
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

/// Views of one type, whatever is in them.
pub(crate) trait Erase {
    /// Forgets the type of a view.
    fn erased(self) -> AnyView;
}

impl<V: IntoView + 'static> Erase for V {
    fn erased(self) -> AnyView {
        Fresh(self).into_any()
    }
}

/// A view that takes the place of the one before it and is not compared with it. Comparing saves a few nodes when a
/// part changes, which is seldom, and costs the program a second way to draw every part.
struct Fresh<V>(V);

impl<V: Render> Render for Fresh<V> {
    type State = V::State;

    // Not inlined: it would stand in the program twice.
    #[inline(never)]
    fn build(self) -> V::State {
        self.0.build()
    }

    fn rebuild(self, state: &mut V::State) {
        let mut new = self.build();
        state.insert_before_this(&mut new);
        state.unmount();
        *state = new;
    }
}

impl<V: AddAnyAttr> AddAnyAttr for Fresh<V> {
    type Output<A: Attribute> = V::Output<A>;

    fn add_any_attr<A: Attribute>(self, attribute: A) -> V::Output<A>
    where
        V::Output<A>: RenderHtml,
    {
        self.0.add_any_attr(attribute)
    }
}

impl<V: RenderHtml> RenderHtml for Fresh<V> {
    type AsyncOutput = V::AsyncOutput;
    type Owned = V::Owned;

    const MIN_LENGTH: usize = V::MIN_LENGTH;

    fn dry_resolve(&mut self) {
        self.0.dry_resolve();
    }

    async fn resolve(self) -> V::AsyncOutput {
        self.0.resolve().await
    }

    fn to_html_with_buf(
        self,
        buffer: &mut String,
        position: &mut Position,
        escape: bool,
        mark_branches: bool,
        extra_attrs: Vec<AnyAttribute>,
    ) {
        self.0
            .to_html_with_buf(buffer, position, escape, mark_branches, extra_attrs);
    }

    fn hydrate<const FROM_SERVER: bool>(
        self,
        cursor: &Cursor,
        position: &PositionState,
    ) -> V::State {
        self.0.hydrate::<FROM_SERVER>(cursor, position)
    }

    fn into_owned(self) -> V::Owned {
        self.0.into_owned()
    }
}
