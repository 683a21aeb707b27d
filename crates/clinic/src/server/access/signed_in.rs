//! Who asks: from the cookie of a browser to an account that may sign in.

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum_extra::extract::CookieJar;
use needlework_chart::id::{PatientId, SiteId};
use uuid::Uuid;

use super::duty::Duty;
use crate::server::clinic::Shared;
use crate::server::office::account::Account;
use crate::server::office::login::Login;
use crate::server::office::{Held, file};
use crate::server::problem::Problem;

/// Name of the cookie.
pub const COOKIE: &str = "needlework";
/// The same where it travels through HTTPS only: browsers then refuse it from anybody but this host.
const SECURE_COOKIE: &str = "__Host-needlework";

/// Cookie that names the clinic of the group whose day somebody looks at.
pub const CLINIC_COOKIE: &str = "needlework-clinic";

/// By this header a page that stands open says that it asks for itself anew.
const REFRESH: &str = "needlework-refresh";

/// Name of the cookie of this server.
pub const fn cookie_of(is_https: bool) -> &'static str {
    if is_https { SECURE_COOKIE } else { COOKIE }
}

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    clinic: Shared,
    account: Held<Account>,
    login: Held<Login>,
    is_refresh: bool,
    looked_at: Option<SiteId>,
}

impl SignedIn {
    /// The clinic.
    pub fn clinic(&self) -> &Shared {
        &self.clinic
    }

    /// The account.
    pub fn account(&self) -> &Account {
        &self.account.value
    }

    pub(super) const fn held_account(&self) -> &Held<Account> {
        &self.account
    }

    /// Whether a page that stands open asks for itself anew, with perhaps nobody before it.
    pub const fn is_refresh(&self) -> bool {
        self.is_refresh
    }

    /// The clinic of the group whose day this person looks at; `None`: all of them, or there is but one.
    pub async fn looked_at(&self) -> Option<SiteId> {
        let looked_at = self.looked_at?;
        let office = self.clinic.office().await;
        let sites = &office.settings().value.sites;
        let site = sites.get_open(looked_at).filter(|_| sites.is_choice());
        site.map(|site| site.id)
    }

    /// This sign-in.
    pub fn login(&self) -> &Login {
        &self.login.value
    }

    pub(super) fn has_duty<D: Duty>(&self) -> bool {
        D::DUTY.is_of(&self.account.value.roles)
    }

    pub(super) async fn note(
        &self,
        action: &str,
        patient: Option<PatientId>,
        subject: Option<Uuid>,
    ) -> Result<(), Problem> {
        let access = super::access(self, action, patient, subject);
        Ok(self.clinic.record.note_access(access).await?)
    }

    /// Who is signed in by the cookie of a request, if anybody is.
    ///
    /// # Errors
    /// When a document cannot be written, which none of ours is known to cause.
    pub async fn of(clinic: &Shared, headers: &HeaderMap) -> Result<Option<Self>, Problem> {
        let name = cookie_of(clinic.setting().is_https);
        let jar = CookieJar::from_headers(headers);
        let Some(cookie) = jar.get(name) else {
            return Ok(None);
        };
        let now = clinic.now();
        let found = {
            let office = clinic.office().await;
            let login = office.logins.by_token(cookie.value()).cloned();
            login.and_then(|login| {
                let account = office.accounts.get(login.value.user.uuid())?.clone();
                let holds = login.value.holds(now, office.limits_of(&account.value));
                (holds && account.value.is_active).then_some((account, login))
            })
        };
        let Some((account, mut login)) = found else {
            return Ok(None);
        };
        if let Some(patient) = account.value.patient()
            && !clinic.has_chart(patient).await
        {
            return Ok(None);
        }
        let is_refresh = headers.contains_key(REFRESH);
        let looked_at = jar.get(CLINIC_COOKIE);
        let looked_at = looked_at.and_then(|cookie| cookie.value().parse().ok());
        // Nobody used anything: a page that is left open does not keep somebody signed in.
        if !is_refresh && login.value.is_use_worth_writing(now) {
            login.value.used_at = now;
            // Another request of the same browser may have been faster; then it is written already.
            let _ = clinic
                .record
                .put_documents(&[file(&login.value, login.version)?])
                .await;
        }
        Ok(Some(Self {
            clinic: Shared::clone(clinic),
            account,
            login,
            is_refresh,
            looked_at,
        }))
    }
}

impl FromRequestParts<Shared> for SignedIn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, clinic: &Shared) -> Result<Self, Problem> {
        Self::of(clinic, &parts.headers)
            .await?
            .ok_or(Problem::SignIn)
    }
}
