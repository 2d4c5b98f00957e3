//! Uploads whose session ends, and those that are sent elsewhere.

use std::io::ErrorKind;
use std::net::TcpListener;

use anyhow::Result;
use e2e::browser::{Noise, OWNER, Plan, Role, Stage};
use kfp_sandbox::{Action, Fault, LoginEra, Place, SignInPage};

use super::upload::{PACKAGE, UPLOAD, made, pasted, path};

/// Something in the place of the next answer to an upload.
fn instead(action: Action) -> Fault {
    Fault::at(Place::Gateway, action)
        .method("POST")
        .path(UPLOAD)
        .times(1)
}

#[test]
fn an_upload_goes_on_after_a_sign_in_in_another_window() -> Result<()> {
    Stage::run(async |stage| {
        let page = pasted(stage, PACKAGE).await?;
        page.reads(&["KFP can read the package", "The name can be used"])
            .await?;
        stage.whole.sandbox.end_session(OWNER);
        stage
            .expect(401, "/kfp-console/apis/v2beta1/pipelines")
            .await;
        page.click(Role::Button, "Upload").await?;
        let console = stage.console();
        console.heading("Your session has ended").await?;
        page.reads(&["The package and what you typed are still here"])
            .await?;
        stage.browser.exhibit("upload-signed-out").await?;
        stage.expect(401, "/kfp-console/api/session").await;
        page.click(Role::Button, "Go on").await?;
        page.reads(&["You are not signed in yet."]).await?;
        page.click(Role::Button, "Sign in in another window")
            .await?;
        stage.browser.enter_window().await?;
        stage
            .login()
            .at_dex(OWNER, stage.whole.password_of(OWNER)?)
            .await?;
        console.heading("Pipelines").await?;
        stage.browser.leave_window().await?;
        page.click(Role::Button, "Go on").await?;
        page.reads(&["churn is uploaded"]).await?;
        assert_eq!(made(stage, "churn").await?.len(), 1);
        Ok(())
    })
}

#[test]
fn a_sign_in_page_is_not_taken_for_an_answer() -> Result<()> {
    let plan = Plan {
        era: LoginEra::Authservice,
        ..Plan::default()
    };
    Stage::run_with(plan, "en-US", async |stage| {
        let page = pasted(stage, PACKAGE).await?;
        page.reads(&["KFP can read the package", "The name can be used"])
            .await?;
        let faults = stage.whole.sandbox.faults();
        faults.add(instead(Action::SignIn {
            page: SignInPage::Authservice,
        }));
        page.click(Role::Button, "Upload").await?;
        stage.console().heading("Your session has ended").await?;
        page.click(Role::Button, "Go on").await?;
        page.reads(&["churn is uploaded"]).await?;
        assert_eq!(made(stage, "churn").await?.len(), 1);

        stage.open(&path("/new")).await?;
        faults.add(
            Fault::at(
                Place::Gateway,
                Action::SignIn {
                    page: SignInPage::Dex,
                },
            )
            .method("POST")
            .path(super::upload::CHECK)
            .times(1),
        );
        page.click(Role::Button, "Text").await?;
        super::upload::paste(stage, "Text of the package", PACKAGE).await?;
        stage.console().heading("Your session has ended").await?;
        page.click(Role::Button, "Go on").await?;
        page.reads(&["KFP can read the package"]).await
    })
}

#[test]
fn a_package_does_not_follow_a_redirect_to_another_origin() -> Result<()> {
    Stage::run(async |stage| {
        let elsewhere = TcpListener::bind(("127.0.0.1", 0))?;
        elsewhere.set_nonblocking(true)?;
        let origin = format!("http://{}", elsewhere.local_addr()?);
        let page = pasted(stage, PACKAGE).await?;
        page.reads(&["KFP can read the package", "The name can be used"])
            .await?;
        let location = ("location".to_owned(), format!("{origin}/take"));
        stage.whole.sandbox.faults().add(instead(Action::Answer {
            status: 307,
            headers: [location].into(),
            body: String::new(),
        }));
        // The report names what was asked for, and the browser where it led.
        let asked = stage.at_gateway(UPLOAD);
        for address in [origin, asked] {
            stage.browser.expect_noise(Noise::Refused { address }).await;
        }
        page.click(Role::Button, "Upload").await?;
        page.reads(&["It is not known whether it was uploaded"])
            .await?;
        let came = elsewhere.accept().map(drop).map_err(|error| error.kind());
        assert_eq!(came, Err(ErrorKind::WouldBlock));
        assert!(made(stage, "churn").await?.is_empty());
        Ok(())
    })
}
