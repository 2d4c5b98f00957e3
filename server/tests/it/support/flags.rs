/// Adds flags in place of those of the same name: the command line takes each of them once.
pub(crate) fn set(all: &mut Vec<String>, flags: &[&str]) {
    for flag in flags {
        let name = flag.split('=').next().expect("a name");
        all.retain(|known| !known.starts_with(&format!("{name}=")));
        all.push((*flag).to_owned());
    }
}
