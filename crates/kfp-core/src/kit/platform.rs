//! What an owner of a namespace or an administrator applies where the platform stands in the way.

use super::Kit;

impl Kit {
    /// The part of a pod's metadata that has the mesh give it a sidecar, and with it an identity.
    pub fn sidecar_label(&self) -> String {
        "metadata:
  labels:
    sidecar.istio.io/inject: \"true\"
"
        .to_owned()
    }

    /// A command that shows the containers of each pod: with a sidecar there is one more.
    pub fn sidecar_check(&self) -> String {
        format!(
            "kubectl get pods --namespace {} --output \
             custom-columns=POD:.metadata.name,CONTAINERS:.spec.containers[*].name,INIT:.spec.initContainers[*].name\n",
            self.namespace
        )
    }

    /// Commands that bind the role to a person, whose name as KFP shows it is put in for `NAME`.
    pub fn person_binding(&self) -> String {
        format!(
            "kubectl create rolebinding NAME-{role} --clusterrole {role} --user NAME --namespace {workplace}\n\
             kubectl auth can-i list experiments.pipelines.kubeflow.org --namespace {workplace} --as NAME\n",
            role = self.role(),
            workplace = self.workplace(),
        )
    }

    /// A command that has KFP read the identity header that Kubeflow's gateway writes.
    pub fn identity_header(&self) -> String {
        format!(
            "kubectl set env deployment/ml-pipeline --namespace {} KUBEFLOW_USERID_HEADER=kubeflow-userid \
             KUBEFLOW_USERID_PREFIX=\n",
            self.install_namespace
        )
    }

    /// Lets KFP ask Kubernetes whose a token is and who may do what, and nothing else.
    pub fn reviews_role(&self) -> String {
        "apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: ml-pipeline-reviews
rules:
  - apiGroups:
      - authentication.k8s.io
    resources:
      - tokenreviews
    verbs:
      - create
  - apiGroups:
      - authorization.k8s.io
    resources:
      - subjectaccessreviews
    verbs:
      - create
"
        .to_owned()
    }

    /// Gives [`reviews_role`](Self::reviews_role) to KFP's own account.
    pub fn reviews_binding(&self) -> String {
        format!(
            "apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: ml-pipeline-reviews
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: ml-pipeline-reviews
subjects:
  - kind: ServiceAccount
    name: ml-pipeline
    namespace: {}
",
            self.install_namespace
        )
    }

    /// Commands that check what [`reviews_binding`](Self::reviews_binding) gives.
    pub fn reviews_check(&self) -> String {
        let account = format!(
            "system:serviceaccount:{}:ml-pipeline",
            self.install_namespace
        );
        [
            "tokenreviews.authentication.k8s.io",
            "subjectaccessreviews.authorization.k8s.io",
        ]
        .map(|review| format!("kubectl auth can-i create {review} --as {account}\n"))
        .concat()
    }
}
