//! Passkeys: adding and removing them, signing in with one, and taking up an invitation with one.
//!
//! Each goes in two steps. The first sets a challenge, after whatever has to be shown before; the second takes the answer. A
//! challenge is used up by its answer, right or wrong.

use needlework_chart::cabinet::NewDocument;

use super::sign_in::{new_password, refuse_locked, uuid};
use super::{Allowed, Entered, OwnPages};
use crate::server::clinic::Clinic;
use crate::server::office::account::Account;
use crate::server::office::challenge::{self, Challenge, Purpose};
use crate::server::office::passkey::Passkey;
use crate::server::office::{Held, discard, file, login};
use crate::server::passkey::{self, Creation, Made, Place, Proof, Refusal};
use crate::server::problem::Problem;

/// Most passkeys of one account: more than anybody has devices.
const MOST_PASSKEYS: usize = 10;
/// Longest name of a passkey, characters.
const LONGEST_NAME: usize = 80;

/// What a browser is to be asked.
#[derive(Debug)]
pub(in crate::server) struct Asked {
    /// The challenge, base64url. Only its hash is kept.
    pub(in crate::server) challenge: String,
    /// Whose passkey it is about.
    pub(in crate::server) account: Account,
    /// Where it works.
    pub(in crate::server) domain: String,
}

impl Asked {
    /// Ids of the passkeys that the person has here, base64url.
    pub(in crate::server) fn credentials(&self) -> impl Iterator<Item = &str> {
        self.account
            .passkeys
            .iter()
            .filter(|passkey| passkey.domain == self.domain)
            .map(|passkey| passkey.credential.as_str())
    }
}

impl Allowed<OwnPages> {
    /// Own passkeys, the oldest first.
    pub fn passkeys(&self) -> &[Passkey] {
        &self.who().account().passkeys
    }

    /// Begins to add a passkey. Its name is looked at before the device makes one that the clinic would not take.
    ///
    /// # Errors
    /// When the name is not usable, the password is wrong, or there are too many already.
    pub(in crate::server) async fn ask_for_passkey(
        &self,
        name: &str,
        password: &str,
        place: Place,
    ) -> Result<Asked, Problem> {
        checked_name(name)?;
        self.who().confirm(password).await?;
        if self.passkeys().len() >= MOST_PASSKEYS {
            return Err(Problem::refused("refused-too-many-passkeys"));
        }
        self.clinic()
            .ask(self.who().account(), Purpose::Add, place)
            .await
    }

    /// Adds the passkey that was made.
    ///
    /// # Errors
    /// When it was not asked for, its name is not usable, or it is not taken.
    pub async fn add_passkey(&self, name: &str, creation: &Creation<'_>) -> Result<(), Problem> {
        let clinic = self.clinic();
        let held = self.who().held_account();
        let asked = clinic.asked(creation.client_data, Purpose::Add).await?;
        if asked.value.user != held.value.user {
            return Err(refused(Refusal::Challenge));
        }
        let passkey = clinic.made(name, creation, &asked).await;
        let passkey = clinic.or_used_up(passkey, &asked).await?;
        let mut changed = held.value.clone();
        changed.passkeys.push(passkey);
        let documents = [file(&changed, held.version)?, discard(&asked)];
        clinic.record.put_documents(&documents).await?;
        self.note("passkey-added", None, None).await
    }

    /// Removes a passkey: it works no longer.
    ///
    /// # Errors
    /// When the password is wrong, there is no such passkey, or nobody could sign in without it.
    pub async fn remove_passkey(&self, credential: &str, password: &str) -> Result<(), Problem> {
        self.who().confirm(password).await?;
        let held = self.who().held_account();
        let mut changed = held.value.clone();
        changed.passkeys.retain(|one| one.credential != credential);
        if changed.passkeys.len() == held.value.passkeys.len() {
            return Err(Problem::NotFound);
        }
        if changed.passkeys.is_empty() && changed.authenticator.is_none() {
            return Err(Problem::refused("refused-last-passkey"));
        }
        self.clinic()
            .record
            .put_documents(&[file(&changed, held.version)?])
            .await?;
        self.note("passkey-removed", None, None).await
    }
}

impl Clinic {
    /// Begins a sign-in with a passkey. What is wrong is not told: name, password, or that there is no passkey.
    ///
    /// # Errors
    /// When anything is wrong, or the account is locked.
    pub(in crate::server) async fn ask_to_sign_in(
        &self,
        name: &str,
        password: &str,
        place: Place,
    ) -> Result<Asked, Problem> {
        let (held, is_right) = self.try_password(name, password).await?;
        let Some(held) = held else {
            return Err(wrong());
        };
        let mut passkeys = held.value.passkeys.iter();
        if !(is_right && passkeys.any(|one| one.domain == place.domain)) {
            return Err(self.wrong_try(&held, Vec::new(), wrong()).await?);
        }
        self.ask(&held.value, Purpose::SignIn, place).await
    }

    /// Signs somebody in by a passkey, after the password.
    ///
    /// # Errors
    /// When it was not asked for or does not prove who it is; that counts as a wrong try.
    pub async fn sign_in_by_passkey(
        &self,
        proof: &Proof<'_>,
        browser: &str,
    ) -> Result<Entered, Problem> {
        let asked = self.asked(proof.client_data, Purpose::SignIn).await?;
        let held = self.open_account_of(&asked).await;
        let held = self.or_used_up(held, &asked).await?;
        let mut changed = held.value.after_right_try(held.value.used_step);
        let mut passkeys = changed.passkeys.iter_mut();
        let proven = passkeys
            .find(|one| one.credential == proof.credential)
            .ok_or(Refusal::Stranger)
            .and_then(|one| Ok((passkey::proven(proof, &asked.value, one)?, one)));
        match proven {
            Ok((counter, used)) => {
                used.counter = counter;
                used.used_at = Some(self.now());
            }
            Err(refusal) => {
                let used_up = vec![discard(&asked)];
                return Err(self.wrong_try(&held, used_up, refused(refusal)).await?);
            }
        }
        let documents = vec![file(&changed, held.version)?, discard(&asked)];
        self.enter(&changed, browser, documents).await
    }

    /// Begins to take up an invitation with a passkey in the place of an authenticator.
    ///
    /// # Errors
    /// When the link does not work.
    pub(in crate::server) async fn ask_to_take_up(
        &self,
        token: &str,
        place: Place,
    ) -> Result<Asked, Problem> {
        let (_, account) = self.invitation(token).await?;
        // Whoever lost a device gets a new link: passkeys of before are not asked about.
        let fresh = Account {
            passkeys: Vec::new(),
            ..account.value
        };
        self.ask(&fresh, Purpose::TakeUp, place).await
    }

    /// Takes up an invitation: chooses a password, shows a new passkey, and is in. The link is used up, authenticator and
    /// passkeys of before no longer work, and every sign-in of before is over.
    ///
    /// # Errors
    /// When the link does not work, the password is too easy, or the passkey is not taken.
    pub async fn take_up_by_passkey(
        &self,
        token: &str,
        password: &str,
        name: &str,
        creation: &Creation<'_>,
        browser: &str,
    ) -> Result<Entered, Problem> {
        let (invitation, account) = self.invitation(token).await?;
        let asked = self.asked(creation.client_data, Purpose::TakeUp).await?;
        if asked.value.user != account.value.user {
            return Err(refused(Refusal::Challenge));
        }
        let hash = new_password(password, &account.value.sign_in_name).await;
        let hash = self.or_used_up(hash, &asked).await?;
        let passkey = self.made(name, creation, &asked).await;
        let passkey = self.or_used_up(passkey, &asked).await?;
        let changed = Account {
            password: Some(hash),
            authenticator: None,
            passkeys: vec![passkey],
            ..account.value.after_right_try(account.value.used_step)
        };
        let mut documents = vec![
            file(&changed, account.version)?,
            discard(&invitation),
            discard(&asked),
        ];
        documents.extend(self.end_of_sign_ins(changed.user).await);
        self.enter(&changed, browser, documents).await
    }

    /// Sets a challenge in the place of earlier ones.
    async fn ask(
        &self,
        account: &Account,
        purpose: Purpose,
        place: Place,
    ) -> Result<Asked, Problem> {
        let challenge = login::new_token(self.chance())?;
        let domain = place.domain.clone();
        let now = self.now();
        let new = Challenge {
            id: uuid(self)?,
            user: account.user,
            purpose,
            hash: login::hash(&challenge),
            place,
            expires_at: now + challenge::HOLDS,
        };
        let mut documents: Vec<NewDocument> = {
            let office = self.office().await;
            let earlier = office
                .challenges
                .held()
                .filter(|held| held.value.user == account.user || held.value.expires_at <= now);
            earlier.map(discard).collect()
        };
        documents.push(file(&new, 0)?);
        self.record.put_documents(&documents).await?;
        Ok(Asked {
            challenge,
            account: account.clone(),
            domain,
        })
    }

    /// The challenge that an answer is about, if it still waits.
    async fn asked(&self, client_data: &str, purpose: Purpose) -> Result<Held<Challenge>, Problem> {
        let text = passkey::challenge_of(client_data).map_err(refused)?;
        let now = self.now();
        let office = self.office().await;
        let found = office
            .challenges
            .held()
            .find(|held| held.value.is(&text) && held.value.purpose == purpose)
            .filter(|held| now < held.value.expires_at);
        found.cloned().ok_or_else(|| refused(Refusal::Challenge))
    }

    /// What came of an answer; where it is refused, the challenge is used up all the same.
    async fn or_used_up<T>(
        &self,
        answered: Result<T, Problem>,
        asked: &Held<Challenge>,
    ) -> Result<T, Problem> {
        if answered.is_err() {
            self.record.put_documents(&[discard(asked)]).await?;
        }
        answered
    }

    /// The account of whoever was asked, if it may sign in now.
    async fn open_account_of(&self, asked: &Held<Challenge>) -> Result<Held<Account>, Problem> {
        let held = {
            let office = self.office().await;
            office.accounts.get(asked.value.user.uuid()).cloned()
        };
        let held = held
            .filter(|held| held.value.is_active)
            .ok_or_else(|| refused(Refusal::Challenge))?;
        refuse_locked(&held.value, self.now())?;
        Ok(held)
    }

    /// A passkey that was made when asked.
    async fn made(
        &self,
        name: &str,
        creation: &Creation<'_>,
        asked: &Held<Challenge>,
    ) -> Result<Passkey, Problem> {
        let name = checked_name(name)?;
        let made = passkey::made(creation, &asked.value).map_err(refused)?;
        if !self.is_new(&made).await {
            return Err(known());
        }
        Ok(Passkey {
            name,
            credential: made.credential,
            public_key: made.public_key,
            counter: made.counter,
            may_be_copied: made.may_be_copied,
            domain: asked.value.place.domain.clone(),
            added_at: self.now(),
            used_at: None,
        })
    }

    /// Whether nobody has this passkey yet.
    async fn is_new(&self, made: &Made) -> bool {
        let office = self.office().await;
        let mut all = office.accounts.iter().flat_map(|one| &one.passkeys);
        !all.any(|one| one.credential == made.credential)
    }
}

fn checked_name(name: &str) -> Result<String, Problem> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Err(Problem::refused("refused-passkey-name"));
    }
    Ok(name.to_owned())
}

fn refused(refusal: Refusal) -> Problem {
    Problem::refused(refusal.key())
}

fn known() -> Problem {
    Problem::refused("refused-passkey-known")
}

fn wrong() -> Problem {
    Problem::refused("refused-passkey-sign-in")
}
