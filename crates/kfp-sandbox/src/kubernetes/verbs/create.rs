//! Creation.

use axum::response::Response;
use http::StatusCode;

use super::respond;
use super::write::Write;
use crate::directory::Collection;
use crate::kubernetes::body;
use crate::kubernetes::managed_fields::Operation;
use crate::kubernetes::router::Call;
use crate::kubernetes::status::Status;

pub(super) async fn create(call: Call, collection: Collection) -> Result<Response, Status> {
    if !call.request.name.is_empty() {
        return Err(Status::method_not_allowed());
    }
    let sent = body::read(&call.headers, &call.body, call.resource)?;
    let write = Write::of(&call, collection, Operation::Update)?;
    let store = call.cluster.directory().objects().clone();
    let created = store
        .write(move |batch| write.create(batch, &sent, None))
        .await?;
    respond(&call, StatusCode::CREATED, &created)
}
