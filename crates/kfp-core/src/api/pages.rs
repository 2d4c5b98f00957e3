//! Lists as streams.

use futures::stream::{self, Stream, StreamExt as _};

use crate::client::Client;
use crate::error::Error;
use crate::model::{Page, PageToken};
use crate::operation::Operation;
use crate::transport::Transport;

/// A query that can be continued, and its call.
pub(super) trait Listing: Clone {
    /// What is listed.
    type Item: serde::de::DeserializeOwned;
    /// The call.
    const OPERATION: Operation;

    fn token_mut(&mut self) -> &mut Option<PageToken>;
    fn request(&self) -> Result<http::Request<bytes::Bytes>, Error>;
}

/// One page.
pub(super) async fn page<T: Transport, Q: Listing>(
    client: &Client<T>,
    query: &Q,
) -> Result<Page<Q::Item>, Error> {
    client.list(Q::OPERATION, query.request()?).await
}

/// All pages from that of the query on; ends after the first error.
pub(super) fn pages<T: Transport, Q: Listing>(
    client: &Client<T>,
    query: Q,
) -> impl Stream<Item = Result<Page<Q::Item>, Error>> + use<'_, T, Q> {
    stream::try_unfold(Some(query), move |query| async move {
        let Some(mut query) = query else {
            return Ok(None);
        };
        let page = page(client, &query).await?;
        let next = page.next_page_token.clone();
        // A server that hands out the same token again would be asked for ever.
        if next.is_some() && next == *query.token_mut() {
            return Err(Error::Decode {
                operation: Q::OPERATION,
                at: "`next_page_token`, which is that of the same page".into(),
                content_type: None,
                length: 0,
            });
        }
        *query.token_mut() = next;
        let query = query.token_mut().is_some().then_some(query);
        Ok(Some((page, query)))
    })
}

/// All elements from the page of the query on. One that cannot be read is an error in its place, and the rest follows.
pub(super) fn all<T: Transport, Q: Listing>(
    client: &Client<T>,
    query: Q,
) -> impl Stream<Item = Result<Q::Item, Error>> + use<'_, T, Q> {
    pages(client, query).flat_map(|page| {
        let (items, undecodable, error) = match page {
            Ok(page) => (page.items, page.undecodable, None),
            Err(error) => (Vec::new(), Vec::new(), Some(error)),
        };
        let unread = undecodable.into_iter().map(|element| Error::Decode {
            operation: Q::OPERATION,
            at: element.to_string().into(),
            content_type: None,
            length: 0,
        });
        let errors = unread.chain(error).map(Err);
        stream::iter(items.into_iter().map(Ok).chain(errors).collect::<Vec<_>>())
    })
}

macro_rules! listing {
    ($query:ident, $item:ident, $operation:ident, $request:path) => {
        impl crate::api::pages::Listing for $query {
            type Item = $item;
            const OPERATION: Operation = Operation::$operation;

            fn token_mut(&mut self) -> &mut Option<crate::model::PageToken> {
                &mut self.params.page_token
            }

            fn request(&self) -> Result<http::Request<bytes::Bytes>, Error> {
                $request(self)
            }
        }
    };
}
pub(super) use listing;
