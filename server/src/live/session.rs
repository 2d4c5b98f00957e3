//! One websocket from its beginning to its end.

use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, close_code};
use console_api::live::{ByeReason, FromServer, Position, ToServer, Topic};
use futures::future::select_all;
use futures::{Sink, SinkExt as _, Stream, StreamExt as _};
use tokio::time::{Instant, sleep_until, timeout};
use tokio_util::sync::CancellationToken;

use super::allowance::Allowance;
use super::desk::Desk;
use crate::config::LiveConfig;
use crate::feed::Watch;
use crate::problem::{Failure, ProblemCode};
use crate::random;

/// What one tab may watch at once.
const MOST_TOPICS: usize = 16;
/// How often a page is told that the socket is alive: proxies end what is silent for some minutes.
const BEAT: Duration = Duration::from_secs(25);
/// How long the last words may take, and the answer to them.
const FAREWELL: Duration = Duration::from_secs(2);
/// Within which time pages come back that were sent away together.
const SPREAD: Duration = Duration::from_secs(5);

/// The times of a websocket.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    pub(super) longest: Duration,
    pub(super) review: Duration,
    pub(super) patience: Duration,
    /// Whether a page may say so much alone, and watch so many lists.
    pub(super) are_strict: bool,
}

impl Limits {
    pub(super) fn of(config: &LiveConfig) -> Self {
        Self {
            longest: random::about(config.live_longest, 0.1),
            review: config.live_review,
            patience: config.live_patience,
            are_strict: true,
        }
    }
}

/// How a websocket ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// The page has gone.
    Left,
    /// The page sent what is no message of ours, such as one that is too long.
    Broke,
    /// It is ended from here.
    Sent(ByeReason),
}

impl Ended {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Broke => "broke",
            Self::Sent(ByeReason::Lifetime) => "lifetime",
            Self::Sent(ByeReason::Draining) => "draining",
            Self::Sent(ByeReason::Slow) => "slow",
            Self::Sent(ByeReason::Flood) => "flood",
            Self::Sent(ByeReason::Unknown) => "other",
        }
    }
}

/// A websocket and what is watched on it.
#[derive(Debug)]
pub(super) struct Session<S, D> {
    socket: S,
    desk: D,
    limits: Limits,
    watches: Vec<Watch>,
    allowance: Allowance,
}

impl<S, E, D> Session<S, D>
where
    S: Stream<Item = Result<Message, E>> + Sink<Message, Error = E> + Unpin + Send,
    E: Send,
    D: Desk,
{
    pub(super) fn new(socket: S, desk: D, limits: Limits) -> Self {
        Self {
            socket,
            desk,
            limits,
            watches: Vec::new(),
            allowance: Allowance::new(),
        }
    }

    /// Serves the page until one of both has enough.
    pub(super) async fn run(mut self, draining: &CancellationToken) -> Ended {
        let ends_at = Instant::now() + self.limits.longest;
        let ended = tokio::select! {
            biased;
            () = draining.cancelled() => Ended::Sent(ByeReason::Draining),
            () = sleep_until(ends_at) => Ended::Sent(ByeReason::Lifetime),
            ended = self.serve() => ended,
        };
        // Whoever comes back soon goes on where it was; until then the topics are read on.
        self.part(ended).await;
        ended
    }

    async fn serve(&mut self) -> Ended {
        let mut review_at = Instant::now() + random::about(self.limits.review, 0.2);
        let mut beat_at = Instant::now() + BEAT;
        loop {
            let step = tokio::select! {
                heard = self.socket.next() => match heard {
                    None | Some(Ok(Message::Close(_))) => Err(Ended::Left),
                    Some(Err(_)) => Err(Ended::Broke),
                    Some(Ok(message)) => self.hear(message).await,
                },
                () = news(&mut self.watches) => self.tell().await,
                () = sleep_until(review_at) => {
                    let reviewed = self.review().await;
                    review_at = Instant::now() + random::about(self.limits.review, 0.2);
                    reviewed
                }
                () = sleep_until(beat_at) => {
                    beat_at = Instant::now() + BEAT;
                    self.say(vec![written(&FromServer::Beat {})]).await
                }
            };
            if let Err(ended) = step {
                return ended;
            }
        }
    }

    async fn hear(&mut self, message: Message) -> Result<(), Ended> {
        if self.limits.are_strict && !self.allowance.take() {
            return Err(Ended::Sent(ByeReason::Flood));
        }
        let text = match &message {
            Message::Text(text) => text.as_str(),
            Message::Binary(_) => "",
            // The library below answers a ping.
            Message::Ping(_) | Message::Pong(_) | Message::Close(_) => return Ok(()),
        };
        match serde_json::from_str(text) {
            Ok(ToServer::Subscribe { topic }) => self.watch(topic, None).await,
            Ok(ToServer::Resume { topic, position }) => self.watch(topic, Some(position)).await,
            Ok(ToServer::Unsubscribe { topic }) => {
                self.watches.retain(|watch| *watch.topic() != topic);
                Ok(())
            }
            Err(_) => {
                let detail = "A message is none that this console knows.";
                self.refuse(None, &Failure::new(ProblemCode::Invalid, detail))
                    .await
            }
        }
    }

    async fn watch(&mut self, topic: Topic, after: Option<Position>) -> Result<(), Ended> {
        self.watches.retain(|watch| *watch.topic() != topic);
        let watch = if self.watches.len() < MOST_TOPICS || !self.limits.are_strict {
            self.desk.watch(&topic, after).await
        } else {
            let detail = format!("One page may watch {MOST_TOPICS} lists at once.");
            Err(Failure::new(ProblemCode::Overloaded, detail))
        };
        match watch {
            Ok(mut watch) => {
                let known = watch.take();
                self.watches.push(watch);
                self.say(known).await
            }
            Err(failure) => self.refuse(Some(topic), &failure).await,
        }
    }

    /// Asks again whether the user may see what is watched.
    async fn review(&mut self) -> Result<(), Ended> {
        for at in (0..self.watches.len()).rev() {
            let topic = self.watches[at].topic().clone();
            if let Err(failure) = self.desk.review(&topic).await {
                self.watches.remove(at);
                self.refuse(Some(topic), &failure).await?;
            }
        }
        Ok(())
    }

    async fn tell(&mut self) -> Result<(), Ended> {
        let told = self.watches.iter_mut().flat_map(Watch::take).collect();
        self.say(told).await
    }

    async fn refuse(&mut self, topic: Option<Topic>, failure: &Failure) -> Result<(), Ended> {
        let problem = self.desk.document(failure);
        let message = FromServer::Problem { topic, problem };
        self.say(vec![written(&message)]).await
    }

    /// Sends messages, each of which the page must take in a while.
    async fn say(&mut self, texts: Vec<Utf8Bytes>) -> Result<(), Ended> {
        self.desk.sent(texts.len());
        for text in texts {
            let sent = self.socket.send(Message::Text(text));
            match timeout(self.limits.patience, sent).await {
                Ok(Ok(())) => {}
                Ok(Err(_)) => return Err(Ended::Left),
                Err(_) => return Err(Ended::Sent(ByeReason::Slow)),
            }
        }
        Ok(())
    }

    /// Says why it ends, if there is anybody to hear it.
    async fn part(&mut self, ended: Ended) {
        let (code, reason) = match ended {
            Ended::Left | Ended::Sent(ByeReason::Slow | ByeReason::Unknown) => return,
            Ended::Broke => (close_code::POLICY, None),
            Ended::Sent(ByeReason::Lifetime) => (close_code::NORMAL, Some(ByeReason::Lifetime)),
            Ended::Sent(ByeReason::Draining) => (close_code::AWAY, Some(ByeReason::Draining)),
            Ended::Sent(ByeReason::Flood) => (close_code::POLICY, Some(ByeReason::Flood)),
        };
        let farewell = async {
            if let Some(reason) = reason {
                let bye = FromServer::Bye {
                    reason,
                    resume_after_ms: resume_after_ms(reason),
                };
                let bye = Message::Text(written(&bye));
                self.socket.send(bye).await.map_err(drop)?;
            }
            let close = CloseFrame {
                code,
                reason: Utf8Bytes::from_static(ended.word()),
            };
            let close = Message::Close(Some(close));
            self.socket.send(close).await.map_err(drop)?;
            // Bytes that nobody reads would reset the connection, and the page might never see why.
            while let Some(Ok(_)) = self.socket.next().await {}
            Ok::<_, ()>(())
        };
        let _ = timeout(FAREWELL, farewell).await;
    }
}

/// Ends when there is news of a topic.
async fn news(watches: &mut [Watch]) {
    if watches.is_empty() {
        return std::future::pending().await;
    }
    select_all(watches.iter_mut().map(|watch| Box::pin(watch.news()))).await;
}

fn resume_after_ms(reason: ByeReason) -> u64 {
    let after = match reason {
        ByeReason::Draining => SPREAD.mul_f64(random::fraction()),
        ByeReason::Flood => 2 * SPREAD,
        _ => Duration::ZERO,
    };
    u64::try_from(after.as_millis()).unwrap_or(u64::MAX)
}

fn written(message: &FromServer<()>) -> Utf8Bytes {
    let text = serde_json::to_string(message);
    text.expect("texts and numbers can be written").into()
}

#[cfg(test)]
mod tests;
