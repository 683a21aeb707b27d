//! All routes, each with the duty that it takes. The router is made from this table, and the tests walk it.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::Method;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

use super::access::Duties;
use super::clinic::Shared;
use super::pages::{
    account, adverse_events, allowed_products, appointments, before, blinded, care_words,
    check_ins, checks, clinic_choice, consent_words, consents, erasures, inquiries, mails, mine,
    model_sources, passkeys, patient, patient_access, patients, photographs, plans, ratings,
    recall, register, registry, releases, reminders, results, rule, screening, sessions, settings,
    sign_in, sites, stock, today, trail, watch,
};
use super::tries::{self, Doors};
use super::{api, assets, guard, present, traffic};

/// Largest form, bytes: the longest has a few hundred fields.
const LARGEST_FORM: usize = 256 * 1024;
/// Longest that an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// One route.
#[derive(Debug, Clone)]
pub struct Route {
    /// Method.
    pub method: Method,
    /// Pattern of the path.
    pub path: &'static str,
    /// Duty that it takes; `None`: anybody may ask.
    pub duty: Option<Duties>,
}

macro_rules! routes {
    ($($method:ident $path:literal $duty:tt => $handler:path $(, at_most $limit:path)?;)+) => {
        /// All routes with the duties that they take.
        pub const ROUTES: &[Route] = &[$(Route {
            method: routes!(@method $method),
            path: $path,
            duty: routes!(@duty $duty),
        }),+];

        fn all() -> Router<Shared> {
            Router::new()$(.route(
                $path,
                $method($handler)$(.layer(DefaultBodyLimit::max($limit)))?,
            ))+
        }
    };
    (@method get) => { Method::GET };
    (@method post) => { Method::POST };
    (@duty Anybody) => { None };
    (@duty $duty:ident) => { Some(Duties::$duty) };
}

routes! {
    get "/health/live" Anybody => api::health::live;
    get "/health/ready" Anybody => api::health::ready;
    get "/assets/{stamp}/{name}" Anybody => assets::asset;
    get "/sign-in" Anybody => sign_in::show_sign_in;
    post "/sign-in" Anybody => sign_in::sign_in;
    post "/demonstration" Anybody => sign_in::enter_demonstration;
    post "/sign-in/passkey" Anybody => passkeys::ask_to_sign_in;
    post "/sign-in/passkey/answer" Anybody => passkeys::sign_in;
    get "/invitation" Anybody => sign_in::show_invitation;
    post "/invitation" Anybody => sign_in::take_up;
    post "/invitation/passkey" Anybody => passkeys::ask_to_take_up;
    post "/invitation/passkey/answer" Anybody => passkeys::take_up;
    post "/sign-out" Anybody => sign_in::sign_out;
    get "/account" OwnPages => account::show_account;
    post "/account/language" OwnPages => account::speak;
    post "/account/password" OwnPages => account::change_password;
    post "/account/passkeys" OwnPages => passkeys::ask;
    post "/account/passkeys/add" OwnPages => passkeys::add;
    post "/account/passkeys/remove" OwnPages => passkeys::remove;
    post "/account/sign-ins/end" OwnPages => account::end_sign_in;
    get "/" OwnPages => today::show_start;
    post "/looked-at" SeeLists => clinic_choice::look_at;
    get "/patients" SeeLists => patients::show_patients;
    post "/patients/search" SeeLists => patients::search;
    post "/patients/rows" SeeLists => patients::search_rows;
    get "/patients/new" Register => register::show_new;
    post "/patients" Register => register::register;
    get "/patients/{patient}" SeeLists => patient::show_patient;
    get "/patients/{patient}/identity" Register => register::show_identity;
    post "/patients/{patient}/identity" Register => register::correct_identity;
    get "/patients/{patient}/access" Register => patient_access::show_access;
    post "/patients/{patient}/access/link" Register => patient_access::give;
    post "/patients/{patient}/access/link/revoke" Register => patient_access::revoke_link;
    post "/patients/{patient}/access/sign-ins/end" Register => patient_access::end_sign_in;
    get "/patients/{patient}/erasure" Register => erasures::show_erasure;
    post "/patients/{patient}/erasure" Register => erasures::ask;
    get "/patients/{patient}/reminders" Register => reminders::show_reminders;
    post "/patients/{patient}/reminders" Register => reminders::choose;
    get "/mails" Register => mails::show_mails;
    post "/mails/{mail}" Register => mails::see_to;
    post "/patients/{patient}/access/calendar/end" Register => patient_access::end_calendar;
    get "/patients/{patient}/appointments/new" Register => appointments::show_new;
    post "/patients/{patient}/appointments" Register => appointments::make;
    get "/appointments" SeeLists => appointments::show_appointments;
    post "/appointments/cancel" Register => appointments::cancel;
    get "/patients/{patient}/screening" ReadCharts => screening::show_screening;
    get "/patients/{patient}/screening/new" Screen => screening::show_new;
    post "/patients/{patient}/screening" Screen => screening::record;
    post "/patients/{patient}/screening/decide" Decide => screening::decide;
    post "/patients/{patient}/screening/resolve" Screen => screening::resolve;
    get "/patients/{patient}/plans" ReadCharts => plans::show_plans;
    get "/patients/{patient}/plans/new" DraftPlans => plans::editor::show_new;
    post "/patients/{patient}/plans" DraftPlans => plans::saving::keep;
    post "/patients/{patient}/plans/redraw" DraftPlans => plans::editor::redraw;
    get "/patients/{patient}/plans/compare" ReadCharts => plans::compare::compare;
    get "/patients/{patient}/plans/{plan}" ReadCharts => plans::locked::show_plan;
    post "/patients/{patient}/plans/{plan}" DraftPlans => plans::saving::change;
    post "/patients/{patient}/plans/{plan}/review" ApprovePlans => plans::review::review;
    get "/patients/{patient}/plans/{plan}/document" ReadCharts => plans::paper::document;
    get "/patients/{patient}/consents" ReadCharts => consents::show_consents;
    get "/patients/{patient}/consents/{class}" TakeConsent => consents::show_sign;
    post "/patients/{patient}/consents/{class}" TakeConsent => consents::sign;
    post "/patients/{patient}/consents/{class}/revoke" TakeConsent => consents::revoke;
    get "/patients/{patient}/sessions" ReadCharts => sessions::show_sessions;
    get "/patients/{patient}/sessions/start" Treat => sessions::gate::show_gate;
    post "/patients/{patient}/sessions/start" Treat => sessions::start::start;
    get "/patients/{patient}/sessions/{session}" ReadCharts => sessions::console::show_session;
    post "/patients/{patient}/sessions/{session}/zones" Treat => sessions::entries::record_zone;
    post "/patients/{patient}/sessions/{session}/products" Treat => sessions::entries::record_product;
    post "/patients/{patient}/sessions/{session}/numbing" Treat => sessions::numbing::record_numbing;
    post "/patients/{patient}/sessions/{session}/reactions" Treat => sessions::entries::note_reaction;
    post "/patients/{patient}/sessions/{session}/cartridges" Treat => sessions::cartridges::open_cartridge;
    post "/patients/{patient}/sessions/{session}/discard" Treat => sessions::cartridges::discard;
    post "/patients/{patient}/sessions/{session}/sign" Treat => sessions::signing::sign;
    post "/patients/{patient}/sessions/{session}/amend" Treat => sessions::amend::amend;
    post "/patients/{patient}/sessions/{session}/abandon" Treat => sessions::signing::abandon;
    get "/patients/{patient}/results" ReadCharts => results::show_results;
    get "/patients/{patient}/photographs" ReadCharts => photographs::show_photographs;
    post "/patients/{patient}/photographs" Photograph => photographs::add, at_most photographs::LARGEST_UPLOAD;
    get "/patients/{patient}/photographs/compare" ReadCharts => photographs::compare;
    get "/patients/{patient}/photographs/{photograph}" Photograph => photographs::pixels;
    post "/patients/{patient}/photographs/{photograph}/withdraw" Photograph => photographs::withdraw;
    get "/watch" ReadCharts => watch::show_watch;
    get "/patients/{patient}/check-ins" ReadCharts => check_ins::show_check_ins;
    post "/patients/{patient}/check-ins" FollowUp => check_ins::new::record;
    get "/patients/{patient}/check-ins/new" FollowUp => check_ins::new::show_new;
    get "/patients/{patient}/check-ins/{check_in}" ReadCharts => check_ins::one::show_check_in;
    post "/patients/{patient}/check-ins/{check_in}/answer" FollowUp => check_ins::one::answer;
    post "/patients/{patient}/silence" FollowUp => check_ins::silence::note;
    get "/checks" ReadCharts => checks::show_checks;
    get "/patients/{patient}/releases" ReadCharts => releases::show_releases;
    post "/patients/{patient}/releases" Release => releases::release;
    get "/patients/{patient}/ratings" ReadCharts => ratings::show_ratings;
    post "/patients/{patient}/ratings" RateOutcomes => ratings::given::rate;
    post "/patients/{patient}/ratings/{rating}/withdraw" FollowUp => ratings::given::withdraw;
    get "/patients/{patient}/adverse-events" ReadCharts => adverse_events::show_adverse_events;
    post "/patients/{patient}/adverse-events" FollowUp => adverse_events::new::open;
    get "/patients/{patient}/adverse-events/new" FollowUp => adverse_events::new::show_new;
    get "/patients/{patient}/adverse-events/{adverse_event}" ReadCharts => adverse_events::one::show_adverse_event;
    get "/patients/{patient}/adverse-events/{adverse_event}/report" ReadCharts => adverse_events::report::show_report;
    post "/patients/{patient}/adverse-events/{adverse_event}/follow-up" FollowUp => adverse_events::one::follow_up;
    post "/patients/{patient}/adverse-events/{adverse_event}/reported" FollowUp => adverse_events::one::report;
    post "/patients/{patient}/adverse-events/{adverse_event}/not-reported" Release => adverse_events::one::leave_unreported;
    post "/patients/{patient}/adverse-events/{adverse_event}/close" Release => adverse_events::one::close;
    get "/blinded" RateBlinded => blinded::show_blinded;
    post "/blinded" RateBlinded => blinded::draw;
    get "/blinded/{pair}" RateBlinded => blinded::show_pair;
    post "/blinded/{pair}" RateBlinded => blinded::grade;
    post "/blinded/{pair}/not-judged" RateBlinded => blinded::pass_over;
    get "/blinded/{pair}/{side}" RateBlinded => blinded::picture;
    get "/before" Anybody => before::show_page;
    get "/before/questions" Anybody => before::show_questions;
    post "/before/questions" Anybody => before::answer;
    post "/before/send" Anybody => before::send;
    get "/before/sent" Anybody => before::show_sent;
    get "/inquiries" Register => inquiries::show_inquiries;
    get "/inquiries/{inquiry}" Register => inquiries::show_inquiry;
    post "/inquiries/{inquiry}/accept" Register => inquiries::accept;
    post "/inquiries/{inquiry}/decline" Register => inquiries::decline;
    get "/rules/{id}" OwnPages => rule::show_rule;
    get "/sources" OwnPages => model_sources::show_sources;
    get "/stock" KeepStock => stock::show_stock;
    get "/stock/recall.csv" KeepStock => recall::recall_table;
    post "/stock/lots" KeepStock => stock::forms::receive;
    post "/stock/lots/{lot}" KeepStock => stock::forms::change_lot;
    post "/stock/devices" KeepStock => stock::forms::add_device;
    post "/stock/devices/{device}" KeepStock => stock::forms::change_device;
    get "/settings" ManageClinic => settings::show_settings;
    post "/settings" ManageClinic => settings::change;
    post "/settings/products" ManageClinic => allowed_products::change;
    get "/settings/clinics/new" ManageClinic => sites::show_new;
    post "/settings/clinics" ManageClinic => sites::add;
    get "/settings/clinics/{site}" ManageClinic => sites::show_site;
    post "/settings/clinics/{site}" ManageClinic => sites::change;
    get "/settings/consents" ManageClinic => consent_words::show_words;
    post "/settings/consents/{class}/{language}" ManageClinic => consent_words::reword;
    get "/settings/care" ManageClinic => care_words::show_list;
    get "/settings/care/{instruction}" ManageClinic => care_words::show_instruction;
    post "/settings/care/{instruction}/{language}" ManageClinic => care_words::reword;
    post "/settings/colleagues" ManageClinic => settings::add_colleague;
    post "/settings/colleagues/{user}" ManageClinic => settings::change_colleague;
    get "/registry" ReadRegistry => registry::show_registry;
    get "/registry/research.csv" ExportResearch => registry::research::csv;
    get "/registry/research.parquet" ExportResearch => registry::research::parquet;
    get "/registry/columns.csv" ExportResearch => registry::research::columns;
    get "/erasures" Erase => erasures::show_erasures;
    post "/erasures/{patient}" Erase => erasures::decide;
    get "/trail" ReadTrail => trail::show_trail;
    get "/mine/sign-in" Anybody => mine::sign_in::show_sign_in;
    get "/mine/enter" Anybody => mine::sign_in::show_link;
    post "/mine/enter" Anybody => mine::sign_in::enter;
    get "/mine" OwnChart => mine::today::show_today;
    get "/mine/check-in" OwnChart => mine::check_in::show_form;
    post "/mine/check-in" OwnChart => mine::check_in::send, at_most photographs::LARGEST_UPLOAD;
    get "/mine/check-in/{check_in}" OwnChart => mine::check_in::show_answer;
    post "/mine/check-in/{check_in}/photograph" OwnChart => mine::check_in::add_photograph, at_most photographs::LARGEST_UPLOAD;
    post "/mine/check-in/{check_in}/read" OwnChart => mine::reports::read;
    get "/mine/reports" OwnChart => mine::reports::show_reports;
    get "/mine/rating" OwnChart => mine::rating::show_rating;
    post "/mine/rating" OwnChart => mine::rating::send;
    get "/mine/more" OwnChart => mine::more::show_more;
    get "/mine/plan" OwnChart => mine::plan::show_plan;
    get "/mine/clearances" OwnChart => mine::clearances::show_clearances;
    get "/mine/photographs" OwnChart => mine::photographs::show_photographs;
    get "/mine/photographs/{photograph}" OwnChart => mine::photographs::pixels;
    post "/mine/photographs/{photograph}/take-back" OwnChart => mine::photographs::take_back;
    get "/mine/consents" OwnChart => mine::consents::show_consents;
    post "/mine/consents/{consent}/revoke" OwnChart => mine::consents::take_back;
    get "/mine/calendar" OwnChart => mine::calendar::show_calendar;
    post "/mine/calendar" OwnChart => mine::calendar::make;
    post "/mine/calendar/end" OwnChart => mine::calendar::end;
    get "/calendar/{file}" Anybody => mine::calendar::read;
    get "/mine/reminders" OwnChart => mine::reminders::show_reminders;
    post "/mine/reminders" OwnChart => mine::reminders::choose;
    get "/reminders/stop/{token}" Anybody => reminders::stop::show_stop;
    post "/reminders/stop/{token}" Anybody => reminders::stop::stop;
    get "/mine/readers" OwnChart => mine::readers::show_readers;
    get "/mine/data" OwnChart => mine::data::show_data;
    get "/mine/data/file" OwnChart => mine::data::download;
    get "/mine/erasure" OwnChart => mine::erasure::show_erasure;
    post "/mine/erasure" OwnChart => mine::erasure::ask;
    post "/mine/language" OwnChart => mine::more::speak;
    post "/mine/sign-ins/end" OwnChart => mine::more::end_sign_in;
    get "/api/v1/openapi.json" OwnPages => api::description;
    get "/api/v1/patients" SeeLists => api::patients;
    post "/api/v1/patients/search" SeeLists => api::search;
    get "/api/v1/patients/{patient}" ReadCharts => api::chart;
    get "/api/v1/patients/{patient}/events" ReadCharts => api::events;
    get "/api/v1/recall" KeepStock => api::recall;
    post "/api/v1/plans/preview" DraftPlans => api::preview;
}

/// The router of a clinic.
pub fn router(clinic: Shared) -> Router {
    all()
        .fallback(present::nowhere)
        .layer(DefaultBodyLimit::max(LARGEST_FORM))
        .layer(from_fn_with_state(Shared::clone(&clinic), guard::catch_up))
        .layer(from_fn_with_state(
            (Shared::clone(&clinic), Arc::new(Doors::default())),
            tries::limit,
        ))
        .layer(from_fn(guard::verify_origin))
        .layer(from_fn(guard::log))
        .layer(CatchPanicLayer::new())
        .layer(TimeoutLayer::with_status_code(
            axum::http::StatusCode::REQUEST_TIMEOUT,
            PATIENCE,
        ))
        .layer(from_fn_with_state(Shared::clone(&clinic), present::present))
        .layer(from_fn_with_state(
            Shared::clone(&clinic),
            guard::set_headers,
        ))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(Shared::clone(&clinic), traffic::count))
        .with_state(clinic)
}
