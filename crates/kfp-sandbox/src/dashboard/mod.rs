//! A stand-in for the central dashboard: its API, and a page that frames applications as the real one does.

mod api;
mod membership;
mod page;
mod web_apps;

pub(crate) use page::{by_express, cannot};

use axum::Router;
use axum::routing::{any, get};

use crate::cluster::Cluster;

/// The dashboard's router: everything that no other route of the gateway takes.
pub(crate) fn router(cluster: Cluster) -> Router {
    Router::new()
        .route("/api/workgroup/env-info", get(api::env_info))
        .route("/api/workgroup/exists", get(api::exists))
        .route("/api/namespaces", get(api::namespaces))
        .route("/api/dashboard-links", get(api::links))
        .route("/api/dashboard-settings", get(api::settings))
        .route("/api/{*rest}", any(api::no_route))
        .route("/debug", get(api::debug))
        .fallback(page::any_path)
        .method_not_allowed_fallback(page::cannot)
        .layer(axum::middleware::map_response(page::by_express))
        .layer(axum::middleware::from_fn(web_apps::check_origin))
        .with_state(cluster)
}
