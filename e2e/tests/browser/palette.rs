//! The command palette, the list of shortcuts, and addresses of the classic UI.

use anyhow::{Context as _, Result, ensure};
use e2e::browser::{EXPERIMENTS_OF_OWNER, Key, Name, OWNED, OWNER, Plan, Role, Scope, Stage};

/// An experiment of the sample data.
const BUSY: &str = "image-classifier baseline";
const FIND: &str = "Search or jump to";

/// Opens the palette by its keys.
async fn palette(stage: &Stage) -> Result<Scope> {
    stage.browser.press_with_control('k').await?;
    stage
        .browser
        .page()
        .part(Role::Dialog, "Command palette")
        .await
}

/// Types into whatever has the focus.
async fn write(stage: &Stage, text: &str) -> Result<()> {
    Ok(stage.browser.focused().await?.send_keys(text).await?)
}

/// The id of an experiment of the owner.
async fn id_of(stage: &Stage, name: &str) -> Result<String> {
    let path = format!("/apis/v2beta1/experiments?namespace={OWNED}&page_size=50");
    let answer = stage.ask_kfp(&path).await?;
    let experiments = answer["experiments"].as_array().context("experiments")?;
    let named = experiments
        .iter()
        .find(|one| one["display_name"] == name)
        .with_context(|| format!("no experiment {name}"))?;
    Ok(named["experiment_id"].as_str().context("an id")?.to_owned())
}

#[test]
fn a_page_is_opened_by_a_part_of_its_name_without_a_mouse() -> Result<()> {
    Stage::run(async |stage| {
        let (console, list) = stage.owner_at_experiments("").await?;
        let filter = list.filter().await?;
        filter.focus().await?;
        let palette = palette(stage).await?;
        let field = palette.find(Role::Combobox, FIND).await?;
        stage.browser.focus_is_on(&field).await?;
        write(stage, "ru").await?;
        palette.find(Role::Option, Name::has("Runs")).await?;
        stage
            .browser
            .press(&[Key::ArrowDown, Key::ArrowUp, Key::Enter])
            .await?;
        console.list(format!("Runs in {OWNED}").as_str()).await?;
        let heading = console.heading("Runs").await?;
        stage.browser.focus_is_on(&heading).await?;
        console.page().gone(Role::Dialog, "Command palette").await
    })
}

#[test]
fn escape_closes_the_palette_and_gives_the_focus_back() -> Result<()> {
    Stage::run(async |stage| {
        let (console, list) = stage.owner_at_experiments("").await?;
        let sorter = list.sorter("Experiment").await?;
        sorter.focus().await?;
        palette(stage).await?;
        stage.browser.press(&[Key::Escape]).await?;
        console.page().gone(Role::Dialog, "Command palette").await?;
        stage.browser.focus_is_on(&sorter).await
    })
}

#[test]
fn an_experiment_is_found_by_its_name_and_opened_with_the_mouse() -> Result<()> {
    Stage::run(async |stage| {
        let (console, _) = stage.owner_at_experiments("").await?;
        console.page().click(Role::Button, Name::has(FIND)).await?;
        let palette = console.page().part(Role::Dialog, "Command palette").await?;
        write(stage, "classifier base").await?;
        palette.click(Role::Option, Name::has(BUSY)).await?;
        console.list(format!("Runs of {BUSY}").as_str()).await?;
        Ok(())
    })
}

#[test]
fn an_address_of_the_classic_ui_and_an_id_lead_to_the_page() -> Result<()> {
    Stage::run(async |stage| {
        let (console, _) = stage.owner_at_experiments("").await?;
        let id = id_of(stage, BUSY).await?;
        let address =
            format!("https://other.example/_/pipeline/?ns={OWNED}#/experiments/details/{id}");
        let found = palette(stage).await?;
        write(stage, &address).await?;
        found.find(Role::Option, Name::has(BUSY)).await?;
        stage.browser.press(&[Key::Enter]).await?;
        console.list(format!("Runs of {BUSY}").as_str()).await?;

        let opened = stage
            .open(&format!(
                "/kfp-console/?ns={OWNED}#/experiments/details/{id}"
            ))
            .await?;
        opened.list(format!("Runs of {BUSY}").as_str()).await?;
        stage
            .browser
            .address_ends_with(&format!("/kfp-console/ns/{OWNED}/experiments/{id}"))
            .await?;

        let opened = stage.open("/kfp-console/#/archive/experiments").await?;
        stage
            .browser
            .address_ends_with(&format!("/kfp-console/ns/{OWNED}/experiments?archived=1"))
            .await?;
        opened.heading("Experiments").await?;

        let opened = stage
            .open(&format!("/kfp-console/ns/{OWNED}/runs#/artifacts"))
            .await?;
        opened
            .heading("The console has no page for this address")
            .await?;
        stage.browser.exhibit("state-classic-address").await?;
        let main = opened.main().await?;
        main.click(Role::Link, "Experiments").await?;
        opened.list(EXPERIMENTS_OF_OWNER).await.map(drop)
    })
}

#[test]
fn the_theme_and_the_language_are_chosen_in_the_palette() -> Result<()> {
    Stage::run_with(Plan::default(), "ko-KR", async |stage| {
        let console = stage
            .sign_in_at(&format!("/kfp-console/ns/{OWNED}/experiments"), OWNER)
            .await?;
        let caption = format!("{OWNED} 네임스페이스의 실험");
        console.list(caption.as_str()).await?;
        let light = stage.browser.background().await?;
        stage.browser.press_with_control('k').await?;
        let palette = console.page().part(Role::Dialog, "명령 팔레트").await?;
        stage.browser.exhibit("palette-ko").await?;
        palette
            .click(Role::Option, Name::has("테마: 어둡게"))
            .await?;
        console.page().gone(Role::Dialog, "명령 팔레트").await?;
        ensure!(stage.browser.background().await? != light, "still light");
        stage.browser.press_with_control('k').await?;
        write(stage, "eng").await?;
        console
            .page()
            .find(Role::Option, Name::has("English"))
            .await?;
        stage.browser.press(&[Key::Enter]).await?;
        console.heading("Experiments").await.map(drop)
    })
}

#[test]
fn what_was_opened_is_offered_again_and_signing_out_forgets_it() -> Result<()> {
    Stage::run(async |stage| {
        let (console, list) = stage.owner_at_experiments("").await?;
        list.open(BUSY).await?;
        console.heading(BUSY).await?;
        stage
            .browser
            .press(&[Key::Character('g'), Key::Character('e')])
            .await?;
        console.list(EXPERIMENTS_OF_OWNER).await?;
        let found = palette(stage).await?;
        let recent = found.part(Role::Group, "Recent").await?;
        recent.find(Role::Option, Name::has(BUSY)).await?;
        stage.browser.exhibit("palette-recent").await?;
        // It stands first, so nothing has to be typed.
        stage.browser.press(&[Key::Enter]).await?;
        console.heading(BUSY).await?;

        palette(stage).await?;
        write(stage, "sign out").await?;
        found.find(Role::Option, Name::has("Sign out")).await?;
        stage.expect(403, "/").await;
        stage.browser.press(&[Key::Enter]).await?;
        console
            .page()
            .find(Role::Button, "Sign in with Dex")
            .await?;
        let kept: Option<String> = stage
            .browser
            .evaluate("return localStorage.getItem('kfp-console.recent')")
            .await?;
        assert_eq!(kept.as_deref(), Some(""));
        Ok(())
    })
}

#[test]
fn more_can_be_done_with_a_thing_that_is_found_and_all_by_keys() -> Result<()> {
    Stage::run(async |stage| {
        let (console, _) = stage.owner_at_experiments("").await?;
        let id = id_of(stage, BUSY).await?;
        let found = palette(stage).await?;
        write(stage, "classifier base").await?;
        found.find(Role::Option, Name::has(BUSY)).await?;
        stage.browser.press(&[Key::Tab]).await?;
        found.find(Role::Option, Name::has("Copy id")).await?;
        let field = found.find(Role::Combobox, FIND).await?;
        stage.browser.focus_is_on(&field).await?;
        stage.browser.exhibit("palette-verbs").await?;
        stage.browser.press(&[Key::Escape]).await?;
        found.gone(Role::Option, Name::has("Copy id")).await?;
        found.find(Role::Option, Name::has(BUSY)).await?;
        stage
            .browser
            .press(&[Key::Tab, Key::ArrowUp, Key::Enter])
            .await?;
        console.page().reads(&["The id is copied"]).await?;

        // It is asked of every kind whether it has this id.
        for kind in ["runs", "recurringruns", "pipelines"] {
            let path = format!("/kfp-console/apis/v2beta1/{kind}/{id}");
            stage.expect(404, &path).await;
        }
        let found = palette(stage).await?;
        stage.browser.press_with_control('v').await?;
        found.find(Role::Option, Name::has(BUSY)).await?;
        stage
            .browser
            .press(&[Key::Tab, Key::ArrowDown, Key::Enter])
            .await?;
        console.heading("New run").await?;
        let form = format!("/kfp-console/ns/{OWNED}/runs/new?experiment={id}");
        stage.browser.address_ends_with(&form).await
    })
}

#[test]
fn a_run_that_is_found_by_its_name_is_cloned_by_keys() -> Result<()> {
    Stage::run(async |stage| {
        let (console, _) = stage.owner_at_experiments("").await?;
        let path = format!("/apis/v2beta1/runs?namespace={OWNED}&page_size=200");
        let answer = stage.ask_kfp(&path).await?;
        let runs = answer["runs"].as_array().context("no runs")?;
        let is_alone = |run: &&serde_json::Value| {
            let name = run["display_name"].as_str().unwrap_or_default();
            let alike = |other: &&serde_json::Value| {
                let other = other["display_name"].as_str().unwrap_or_default();
                other.contains(name)
            };
            runs.iter().filter(alike).count() == 1 && run["storage_state"] != "ARCHIVED"
        };
        let run = runs.iter().find(is_alone).context("no run by itself")?;
        let name = run["display_name"].as_str().context("no name")?;
        let id = run["run_id"].as_str().context("no id")?;
        let found = palette(stage).await?;
        write(stage, name).await?;
        found.find(Role::Option, Name::has(name)).await?;
        stage.browser.press(&[Key::Tab]).await?;
        found.find(Role::Option, Name::has("Clone")).await?;
        stage.browser.press(&[Key::ArrowDown, Key::Enter]).await?;
        console.heading("New run").await?;
        let form = format!("/kfp-console/ns/{OWNED}/runs/new?clone={id}");
        stage.browser.address_ends_with(&form).await
    })
}

#[test]
fn hangul_is_found_by_its_first_consonants() -> Result<()> {
    Stage::run_with(Plan::default(), "ko-KR", async |stage| {
        let console = stage
            .sign_in_at(&format!("/kfp-console/ns/{OWNED}/experiments"), OWNER)
            .await?;
        let caption = format!("{OWNED} 네임스페이스의 실험");
        console.list(caption.as_str()).await?;
        stage.browser.press_with_control('k').await?;
        let palette = console.page().part(Role::Dialog, "명령 팔레트").await?;
        write(stage, "ㅅㅎ").await?;
        palette.find(Role::Option, Name::has("반복 실행")).await?;
        stage.browser.press(&[Key::Enter]).await?;
        console.heading("실행").await.map(drop)
    })
}

#[test]
fn the_palette_and_the_shortcuts_from_every_side() -> Result<()> {
    Stage::run(async |stage| {
        let (console, _) = stage.owner_at_experiments("").await?;
        let found = palette(stage).await?;
        stage.browser.exhibit("palette").await?;
        write(stage, "classifier").await?;
        found.find(Role::Option, Name::has(BUSY)).await?;
        stage.browser.exhibit("palette-found").await?;
        stage.browser.press(&[Key::Escape]).await?;
        console.page().gone(Role::Dialog, "Command palette").await?;
        stage.browser.press(&[Key::Character('?')]).await?;
        let sheet = console
            .page()
            .part(Role::Dialog, "Keyboard shortcuts")
            .await?;
        sheet
            .reads(&["Command palette", "Next row", "Connection"])
            .await?;
        stage.browser.exhibit("shortcuts-sheet").await?;
        sheet.click(Role::Link, "Open as a page").await?;
        console
            .page()
            .gone(Role::Dialog, "Keyboard shortcuts")
            .await?;
        stage
            .browser
            .address_ends_with("/kfp-console/shortcuts")
            .await?;
        console.heading("Keyboard shortcuts").await?;
        stage.browser.exhibit("shortcuts").await
    })
}

#[test]
fn without_single_letters_the_palette_still_opens() -> Result<()> {
    Stage::run(async |stage| {
        let console = stage.sign_in_at("/kfp-console/settings", OWNER).await?;
        console.heading("Settings").await?;
        let keys = console
            .page()
            .part(Role::Group, "Single-letter shortcuts")
            .await?;
        keys.click(Role::Button, "Off").await?;
        console.heading("Settings").await?;
        let go = [
            Key::Character('g'),
            Key::Character('e'),
            Key::Character('?'),
        ];
        stage.browser.press(&go).await?;
        let palette = palette(stage).await?;
        palette.find(Role::Combobox, FIND).await?;
        stage
            .browser
            .address_ends_with("/kfp-console/settings")
            .await?;
        console
            .page()
            .gone(Role::Dialog, "Keyboard shortcuts")
            .await
    })
}
