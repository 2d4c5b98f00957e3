//! Making pipelines and versions of packages behind a URL.

use serde_json::{Map, Value};
use uuid::Uuid;

use super::handlers::{MAX_NAME_BYTES, permit_parent, permit_write};
use super::remote::{self, Words};
use super::store::{self, MAX_VERSION_NAME, Pipeline, Version};
use super::tags::Tags;
use crate::kfp::call::{Call, text};
use crate::kfp::error::ApiError;
use crate::kfp::messages::{CREATE_PIPELINE_AND_VERSION, PIPELINE_VERSION};
use crate::kfp::spec::{Template, check_name, parse};

/// `POST /apis/v2beta1/pipelines/create`.
pub(in crate::kfp) async fn create_with_version(call: Call) -> Result<String, ApiError> {
    let message = call.message(&CREATE_PIPELINE_AND_VERSION)?;
    let nothing = Map::new();
    let part = |key: &str| {
        message
            .get(key)
            .and_then(Value::as_object)
            .unwrap_or(&nothing)
    };
    let words = CreationWords {
        unreadable: "Failed to create a pipeline due to pipeline conversion error",
        failed: "Failed to create a pipeline",
    };
    create_with_version_of(&call, part("pipeline"), part("pipeline_version"), &words).await
}

/// What a version of the API says of a pipeline that it does not make.
#[derive(Debug)]
pub(in crate::kfp) struct CreationWords {
    /// Of a message that cannot be read.
    pub(in crate::kfp) unreadable: &'static str,
    /// Of anything else.
    pub(in crate::kfp) failed: &'static str,
}

/// Makes the pipeline and the version that messages ask for.
///
/// # Errors
/// As the real server behind its reading of the body.
pub(in crate::kfp) async fn create_with_version_of(
    call: &Call,
    wanted: &Map<String, Value>,
    wanted_version: &Map<String, Value>,
    words: &CreationWords,
) -> Result<String, ApiError> {
    if text(wanted, "name").len() > MAX_NAME_BYTES {
        return Err(ApiError::invalid(format!(
            "Pipeline.Name length cannot exceed {MAX_NAME_BYTES}"
        ))
        .into_internal("Failed to convert API pipeline to model pipeline")
        .wrap(words.unreadable));
    }
    make_pipeline(call, wanted, wanted_version)
        .await
        .map_err(|error| error.wrap(words.failed))
}

async fn make_pipeline(
    call: &Call,
    wanted: &Map<String, Value>,
    wanted_version: &Map<String, Value>,
) -> Result<String, ApiError> {
    const WORDS: Words = Words {
        not_a_url: |url| format!("invalid pipeline spec URL: {url}"),
        unreachable: "error downloading the pipeline spec from",
        answered: |url, status| {
            format!("error fetching pipeline spec from {url} - request returned {status}")
        },
        unreadable: "",
    };
    const FAILED: &str = "Failed to create a pipeline and a pipeline version";

    let url = url_of(wanted_version).to_owned();
    let first = |keys: [&str; 2], otherwise: &str| {
        let given = keys.into_iter().map(|key| text(wanted, key));
        let found = given.into_iter().find(|given| !given.is_empty());
        found.unwrap_or(otherwise).to_owned()
    };
    let name = first(["name", "display_name"], remote::base_name(&url));
    let display_name = first(["display_name", "name"], &name);
    let namespace = if call.multi_user() {
        text(wanted, "namespace").to_owned()
    } else {
        String::new()
    };
    permit_write(call, &namespace, "create", "", &name).await?;
    let package = remote::fetch(&url, call.cluster.pipeline_url_hosts(), WORDS).await?;
    let (tags, version_tags) = (Tags::of_message(wanted), Tags::of_message(wanted_version));
    tags.check()?;
    version_tags.check()?;
    let template = read(&package, FAILED)?;
    let pipeline = Pipeline {
        id: Uuid::new_v4().to_string(),
        name,
        display_name,
        description: text(wanted, "description").to_owned(),
        created_at: call.now(),
        namespace,
    };
    // The version takes the pipeline's names; its own are not looked at.
    let version = Version {
        id: Uuid::new_v4().to_string(),
        pipeline_id: pipeline.id.clone(),
        name: pipeline.name.clone(),
        display_name: pipeline.display_name.clone(),
        description: pipeline.description.clone(),
        created_at: pipeline.created_at,
        package_url: url,
        code_source_url: String::new(),
        spec: template.json,
    };
    let written = call
        .cluster
        .database()
        .write(move |transaction| {
            if version.name.len() > MAX_VERSION_NAME {
                return Err(ApiError::internal(
                    "Data too long for column 'Name' at row 1",
                ));
            }
            pipeline.insert_with_version(transaction, &tags)?;
            version.insert(transaction, &version_tags)?;
            Ok(pipeline.to_json(&tags))
        })
        .await;
    written.map_err(|error| error.wrap(FAILED))
}

/// `POST /apis/v2beta1/pipelines/{id}/versions`.
pub(in crate::kfp) async fn create_version(call: Call) -> Result<String, ApiError> {
    let message = call.message(&PIPELINE_VERSION)?;
    let missing =
        |what: &str| ApiError::invalid(format!("Failed to create a pipeline version. {what}"));
    if !message.contains_key("package_url") {
        return Err(missing("Package URL is nil"));
    }
    if url_of(&message).is_empty() {
        return Err(missing("Package URL is empty"));
    }
    if call.variable(0).is_empty() || text(&message, "pipeline_id").is_empty() {
        return Err(missing("Parent pipeline id is empty"));
    }
    create_version_of(&call, call.variable(0), &message)
        .await
        .map_err(|error| error.wrap("Failed to create a pipeline version. Check error stack"))
}

/// Makes the version of a pipeline that a message asks for.
///
/// # Errors
/// As the real server behind its checks of the message.
pub(in crate::kfp) async fn create_version_of(
    call: &Call,
    pipeline_id: &str,
    wanted: &Map<String, Value>,
) -> Result<String, ApiError> {
    const WORDS: Words = Words {
        not_a_url: |url| {
            format!(
                "Failed to create a pipeline version due to invalid pipeline spec URI. PipelineSpecURI: {url}. Please \
                 specify a valid URL"
            )
        },
        unreachable: "Failed to create a pipeline version due error downloading the pipeline spec from",
        answered: |url, status| {
            format!("Failed to fetch pipeline spec with url: {url}. Request returned {status}")
        },
        unreadable: "Failed to create a pipeline version due error reading the pipeline spec",
    };

    let url = url_of(wanted).to_owned();
    let id = pipeline_id.to_owned();
    let (name, display_name) = match (text(wanted, "name"), text(wanted, "display_name")) {
        ("", "") => return Err(ApiError::invalid("name is required")),
        ("", shown) => (shown, shown),
        (name, "") => (name, name),
        both => both,
    };
    permit_parent(call, &id, "create", name)
        .await
        .map_err(|error| {
            error.wrap(format!(
                "Failed to create a pipeline version due authorization error for pipeline id {id}"
            ))
        })?;
    let package = remote::fetch(&url, call.cluster.pipeline_url_hosts(), WORDS).await?;
    let template = read(&package, "Failed to create a pipeline version")?;
    let tags = Tags::of_message(wanted);
    tags.check()?;
    let version = Version {
        id: Uuid::new_v4().to_string(),
        pipeline_id: id,
        name: name.to_owned(),
        display_name: display_name.to_owned(),
        description: text(wanted, "description").to_owned(),
        created_at: call.now(),
        package_url: url,
        code_source_url: text(wanted, "code_source_url").to_owned(),
        spec: template.json,
    };
    let written = call
        .cluster
        .database()
        .write(move |transaction| {
            store::find(transaction, &version.pipeline_id)?;
            if version.name.len() > MAX_VERSION_NAME {
                return Err(ApiError::internal(
                    "Data too long for column 'Name' at row 1",
                ));
            }
            version.insert(transaction, &tags)?;
            Ok(version.to_json(&tags))
        })
        .await;
    written.map_err(|error| error.wrap("Failed to create pipeline version in PipelineStore"))
}

fn url_of(version: &Map<String, Value>) -> &str {
    version
        .get("package_url")
        .and_then(Value::as_object)
        .map_or("", |url| text(url, "pipeline_url"))
}

fn read(package: &[u8], failed: &str) -> Result<Template, ApiError> {
    let template = parse(package)
        .map_err(|error| error.wrap(format!("{failed} due to template creation error")))?;
    check_name(&template)?;
    Ok(template)
}
