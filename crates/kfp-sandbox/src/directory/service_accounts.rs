//! How Kubernetes names service accounts among users and groups.

const USER: &str = "system:serviceaccount:";
const EVERY_ACCOUNT: &str = "system:serviceaccounts";

/// The user that a service account is.
pub(crate) fn account_user(namespace: &str, name: &str) -> String {
    format!("{USER}{namespace}:{name}")
}

/// Namespace and name of the service account that a user is, if it is one.
pub(crate) fn account_of(user: &str) -> Option<(&str, &str)> {
    user.strip_prefix(USER)?.split_once(':')
}

/// The groups of every service account of a namespace, beside `system:authenticated`.
pub(crate) fn account_groups(namespace: &str) -> Vec<String> {
    vec![
        EVERY_ACCOUNT.to_owned(),
        format!("{EVERY_ACCOUNT}:{namespace}"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_found_by_the_user_it_is() {
        assert_eq!(account_of(&account_user("a", "b")), Some(("a", "b")));
        assert_eq!(account_of("ann"), None);
        assert_eq!(account_of("system:serviceaccounts:a"), None);
    }
}
