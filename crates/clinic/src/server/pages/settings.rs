//! Settings: what all clinics of a group share, their colleagues, defaults of rules.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::extract::Path;
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::Form;
use jiff::civil::Time;
use needlework_chart::id::UserId;

use super::allowed_products::{ProductRow, own_products, shipped_products};
use super::refused_form::{RefusedForm, SavedField, shown_again};
use super::sites::{SiteRow, WithoutNumber, site_rows, without_emergency_number};
use super::{Shown, address_of_server, show};
use crate::server::access::{Allowed, ManageClinic, NewColleague, may_see_to_checks};
use crate::server::intake::Fields;
use crate::server::office::account::{Account, Role};
use crate::server::office::settings::Settings;
use crate::server::page::Page;
use crate::server::problem::Problem;

/// The form of what all clinics share.
const SHARED: &str = "settings";
/// What the names of fields of rules begin with.
const RULE: &str = "rule_";

struct RuleRow {
    id: String,
    /// Name of its field.
    field: String,
    text: String,
    unit: String,
    low: f64,
    high: f64,
    value: String,
    shipped: String,
}

struct RoleChoice {
    id: &'static str,
    name: String,
    is_chosen: bool,
}

struct ColleagueRow {
    user: UserId,
    /// Name of the form that changes the account.
    form: String,
    name: String,
    sign_in_name: String,
    roles: String,
    is_active: bool,
    sees_to_checks: bool,
    /// Whether this colleague may be asked to see to the nightly checks.
    may_see_to_checks: bool,
    choices: Vec<RoleChoice>,
}

#[derive(Template)]
#[template(path = "clinic/settings.html")]
struct SettingsPage {
    page: Page,
    seen: u64,
    settings: Settings,
    sites: Vec<SiteRow>,
    /// Clinics without an emergency number.
    without_number: Vec<WithoutNumber>,
    /// From when to when nobody is written to.
    quiet: [String; 2],
    rules: Vec<RuleRow>,
    colleagues: Vec<ColleagueRow>,
    roles: Vec<(&'static str, String)>,
    /// Products of the shipped allow-list: id of the record, name.
    shipped_products: Vec<(String, String)>,
    own_products: Vec<ProductRow>,
    /// Link for a colleague, shown once.
    invited: Option<Invited>,
    /// The form that was refused.
    refused: RefusedForm,
    /// Whether the settings name somebody for the nightly checks who may not read them.
    lacks_checks_owner: bool,
}

/// A link for a colleague.
struct Invited {
    name: String,
    link: String,
}

/// Shows the settings.
pub(in crate::server) async fn show_settings(owner: Allowed<ManageClinic>) -> Shown {
    show(&settings_page(&owner).await)
}

/// The settings with a form that was refused, or with one that somebody else was faster than; the problem itself where it is
/// neither.
pub(super) async fn refused_form(
    owner: &Allowed<ManageClinic>,
    (form, fields): (&str, Fields),
    problem: Problem,
) -> Result<Response, Problem> {
    let shown = settings_page(owner).await;
    let (page, form) = (&shown.page, form.to_owned());
    let refused = match &problem {
        Problem::Refused(_) => RefusedForm::of(page, form, fields, &problem),
        Problem::Conflict(_) => {
            let saved = if form == SHARED {
                saved_meanwhile(&shown, &fields)
            } else {
                Vec::new()
            };
            RefusedForm::overtaken(page, form, &fields, (shown.seen, saved))
        }
        _ => return Err(problem),
    };
    shown_again(&problem, show(&SettingsPage { refused, ..shown }))
}

/// What all clinics share as it is saved now, where something else was typed.
fn saved_meanwhile(shown: &SettingsPage, fields: &Fields) -> Vec<SavedField> {
    let (page, settings) = (&shown.page, &shown.settings);
    let plain = |field: &str, key: &str, saved: &str| {
        SavedField::of_field(page, fields, (field, key), saved)
    };
    let named = |code: &str| {
        let languages = page.languages().into_iter();
        let mut named = languages.filter(|(known, _, _)| *known == code);
        named.next().map_or_else(String::new, |(_, name, _)| name)
    };
    let colleague = |user: &str| {
        let mut colleagues = shown.colleagues.iter();
        let found = colleagues.find(|one| one.user.to_string() == user);
        found.map_or_else(|| page.say("nobody"), |one| one.name.clone())
    };
    let owner = settings.checks_owner.map(|user| user.to_string());
    let yes_or_no = |is_so: bool| page.say(if is_so { "word-yes" } else { "word-no" });
    let is_typed_single = fields.get("has_single_licensed_user") == "yes";
    let [quiet_from, quiet_until] = &shown.quiet;
    let shared = [
        plain("clinic_name", "clinic-name", &settings.clinic_name),
        plain("time_zone", "time-zone", &settings.time_zone),
        SavedField::beside(
            page.say("language"),
            &named(&settings.language),
            &named(fields.get("language")),
        ),
        plain(
            "idle_minutes",
            "idle-minutes",
            &settings.idle_minutes.to_string(),
        ),
        plain(
            "absolute_hours",
            "absolute-hours",
            &settings.absolute_hours.to_string(),
        ),
        SavedField::beside(
            page.say("checks-owner-setting"),
            &colleague(owner.as_deref().unwrap_or_default()),
            &colleague(fields.get("checks_owner")),
        ),
        plain("alert_address", "alert-address", &settings.alert_address),
        plain(
            "overdue_address",
            "overdue-address",
            &settings.overdue_address,
        ),
        plain("quiet_from", "quiet-hours-from", quiet_from),
        plain("quiet_until", "quiet-hours-until", quiet_until),
        SavedField::beside(
            page.say("single-licensed"),
            &yes_or_no(settings.has_single_licensed_user),
            &yes_or_no(is_typed_single),
        ),
    ];
    let rules = shown.rules.iter().map(|rule| {
        let words = |value: &str| {
            if value.is_empty() {
                rule.shipped.clone()
            } else {
                value.to_owned()
            }
        };
        SavedField::beside(
            rule.text.trim_end_matches('.').to_owned(),
            &words(&rule.value),
            &words(fields.get(&rule.field)),
        )
    });
    shared.into_iter().chain(rules).flatten().collect()
}

async fn settings_page(owner: &Allowed<ManageClinic>) -> SettingsPage {
    let page = Page::of(owner.who(), "/settings").await;
    let (seen, settings) = owner.settings().await;
    let staff = || Role::ALL.into_iter().filter(|role| role.is_staff());
    let colleagues: Vec<Account> = owner.colleagues().await;
    let is_owner_of_checks =
        |one: &Account| settings.checks_owner == Some(one.user) && may_see_to_checks(one);
    let lacks_checks_owner =
        settings.checks_owner.is_some() && !colleagues.iter().any(is_owner_of_checks);
    let colleagues = colleagues.into_iter().map(|account| {
        let names: Vec<String> = account.roles.iter().map(|role| page.role(*role)).collect();
        ColleagueRow {
            user: account.user,
            form: form_of_colleague(account.user),
            roles: names.join(", "),
            choices: staff()
                .map(|role| RoleChoice {
                    id: role.name(),
                    name: page.role(role),
                    is_chosen: account.roles.contains(&role),
                })
                .collect(),
            may_see_to_checks: may_see_to_checks(&account),
            name: account.name,
            sign_in_name: account.sign_in_name,
            is_active: account.is_active,
            sees_to_checks: settings.checks_owner == Some(account.user),
        }
    });
    SettingsPage {
        seen,
        sites: site_rows(&settings),
        without_number: without_emergency_number(&page, &settings),
        quiet: settings
            .quiet_hours
            .map(|time| time.strftime("%H:%M").to_string()),
        rules: rules(owner, &page, &settings),
        lacks_checks_owner,
        shipped_products: shipped_products(owner.clinic().shipped_library(), &page),
        own_products: own_products(&page, &settings),
        colleagues: colleagues.collect(),
        roles: staff().map(|role| (role.name(), page.role(role))).collect(),
        settings,
        page,
        invited: None,
        refused: RefusedForm::nothing(),
    }
}

fn rules(owner: &Allowed<ManageClinic>, page: &Page, settings: &Settings) -> Vec<RuleRow> {
    let library = owner.clinic().shipped_library();
    let speech = library.speech(page.protocol_language());
    let rows = library.records().filter_map(|(_, record)| {
        let setting = record.setting.as_ref()?;
        let [low, high] = setting.allowed;
        let chosen = settings.rules.get(&record.id);
        Some(RuleRow {
            field: format!("{RULE}{}", record.id),
            id: record.id.clone(),
            text: speech.text(record).to_owned(),
            unit: page.unit_of_rule(&setting.unit),
            low,
            high,
            value: chosen.map_or_else(String::new, ToString::to_string),
            shipped: setting
                .shipped
                .map_or_else(String::new, |value| value.to_string()),
        })
    });
    rows.collect()
}

/// Changes what all clinics share.
pub(in crate::server) async fn change(
    owner: Allowed<ManageClinic>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let fields = Fields::new(fields);
    match changed(&owner, &fields).await {
        Ok(()) => Ok(Redirect::to("/settings").into_response()),
        Err(problem) => refused_form(&owner, (SHARED, fields), problem).await,
    }
}

async fn changed(owner: &Allowed<ManageClinic>, fields: &Fields) -> Result<(), Problem> {
    let whole = |name: &str| {
        let whole = fields.get(name).parse::<u32>();
        whole.map_err(|_| Problem::refused("refused-settings-number"))
    };
    let (_, held) = owner.settings().await;
    let [quiet_from, quiet_until] = held.quiet_hours;
    let quiet_hours = [
        time_typed(fields.get("quiet_from"), quiet_from)?,
        time_typed(fields.get("quiet_until"), quiet_until)?,
    ];
    let settings = Settings {
        clinic_name: fields.get("clinic_name").to_owned(),
        sites: held.sites,
        time_zone: fields.get("time_zone").to_owned(),
        language: fields.get("language").to_owned(),
        quiet_hours,
        rules: rules_typed(fields)?,
        consents: held.consents,
        care: held.care,
        products: held.products,
        idle_minutes: whole("idle_minutes")?,
        absolute_hours: whole("absolute_hours")?,
        has_single_licensed_user: fields.get("has_single_licensed_user") == "yes",
        checks_owner: checks_owner(fields.get("checks_owner"))?,
        alert_address: fields.get("alert_address").to_owned(),
        overdue_address: fields.get("overdue_address").to_owned(),
    };
    owner
        .change_settings(u64::from(whole("seen")?), settings)
        .await
}

/// Defaults of rules. Their fields carry ids in their names; an empty one leaves the shipped default.
fn rules_typed(fields: &Fields) -> Result<BTreeMap<String, f64>, Problem> {
    let mut rules = BTreeMap::new();
    for (field, value) in fields.iter() {
        let Some(rule) = field.strip_prefix(RULE) else {
            continue;
        };
        let value = value.trim();
        if !value.is_empty() {
            let refused = |_| Problem::refused_with("refused-rule-value", &[("rule", rule)]);
            rules.insert(rule.to_owned(), value.parse().map_err(refused)?);
        }
    }
    Ok(rules)
}

/// Who sees to the nightly checks; nothing chosen: nobody.
fn checks_owner(chosen: &str) -> Result<Option<UserId>, Problem> {
    let chosen = Some(chosen).filter(|chosen| !chosen.is_empty());
    let owner = chosen.map(str::parse).transpose();
    owner.map_err(|_| Problem::refused("refused-checks-owner"))
}

/// A time that was typed; nothing typed leaves what was chosen before.
fn time_typed(typed: &str, before: Time) -> Result<Time, Problem> {
    if typed.is_empty() {
        return Ok(before);
    }
    typed
        .parse()
        .map_err(|_| Problem::refused("refused-quiet-times"))
}

/// Makes an account, and shows the link for it once.
pub(in crate::server) async fn add_colleague(
    owner: Allowed<ManageClinic>,
    headers: HeaderMap,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let fields = Fields::new(fields);
    let new = NewColleague {
        sign_in_name: fields.get("sign_in_name").to_owned(),
        name: fields.get("name").to_owned(),
        roles: roles(&fields.all("role")),
    };
    match owner.add_colleague(new).await {
        Ok(token) => {
            let name = fields.get("name").to_owned();
            Ok(invited(&owner, &headers, &token, name)
                .await?
                .into_response())
        }
        Err(problem) => refused_form(&owner, ("colleagues", fields), problem).await,
    }
}

/// Changes a colleague, or makes a new link.
pub(in crate::server) async fn change_colleague(
    owner: Allowed<ManageClinic>,
    Path(user): Path<UserId>,
    headers: HeaderMap,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let fields = Fields::new(fields);
    if fields.get("do") == "invite" {
        let colleagues = owner.colleagues().await.into_iter();
        let mut named = colleagues.filter(|colleague| colleague.user == user);
        let name = named.next().ok_or(Problem::NotFound)?.name;
        let token = owner.invite_again(user).await?;
        let shown = invited(&owner, &headers, &token, name).await?;
        return Ok(shown.into_response());
    }
    let (roles, is_active) = (roles(&fields.all("role")), fields.get("is_active") == "yes");
    match owner.change_colleague(user, roles, is_active).await {
        Ok(()) => Ok(Redirect::to("/settings").into_response()),
        Err(problem) => {
            let form = form_of_colleague(user);
            refused_form(&owner, (&form, fields), problem).await
        }
    }
}

/// What the form of a colleague is called.
fn form_of_colleague(user: UserId) -> String {
    format!("colleagues/{user}")
}

async fn invited(
    owner: &Allowed<ManageClinic>,
    headers: &HeaderMap,
    token: &str,
    name: String,
) -> Shown {
    // The office was read before the account was written.
    owner.clinic().catch_up().await?;
    let server = address_of_server(owner.clinic(), headers);
    let link = format!("{server}/invitation?token={token}");
    let page = settings_page(owner).await;
    let invited = Some(Invited { name, link });
    show(&SettingsPage { invited, ..page })
}

fn roles(names: &[&str]) -> BTreeSet<Role> {
    names.iter().filter_map(|name| Role::named(name)).collect()
}
