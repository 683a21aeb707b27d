//! The first start of a clinic: nobody can sign in yet, so that the program gives one link to its owner.

use std::collections::BTreeSet;

use needlework_chart::id::UserId;

use super::access::NewColleague;
use super::access::new_account;
use super::clinic::Clinic;
use super::office::account::Role;
use super::office::file;
use super::problem::Problem;

/// The token of the link for the first owner; `None` if somebody can sign in already.
///
/// # Errors
/// When the database does not answer.
pub async fn first_invitation(clinic: &Clinic) -> Result<Option<String>, Problem> {
    let first = {
        let office = clinic.office().await;
        let can_manage = office.accounts.iter().any(|account| {
            account.is_active && account.password.is_some() && account.roles.contains(&Role::Owner)
        });
        if can_manage {
            return Ok(None);
        }
        let owner = office.accounts.iter();
        owner
            .filter(|account| account.roles.contains(&Role::Owner))
            .map(|account| account.user)
            .next()
    };
    let owner = match first {
        Some(owner) => owner,
        None => make_owner(clinic).await?,
    };
    clinic.invite(owner).await.map(Some)
}

async fn make_owner(clinic: &Clinic) -> Result<UserId, Problem> {
    let new = NewColleague {
        sign_in_name: "owner".to_owned(),
        name: "Owner".to_owned(),
        roles: BTreeSet::from([Role::Owner, Role::Physician]),
    };
    let account = new_account(new, UserId::new(clinic.now(), clinic.chance())?)?;
    clinic.record.put_documents(&[file(&account, 0)?]).await?;
    Ok(account.user)
}
