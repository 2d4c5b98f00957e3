//! Writes the document of a failure.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{Method, header};

use super::RequestId;
use crate::config::Prefix;
use crate::problem::{Failure, Shape, write};

/// The shape that the path of a request asks for. Set by [`super::place`] once the prefix is off; what is refused
/// before gets a problem document.
#[derive(Clone, Debug, Default)]
pub(super) struct ShapeCell(Arc<std::sync::OnceLock<Shape>>);

impl ShapeCell {
    pub(super) fn set(&self, shape: Shape) {
        let _ = self.0.set(shape);
    }
}

/// Fills the body of every answer that carries a [`Failure`].
pub(super) async fn layer(
    State(prefix): State<Prefix>,
    mut request: Request,
    next: Next,
) -> Response {
    let shape = ShapeCell::default();
    request.extensions_mut().insert(shape.clone());
    let id = request.extensions().get::<RequestId>().cloned();
    let head = request.method() == Method::HEAD;
    let mut response = next.run(request).await;
    let Some(failure) = response.extensions().get::<Arc<Failure>>().cloned() else {
        return response;
    };
    let shape = shape.0.get().copied().unwrap_or(Shape::Problem);
    let (media_type, document) = write(
        &failure,
        shape,
        prefix.as_str(),
        id.as_ref().map_or("", RequestId::as_str),
    );
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, media_type);
    response
        .headers_mut()
        .insert(header::CONTENT_LENGTH, document.len().into());
    *response.body_mut() = if head {
        Body::empty()
    } else {
        Body::from(document)
    };
    response
}
