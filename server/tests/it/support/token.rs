use std::path::{Path, PathBuf};

use base64::Engine as _;
use tempfile::TempDir;

/// A text of the form of a service-account token with these claims, signed by nobody.
pub(crate) fn mint(audience: &str, expires_in: i64, secret: &str) -> String {
    let encode = |text: String| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text);
    let exp = time::OffsetDateTime::now_utc().unix_timestamp() + expires_in;
    let claims = format!(
        r#"{{"aud":["{audience}"],"exp":{exp},"sub":"system:serviceaccount:kubeflow:kfp-console"}}"#
    );
    format!(
        "{}.{}.{}",
        encode("{\"alg\":\"none\"}".to_owned()),
        encode(claims),
        secret
    )
}

/// A file with a good token.
pub(crate) fn token_file(folder: &TempDir) -> PathBuf {
    let path: &Path = folder.path();
    let path = path.join("token");
    std::fs::write(&path, mint("pipelines.kubeflow.org", 3600, "signature")).expect("a token file");
    path
}
