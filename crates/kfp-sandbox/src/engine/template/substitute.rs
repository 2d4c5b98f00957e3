//! Placeholders in texts.

/// Replaces every `{{name}}` for which `resolve` knows a value; others stay as they are.
///
/// Values are not searched again: a value that holds braces, such as `{{$}}` in a container's arguments, stays whole.
pub fn substitute(text: &str, resolve: impl Fn(&str) -> Option<String>) -> String {
    let mut replaced = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        replaced.push_str(before);
        let value = after
            .split_once("}}")
            .and_then(|(name, tail)| Some((resolve(name.trim())?, tail)));
        if let Some((value, tail)) = value {
            replaced.push_str(&value);
            rest = tail;
        } else {
            replaced.push_str("{{");
            rest = after;
        }
    }
    replaced.push_str(rest);
    replaced
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replaces_what_is_known_and_keeps_the_rest() {
        let resolve = |name: &str| (name == "inputs.parameters.a").then(|| "{{$}}".to_owned());
        assert_eq!(
            substitute("x {{inputs.parameters.a}} {{item}} {{", resolve),
            "x {{$}} {{item}} {{"
        );
    }
}
