-- Everything that the Kubernetes API server keeps, as documents; before, a few kinds had tables of their own.
CREATE TABLE objects (
    collection TEXT NOT NULL,          -- resource and group
    namespace TEXT NOT NULL,           -- empty at the cluster scope
    name TEXT NOT NULL,
    revision INTEGER NOT NULL,
    document TEXT NOT NULL,            -- JSON, without kind and apiVersion
    PRIMARY KEY (collection, namespace, name)
) STRICT, WITHOUT ROWID;

INSERT INTO objects
SELECT 'namespaces', '', name, 1, json_object(
    'metadata', json_object(
        'name', name,
        'uid', uid,
        'creationTimestamp', strftime('%Y-%m-%dT%H:%M:%SZ', created_at, 'unixepoch'),
        'labels', json(labels),
        'annotations', json(annotations)
    ),
    'spec', json('{"finalizers":["kubernetes"]}'),
    'status', json('{"phase":"Active"}')
) FROM namespaces;

INSERT INTO objects
SELECT 'serviceaccounts', namespace, name, 2, json_object(
    'metadata', json_object(
        'name', name,
        'namespace', namespace,
        'uid', uid,
        'creationTimestamp', strftime('%Y-%m-%dT%H:%M:%SZ', created_at, 'unixepoch')
    )
) FROM service_accounts;

INSERT INTO objects
SELECT
    CASE namespace WHEN '' THEN 'clusterroles' ELSE 'roles' END || '.rbac.authorization.k8s.io',
    namespace, name, 3, json_object(
        'metadata', json_patch(
            json_object('name', name, 'uid', uid, 'creationTimestamp', '1970-01-01T00:00:00Z'),
            CASE namespace WHEN '' THEN '{}' ELSE json_object('namespace', namespace) END
        ),
        'rules', json(rules)
    )
FROM roles;

INSERT INTO objects
SELECT
    CASE namespace WHEN '' THEN 'clusterrolebindings' ELSE 'rolebindings' END || '.rbac.authorization.k8s.io',
    namespace, name, 4, json_object(
        'metadata', json_patch(
            json_object('name', name, 'uid', max(uid), 'creationTimestamp', '1970-01-01T00:00:00Z'),
            json_patch(
                CASE namespace WHEN '' THEN '{}' ELSE json_object('namespace', namespace) END,
                CASE WHEN max(annotation_user) IS NULL THEN '{}' ELSE json_object(
                    'annotations', json_object('user', max(annotation_user), 'role', max(annotation_role))
                ) END
            )
        ),
        'roleRef', json_object(
            'apiGroup', 'rbac.authorization.k8s.io', 'kind', max(role_kind), 'name', max(role_name)
        ),
        'subjects', json_group_array(json_patch(
            json_object('kind', subject_kind, 'name', subject_name),
            CASE subject_kind
                WHEN 'ServiceAccount' THEN json_object('namespace', subject_namespace)
                ELSE json_object('apiGroup', 'rbac.authorization.k8s.io')
            END
        ))
    )
FROM bindings GROUP BY namespace, name;

DROP TABLE namespaces;
DROP TABLE service_accounts;
DROP TABLE roles;
DROP TABLE bindings;
