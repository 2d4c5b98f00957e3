//! What can be wrong with a pipeline's IR.

/// Why an IR cannot be run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SpecError {
    /// A part has another shape than the schema of pipeline specs gives it.
    #[error("`{path}` in the pipeline spec cannot be read")]
    Malformed {
        /// Where in the document, as keys joined by dots.
        path: String,
        /// What the decoder missed.
        source: serde_json::Error,
    },
    /// A part that must be there is not.
    #[error("`{path}` is missing in the pipeline spec")]
    Missing {
        /// Where in the document, as keys joined by dots.
        path: String,
    },
    /// A name points at nothing.
    #[error("task `{task}` in `{dag}` refers to {kind} `{name}`, which does not exist")]
    Dangling {
        /// The component that holds the task, `root` for the pipeline itself.
        dag: String,
        /// The task's key.
        task: String,
        /// What the name should be: `component`, `executor`, `task`.
        kind: &'static str,
        /// The name.
        name: String,
    },
    /// Tasks wait for each other.
    #[error("the tasks of `{dag}` wait for each other: {tasks}")]
    Cycle {
        /// The component that holds the tasks.
        dag: String,
        /// The tasks that cannot start, separated by commas.
        tasks: String,
    },
    /// A component contains itself.
    #[error("component `{component}` contains itself")]
    Recursive {
        /// The component's name.
        component: String,
    },
    /// A feature that the open-source server refuses too.
    #[error("task `{task}` in `{dag}`: {what} is not supported")]
    Unsupported {
        /// The component that holds the task.
        dag: String,
        /// The task's key.
        task: String,
        /// The feature.
        what: &'static str,
    },
    /// A sub-DAG of nothing but exit tasks.
    #[error("DAG `{dag}` must contain one or more non-exit tasks")]
    OnlyExitTasks {
        /// The component's name.
        dag: String,
    },
}
