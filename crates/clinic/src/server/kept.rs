//! What was worked out for a page and holds until something that it rests on changes: kept for the next one who asks.

use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::civil::Date;
use needlework_chart::id::{PatientId, PlanId, SiteId, UserId};
use needlework_planning::Identity;

use super::nightly_checks::CheckFound;
use super::watch_list::Waiting;

/// Plans whose pictures are kept: some 50 kB each.
const MOST_OUTLOOKS: usize = 500;
/// Gates that are kept: those of a busy day for every language.
const MOST_GATES: usize = 2000;
/// Calendars whose last day of reading is kept: some 150 bytes each.
const MOST_CALENDARS: usize = 20_000;

/// What the pictures of a plan are drawn from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct OutlookKey {
    /// Hash of the case.
    pub inputs: String,
    /// Parameters that it is calculated with.
    pub parameter_set: String,
    /// Version of the settings of the clinic.
    pub settings_version: u64,
    /// Language of the page.
    pub language: &'static str,
    /// Draws of the forecast: those of a plan are more than those of its preview.
    pub draws: usize,
    /// The clinic of the group beside whose opening hours the sessions are held; `None`: beside none.
    pub opening_of: Option<SiteId>,
}

impl OutlookKey {
    /// What the pictures of a plan rest on, for pages in a language.
    pub(super) fn of(identity: &Identity, settings_version: u64, language: &'static str) -> Self {
        Self {
            inputs: identity.input.clone(),
            parameter_set: identity.parameter_set.clone(),
            settings_version,
            language,
            draws: identity.draws,
            opening_of: None,
        }
    }
}

/// What the state of a gate rests on, before the person is at the chair.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct GateKey {
    /// Whose chart.
    pub patient: PatientId,
    /// By which plan.
    pub plan: PlanId,
    /// Number of events of the chart.
    pub recorded: u64,
    /// On which day.
    pub today: Date,
    /// Version of the settings of the clinic.
    pub settings_version: u64,
    /// Language of the page.
    pub language: &'static str,
}

/// What the public page rests on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct PublicKey {
    /// The day: the dates of the course begin with it.
    pub day: Date,
    /// Version of the settings of the clinic.
    pub settings_version: u64,
    /// Language of the page.
    pub language: &'static str,
    /// Devices of the clinic, the one that it uses most first.
    pub devices: Vec<String>,
}

/// What the board of healing rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WatchKey {
    /// Position of the record up to which the lists go.
    pub position: u64,
    /// Revision of the appointments, from which it follows who answers whom; `None`: there is but one clinic.
    pub appointments: Option<u64>,
    /// Minutes since 1970: time passes, and what waits becomes overdue.
    pub minute: i64,
    /// Version of the settings of the clinic.
    pub settings_version: u64,
}

/// What the checks rest on: lists, time and settings as the board of healing, and appointments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ChecksKey {
    /// Lists, time and settings.
    pub of_lists: WatchKey,
    /// Revision of what is about the clinic.
    pub office: u64,
}

/// What the checks found, and for which state.
type KeptChecks = (ChecksKey, Arc<Vec<CheckFound>>);

/// What holds back a session, and who has seen that, each with a line in the trail.
#[derive(Debug, Clone, Default)]
struct SeenGate {
    missing: Vec<String>,
    seen_by: BTreeSet<UserId>,
}

/// Who looks at a board, and at which clinic of the group alone.
pub(super) type Viewer = (UserId, Option<SiteId>);

/// The board of healing, and whose look at how many of its rows is in the trail.
struct SeenWatch {
    of: WatchKey,
    waiting: Arc<Vec<Waiting>>,
    rows_seen_by: HashMap<Viewer, usize>,
}

/// Everything that is kept.
#[derive(Default)]
pub(super) struct Kept {
    outlooks: Mutex<HashMap<OutlookKey, String>>,
    cuts: Mutex<HashMap<OutlookKey, Vec<String>>>,
    gates: Mutex<HashMap<GateKey, SeenGate>>,
    public_pages: Mutex<HashMap<PublicKey, String>>,
    watch: Mutex<Option<SeenWatch>>,
    /// Whom the page of a colleague that refreshes itself has shown, each with a line in the trail.
    watched: Mutex<HashMap<UserId, BTreeSet<PatientId>>>,
    /// By the clinic of the group that is looked at alone.
    checks: Mutex<HashMap<Option<SiteId>, KeptChecks>>,
    turn: tokio::sync::Mutex<()>,
    /// By the hash of the token of an address: the last day on which a reading went into the trail.
    readings: Mutex<HashMap<String, Date>>,
}

impl Kept {
    /// Waits for the turn to work something out: who else wants it meanwhile finds it kept, and does not work it out as well.
    pub(super) async fn turn(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.turn.lock().await
    }

    /// What the checks found in one clinic of the group or in all, if they were made for this state and this minute.
    pub(super) fn checks(
        &self,
        of_clinic: Option<SiteId>,
        key: &ChecksKey,
    ) -> Option<Arc<Vec<CheckFound>>> {
        let kept = lock(&self.checks);
        let (of, found) = kept.get(&of_clinic)?;
        (of == key).then(|| Arc::clone(found))
    }

    /// Keeps what the checks found there, in the place of what was kept before.
    pub(super) fn keep_checks(
        &self,
        of_clinic: Option<SiteId>,
        key: ChecksKey,
        found: &Arc<Vec<CheckFound>>,
    ) {
        lock(&self.checks).insert(of_clinic, (key, Arc::clone(found)));
    }

    /// The outlook of a plan, if it was drawn before.
    pub(super) fn outlook(&self, key: &OutlookKey) -> Option<String> {
        lock(&self.outlooks).get(key).cloned()
    }

    /// Keeps an outlook that was drawn.
    pub(super) fn keep_outlook(&self, key: OutlookKey, html: String) {
        let mut outlooks = lock(&self.outlooks);
        make_room(&mut outlooks, MOST_OUTLOOKS);
        outlooks.insert(key, html);
    }

    /// The public page, if it was drawn today.
    pub(super) fn public_page(&self, key: &PublicKey) -> Option<String> {
        lock(&self.public_pages).get(key).cloned()
    }

    /// Keeps the public page of a day; that of another day is not asked for again.
    pub(super) fn keep_public_page(&self, key: PublicKey, html: String) {
        let mut pages = lock(&self.public_pages);
        pages.retain(|other, _| {
            other.day == key.day
                && other.settings_version == key.settings_version
                && other.devices == key.devices
        });
        pages.insert(key, html);
    }

    /// The cuts through the skin of a locked plan, if they were drawn before.
    pub(super) fn cuts(&self, key: &OutlookKey) -> Option<Vec<String>> {
        lock(&self.cuts).get(key).cloned()
    }

    /// Keeps the cuts through the skin of a locked plan.
    pub(super) fn keep_cuts(&self, key: OutlookKey, cuts: Vec<String>) {
        let mut kept = lock(&self.cuts);
        make_room(&mut kept, MOST_OUTLOOKS);
        kept.insert(key, cuts);
    }

    /// Everything that waits for the clinic after sessions, if it was worked out for this state of the record and this minute.
    pub(super) fn watch(&self, key: &WatchKey) -> Option<Arc<Vec<Waiting>>> {
        let kept = lock(&self.watch);
        let kept = kept.as_ref().filter(|kept| kept.of == *key)?;
        Some(Arc::clone(&kept.waiting))
    }

    /// Keeps what waits, in the place of what was kept before.
    pub(super) fn keep_watch(&self, key: WatchKey, waiting: &Arc<Vec<Waiting>>) {
        *lock(&self.watch) = Some(SeenWatch {
            of: key,
            waiting: Arc::clone(waiting),
            rows_seen_by: HashMap::new(),
        });
    }

    /// Whether the trail says already that somebody saw the first rows of this board.
    pub(super) fn is_watch_seen(&self, key: &WatchKey, viewer: Viewer, rows: usize) -> bool {
        let kept = lock(&self.watch);
        let kept = kept.as_ref().filter(|kept| kept.of == *key);
        let seen = kept.and_then(|kept| kept.rows_seen_by.get(&viewer));
        seen.is_some_and(|seen| *seen >= rows)
    }

    /// Keeps that the trail says that somebody saw the first rows of this board.
    pub(super) fn keep_watch_seen(&self, key: &WatchKey, viewer: Viewer, rows: usize) {
        let mut kept = lock(&self.watch);
        if let Some(kept) = kept.as_mut().filter(|kept| kept.of == *key) {
            let seen = kept.rows_seen_by.entry(viewer).or_default();
            *seen = rows.max(*seen);
        }
    }

    /// Whom a look at the board adds to the trail: everybody on it, and of a page that refreshes itself those whom it shows anew.
    pub(super) fn newly_watched(
        &self,
        user: UserId,
        shown: &BTreeSet<PatientId>,
        is_refresh: bool,
    ) -> Vec<PatientId> {
        let watched = lock(&self.watched);
        let before = watched.get(&user).filter(|_| is_refresh);
        let is_new = |patient: &&PatientId| before.is_none_or(|before| !before.contains(patient));
        shown.iter().filter(is_new).copied().collect()
    }

    /// Keeps whom a page has shown.
    pub(super) fn keep_watched(&self, user: UserId, shown: BTreeSet<PatientId>, is_refresh: bool) {
        let mut watched = lock(&self.watched);
        let kept = watched.entry(user).or_default();
        if is_refresh {
            kept.extend(shown);
        } else {
            *kept = shown;
        }
    }

    /// Whether a reading of the calendar with this hash of its token is in the trail of a day.
    pub(super) fn is_reading_noted(&self, token: &str, day: Date) -> bool {
        lock(&self.readings).get(token) == Some(&day)
    }

    /// Keeps that a reading of a calendar was written into the trail.
    pub(super) fn keep_reading(&self, token: String, day: Date) {
        let mut readings = lock(&self.readings);
        make_room(&mut readings, MOST_CALENDARS);
        readings.insert(token, day);
    }

    /// What holds back a session, for somebody whose look at this state of the chart is in the trail.
    pub(super) fn missing(&self, key: &GateKey, user: UserId) -> Option<Vec<String>> {
        let gates = lock(&self.gates);
        let gate = gates.get(key)?;
        gate.seen_by.contains(&user).then(|| gate.missing.clone())
    }

    /// Forgets what was worked out of somebody who was erased.
    pub(super) fn forget(&self, patient: PatientId) {
        lock(&self.gates).retain(|key, _| key.patient != patient);
        *lock(&self.watch) = None;
        lock(&self.checks).clear();
    }

    /// What holds back a session, whoever has seen it.
    pub(super) fn gate(&self, key: &GateKey) -> Option<Vec<String>> {
        Some(lock(&self.gates).get(key)?.missing.clone())
    }

    /// Keeps what holds back a session: for somebody whose look was written into the trail, or seen by nobody yet.
    pub(super) fn keep_gate(&self, key: GateKey, seen_by: Option<UserId>, missing: Vec<String>) {
        let mut gates = lock(&self.gates);
        make_room(&mut gates, MOST_GATES);
        let gate = gates.entry(key).or_default();
        gate.missing = missing;
        gate.seen_by.extend(seen_by);
    }
}

/// Forgets everything when there is no room: what is asked for again is worked out again.
pub(super) fn make_room<Key: Hash + Eq, Value>(kept: &mut HashMap<Key, Value>, most: usize) {
    if kept.len() >= most {
        kept.clear();
    }
}

/// What is kept; a panic elsewhere leaves it as it was.
pub(super) fn lock<T>(kept: &Mutex<T>) -> MutexGuard<'_, T> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use needlework_chart::chance::OperatingSystem;

    use super::*;

    fn gate(recorded: u64) -> GateKey {
        GateKey {
            patient: PatientId::from_uuid(uuid::Uuid::from_u128(1)),
            plan: PlanId::from_uuid(uuid::Uuid::from_u128(2)),
            recorded,
            today: jiff::civil::date(2026, 11, 26),
            settings_version: 0,
            language: "en",
        }
    }

    #[test]
    fn a_gate_is_kept_for_whom_the_trail_names_and_until_the_chart_goes_on() {
        let now = jiff::Timestamp::UNIX_EPOCH;
        let users = [1, 2].map(|_| UserId::new(now, &OperatingSystem));
        let [Ok(one), Ok(other)] = users else {
            return assert!(users.iter().all(Result::is_ok));
        };
        let kept = Kept::default();
        let missing = vec!["The consent is missing.".to_owned()];
        kept.keep_gate(gate(7), Some(one), missing.clone());
        assert_eq!(kept.missing(&gate(7), one), Some(missing.clone()));
        assert_eq!(kept.gate(&gate(7)), Some(missing));
        assert_eq!(kept.missing(&gate(7), other), None);
        assert_eq!(kept.missing(&gate(8), one), None);
    }

    #[test]
    fn a_board_is_seen_as_far_down_as_the_trail_says_and_until_time_passes() {
        let now = jiff::Timestamp::UNIX_EPOCH;
        let users = [1, 2].map(|_| UserId::new(now, &OperatingSystem));
        let [Ok(one), Ok(other)] = users else {
            return assert!(users.iter().all(Result::is_ok));
        };
        let lake = SiteId::from_uuid(uuid::Uuid::from_u128(2));
        let (of_lake, one, other) = ((one, Some(lake)), (one, None), (other, None));
        let board = |minute: i64| WatchKey {
            position: 7,
            appointments: None,
            minute,
            settings_version: 0,
        };
        let kept = Kept::default();
        kept.keep_watch(board(1), &Arc::default());
        assert!(!kept.is_watch_seen(&board(1), one, 0));
        kept.keep_watch_seen(&board(1), one, 8);
        kept.keep_watch_seen(&board(1), one, 3);
        assert!(kept.is_watch_seen(&board(1), one, 8));
        assert!(!kept.is_watch_seen(&board(1), one, 9));
        assert!(!kept.is_watch_seen(&board(1), other, 1));
        assert!(!kept.is_watch_seen(&board(1), of_lake, 1), "of one clinic");
        kept.keep_watch_seen(&board(2), one, 8);
        assert!(!kept.is_watch_seen(&board(2), one, 1), "of another board");
        kept.keep_watch(board(2), &Arc::default());
        assert!(!kept.is_watch_seen(&board(2), one, 1));
    }

    #[test]
    fn no_more_is_kept_than_there_is_room_for() {
        let kept = Kept::default();
        let key = |number: usize| OutlookKey {
            inputs: number.to_string(),
            parameter_set: String::new(),
            settings_version: 0,
            language: "en",
            draws: 0,
            opening_of: None,
        };
        for number in 0..=MOST_OUTLOOKS {
            kept.keep_outlook(key(number), "drawn".to_owned());
            kept.keep_cuts(key(number), vec!["cut".to_owned()]);
        }
        assert_eq!(kept.cuts(&key(0)), None);
        assert_eq!(kept.cuts(&key(MOST_OUTLOOKS)), Some(vec!["cut".to_owned()]));
        assert_eq!(kept.outlook(&key(0)), None);
        let last = kept.outlook(&key(MOST_OUTLOOKS));
        assert_eq!(last.as_deref(), Some("drawn"));
    }
}
