//! What the window shows: the tree, the drawing, and the buttons.

use dag_layout::Rect;
use leptos::prelude::*;

use super::{
    canvas::{Canvas, MARGIN, Window, item_id},
    drawing::drawing,
    sight::Sight,
    walk::{order, spot},
    zoom::{class, stepped},
};
use crate::{
    reactive::{part, say},
    text::use_text,
    ui::{Icon, IconButton},
};

impl Canvas {
    /// The boxes in words, in the order in which they are read.
    pub(super) fn tree(self, selected: Signal<Option<String>>) -> impl IntoView {
        part(move || {
            let laid = self.laid.get()?;
            let level = |at: usize| {
                let parent = |at: &usize| laid.model.nodes[*at].parent;
                std::iter::successors(Some(at), parent).count()
            };
            let all = order(&laid.model, &laid.layout, laid.goes_right).into_iter();
            let items = all.map(|at| {
                let node = &laid.model.nodes[at];
                let id = node.id.clone();
                view! {
                    <div
                        role="treeitem"
                        id=item_id(at)
                        aria-expanded=node.is_open.map(|is_open| is_open.to_string())
                        aria-selected=say(move || (selected.read().as_ref() == Some(&id)).to_string())
                    >
                        {node.spoken.clone()}
                    </div>
                }
                .attr("aria-level", level(at).to_string())
            });
            Some(items.collect_view())
        })
    }

    pub(super) fn svg(self, selected: Signal<Option<String>>) -> impl IntoView {
        let shown = Memo::new(move |_| {
            let boxes = self.laid.get().map_or(0, |laid| laid.model.nodes.len());
            let Window {
                left,
                top,
                width,
                height,
            } = self.window.get();
            Sight::new(boxes, left, top, width, height, self.zoom.get())
        });
        let size = move || {
            self.laid.track();
            self.size()
        };
        let pixels = move |length: f64| (length * self.zoom.get()).round().to_string();
        view! {
            <svg
                class=say(move || class(self.zoom.get()).to_owned())
                aria-hidden="true"
                width=say(move || pixels(size().0))
                height=say(move || pixels(size().1))
                viewBox=say(move || format!("-{MARGIN} -{MARGIN} {} {}", size().0, size().1))
            >
                {part(move || Some(drawing(&*self.laid.get()?, shown.get())))}
                {self.ring("ring ring-open", selected)}
                {self.ring("ring ring-keys", self.active.into())}
            </svg>
        }
    }

    /// A ring around a box.
    fn ring(self, class: &'static str, of: Signal<Option<String>>) -> impl IntoView {
        part(move || {
            let at = self.place_of(of.get().as_ref())?;
            let laid = self.laid.get()?;
            let Rect {
                x,
                y,
                width,
                height,
            } = spot(&laid.model, &laid.layout, at);
            Some(view! {
                <rect class=class x=x - 4.0 y=y - 4.0 width=width + 8.0 height=height + 8.0 rx="11"></rect>
            })
        })
    }

    /// The buttons for those who do not use a wheel.
    pub(super) fn cluster(self) -> impl IntoView {
        let text = use_text();
        let zoom_by =
            move |nearer: bool| self.zoom_middle(stepped(self.zoom.get_untracked(), nearer));
        view! {
            <div class="graph-zoom" role="group" aria-label=text.t(|c| c.graph().zoom)>
                <IconButton
                    label=text.t(|c| c.graph().zoom_out)
                    shows=Signal::stored(Icon::Minus)
                    on_press=move |_| zoom_by(false)
                />
                <span>{say(move || format!("{:.0}%", self.zoom.get() * 100.0))}</span>
                <IconButton
                    label=text.t(|c| c.graph().zoom_in)
                    shows=Signal::stored(Icon::Plus)
                    on_press=move |_| zoom_by(true)
                />
                <IconButton
                    label=text.t(|c| c.graph().fit)
                    shows=Signal::stored(Icon::Fit)
                    on_press=move |_| self.zoom_middle(self.fits())
                />
            </div>
        }
    }
}
