//! Running the clinic: accounts and settings.

use std::collections::BTreeSet;

use needlework_chart::fold::is_mail_address;
use needlework_chart::id::UserId;
use needlework_planning::Library;
use needlework_protocol::{ConsentClass, ConsentWords, Language};

use super::sites::check_sites;
use super::{Allowed, ManageClinic, may_see_to_checks};
use crate::server::allow_list::is_allowed;
use crate::server::clinic::apply;
use crate::server::engine_refusal::{refused_own_care, refused_own_consent};
use crate::server::office::account::{Account, Role};
use crate::server::office::settings::{AllowedProduct, Settings};
use crate::server::office::{discard, file};
use crate::server::problem::Problem;

/// Longest name, characters.
pub(super) const LONGEST_NAME: usize = 80;

/// A colleague who is to get an account.
#[derive(Debug)]
pub struct NewColleague {
    /// Name that is typed to sign in.
    pub sign_in_name: String,
    /// Name as it is printed.
    pub name: String,
    /// Roles.
    pub roles: BTreeSet<Role>,
}

impl Allowed<ManageClinic> {
    /// All accounts of colleagues, by name.
    pub async fn colleagues(&self) -> Vec<Account> {
        let office = self.clinic().office().await;
        let staff = office.accounts.iter().filter(|one| one.patient().is_none());
        let mut accounts: Vec<Account> = staff.cloned().collect();
        accounts.sort_by_key(|account| account.name.to_lowercase());
        accounts
    }

    /// Makes an account and gives the token of the link by which the colleague chooses a password.
    ///
    /// # Errors
    /// When the name is taken or not usable, or no role is given.
    pub async fn add_colleague(&self, new: NewColleague) -> Result<String, Problem> {
        let clinic = self.clinic();
        let account = Account {
            language: clinic.settings().await.language,
            ..new_account(new, UserId::new(clinic.now(), clinic.chance())?)?
        };
        {
            let office = clinic.office().await;
            let is_taken = |one: &Account| one.sign_in_name == account.sign_in_name;
            if office.accounts.iter().any(is_taken) {
                return Err(Problem::refused("refused-name-taken"));
            }
        }
        clinic.record.put_documents(&[file(&account, 0)?]).await?;
        self.note("colleague-added", None, Some(account.user.uuid()))
            .await?;
        clinic.invite(account.user).await
    }

    /// A new link for a colleague who has lost password or authenticator.
    ///
    /// # Errors
    /// When there is no such account.
    pub async fn invite_again(&self, user: UserId) -> Result<String, Problem> {
        self.known(user).await?;
        self.note("colleague-invited", None, Some(user.uuid()))
            .await?;
        self.clinic().invite(user).await
    }

    /// Gives a colleague other roles, or ends the account. Whoever manages the clinic cannot take this from oneself: nobody
    /// might be left who can.
    ///
    /// # Errors
    /// When there is no such account, no role is given, or it is one's own and would lose the management.
    pub async fn change_colleague(
        &self,
        user: UserId,
        roles: BTreeSet<Role>,
        is_active: bool,
    ) -> Result<(), Problem> {
        let held = self.known(user).await?;
        let is_own = user == self.who().account().user;
        if is_own && !(is_active && roles.contains(&Role::Owner)) {
            return Err(Problem::refused("refused-own-management"));
        }
        require_roles(&roles)?;
        let changed = Account {
            roles,
            is_active,
            ..held.value.clone()
        };
        let mut documents = vec![file(&changed, held.version)?];
        if !is_active {
            let office = self.clinic().office().await;
            documents.extend(office.logins.of(user).map(discard));
        }
        self.clinic().record.put_documents(&documents).await?;
        self.note("colleague-changed", None, Some(user.uuid()))
            .await
    }

    /// Settings, with the version that was seen.
    pub async fn settings(&self) -> (u64, Settings) {
        let office = self.clinic().office().await;
        let held = office.settings();
        (held.version, held.value.clone())
    }

    /// Changes settings.
    ///
    /// # Errors
    /// When a value is out of range, whoever is to see to the nightly checks may not read them, or somebody else changed them
    /// meanwhile.
    pub async fn change_settings(&self, seen: u64, settings: Settings) -> Result<(), Problem> {
        check(&settings)?;
        if let Some(owner) = settings.checks_owner {
            let office = self.clinic().office().await;
            let account = office.accounts.get(owner.uuid());
            if !account.is_some_and(|held| may_see_to_checks(&held.value)) {
                return Err(Problem::refused("refused-checks-owner"));
            }
        }
        let mut library = Library::clone(self.clinic().shipped_library());
        apply(&mut library, &settings)?;
        self.clinic()
            .record
            .put_documents(&[file(&settings, seen)?])
            .await?;
        self.note("settings-changed", None, None).await
    }

    /// Words a consent in a language, or goes back to the shipped words. Either is a new version, which is then what is signed.
    ///
    /// # Errors
    /// When the words cannot be those of a consent, or somebody else changed the settings meanwhile.
    pub async fn word_consent(
        &self,
        seen: u64,
        (class, language): (ConsentClass, Language),
        words: Option<ConsentWords>,
    ) -> Result<(), Problem> {
        let (_, mut settings) = self.settings().await;
        let own = settings.consents.entry(class).or_default();
        let before = own.version;
        own.reword(language, words)
            .map_err(|error| refused_own_consent(&error))?;
        if own.version == before {
            return Ok(());
        }
        let documents = [file(&settings, seen)?];
        self.clinic().record.put_documents(&documents).await?;
        self.note("consent-worded", None, None).await
    }

    /// Words an instruction of care in a language, or goes back to the shipped words. What was shown before stays to be read,
    /// with the moment until which it stood.
    ///
    /// # Errors
    /// When there is no such instruction, the words cannot be those of it, or somebody else changed the settings meanwhile.
    pub async fn word_care(
        &self,
        seen: u64,
        (rule, language): (&str, Language),
        text: Option<String>,
    ) -> Result<(), Problem> {
        let library = self.clinic().shipped_library();
        let rules = library.care.in_shipped_words(library.speech(language));
        let rule = rules.get(rule).filter(|rule| rule.is_told());
        let rule = rule.ok_or(Problem::NotFound)?;
        let (_, mut settings) = self.settings().await;
        let own = settings.care.entry(rule.record.id.clone()).or_default();
        let is_changed = own
            .reword(language, rule, text, self.clinic().now())
            .map_err(|error| refused_own_care(&error))?;
        if !is_changed {
            return Ok(());
        }
        let documents = [file(&settings, seen)?];
        self.clinic().record.put_documents(&documents).await?;
        self.note("care-worded", None, None).await
    }

    /// Puts a product on the list of those that may be on needled skin.
    ///
    /// # Errors
    /// When it is on the list already, or somebody else changed the settings meanwhile.
    pub async fn allow_product(
        &self,
        seen: u64,
        name: String,
        reason: String,
    ) -> Result<(), Problem> {
        let (_, mut settings) = self.settings().await;
        if is_allowed(self.clinic().shipped_library(), &settings, &name) {
            return Err(Problem::refused("refused-product-known"));
        }
        settings.products.push(AllowedProduct {
            name,
            reason,
            by: self.who().account().name.clone(),
            since: self.clinic().now(),
        });
        let documents = [file(&settings, seen)?];
        self.clinic().record.put_documents(&documents).await?;
        self.note("products-changed", None, None).await
    }

    /// Takes a product that the clinic added from the list; what was recorded of it stays.
    ///
    /// # Errors
    /// When the clinic added no such product, or somebody else changed the settings meanwhile.
    pub async fn disallow_product(&self, seen: u64, name: &str) -> Result<(), Problem> {
        let (_, mut settings) = self.settings().await;
        let before = settings.products.len();
        settings.products.retain(|one| one.name != name);
        if settings.products.len() == before {
            return Err(Problem::NotFound);
        }
        let documents = [file(&settings, seen)?];
        self.clinic().record.put_documents(&documents).await?;
        self.note("products-changed", None, None).await
    }

    async fn known(&self, user: UserId) -> Result<crate::server::office::Held<Account>, Problem> {
        let office = self.clinic().office().await;
        let held = office.accounts.get(user.uuid()).cloned();
        held.filter(|held| held.value.patient().is_none())
            .ok_or(Problem::NotFound)
    }
}

/// A new account that nobody can sign in with yet.
pub(crate) fn new_account(new: NewColleague, user: UserId) -> Result<Account, Problem> {
    let sign_in_name = new.sign_in_name.trim().to_lowercase();
    let is_plain = |one: char| one.is_ascii_alphanumeric() || matches!(one, '.' | '-' | '_' | '@');
    if sign_in_name.is_empty()
        || sign_in_name.len() > LONGEST_NAME
        || !sign_in_name.chars().all(is_plain)
    {
        return Err(Problem::refused("refused-sign-in-name"));
    }
    let name = new.name.trim().to_owned();
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Err(Problem::refused("refused-printed-name"));
    }
    require_roles(&new.roles)?;
    let language = crate::language::USUAL_LANGUAGE.to_owned();
    Ok(Account::new(user, sign_in_name, name, new.roles, language))
}

fn require_roles(roles: &BTreeSet<Role>) -> Result<(), Problem> {
    if roles.is_empty() || !roles.iter().all(|role| role.is_staff()) {
        return Err(Problem::refused("refused-no-role"));
    }
    Ok(())
}

/// Whether a clinic may have these settings; words of its own and values of rules are checked where they are put into the rules.
///
/// # Errors
/// With what is wrong.
pub(crate) fn check(settings: &Settings) -> Result<(), Problem> {
    let name = settings.clinic_name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Err(Problem::refused("refused-clinic-name"));
    }
    if jiff::tz::TimeZone::get(&settings.time_zone).is_err() {
        return Err(Problem::refused("refused-time-zone"));
    }
    let is_reached = |address: &String| address.is_empty() || is_mail_address(address);
    if !is_reached(&settings.alert_address) || !is_reached(&settings.overdue_address) {
        return Err(Problem::refused("refused-mail-address"));
    }
    if !Settings::IDLE_MINUTES.contains(&settings.idle_minutes)
        || !Settings::ABSOLUTE_HOURS.contains(&settings.absolute_hours)
    {
        return Err(Problem::refused("refused-limits"));
    }
    let [quiet_from, quiet_until] = settings.quiet_hours;
    if !Settings::QUIET_FROM.contains(&quiet_from) || !Settings::QUIET_UNTIL.contains(&quiet_until)
    {
        return Err(Problem::refused("refused-quiet-hours"));
    }
    check_sites(settings)
}
