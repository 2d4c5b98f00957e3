//! Pipelines and their versions.

mod by_url;
mod form;
mod handlers;
mod package;
mod remote;
mod store;
mod tags;
mod texts;
mod update;
mod upload;
mod versions;

pub(super) use by_url::{
    CreationWords, create_version, create_version_of, create_with_version, create_with_version_of,
};
pub(super) use handlers::{create, delete, get, get_by_name, list};
pub(super) use store::{find_first, find_latest_of, find_referenced};
pub(super) use texts::{
    VersionText, latest_text, latest_version, permit_reading, permit_updating, permitted_version,
    version_text,
};
pub(super) use update::{update, update_version};
pub(super) use upload::{Upload, upload};
pub(super) use versions::{delete_version, get_version, list_versions};
