//! What of a file is kept, and what is refused.

use image::{ImageEncoder as _, Rgb};

use super::*;

const PLACE: &[u8] = b"GPS 52.5200 N 13.4050 E";
const RED: Rgb<u8> = Rgb([200, 30, 30]);
const BLUE: Rgb<u8> = Rgb([30, 30, 200]);

/// Left half red, right half blue.
fn halves(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, _| if x < width / 2 { RED } else { BLUE })
}

fn jpeg(image: &RgbImage) -> Vec<u8> {
    let mut file = Vec::new();
    JpegEncoder::new_with_quality(&mut file, 95)
        .encode_image(image)
        .unwrap();
    file
}

fn written(image: &RgbImage, kind: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    image.write_to(&mut file, kind).unwrap();
    file.into_inner()
}

/// The same JPEG with one more segment at its beginning.
fn with_segment(jpeg: &[u8], kind: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xFF, kind], &length, content, &jpeg[2..]].concat()
}

/// What a camera writes: an orientation, and a directory of the place.
fn exif(orientation: u8) -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        [
            &tag.to_le_bytes()[..],
            &kind.to_le_bytes(),
            &count.to_le_bytes(),
            &value.to_le_bytes(),
        ]
        .concat()
    };
    let (first, place) = (8, 38);
    let mut tiff = b"II*\0".to_vec();
    tiff.extend(u32::to_le_bytes(first));
    tiff.extend(2_u16.to_le_bytes());
    tiff.extend(entry(0x0112, 3, 1, orientation.into()));
    tiff.extend(entry(0x8825, 4, 1, place));
    tiff.extend(0_u32.to_le_bytes());
    tiff.extend(1_u16.to_le_bytes());
    tiff.extend(entry(
        0x0012,
        2,
        u32::try_from(PLACE.len()).unwrap(),
        place + 18,
    ));
    tiff.extend(0_u32.to_le_bytes());
    tiff.extend(PLACE);
    [b"Exif\0\0", &tiff[..]].concat()
}

fn holds(file: &[u8], text: &[u8]) -> bool {
    file.windows(text.len()).any(|part| part == text)
}

fn read(file: &[u8]) -> RgbImage {
    image::load_from_memory_with_format(file, ImageFormat::Jpeg)
        .unwrap()
        .into_rgb8()
}

/// Which of the two halves a pixel is of.
fn is_red(pixel: Rgb<u8>) -> bool {
    pixel.0[0] > pixel.0[2]
}

#[test]
fn nothing_of_what_a_camera_writes_beside_the_pixels_is_kept() {
    let plain = jpeg(&halves(64, 48));
    let thumbnail = jpeg(&halves(16, 16));
    let mut file = with_segment(&plain, 0xE1, &[&exif(1)[..], &thumbnail].concat());
    file = with_segment(&file, 0xFE, b"a comment of the camera");
    file.extend(b"what some cameras append");
    assert!(holds(&file, PLACE) && holds(&file, b"Exif"));
    let kept = pixels_only(&file).unwrap();
    for text in [
        PLACE,
        b"Exif",
        b"comment",
        b"append",
        &[0xFF, 0xE1],
        &[0xFF, 0xE2],
    ] {
        assert!(!holds(&kept, text), "{}", String::from_utf8_lossy(text));
    }
    assert_eq!(kept.windows(2).filter(|two| two == b"\xFF\xD8").count(), 1);
    assert_eq!(read(&kept).dimensions(), (64, 48));
}

#[test]
fn a_photograph_that_was_taken_on_the_side_stands_upright() {
    let file = with_segment(&jpeg(&halves(64, 32)), 0xE1, &exif(6));
    let upright = read(&pixels_only(&file).unwrap());
    assert_eq!(upright.dimensions(), (32, 64));
    assert!(is_red(*upright.get_pixel(16, 8)));
    assert!(!is_red(*upright.get_pixel(16, 56)));
}

#[test]
fn a_large_photograph_is_scaled_down_and_a_small_one_is_not_scaled_up() {
    let size = |width, height| {
        let kept = pixels_only(&jpeg(&halves(width, height))).unwrap();
        read(&kept).dimensions()
    };
    assert_eq!(size(3000, 1500), (2048, 1024));
    assert_eq!(size(90, 120), (90, 120));
}

#[test]
fn all_three_kinds_become_a_jpeg() {
    for kind in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let kept = pixels_only(&written(&halves(40, 30), kind)).unwrap();
        assert_eq!(image::guess_format(&kept).unwrap(), ImageFormat::Jpeg);
    }
}

#[test]
fn colours_of_a_telephone_are_seen_as_they_were() {
    let skin = RgbImage::from_pixel(32, 32, Rgb([200, 120, 100]));
    let mut file = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut file, 100);
    encoder
        .set_icc_profile(ColorProfile::new_display_p3().encode().unwrap())
        .unwrap();
    encoder.encode_image(&skin).unwrap();
    let kept = read(&pixels_only(&file).unwrap());
    // Display P3 (200, 120, 100) is sRGB (213, 115, 95), from the matrices of both spaces.
    let seen = kept.get_pixel(16, 16).0;
    for (seen, expected) in seen.into_iter().zip([213_u8, 115, 95]) {
        assert!(seen.abs_diff(expected) <= 3, "{seen} for {expected}");
    }
}

/// A PNG of which nothing is there but a header.
fn png_header(width: u32, height: u32) -> Vec<u8> {
    let mut chunk = b"IHDR".to_vec();
    chunk.extend(width.to_be_bytes());
    chunk.extend(height.to_be_bytes());
    chunk.extend([8, 6, 0, 0, 0]);
    let check = crc32(&chunk).to_be_bytes();
    let begin = b"\x89PNG\r\n\x1a\n\0\0\0\x0d";
    let data = b"\0\0\0\0IDAT\x35\xaf\x06\x1e";
    [begin, &chunk[..], &check, data].concat()
}

fn crc32(bytes: &[u8]) -> u32 {
    let step = |sum: u32, byte: &u8| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            (sum >> 1) ^ (0xEDB8_8320 & (0_u32.wrapping_sub(sum & 1)))
        })
    };
    !bytes.iter().fold(u32::MAX, step)
}

#[test]
fn an_image_that_would_fill_the_memory_is_refused_by_its_header() {
    // 60000 x 60000 would be 14 gigabytes; the second is just over 40 megapixels, with sides that are allowed.
    for (width, height) in [(60_000, 60_000), (6_400, 6_400), (2, 30_001)] {
        let refused = pixels_only(&png_header(width, height));
        assert_eq!(refused, Err(Unfit::TooManyPixels), "{width} x {height}");
    }
}

#[test]
fn a_file_that_ends_too_early_is_refused() {
    for kind in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let file = written(&halves(200, 150), kind);
        for length in [12, file.len() / 3, file.len() / 2, file.len() - 20] {
            let refused = pixels_only(&file[..length]);
            assert_eq!(refused, Err(Unfit::Damaged), "{kind:?} of {length} bytes");
        }
    }
}

#[test]
fn the_end_of_a_thumbnail_is_not_the_end_of_the_photograph() {
    let thumbnail = [&exif(1)[..], &jpeg(&halves(16, 16))].concat();
    let file = with_segment(&jpeg(&halves(200, 150)), 0xE1, &thumbnail);
    assert!(pixels_only(&file).is_ok());
    assert_eq!(pixels_only(&file[..file.len() - 2]), Err(Unfit::Damaged));
}

#[test]
fn other_kinds_are_refused_whatever_they_are_called() {
    let files: [&[u8]; 5] = [
        b"GIF89a\x01\0\x01\0\0\0\0;",
        b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
        b"BM\x3a\0\0\0\0\0\0\0\x36\0\0\0",
        b"a text",
    ];
    for file in files {
        assert_eq!(pixels_only(file), Err(Unfit::OtherKind));
    }
    assert_eq!(pixels_only(&[]), Err(Unfit::Empty));
    let large = vec![0; LARGEST_FILE + 1];
    assert_eq!(pixels_only(&large), Err(Unfit::TooLarge));
}

#[tokio::test]
async fn the_work_is_done_beside_the_threads_that_answer() {
    let file = Bytes::from(jpeg(&halves(40, 30)));
    assert!(fresh_jpeg(file).await.is_ok());
    assert_eq!(fresh_jpeg(Bytes::new()).await, Err(Unfit::Empty));
}
