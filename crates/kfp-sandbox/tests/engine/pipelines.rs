//! The compiled pipelines.

use serde_json::{Value, json};

/// The spec in `data/pipelines`, with its platform spec if the file has one.
pub(crate) fn document(name: &str) -> Value {
    let path = format!(
        "{}/data/pipelines/{}.yaml",
        env!("CARGO_MANIFEST_DIR"),
        name.replace('-', "_")
    );
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    // `n` is a name here and no boolean, as it was in the oldest YAML.
    let options = serde_saphyr::options! { strict_booleans: true };
    let mut documents = serde_saphyr::from_multiple_with_options::<Value>(&text, options)
        .unwrap_or_else(|error| panic!("{path}: {error}"))
        .into_iter();
    let spec = documents.next().unwrap();
    match documents.next() {
        Some(platform) => json!({"pipeline_spec": spec, "platform_spec": platform}),
        None => spec,
    }
}
