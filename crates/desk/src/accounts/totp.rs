//! Time-based one-time codes (RFC 6238: SHA-1, six digits, 30 s) as authenticator apps make them.
//! Which step was taken already is `prove_factor.rs`' matter; this file knows no database.

use antiphon_base::{Timestamp, secret};
use aws_lc_rs::hmac;
use data_encoding::BASE32_NOPAD;
use url::form_urlencoded::byte_serialize;

/// How long one code is shown, in seconds.
const STEP_SECONDS: i64 = 30;
/// By how many steps a clock may be off, either way.
const WINDOW: i64 = 1;
/// How many bytes a secret has: as many as SHA-1's sum (RFC 4226, section 4).
const SECRET_BYTES: usize = 20;

/// A fresh secret.
pub(super) fn new_secret() -> [u8; SECRET_BYTES] {
    secret::random_bytes()
}

/// The step for which `code` is right, near `now`. Takes the same time whichever it is.
pub(super) fn step_of(secret: &[u8], code: u32, now: Timestamp) -> Option<i64> {
    let present = now.timestamp().div_euclid(STEP_SECONDS);
    let steps = present - WINDOW..=present + WINDOW;
    steps.filter(|step| super::tokens::is_equal(&code_at(secret, *step).to_be_bytes(), &code.to_be_bytes())).max()
}

/// The six digits that somebody typed, with or without blanks.
pub(super) fn read_code(text: &str) -> Option<u32> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    (digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| digits.parse().ok())?
}

/// The secret as people type it into an app.
pub(super) fn to_text(secret: &[u8]) -> String {
    BASE32_NOPAD.encode(secret)
}

/// The secret as a picture brings it into an app (the "Key Uri Format" of the authenticator apps).
pub(super) fn to_uri(secret: &[u8], installation: &str, account: &str) -> String {
    // Apps read the path by percent-decoding: a plus would stay one.
    let escape = |text: &str| byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20");
    let issuer = escape(installation);
    format!("otpauth://totp/{issuer}:{}?secret={}&issuer={issuer}", escape(account), to_text(secret))
}

fn code_at(secret: &[u8], step: i64) -> u32 {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
    let sum = hmac::sign(&key, &step.to_be_bytes());
    let sum = sum.as_ref();
    let offset = usize::from(sum[sum.len() - 1] & 0x0f);
    let word: [u8; 4] = sum[offset..offset + 4].try_into().expect("an offset below 16 leaves four of twenty bytes");
    (u32::from_be_bytes(word) & 0x7fff_ffff) % 1_000_000
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn codes_are_those_of_rfc_6238() {
        // Appendix B, whose eight digits end in the six.
        let vectors = [
            (59, 287_082),
            (1_111_111_109, 81_804),
            (1_111_111_111, 50_471),
            (1_234_567_890, 5_924),
            (2_000_000_000, 279_037),
            (20_000_000_000_i64, 353_130),
        ];
        for (seconds, code) in vectors {
            assert_eq!(code_at(b"12345678901234567890", seconds / 30), code, "{seconds}");
        }
    }

    #[test]
    fn a_clock_may_be_off_by_one_step_and_no_more() {
        let (secret, now) = (b"12345678901234567890", at(1_111_111_111));
        let step = now.timestamp() / 30;
        for off in [-1, 0, 1] {
            assert_eq!(step_of(secret, code_at(secret, step + off), now), Some(step + off));
        }
        for off in [-2, 2] {
            assert_eq!(step_of(secret, code_at(secret, step + off), now), None);
        }
    }

    #[test]
    fn codes_are_read_as_people_type_them() {
        assert_eq!(read_code(" 050 471 "), Some(50_471));
        for wrong in ["", "50471", "0504711", "05047a", "-50471", "+50471", "٠٥٠٤٧١"] {
            assert_eq!(read_code(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn an_app_is_told_whose_secret_it_is() {
        let uri = to_uri(&[0; 20], "Lumen & Sons", "ana+x@lumen.test");
        assert_eq!(
            uri,
            "otpauth://totp/Lumen%20%26%20Sons:ana%2Bx%40lumen.test?secret=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA&issuer=Lumen%20%26%20Sons"
        );
    }
}
