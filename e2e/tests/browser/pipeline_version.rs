//! A version of a pipeline: its graph by pointer and by keys, and its spec.

use anyhow::{Context as _, Result};
use e2e::browser::pages::Graph;
use e2e::browser::{Key, Name, Noise, OWNED, OWNER, Plan, Role, Stage};

/// The page of a pipeline's newest version, `rest` being what stands behind it.
async fn page_of(stage: &Stage, pipeline: &str, rest: &str) -> Result<String> {
    let list = format!("/apis/v2beta1/pipelines?namespace={OWNED}&page_size=100");
    let answer = stage.ask_kfp(&list).await?;
    let pipelines = answer["pipelines"].as_array().context("no pipelines")?;
    let found = pipelines.iter().find(|one| one["display_name"] == pipeline);
    let id = found
        .and_then(|one| one["pipeline_id"].as_str())
        .context("no such pipeline")?;
    let versions = format!("/apis/v2beta1/pipelines/{id}/versions?sort_by=created_at%20desc");
    let answer = stage.ask_kfp(&versions).await?;
    let version = answer["pipeline_versions"][0]["pipeline_version_id"].as_str();
    let version = version.context("no version")?;
    Ok(format!(
        "/kfp-console/ns/{OWNED}/pipelines/{id}/versions/{version}{rest}"
    ))
}

/// Signs in, and opens the version.
async fn open<'a>(stage: &'a Stage, pipeline: &str, rest: &str, graph: &str) -> Result<Graph<'a>> {
    stage.owner_at_experiments("").await?;
    let path = page_of(stage, pipeline, rest).await?;
    stage.open(&path).await?;
    Graph::find(&stage.browser, Name::has(graph)).await
}

#[test]
fn the_tasks_are_walked_through_by_keys() -> Result<()> {
    Stage::run(async |stage| {
        let graph = open(stage, "Train and compare", "", "Train and compare, 5 tasks").await?;
        let items = graph.items_when(|items| items.len() == 5).await?;
        assert!(items[0].starts_with("make-data, "), "{items:?}");
        assert!(items[4].ends_with("waits for join"), "{items:?}");
        assert_eq!(graph.boxes().await?, (5, 0));
        stage.browser.exhibit("pipeline-version").await?;

        stage
            .browser
            .evaluate_on::<()>(graph.tree(), "arguments[0].focus()")
            .await?;
        graph.active_is("make-data").await?;
        stage.browser.press(&[Key::ArrowDown]).await?;
        graph.active_is("Train left").await?;
        stage.browser.press(&[Key::ArrowRight]).await?;
        graph.active_is("train-right").await?;
        stage.browser.press(&[Key::ArrowDown]).await?;
        graph.active_is("join").await?;
        stage.browser.press(&[Key::Enter]).await?;
        stage.browser.address_ends_with("/graph?task=join").await?;
        let panel = stage
            .browser
            .page()
            .part(Role::Complementary, "join")
            .await?;
        panel
            .reads(&["Comes after", "Train left", "model as left", "order only"])
            .await?;
        stage.browser.focus_is_on(graph.tree()).await?;
        stage.browser.exhibit("pipeline-version-task").await?;
        panel.click(Role::Button, "notify").await?;
        let panel = stage
            .browser
            .page()
            .part(Role::Complementary, "notify")
            .await?;
        stage.browser.focus_is_on(graph.tree()).await?;
        graph.active_is("notify").await?;
        panel.click(Role::Button, "Close").await?;
        stage.browser.address_ends_with("/graph").await?;
        stage.browser.focus_is_on(graph.tree()).await
    })
}

#[test]
fn the_spec_is_shown_as_text() -> Result<()> {
    Stage::run(async |stage| {
        open(stage, "Train and compare", "", "Train and compare").await?;
        let views = stage
            .browser
            .page()
            .part(Role::Navigation, "Views of the version")
            .await?;
        views.click(Role::Link, "Spec").await?;
        stage.browser.address_ends_with("/spec").await?;
        let spec = stage
            .browser
            .page()
            .part(Role::Region, "Spec of Train and compare")
            .await?;
        spec.reads(&[
            "pipelineInfo:",
            "name: Train left",
            "schemaVersion: \"2.1.0\"",
        ])
        .await?;
        stage.browser.exhibit("pipeline-version-spec").await
    })
}

#[test]
fn groups_are_closed_and_opened_and_the_address_keeps_it() -> Result<()> {
    Stage::run(async |stage| {
        let graph = open(stage, "nested-sweep", "", "nested-sweep, ").await?;
        let open = graph.items_when(|items| items.len() > 10).await?;
        assert_eq!(graph.boxes().await?.1, 0);
        stage.browser.exhibit("pipeline-version-nested").await?;
        stage
            .browser
            .page()
            .click(Role::Button, "Collapse all")
            .await?;
        let closed = graph.items_when(|items| items.len() == 3).await?;
        assert!(closed[0].contains("Sub-DAG, 3 tasks"), "{closed:?}");
        stage
            .browser
            .evaluate_on::<()>(graph.tree(), "arguments[0].focus()")
            .await?;
        graph.active_is("First round").await?;
        stage.browser.press(&[Key::ArrowRight]).await?;
        graph.items_when(|items| items.len() == 6).await?;
        stage.browser.reload().await?;
        let graph = Graph::find(&stage.browser, Name::has("nested-sweep")).await?;
        graph.items_when(|items| items.len() == 6).await?;
        stage
            .browser
            .page()
            .click(Role::Button, "Collapse all")
            .await?;
        graph.items_when(|items| items.len() == 3).await?;
        stage
            .browser
            .page()
            .click(Role::Button, "Expand all")
            .await?;
        graph.items_when(|items| items.len() == open.len()).await?;
        let directions = stage.browser.page().part(Role::Group, "Direction").await?;
        directions.click(Role::Button, "Left to right").await?;
        stage.browser.address_ends_with("dir=lr&fold=%2C").await?;
        stage.browser.exhibit("pipeline-version-sideways").await
    })
}

#[test]
fn conditions_loops_and_exit_handlers_in_korean() -> Result<()> {
    Stage::run_with(Plan::default(), "ko-KR", async |stage| {
        let path = format!("/kfp-console/ns/{OWNED}/experiments");
        let console = stage.sign_in_at(&path, OWNER).await?;
        console.heading("실험").await?;
        for (pipeline, picture) in [
            ("샤드별 평가", "loop"),
            ("choose-branch", "conditions"),
            ("cleanup-with-exit-handler", "exit-handler"),
        ] {
            let path = page_of(stage, pipeline, "").await?;
            stage.open(&path).await?;
            let name = format!("{pipeline} 파이프라인의 그래프");
            let graph = Graph::find(&stage.browser, Name::has(name)).await?;
            assert_eq!(graph.boxes().await?.1, 0, "{pipeline}");
            stage
                .browser
                .exhibit(&format!("pipeline-version-{picture}-ko"))
                .await?;
        }
        Ok(())
    })
}

#[test]
fn a_version_that_is_not_there_is_told() -> Result<()> {
    Stage::run(async |stage| {
        stage.owner_at_experiments("").await?;
        let path = page_of(stage, "Train and compare", "").await?;
        let (pipeline, _) = path.rsplit_once("/versions/").context("no version")?;
        let unknown = "00000000-0000-4000-8000-000000000000";
        let (_, id) = pipeline.rsplit_once('/').context("no pipeline")?;
        let call = format!("/kfp-console/apis/v2beta1/pipelines/{id}/versions/{unknown}");
        stage.browser.expect_noise(Noise::status(404, call)).await;
        let console = stage
            .open(&format!("{pipeline}/versions/{unknown}"))
            .await?;
        console.heading("This version does not exist").await?;
        stage.browser.exhibit("state-no-version").await
    })
}
