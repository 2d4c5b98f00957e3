//! Figures of the layout: `cargo bench --package dag-layout` prints a table of medians.
//!
//! Three shapes: pipelines of ranks of up to 8 tasks with groups of six in between, the same flat with edges over several
//! ranks, and one task that fans out to all others and in again. The longest step is how long a page that lays out
//! between frames is kept busy at a time.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement says what it expects by failing, and prints what it found"
)]

use std::time::{Duration, Instant};

use dag_layout::{Edge, Frame, Graph, Insets, Item, Shape, Size, Style, Work};

const TASK: Shape = Shape::Box(Size::new(180.0, 42.0));
const GROUP: Shape = Shape::Group(Frame::new(Insets::new(36.0, 14.0, 12.0, 14.0)));
const ROUNDS: usize = 9;

/// Ids, groups and edges by numbers.
struct Made {
    ids: Vec<String>,
    parents: Vec<Option<usize>>,
    edges: Vec<(usize, usize)>,
}

/// Numbers that look random and are the same every time.
fn scattered(of: usize) -> usize {
    of.wrapping_mul(2_654_435_761) >> 7
}

fn ids(count: usize) -> Vec<String> {
    (0..count).map(|at| format!("task-{at}")).collect()
}

/// Each task waits for one or two of the ranks before it.
fn layered(count: usize, reach: usize) -> Vec<(usize, usize)> {
    let before = |at: usize, salt: usize| at.saturating_sub(8 + scattered(at * 3 + salt) % reach);
    let edges = (8..count).flat_map(|at| [(before(at, 1), at), (before(at, 2), at)]);
    edges.collect()
}

fn flat(count: usize) -> Made {
    Made {
        ids: ids(count),
        parents: vec![None; count],
        edges: layered(count, 40),
    }
}

/// Every eighth is a group, with a chain of the next six in it.
fn grouped(count: usize) -> Made {
    let parents = (0..count).map(|at| (at % 8 > 1).then(|| at - at % 8));
    let outer: Vec<usize> = (0..count).filter(|at| at % 8 < 2).collect();
    let between = layered(outer.len(), 16);
    let inside = (0..count).filter(|at| at % 8 > 2).map(|at| (at - 1, at));
    Made {
        ids: ids(count),
        parents: parents.collect(),
        edges: between
            .into_iter()
            .map(|(from, to)| (outer[from], outer[to]))
            .chain(inside)
            .collect(),
    }
}

fn fanned(count: usize) -> Made {
    let last = count - 1;
    Made {
        ids: ids(count),
        parents: vec![None; count],
        edges: (1..last).flat_map(|at| [(0, at), (at, last)]).collect(),
    }
}

impl Made {
    fn graph(&self) -> Graph<'_> {
        let is_group = |at: usize| self.parents.contains(&Some(at));
        let groups: Vec<bool> = (0..self.ids.len())
            .map(|at| at % 8 == 0 && is_group(at))
            .collect();
        let item = |at: usize| Item {
            id: &self.ids[at],
            parent: self.parents[at].map(|parent| self.ids[parent].as_str()),
            shape: if groups[at] { GROUP } else { TASK },
        };
        let edge = |&(from, to): &(usize, usize)| Edge {
            from: &self.ids[from],
            to: &self.ids[to],
        };
        Graph {
            items: (0..self.ids.len()).map(item).collect(),
            edges: self.edges.iter().map(edge).collect(),
        }
    }
}

/// Time of the whole and of its longest step.
fn once(graph: &Graph<'_>) -> (Duration, Duration) {
    let start = Instant::now();
    let mut longest = Duration::ZERO;
    let mut work = Work::new(graph, &Style::default()).unwrap();
    let mut before = Instant::now();
    let mut goes_on = true;
    while goes_on {
        goes_on = work.advance();
        let now = Instant::now();
        longest = longest.max(now - before);
        before = now;
    }
    std::hint::black_box(work.finish());
    let all = start.elapsed();
    (all, longest.max(before.elapsed()))
}

fn measure(name: &str, made: &Made) {
    let graph = made.graph();
    let mut times: Vec<(Duration, Duration)> = (0..ROUNDS).map(|_| once(&graph)).collect();
    times.sort_unstable();
    let (all, longest) = times[ROUNDS / 2];
    let [all, longest] = [all, longest].map(|time| time.as_secs_f64() * 1e3);
    let (tasks, edges) = (made.ids.len(), made.edges.len());
    println!("| {name} | {tasks} | {edges} | {all:.2} ms | {longest:.2} ms |");
}

fn main() {
    println!(
        "| shape | tasks | edges | median | longest step |\n| --- | ---: | ---: | ---: | ---: |"
    );
    for count in [10, 100, 1_000, 5_000] {
        measure("groups", &grouped(count));
        measure("flat", &flat(count));
        measure("fan", &fanned(count));
    }
}
