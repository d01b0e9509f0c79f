//! Recovery codes: ten words instead of the phone, each good once. They are shown when they are made; only
//! their marks are kept, under a key of the installation, so that a stolen database does not give them away.

use antiphon_base::secret::{self, MasterKey};

use crate::ids::AccountId;

/// How many are made at a time.
const CODES: usize = 10;
/// Letters and digits that are not taken for each other, 32 of them: five bits each.
const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz234567890";
/// Letters of one code: 50 bits, too many to be guessed within the limit of tries.
const LENGTH: usize = 10;

/// A fresh set, as it is shown.
pub(super) fn make() -> Vec<String> {
    (0..CODES)
        .map(|_| {
            let letters: String =
                secret::random_bytes::<LENGTH>().iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect();
            format!("{}-{}", &letters[..LENGTH / 2], &letters[LENGTH / 2..])
        })
        .collect()
}

/// What is kept of a code, however it was typed; nothing where it cannot be one.
pub(super) fn mark(master: &MasterKey, account: AccountId, code: &str) -> Option<Vec<u8>> {
    let letters: Vec<u8> = code
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| u8::try_from(c.to_ascii_lowercase()).ok().filter(|letter| LETTERS.contains(letter)))
        .collect::<Option<_>>()?;
    let named = [account.0.as_bytes().as_slice(), &letters].concat();
    (letters.len() == LENGTH).then(|| secret::hmac_sha256(&master.derive("recovery-codes"), &named))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_known_again_however_it_is_typed_and_only_for_its_account() {
        let (master, account) = (MasterKey::generate(), AccountId::new());
        let codes = make();
        assert_eq!(codes.len(), CODES);
        let kept = mark(&master, account, &codes[0]);
        assert!(kept.is_some());
        assert_eq!(mark(&master, account, &format!(" {} ", codes[0].to_uppercase().replace('-', " "))), kept);
        assert_ne!(mark(&master, AccountId::new(), &codes[0]), kept);
        assert_ne!(mark(&master, account, &codes[1]), kept);
        for wrong in ["", "abc", "123456", "abcde-fghi1", "abcde-fghjkm", "äbcde-fghjk"] {
            assert_eq!(mark(&master, account, wrong), None, "{wrong}");
        }
    }
}
