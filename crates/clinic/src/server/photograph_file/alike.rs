//! Two photographs of one size in pixels: whoever grades them blind must not learn from a larger one that it came later, from a
//! newer camera.

use image::imageops::{FilterType, overlay};
use image::{DynamicImage, ImageDecoder, ImageFormat, Rgb, RgbImage};
use zeroize::Zeroizing;

use super::{AT_ONCE, Unfit, decoder, fresh_encoding};

/// What lies around a photograph of another shape: a grey that lets skin look neither pale nor dark.
const AROUND: Rgb<u8> = Rgb([118, 118, 118]);

/// A photograph as large as it is served beside another one: as it is where both have one size, else on the largest frame that
/// fits into both, scaled down where it is larger. Nothing is cut off, so that a photograph of another shape keeps it.
///
/// # Errors
/// When one of them cannot be read.
pub(in crate::server) async fn as_large_as(
    shown: Zeroizing<Vec<u8>>,
    other: Zeroizing<Vec<u8>>,
) -> Result<Zeroizing<Vec<u8>>, Unfit> {
    let place = AT_ONCE.acquire().await.map_err(|_| Unfit::Damaged)?;
    let work = tokio::task::spawn_blocking(move || {
        let _place = place;
        framed(shown, &other)
    });
    work.await.unwrap_or(Err(Unfit::Damaged))
}

fn framed(shown: Zeroizing<Vec<u8>>, other: &[u8]) -> Result<Zeroizing<Vec<u8>>, Unfit> {
    let ((width, height), beside) = (size(&shown)?, size(other)?);
    if beside == (width, height) {
        return Ok(shown);
    }
    let frame = (width.min(beside.0), height.min(beside.1));
    let pixels = DynamicImage::from_decoder(decoder(&shown, ImageFormat::Jpeg)?)?;
    let scaled = if width > frame.0 || height > frame.1 {
        pixels.resize(frame.0, frame.1, FilterType::CatmullRom)
    } else {
        pixels
    };
    let scaled = scaled.into_rgb8();
    let mut framed = RgbImage::from_pixel(frame.0, frame.1, AROUND);
    let middle = |whole: u32, part: u32| i64::from(whole.saturating_sub(part) / 2);
    let (left, top) = (
        middle(frame.0, scaled.width()),
        middle(frame.1, scaled.height()),
    );
    overlay(&mut framed, &scaled, left, top);
    Ok(Zeroizing::new(fresh_encoding(&framed.into())?))
}

/// Width and height, pixels.
fn size(file: &[u8]) -> Result<(u32, u32), Unfit> {
    Ok(decoder(file, ImageFormat::Jpeg)?.dimensions())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jpeg(width: u32, height: u32) -> Zeroizing<Vec<u8>> {
        let skin = RgbImage::from_pixel(width, height, Rgb([200, 150, 130]));
        Zeroizing::new(fresh_encoding(&skin.into()).unwrap())
    }

    #[test]
    fn two_of_one_size_stay_as_they_are() {
        let (one, other) = (jpeg(60, 80), jpeg(60, 80));
        assert!(framed(one.clone(), &other).unwrap() == one);
    }

    #[test]
    fn a_larger_one_is_served_as_large_as_the_smaller_one() {
        let (large, small) = (jpeg(1200, 1600), jpeg(600, 800));
        let one = framed(large.clone(), &small).unwrap();
        let other = framed(small, &large).unwrap();
        assert_eq!(size(&one).unwrap(), (600, 800));
        assert_eq!(size(&other).unwrap(), (600, 800));
    }

    #[test]
    fn one_of_another_shape_stands_whole_in_the_same_frame() {
        let (upright, lying) = (jpeg(300, 400), jpeg(400, 300));
        for (one, other) in [(&upright, &lying), (&lying, &upright)] {
            let framed = framed(one.clone(), other).unwrap();
            assert_eq!(size(&framed).unwrap(), (300, 300));
            let pixels = image::load_from_memory(&framed).unwrap().into_rgb8();
            // Skin in the middle, grey in the corner: nothing was cut off, and nothing stretched.
            let Rgb([red, ..]) = *pixels.get_pixel(150, 150);
            assert!(red > 180, "{red}");
            let Rgb([corner, ..]) = *pixels.get_pixel(3, 3);
            assert!(corner.abs_diff(118) < 12, "{corner}");
        }
    }

    #[test]
    fn what_is_no_photograph_is_refused() {
        let no = Zeroizing::new(b"no photograph".to_vec());
        assert!(framed(no.clone(), &jpeg(8, 8)).is_err());
        assert!(framed(jpeg(8, 8), &no).is_err());
    }
}
