//! The name of every environment variable that the console reads.
//!
//! Each has a flag of the same meaning; a flag wins over its variable.

/// Address of the port that the gateway's route reaches, such as `0.0.0.0:8080`.
pub const LISTEN: &str = "KFP_CONSOLE_LISTEN";
/// Address of the port for health, readiness and metrics, such as `0.0.0.0:9090`.
pub const OPS_LISTEN: &str = "KFP_CONSOLE_OPS_LISTEN";
/// Path under which the gateway serves the console, such as `/kfp-console/`.
pub const PREFIX: &str = "KFP_CONSOLE_PREFIX";
/// Folder of the built browser program.
pub const ASSETS: &str = "KFP_CONSOLE_ASSETS";
/// Which pages may hold the console in a frame.
pub const FRAME_ANCESTORS: &str = "KFP_CONSOLE_FRAME_ANCESTORS";

/// Base URL of the KFP API server.
pub const KFP_URL: &str = "KFP_CONSOLE_KFP_URL";
/// File of the console's own service-account token for KFP.
pub const KFP_TOKEN_FILE: &str = "KFP_CONSOLE_KFP_TOKEN_FILE";
/// As whom the console calls KFP: `service-account` or `user-header`.
pub const UPSTREAM_IDENTITY: &str = "KFP_CONSOLE_UPSTREAM_IDENTITY";
/// File of the key that binds page tokens to user and list.
pub const PAGE_TOKEN_KEY_FILE: &str = "KFP_CONSOLE_PAGE_TOKEN_KEY_FILE";
/// Longest wait for one answer of KFP.
pub const KFP_TIMEOUT: &str = "KFP_CONSOLE_KFP_TIMEOUT";
/// Longest wait for the answer of KFP to an upload.
pub const UPLOAD_TIMEOUT: &str = "KFP_CONSOLE_UPLOAD_TIMEOUT";
/// Largest answer of KFP that is passed on, in bytes.
pub const MAX_ANSWER_BYTES: &str = "KFP_CONSOLE_MAX_ANSWER_BYTES";

/// How many calls to KFP go out in a second in the long run.
pub const KFP_RATE: &str = "KFP_CONSOLE_KFP_RATE";
/// How many calls to KFP may go out at once after a rest.
pub const KFP_BURST: &str = "KFP_CONSOLE_KFP_BURST";
/// How many calls to KFP may run at the same time.
pub const KFP_IN_FLIGHT: &str = "KFP_CONSOLE_KFP_IN_FLIGHT";
/// How many calls may run besides that read a whole namespace.
pub const KFP_HEAVY_IN_FLIGHT: &str = "KFP_CONSOLE_KFP_HEAVY_IN_FLIGHT";
/// How often a read that reached nobody is made again.
pub const KFP_RETRIES: &str = "KFP_CONSOLE_KFP_RETRIES";
/// How many of a hundred calls may be repetitions.
pub const KFP_RETRY_BUDGET: &str = "KFP_CONSOLE_KFP_RETRY_BUDGET";
/// How many calls may wait in line.
pub const KFP_WAITING: &str = "KFP_CONSOLE_KFP_WAITING";
/// How many calls a second go out besides for which nobody waits.
pub const KFP_BACKGROUND_RATE: &str = "KFP_CONSOLE_KFP_BACKGROUND_RATE";
/// How many of these may run at the same time.
pub const KFP_BACKGROUND_IN_FLIGHT: &str = "KFP_CONSOLE_KFP_BACKGROUND_IN_FLIGHT";
/// How long an answer of KFP is given to others.
pub const READ_CACHE: &str = "KFP_CONSOLE_READ_CACHE";
/// After how many calls without an answer no more are made for a while.
pub const CIRCUIT_FAILURES: &str = "KFP_CONSOLE_CIRCUIT_FAILURES";
/// For how long no calls are made then.
pub const CIRCUIT_PAUSE: &str = "KFP_CONSOLE_CIRCUIT_PAUSE";

/// How often the runs of a namespace are read while one of them runs.
pub const FEED_FAST: &str = "KFP_CONSOLE_FEED_FAST";
/// And how often while none runs.
pub const FEED_SLOW: &str = "KFP_CONSOLE_FEED_SLOW";
/// How many lists may be read for viewers.
pub const FEED_TOPICS: &str = "KFP_CONSOLE_FEED_TOPICS";
/// How many websockets may be open at the same time.
pub const LIVE_SOCKETS: &str = "KFP_CONSOLE_LIVE_SOCKETS";
/// How many of them one user may have.
pub const LIVE_SOCKETS_OF_USER: &str = "KFP_CONSOLE_LIVE_SOCKETS_OF_USER";
/// How long a websocket may be open.
pub const LIVE_LONGEST: &str = "KFP_CONSOLE_LIVE_LONGEST";
/// How often the rights of whoever watches are reviewed again.
pub const LIVE_REVIEW: &str = "KFP_CONSOLE_LIVE_REVIEW";
/// How long a page may take to read one message.
pub const LIVE_PATIENCE: &str = "KFP_CONSOLE_LIVE_PATIENCE";

/// How long a connection report is kept.
pub const REPORT_CACHE: &str = "KFP_CONSOLE_REPORT_CACHE";
/// File of the index of runs; absent: it is kept in memory.
pub const INDEX_FILE: &str = "KFP_CONSOLE_INDEX_FILE";
/// File with the address of the PostgreSQL database through which replicas share the index of runs.
pub const INDEX_POSTGRES_FILE: &str = "KFP_CONSOLE_INDEX_POSTGRES_FILE";
/// How large the index of runs may grow, in bytes.
pub const INDEX_SIZE: &str = "KFP_CONSOLE_INDEX_SIZE";
/// How often older runs are read for the index.
pub const INDEX_PACE: &str = "KFP_CONSOLE_INDEX_PACE";
/// How often all runs are read once more for the index.
pub const INDEX_ROUND: &str = "KFP_CONSOLE_INDEX_ROUND";

/// Header in which the gateway names the user.
pub const USERID_HEADER: &str = "KFP_CONSOLE_USERID_HEADER";
/// Text that the gateway puts before the user's name.
pub const USERID_PREFIX: &str = "KFP_CONSOLE_USERID_PREFIX";
/// SPIFFE identities of the gateways, separated by commas.
pub const GATEWAY_PRINCIPALS: &str = "KFP_CONSOLE_GATEWAY_PRINCIPALS";
/// Whether the peer of a request must be a known gateway: `required` or `off`.
pub const PEER_VERIFICATION: &str = "KFP_CONSOLE_PEER_VERIFICATION";

/// URL of the Kubernetes API; absent: that of the surroundings.
pub const KUBERNETES_URL: &str = "KFP_CONSOLE_KUBERNETES_URL";
/// File of the token for the Kubernetes API at [`KUBERNETES_URL`].
pub const KUBERNETES_TOKEN_FILE: &str = "KFP_CONSOLE_KUBERNETES_TOKEN_FILE";
/// File of the certificate authority of the Kubernetes API at [`KUBERNETES_URL`].
pub const KUBERNETES_CA_FILE: &str = "KFP_CONSOLE_KUBERNETES_CA_FILE";
/// Longest wait for an access review.
pub const REVIEW_TIMEOUT: &str = "KFP_CONSOLE_REVIEW_TIMEOUT";
/// How long the answer of an access review is kept.
pub const REVIEW_CACHE: &str = "KFP_CONSOLE_REVIEW_CACHE";
/// Label selector of the profile namespaces.
pub const PROFILE_SELECTOR: &str = "KFP_CONSOLE_PROFILE_SELECTOR";

/// Largest body of a request that is no upload, in bytes.
pub const MAX_BODY_BYTES: &str = "KFP_CONSOLE_MAX_BODY_BYTES";
/// Largest request line and headers together, in bytes.
pub const MAX_HEADER_BYTES: &str = "KFP_CONSOLE_MAX_HEADER_BYTES";
/// How many connections may be open at the same time.
pub const MAX_CONNECTIONS: &str = "KFP_CONSOLE_MAX_CONNECTIONS";
/// How many requests may be served at the same time.
pub const MAX_REQUESTS: &str = "KFP_CONSOLE_MAX_REQUESTS";
/// How many uploads may be held in memory at the same time.
pub const MAX_UPLOADS: &str = "KFP_CONSOLE_MAX_UPLOADS";
/// Longest wait for the request line and headers.
pub const HEADER_TIMEOUT: &str = "KFP_CONSOLE_HEADER_TIMEOUT";
/// Longest wait for the body of a request that is no upload.
pub const BODY_TIMEOUT: &str = "KFP_CONSOLE_BODY_TIMEOUT";
/// How long the console goes on serving after it stopped being ready.
pub const DRAIN_DELAY: &str = "KFP_CONSOLE_DRAIN_DELAY";
/// How long running requests may take once no new ones are accepted.
pub const DRAIN_TIMEOUT: &str = "KFP_CONSOLE_DRAIN_TIMEOUT";

/// Form of the log: `text` or `json`.
pub const LOG_FORMAT: &str = "KFP_CONSOLE_LOG_FORMAT";
/// Filter of the log, such as `info,kfp_console=debug`.
pub const LOG: &str = "KFP_CONSOLE_LOG";

/// Base URL of a collector of traces.
pub const OTLP_ENDPOINT: &str = "KFP_CONSOLE_OTLP_ENDPOINT";
/// Which share of the requests is traced that come without the gateway's decision.
pub const OTLP_SHARE: &str = "KFP_CONSOLE_OTLP_SHARE";
