//! Experiments, the runs in them, and what narrows, sorts and turns their pages.

use anyhow::{Context as _, Result};
use e2e::browser::pages::List;
use e2e::browser::{EXPERIMENTS_OF_OWNER, Name, OWNED, OWNER, Role, Stage, Viewport};

/// Names of what KFP lists at `path` and has not archived, in its order.
async fn listed(stage: &Stage, path: &str, kind: &str) -> Result<Vec<String>> {
    let answer = stage.ask_kfp(path).await?;
    let things = answer[kind]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    let active = things
        .iter()
        .filter(|thing| thing["storage_state"] != "ARCHIVED");
    Ok(active
        .filter_map(|thing| thing["display_name"].as_str().map(str::to_owned))
        .collect())
}

/// Names of the owner's experiments in KFP's own order.
async fn experiments_by(stage: &Stage, order: &str) -> Result<Vec<String>> {
    let path = format!("/apis/v2beta1/experiments?namespace={OWNED}&page_size=200&sort_by={order}");
    listed(stage, &path, "experiments").await
}

/// Id and name of the owner's experiment with the most runs, and the names of its runs, newest first.
async fn busiest(stage: &Stage) -> Result<(String, String, Vec<String>)> {
    let path = format!("/apis/v2beta1/experiments?namespace={OWNED}&page_size=200");
    let experiments = stage.ask_kfp(&path).await?;
    let mut most: Option<(String, String, Vec<String>)> = None;
    for experiment in experiments["experiments"].as_array().into_iter().flatten() {
        let text = |key: &str| experiment[key].as_str().unwrap_or_default().to_owned();
        let path = format!(
            "/apis/v2beta1/runs?namespace={OWNED}&experiment_id={}&page_size=200&sort_by=created_at%20desc",
            text("experiment_id")
        );
        let runs = listed(stage, &path, "runs").await?;
        if most
            .as_ref()
            .is_none_or(|(_, _, most)| runs.len() > most.len())
        {
            most = Some((text("experiment_id"), text("display_name"), runs));
        }
    }
    most.context("the owner has no experiment")
}

/// A filter as the address holds it.
fn query(filter: &str) -> String {
    form_urlencoded::Serializer::new(String::new())
        .append_pair("q", filter)
        .finish()
}

#[test]
fn the_experiments_are_those_that_kfp_lists() -> Result<()> {
    Stage::run(async |stage| {
        let (_, list) = stage.owner_at_experiments("").await?;
        let shown = list.names().await?;
        assert_eq!(
            shown,
            experiments_by(stage, "created_at%20desc").await?[..shown.len()]
        );
        Ok(())
    })
}

#[test]
fn an_experiment_opens_and_shows_its_runs() -> Result<()> {
    Stage::run(async |stage| {
        let (console, list) = stage.owner_at_experiments("").await?;
        let (id, name, runs) = busiest(stage).await?;
        list.open(&name).await?;
        console.heading(name.as_str()).await?;
        let list = console.list(format!("Runs of {name}").as_str()).await?;
        let shown = list.names().await?;
        assert_eq!(shown, runs[..shown.len()]);
        stage
            .browser
            .address_ends_with(&format!("/kfp-console/ns/{OWNED}/experiments/{id}"))
            .await?;
        Ok(())
    })
}

#[test]
fn a_header_sorts_down_then_up_then_not_at_all_and_the_address_says_so() -> Result<()> {
    Stage::run(async |stage| {
        let (console, list) = stage.owner_at_experiments("").await?;
        let unsorted = list.names().await?;
        let down = experiments_by(stage, "name%20desc").await?;
        let up = experiments_by(stage, "name%20asc").await?;
        list.sorter("Experiment").await?.click().await?;
        list.names_when(|names| names == down).await?;
        list.sorted_when("Experiment", "descending").await?;
        stage
            .browser
            .address_ends_with("/experiments?sort=-name")
            .await?;

        stage.browser.reload().await?;
        let list = console.list(EXPERIMENTS_OF_OWNER).await?;
        assert_eq!(list.names().await?, down);
        list.sorter("Experiment").await?.click().await?;
        list.names_when(|names| names == up).await?;
        stage
            .browser
            .address_ends_with("/experiments?sort=name")
            .await?;
        list.sorter("Experiment").await?.click().await?;
        list.names_when(|names| names == unsorted).await?;
        stage.browser.address_ends_with("/experiments").await
    })
}

#[test]
fn a_filter_by_name_is_in_the_address_and_back_from_an_experiment_keeps_it() -> Result<()> {
    Stage::run(async |stage| {
        let (console, list) = stage.owner_at_experiments("").await?;
        let wanted = list.names().await?.pop().context("no experiment")?;
        list.filter().await?.send_keys(wanted.as_str()).await?;
        let narrowed = list
            .names_when(|names| {
                !names.is_empty() && names.iter().all(|name| name.contains(&wanted))
            })
            .await?;
        stage
            .browser
            .address_ends_with(&format!("/experiments?{}", query(&wanted)))
            .await?;

        list.open(&wanted).await?;
        console.heading(wanted.as_str()).await?;
        stage.browser.back().await?;
        let list = console.list(EXPERIMENTS_OF_OWNER).await?;
        assert_eq!(list.names().await?, narrowed);
        assert_eq!(
            list.filter().await?.prop("value").await?.as_deref(),
            Some(wanted.as_str())
        );

        list.empty_filter().await?;
        list.names_when(|names| names.len() > narrowed.len())
            .await?;
        stage.browser.address_ends_with("/experiments").await
    })
}

#[test]
fn runs_are_narrowed_by_state_and_name_and_a_reload_keeps_it() -> Result<()> {
    Stage::run(async |stage| {
        let (_, _) = stage.owner_at_experiments("").await?;
        let (id, name, runs) = busiest(stage).await?;
        let console = stage
            .open(&format!("/kfp-console/ns/{OWNED}/experiments/{id}"))
            .await?;
        let caption = format!("Runs of {name}");
        let list = console.list(caption.as_str()).await?;
        let all = list.names().await?;

        let facets = console.page().part(Role::Group, "Filter by status").await?;
        facets.click(Role::Button, Name::has("Succeeded")).await?;
        stage
            .browser
            .address_ends_with("?q=status%3Asucceeded")
            .await?;
        let succeeded = list.names_when(|names| *names != all).await?;
        assert_eq!(statuses(&list).await?, ["Succeeded"]);

        let part: String = succeeded[0]
            .chars()
            .rev()
            .take(4)
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .collect();
        list.filter().await?.send_keys(part.as_str()).await?;
        let narrowed = list
            .names_when(|names| !names.is_empty() && names.iter().all(|name| name.contains(&part)))
            .await?;
        assert!(narrowed.iter().all(|name| runs.contains(name)));
        stage
            .browser
            .address_ends_with(&format!("?{}", query(&format!("status:succeeded {part}"))))
            .await?;

        stage.browser.reload().await?;
        let list = console.list(caption.as_str()).await?;
        assert_eq!(list.names().await?, narrowed);
        assert_eq!(statuses(&list).await?, ["Succeeded"]);
        Ok(())
    })
}

#[test]
fn back_takes_a_chosen_state_or_order_back_and_stays_in_the_experiment() -> Result<()> {
    Stage::run(async |stage| {
        let (_, _) = stage.owner_at_experiments("").await?;
        let (id, name, _) = busiest(stage).await?;
        let path = format!("/kfp-console/ns/{OWNED}/experiments/{id}");
        let console = stage.open(&path).await?;
        let list = console.list(format!("Runs of {name}").as_str()).await?;
        let all = list.names().await?;
        let facets = console.page().part(Role::Group, "Filter by status").await?;
        facets.click(Role::Button, Name::has("Succeeded")).await?;
        let succeeded = list.names_when(|names| *names != all).await?;
        list.filter().await?.send_keys("no-such-run").await?;
        console.heading("Nothing matches these filters").await?;

        stage.browser.back().await?;
        stage.browser.address_ends_with(&path).await?;
        list.names_when(|names| *names == all).await?;
        facets.click(Role::Button, Name::has("Succeeded")).await?;
        list.names_when(|names| *names == succeeded).await?;
        list.sorter("Started").await?.click().await?;
        list.sorted_when("Started", "ascending").await?;
        stage.browser.back().await?;
        stage
            .browser
            .address_ends_with("?q=status%3Asucceeded")
            .await
    })
}

#[test]
fn what_is_typed_is_looked_for_as_it_is() -> Result<()> {
    Stage::run(async |stage| {
        let (console, list) = stage.owner_at_experiments("").await?;
        // For KFP each of them stands for any character, so that everything would match.
        for typed in ["%", "_"] {
            list.filter().await?.send_keys(typed).await?;
            console.heading("Nothing matches these filters").await?;
            list.empty_filter().await?;
            console.list(EXPERIMENTS_OF_OWNER).await?;
        }
        Ok(())
    })
}

#[test]
fn a_word_with_a_colon_is_looked_for() -> Result<()> {
    Stage::run(async |stage| {
        let (_, _) = stage.owner_at_experiments("").await?;
        let (id, _, _) = busiest(stage).await?;
        let path = format!("/kfp-console/ns/{OWNED}/experiments/{id}?q=stage%3Aprod");
        let console = stage.open(&path).await?;
        console.heading("Nothing matches these filters").await?;
        console
            .page()
            .find(Role::Button, "Remove name “stage:prod”")
            .await?;
        Ok(())
    })
}

/// The words of the status column, each once.
async fn statuses(list: &List<'_>) -> Result<Vec<String>> {
    const WORDS: [&str; 6] = [
        "Succeeded",
        "Failed",
        "Running",
        "Pending",
        "Canceled",
        "Canceling",
    ];
    let cells = list.table().await?.names(Role::Cell).await?;
    let mut words: Vec<String> = cells
        .into_iter()
        .filter(|cell| WORDS.contains(&cell.as_str()))
        .collect();
    words.sort();
    words.dedup();
    Ok(words)
}

#[test]
fn pages_turn_forth_and_back_and_the_address_follows() -> Result<()> {
    Stage::run(async |stage| {
        let (_, _) = stage.owner_at_experiments("").await?;
        let (id, name, runs) = busiest(stage).await?;
        let console = stage
            .open(&format!("/kfp-console/ns/{OWNED}/experiments/{id}"))
            .await?;
        let caption = format!("Runs of {name}");
        let list = console.list(caption.as_str()).await?;
        let first = list.names().await?;
        assert!(
            first.len() < runs.len(),
            "the sandbox holds fewer runs than a page: {}",
            runs.len()
        );

        list.pages().await?.click(Role::Button, "Next").await?;
        let second = list
            .names_when(|names| !names.is_empty() && *names != first)
            .await?;
        assert_eq!(second, runs[first.len()..first.len() + second.len()]);
        assert!(stage.browser.address().await?.contains("?page="));

        stage.browser.reload().await?;
        let list = console.list(caption.as_str()).await?;
        assert_eq!(list.names().await?, second);

        list.pages().await?.click(Role::Button, "Previous").await?;
        list.names_when(|names| *names == first).await?;
        stage.browser.back().await?;
        list.names_when(|names| *names == second).await?;
        Ok(())
    })
}

#[test]
fn a_filter_that_fits_nothing_offers_to_be_dropped() -> Result<()> {
    Stage::run(async |stage| {
        let console = stage
            .sign_in_at(
                &format!("/kfp-console/ns/{OWNED}/experiments?q=no-such-thing"),
                OWNER,
            )
            .await?;
        console.heading("Nothing matches these filters").await?;
        console
            .page()
            .click(Role::Button, "Remove name “no-such-thing”")
            .await?;
        let list = console.list(EXPERIMENTS_OF_OWNER).await?;
        stage.browser.focus_is_on(&list.filter().await?).await?;
        stage.browser.address_ends_with("/experiments").await
    })
}

#[test]
fn a_value_of_the_address_that_cannot_be_read_is_named_and_ignored() -> Result<()> {
    Stage::run(async |stage| {
        let console = stage
            .sign_in_at(
                &format!("/kfp-console/ns/{OWNED}/experiments?sort=-size"),
                OWNER,
            )
            .await?;
        console.list(EXPERIMENTS_OF_OWNER).await?;
        console
            .page()
            .reads(&["Part of the address was not understood and is ignored: sort"])
            .await
    })
}

#[test]
fn the_bar_of_a_busy_list_is_not_covered_by_its_head() -> Result<()> {
    Stage::run(async |stage| {
        stage.owner_at_experiments("").await?;
        let layer_of = async |selector: &str, part: &str| {
            let script = format!(
                "return Number(getComputedStyle(document.querySelector('{selector}'), '{part}').zIndex)"
            );
            stage.browser.evaluate::<f64>(&script).await
        };
        let bar = layer_of(".fill", "::after").await?;
        let head = layer_of(".fill thead th", "").await?;
        assert!(bar > head, "the bar is on layer {bar}, the head on {head}");
        Ok(())
    })
}

#[test]
fn on_a_telephone_one_sees_what_is_sorted_and_which_state_is_chosen() -> Result<()> {
    Stage::run(async |stage| {
        let (_, list) = stage.owner_at_experiments("").await?;
        stage.browser.resize(Viewport::PHONE).await?;
        list.sorted_when("Created", "descending").await?;
        let cell = "return document.querySelector('main td').innerText";
        let cell = stage.browser.evaluate::<String>(cell).await?;
        assert!(cell.starts_with("Created"), "{cell}");
        list.sorter("Created").await?.click().await?;
        list.sorted_when("Created", "ascending").await?;

        let (id, _, _) = busiest(stage).await?;
        let path = format!("/kfp-console/ns/{OWNED}/experiments/{id}?q=status%3Acanceling");
        let console = stage.open(&path).await?;
        let facets = console.page().part(Role::Group, "Filter by status").await?;
        let chosen = facets.find(Role::Button, Name::has("Canceling")).await?;
        let edge = chosen.rect().await?;
        let edge = edge.x + edge.width;
        assert!(
            edge <= f64::from(Viewport::PHONE.width),
            "it ends at {edge}"
        );
        Ok(())
    })
}
