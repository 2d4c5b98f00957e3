//! What holds for every layout.

use dag_layout::{
    Edge, Flow, Frame, Graph, Insets, Item, Layout, Point, Rect, Shape, Size, Style, Work, layout,
};
use proptest::prelude::*;

use crate::nested::{Nested, PADDING, nested};

fn style(flow: Flow, turned_ranks: usize) -> Style {
    Style {
        flow,
        turned_ranks,
        ..Style::default()
    }
}

fn styles() -> impl Strategy<Value = Style> {
    let flow = prop_oneof![Just(Flow::Down), Just(Flow::Right)];
    (flow, 0..6_usize).prop_map(|(flow, turned)| style(flow, turned))
}

fn is_on_border(point: &Point, rect: &Rect) -> bool {
    let Point { x, y } = *point;
    let in_x = (rect.x..=rect.right()).contains(&x);
    let in_y = (rect.y..=rect.bottom()).contains(&y);
    let on_x = x == rect.x || x == rect.right();
    let on_y = y == rect.y || y == rect.bottom();
    (on_x && in_y) || (on_y && in_x)
}

fn piece(a: &Point, b: &Point) -> Rect {
    Rect {
        x: a.x.min(b.x),
        y: a.y.min(b.y),
        width: (a.x - b.x).abs(),
        height: (a.y - b.y).abs(),
    }
}

fn hold_routes(made: &Nested, layout: &Layout) -> Result<(), TestCaseError> {
    for (&edge, route) in made.edges.iter().zip(&layout.routes) {
        let (from, to) = made.lifted(edge);
        let (from_box, to_box) = (layout.boxes[from], layout.boxes[to]);
        let is_after = from_box.bottom() < to_box.y || from_box.right() < to_box.x;
        prop_assert!(is_after, "{:?} does not go on to {:?}", from_box, to_box);
        prop_assert!(
            is_on_border(&route[0], &from_box),
            "{route:?} leaves {from_box:?}"
        );
        prop_assert!(
            is_on_border(&route[route.len() - 1], &to_box),
            "{route:?} enters {to_box:?}"
        );
        for corners in route.windows(2) {
            let piece = piece(&corners[0], &corners[1]);
            prop_assert!(
                piece.width == 0.0 || piece.height == 0.0,
                "askew: {route:?}"
            );
            for other in made.siblings(from).filter(|&other| other != to) {
                let other = layout.boxes[other];
                prop_assert!(!piece.overlaps(&other), "{route:?} runs through {other:?}");
            }
        }
    }
    Ok(())
}

fn hold_boxes(made: &Nested, layout: &Layout) -> Result<(), TestCaseError> {
    let all = Rect {
        x: 0.0,
        y: 0.0,
        width: layout.size.width,
        height: layout.size.height,
    };
    for at in 0..made.ids.len() {
        let one = &layout.boxes[at];
        prop_assert!(all.contains(one));
        for other in made.siblings(at) {
            prop_assert!(!one.overlaps(&layout.boxes[other]));
        }
        if let Some(parent) = made.parents[at] {
            let parent = &layout.boxes[parent];
            let inside = Rect {
                x: parent.x + PADDING.left,
                y: parent.y + PADDING.top,
                width: parent.width - PADDING.left - PADDING.right,
                height: parent.height - PADDING.top - PADDING.bottom,
            };
            prop_assert!(inside.contains(one), "{one:?} is not inside of {inside:?}");
        }
        if let Shape::Box(size) = made.shapes[at] {
            prop_assert_eq!(size, Size::new(one.width, one.height));
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn boxes_stand_apart_and_inside_and_edges_go_on(made in nested(40), style in styles()) {
        let layout = layout(&made.graph(), &style).unwrap();
        hold_boxes(&made, &layout)?;
        hold_routes(&made, &layout)?;
    }

    #[test]
    fn the_order_of_the_input_is_no_matter(made in nested(30), seed in any::<u64>(), style in styles()) {
        let graph = made.graph();
        // A permutation that depends on the seed alone.
        let turn = |length: usize| {
            let mut order: Vec<usize> = (0..length).collect();
            order.sort_by_key(|&at| (seed ^ at as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(17));
            order
        };
        let (items, edges) = (turn(graph.items.len()), turn(graph.edges.len()));
        let shuffled = Graph {
            items: items.iter().map(|&at| graph.items[at]).collect(),
            edges: edges.iter().map(|&at| graph.edges[at]).collect(),
        };
        let (one, other) = (layout(&graph, &style).unwrap(), layout(&shuffled, &style).unwrap());
        prop_assert_eq!(one.size, other.size);
        for (place, at) in items.into_iter().enumerate() {
            prop_assert_eq!(one.boxes[at], other.boxes[place]);
        }
        for (place, at) in edges.into_iter().enumerate() {
            prop_assert_eq!(&one.routes[at], &other.routes[place]);
        }
    }

    #[test]
    fn step_by_step_is_the_same(made in nested(20), style in styles()) {
        let mut work = Work::new(&made.graph(), &style).unwrap();
        while work.advance() {}
        prop_assert!(!work.advance());
        prop_assert_eq!(work.finish(), layout(&made.graph(), &style).unwrap());
    }

    #[test]
    fn nonsense_is_refused_and_never_a_panic(
        items in prop::collection::vec(("[a-e]{1,2}", prop::option::of("[a-e]{1,2}"), any::<bool>(), any::<f64>(), -5.0..2e6_f64), 0..12),
        edges in prop::collection::vec(("[a-e]{1,2}", "[a-e]{1,2}"), 0..12),
        gap in prop_oneof![9 => 0.0..100.0_f64, 1 => any::<f64>()],
    ) {
        let items = items.iter().map(|(id, parent, is_group, width, height)| Item {
            id,
            parent: parent.as_deref(),
            shape: if *is_group {
                Shape::Group(Frame::new(Insets::new(*height, 1.0, 1.0, 1.0)))
            } else {
                Shape::Box(Size::new(width.abs() % 100.0, *height))
            },
        });
        let graph = Graph {
            items: items.collect(),
            edges: edges.iter().map(|(from, to)| Edge { from, to }).collect(),
        };
        let mut style = Style::default();
        style.down.ranks = gap;
        if let Ok(layout) = layout(&graph, &style) {
            let numbers = layout.boxes.iter().flat_map(|one| [one.x, one.y, one.width, one.height]);
            prop_assert!(numbers.into_iter().all(f64::is_finite));
        }
    }
}

#[test]
fn many_long_edges_are_led_around_and_touch_nothing() {
    let ids: Vec<String> = (0..600).map(|at| format!("t{at}")).collect();
    let made = Nested {
        parents: vec![None; ids.len()],
        shapes: vec![Shape::Box(Size::new(180.0, 42.0)); ids.len()],
        edges: (1..ids.len())
            .map(|to| (to - 1, to))
            .chain((0..300).map(|from| (from, from + 300)))
            .collect(),
        ids,
    };
    let layout = layout(&made.graph(), &Style::default()).unwrap();
    let rightmost = layout.boxes.iter().map(Rect::right).fold(0.0, f64::max);
    let around = |route: &&Vec<Point>| route.iter().any(|point| point.x > rightmost);
    assert!(layout.routes.iter().filter(around).count() > 10);
    hold_boxes(&made, &layout).unwrap();
    hold_routes(&made, &layout).unwrap();
}

#[test]
fn groups_may_nest_as_deep_as_they_like() {
    let ids: Vec<String> = (0..2_000).map(|at| format!("g{at}")).collect();
    let made = Nested {
        parents: (0..ids.len()).map(|at: usize| at.checked_sub(1)).collect(),
        shapes: vec![Shape::Group(Frame::new(PADDING)); ids.len()],
        edges: Vec::new(),
        ids,
    };
    let layout = layout(&made.graph(), &Style::default()).unwrap();
    assert_eq!(layout.size.height, 2_000.0 * 48.0);
}

#[test]
fn nothing_is_laid_out_as_nothing() {
    assert_eq!(
        layout(&Graph::default(), &Style::default()).unwrap(),
        Layout::default()
    );
}
