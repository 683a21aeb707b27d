//! A clinic in a folder of its own, browsers that ask it, and what they get.

use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use jiff::{SignedDuration, Timestamp};
use needlework_chart::chance::OperatingSystem;
use needlework_chart::fold::Chart;
use needlework_chart::id::{PatientId, PlanId};
use needlework_chart::keys::KeyRoom;
use needlework_chart::photographs::Photographs;
use needlework_chart::record::{ClinicKeySource, Keyring, Record};
use needlework_chart::store::AnyStore;
use needlework_clinic::server::office::account::Role;
use needlework_clinic::server::office::one_time_code;
use needlework_clinic::server::{Clinic, Clock, Setting, Shared, fill, first_invitation, router};
use sqlx::{Connection as _, SqliteConnection};
use tempfile::TempDir;
use tower::ServiceExt as _;

pub(crate) const HOST: &str = "clinic.test";
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";
pub(crate) const PASSWORD: &str = "four words in a row";
/// A Thursday, ten o'clock at the clinic.
pub(crate) const NOW: &str = "2026-11-26T09:00:00Z";

/// A path of a signature: nobody's.
pub(crate) const SIGNATURE: &str = "M40 120L70 60L90 130L120 80L150 120";

/// A setting of a demonstration.
pub(crate) const DEMONSTRATION: Setting = Setting {
    is_https: false,
    is_demonstration: true,
};

/// A clock that goes only when the test moves it.
#[derive(Debug)]
pub(crate) struct StandingClock(Mutex<Timestamp>);

impl StandingClock {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self(Mutex::new(NOW.parse().unwrap())))
    }

    pub(crate) fn set(&self, at: Timestamp) {
        *self.0.lock().unwrap() = at;
    }

    pub(crate) fn now_at(&self) -> Timestamp {
        self.now()
    }

    pub(crate) fn move_on(&self, by: SignedDuration) {
        let now = self.now();
        self.set(now + by);
    }
}

impl Clock for StandingClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

/// A clinic, with a second view of its record.
pub(crate) struct House {
    pub(crate) clinic: Shared,
    pub(crate) router: Router,
    pub(crate) clock: Arc<StandingClock>,
    pub(crate) record: Record<AnyStore>,
    folder: Option<Arc<TempDir>>,
}

impl House {
    /// An empty clinic of one's own.
    pub(crate) async fn empty(setting: Setting) -> Self {
        let folder = Arc::new(TempDir::new().unwrap());
        let clock = StandingClock::new();
        Self::over(Some(folder.clone()), folder.path(), None, clock, setting).await
    }

    /// A clinic over a database that other servers may use too.
    pub(crate) async fn over(
        folder: Option<Arc<TempDir>>,
        path: &Path,
        database: Option<&str>,
        clock: Arc<StandingClock>,
        setting: Setting,
    ) -> Self {
        let store = AnyStore::open(database, &path.join("record.sqlite")).await;
        let store = Arc::new(store.unwrap());
        let view = || {
            let room = KeyRoom::open(&path.join("keys")).unwrap();
            let now = clock.now();
            let keyring = Keyring::open(room, ClinicKeySource::Room, now, &OperatingSystem);
            Record::new(
                Arc::clone(&store),
                keyring.unwrap(),
                Photographs::in_folder(&path.join("photographs")).unwrap(),
                Arc::new(OperatingSystem),
            )
        };
        let clinic = Clinic::open(
            view(),
            Arc::clone(&clock) as Arc<dyn Clock>,
            Arc::new(OperatingSystem),
            setting,
        );
        let clinic = Arc::new(clinic.await.unwrap());
        Self {
            router: router(Arc::clone(&clinic)),
            record: view(),
            clinic,
            clock,
            folder,
        }
    }

    /// The clinic of made-up people. It is made once; each test gets a copy.
    pub(crate) async fn of_made_up_people() -> Self {
        static MADE: OnceLock<TempDir> = OnceLock::new();
        let made = tokio::task::spawn_blocking(|| MADE.get_or_init(make_people).path());
        let made = made.await.unwrap();
        let folder = Arc::new(TempDir::new().unwrap());
        copy(made, folder.path());
        let clock = StandingClock::new();
        let (own, path) = (Some(Arc::clone(&folder)), folder.path());
        Self::over(own, path, None, clock, DEMONSTRATION).await
    }

    /// The same clinic after its server was started anew.
    pub(crate) async fn started_anew(&self) -> Self {
        let (folder, clock) = (self.folder.clone(), Arc::clone(&self.clock));
        let path = self.folder_path().to_owned();
        Self::over(folder, &path, None, clock, DEMONSTRATION).await
    }

    /// Where its files lie.
    pub(crate) fn folder_path(&self) -> &Path {
        let folder = self.folder.as_ref();
        folder.expect("a clinic with a folder of its own").path()
    }

    /// Spoils the newest event of a chart, as a failing disk does.
    pub(crate) async fn damage_chart(&self, patient: PatientId) {
        let file = self.folder_path().join("record.sqlite");
        let address = format!("sqlite://{}", file.display());
        let mut connection = SqliteConnection::connect(&address).await.unwrap();
        sqlx::query("DROP TRIGGER entry_is_not_changed")
            .execute(&mut connection)
            .await
            .unwrap();
        let spoil = "UPDATE entry SET body = zeroblob(length(body)) WHERE position = \
            (SELECT max(position) FROM entry WHERE patient = ?)";
        let spoilt = sqlx::query(spoil)
            .bind(patient.uuid())
            .execute(&mut connection)
            .await;
        assert_eq!(spoilt.unwrap().rows_affected(), 1);
        connection.close().await.unwrap();
    }

    /// The browser of a stranger.
    pub(crate) fn stranger(&self) -> Browser {
        Browser {
            router: self.router.clone(),
            cookie: String::new(),
        }
    }

    /// The browser of a made-up person, by role. The patient is Miriam Graf.
    pub(crate) async fn as_role(&self, role: Role) -> Browser {
        self.as_made_up(match role {
            Role::FrontDesk => "kim.roth",
            Role::Operator => "noa.lind",
            Role::Clinician => "vera.brandt",
            Role::Prescriber => "paul.stein",
            Role::Physician => "ida.frei",
            Role::Owner => "ruth.weber",
            Role::Researcher => "tom.adler",
            Role::Patient => return Box::pin(self.as_patient("Graf")).await,
        })
        .await
    }

    /// The browser of a made-up patient, by family name.
    pub(crate) async fn as_patient(&self, family: &str) -> Browser {
        let patient = self.patient(family).await;
        self.as_made_up(&patient.to_string()).await
    }

    /// The browser of a made-up person, by name.
    pub(crate) async fn as_made_up(&self, name: &str) -> Browser {
        let mut browser = self.stranger();
        let answer = browser.post("/demonstration", &[("name", name)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{name}");
        browser.take_cookie(&answer);
        browser
    }

    /// The first owner, with a password and an authenticator: the browser, and the secret.
    pub(crate) async fn first_owner(&self) -> (Browser, String) {
        let token = first_invitation(&self.clinic).await.unwrap().unwrap();
        self.clinic.catch_up().await.unwrap();
        self.take_up(&token).await
    }

    /// Takes up an invitation.
    pub(crate) async fn take_up(&self, token: &str) -> (Browser, String) {
        let mut browser = self.stranger();
        let page = browser.get(&format!("/invitation?token={token}")).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        let secret = between(&page.text, "<code>", "</code>").to_owned();
        let code = self.code(&secret);
        let fields = [("token", token), ("password", PASSWORD), ("code", &code)];
        let answer = browser.post("/invitation", &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        browser.take_cookie(&answer);
        (browser, secret)
    }

    /// What an authenticator shows now.
    pub(crate) fn code(&self, secret: &str) -> String {
        one_time_code::code(secret, self.clock.now()).unwrap()
    }

    /// What a plan in a chart says.
    pub(crate) async fn plan_json(&self, patient: PatientId, plan: PlanId) -> serde_json::Value {
        let chart = self.chart(patient).await;
        chart.plans[&plan].document.read().unwrap()
    }

    /// A chart as it is in the record.
    pub(crate) async fn chart(&self, patient: PatientId) -> Chart {
        self.record.open(patient).await.unwrap().chart().clone()
    }

    /// Number of events of a chart.
    pub(crate) async fn sequence(&self, patient: PatientId) -> u64 {
        self.record.open(patient).await.unwrap().sequence()
    }

    /// The patient of this family name.
    pub(crate) async fn patient(&self, family: &str) -> PatientId {
        let desk = self.as_role(Role::FrontDesk).await;
        let found = desk.search(family).await;
        between(&found, "href=\"/patients/", "\"").parse().unwrap()
    }
}

fn make_people() -> TempDir {
    let folder = TempDir::new().unwrap();
    let path = folder.path().to_owned();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let house = House::over(None, &path, None, StandingClock::new(), DEMONSTRATION).await;
        fill(&house.clinic).await.unwrap();
        house.clinic.close().await;
    });
    folder
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir(&target).unwrap();
            fs::set_permissions(&target, entry.metadata().unwrap().permissions()).unwrap();
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// What begins the place of a part that follows its page.
pub(crate) const LATER: &str = "<div data-later=\"";

/// Somebody's browser.
#[derive(Clone)]
pub(crate) struct Browser {
    pub(crate) router: Router,
    pub(crate) cookie: String,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn location(&self) -> &str {
        let location = self.headers.get(header::LOCATION);
        location.map_or("", |location| location.to_str().unwrap())
    }
}

impl Browser {
    pub(crate) async fn ask(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    pub(crate) async fn get(&self, address: &str) -> Answer {
        let request = Request::get(address)
            .header(header::COOKIE, &self.cookie)
            .header(header::HOST, HOST);
        self.ask(request.body(Body::empty()).unwrap()).await
    }

    /// A page that is there, with the parts that follow it.
    pub(crate) async fn page(&self, address: &str) -> String {
        let mut page = self.page_at_first(address).await;
        while let Some((before, rest)) = page.split_once(LATER) {
            let (part, rest) = rest.split_once('"').unwrap();
            let (_, after) = rest.split_once("</div>").unwrap();
            let part = self.page_at_first(&part.replace("&#38;", "&")).await;
            page = format!("{before}{part}{after}");
        }
        page
    }

    /// A page that is there, as it comes.
    pub(crate) async fn page_at_first(&self, address: &str) -> String {
        let answer = self.get(address).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.text);
        answer.text
    }

    pub(crate) async fn post<T: AsRef<str>>(&self, address: &str, fields: &[(&str, T)]) -> Answer {
        self.send(address, FORM, form(fields)).await
    }

    /// The rows that somebody sees who types this into the search of patients.
    pub(crate) async fn search(&self, typed: &str) -> String {
        let answer = self.post("/patients/rows", &[("q", typed)]).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        answer.text
    }

    pub(crate) async fn send(&self, address: &str, kind: &str, body: impl Into<Body>) -> Answer {
        let request = self.request(Method::POST, address);
        let request = request.header(header::CONTENT_TYPE, kind);
        self.ask(request.body(body.into()).unwrap()).await
    }

    /// A request from a page of this server.
    pub(crate) fn request(&self, method: Method, address: &str) -> axum::http::request::Builder {
        Request::builder()
            .method(method)
            .uri(address)
            .header(header::COOKIE, &self.cookie)
            .header(header::HOST, HOST)
            .header(header::ORIGIN, format!("http://{HOST}"))
    }

    /// Keeps the cookie of an answer.
    pub(crate) fn take_cookie(&mut self, answer: &Answer) {
        let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
        cookie
            .split(';')
            .next()
            .unwrap()
            .clone_into(&mut self.cookie);
    }
}

/// Fields as a browser sends them.
pub(crate) fn form<T: AsRef<str>>(fields: &[(&str, T)]) -> String {
    let escaped = |text: &str| -> String {
        text.bytes()
            .map(|byte| {
                if byte.is_ascii_alphanumeric() {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            })
            .collect()
    };
    let fields: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{}={}", escaped(name), escaped(value.as_ref())))
        .collect();
    fields.join("&")
}

/// What stands between two marks, the first time.
pub(crate) fn between<'a>(text: &'a str, begin: &str, end: &str) -> &'a str {
    let Some((_, rest)) = text.split_once(begin) else {
        panic!("{begin} is not in {text}");
    };
    rest.split_once(end).unwrap().0
}
