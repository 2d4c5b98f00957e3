//! Another application answers, or the browser does not show the page.

use super::super::symptom::{Target, Vantage};
use super::{Mender, Signature, certain_if, certain_or_likely, likely_if};
use crate::error::ProxyReason;

const DASHBOARD: &str = "Kubeflow Central Dashboard";

pub(super) const ROWS: &[Signature] = &[
    Signature {
        id: "D41",
        sign: "200 with the central dashboard's page in the application's place",
        cause: "The address of KFP lacks /pipeline at its end; or the route of an application is missing, is not bound to the \
            gateway, or its path has no slash at its end or two of them. The dashboard takes what nobody else takes.",
        fix: "Give the address of KFP with /pipeline. For an application of your own check the VirtualService: its gateway, its prefix, and the redirect of the bare path.",
        mender: Mender::Developer,
        next_probe: None,
        fits: |f| certain_if(f.is_status(200) && f.to != Target::Dashboard && f.says(DASHBOARD)),
    },
    Signature {
        id: "D42",
        sign: "404 Cannot POST /…, in the words of Express",
        cause: "The route of the application is missing, so the dashboard got the call.",
        fix: "Check the VirtualService: its gateway, its prefix, and the redirect of the bare path.",
        mender: Mender::Developer,
        next_probe: None,
        fits: |f| {
            let writes = [
                "Cannot POST /",
                "Cannot PUT /",
                "Cannot PATCH /",
                "Cannot DELETE /",
            ];
            certain_if(f.is_status(404) && f.says_any(&writes) && !f.says(" /pipeline"))
        },
    },
    Signature {
        id: "D44",
        sign: "the answer of ml-pipeline-ui for a path that begins with /pipeline",
        cause: "The route of the stock user interface takes every path that begins so, whatever follows.",
        fix: "Choose another prefix for the application.",
        mender: Mender::Developer,
        next_probe: None,
        fits: |f| {
            let express = f.is_status(404) && f.says("Cannot ") && f.says(" /pipeline");
            let page = f.is_status(200) && f.says("<title>Kubeflow Pipelines</title>");
            certain_if((express || page) && f.to != Target::MlPipelineUi)
        },
    },
    Signature {
        id: "D43",
        sign: "403 Could not find CSRF cookie XSRF-TOKEN, or no X-XSRF-TOKEN header",
        cause: "The web application set its cookie for https alone and the page stands on http, or the client sends no \
            header.",
        fix: "Use https, or set APP_SECURE_COOKIES=false on the web application; a program copies the cookie into the \
            header.",
        mender: Mender::Administrator,
        next_probe: None,
        fits: |f| certain_if(f.is_status(403) && f.says("XSRF-TOKEN")),
    },
    Signature {
        id: "D45",
        sign: "the frame in the dashboard stays empty, or says that the site refused to connect",
        cause: "The application, or a proxy in front of it, forbids to be framed: X-Frame-Options DENY or \
            frame-ancestors 'none'.",
        fix: "Send `frame-ancestors 'self'` and no X-Frame-Options DENY.",
        mender: Mender::Developer,
        next_probe: None,
        fits: |f| {
            let forbidden = f.header("x-frame-options").eq_ignore_ascii_case("deny")
                || f.header("content-security-policy")
                    .contains("frame-ancestors 'none'");
            let said = f.is_foreign_text()
                && f.says_any(&[
                    "refused to connect",
                    "in a frame because it set",
                    "frame-ancestors",
                ]);
            certain_or_likely(
                forbidden && f.from == Vantage::Browser && f.to == Target::Application,
                said,
            )
        },
    },
    Signature {
        id: "D46",
        sign: "a blank page: a script of type text/html, or WebAssembly that is not allowed",
        cause: "The page asks for its files at the wrong place and gets the dashboard's page, or its policy lacks \
            'wasm-unsafe-eval'.",
        fix: "Build the page for its prefix, and allow 'wasm-unsafe-eval' in script-src.",
        mender: Mender::Developer,
        next_probe: None,
        fits: |f| {
            let policy = f.header("content-security-policy");
            let blocked = f.to == Target::Application
                && f.is_status(200)
                && policy.contains("script-src")
                && !policy.contains("unsafe-eval'");
            let said = f.is_foreign_text()
                && (f.says("MIME type") && f.says("text/html")
                    || f.says_any(&["WebAssembly"])
                        && f.says_any(&["Content Security Policy", "blocked", "violates"]));
            certain_if(blocked || said)
        },
    },
    Signature {
        id: "D47",
        sign: "the dashboard's env-info fails, or names no namespace",
        cause: "The dashboard does not reach the access management; or the person has no profile, or belongs to one only \
            by a group or by a plain RoleBinding, which the dashboard does not see.",
        fix: "See that the policy of profiles-kfam admits the dashboard's service account; create a profile; add \
            contributors on the dashboard.",
        mender: Mender::Administrator,
        next_probe: Some(
            "Sign in as the owner of a profile: if that works, the first person has none.",
        ),
        fits: |f| {
            let failed = f.says_any(&[
                "{\"error\":{}}",
                "unable to contact Profile Controller",
                "Unable to contact Profile Controller",
            ]);
            let none = f.is_status(200) && f.says("\"namespaces\":[]");
            certain_or_likely(
                f.to == Target::Dashboard && failed,
                f.to == Target::Dashboard && none,
            )
        },
    },
    Signature {
        id: "D58",
        sign: "a deep link gives 404 or the dashboard when it is loaded anew",
        cause: "The server does not answer the addresses of its pages with its one page.",
        fix: "Serve the page for every address below the prefix that is no file and no API.",
        mender: Mender::Developer,
        next_probe: Some(
            "Open the application's first page: if that works, its fallback is missing.",
        ),
        fits: |f| {
            let express = f.says("Cannot ");
            likely_if(
                f.from == Vantage::Browser
                    && f.to == Target::Application
                    && f.is_status(404)
                    && !f.is_empty()
                    && !express
                    && f.api_error().is_none()
                    && matches!(
                        f.reason(),
                        Some(ProxyReason::NoRoute | ProxyReason::WrongApplication)
                    ),
            )
        },
    },
];
