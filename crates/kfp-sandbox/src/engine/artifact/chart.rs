//! A picture.

use std::io::Write as _;

use flate2::Compression;
use flate2::Crc;
use flate2::write::ZlibEncoder;

const SIDE: u32 = 64;

/// A PNG of bars, 64 by 64, whose heights are made of a number.
pub(super) fn bars(seed: u64) -> Vec<u8> {
    let mut pixels = Vec::new();
    for y in 0..SIDE {
        // Each line begins with its filter: none.
        pixels.push(0);
        for x in 0..SIDE {
            let bar = x / 8;
            let height = u32::try_from((seed >> (bar * 8)) & 0xff).unwrap_or(0) * SIDE / 256;
            let is_bar = SIDE - y <= height && x % 8 != 7;
            pixels.extend_from_slice(if is_bar {
                &[0x3b, 0x6f, 0xd1]
            } else {
                &[0xf5, 0xf6, 0xf8]
            });
        }
    }
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    let written = encoder.write_all(&pixels);
    let packed = written.and_then(|()| encoder.finish()).unwrap_or_default();
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = Vec::new();
    header.extend_from_slice(&SIDE.to_be_bytes());
    header.extend_from_slice(&SIDE.to_be_bytes());
    // Eight bits a channel, red green blue, deflate, no filter method, not interlaced.
    header.extend_from_slice(&[8, 2, 0, 0, 0]);
    chunk(&mut png, *b"IHDR", &header);
    chunk(&mut png, *b"IDAT", &packed);
    chunk(&mut png, *b"IEND", &[]);
    png
}

fn chunk(png: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
    let mut crc = Crc::new();
    crc.update(&kind);
    crc.update(data);
    png.extend_from_slice(&u32::try_from(data.len()).unwrap_or(0).to_be_bytes());
    png.extend_from_slice(&kind);
    png.extend_from_slice(data);
    png.extend_from_slice(&crc.sum().to_be_bytes());
}
