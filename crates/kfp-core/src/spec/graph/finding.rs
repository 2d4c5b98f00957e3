//! What is wrong with a spec, as far as its graph shows it.

use std::fmt;

/// What is wrong with a spec. Tasks are named by their paths.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum GraphFinding {
    /// A task comes after one that is not in its graph.
    MissingTask {
        /// The task that names it.
        task: String,
        /// The key it names.
        missing: String,
        /// The key that was probably meant.
        meant: Option<String>,
    },
    /// A task uses a component that the spec does not have.
    MissingComponent {
        /// The task.
        task: String,
        /// The name of the component; empty where the task names none.
        missing: String,
        /// The name that was probably meant.
        meant: Option<String>,
    },
    /// Tasks wait for each other, so none of them ever runs.
    Circle {
        /// The tasks in the order of their edges; the first comes after the last.
        tasks: Vec<String>,
    },
    /// A component uses itself, by way of others or at once.
    ComponentInItself {
        /// The task that uses it inside of itself. It is drawn empty.
        task: String,
        /// The name of the component.
        component: String,
    },
    /// A group is nested deeper than is drawn.
    TooDeep {
        /// The group. It is drawn empty.
        task: String,
    },
    /// It unfolds to more tasks than are drawn.
    TooManyTasks {
        /// So many are drawn.
        drawn: usize,
    },
}

impl fmt::Display for GraphFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingTask {
                task,
                missing,
                meant,
            } => {
                write!(
                    f,
                    "`{task}` waits for `{missing}`, which is not in this pipeline"
                )?;
                proposal(f, meant.as_ref())
            }
            Self::MissingComponent { task, missing, .. } if missing.is_empty() => {
                write!(f, "`{task}` names no component")
            }
            Self::MissingComponent {
                task,
                missing,
                meant,
            } => {
                write!(
                    f,
                    "`{task}` uses the component `{missing}`, which is not in this pipeline"
                )?;
                proposal(f, meant.as_ref())
            }
            Self::Circle { tasks } => write!(f, "tasks wait for each other: {}", tasks.join(" → ")),
            Self::ComponentInItself { task, component } => {
                write!(
                    f,
                    "`{task}` uses the component `{component}` inside of itself"
                )
            }
            Self::TooDeep { task } => write!(f, "`{task}` is nested deeper than is drawn"),
            Self::TooManyTasks { drawn } => {
                write!(
                    f,
                    "the pipeline has more tasks than are drawn: the first {drawn}"
                )
            }
        }
    }
}

fn proposal(f: &mut fmt::Formatter<'_>, meant: Option<&String>) -> fmt::Result {
    match meant {
        Some(meant) => write!(f, " (did you mean `{meant}`?)"),
        None => Ok(()),
    }
}
