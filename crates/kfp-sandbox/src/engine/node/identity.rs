//! Ids and pod names, computed from names.
//!
//! # Spec
//! <https://github.com/argoproj/argo-workflows/blob/f016ad8/workflow/util/pod_name.go>

/// Pod names end with a dash and a hash; Kubernetes allows 253 characters.
const MAX_PREFIX: usize = 242;

/// The id of the node of that name: the workflow's name for the first node, else with a hash of the node's name.
pub fn node_id(workflow: &str, name: &str) -> String {
    if name == workflow {
        workflow.to_owned()
    } else {
        format!("{workflow}-{}", fnv1a(name))
    }
}

/// The name of the node's pod.
pub fn pod_name(workflow: &str, template: &str, node_name: &str) -> String {
    if node_name == workflow {
        return workflow.to_owned();
    }
    let prefix: String = format!("{workflow}-{template}")
        .chars()
        .take(MAX_PREFIX)
        .collect();
    format!("{prefix}-{}", fnv1a(node_name))
}

/// FNV-1a with 32 bits.
pub(crate) fn fnv1a(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_as_the_published_vectors_of_fnv() {
        assert_eq!(fnv1a(""), 0x811c_9dc5);
        assert_eq!(fnv1a("a"), 0xe40c_292c);
        assert_eq!(fnv1a("foobar"), 0xbf9c_f968);
    }

    #[test]
    fn cuts_long_pod_names_before_the_hash() {
        let name = pod_name(&"w".repeat(240), "template", "node");
        assert_eq!(name, format!("{}-t-{}", "w".repeat(240), fnv1a("node")));
    }
}
