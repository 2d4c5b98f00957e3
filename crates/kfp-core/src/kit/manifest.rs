//! Manifests, as `kubectl apply` takes them.

use super::{Access, Kit, TOKEN_FOLDER};

/// The label by which a notebook selects the PodDefault, as the documentation of Kubeflow calls it.
const LABEL: &str = "access-ml-pipeline";
/// How long a token lives, in seconds. The kubelet writes a new one at four fifths of it.
const TOKEN_SECONDS: u32 = 7200;

impl Kit {
    /// A PodDefault that mounts the token, for notebooks of a profile's namespace.
    ///
    /// Select it when the notebook is made; pods that run already are not changed, and in the namespace of Kubeflow
    /// itself such an object does nothing: use [`Kit::volume`] there.
    pub fn pod_default(&self) -> String {
        format!(
            "apiVersion: kubeflow.org/v1alpha1
kind: PodDefault
metadata:
  name: {LABEL}
  namespace: {namespace}
spec:
  desc: Token for Kubeflow Pipelines
  selector:
    matchLabels:
      {LABEL}: \"true\"
  env:
    - name: KF_PIPELINES_SA_TOKEN_PATH
      value: {TOKEN_FOLDER}/token
{volume}",
            namespace = self.namespace,
            volume = self.volume_at(2),
        )
    }

    /// The volume and its mount, to be pasted into a pod's spec and its container.
    pub fn volume(&self) -> String {
        self.volume_at(0)
    }

    fn volume_at(&self, indent: usize) -> String {
        let space = " ".repeat(indent);
        let text = format!(
            "volumes:
  - name: kfp-token
    projected:
      sources:
        - serviceAccountToken:
            path: token
            audience: {audience}
            expirationSeconds: {TOKEN_SECONDS}
volumeMounts:
  - name: kfp-token
    mountPath: {TOKEN_FOLDER}
    readOnly: true
",
            audience = self.audience,
        );
        text.split_inclusive('\n')
            .flat_map(|line| [space.as_str(), line])
            .collect()
    }

    /// Lets the account use KFP where it works. In a profile its own `default-editor` and `default-viewer` can already.
    pub fn role_binding(&self) -> String {
        let role = self.role();
        // Accounts of the same name come from every namespace.
        let home = self.works_in.as_ref().map(|_| &self.namespace);
        let home = home.map_or_else(String::new, |home| format!("{home}-"));
        format!(
            "apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: {home}{account}-{role}
  namespace: {workplace}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: {role}
subjects:
  - kind: ServiceAccount
    name: {account}
    namespace: {namespace}
",
            account = self.account,
            namespace = self.namespace,
            workplace = self.workplace(),
        )
    }

    pub(super) fn role(&self) -> &'static str {
        match self.access {
            Access::View => "kubeflow-view",
            Access::Edit => "kubeflow-edit",
        }
    }

    /// Admits the account at `ml-pipeline`, and only without the identity header.
    ///
    /// Kubeflow's own policy admits every account so since KFP 1.5: this one is for sites that replaced it.
    pub fn mesh_policy(&self) -> String {
        // Every release serves this version, the older ones no other.
        format!(
            "apiVersion: security.istio.io/v1beta1
kind: AuthorizationPolicy
metadata:
  name: ml-pipeline-{namespace}-{account}
  namespace: {install_namespace}
spec:
  selector:
    matchLabels:
      app: ml-pipeline
  action: ALLOW
  rules:
    - from:
        - source:
            principals:
              - cluster.local/ns/{namespace}/sa/{account}
      when:
        - key: request.headers[kubeflow-userid]
          notValues:
            - \"*\"
",
            account = self.account,
            namespace = self.namespace,
            install_namespace = self.install_namespace,
        )
    }
}
