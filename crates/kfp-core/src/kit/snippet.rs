//! Commands and programs, as they can be pasted.

use super::{Access, Kit, TOKEN_FOLDER};

/// Port of KFP's HTTP API at the service `ml-pipeline`.
const PORT: u16 = 8888;

impl Kit {
    /// The address of KFP inside the cluster.
    pub fn address(&self) -> String {
        format!(
            "http://ml-pipeline.{}.svc.cluster.local:{PORT}",
            self.install_namespace
        )
    }

    /// Commands that check what the kit sets up, one a line: the right in Kubernetes, and a token for the audience.
    pub fn checks(&self) -> String {
        let verb = match self.access {
            Access::View => "list",
            Access::Edit => "create",
        };
        format!(
            "kubectl auth can-i {verb} runs.pipelines.kubeflow.org --namespace {workplace} \
             --as system:serviceaccount:{namespace}:{account}\n\
             kubectl create token {account} --namespace {namespace} --audience {audience} --duration 10m\n",
            namespace = self.namespace,
            workplace = self.workplace(),
            account = self.account,
            audience = self.audience,
        )
    }

    /// For a notebook with the Python client. A client that is given a host sends no token unless it is given one too.
    pub fn python(&self) -> String {
        format!(
            "import kfp

client = kfp.Client(
    host=\"{address}\",
    namespace=\"{namespace}\",
    credentials=kfp.client.ServiceAccountTokenVolumeCredentials(path=\"{TOKEN_FOLDER}/token\"),
)
print(client.list_experiments(namespace=\"{namespace}\"))
",
            address = self.address(),
            namespace = self.workplace(),
        )
    }

    /// For a program with this crate. The token file is read anew as the kubelet writes it.
    pub fn rust(&self) -> String {
        format!(
            "use kfp_core::credentials::Credentials;
use kfp_core::query::ExperimentQuery;
use kfp_core::transport::native::NativeTransport;
use kfp_core::{{BaseUrl, Client}};

let base: BaseUrl = \"{address}\".parse()?;
let origin = base.origin().cloned().expect(\"the address has a host\");
let credentials = Credentials::token_file(origin, \"{TOKEN_FOLDER}/token\");
let client = Client::new(base, NativeTransport::new(), credentials);
let page = client
    .experiments()
    .list(&ExperimentQuery::in_namespace(\"{namespace}\".parse()?))
    .await?;
",
            address = self.address(),
            namespace = self.workplace(),
        )
    }
}
