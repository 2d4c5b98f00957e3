//! What `deploy/` puts into the mesh: the objects as they are built for a release, with those that Kubeflow's release
//! itself brings. Both lie beside the tests of the manifests.

use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

/// Objects of one installation.
#[derive(Clone, Debug)]
pub struct Deployed {
    objects: Vec<Value>,
}

impl Deployed {
    /// A built variant on a release of Kubeflow.
    ///
    /// # Errors
    /// When there is none of that name.
    pub fn read(variant: &str, release: &str) -> Result<Self> {
        let mut objects = documents(&format!("built/{variant}.yaml"))?;
        objects.extend(documents(&format!("kubeflow/policies-{release}.yaml"))?);
        Ok(Self { objects })
    }

    /// The usual one: oauth2-proxy at the gateway.
    ///
    /// # Errors
    /// When it is not there.
    pub fn usual() -> Result<Self> {
        Self::read("kubeflow-1.10", "1.10")
    }

    /// The same in a mesh whose policy for `ml-pipeline` admits KFP's own programs alone.
    #[must_use]
    pub fn hardened(mut self) -> Self {
        let of_kfp = self.objects.iter_mut().filter(|object| {
            object["kind"] == "AuthorizationPolicy" && object["metadata"]["name"] == "ml-pipeline"
        });
        for policy in of_kfp {
            if let Some(rules) = policy["spec"]["rules"].as_array_mut() {
                rules.retain(|rule| rule.get("when").is_none());
            }
        }
        self
    }

    /// The policies about the workload with this `app` label, those for the whole mesh included.
    pub(super) fn policies(&self, app: &str) -> Vec<&Value> {
        self.objects
            .iter()
            .filter(|object| object["kind"] == "AuthorizationPolicy")
            .filter(|policy| {
                let selector = &policy["spec"]["selector"];
                selector.is_null() || selector["matchLabels"]["app"] == app
            })
            .collect()
    }

    /// The route to the console, as its VirtualService says.
    ///
    /// # Errors
    /// When there is none.
    pub(super) fn route(&self) -> Result<&Value> {
        let service = self
            .objects
            .iter()
            .find(|object| object["kind"] == "VirtualService")
            .context("no VirtualService")?;
        let route = &service["spec"]["http"][0];
        ensure!(route["name"] == "console", "{route}");
        Ok(route)
    }
}

fn documents(file: &str) -> Result<Vec<Value>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/xtask/tests/deploy");
    let file = folder.join(file);
    let text = std::fs::read_to_string(&file).with_context(|| file.display().to_string())?;
    serde_saphyr::from_multiple(&text).with_context(|| file.display().to_string())
}
