//! Curves and matrices of classifiers.

use serde_json::{Map, Value, json};

const CLASSES: [&str; 3] = ["cat", "dog", "rabbit"];
const POINTS: u32 = 10;

/// The metadata of a `system.ClassificationMetrics`: a curve and a matrix, made of a number.
pub(crate) fn classification_metrics(seed: u64) -> Map<String, Value> {
    Map::from_iter([
        ("confidenceMetrics".to_owned(), json!({"list": roc(seed)})),
        (
            "confusionMatrix".to_owned(),
            json!({"struct": confusion(seed)}),
        ),
    ])
}

/// A curve that rises from (0, 0) to (1, 1), above the diagonal.
pub(super) fn roc(seed: u64) -> Vec<Value> {
    let bend = 2 + i32::try_from(seed % 4).unwrap_or(0);
    (0..=POINTS)
        .map(|point| {
            let rate = f64::from(point) / f64::from(POINTS);
            let recall = 1.0 - (1.0 - rate).powi(bend);
            json!({"confidenceThreshold": 1.0 - rate, "falsePositiveRate": rate, "recall": recall})
        })
        .collect()
}

fn confusion(seed: u64) -> Value {
    let rows = CLASSES.iter().enumerate().map(|(row, _)| {
        let cells = CLASSES.iter().enumerate().map(|(column, _)| {
            let shift = u32::try_from((row * CLASSES.len() + column) * 5).unwrap_or(0);
            let number = (seed >> (shift % 48)) % 16;
            if row == column {
                40 + number
            } else {
                number / 4
            }
        });
        json!({"row": cells.collect::<Vec<u64>>()})
    });
    let annotations: Vec<Value> = CLASSES
        .iter()
        .map(|class| json!({"displayName": class}))
        .collect();
    json!({"annotationSpecs": annotations, "rows": rows.collect::<Vec<_>>()})
}
