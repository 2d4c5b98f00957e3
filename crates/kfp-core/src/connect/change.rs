//! Changing the file of contexts.

use std::fs::{self, File};
use std::path::Path;

use super::context::{ContextFault, ContextFile, ContextFileError, make_folder};

impl ContextFile {
    /// Reads the file, changes it and writes it, whole or not at all. Two programs that do so wait for each other, so
    /// that none undoes the other's change. A file that is a link stays one.
    ///
    /// # Errors
    /// What `change` says, or [`ContextFileError`] for a file that cannot be read or written. The file is then as it was.
    pub fn change<R, E: From<ContextFileError>>(
        path: &Path,
        change: impl FnOnce(&mut Self) -> Result<R, E>,
    ) -> Result<R, E> {
        let path = &fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let folder = make_folder(path).map_err(|_| ContextFileError {
            path: path.clone(),
            fault: ContextFault::NotWritable,
        })?;
        // The folder is locked and not the file, which is replaced. Where that is not offered, on some network disks and
        // outside of Unix, a change at the very same time may be lost, and nothing else.
        let folder = File::open(folder).ok();
        let _locked = folder.as_ref().and_then(|folder| folder.lock().ok());
        let mut file = Self::read(path)?;
        let result = change(&mut file)?;
        file.write(path)?;
        Ok(result)
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;
    use crate::connect::Context;

    fn add(path: &Path, name: &str) -> Result<(), ContextFileError> {
        ContextFile::change(path, |file| {
            file.contexts.insert(name.to_owned(), Context::default());
            Ok(())
        })
    }

    #[test]
    fn changes_at_the_same_time_are_all_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/contexts.json");
        std::thread::scope(|scope| {
            for number in 0..16 {
                let path = &path;
                scope.spawn(move || add(path, &format!("c{number}")).unwrap());
            }
        });
        assert_eq!(ContextFile::read(&path).unwrap().contexts.len(), 16);
        let names: Vec<_> = fs::read_dir(path.parent().unwrap()).unwrap().collect();
        assert_eq!(names.len(), 1, "{names:?}");
    }

    #[test]
    fn what_is_not_known_is_kept_and_a_link_stays_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let real = folder.path().join("dotfiles.json");
        let text = r#"{"theme": {"dark": true}, "contexts": {"a": {"endpoint": "https://k", "colour": "red"}}}"#;
        fs::write(&real, text).unwrap();
        let link = folder.path().join("contexts.json");
        std::os::unix::fs::symlink(&real, &link).unwrap();
        add(&link, "b").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        let text = fs::read_to_string(&real).unwrap();
        let written: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(written["theme"]["dark"], true);
        assert_eq!(written["contexts"]["a"]["colour"], "red");
        let mode = fs::metadata(&real).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_broken_file_and_a_change_that_fails_leave_everything_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("contexts.json");
        fs::write(&path, "{\"contexts\": {").unwrap();
        let error = add(&path, "b").unwrap_err();
        assert!(
            matches!(error.fault, ContextFault::Broken { .. }),
            "{error}"
        );
        assert_eq!(fs::read_to_string(&path).unwrap(), "{\"contexts\": {");
        fs::write(&path, "{}").unwrap();
        let failed: Result<(), ContextFileError> = ContextFile::change(&path, |file| {
            file.current = Some("x".to_owned());
            Err(ContextFileError {
                path: path.clone(),
                fault: ContextFault::NotAFile,
            })
        });
        assert!(failed.is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "{}");
    }
}
