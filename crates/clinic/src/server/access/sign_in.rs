//! Signing in: name, password and the code of an authenticator; or, once, a link.

use jiff::{SignedDuration, Timestamp};
use needlework_chart::access::Access;
use needlework_chart::cabinet::NewDocument;
use needlework_chart::id::{UserId, uuid_v7};

use crate::server::clinic::Clinic;
use crate::server::office::account::Account;
use crate::server::office::invitation::Invitation;
use crate::server::office::login::{self, Login};
use crate::server::office::{Held, discard, file, one_time_code, password};
use crate::server::problem::Problem;

/// Longest description of a browser that is kept, characters.
const LONGEST_BROWSER: usize = 120;
/// How long the invitation of a colleague works.
const INVITATION_HOLDS: SignedDuration = SignedDuration::from_hours(72);

/// What somebody types to sign in.
#[derive(Debug)]
pub struct SignIn<'a> {
    /// Name.
    pub name: &'a str,
    /// Password.
    pub password: &'a str,
    /// Six digits.
    pub code: &'a str,
    /// What browser it is.
    pub browser: &'a str,
}

/// Somebody is in: the token for the cookie.
#[derive(Debug)]
pub struct Entered {
    /// Token for the cookie.
    pub token: String,
    /// Language of the account.
    pub language: String,
    /// Whether it is a patient.
    pub is_patient: bool,
}

/// What somebody chooses who takes up an invitation.
#[derive(Debug)]
pub struct Fresh<'a> {
    /// Password.
    pub password: &'a str,
    /// Code of the authenticator, to show that it works.
    pub code: &'a str,
    /// What browser it is.
    pub browser: &'a str,
}

impl Clinic {
    /// Signs somebody in. What is wrong is not told: name, password or code.
    ///
    /// # Errors
    /// When anything is wrong, or the account is locked.
    pub async fn sign_in(&self, typed: SignIn<'_>) -> Result<Entered, Problem> {
        let now = self.now();
        let (held, is_right) = self.try_password(typed.name, typed.password).await?;
        let Some(held) = held else {
            return Err(wrong());
        };
        let account = &held.value;
        let step = account
            .authenticator
            .as_deref()
            .and_then(|secret| one_time_code::step_of(typed.code, secret, account.used_step, now));
        let (true, Some(step)) = (is_right, step) else {
            return Err(self.wrong_try(&held, Vec::new(), wrong()).await?);
        };
        let changed = file(&account.after_right_try(step), held.version)?;
        self.enter(account, typed.browser, vec![changed]).await
    }

    /// The account with a name, unless it is locked, and whether the password is right; where there is none, that takes as long.
    pub(super) async fn try_password(
        &self,
        name: &str,
        password: &str,
    ) -> Result<(Option<Held<Account>>, bool), Problem> {
        let wanted = name.trim().to_lowercase();
        let held = {
            let office = self.office().await;
            let found = office
                .accounts
                .held()
                .filter(|held| held.value.patient().is_none())
                .find(|held| held.value.is_active && held.value.sign_in_name == wanted);
            found.cloned()
        };
        if let Some(held) = &held {
            refuse_locked(&held.value, self.now())?;
        }
        let hash = held.as_ref().and_then(|held| held.value.password.clone());
        let is_right = is_password(password, hash).await?;
        Ok((held, is_right))
    }

    /// Counts a wrong try, and writes down with it what else changes; gives what is told: `otherwise`, unless the account is
    /// locked by it.
    pub(super) async fn wrong_try(
        &self,
        held: &Held<Account>,
        documents: Vec<NewDocument>,
        otherwise: Problem,
    ) -> Result<Problem, Problem> {
        let now = self.now();
        let after = self
            .count_wrong_try(held, documents, "sign-in-failed")
            .await?;
        Ok(if after.is_locked(now) {
            locked(&after, now)
        } else {
            otherwise
        })
    }

    /// Counts a wrong try, and writes down with it what else changes; gives the account as it is then.
    async fn count_wrong_try(
        &self,
        held: &Held<Account>,
        mut documents: Vec<NewDocument>,
        action: &str,
    ) -> Result<Account, Problem> {
        let after = held.value.after_wrong_try(self.now());
        documents.push(file(&after, held.version)?);
        self.record.put_documents(&documents).await?;
        self.note(after.user, action).await?;
        Ok(after)
    }

    /// Lets a made-up person of a demonstration in: a colleague by the name, a patient by the id.
    ///
    /// # Errors
    /// When this is no demonstration, or there is nobody of this name.
    pub async fn enter_demonstration(
        &self,
        sign_in_name: &str,
        browser: &str,
    ) -> Result<Entered, Problem> {
        if !self.setting().is_demonstration {
            return Err(Problem::NotFound);
        }
        let account = {
            let office = self.office().await;
            let goes_by = |account: &&Account| match account.patient() {
                Some(patient) => patient.to_string() == sign_in_name,
                None => account.sign_in_name == sign_in_name,
            };
            let mut active = office.accounts.iter().filter(|account| account.is_active);
            active.find(goes_by).cloned()
        };
        let account = account.ok_or(Problem::NotFound)?;
        self.enter(&account, browser, Vec::new()).await
    }

    /// Signs somebody out; gives the account, if the token was one of a sign-in.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn sign_out(&self, token: &str) -> Result<Option<Account>, Problem> {
        let (login, account) = {
            let office = self.office().await;
            let Some(login) = office.logins.by_token(token).cloned() else {
                return Ok(None);
            };
            let account = office.accounts.get(login.value.user.uuid());
            (login, account.map(|held| held.value.clone()))
        };
        self.record.put_documents(&[discard(&login)]).await?;
        self.note(login.value.user, "signed-out").await?;
        Ok(account)
    }

    /// The invitation of a link, if it still works, with the account that it is for.
    ///
    /// # Errors
    /// When it does not exist, was used or is over.
    pub async fn invitation(
        &self,
        token: &str,
    ) -> Result<(Held<Invitation>, Held<Account>), Problem> {
        let hash = login::hash(token);
        let now = self.now();
        let office = self.office().await;
        let held = office
            .invitations
            .held()
            .find(|held| held.value.token == hash && now < held.value.expires_at)
            .ok_or_else(over)?;
        let account = office
            .accounts
            .get(held.value.user.uuid())
            .ok_or_else(over)?;
        Ok((held.clone(), account.clone()))
    }

    /// Takes up an invitation: chooses a password, shows that the authenticator works, and is in. The link is used up,
    /// passkeys of before no longer work, and every sign-in of before is over: it may be given to somebody whose device was lost.
    ///
    /// # Errors
    /// When the link does not work, the password is too easy, or the code is wrong.
    pub async fn take_up(&self, token: &str, fresh: Fresh<'_>) -> Result<Entered, Problem> {
        let (invitation, account) = self.invitation(token).await?;
        let secret = invitation.value.authenticator.clone();
        let step = one_time_code::step_of(fresh.code, &secret, 0, self.now())
            .ok_or_else(|| Problem::refused("refused-code"))?;
        let hash = new_password(fresh.password, &account.value.sign_in_name).await?;
        let changed = Account {
            password: Some(hash),
            authenticator: Some(secret),
            passkeys: Vec::new(),
            ..account.value.after_right_try(step)
        };
        let mut documents = vec![file(&changed, account.version)?, discard(&invitation)];
        documents.extend(self.end_of_sign_ins(changed.user).await);
        self.enter(&changed, fresh.browser, documents).await
    }

    /// The end of every sign-in of a colleague that still holds: whoever has the lost device is out.
    pub(super) async fn end_of_sign_ins(&self, user: UserId) -> Vec<NewDocument> {
        let office = self.office().await;
        office.logins.of(user).map(discard).collect()
    }

    /// Makes a link that lets a colleague choose a password, in the place of earlier ones; gives its token.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(crate) async fn invite(&self, user: UserId) -> Result<String, Problem> {
        let token = login::new_token(self.chance())?;
        let now = self.now();
        let invitation = Invitation {
            id: uuid(self)?,
            user,
            token: login::hash(&token),
            expires_at: now + INVITATION_HOLDS,
            authenticator: one_time_code::new_secret(self.chance())?,
        };
        let mut documents: Vec<NewDocument> = {
            let office = self.office().await;
            let earlier = office
                .invitations
                .held()
                .filter(|held| held.value.user == user || held.value.expires_at < now);
            earlier.map(discard).collect()
        };
        documents.push(file(&invitation, 0)?);
        self.record.put_documents(&documents).await?;
        Ok(token)
    }

    /// Signs somebody in who has shown everything, and writes down with it what else changes.
    pub(super) async fn enter(
        &self,
        account: &Account,
        browser: &str,
        mut documents: Vec<NewDocument>,
    ) -> Result<Entered, Problem> {
        let token = login::new_token(self.chance())?;
        let now = self.now();
        let login = Login {
            id: uuid(self)?,
            user: account.user,
            token: login::hash(&token),
            began_at: now,
            used_at: now,
            browser: browser.chars().take(LONGEST_BROWSER).collect(),
        };
        documents.push(file(&login, 0)?);
        documents.extend(self.over_logins(account, now).await);
        self.record.put_documents(&documents).await?;
        self.note(account.user, "signed-in").await?;
        Ok(Entered {
            token,
            language: account.language.clone(),
            is_patient: account.patient().is_some(),
        })
    }

    /// Sign-ins of a person that are over: they go when the next one comes.
    async fn over_logins(&self, account: &Account, now: Timestamp) -> Vec<NewDocument> {
        let office = self.office().await;
        let limits = office.limits_of(account);
        let over = office
            .logins
            .of(account.user)
            .filter(|held| !held.value.holds(now, limits));
        over.map(discard).collect()
    }

    pub(super) async fn note(&self, user: UserId, action: &str) -> Result<(), Problem> {
        // A patient who signs in does so to the own chart, which has the id of the account.
        let patient = {
            let office = self.office().await;
            let account = office.accounts.get(user.uuid());
            account.and_then(|held| held.value.patient())
        };
        let access = Access {
            at: self.now(),
            user,
            patient,
            action: action.to_owned(),
            subject: None,
        };
        Ok(self.record.note_access(access).await?)
    }
}

impl super::SignedIn {
    /// Whether this is really the person: what is approved or signed asks for the password again. Wrong tries count as at
    /// the sign-in.
    ///
    /// # Errors
    /// When the password is wrong or the account is locked.
    pub async fn confirm(&self, password: &str) -> Result<(), Problem> {
        self.clinic()
            .confirm_as(self.held_account(), password)
            .await
    }
}

impl Clinic {
    /// Whether this password is that of an account. Wrong tries count as at the sign-in.
    pub(super) async fn confirm_as(
        &self,
        held: &Held<Account>,
        password: &str,
    ) -> Result<(), Problem> {
        refuse_locked(&held.value, self.now())?;
        if self.setting().is_demonstration && held.value.password.is_none() {
            return Ok(());
        }
        if is_password(password, held.value.password.clone()).await? {
            return Ok(());
        }
        self.count_wrong_try(held, Vec::new(), "confirmation-failed")
            .await?;
        Err(Problem::refused("refused-password"))
    }
}

/// Argon2 takes tens of milliseconds: not on a thread that answers others.
async fn is_password(typed: &str, hash: Option<String>) -> Result<bool, Problem> {
    let typed = zeroize::Zeroizing::new(typed.to_owned());
    tokio::task::spawn_blocking(move || password::is_right(&typed, hash.as_deref()))
        .await
        .map_err(|_| Problem::Fault("password"))
}

/// Hash of a new password, off the threads that answer.
pub(super) async fn new_password(typed: &str, sign_in_name: &str) -> Result<String, Problem> {
    let typed = zeroize::Zeroizing::new(typed.to_owned());
    let name = sign_in_name.to_owned();
    tokio::task::spawn_blocking(move || password::hash(&typed, &name))
        .await
        .map_err(|_| Problem::Fault("password"))?
        .map_err(|refusal| Problem::refused(refusal.key()))
}

/// A new id of this moment, for a document.
pub(crate) fn uuid(clinic: &Clinic) -> Result<uuid::Uuid, Problem> {
    Ok(uuid_v7(clinic.now(), clinic.chance())?)
}

pub(super) fn refuse_locked(account: &Account, now: Timestamp) -> Result<(), Problem> {
    if account.is_locked(now) {
        return Err(locked(account, now));
    }
    Ok(())
}

fn locked(account: &Account, now: Timestamp) -> Problem {
    let left = account
        .locked_until
        .map_or(SignedDuration::ZERO, |until| until.duration_since(now));
    Problem::TooMany(left.as_mins() + 1)
}

fn wrong() -> Problem {
    Problem::refused("refused-sign-in")
}

fn over() -> Problem {
    Problem::refused("refused-invitation")
}
