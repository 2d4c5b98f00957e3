//! Every attempt, by what the list of threats asks for, with what stops it and where it is made.
//!
//! The tests walk through the same lists that are named here, so a new attempt stands in the table by itself; the table of
//! the documentation is compared with this.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use crate::attempts::{Attempt, By, FOREIGN_PAGES, OBJECTS, OPENINGS};
use crate::{identity, kept, live, mesh, requests};

/// Where the table stands.
const PAGE: &str = "../docs/attempts.md";
/// What the page begins with.
const HEAD: &str = "\
# Attempts

What a hostile tenant tries, what stops it, and the test that shows it (`server/tests/attack`). The tests walk through
these very lists, and a test compares this page with them; it is written anew with `KFP_CONSOLE_UPDATE=1`. What the
threats are stands in [security.md](security.md).

The attacker is a second tenant with every right in one namespace, an outsider without any, or a pod in the mesh.
Everything behind the console is **simulated** (`kfp-sandbox`), or follows a script. In the column *without it* stands
how the same attempt is made once more with that very defence left out, to show that it would have worked.
";

/// Attempts of one kind.
struct Family {
    /// A point of the list of threats.
    threat: &'static str,
    defence: &'static str,
    /// Module and function.
    test: &'static str,
    without: &'static str,
    names: Vec<String>,
}

/// All points of the list of threats: each needs an attempt.
const THREATS: [&str; 21] = [
    "header spoofing, in every spelling",
    "forged client certificate",
    "ids of foreign objects",
    "filters across namespaces",
    "page tokens, forged or of others",
    "double and encoded slashes",
    "method and address in headers",
    "a body or a query that says a thing twice",
    "a request in a request",
    "oversized",
    "pages of others (CSRF)",
    "rights that were taken away",
    "objects that have moved",
    "upload into a foreign namespace",
    "run of a foreign version",
    "get by name",
    "what only the server sets",
    "empty or doubled identity",
    "reports and older APIs",
    "lists that are watched, and the index of runs",
    "websockets that say too much, or nothing",
];

fn families() -> Vec<Family> {
    let mut families = of_attempts();
    families.extend(of_senders());
    families.extend(of_requests());
    families.extend(of_what_is_kept());
    families.extend(of_what_is_watched());
    families
}

/// The attempts that are made through the gateway.
fn of_attempts() -> Vec<Family> {
    let all: Vec<&Attempt> = OBJECTS
        .iter()
        .chain(OPENINGS)
        .chain(FOREIGN_PAGES)
        .collect();
    let mut families = Vec::new();
    for threat in THREATS {
        for by in By::ALL {
            let names: Vec<String> = all
                .iter()
                .filter(|attempt| attempt.by == by && threat_of(attempt) == threat)
                .map(|attempt| attempt.name.to_owned())
                .collect();
            if !names.is_empty() {
                families.push(Family {
                    threat,
                    defence: by.title(),
                    test: "gateway::second_tenant_is_refused_everything",
                    without: by.without(),
                    names,
                });
            }
        }
    }
    families
}

fn threat_of(attempt: &Attempt) -> &'static str {
    let path = attempt.path;
    match attempt.by {
        By::Origin => THREATS[10],
        By::ReadablePipeline => THREATS[14],
        By::ServerSet => THREATS[16],
        By::PageTokens => THREATS[4],
        By::Table if path.starts_with("../") || path.ends_with("workflows") => THREATS[18],
        By::Table if attempt.name.contains("header") => THREATS[6],
        _ if path.contains("names/") => THREATS[15],
        _ if path.contains("upload") || path.contains("package") || path == "pipelines" => {
            THREATS[13]
        }
        _ => THREATS[2],
    }
}

/// Who somebody claims to be.
fn of_senders() -> Vec<Family> {
    let quoted = |names: &[&str]| names.iter().map(|name| format!("`{name}`")).collect();
    vec![
        Family {
            threat: THREATS[0],
            defence: "one header counts, and the gateway writes it; none is passed on",
            test: "identity::other_headers_that_name_somebody_name_nobody",
            without: "the console is told that this header counts",
            names: quoted(&identity::OTHER_HEADERS),
        },
        Family {
            threat: THREATS[0],
            defence: "the gateway overwrites what a browser claims",
            test: "mesh::session_cannot_claim_to_be_somebody_else",
            without: "`--peer-verification=off` and no gateway",
            names: quoted(&mesh::SPELLINGS),
        },
        Family {
            threat: THREATS[1],
            defence: "only the last element counts, read from the end",
            test: "identity::forged_certificate_is_believed_only_where_the_check_is_off",
            without: "`--peer-verification=off`",
            names: identity::forged_certificates()
                .into_iter()
                .map(|(name, _)| name.to_owned())
                .collect(),
        },
        Family {
            threat: THREATS[1],
            defence: "the policy of the console, and behind it the console itself",
            test: "mesh::pod_that_reaches_the_console_is_nobody_there",
            without: "`--peer-verification=off`",
            names: vec!["every attempt of this page from a pod, as the victim".to_owned()],
        },
        Family {
            threat: THREATS[17],
            defence: "one name, once, or nobody",
            test: "identity::name_that_is_not_one_name_is_nobody",
            without: "KFP itself, whose process an empty name ends",
            names: identity::ODD_NAMES
                .iter()
                .map(|(name, _)| (*name).to_owned())
                .chain(["the header twice".to_owned()])
                .collect(),
        },
    ]
}

/// What a request says, and where it ends.
fn of_requests() -> Vec<Family> {
    let quoted =
        |names: &[&str]| -> Vec<String> { names.iter().map(|name| format!("`{name}`")).collect() };
    let plain =
        |names: &[&str]| -> Vec<String> { names.iter().map(|name| (*name).to_owned()).collect() };
    let reaches = "no console: KFP is asked in these very words";
    vec![
        Family {
            threat: THREATS[5],
            defence: "odd paths lead nowhere; what is sent to KFP is written anew",
            test: "requests::path_that_can_be_read_in_two_ways_leads_nowhere",
            without: reaches,
            names: quoted(&requests::ODD_PATHS),
        },
        Family {
            threat: THREATS[6],
            defence: "the request line counts; no header is passed on",
            test: "requests::method_is_what_the_request_line_says",
            without: reaches,
            names: quoted(
                &[
                    &requests::METHOD_HEADERS[..],
                    &requests::ADDRESS_HEADERS[..],
                ]
                .concat(),
            ),
        },
        Family {
            threat: THREATS[6],
            defence: "nothing happens on `OPTIONS`, which passes the older login as anybody",
            test: "mesh::options_does_not_upload_without_a_login",
            without: "no console: KFP takes the upload",
            names: plain(&["upload by `OPTIONS`, without a login"]),
        },
        Family {
            threat: THREATS[7],
            defence: "body and query are read strictly and written anew",
            test: "requests::body_that_says_a_thing_twice_says_nothing",
            without: reaches,
            names: [
                quoted(&requests::DOUBLED_BODIES.map(|(_, body)| body)),
                quoted(&requests::DOUBLED_QUERIES),
            ]
            .concat(),
        },
        Family {
            threat: THREATS[3],
            defence: "a namespace is a label, or nobody is asked (K81)",
            test: "requests::namespace_that_is_no_label_is_refused_before_anybody_is_asked",
            without: reaches,
            names: quoted(&requests::ODD_NAMESPACES),
        },
        Family {
            threat: THREATS[8],
            defence: "one way to say where a body ends",
            test: "requests::request_hidden_in_another_is_not_served",
            without: "alone, the hidden request is served",
            names: plain(&requests::HIDDEN),
        },
        Family {
            threat: THREATS[9],
            defence: "limits on head, names, tokens and depth",
            test: "requests::what_is_too_large_is_refused_before_it_is_held",
            without: "a larger `--max-header-bytes`, for the cookie",
            names: plain(&requests::TOO_LARGE),
        },
    ]
}

/// Rights, places, answers and tokens of before.
fn of_what_is_kept() -> Vec<Family> {
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    vec![
        Family {
            threat: THREATS[3],
            defence: "KFP's own: filters narrow a namespace",
            test: "kept::filter_does_not_lead_out_of_the_namespace",
            without: "no console: KFP has no row for it either",
            names: kept::FILTERED
                .iter()
                .map(|key| format!("filter by the {key} of another tenant"))
                .collect(),
        },
        Family {
            threat: THREATS[4],
            defence: By::PageTokens.title(),
            test: "kept::page_token_is_good_for_one_list_and_one_person",
            without: By::PageTokens.without(),
            names: kept::TOKENS
                .iter()
                .map(|name| format!("own page token {name}"))
                .collect(),
        },
        Family {
            threat: THREATS[11],
            defence: "decisions are kept for seconds, and asked about each user",
            test: "kept::right_that_was_taken_away_works_no_longer_than_decisions_are_kept",
            without: "`--review-cache=1h`",
            names: owned(&[
                "read a run after the role is gone",
                "list runs after the role is gone",
            ]),
        },
        Family {
            threat: THREATS[12],
            defence: "where a run belongs is asked anew",
            test: "kept::run_that_has_come_to_be_somewhere_else_is_judged_there",
            without: "places of runs are kept",
            names: owned(&[
                "read a run by an id that was one's own",
                "delete a run by an id that was one's own",
            ]),
        },
    ]
}

/// Websockets, the feed in their place, and the index of runs.
fn of_what_is_watched() -> Vec<Family> {
    let quoted =
        |names: &[&str]| -> Vec<String> { names.iter().map(|name| format!("`{name}`")).collect() };
    let plain =
        |names: &[&str]| -> Vec<String> { names.iter().map(|name| (*name).to_owned()).collect() };
    let everything = "a Kubernetes that allows everything";
    vec![
        Family {
            threat: THREATS[19],
            defence: "each list, and each question to the index, is reviewed for who asks",
            test: "live::list_of_another_tenant_is_not_told",
            without: everything,
            names: [plain(&live::TOPICS), quoted(&live::READS)].concat(),
        },
        Family {
            threat: THREATS[19],
            defence: "what was read for others is told behind a review alone",
            test: "live::what_others_have_had_read_is_told_to_nobody_who_may_not",
            without: "as its owner",
            names: quoted(&live::READS),
        },
        Family {
            threat: THREATS[10],
            defence: "the origin of a handshake must be that of the page",
            test: "live::page_of_another_origin_gets_no_websocket",
            without: By::Origin.without(),
            names: live::PAGES
                .iter()
                .map(|(header, value)| format!("a websocket with `{header}: {value}`"))
                .collect(),
        },
        Family {
            threat: THREATS[17],
            defence: "a handshake is a request like any other",
            test: "live::handshake_of_two_people_or_of_a_pod_is_nobodys",
            without: "one name; `--peer-verification=off`",
            names: plain(&["a websocket with two names", "a websocket from a pod"]),
        },
        Family {
            threat: THREATS[11],
            defence: "what is watched is reviewed again while it is",
            test: "live::right_that_was_taken_away_ends_what_is_watched",
            without: "`--live-review=1h`",
            names: plain(&["watch on after the role is gone"]),
        },
        Family {
            threat: THREATS[20],
            defence: "limits on the length, the number and the lists of a websocket",
            test: "live::what_is_more_than_a_page_says_ends_or_is_refused",
            without: "no limits",
            names: plain(&live::TOO_MUCH),
        },
        Family {
            threat: THREATS[20],
            defence: "what is no message is said to be none",
            test: "live::what_is_no_message_is_said_to_be_none_and_nothing_else_happens",
            without: "a message, which is served",
            names: live::ODD
                .iter()
                .map(|text| {
                    if text.is_empty() {
                        "an empty text".to_owned()
                    } else {
                        format!("`{text}`")
                    }
                })
                .collect(),
        },
    ]
}

fn page(families: &[Family]) -> String {
    let mut page = HEAD.to_owned();
    for threat in THREATS {
        write!(
            page,
            "\n## {}\n\n| attempt | what stops it | test | without it |\n| --- | --- | --- | --- |\n",
            capital(threat)
        )
        .expect("writing into a string cannot fail");
        for family in families.iter().filter(|family| family.threat == threat) {
            for name in &family.names {
                let name = name.replace('|', "\\|");
                writeln!(
                    page,
                    "| {name} | {} | `{}` | {} |",
                    family.defence, family.test, family.without
                )
                .expect("writing into a string cannot fail");
            }
        }
    }
    page
}

fn capital(text: &str) -> String {
    let (first, rest) = text.split_at(1);
    first.to_uppercase() + rest
}

#[test]
fn page_of_attempts_is_that_of_the_tests() {
    let expected = page(&families());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE);
    if std::env::var_os("KFP_CONSOLE_UPDATE").is_some() {
        std::fs::write(&path, &expected).expect("the page can be written");
    }
    let found = std::fs::read_to_string(&path).expect("the page can be read");
    assert!(
        found == expected,
        "docs/attempts.md is not that of the tests: run them with KFP_CONSOLE_UPDATE=1"
    );
}

#[test]
fn every_threat_is_tried_and_every_attempt_has_a_name_of_its_own() {
    let families = families();
    for threat in THREATS {
        assert!(
            families.iter().any(|family| family.threat == threat),
            "{threat}"
        );
    }
    let names: Vec<&String> = families.iter().flat_map(|family| &family.names).collect();
    let different: BTreeSet<(&str, &String)> = families
        .iter()
        .flat_map(|family| family.names.iter().map(|name| (family.test, name)))
        .collect();
    assert_eq!(names.len(), different.len());
    assert!(names.len() >= 120, "{}", names.len());
}

/// The tests that the table names exist in the sources.
#[test]
fn every_test_of_the_table_exists() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/attack");
    for family in families() {
        let (module, function) = family.test.split_once("::").expect("a module");
        let source = std::fs::read_to_string(folder.join(format!("{module}.rs")));
        let source = source.unwrap_or_else(|_| panic!("no module {module}"));
        let test = format!("async fn {function}()");
        assert!(source.contains(&test), "{}", family.test);
    }
}
