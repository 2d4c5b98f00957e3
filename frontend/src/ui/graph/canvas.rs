//! The drawing in its window, and the tree that says the same.

use std::sync::Arc;

use dag_layout::Rect;
use leptos::{
    ev::{KeyboardEvent, MouseEvent, WheelEvent},
    html,
    prelude::*,
};
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::{
    keys::{Action, action},
    laying::{Laid, laid_out},
    model::GraphModel,
    walk::{Direction, next, order, spot},
    zoom::{clamped, fitting, stepped},
};
use crate::reactive::{derived, effect, on_window, press};

/// Room around the drawing.
pub(super) const MARGIN: f64 = 24.0;
/// A press that moved farther than this was meant to move the drawing.
const STILL: i32 = 4;
/// One turn of the wheel in pixels, by which the zoom doubles or halves.
const WHEEL: f64 = 400.0;
/// At first one sees at least so much of a large drawing that names can be read.
const READABLE: f64 = 0.6;

/// The window onto the drawing: where it is scrolled to, and how large it is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Window {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// Everything that the parts of the drawing share.
#[derive(Clone, Copy)]
pub(super) struct Canvas {
    field: NodeRef<html::Div>,
    pub(super) laid: RwSignal<Option<Arc<Laid>>>,
    pub(super) window: RwSignal<Window>,
    pub(super) zoom: RwSignal<f64>,
    /// The box that the keys are at.
    pub(super) active: RwSignal<Option<String>>,
    /// Where the button went down, and how far the drawing was scrolled then.
    held: StoredValue<Option<(i32, i32, i32, i32)>>,
    moved: StoredValue<bool>,
    on_open: Callback<Option<String>>,
    on_fold: Callback<String>,
}

/// A graph that can be moved, zoomed, and walked through by keys.
#[component]
pub(crate) fn GraphCanvas(
    /// What is drawn.
    #[prop(into)]
    model: Signal<Arc<GraphModel>>,
    /// From left to right instead of from top to bottom.
    #[prop(into)]
    goes_right: Signal<bool>,
    /// What it is, for somebody who does not see it.
    #[prop(into)]
    label: Signal<String>,
    /// The box that is open beside the drawing.
    #[prop(into)]
    selected: Signal<Option<String>>,
    /// Opens a box, or closes the one that is open.
    #[prop(into)]
    on_open: Callback<Option<String>>,
    /// Opens a group that is closed, and closes one that is open.
    #[prop(into)]
    on_fold: Callback<String>,
) -> impl IntoView {
    let canvas = Canvas {
        field: NodeRef::new(),
        laid: laid_out(model, goes_right),
        window: RwSignal::new(Window::default()),
        zoom: RwSignal::new(1.0),
        active: RwSignal::new(None),
        held: StoredValue::new(None),
        moved: StoredValue::new(false),
        on_open,
        on_fold,
    };
    canvas.begin();
    effect(move || canvas.follow(selected.get()));
    on_window("resize", move |_| canvas.look());
    view! {
        <div class="graph-frame">
            <div
                class="graph-field"
                node_ref=canvas.field
                role="tree"
                tabindex="0"
                aria-label=label
                aria-activedescendant=derived(move || canvas.place_of(canvas.active.read().as_ref()).map(item_id))
                on:focus=move |_| canvas.enter(selected)
                on:keydown=move |event| canvas.key(&event)
                on:scroll=move |_| canvas.look()
                on:wheel=move |event| canvas.wheel(&event)
                on:mousedown=press(move |event| canvas.hold(&event))
                on:mousemove=press(move |event| canvas.drag(&event))
                on:click=press(move |event| canvas.click(&event))
            >
                <div class="sr-only" role="none">{canvas.tree(selected)}</div>
                {canvas.svg(selected)}
            </div>
            {canvas.cluster()}
        </div>
    }
}

pub(super) fn item_id(at: usize) -> String {
    format!("graph-item-{at}")
}

impl Canvas {
    /// The first drawing is shown from its beginning, as near as it fits.
    fn begin(self) {
        effect(move || {
            let is_first = self.laid.read().is_some() && self.window.read_untracked().width == 0.0;
            if is_first {
                request_animation_frame(move || {
                    self.look();
                    let fits = self.fits();
                    let _drawn = self.zoom.try_set(fits.max(READABLE));
                });
            }
        });
    }

    /// Notes what is in sight.
    fn look(self) {
        let Some(field) = self.field.try_get_untracked().flatten() else {
            return;
        };
        let now = Window {
            left: f64::from(field.scroll_left()),
            top: f64::from(field.scroll_top()),
            width: f64::from(field.client_width()),
            height: f64::from(field.client_height()),
        };
        if self
            .window
            .try_get_untracked()
            .is_some_and(|old| old != now)
        {
            self.window.set(now);
        }
    }

    pub(super) fn size(self) -> (f64, f64) {
        let laid = self.laid.get_untracked();
        let size = laid.map(|laid| laid.layout.size).unwrap_or_default();
        (size.width + 2.0 * MARGIN, size.height + 2.0 * MARGIN)
    }

    pub(super) fn fits(self) -> f64 {
        let window = self.window.get_untracked();
        fitting(self.size(), (window.width, window.height))
    }

    /// Zooms so that what is at a point of the window stays there.
    fn zoom_at(self, zoom: f64, (x, y): (f64, f64)) {
        let Some(field) = self.field.get_untracked() else {
            return;
        };
        let share = zoom / self.zoom.get_untracked();
        let window = self.window.get_untracked();
        self.zoom.set(zoom);
        let scrolled = |start: f64, at: f64| whole((start + at) * share - at);
        let (left, top) = (scrolled(window.left, x), scrolled(window.top, y));
        // The drawing gets its new size first: nothing scrolls behind its end.
        request_animation_frame(move || {
            field.set_scroll_left(left);
            field.set_scroll_top(top);
            self.look();
        });
    }

    pub(super) fn zoom_middle(self, zoom: f64) {
        let window = self.window.get_untracked();
        self.zoom_at(zoom, (window.width / 2.0, window.height / 2.0));
    }

    fn wheel(self, event: &WheelEvent) {
        if !event.ctrl_key() && !event.meta_key() {
            return;
        }
        event.prevent_default();
        let zoom = clamped(self.zoom.get_untracked() * 2f64.powf(-event.delta_y() / WHEEL));
        let at = (f64::from(event.offset_x()), f64::from(event.offset_y()));
        let window = self.window.get_untracked();
        // The offset is that within the drawing.
        self.zoom_at(zoom, (at.0 - window.left, at.1 - window.top));
    }

    fn hold(self, event: &MouseEvent) {
        self.moved.set_value(false);
        let field = self.field.get_untracked().filter(|_| event.button() == 0);
        self.held.set_value(field.map(|field| {
            (
                event.client_x(),
                event.client_y(),
                field.scroll_left(),
                field.scroll_top(),
            )
        }));
    }

    fn drag(self, event: &MouseEvent) {
        let (Some((x, y, left, top)), Some(field)) =
            (self.held.get_value(), self.field.get_untracked())
        else {
            return;
        };
        if event.buttons() & 1 == 0 {
            self.held.set_value(None);
            return;
        }
        let (by_x, by_y) = (event.client_x() - x, event.client_y() - y);
        if by_x.abs().max(by_y.abs()) > STILL {
            self.moved.set_value(true);
            event.prevent_default();
        }
        if self.moved.get_value() {
            field.set_scroll_left(left - by_x);
            field.set_scroll_top(top - by_y);
        }
    }

    fn click(self, event: &MouseEvent) {
        if self.moved.get_value() {
            return;
        }
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok());
        let near = |selector: &str| target.as_ref()?.closest(selector).ok().flatten();
        let at = near("[data-at]").and_then(|element| element.get_attribute("data-at"));
        let Some(id) = at.and_then(|at| self.id(at.parse().ok()?)) else {
            return;
        };
        self.active.set(Some(id.clone()));
        if near("[data-fold]").is_some() {
            self.on_fold.run(id);
        } else {
            self.on_open.run(Some(id));
        }
    }

    fn id(self, at: usize) -> Option<String> {
        let laid = self.laid.get_untracked()?;
        laid.model.nodes.get(at).map(|node| node.id.clone())
    }

    pub(super) fn place_of(self, id: Option<&String>) -> Option<usize> {
        let (laid, id) = (self.laid.get()?, id?);
        laid.model.nodes.iter().position(|node| node.id == *id)
    }

    /// The keys begin at the box that is open, else at the first.
    fn enter(self, selected: Signal<Option<String>>) {
        let Some(laid) = self.laid.get_untracked() else {
            return;
        };
        if untrack(|| self.place_of(self.active.get().as_ref())).is_none() {
            let open = untrack(|| self.place_of(selected.get().as_ref()));
            let first = order(&laid.model, &laid.layout, laid.goes_right)
                .first()
                .copied();
            self.active.set(open.or(first).and_then(|at| self.id(at)));
        }
    }

    /// The keys are at the box that was opened, also where it was opened from beside the drawing.
    fn follow(self, open: Option<String>) {
        if open.is_none() || *self.active.read_untracked() == open {
            return;
        }
        let at = untrack(|| self.place_of(open.as_ref()));
        self.active.set(open);
        if let (Some(at), Some(laid)) = (at, self.laid.get_untracked()) {
            self.show(&spot(&laid.model, &laid.layout, at));
        }
    }

    fn key(self, event: &KeyboardEvent) {
        if event.alt_key() || event.ctrl_key() || event.meta_key() || event.is_composing() {
            return;
        }
        let Some(action) = action(&event.key()) else {
            return;
        };
        event.prevent_default();
        event.stop_propagation();
        match action {
            Action::Zoom(nearer) => self.zoom_middle(stepped(self.zoom.get_untracked(), nearer)),
            Action::Fit => self.zoom_middle(self.fits()),
            Action::Full => self.zoom_middle(1.0),
            Action::Close => self.on_open.run(None),
            action => self.go(action),
        }
    }

    fn go(self, action: Action) {
        let Some(laid) = self.laid.get_untracked() else {
            return;
        };
        let Some(at) = untrack(|| self.place_of(self.active.get().as_ref())) else {
            return;
        };
        let all = || order(&laid.model, &laid.layout, laid.goes_right);
        let node = &laid.model.nodes[at];
        let to = match (action, node.is_open) {
            (Action::Walk(Direction::Left), Some(true))
            | (Action::Walk(Direction::Right), Some(false)) => {
                return self.on_fold.run(node.id.clone());
            }
            (Action::Open, _) => return self.on_open.run(Some(node.id.clone())),
            (Action::Walk(direction), _) => next(&laid.model, &laid.layout, at, direction),
            (Action::First, _) => all().first().copied(),
            _ => all().last().copied(),
        };
        if let Some(to) = to {
            self.active.set(self.id(to));
            self.show(&spot(&laid.model, &laid.layout, to));
        }
    }

    /// Scrolls a box into sight.
    fn show(self, spot: &Rect) {
        let Some(field) = self.field.get_untracked() else {
            return;
        };
        let (zoom, window) = (self.zoom.get_untracked(), self.window.get_untracked());
        let shown = |start: f64, extent: f64, from: f64, length: f64| {
            let (first, last) = (
                (from * zoom).max(0.0),
                (from + length + 2.0 * MARGIN) * zoom,
            );
            whole(start.min(first).max(last - extent))
        };
        field.set_scroll_left(shown(window.left, window.width, spot.x, spot.width));
        field.set_scroll_top(shown(window.top, window.height, spot.y, spot.height));
    }
}

/// A number of pixels to scroll to.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a drawing has fewer pixels than there are numbers"
)]
fn whole(pixels: f64) -> i32 {
    pixels.round() as i32
}
