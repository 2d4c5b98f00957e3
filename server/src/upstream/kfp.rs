//! The KFP API server: called seldom, in turn, and not at all when it is down.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::HeaderMap;
use kfp_core::error::Error;
use kfp_core::operation::Operation;

use super::broken::{self, Broken};
use super::call::{self, Answer, Call};
use super::circuit::Circuit;
use super::client::Clients;
use super::line::{Line, Place, Refused, Sizes};
use super::reads::Reads;
use super::retries::Retries;
use crate::config::{Config, UpstreamIdentity};
use crate::identity::UserId;
use crate::known::Known;
use crate::layers::known_method;
use crate::problem::{Failure, ProblemCode};
use crate::telemetry::{Ended, Metrics, Step, Tracer};

/// The KFP API server, called as the configuration says. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Kfp(Arc<Parts>);

#[derive(Debug)]
struct Parts {
    clients: Clients,
    identity: UpstreamIdentity,
    line: Line,
    circuit: Circuit,
    retries: Retries,
    reads: Reads,
    deadline: Duration,
    metrics: Arc<Metrics>,
    tracer: Tracer,
}

/// Why a call brought no answer.
enum Trouble {
    /// It was not made.
    NotMade(Failure),
    /// It was made, and went wrong.
    Made(Box<Broken>),
}

impl Kfp {
    /// Sets the client up; calls nobody.
    ///
    /// # Errors
    /// If the address cannot be used.
    pub(crate) fn new(
        config: &Config,
        metrics: Arc<Metrics>,
        tracer: Tracer,
    ) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let economy = &config.economy;
        Ok(Self(Arc::new(Parts {
            clients: Clients::new(config)?,
            identity: config.kfp.upstream_identity,
            line: Line::new(Sizes {
                light: economy.kfp_in_flight,
                heavy: economy.kfp_heavy_in_flight,
                rate: economy.kfp_rate,
                burst: economy.kfp_burst,
                waiting: economy.kfp_waiting,
                background: economy.kfp_background_in_flight,
                background_rate: economy.kfp_background_rate,
            }),
            circuit: Circuit::new(economy.circuit_failures, economy.circuit_pause),
            retries: Retries::new(economy.kfp_retries, economy.kfp_retry_budget),
            reads: Reads::new(economy.read_cache),
            deadline: config.kfp.kfp_timeout,
            metrics,
            tracer,
        })))
    }

    /// Reads something of KFP's. Equal reads that come together, or shortly after each other, are one call; a read after a
    /// write through this console is always a new one.
    ///
    /// Only for what the user was allowed by the access table: what is kept is given to everybody who is.
    ///
    /// # Errors
    /// As [`Kfp::call`].
    pub(crate) async fn read(&self, call: Call) -> Result<Answer, Failure> {
        let decides_by = call
            .caller
            .as_ref()
            .map_or("", |user| self.decides_by(user))
            .to_owned();
        let kfp = self.clone();
        // A viewer must not wait at the pace of what nobody waits for.
        let key = (call.priority, decides_by, call.path_and_query.clone());
        self.0
            .reads
            .get(key, async move { kfp.call(call).await })
            .await
    }

    /// Makes a call. Whatever KFP itself says comes back as it is, errors included.
    ///
    /// # Errors
    /// A [`Failure`] if KFP did not answer, something else answered in its place, or KFP did not accept the console.
    pub(crate) async fn call(&self, call: Call) -> Result<Answer, Failure> {
        let safe = call.method.is_safe();
        let sent = self.0.clients.sent(call.caller.as_ref());
        self.in_line(call)
            .await
            .and_then(|response| call::read(safe, sent, response).map_err(Trouble::Made))
            .map_err(|trouble| match trouble {
                Trouble::NotMade(failure) => failure,
                Trouble::Made(broken) => {
                    let failure = Failure::of_kfp(&broken.error).known_as(broken.known);
                    log(&broken.error, &failure);
                    failure
                }
            })
    }

    /// Which known failure an answer of KFP's own is, to a call on behalf of a user.
    pub(crate) fn known(&self, user: &UserId, answer: &Answer) -> Option<Known> {
        let sent = self.0.clients.sent(Some(user));
        Known::of_answer(sent, answer.status, &HeaderMap::new(), &answer.body)
    }

    /// Makes a call that carries no identity, at once: KFP asks Kubernetes nothing for it, and it is there to see how
    /// things are.
    ///
    /// # Errors
    /// If nothing came, or something that KFP did not write.
    pub(crate) async fn probe(&self, call: Call) -> Result<http::Response<Bytes>, Box<Broken>> {
        let result = self.exchange(call).await;
        self.0.observe(&result);
        result
    }

    /// Waits in line, then makes the call to its end, whether anybody still waits for it or not: KFP works on what it was
    /// sent even if the connection is closed, and a place that is free here but not there would make the line pointless.
    async fn in_line(&self, call: Call) -> Result<http::Response<Bytes>, Trouble> {
        // Before the line: a place in it is paid for at the rate, and there would be nothing for it.
        if let Some(after) = self.0.circuit.stopped_for() {
            return Err(Trouble::NotMade(stopped(after)));
        }
        let safe = call.method.is_safe();
        let operation = Operation::PassThrough { safe };
        let deadline = call.deadline.unwrap_or(self.0.deadline);
        let sent = self.0.clients.sent(call.caller.as_ref());
        let started = Instant::now();
        let place = self
            .place(&call, deadline)
            .await
            .map_err(Trouble::NotMade)?;
        self.0
            .circuit
            .admit()
            .map_err(|after| Trouble::NotMade(stopped(after)))?;
        let kfp = self.clone();
        let making = tokio::spawn(async move {
            let result = kfp.exchange_until(call, deadline).await;
            kfp.0.observe(&result);
            if !safe {
                // Whether or not anybody waits for it, and also after a failure: nobody knows what it changed.
                kfp.0.reads.forget();
            }
            drop(place);
            result
        });
        let left = deadline.saturating_sub(started.elapsed());
        match tokio::time::timeout(left, making).await {
            Ok(Ok(result)) => result.map_err(Trouble::Made),
            Ok(Err(_)) => Err(Trouble::NotMade(Failure::new(
                ProblemCode::Internal,
                "A defect of the console stopped the call.",
            ))),
            Err(_) => Err(Trouble::Made(Broken::silent(
                Error::Timeout {
                    operation,
                    after: deadline,
                },
                sent,
            ))),
        }
    }

    /// Waits for the turn of a call.
    async fn place(&self, call: &Call, deadline: Duration) -> Result<Place, Failure> {
        let of_user = || call.caller.as_ref().map(UserId::as_str);
        let turn = call.topic.as_deref().or_else(of_user).unwrap_or_default();
        let step = self.0.tracer.begin(Step::Line, call.course.parent());
        let place = self.0.line.enter(turn, call.priority, call.weight);
        let place = tokio::time::timeout(deadline, place).await;
        self.0.metrics.kfp_waiting(self.0.line.waiting());
        let place = match place {
            Ok(place) => place.map_err(refusal),
            Err(_) => Err(Failure::new(
                ProblemCode::Overloaded,
                "The call waited for its turn, and its time ran out before it was made.",
            )),
        };
        step.end(Ended {
            request: None,
            status: None,
            problem: place.as_ref().err().map(|failure| failure.code.slug()),
        });
        place
    }

    /// Makes a call, and a read that reached nobody again, as far as deadline and budget allow.
    async fn exchange_until(
        &self,
        call: Call,
        deadline: Duration,
    ) -> Result<http::Response<Bytes>, Box<Broken>> {
        let started = Instant::now();
        let mut attempt = 0;
        self.0.retries.earn();
        loop {
            let left = deadline.saturating_sub(started.elapsed());
            let result = self.exchange(call.clone().within(left)).await;
            let reached_nobody = result
                .as_ref()
                .is_err_and(|broken| reached_nobody(&broken.error));
            if !call.method.is_safe() || !reached_nobody {
                return result;
            }
            let pause = self.0.retries.pause(attempt);
            // Where little time is left, the failure that is known says more than that time ran out.
            let Some(pause) = pause.filter(|pause| started.elapsed() + *pause * 4 < deadline)
            else {
                return result;
            };
            tokio::time::sleep(pause).await;
            self.0.metrics.kfp_retry();
            attempt += 1;
        }
    }

    async fn exchange(&self, mut call: Call) -> Result<http::Response<Bytes>, Box<Broken>> {
        let operation = Operation::PassThrough {
            safe: call.method.is_safe(),
        };
        let deadline = call.deadline.unwrap_or(self.0.deadline);
        let started = Instant::now();
        let caller = call.caller.clone();
        let (method, route) = (known_method(&call.method), call.route());
        let step = self.0.tracer.begin(Step::Kfp, call.course.parent());
        call.course = call.course.below(step.place());
        let sent = self.0.clients.sent(caller.as_ref());
        let request = call::request(call).map_err(|error| Broken::silent(error, sent))?;
        let sending = self.0.clients.send(caller.as_ref(), request);
        let came = match tokio::time::timeout(deadline, sending).await {
            Ok(came) => came,
            Err(_) => Err(Error::Timeout {
                operation,
                after: deadline,
            }),
        };
        let result = match came {
            Ok(answer) => broken::of_kfp(operation, sent, answer),
            Err(error) => Err(Broken::silent(error, sent)),
        };
        let outcome = match &result {
            Ok(response) => response.status().as_str().to_owned(),
            Err(broken) => broken.error.code().to_owned(),
        };
        self.0.metrics.kfp_call(&outcome, started.elapsed());
        step.end(Ended {
            request: Some((method, route)),
            status: result.as_ref().ok().map(http::Response::status),
            problem: result.as_ref().err().map(|_| outcome.as_str()),
        });
        result
    }

    /// The user by whom KFP decides what to answer; empty if it is the console itself for all users.
    pub(crate) fn decides_by<'user>(&self, user: &'user UserId) -> &'user str {
        match self.0.identity {
            UpstreamIdentity::ServiceAccount => "",
            UpstreamIdentity::UserHeader => user.as_str(),
        }
    }
}

impl Parts {
    /// Tells the circuit how it went. A refusal is an answer; silence and a proxy without an upstream are none.
    fn observe(&self, result: &Result<http::Response<Bytes>, Box<Broken>>) {
        let is_down = result.as_ref().is_err_and(|broken| {
            let error = &broken.error;
            reached_nobody(error) || ProblemCode::of_kfp(error) == ProblemCode::KfpTimeout
        });
        if is_down {
            self.circuit.failed();
        } else {
            self.circuit.answered();
        }
    }
}

/// Whether a call got no further than a proxy, or not even there.
fn reached_nobody(error: &Error) -> bool {
    matches!(
        ProblemCode::of_kfp(error),
        ProblemCode::KfpUnreachable | ProblemCode::KfpUnavailable
    )
}

fn refusal(refused: Refused) -> Failure {
    match refused {
        Refused::Full => Failure::new(
            ProblemCode::Overloaded,
            "As many calls to KFP as allowed are waiting for their turn.",
        ),
        Refused::Costly => Failure::new(
            ProblemCode::Costly,
            "Another search or long page of yours is waiting already; each of them reads a whole namespace in KFP.",
        ),
    }
}

fn stopped(after: Duration) -> Failure {
    Failure::new(
        ProblemCode::KfpUnavailable,
        "KFP did not answer several calls in a row; the console asks again in a moment.",
    )
    .after(after)
}

/// The one log line of a failed call.
fn log(error: &Error, failure: &Failure) {
    let text = crate::telemetry::chain(error);
    let problem = failure.code.slug();
    let known = failure.known.as_ref().map(tracing::field::display);
    match failure.code {
        ProblemCode::KfpAnswer | ProblemCode::KfpAnswerTooLarge | ProblemCode::Internal => {
            tracing::error!(
                error = text,
                code = error.code(),
                problem,
                known,
                "call to KFP failed"
            );
        }
        ProblemCode::MeshDenied => tracing::info!(
            error = text,
            code = error.code(),
            problem,
            known,
            "call to KFP failed"
        ),
        _ => tracing::warn!(
            error = text,
            code = error.code(),
            problem,
            known,
            "call to KFP failed"
        ),
    }
}
