//! The input, held against itself and sorted into levels.

use std::collections::BTreeMap;

use crate::error::Error;
use crate::geometry::{Insets, Size};
use crate::graph::{Graph, Item, Shape};
use crate::names;
use crate::rank::ranks;
use crate::style::{Gaps, Style};

/// What stands directly inside of one group, or at the outermost level.
#[derive(Debug)]
pub(crate) struct Level {
    /// The group, none for the outermost level.
    pub(crate) owner: Option<usize>,
    /// Items in the order of their ids.
    pub(crate) children: Vec<usize>,
    /// Edges between children, by their places in `children`, sorted and each once.
    pub(crate) links: Vec<(usize, usize)>,
    /// The rank of each child.
    pub(crate) ranks: Vec<usize>,
}

/// The whole input by levels.
#[derive(Debug)]
pub(crate) struct Levels {
    /// Groups stand before what contains them, and the outermost level is last.
    pub(crate) levels: Vec<Level>,
    /// For each edge of the input its level and its link there.
    pub(crate) links: Vec<(usize, usize)>,
}

const LARGEST: f64 = 1_000_000.0;

fn is_length(length: f64) -> bool {
    (0.0..=LARGEST).contains(&length)
}

/// Sorts a graph into levels.
pub(crate) fn levels(graph: &Graph<'_>, style: &Style) -> Result<Levels, Error> {
    for Gaps {
        ranks,
        siblings,
        lines,
    } in [style.down, style.right]
    {
        if ![ranks, siblings, lines].into_iter().all(is_length) {
            return Err(Error::Gap);
        }
    }
    let ids = ids(graph)?;
    let tree = Tree::new(graph, &ids)?;
    let ends = ends(graph, &ids, &tree)?;
    tree.into_levels(graph, &ends)
}

fn ids<'a>(graph: &Graph<'a>) -> Result<BTreeMap<&'a str, usize>, Error> {
    let mut ids = BTreeMap::new();
    for (at, item) in graph.items.iter().enumerate() {
        if !has_good_size(item) {
            return Err(Error::Size { id: item.id.into() });
        }
        if ids.insert(item.id, at).is_some() {
            return Err(Error::DuplicateId { id: item.id.into() });
        }
    }
    Ok(ids)
}

fn has_good_size(item: &Item<'_>) -> bool {
    let good = |Size { width, height }| is_length(width) && is_length(height);
    match item.shape {
        Shape::Box(size) => good(size),
        Shape::Group(frame) => {
            let Insets {
                top,
                right,
                bottom,
                left,
            } = frame.padding;
            good(frame.least) && [top, right, bottom, left].into_iter().all(is_length)
        }
    }
}

/// Which group each item belongs to, and how deep it stands.
struct Tree {
    parents: Vec<Option<usize>>,
    depths: Vec<usize>,
}

impl Tree {
    fn new(graph: &Graph<'_>, ids: &BTreeMap<&str, usize>) -> Result<Self, Error> {
        let parents: Result<Vec<_>, Error> = graph
            .items
            .iter()
            .map(|item| {
                item.parent
                    .map(|parent| parent_of(graph, ids, item.id, parent))
            })
            .map(Option::transpose)
            .collect();
        let parents = parents?;
        let mut depths = vec![None; parents.len()];
        for start in 0..parents.len() {
            // Up to what is known, then down again with the depth in hand.
            let mut walk = Vec::new();
            let mut here = Some(start);
            while let Some(one) = here.filter(|&one| depths[one].is_none()) {
                if walk.len() > parents.len() {
                    let id = graph.items[one].id.into();
                    return Err(Error::NestedInItself { id });
                }
                walk.push(one);
                here = parents[one];
            }
            let depth = here.map_or(0, |one| depths[one].unwrap_or(0) + 1);
            for (below, one) in walk.into_iter().rev().enumerate() {
                depths[one] = Some(depth + below);
            }
        }
        let depths = depths.into_iter().map(Option::unwrap_or_default).collect();
        Ok(Self { parents, depths })
    }

    /// The two items of one level that contain the ends, each its end itself or a group around it.
    fn lifted(&self, from: usize, to: usize) -> Option<(usize, usize)> {
        let (mut a, mut b) = (from, to);
        while self.depths[a] > self.depths[b] {
            a = self.parents[a]?;
        }
        while self.depths[b] > self.depths[a] {
            b = self.parents[b]?;
        }
        if a == b && from != to {
            return None;
        }
        while self.parents[a] != self.parents[b] {
            (a, b) = (self.parents[a]?, self.parents[b]?);
        }
        Some((a, b))
    }

    fn into_levels(self, graph: &Graph<'_>, ends: &[(usize, usize)]) -> Result<Levels, Error> {
        let mut owners: Vec<Option<usize>> = (0..graph.items.len())
            .filter(|&at| matches!(graph.items[at].shape, Shape::Group(_)))
            .map(Some)
            .collect();
        owners.sort_by_key(|owner| owner.map(|at| usize::MAX - self.depths[at]));
        owners.push(None);
        let mut level_of = vec![0; graph.items.len() + 1];
        for (level, owner) in owners.iter().enumerate() {
            level_of[owner.map_or(0, |at| at + 1)] = level;
        }
        let level_of = |owner: Option<usize>| level_of[owner.map_or(0, |at| at + 1)];
        let mut levels: Vec<Level> = owners.into_iter().map(Level::new).collect();
        let mut sorted: Vec<usize> = (0..graph.items.len()).collect();
        sorted.sort_by(|&a, &b| names::compare(graph.items[a].id, graph.items[b].id));
        let mut places = vec![0; sorted.len()];
        for item in sorted {
            let children = &mut levels[level_of(self.parents[item])].children;
            places[item] = children.len();
            children.push(item);
        }
        for &(from, to) in ends {
            let level = level_of(self.parents[from]);
            levels[level].links.push((places[from], places[to]));
        }
        for level in &mut levels {
            level.rank(graph)?;
        }
        let place_of = |&(from, to): &(usize, usize)| {
            let level = level_of(self.parents[from]);
            let link = levels[level]
                .links
                .binary_search(&(places[from], places[to]));
            (level, link.unwrap_or(0))
        };
        let links = ends.iter().map(place_of).collect();
        Ok(Levels { levels, links })
    }
}

impl Level {
    const fn new(owner: Option<usize>) -> Self {
        Self {
            owner,
            children: Vec::new(),
            links: Vec::new(),
            ranks: Vec::new(),
        }
    }

    fn rank(&mut self, graph: &Graph<'_>) -> Result<(), Error> {
        self.links.sort_unstable();
        self.links.dedup();
        let id = |place: usize| graph.items[self.children[place]].id.to_owned();
        let ranks = ranks(self.children.len(), &self.links);
        self.ranks = ranks.map_err(|circle| Error::Circle {
            through: circle.into_iter().map(id).collect(),
        })?;
        Ok(())
    }
}

fn parent_of(
    graph: &Graph<'_>,
    ids: &BTreeMap<&str, usize>,
    id: &str,
    parent: &str,
) -> Result<usize, Error> {
    let (id, named) = (id.into(), parent.into());
    match ids.get(parent) {
        None => Err(Error::UnknownParent { id, parent: named }),
        Some(&at) if matches!(graph.items[at].shape, Shape::Box(_)) => {
            Err(Error::ParentIsNoGroup { id, parent: named })
        }
        Some(&at) => Ok(at),
    }
}

/// The ends of each edge, lifted to one level.
fn ends(
    graph: &Graph<'_>,
    ids: &BTreeMap<&str, usize>,
    tree: &Tree,
) -> Result<Vec<(usize, usize)>, Error> {
    let mut ends = Vec::with_capacity(graph.edges.len());
    for edge in &graph.edges {
        let (from, to) = (edge.from.into(), edge.to.into());
        let (Some(&a), Some(&b)) = (ids.get(edge.from), ids.get(edge.to)) else {
            let missing = if ids.contains_key(edge.from) {
                edge.to
            } else {
                edge.from
            };
            let missing = missing.into();
            return Err(Error::UnknownEnd { from, to, missing });
        };
        let lifted = tree.lifted(a, b);
        ends.push(lifted.ok_or(Error::EdgeIntoOwnGroup { from, to })?);
    }
    Ok(ends)
}
