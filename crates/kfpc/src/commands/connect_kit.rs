//! `kfpc connect-kit`

use kfp_core::kit::{Access, Kit};
use kfp_core::model::Namespace;

use super::listing::id;
use crate::cli::{ConnectKit, Part};
use crate::failure::{Exit, Failure};
use crate::output::Terminal;
use crate::words::both;

pub(super) fn run(flags: &ConnectKit, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let kit = kit(flags)?;
    let text = match flags.part {
        Part::Manifests => {
            let mut manifests = vec![kit.pod_default(), kit.role_binding()];
            if flags.mesh_policy {
                manifests.push(kit.mesh_policy());
            }
            manifests.join("---\n")
        }
        Part::Volume => kit.volume(),
        Part::Python => kit.python(),
        Part::Rust => kit.rust(),
        Part::Checks => kit.checks(),
    };
    terminal.result(text.trim_end())?;
    Ok(Exit::Done)
}

fn kit(flags: &ConnectKit) -> Result<Kit, Failure> {
    let namespace = |text: &str| id::<Namespace>(text, "a namespace");
    let mut kit = Kit::for_namespace(namespace(&flags.pod_namespace)?)
        .service_account(flags.service_account.parse().map_err(unusable)?)
        .audience(flags.audience.parse().map_err(unusable)?)
        .installed_in(namespace(&flags.install_namespace)?);
    if flags.view {
        kit = kit.access(Access::View);
    }
    Ok(kit)
}

pub(super) fn unusable(error: kfp_core::kit::InvalidName) -> Failure {
    Failure::Usage {
        problem: both!("{error}", "매니페스트에 쓸 수 없는 이름이에요: {error}"),
        hint: both!(
            "Names stand in manifests as they are, so nothing else is taken.",
            "이름은 매니페스트에 그대로 적히므로 다른 것은 받지 않아요."
        ),
    }
}
