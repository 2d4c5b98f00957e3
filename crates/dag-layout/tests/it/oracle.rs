//! Held against another implementation of the same method, `rust-sugiyama`.

use std::collections::BTreeMap;

use dag_layout::{Edge, Graph, Item, Shape, Size, Style, layout};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;

/// Graphs whose edges join neighbouring ranks, each box below having one above: both programs rank them alike and draw no
/// bends, so their crossings can be compared.
fn layered() -> impl Strategy<Value = Vec<(u32, u32)>> {
    let above = prop::collection::vec(0..6_u32, 1..4);
    prop::collection::vec(prop::collection::vec(above, 6), 1..5).prop_map(|rows| {
        let mut edges = Vec::new();
        for (rank, row) in (0_u32..).zip(rows) {
            for (place, above) in (0_u32..).zip(row) {
                edges.extend(
                    above
                        .into_iter()
                        .map(|upper| (rank * 6 + upper, rank * 6 + 6 + place)),
                );
            }
        }
        edges.sort_unstable();
        edges.dedup();
        edges
    })
}

/// Crossings of straight lines between boxes with these places.
fn crossings(edges: &[(u32, u32)], places: &BTreeMap<u32, f64>) -> usize {
    let mut crossings = 0;
    for (at, a) in edges.iter().enumerate() {
        for b in &edges[at + 1..] {
            let is_same_gap = a.0 / 6 == b.0 / 6;
            let upper = places[&a.0] - places[&b.0];
            let lower = places[&a.1] - places[&b.1];
            crossings += usize::from(is_same_gap && upper * lower < 0.0);
        }
    }
    crossings
}

fn ours(edges: &[(u32, u32)]) -> BTreeMap<u32, f64> {
    let numbers: std::collections::BTreeSet<u32> =
        edges.iter().flat_map(|&(a, b)| [a, b]).collect();
    let numbers: Vec<u32> = numbers.into_iter().collect();
    let ids: BTreeMap<u32, String> = numbers
        .iter()
        .map(|&one| (one, format!("n{one}")))
        .collect();
    let shape = Shape::Box(Size::new(10.0, 10.0));
    let items = ids.values().map(|id| Item {
        id,
        parent: None,
        shape,
    });
    let edge = |(from, to): &(u32, u32)| Edge {
        from: &ids[from],
        to: &ids[to],
    };
    let graph = Graph {
        items: items.collect(),
        edges: edges.iter().map(edge).collect(),
    };
    let layout = layout(&graph, &Style::default()).unwrap();
    let middles = layout.boxes.iter().map(|one| one.middle().x);
    numbers.into_iter().zip(middles).collect()
}

fn theirs(edges: &[(u32, u32)]) -> BTreeMap<u32, f64> {
    let config = rust_sugiyama::configure::Config::default();
    let components = rust_sugiyama::from_edges(edges, &config);
    // Each component of the graph is laid out by itself, and edges of two never cross.
    let mut places = BTreeMap::new();
    for (component, (nodes, ..)) in (0_u32..).zip(components) {
        let offset = f64::from(component) * 1e6;
        places.extend(
            nodes
                .into_iter()
                .map(|(node, (x, _))| (u32::try_from(node).unwrap(), offset + x)),
        );
    }
    places
}

/// Over a fixed set of graphs, so that the sum means something: single graphs may go either way.
#[test]
fn crossings_are_as_few_as_those_of_the_oracle() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut mine, mut oracle) = (0, 0);
    for _ in 0..60 {
        let edges = layered().new_tree(&mut runner).unwrap().current();
        mine += crossings(&edges, &ours(&edges));
        oracle += crossings(&edges, &theirs(&edges));
    }
    assert!(oracle > 0);
    assert!(
        mine <= oracle,
        "{mine} crossings against {oracle} of the oracle"
    );
}
