//! The parts of a drawing.

use dag_layout::{Point, Rect};
use leptos::prelude::*;

use super::{
    laying::Laid,
    line::paths,
    model::{GraphLine, GraphNode, Look},
    names::{BOLD, fitted, width_of},
    sight::Sight,
};
use crate::{reactive::Erase, ui::Icon};

/// Everything in sight, groups below lines below boxes.
pub(super) fn drawing(laid: &Laid, sight: Sight) -> AnyView {
    let boxes = || {
        let all = laid.model.nodes.iter().zip(&laid.layout.boxes).enumerate();
        all.filter(move |(_, (_, rect))| sight.has(rect))
    };
    let groups = boxes().filter(|(_, (node, _))| node.is_open_group());
    let groups = groups
        .map(|(at, (node, rect))| group(at, node, rect))
        .collect_view();
    let lines = laid.model.drawn_lines().zip(&laid.layout.routes);
    let lines = lines.filter(|(_, route)| sight.has_line(route));
    let lines = lines
        .map(|(drawn, route)| line(drawn, route))
        .collect_view();
    let leaves = boxes().filter(|(_, (node, _))| !node.is_open_group());
    let leaves = leaves
        .map(|(at, (node, rect))| leaf(at, node, rect))
        .collect_view();
    view! {
        <g>{groups}</g>
        <g>{lines}</g>
        <g>{leaves}</g>
    }
    .erased()
}

fn class(of: &'static str, look: Look) -> String {
    let look = match look {
        Look::Plain => "",
        Look::Idle => " idle",
        Look::Bad => " bad",
    };
    format!("{of}{look}")
}

/// A frame on whole pixels: its line of one pixel is sharp then.
fn frame(rect: &Rect, round: &'static str) -> AnyView {
    view! {
        <rect
            class="frame"
            x=rect.x + 0.5
            y=rect.y + 0.5
            width=(rect.width - 1.0).max(0.0)
            height=(rect.height - 1.0).max(0.0)
            rx=round
        ></rect>
    }
    .erased()
}

/// The lower edges of the cards below.
fn deck(rect: &Rect, round: &'static str) -> AnyView {
    let card = |by: f64| Rect {
        x: rect.x + by,
        y: rect.bottom() - 12.0,
        width: (rect.width - 2.0 * by).max(0.0),
        height: 12.0 + by * 0.6,
    };
    view! {
        <g class="deck">{frame(&card(10.0), round)} {frame(&card(5.0), round)}</g>
    }
    .erased()
}

fn picture(shows: Icon, x: f64, y: f64, size: &'static str) -> AnyView {
    view! {
        <svg class="icon" x=x y=y width=size height=size viewBox="0 0 16 16">
            <path d=shows.path()></path>
        </svg>
    }
    .erased()
}

fn leaf(at: usize, node: &GraphNode, rect: &Rect) -> AnyView {
    let is_group = node.is_open.is_some();
    let room = rect.width - if is_group { 68.0 } else { 46.0 };
    let (x, y) = (rect.x, rect.y);
    let fold = is_group.then(|| {
        view! {
            <g class="fold" data-fold="1">
                <rect x=rect.right() - 32.0 y=y + 9.0 width="24" height="24" rx="4"></rect>
                {picture(Icon::Right, rect.right() - 27.0, y + 14.0, "14")}
            </g>
        }
    });
    view! {
        <g class=class("leaf", node.look) data-at=at.to_string()>
            <title>{node.name.clone()}</title>
            {node.is_many.then(|| deck(rect, "7"))}
            {frame(rect, "7")}
            {picture(node.shows, x + 11.0, y + 13.0, "16")}
            <text class="name" x=x + 36.0 y=y + 18.0>{fitted(&node.name, room)}</text>
            // A text of 12 px where the widths are those of 13.
            <text class="more" x=x + 36.0 y=y + 33.0>{fitted(&node.sub, room * 1.08)}</text>
            {fold}
        </g>
    }
    .erased()
}

fn group(at: usize, node: &GraphNode, rect: &Rect) -> AnyView {
    let (x, y) = (rect.x, rect.y);
    let name = fitted(&node.name, ((rect.width - 60.0) / BOLD).max(0.0));
    let sub = fitted(
        &node.sub,
        (rect.width - 50.0 - BOLD * width_of(&name)).max(0.0),
    );
    view! {
        <g class=class("nest", node.look) data-at=at.to_string()>
            <title>{node.name.clone()}</title>
            {node.is_many.then(|| deck(rect, "10"))}
            {frame(rect, "10")}
            <g class="fold" data-fold="1">
                <rect x=x + 5.0 y=y + 2.0 width="24" height="24" rx="4"></rect>
                {picture(Icon::Down, x + 10.0, y + 7.0, "14")}
            </g>
            <text class="name" x=x + 30.0 y=y + 18.0>
                {name}
                <tspan class="more" dx="8">{sub}</tspan>
            </text>
        </g>
    }
    .erased()
}

fn line(drawn: &GraphLine, route: &[Point]) -> AnyView {
    let mut corners = route.to_vec();
    if drawn.is_backward {
        corners.reverse();
    }
    let (path, arrow) = paths(&corners);
    let class = match (drawn.is_backward, drawn.is_order_only) {
        (true, _) => "line bad",
        (false, true) => "line order",
        (false, false) => "line",
    };
    view! {
        <g class=class>
            <path class="way" d=path></path>
            <path class="arrow" d=arrow></path>
        </g>
    }
    .erased()
}
