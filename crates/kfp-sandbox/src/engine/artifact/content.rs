//! From an artifact to its file.

use std::fmt::Write as _;

use serde_json::json;

use super::chart::bars;
use crate::engine::program::{Artifact, seed};

/// The file that a made-up artifact has: by its type, and for untyped ones by the ending of its name.
pub fn artifact_file(artifact: &Artifact) -> Vec<u8> {
    let number = seed(&[&artifact.uri, "content"]);
    match artifact.schema_title.as_str() {
        "system.Dataset" => csv(number).into_bytes(),
        "system.HTML" => html(artifact, number).into_bytes(),
        "system.Markdown" => markdown(artifact, number).into_bytes(),
        "system.Metrics"
        | "system.ClassificationMetrics"
        | "system.SlicedClassificationMetrics" => json!(artifact.metadata).to_string().into_bytes(),
        _ if artifact.name.ends_with("png")
            || artifact.name.ends_with("plot")
            || artifact.name.ends_with("image") =>
        {
            bars(number)
        }
        _ => json!({"simulated": true, "name": artifact.name, "number": number % 1_000})
            .to_string()
            .into_bytes(),
    }
}

const ROWS: u64 = 20;

fn csv(number: u64) -> String {
    let mut csv = "id,x,y,label\n".to_owned();
    for row in 0..ROWS {
        let value = number.rotate_left(u32::try_from(row).unwrap_or(0) * 3);
        // Writing to a String cannot fail.
        let _ = writeln!(
            csv,
            "{row},{}.{:02},{}.{:02},simulated",
            value % 10,
            value % 97,
            value % 7,
            value % 89
        );
    }
    csv
}

fn html(artifact: &Artifact, number: u64) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{name}</title></head>\n<body>\
         <h1>{name}</h1><p>Simulated report.</p><table><tr><th>metric</th><th>value</th></tr>\
         <tr><td>accuracy</td><td>0.{value:03}</td></tr></table></body></html>\n",
        name = artifact.name,
        value = number % 1_000
    )
}

fn markdown(artifact: &Artifact, number: u64) -> String {
    format!(
        "# {}\n\nSimulated report.\n\n| metric | value |\n| --- | --- |\n| accuracy | 0.{:03} |\n",
        artifact.name,
        number % 1_000
    )
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use flate2::read::ZlibDecoder;
    use serde_json::Map;

    use super::*;

    fn artifact(schema_title: &str, name: &str) -> Artifact {
        Artifact {
            name: name.to_owned(),
            schema_title: schema_title.to_owned(),
            uri: format!("minio://bucket/{name}"),
            metadata: Map::new(),
        }
    }

    #[test]
    fn a_file_is_the_same_each_time_and_says_that_it_is_simulated() {
        for title in [
            "system.Dataset",
            "system.HTML",
            "system.Markdown",
            "system.Model",
        ] {
            let file = artifact_file(&artifact(title, "report"));
            assert_eq!(file, artifact_file(&artifact(title, "report")), "{title}");
            let text = String::from_utf8(file).unwrap().to_lowercase();
            assert!(text.contains("simulated"), "{title}: {text}");
        }
    }

    #[test]
    fn a_picture_is_a_png_with_all_its_pixels() {
        let file = artifact_file(&artifact("system.Artifact", "plot"));
        assert!(file.starts_with(b"\x89PNG\r\n\x1a\n"));
        let at = file
            .windows(4)
            .position(|window| window == b"IDAT")
            .unwrap();
        let mut pixels = Vec::new();
        ZlibDecoder::new(&file[at + 4..])
            .read_to_end(&mut pixels)
            .unwrap();
        assert_eq!(pixels.len(), 64 * (1 + 64 * 3));
    }
}
