//! The own account.

use needlework_chart::id::UserId;
use uuid::Uuid;

use super::{Allowed, OwnChart, OwnPages};
use crate::server::clinic::Clinic;
use crate::server::office::account::Account;
use crate::server::office::login::Login;
use crate::server::office::{discard, file};
use crate::server::problem::Problem;

/// Declares what everybody may do with the own account, colleague or patient.
macro_rules! own_account {
    ($($duty:ident)+) => {$(
        impl Allowed<$duty> {
            /// Own sign-ins that still hold, the newest first.
            pub async fn sign_ins(&self) -> Vec<Login> {
                self.clinic().sign_ins_of(self.who().account().user).await
            }

            /// Ends one of the own sign-ins.
            ///
            /// # Errors
            /// When it is nobody's or somebody else's.
            pub async fn end_sign_in(&self, id: Uuid) -> Result<(), Problem> {
                self.clinic().end_sign_in(self.who().account().user, id).await?;
                self.note("sign-in-ended", self.who().account().patient(), Some(id)).await
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
                let document = file(&changed, held.version)?;
                self.clinic().record.put_documents(&[document]).await?;
                Ok(())
            }
        }
    )+};
}

own_account!(OwnPages OwnChart);

impl Clinic {
    /// Sign-ins of somebody that still hold, the newest first.
    pub(super) async fn sign_ins_of(&self, user: UserId) -> Vec<Login> {
        let office = self.office().await;
        let Some(account) = office.accounts.get(user.uuid()) else {
            return Vec::new();
        };
        let limits = office.limits_of(&account.value);
        let now = self.now();
        let mut logins: Vec<Login> = office
            .logins
            .of(user)
            .map(|held| held.value.clone())
            .filter(|login| login.holds(now, limits))
            .collect();
        logins.reverse();
        logins
    }

    /// Ends a sign-in of somebody.
    ///
    /// # Errors
    /// When it is nobody's or somebody else's.
    pub(super) async fn end_sign_in(&self, user: UserId, id: Uuid) -> Result<(), Problem> {
        let held = self.office().await.logins.get(id).cloned();
        let held = held
            .filter(|held| held.value.user == user)
            .ok_or(Problem::NotFound)?;
        self.record.put_documents(&[discard(&held)]).await?;
        Ok(())
    }
}

impl Allowed<OwnPages> {
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
