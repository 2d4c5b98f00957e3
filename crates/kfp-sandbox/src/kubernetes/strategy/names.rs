//! What names, labels and keys may look like.

use serde_json::Value;

use crate::directory::Collection;
use crate::kubernetes::status::InvalidField;

const SUBDOMAIN: &str = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and \
                         must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is \
                         '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const LABEL: &str = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and \
                     end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is \
                     '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const KEY: &str = "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an \
                   alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is \
                   '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const VALUE: &str = "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must \
                     start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used \
                     for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

/// Longest label, and longest subdomain.
const MAX_LABEL: usize = 63;
const MAX_SUBDOMAIN: usize = 253;

/// What is wrong with an object's name.
pub(super) fn check_name(collection: Collection, name: &str) -> Option<InvalidField> {
    let field = "metadata.name";
    if name.is_empty() {
        let why = "name or generateName is required";
        return Some(InvalidField::required(field, why));
    }
    let why = match collection {
        // Names of roles and bindings may be nearly anything that fits into a path.
        Collection::ROLES
        | Collection::CLUSTER_ROLES
        | Collection::ROLE_BINDINGS
        | Collection::CLUSTER_ROLE_BINDINGS => path_segment(name)?,
        Collection::NAMESPACES if name.len() > MAX_LABEL => too_long(MAX_LABEL),
        Collection::NAMESPACES if !is_label(name) => LABEL.to_owned(),
        Collection::NAMESPACES => return None,
        _ if name.len() > MAX_SUBDOMAIN => too_long(MAX_SUBDOMAIN),
        _ if !name.split('.').all(is_label) => SUBDOMAIN.to_owned(),
        _ => return None,
    };
    Some(InvalidField::invalid(field, &format!("{name:?}"), &why))
}

fn too_long(max: usize) -> String {
    format!("must be no more than {max} characters")
}

fn path_segment(name: &str) -> Option<String> {
    if name == "." || name == ".." {
        return Some(format!("may not be '{name}'"));
    }
    let bad = ["/", "%"].into_iter().find(|bad| name.contains(bad))?;
    Some(format!("may not contain '{bad}'"))
}

/// Whether it can name a namespace, or a bucket.
pub(crate) fn is_dns_label(text: &str) -> bool {
    text.len() <= MAX_LABEL && is_label(text)
}

fn is_label(text: &str) -> bool {
    let is_inside = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    text.bytes().next().is_some_and(is_inside)
        && text.bytes().last().is_some_and(is_inside)
        && text.bytes().all(|byte| is_inside(byte) || byte == b'-')
}

fn is_qualified(text: &str) -> bool {
    let is_end = |byte: u8| byte.is_ascii_alphanumeric();
    text.bytes().next().is_some_and(is_end)
        && text.bytes().last().is_some_and(is_end)
        && text
            .bytes()
            .all(|byte| is_end(byte) || b"-_.".contains(&byte))
}

/// What is wrong with the key of a label or an annotation.
pub(super) fn check_key(field: &str, key: &str) -> Vec<InvalidField> {
    let (prefix, name) = match key.split_once('/') {
        Some((prefix, name)) => (Some(prefix), name),
        None => (None, key),
    };
    let mut wrong = Vec::new();
    let mut refuse = |why: &str| wrong.push(InvalidField::invalid(field, &format!("{key:?}"), why));
    match prefix {
        Some("") => refuse("prefix part must be non-empty"),
        Some(prefix) if !prefix.split('.').all(is_label) => {
            refuse(&format!("prefix part {SUBDOMAIN}"));
        }
        _ => {}
    }
    if name.is_empty() {
        refuse("name part must be non-empty");
    } else if name.len() > MAX_LABEL {
        refuse("name part must be no more than 63 characters");
    }
    if !is_qualified(name) {
        refuse(KEY);
    }
    wrong
}

/// What is wrong with a label.
pub(super) fn check_label(key: &str, value: &Value) -> Vec<InvalidField> {
    let field = "metadata.labels";
    let mut wrong = check_key(field, key);
    let value = value.as_str().unwrap_or_default();
    let shown = format!("{value:?}");
    if value.len() > MAX_LABEL {
        wrong.push(InvalidField::invalid(field, &shown, &too_long(MAX_LABEL)));
    }
    if !value.is_empty() && !is_qualified(value) {
        wrong.push(InvalidField::invalid(field, &shown, VALUE));
    }
    wrong
}
