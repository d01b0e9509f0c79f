//! Small pictures of images. A picture is decoded under limits, away from the tasks that serve people.

use std::io::Cursor;
use std::sync::LazyLock;

use bytes::Bytes;
use image::{DynamicImage, ImageFormat, ImageReader, Limits};
use tokio::sync::Semaphore;

/// Longest side of a small picture, in pixels.
const SIDE: u32 = 480;
/// Largest picture that is decoded, in pixels along a side; and what decoding may take, in bytes.
const LONGEST_SIDE: u32 = 12_000;
const DECODING_BYTES: u64 = 192 * 1024 * 1024;

/// Pictures decoded at once: each may take much memory.
static AT_ONCE: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(2));

/// What was found in an image.
pub(super) struct Picture {
    pub(super) width: i64,
    pub(super) height: i64,
    /// Smaller, where the image was larger, and decodable within the limits.
    pub(super) small: Option<Bytes>,
}

/// Looks at an image; nothing when it is none that can be decoded.
pub(super) async fn look(mime: &'static str, bytes: Bytes) -> Option<Picture> {
    let format = ImageFormat::from_mime_type(mime)?;
    let _turn = AT_ONCE.acquire().await.ok()?;
    tokio::task::spawn_blocking(move || picture(format, &bytes)).await.ok()?
}

fn picture(format: ImageFormat, bytes: &[u8]) -> Option<Picture> {
    let (width, height) = ImageReader::with_format(Cursor::new(bytes), format).into_dimensions().ok()?;
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(DECODING_BYTES);
    reader.limits(limits);
    let small = match reader.decode() {
        Ok(image) => encode(&image),
        Err(error) => {
            tracing::info!(%error, width, height, "an image is kept without a small picture");
            None
        }
    };
    Some(Picture { width: width.into(), height: height.into(), small })
}

/// JPEG, or PNG where something shines through.
fn encode(image: &DynamicImage) -> Option<Bytes> {
    let small = if image.width().max(image.height()) > SIDE { &image.thumbnail(SIDE, SIDE) } else { image };
    let mut bytes = Vec::new();
    let written = if image.color().has_alpha() {
        small.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)
    } else {
        small.to_rgb8().write_to(&mut Cursor::new(&mut bytes), ImageFormat::Jpeg)
    };
    written.ok().map(|()| bytes.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn images_get_a_small_picture_and_bombs_do_not() {
        let mut png = Vec::new();
        DynamicImage::new_rgb8(900, 300).write_to(&mut Cursor::new(&mut png), ImageFormat::Png).unwrap();
        let picture = look("image/png", png.clone().into()).await.unwrap();
        assert_eq!((picture.width, picture.height), (900, 300));
        let small = image::load_from_memory(&picture.small.unwrap()).unwrap();
        assert_eq!((small.width(), small.height()), (480, 160));
        // The same bytes with a header that promises 60,000 times 60,000 pixels.
        png[16..24].copy_from_slice(&[0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60]);
        let crc = crc(&png[12..29]);
        png[29..33].copy_from_slice(&crc.to_be_bytes());
        assert!(look("image/png", png.into()).await.is_none_or(|picture| picture.small.is_none()));
        assert!(look("image/png", Bytes::from_static(b"\x89PNG\r\n\x1a\nnonsense")).await.is_none());
        assert!(look("application/pdf", Bytes::from_static(b"%PDF")).await.is_none());
    }

    /// CRC-32 as PNG has it (ISO 3309).
    fn crc(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(!0, |sum, byte| {
            (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { (sum >> 1) ^ 0xEDB8_8320 } else { sum >> 1 })
        })
    }
}
