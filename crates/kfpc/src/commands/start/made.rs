//! Making something whose name is not unique, once.

use std::time::Duration;

use kfp_core::error::Error;

use crate::commands::upload::{advised, is_unknown};
use crate::failure::Failure;
use crate::output::Terminal;
use crate::words::{Language, both};

/// How long it may take until what was taken can be seen.
const PAUSES: [Duration; 3] = [
    Duration::ZERO,
    Duration::from_secs(1),
    Duration::from_secs(2),
];

/// How a thing is made and looked for.
pub(in crate::commands) struct Made<L, C> {
    /// Those of its name, the newest first; a page will do. Their times are whole seconds, so it takes more than one to tell.
    pub(in crate::commands) listed: L,
    /// Makes it.
    pub(in crate::commands) create: C,
}

impl<L, C> Made<L, C> {
    /// Makes it. When the answer is lost, those of its name are compared with those before: another one is ours. It is never
    /// made twice.
    pub(in crate::commands) async fn once<T>(
        self,
        is_same: impl Fn(&T, &T) -> bool,
        terminal: &mut Terminal,
    ) -> Result<T, Failure>
    where
        L: AsyncFn() -> Result<Vec<T>, Error>,
        C: AsyncFn() -> Result<T, Error>,
    {
        let before = (self.listed)().await?;
        let error = match (self.create)().await {
            Err(error) if is_unknown(&error) => error,
            made => return Ok(made?),
        };
        for pause in PAUSES {
            tokio::time::sleep(pause).await;
            let found = (self.listed)().await.unwrap_or_default().into_iter();
            let mut others =
                found.filter(|found| !before.iter().any(|before| is_same(before, found)));
            if let Some(found) = others.next() {
                terminal.tell(Language::made_all_the_same);
                return Ok(found);
            }
        }
        Err(advised(
            error,
            both!(
                "Whether it was taken is not known; it is not there now. Look again before you make it again: it would be made twice.",
                "받아들여졌는지 알 수 없고 지금은 없어요. 다시 만들면 두 개가 될 수 있으니 먼저 한 번 더 확인하세요."
            ),
        ))
    }
}
