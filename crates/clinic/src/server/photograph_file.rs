//! What was uploaded becomes a photograph of which nothing but pixels is kept.
//!
//! ```text
//! bytes -> kind and length -> size in pixels -> decode -> sRGB -> scale down -> turn upright -> a fresh JPEG
//! ```
//!
//! Nothing is copied from the file: no place, no device, no thumbnail of what was cropped away.

mod alike;

use std::io::Cursor;

use axum::body::Bytes;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, RgbImage};
use moxcms::{ColorProfile, Layout, TransformOptions};
use tokio::sync::Semaphore;

pub(super) use self::alike::as_large_as;

/// Largest file, bytes: that of a good camera, not that of a raw format.
const LARGEST_FILE: usize = 12 * 1024 * 1024;
/// Most pixels: more than that is no photograph of a face but a file that fills the memory.
const MOST_PIXELS: u64 = 40_000_000;
/// Longest side that is decoded, pixels.
const LONGEST_DECODED: u32 = 30_000;
/// Most bytes of a decoded pixel: four channels of 16 bits.
const MOST_BYTES_PER_PIXEL: u64 = 8;
/// Longest side that is kept, pixels: about 7 per mm of a face, and a page of them still loads.
const LONGEST_KEPT: u32 = 2048;
/// Quality of the JPEG: artefacts stay below the grain of skin.
const QUALITY: u8 = 88;

/// Photographs that are decoded at the same time: each may take some hundred megabytes.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// Kind of the files that are kept.
pub(super) const MEDIA_TYPE: &str = "image/jpeg";

/// Why a file cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unfit {
    /// Nothing was sent.
    Empty,
    /// More bytes than are taken.
    TooLarge,
    /// Not an image, or one of another kind.
    OtherKind,
    /// More pixels than are taken.
    TooManyPixels,
    /// It cannot be read to its end.
    Damaged,
}

impl Unfit {
    /// Key of the text that says why, and what to do.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Empty => "refused-photograph-empty",
            Self::TooLarge => "refused-photograph-too-large",
            Self::OtherKind => "refused-photograph-kind",
            Self::TooManyPixels => "refused-photograph-pixels",
            Self::Damaged => "refused-photograph-damaged",
        }
    }
}

impl From<ImageError> for Unfit {
    fn from(error: ImageError) -> Self {
        match error {
            ImageError::Limits(_) => Self::TooManyPixels,
            ImageError::Unsupported(_) => Self::OtherKind,
            _ => Self::Damaged,
        }
    }
}

/// A fresh JPEG of what was uploaded, made off the threads that answer.
///
/// # Errors
/// When it cannot be taken, as a sentence.
pub(super) async fn fresh_jpeg(uploaded: Bytes) -> Result<Vec<u8>, Unfit> {
    // The place goes along: a request that gave up does not free it while its image is still being decoded.
    let place = AT_ONCE.acquire().await.map_err(|_| Unfit::Damaged)?;
    let work = tokio::task::spawn_blocking(move || {
        let _place = place;
        pixels_only(&uploaded)
    });
    // A decoder that gives way under a hostile file has not read it.
    work.await.unwrap_or(Err(Unfit::Damaged))
}

/// Width and height of a fresh JPEG, pixels.
///
/// # Errors
/// When it is none.
pub(super) fn size_of(jpeg: &[u8]) -> Result<[u32; 2], Unfit> {
    let reader = ImageReader::with_format(Cursor::new(jpeg), ImageFormat::Jpeg);
    let (width, height) = reader.into_dimensions()?;
    Ok([width, height])
}

fn pixels_only(file: &[u8]) -> Result<Vec<u8>, Unfit> {
    let kind = kind_of(file)?;
    let mut decoder = decoder(file, kind)?;
    // Damaged remarks of a camera do not make its pixels worse.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().ok().flatten();
    let decoded = DynamicImage::from_decoder(decoder)?;
    let mut pixels = in_srgb(scaled_down(decoded).into_rgb8(), profile.as_deref());
    pixels.apply_orientation(orientation);
    fresh_encoding(&pixels)
}

fn fresh_encoding(pixels: &DynamicImage) -> Result<Vec<u8>, Unfit> {
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, QUALITY).encode_image(pixels)?;
    Ok(jpeg)
}

/// The kind of a file that is not empty, not too large and whole.
fn kind_of(file: &[u8]) -> Result<ImageFormat, Unfit> {
    if file.is_empty() {
        return Err(Unfit::Empty);
    }
    if file.len() > LARGEST_FILE {
        return Err(Unfit::TooLarge);
    }
    let kind = image::guess_format(file).map_err(|_| Unfit::OtherKind)?;
    let is_whole = match kind {
        ImageFormat::Jpeg => is_whole_jpeg(file),
        ImageFormat::WebP => is_whole_webp(file),
        // Its decoder reports what is missing.
        ImageFormat::Png => true,
        _ => return Err(Unfit::OtherKind),
    };
    if is_whole {
        Ok(kind)
    } else {
        Err(Unfit::Damaged)
    }
}

/// A decoder that has read the header and nothing else, of an image that is not too large.
fn decoder(file: &[u8], kind: ImageFormat) -> Result<impl ImageDecoder + '_, Unfit> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_DECODED);
    limits.max_image_height = Some(LONGEST_DECODED);
    limits.max_alloc = Some(MOST_PIXELS * MOST_BYTES_PER_PIXEL);
    let mut reader = ImageReader::with_format(Cursor::new(file), kind);
    reader.limits(limits);
    let decoder = reader.into_decoder()?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(Unfit::TooManyPixels);
    }
    Ok(decoder)
}

fn scaled_down(image: DynamicImage) -> DynamicImage {
    if image.width().max(image.height()) <= LONGEST_KEPT {
        return image;
    }
    image.resize(LONGEST_KEPT, LONGEST_KEPT, FilterType::CatmullRom)
}

/// Pixels as a page shows them without a profile. Telephones write a wider space, in which the same numbers are a redder
/// skin; dropping the profile alone would make it pale.
fn in_srgb(pixels: RgbImage, profile: Option<&[u8]>) -> DynamicImage {
    let converted = profile.and_then(|profile| converted(&pixels, profile));
    DynamicImage::ImageRgb8(converted.unwrap_or(pixels))
}

/// `None` where the profile cannot be read or is not one of RGB: the pixels then stay what they are.
fn converted(pixels: &RgbImage, profile: &[u8]) -> Option<RgbImage> {
    let from = ColorProfile::new_from_slice(profile).ok()?;
    let to = ColorProfile::new_srgb();
    let transform = from
        .create_transform_8bit(Layout::Rgb, &to, Layout::Rgb, TransformOptions::default())
        .ok()?;
    let mut changed = vec![0; pixels.len()];
    transform.transform(pixels, &mut changed).ok()?;
    RgbImage::from_raw(pixels.width(), pixels.height(), changed)
}

/// Whether a JPEG goes on to its end marker. The decoder paints grey where data are missing, which would pass for skin.
fn is_whole_jpeg(file: &[u8]) -> bool {
    const END: u8 = 0xD9;
    let mut rest = file.get(2..).unwrap_or_default();
    loop {
        let Some((kind, segment)) = next_marker(rest) else {
            return false;
        };
        if kind == END {
            return true;
        }
        let &[high, low, ..] = segment else {
            return false;
        };
        // Skipped as a whole: a thumbnail inside has an end marker of its own.
        let length = usize::from(u16::from_be_bytes([high, low]));
        rest = segment.get(length..).unwrap_or_default();
    }
}

/// The next marker that begins a segment or ends the image, and what follows. Inside a scan, `FF` stands before a zero, a
/// restart or a fill byte as well.
fn next_marker(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let is_marker =
        |pair: &[u8]| matches!(pair, [0xFF, kind] if !matches!(kind, 0 | 1 | 0xD0..=0xD8 | 0xFF));
    let at = bytes.windows(2).position(is_marker)?;
    let kind = *bytes.get(at + 1)?;
    Some((kind, bytes.get(at + 2..)?))
}

/// Whether a WebP file is as long as its header says.
fn is_whole_webp(file: &[u8]) -> bool {
    const HEADER: usize = 8;
    let length = file.get(4..HEADER).and_then(|four| four.try_into().ok());
    length.is_some_and(|four| {
        let length = u32::from_le_bytes(four) as usize;
        file.len() >= length.saturating_add(HEADER)
    })
}

#[cfg(test)]
mod tests;
