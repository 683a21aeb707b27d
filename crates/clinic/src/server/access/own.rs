//! The own account.

use needlework_chart::id::UserId;
use uuid::Uuid;

use super::{Allowed, OwnPages};
use crate::server::office::account::Account;
use crate::server::office::login::Login;
use crate::server::office::{discard, file};
use crate::server::problem::Problem;

impl Allowed<OwnPages> {
    /// Own sign-ins that still hold, the newest first.
    pub async fn sign_ins(&self) -> Vec<Login> {
        let office = self.clinic().office().await;
        let limits = office.settings().value.login_limits();
        let now = self.clinic().now();
        let mut logins: Vec<Login> = office
            .logins
            .of(self.user())
            .map(|held| held.value.clone())
            .filter(|login| login.holds(now, limits))
            .collect();
        logins.reverse();
        logins
    }

    /// Ends one of the own sign-ins.
    ///
    /// # Errors
    /// When it is nobody's or somebody else's.
    pub async fn end_sign_in(&self, id: Uuid) -> Result<(), Problem> {
        let held = self.clinic().office().await.logins.get(id).cloned();
        let held = held
            .filter(|held| held.value.user == self.user())
            .ok_or(Problem::NotFound)?;
        self.clinic()
            .record
            .put_documents(&[discard(&held)])
            .await?;
        self.note("sign-in-ended", None, Some(id)).await
    }

    /// Chooses a language.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn speak(&self, language: &str) -> Result<(), Problem> {
        let held = self.who().held_account();
        let changed = Account {
            language: self.clinic().languages().get(language).code().to_owned(),
            ..held.value.clone()
        };
        self.clinic()
            .record
            .put_documents(&[file(&changed, held.version)?])
            .await?;
        Ok(())
    }

    /// Chooses another password; all other sign-ins end.
    ///
    /// # Errors
    /// When the old one is wrong or the new one too easy.
    pub async fn change_password(&self, old: &str, new: &str) -> Result<(), Problem> {
        self.who().confirm(old).await?;
        let held = self.who().held_account();
        let changed = Account {
            password: Some(super::sign_in::new_password(new, &held.value.sign_in_name).await?),
            ..held.value.clone()
        };
        let mut documents = vec![file(&changed, held.version)?];
        {
            let office = self.clinic().office().await;
            let here = self.who().login().id;
            let others = office
                .logins
                .of(self.user())
                .filter(|held| held.value.id != here);
            documents.extend(others.map(discard));
        }
        self.clinic().record.put_documents(&documents).await?;
        self.note("password-changed", None, None).await
    }

    fn user(&self) -> UserId {
        self.who().account().user
    }
}
