//! The file of the console's token for KFP. What a file can hold in place of a token stands in `it/token_file.rs`.

use std::fs;

use crate::rig::Rig;

#[tokio::test]
async fn file_without_a_token_is_named_and_the_next_token_is_taken() {
    let mut rig = Rig::start(&[]).await;
    let file = rig.token_file();
    for (name, spoil) in [
        (
            "emptied",
            (|file| fs::write(file, "")) as fn(&std::path::Path) -> std::io::Result<()>,
        ),
        ("removed", |file| fs::remove_file(file)),
        ("replaced by a folder", |file| {
            fs::remove_file(file)?;
            fs::create_dir(file)
        }),
    ] {
        spoil(&file).expect("spoiled");
        rig.fails(name, 502, "console.token_file").await;
        if file.is_dir() {
            fs::remove_dir(&file).expect("removed");
        }
        let token = rig.new_token();
        fs::write(&file, token).expect("written");
        rig.is_back(name).await;
    }
}

#[tokio::test]
async fn rotated_token_fails_no_request() {
    let mut rig = Rig::start(&[]).await;
    for _ in 0..10 {
        let next = rig.token_file().with_extension("next");
        let token = rig.new_token();
        fs::write(&next, token).expect("written");
        fs::rename(&next, rig.token_file()).expect("renamed");
        assert_eq!(rig.ask().await.status, 200);
    }
    rig.is_back("rotated").await;
}
