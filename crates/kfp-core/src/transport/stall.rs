//! How long an upload may stand still.

use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http::Request;
use tokio::time::{Instant, timeout_at};

use super::Body;
use crate::error::TransportError;

/// Sends a request whose body comes in pieces, and gives up when nothing of it was taken for as long as `silence`, or no
/// answer began for as long after its last piece. An upload over a slow line takes as long as it takes.
///
/// # Errors
/// [`TransportFault::Timeout`](crate::error::TransportFault::Timeout) with that time.
pub async fn unless_stalled<F: Future>(
    request: Request<Body>,
    silence: Duration,
    send: impl FnOnce(Request<Body>) -> F,
) -> Result<F::Output, TransportError> {
    let moved = Arc::new(Mutex::new(Instant::now()));
    let last = |moved: &Mutex<Instant>| *moved.lock().unwrap_or_else(PoisonError::into_inner);
    let seen = Arc::clone(&moved);
    let request = request.map(|body| {
        body.counted(move |_| {
            *seen.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
        })
    });
    let mut answer = pin!(send(request));
    loop {
        let deadline = last(&moved) + silence;
        match timeout_at(deadline, &mut answer).await {
            Ok(answer) => return Ok(answer),
            Err(_) if last(&moved) + silence > deadline => {}
            Err(_) => return Err(TransportError::timeout(silence)),
        }
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    /// Takes one piece a second.
    async fn slow(mut request: Request<Body>, pieces: usize) -> usize {
        let mut taken = 0;
        for _ in 0..pieces {
            tokio::time::sleep(Duration::from_secs(1)).await;
            if let Some(Ok(piece)) = request.body_mut().next().await {
                taken += piece.len();
            }
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
        taken
    }

    fn pieces() -> Request<Body> {
        let pieces = (0..100).map(|_| Ok(Bytes::from_static(b"12345")));
        Request::new(Body::of_pieces(futures::stream::iter(pieces), Some(500)))
    }

    #[tokio::test(start_paused = true)]
    async fn what_moves_may_take_its_time() {
        let silence = Duration::from_secs(2);
        let taken = unless_stalled(pieces(), silence, |request| slow(request, 100)).await;
        assert_eq!(taken, Ok(500));
    }

    #[tokio::test(start_paused = true)]
    async fn what_stands_still_ends() {
        let silence = Duration::from_secs(2);
        let stuck = |request| async move {
            let _request: Request<Body> = request;
            std::future::pending::<()>().await;
        };
        let ended = unless_stalled(pieces(), silence, stuck).await;
        assert_eq!(ended, Err(TransportError::timeout(silence)));
    }
}
