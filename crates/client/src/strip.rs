//! Taking out of a file what it tells about people: where a picture was taken, with what, by whom.
//!
//! The containers are read by `img-parts`; kept is what is needed to draw or play, by name, and nothing else.

use img_parts::jpeg::Jpeg;
use img_parts::png::Png;
use img_parts::riff::{RiffChunk, RiffContent};

/// Why a file is not cleaned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StripError {
    /// A kind that this program does not know how to clean.
    #[error("files of this kind are not cleaned of what they tell about people")]
    Kind,
    /// Not a file of the kind that it is said to be.
    #[error("the file is damaged, or of another kind than its name says")]
    Damaged,
}

/// Markers of a JPEG: start of frame, tables, scans; JFIF and Adobe's colours. Not EXIF, XMP, profiles,
/// comments, thumbnails.
const JPEG_KEPT: [u8; 17] = [
    0xc0, 0xc1, 0xc2, 0xc4, 0xc5, 0xc6, 0xc9, 0xca, 0xcb, 0xcc, 0xda, 0xdb, 0xdd, 0xdc, 0xc3, 0xe0,
    0xee,
];
const PNG_KEPT: [&[u8; 4]; 12] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"bKGD", b"acTL",
    b"fcTL", b"fdAT",
];
const WEBP_KEPT: [&[u8; 4]; 6] = [b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"];
const WAVE_KEPT: [&[u8; 4]; 3] = [b"fmt ", b"fact", b"data"];

/// The file without what it tells about people.
///
/// # Errors
/// [`StripError`] for what cannot be cleaned.
pub fn stripped(media: &str, bytes: Vec<u8>) -> Result<Vec<u8>, StripError> {
    match media {
        "image/jpeg" => jpeg(bytes),
        "image/png" => png(bytes),
        "image/webp" => riff(bytes, b"WEBP", &WEBP_KEPT),
        "audio/wav" | "audio/x-wav" => riff(bytes, b"WAVE", &WAVE_KEPT),
        "text/plain" => Ok(bytes),
        _ => Err(StripError::Kind),
    }
}

fn jpeg(bytes: Vec<u8>) -> Result<Vec<u8>, StripError> {
    let mut jpeg = Jpeg::from_bytes(bytes.into()).map_err(|_| StripError::Damaged)?;
    jpeg.segments_mut().retain(|segment| JPEG_KEPT.contains(&segment.marker()));
    let mut whole = jpeg.encoder().bytes().to_vec();
    let end = end_of_scans(&whole).ok_or(StripError::Damaged)?;
    whole.truncate(end);
    Ok(whole)
}

/// Where a JPEG ends (ITU T.81, annex B): behind that, cameras put further pictures and films.
fn end_of_scans(jpeg: &[u8]) -> Option<usize> {
    let mut at = 2;
    loop {
        let (sign, marker) = (*jpeg.get(at)?, *jpeg.get(at + 1)?);
        match (sign, marker) {
            (0xff, 0xd9) => return Some(at + 2),
            (0xff, 0xff) => at += 1,
            (0xff, 0x00 | 0x01 | 0xd0..=0xd8) => at += 2,
            (0xff, _) => {
                let length = jpeg.get(at + 2..at + 4)?;
                at += 2 + usize::from(u16::from_be_bytes(length.try_into().ok()?));
            }
            // What a scan holds.
            _ => at += 1,
        }
    }
}

fn png(bytes: Vec<u8>) -> Result<Vec<u8>, StripError> {
    let mut png = Png::from_bytes(bytes.into()).map_err(|_| StripError::Damaged)?;
    png.chunks_mut().retain(|chunk| PNG_KEPT.contains(&&chunk.kind()));
    Ok(png.encoder().bytes().to_vec())
}

fn riff(bytes: Vec<u8>, kind: &[u8; 4], kept: &[&[u8; 4]]) -> Result<Vec<u8>, StripError> {
    let mut riff = RiffChunk::from_bytes(bytes.into()).map_err(|_| StripError::Damaged)?;
    match riff.content_mut() {
        RiffContent::List { kind: Some(found), subchunks } if found == kind => {
            subchunks.retain(|chunk| kept.contains(&&chunk.id()));
        }
        _ => return Err(StripError::Damaged),
    }
    Ok(riff.encoder().bytes().to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A JPEG of one grey square, with EXIF that names a place, a comment, and a second picture behind it.
    fn photo() -> Vec<u8> {
        let exif = b"Exif\0\0GPS canary 30.0444N";
        let mut bytes = vec![0xff, 0xd8];
        let mut segment = |marker: u8, body: &[u8]| {
            bytes.extend([0xff, marker]);
            bytes.extend(u16::try_from(body.len() + 2).unwrap().to_be_bytes());
            bytes.extend(body);
        };
        segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
        segment(0xe1, exif);
        segment(0xfe, b"canary of a comment");
        segment(0xdb, &[0; 65]);
        segment(0xc0, &[8, 0, 8, 0, 8, 1, 1, 0x11, 0]);
        segment(0xc4, &[0; 19]);
        segment(0xda, &[1, 1, 0, 0, 63, 0]);
        bytes.extend([0x12, 0xff, 0x00, 0x34, 0xff, 0xd9]);
        bytes.extend(b"canary of a film");
        bytes
    }

    fn holds(bytes: &[u8], word: &[u8]) -> bool {
        bytes.windows(word.len()).any(|window| window == word)
    }

    #[test]
    fn a_photo_tells_no_place() {
        let photo = photo();
        assert!(holds(&photo, b"canary"));
        let clean = stripped("image/jpeg", photo).unwrap();
        assert!(!holds(&clean, b"canary") && !holds(&clean, b"Exif"));
        assert!(clean.ends_with(&[0x34, 0xff, 0xd9]) && holds(&clean, b"JFIF"));
        assert_eq!(stripped("image/jpeg", clean.clone()), Ok(clean));
    }

    #[test]
    fn pictures_and_voices_lose_what_is_beside_them() {
        let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
        for (kind, body) in
            [(b"IHDR", &[0; 13][..]), (b"tEXt", b"canary"), (b"eXIf", b"canary"), (b"IEND", b"")]
        {
            let chunk = img_parts::png::PngChunk::new(*kind, body.into());
            png.extend(chunk.encoder().bytes());
        }
        let clean = stripped("image/png", png);
        assert!(clean.is_ok_and(|clean| !holds(&clean, b"canary")));
        let riff = |kind: &[u8; 4], chunks: &[(&[u8; 4], &[u8])]| {
            let mut body = kind.to_vec();
            for (id, data) in chunks {
                body.extend(*id);
                body.extend(u32::try_from(data.len()).unwrap().to_le_bytes());
                body.extend(*data);
            }
            let length = u32::try_from(body.len()).unwrap().to_le_bytes();
            [b"RIFF".to_vec(), length.to_vec(), body].concat()
        };
        let voice = riff(b"WAVE", &[(b"fmt ", &[0; 16]), (b"bext", b"canary"), (b"data", b"ab")]);
        let clean = stripped("audio/wav", voice.clone()).unwrap();
        assert!(!holds(&clean, b"canary") && holds(&clean, b"data"));
        assert_eq!(stripped("image/webp", voice), Err(StripError::Damaged));
    }

    #[test]
    fn what_cannot_be_cleaned_is_refused() {
        assert_eq!(stripped("image/heic", vec![1]), Err(StripError::Kind));
        assert_eq!(stripped("image/jpeg", b"no picture".to_vec()), Err(StripError::Damaged));
        let mut cut = photo();
        cut.truncate(60);
        assert!(stripped("image/jpeg", cut).is_err());
    }
}
