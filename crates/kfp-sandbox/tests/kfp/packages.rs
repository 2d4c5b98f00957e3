//! Files for uploads, by the words with which the recordings describe them.

use std::io::{Cursor, Write};
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

/// A compiled package of the crate's samples.
pub fn package(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("data/pipelines")
        .join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn hello() -> String {
    String::from_utf8(package("hello.yaml")).expect("a text")
}

fn zip(entries: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        writer
            .start_file(*name, zip::write::SimpleFileOptions::default())
            .expect("an entry");
        writer.write_all(content).expect("content");
    }
    writer.finish().expect("an archive").into_inner()
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(content).expect("content");
    encoder.finish().expect("an archive")
}

fn tar_gz(name: &str, content: &[u8]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_size(content.len() as u64);
    header.set_mode(0o644);
    builder
        .append_data(&mut header, name, content)
        .expect("an entry");
    gzip(&builder.into_inner().expect("an archive"))
}

/// The file that `description` means; what is no description is the file itself.
pub fn content(description: &str) -> Option<Vec<u8>> {
    if let Some(rest) = description.strip_prefix("<contents of pipelines/") {
        return Some(package(&rest[..rest.find(['>', ','])?]));
    }
    let hello = hello();
    let bytes = hello.clone().into_bytes();
    Some(match description {
        "<hello>" => bytes,
        "<zip: pipeline.yaml = hello>" => zip(&[("pipeline.yaml", bytes)]),
        "<zip: foo.yaml = hello>" => zip(&[("foo.yaml", bytes)]),
        "<zip: diamond.yaml, pipeline.yaml = hello>" => zip(&[
            ("diamond.yaml", package("diamond.yaml")),
            ("pipeline.yaml", bytes),
        ]),
        "<zip: a.txt>" => zip(&[("a.txt", b"text".to_vec())]),
        "<zip: no entries>" => zip(&[]),
        "<tar.gz: pipeline.yaml = hello>" => tar_gz("pipeline.yaml", &bytes),
        "<tar.gz: dir/pipeline.yaml = hello>" => tar_gz("dir/pipeline.yaml", &bytes),
        "<gzip of hello>" => gzip(&bytes),
        "<hello as JSON>" => {
            let value: Value = serde_saphyr::from_str(&hello).expect("YAML");
            value.to_string().into_bytes()
        }
        "<hello with an emoji in its description>" => hello
            .replace(
                "  description: The smallest useful pipeline.",
                "  description: rocket 🚀",
            )
            .into_bytes(),
        "<256 bytes>" => (0..=255).collect(),
        "<hello with pipelineInfo.name removed>" => {
            hello.replace("  name: hello\n", "").into_bytes()
        }
        "<hello with pipelineInfo.name Bad_Name>" => hello
            .replace("  name: hello\n", "  name: Bad_Name\n")
            .into_bytes(),
        "<hello with schemaVersion 2.0.0>" => hello
            .replace("schemaVersion: 2.1.0", "schemaVersion: 2.0.0")
            .into_bytes(),
        "<hello plus \"foo: bar\">" => format!("{hello}\nfoo: bar\n").into_bytes(),
        "<hello plus \"---\">" => format!("{hello}\n---\n").into_bytes(),
        "<hello plus document foo: bar>" => format!("{hello}\n---\nfoo: bar\n").into_bytes(),
        "<gzip of a good body>" => {
            gzip(b"{\"display_name\": \"zipped\", \"namespace\": \"team-a\"}")
        }
        "<UTF-16 JSON>" => "\u{feff}{\"display_name\": \"wide\"}"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect(),
        "<20 000 nested objects>" => nested("x", 20_000),
        "<5 000 nested objects in pipeline_spec>" => nested("pipeline_spec", 5_000),
        "<11 000 nested objects in pipeline_spec>" => nested("pipeline_spec", 11_000),
        "<1 MiB JSON>" => described(1),
        "<3 MiB JSON>" => described(3),
        "<4 MiB JSON>" => described(4),
        "<5 MiB JSON>" => described(5),
        "<16 MiB JSON>" => described(16),
        "<64 MiB JSON>" => described(64),
        "<128 MiB JSON>" => described(128),
        "<200 MiB JSON>" => unknown(200),
        "<32 MiB + 10 bytes of comment, then hello>" => commented(32 * 1024 * 1024 + 10, &hello),
        "<5 MiB comment, then hello>" => commented(5 * 1024 * 1024, &hello),
        description if description.starts_with('<') && description.ends_with('>') => return None,
        text => text.as_bytes().to_vec(),
    })
}

/// A message whose field holds objects in objects.
fn nested(field: &str, depth: usize) -> Vec<u8> {
    let open = "{\"a\": ".repeat(depth);
    format!("{{\"{field}\": {open}1{}}}", "}".repeat(depth)).into_bytes()
}

/// An experiment with a description of that many MiB.
fn described(mebibytes: usize) -> Vec<u8> {
    let description = "d".repeat(mebibytes * 1024 * 1024);
    format!("{{\"display_name\": \"big\", \"namespace\": \"team-a\", \"description\": \"{description}\"}}").into_bytes()
}

/// A field that nothing knows, of that many MiB.
fn unknown(mebibytes: usize) -> Vec<u8> {
    format!("{{\"foo\": \"{}\"}}", "d".repeat(mebibytes * 1024 * 1024)).into_bytes()
}

fn commented(length: usize, text: &str) -> Vec<u8> {
    let mut content = vec![b'x'; length];
    content[0] = b'#';
    content.push(b'\n');
    content.extend(text.as_bytes());
    content
}

/// A form with one file.
pub fn form(boundary: &str, field: &str, file_name: &str, content: &[u8]) -> Vec<u8> {
    let mut body = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{file_name}\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n"
    )
    .into_bytes();
    body.extend(content);
    body.extend(format!("\r\n--{boundary}--\r\n").as_bytes());
    body
}

/// The spec in a sample package, beside its platform spec if the package has one.
pub fn spec(name: &str) -> Value {
    let text = String::from_utf8(package(&format!("{name}.yaml"))).expect("a text");
    // `n` is a name here and no boolean, as it was in the oldest YAML.
    let options = serde_saphyr::options! { strict_booleans: true };
    let mut documents = serde_saphyr::from_multiple_with_options::<Value>(&text, options)
        .unwrap_or_else(|error| panic!("{name}: {error}"))
        .into_iter();
    let spec = documents.next().expect("a document");
    match documents.next() {
        Some(platform) => serde_json::json!({"pipeline_spec": spec, "platform_spec": platform}),
        None => spec,
    }
}
