//! Input that contradicts itself is told so.

use dag_layout::{Edge, Error, Frame, Graph, Insets, Item, Shape, Size, Style, layout};

const BOX: Shape = Shape::Box(Size::new(180.0, 42.0));
const GROUP: Shape = Shape::Group(Frame::new(Insets::new(0.0, 0.0, 0.0, 0.0)));

fn refused(items: &[(&str, Option<&str>, Shape)], edges: &[(&str, &str)]) -> String {
    let items = items
        .iter()
        .map(|&(id, parent, shape)| Item { id, parent, shape });
    let edges = edges.iter().map(|&(from, to)| Edge { from, to });
    let graph = Graph {
        items: items.collect(),
        edges: edges.collect(),
    };
    layout(&graph, &Style::default()).unwrap_err().to_string()
}

#[test]
fn each_contradiction_is_named() {
    let a = ("a", None, BOX);
    let b = ("b", None, BOX);
    let group = ("group", None, GROUP);
    let inner = ("inner", Some("group"), BOX);
    assert_eq!(refused(&[a, a], &[]), "two items have the id `a`");
    assert_eq!(
        refused(&[a], &[("a", "gone")]),
        "the edge from `a` to `gone` has an end that is not in the graph: `gone`"
    );
    assert_eq!(
        refused(&[("a", Some("gone"), BOX)], &[]),
        "`a` belongs to `gone`, which is not in the graph"
    );
    assert_eq!(
        refused(&[a, ("c", Some("a"), BOX)], &[]),
        "`c` belongs to `a`, which is no group"
    );
    // The only way to belong to two groups is to be there twice.
    let twice = [
        group,
        ("other", None, GROUP),
        inner,
        ("inner", Some("other"), BOX),
    ];
    assert_eq!(refused(&twice, &[]), "two items have the id `inner`");
    assert_eq!(
        refused(&[("g", Some("h"), GROUP), ("h", Some("g"), GROUP)], &[]),
        "the group `h` is inside of itself"
    );
    assert_eq!(
        refused(&[group, inner], &[("group", "inner")]),
        "the edge from `group` to `inner` joins a group with what is inside of it"
    );
    assert_eq!(
        refused(&[a, b], &[("a", "b"), ("b", "a")]),
        "edges go in a circle: a → b"
    );
    assert_eq!(refused(&[a], &[("a", "a")]), "edges go in a circle: a");
}

#[test]
fn a_circle_by_way_of_groups_is_one() {
    let items = [
        ("left", None, GROUP),
        ("right", None, GROUP),
        ("a", Some("left"), BOX),
        ("b", Some("left"), BOX),
        ("c", Some("right"), BOX),
    ];
    let said = refused(&items, &[("a", "c"), ("c", "b")]);
    assert_eq!(said, "edges go in a circle: left → right");
}

#[test]
fn sizes_that_are_no_lengths_are_refused() {
    for bad in [f64::NAN, f64::INFINITY, -1.0, 1e7] {
        for shape in [
            Shape::Box(Size::new(bad, 1.0)),
            Shape::Group(Frame::new(Insets::new(1.0, bad, 1.0, 1.0))),
        ] {
            let said = refused(&[("a", None, shape)], &[]);
            assert_eq!(
                said,
                "`a` has a size that is not a number from 0 to 1,000,000"
            );
        }
        let mut style = Style::default();
        style.right.lines = bad;
        assert_eq!(layout(&Graph::default(), &style), Err(Error::Gap));
    }
}
