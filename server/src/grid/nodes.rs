//! Which task of a pipeline a row is about.
//!
//! KFP's rows name neither their node nor the node around it: a row has the last element of its node's name, and the ids of
//! the nodes that came after it. But an id is the workflow's name with a hash of the node's whole name, so the tree can be
//! found again: what could be inside a node has an id that can be computed, and is there if some row names that id. Where
//! rows have the same name, what came after tells them apart. Works for both shapes of Argo's nodes, with and without a node
//! for each attempt (`step`, then `step(0)`).

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use super::wire::Row;

/// Hashes that are computed for a run at most.
pub(super) const MOST_HASHES: usize = 2_000_000;

/// What a node is to the pipeline.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Role {
    /// A task or a group of tasks, by its path.
    Task(Vec<String>),
    /// What prepares it.
    Driver(Vec<String>),
}

/// What the rows are about: each with the roles that may be its own. More than one where rows cannot be told apart.
#[derive(Debug, Default)]
pub(super) struct Roles {
    of_rows: Vec<(usize, Vec<Role>)>,
    /// Whether the tree was found, and all of it: names alone do not tell groups from tasks.
    pub(super) is_of_tree: bool,
}

impl Roles {
    /// The rows by their place, with their roles.
    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, &[Role])> {
        let of_rows = self.of_rows.iter();
        of_rows.map(|(row, roles)| (*row, roles.as_slice()))
    }
}

/// Finds out what rows are about, with so many hashes at most.
pub(super) fn roles(rows: &[Row], most_hashes: usize) -> Roles {
    let (mut tree, mut is_whole) = (Tree::default(), false);
    if let Some(workflow) = workflow(rows) {
        (tree, is_whole) = Tree::of(rows, workflow, most_hashes);
    }
    if tree.nodes.iter().all(|node| node.role.is_none()) {
        return by_name(rows);
    }
    Roles {
        is_of_tree: is_whole,
        ..tree.roles(rows)
    }
}

/// The name of the workflow: ids are that, a hyphen and a number.
fn workflow(rows: &[Row]) -> Option<&str> {
    let mut ids = rows.iter().flat_map(|row| &row.next);
    ids.find_map(|id| {
        let (name, number) = id.rsplit_once('-')?;
        number.parse::<u32>().is_ok().then_some(name)
    })
}

/// FNV-1a of 32 bits, gone on with.
fn hash(state: u32, text: &str) -> u32 {
    text.bytes().fold(state, |state, byte| {
        (state ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

const EMPTY: u32 = 0x811c_9dc5;

/// A node that was found.
#[derive(Debug)]
struct Node<'a> {
    name: &'a str,
    hash: u32,
    /// The path of the tasks that are inside.
    inside: Vec<String>,
    role: Option<Role>,
}

#[derive(Debug, Default)]
struct Tree<'a> {
    nodes: Vec<Node<'a>>,
    /// After which nodes one may come, by its hash.
    before: HashMap<u32, Vec<usize>>,
}

/// The last element of a name without the number of its attempt: `step(1)` is `step`, and `turns(1:1)` is itself.
fn without_attempt(name: &str) -> Option<&str> {
    let (step, number) = name.strip_suffix(')')?.rsplit_once('(')?;
    number.parse::<u32>().is_ok().then_some(step)
}

/// What stands for the turns of a loop.
fn is_turn(step: &str) -> bool {
    matches!(step, "iteration-item" | "iteration-iterations")
        || step.starts_with("iteration-iterations(")
}

impl<'a> Tree<'a> {
    /// The tree, and whether it is whole.
    fn of(rows: &'a [Row], workflow: &'a str, most_hashes: usize) -> (Self, bool) {
        let there: HashSet<u32> = rows
            .iter()
            .flat_map(|row| &row.next)
            .filter_map(|id| id.strip_prefix(workflow)?.strip_prefix('-')?.parse().ok())
            .collect();
        // How many nodes of a name are still to be found.
        let mut left: HashMap<&str, usize> = HashMap::new();
        for row in rows {
            *left.entry(&row.name).or_default() += 1;
        }
        let mut search = Search {
            there,
            left: left.into_iter().collect(),
            hashes: most_hashes,
            tree: Self::default(),
        };
        search.left.sort_unstable();
        search.all(workflow);
        (search.tree, search.hashes > 0)
    }

    /// Gives each row the role of its node.
    fn roles(&self, rows: &[Row]) -> Roles {
        let mut by_name: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, node) in self.nodes.iter().enumerate() {
            if node.role.is_some() {
                by_name.entry(node.name).or_default().push(at);
            }
        }
        let mut found = Roles::default();
        let mut taken = HashSet::new();
        let mut rest: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, row) in rows.iter().enumerate() {
            if !by_name.contains_key(row.name.as_str()) {
                continue;
            }
            match self.node_of(row) {
                Some((node, role)) => {
                    taken.insert(node);
                    found.of_rows.push((at, vec![role.clone()]));
                }
                None => rest.entry(&row.name).or_default().push(at),
            }
        }
        for (name, rows) in rest {
            let nodes = by_name.get(name).into_iter().flatten();
            let free = nodes.filter(|node| !taken.contains(node));
            let mut roles: Vec<Role> = Vec::new();
            for role in free.filter_map(|node| self.nodes[*node].role.as_ref()) {
                if !roles.contains(role) {
                    roles.push(role.clone());
                }
            }
            if !roles.is_empty() {
                found
                    .of_rows
                    .extend(rows.into_iter().map(|row| (row, roles.clone())));
            }
        }
        found
    }

    /// The node after which came what came after a row.
    fn node_of(&self, row: &Row) -> Option<(usize, &Role)> {
        let next = row.next.iter().filter_map(|id| {
            let (_, number) = id.rsplit_once('-')?;
            self.before.get(&number.parse().ok()?)
        });
        next.flatten().find_map(|at| {
            let node = &self.nodes[*at];
            let role = node.role.as_ref().filter(|_| node.name == row.name)?;
            Some((*at, role))
        })
    }
}

struct Search<'a> {
    /// The hashes of the nodes that some row names.
    there: HashSet<u32>,
    left: Vec<(&'a str, usize)>,
    hashes: usize,
    tree: Tree<'a>,
}

impl<'a> Search<'a> {
    fn has(&mut self, around: u32, name: &str) -> bool {
        self.hashes = self.hashes.saturating_sub(1);
        self.there.contains(&hash(hash(around, "."), name))
    }

    fn all(&mut self, workflow: &'a str) {
        let mut queue = VecDeque::new();
        let whole = hash(EMPTY, workflow);
        for around in [
            whole,
            hash(whole, "(0)"),
            hash(whole, "(1)"),
            hash(whole, "(2)"),
        ] {
            for root in ["root", "root(0)", "root(1)", "root(2)"] {
                if self.has(around, root) {
                    let hash = hash(hash(around, "."), root);
                    let inside = Vec::new();
                    queue.push_back(self.add(Node {
                        name: root,
                        hash,
                        inside,
                        role: None,
                    }));
                }
            }
        }
        while let Some(at) = queue.pop_front() {
            if self.hashes == 0 {
                break;
            }
            for found in self.within(at) {
                queue.push_back(found);
            }
        }
    }

    fn add(&mut self, node: Node<'a>) -> usize {
        self.tree.nodes.push(node);
        self.tree.nodes.len() - 1
    }

    fn comes_after(&mut self, node: u32, before: usize) {
        self.tree.before.entry(node).or_default().push(before);
    }

    /// Finds what is inside of a node; gives back what may have an inside of its own.
    fn within(&mut self, around: usize) -> Vec<usize> {
        let (state, inside) = {
            let node = &self.tree.nodes[around];
            (node.hash, node.inside.clone())
        };
        let mut is_task = false;
        for executor in ["executor", "executor(0)"] {
            if self.has(state, executor) {
                self.comes_after(hash(hash(state, "."), executor), around);
                is_task = true;
            }
        }
        if is_task {
            return Vec::new();
        }
        let mut found: BTreeMap<&str, usize> = BTreeMap::new();
        for at in 0..self.left.len() {
            let (name, left) = self.left[at];
            if left == 0 || !self.has(state, name) {
                continue;
            }
            self.left[at].1 -= 1;
            let hash = hash(hash(state, "."), name);
            let node = self.node(name, hash, state, &inside);
            found.insert(name, self.add(node));
            self.comes_after(hash, around);
        }
        for (name, at) in &found {
            let hash = self.tree.nodes[*at].hash;
            // An attempt comes after what it is an attempt of, and a task after what prepares it.
            let step = without_attempt(name).and_then(|step| found.get(step));
            let driver = found.get(format!("{name}-driver").as_str());
            for before in [step, driver].into_iter().flatten() {
                self.comes_after(hash, *before);
            }
        }
        let opens =
            |(_, at): &(&str, usize)| !matches!(self.tree.nodes[*at].role, Some(Role::Driver(_)));
        found.into_iter().filter(opens).map(|(_, at)| at).collect()
    }

    fn node(&mut self, name: &'a str, hash: u32, around: u32, inside: &[String]) -> Node<'a> {
        let attempt_of = without_attempt(name);
        let step = attempt_of.unwrap_or(name);
        let path = |last: &str| {
            let mut path = inside.to_vec();
            path.push(last.to_owned());
            path
        };
        let nothing = |inside: Vec<String>| Node {
            name,
            hash,
            inside,
            role: None,
        };
        if is_turn(step) || is_turn(name) {
            return nothing(inside.to_vec());
        }
        if step.ends_with(".onExit") {
            // Its task stands beside what it comes after.
            return nothing(inside.to_vec());
        }
        let prepared = step.strip_suffix("-driver").filter(|task| !task.is_empty());
        let is_driver = prepared.is_some() && !self.has(around, &format!("{step}-driver"));
        if let Some(task) = prepared.filter(|_| is_driver) {
            let is_own = attempt_of.is_none() && !is_turn(task) && task != "iteration";
            let role = is_own.then(|| Role::Driver(path(task)));
            return Node {
                name,
                hash,
                inside: Vec::new(),
                role,
            };
        }
        let path = path(step);
        let role = attempt_of.is_none().then(|| Role::Task(path.clone()));
        Node {
            name,
            hash,
            inside: path,
            role,
        }
    }
}

/// Where ids tell nothing: what has a driver is a task.
fn by_name(rows: &[Row]) -> Roles {
    let names: HashSet<&str> = rows.iter().map(|row| row.name.as_str()).collect();
    let is_task = |name: &str| {
        !is_turn(name)
            && !matches!(name, "root" | "iteration")
            && names.contains(format!("{name}-driver").as_str())
    };
    let mut found = Roles::default();
    for (at, row) in rows.iter().enumerate() {
        let name = row.name.as_str();
        if is_task(name) {
            found
                .of_rows
                .push((at, vec![Role::Task(vec![name.to_owned()])]));
        } else if let Some(task) = name.strip_suffix("-driver")
            && !is_turn(task)
            && !matches!(task, "root" | "iteration")
        {
            found
                .of_rows
                .push((at, vec![Role::Driver(vec![task.to_owned()])]));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn row(name: &str, next: &[&str]) -> Row {
        let id = |path: &&str| format!("w-{}", hash(EMPTY, path));
        Row {
            name: name.to_owned(),
            state: "SUCCEEDED".to_owned(),
            start: None,
            end: None,
            next: next.iter().map(id).collect(),
        }
    }

    #[test]
    fn names_are_hashed_as_argo_does() {
        assert_eq!(hash(EMPTY, "a"), 0xe40c_292c);
        assert_eq!(hash(hash(EMPTY, "foo"), "bar"), 0xbf9c_f968);
    }

    #[test]
    fn a_task_that_is_called_a_driver_is_one() {
        let rows = [
            row("w", &["w.root-driver"]),
            row("root-driver", &["w.root"]),
            row("root", &["w.root.taxi-driver-driver"]),
            row("taxi-driver-driver", &["w.root.taxi-driver"]),
            row("taxi-driver", &["w.root.taxi-driver.executor"]),
            row("executor", &[]),
        ];
        let found = roles(&rows, MOST_HASHES);
        let mut found: Vec<_> = found
            .iter()
            .map(|(at, roles)| (at, roles.to_vec()))
            .collect();
        found.sort_by_key(|(at, _)| *at);
        let path = || vec!["taxi-driver".to_owned()];
        assert_eq!(
            found,
            [
                (3, vec![Role::Driver(path())]),
                (4, vec![Role::Task(path())])
            ]
        );
    }

    #[test]
    fn where_ids_tell_nothing_names_do() {
        let mut rows = [
            row("w", &[]),
            row("root-driver", &[]),
            row("root", &[]),
            row("train-driver", &[]),
            row("train", &[]),
            row("executor", &[]),
        ];
        let tasks = |rows: &[Row]| -> Vec<Role> {
            roles(rows, MOST_HASHES)
                .iter()
                .flat_map(|(_, roles)| roles.to_vec())
                .collect()
        };
        let path = || vec!["train".to_owned()];
        let wanted = [Role::Driver(path()), Role::Task(path())];
        assert_eq!(tasks(&rows), wanted);
        rows[0].next = vec!["of-another-kind-7".to_owned()];
        assert_eq!(tasks(&rows), wanted);
    }

    proptest! {
        #[test]
        fn nothing_breaks_it(rows in proptest::collection::vec(("[a-c(0:1).-]{0,4}|root|executor|root-driver", proptest::collection::vec("[a-w]-[0-9]{1,10}|-|\\PC{0,4}", 0..3)), 0..12)) {
            let rows: Vec<Row> = rows.into_iter().map(|(name, next)| Row { name, state: String::new(), start: None, end: None, next }).collect();
            for (at, roles) in roles(&rows, MOST_HASHES).iter() {
                prop_assert!(at < rows.len() && !roles.is_empty());
            }
        }
    }
}
