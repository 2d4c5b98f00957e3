//! `kfpc runs logs`

use http::StatusCode;
use kfp_core::error::TransportError;
use kfp_core::model::{Namespace, Run, RunId};
use kfp_core::transport::Timer as _;
use kfp_core::wait::{Pace, Patience};

use crate::connection::Connected;
use crate::failure::Failure;
use crate::logs::{
    LogsError, Piece, Prefixed, Source, TaskPod, Workflow, by_kubectl, refusal, workflow_of,
};
use crate::output::Terminal;

/// What is asked for.
pub(super) struct Wanted {
    pub(super) run: RunId,
    pub(super) task: Option<String>,
    pub(super) follow: bool,
}

/// Shows the logs of a run, or of one of its tasks.
pub(super) async fn show(
    wanted: Wanted,
    connected: &Connected,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let patience = Patience::unlimited();
    let mut pace = Pace::new(&patience);
    let mut failures = 0;
    let mut viewer = Viewer {
        wanted,
        connected,
        terminal,
        place: None,
        logs: Vec::new(),
    };
    loop {
        match viewer.look().await {
            Ok(look) => {
                failures = 0;
                if look.moved {
                    pace.reset();
                }
                if look.is_last || !viewer.wanted.follow || viewer.terminal.is_closed() {
                    return viewer.end();
                }
            }
            Err(failure) => {
                failures += 1;
                let again = viewer.wanted.follow && failures < patience.failures;
                if !(again && failure.is_retryable()) {
                    return Err(failure);
                }
            }
        }
        let transport = &connected.transport;
        transport.sleep(pace.pause(transport.now())).await;
    }
}

struct Viewer<'a> {
    wanted: Wanted,
    connected: &'a Connected,
    terminal: &'a mut Terminal,
    /// Asked for once: neither changes while a run goes on.
    place: Option<Place>,
    logs: Vec<Shown>,
}

/// Where a run is, and who serves its logs.
#[derive(Clone)]
struct Place {
    namespace: Option<Namespace>,
    source: Source,
}

/// The log of one pod, as far as it was shown.
struct Shown {
    pod: TaskPod,
    piece: Piece,
    lines: Prefixed,
    /// Why there is none, as KFP said last.
    refused: Option<LogsError>,
    /// Whether it was read to its end after its pod had ended: nothing more will come of it.
    is_whole: bool,
}

/// Who is asked about what.
struct Question {
    run: Run,
    place: Place,
}

struct Look {
    moved: bool,
    /// Whether nothing more will come.
    is_last: bool,
}

impl Viewer<'_> {
    async fn look(&mut self) -> Result<Look, Failure> {
        let client = &self.connected.client;
        // The run before its logs: what is written after its end was seen does not exist.
        let run = client.runs().get(&self.wanted.run).await?;
        let is_last = run.is_finished();
        let place = self.place(&run).await?;
        let question = Question { run, place };
        let pods = self.pods(&question).await?;
        // One log alone needs no name; others may follow while the run goes on.
        let bare = pods.len() == 1
            && self.logs.is_empty()
            && !(self.wanted.follow && self.wanted.task.is_none());
        for pod in pods {
            match self.logs.iter_mut().find(|log| log.pod.pod == pod.pod) {
                Some(known) => known.pod = pod,
                None => self.logs.push(Shown::new(pod, bare)),
            }
        }
        let mut moved = false;
        for number in 0..self.logs.len() {
            if !self.logs[number].is_whole {
                moved |= self.log(number, &question).await?;
            }
        }
        Ok(Look { moved, is_last })
    }

    /// What could not be shown is told; it is a failure when nothing could be.
    fn end(self) -> Result<(), Failure> {
        let mut refused: Vec<LogsError> = Vec::new();
        let count = self.logs.len();
        refused.extend(self.logs.into_iter().filter_map(|log| log.refused));
        if refused.len() == count
            && let Some(first) = refused.first()
        {
            return Err(first.clone().into());
        }
        for error in refused {
            self.terminal.say(&format!("kfpc: {error}"));
        }
        Ok(())
    }

    async fn place(&mut self, run: &Run) -> Result<Place, Failure> {
        if let Some(place) = &self.place {
            return Ok(place.clone());
        }
        let place = Place {
            namespace: self.namespace_of(run).await?,
            source: Source::of(&self.connected.client).await?,
        };
        self.place = Some(place.clone());
        Ok(place)
    }

    async fn namespace_of(&self, run: &Run) -> Result<Option<Namespace>, Failure> {
        let Some(experiment) = &run.experiment_id else {
            return Ok(self.connected.connection.namespace().cloned());
        };
        let experiment = self.connected.client.experiments().get(experiment).await?;
        Ok(experiment.namespace)
    }

    /// The pods whose logs are asked for; none while the run may still make them.
    async fn pods(&self, question: &Question) -> Result<Vec<TaskPod>, Failure> {
        let command = || self.command(question);
        let may_come = self.wanted.follow && !question.run.is_finished();
        let answer = Source::ask_run(&self.connected.client, &question.run).await?;
        if answer.status() != StatusCode::OK {
            return Err(LogsError::NotServed { command: command() }.into());
        }
        let body = answer.into_body().collect(MOST_OF_RUN).await;
        let body = body.map_err(broken_off)?;
        let pods = workflow_of(&body)
            .filter(Workflow::has_nodes)
            .map(|workflow| workflow.pods());
        let Some(pods) = pods else {
            if may_come {
                return Ok(Vec::new());
            }
            return Err(LogsError::NoWorkflow { command: command() }.into());
        };
        let wanted = |pod: &TaskPod| {
            self.wanted
                .task
                .as_ref()
                .is_none_or(|task| pod.is_called(task))
        };
        let found: Vec<TaskPod> = pods.iter().filter(|pod| wanted(pod)).cloned().collect();
        match &self.wanted.task {
            _ if may_come || !found.is_empty() => Ok(found),
            Some(task) if !pods.is_empty() => Err(LogsError::NoTask {
                task: task.clone(),
                tasks: pods.into_iter().map(|pod| pod.task).collect(),
            }
            .into()),
            _ => Err(LogsError::NoPods.into()),
        }
    }

    /// Shows what is new of a log; returns whether anything was.
    async fn log(&mut self, number: usize, question: &Question) -> Result<bool, Failure> {
        let command = self.command(question);
        let Question { run, place } = question;
        let Place { namespace, source } = place;
        let log = &mut self.logs[number];
        let pod = log.pod.pod.clone();
        let answer = source
            .ask_log(&self.connected.client, run, namespace.as_ref(), &pod)
            .await?;
        let status = answer.status();
        if status == StatusCode::NOT_FOUND && *source == Source::ApiServer {
            return Err(LogsError::NotServed { command }.into());
        }
        let mut body = answer.into_body();
        let mut head = Vec::new();
        let mut is_log = false;
        let mut moved = false;
        log.piece.begin();
        while let Some(bytes) = body.next().await {
            let bytes = bytes.map_err(broken_off)?;
            let bytes = if is_log {
                bytes
            } else {
                head.extend_from_slice(&bytes);
                // Long enough to tell a log from an error in its place; of an error all is kept.
                if head.len() < refusal::BEGIN.len()
                    || !status.is_success()
                    || refusal::begins(&head)
                {
                    head.truncate(MOST_OF_REFUSAL);
                    continue;
                }
                is_log = true;
                std::mem::take(&mut head).into()
            };
            moved |= log.write(&bytes, self.terminal)?;
        }
        log.refused = None;
        if status.is_success() && !refusal::begins(&head) {
            moved |= log.write(&head, self.terminal)?;
            log.is_whole = log.pod.has_ended;
        } else if !is_log {
            let why = refusal::words(&head);
            log.refused = Some(LogsError::Refused { pod, why, command });
        }
        self.terminal.bytes(log.lines.end())?;
        Ok(moved)
    }

    fn command(&self, question: &Question) -> String {
        by_kubectl(
            question.place.namespace.as_ref(),
            &question.run.run_id,
            self.wanted.follow,
        )
    }
}

/// A workflow has up to a megabyte, and the run its spec beside it.
const MOST_OF_RUN: usize = 16 * 1024 * 1024;
/// The words of an object store are among them.
const MOST_OF_REFUSAL: usize = 16 * 1024;

impl Shown {
    fn new(pod: TaskPod, bare: bool) -> Self {
        let prefix = if bare {
            String::new()
        } else {
            format!("{} | ", pod.task)
        };
        Self {
            pod,
            piece: Piece::default(),
            lines: Prefixed::new(prefix),
            refused: None,
            is_whole: false,
        }
    }

    fn write(&mut self, bytes: &[u8], terminal: &mut Terminal) -> Result<bool, Failure> {
        let new = self.piece.new_of(bytes);
        terminal.bytes(&self.lines.put(new))?;
        Ok(!new.is_empty())
    }
}

fn broken_off(error: TransportError) -> LogsError {
    LogsError::BrokenOff {
        why: error.to_string(),
    }
}
