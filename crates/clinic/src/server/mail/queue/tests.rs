use needlework_chart::chance::OperatingSystem;

use super::*;

const NOW: Timestamp = Timestamp::UNIX_EPOCH;
const REPLY: Failure = Failure::Reply(451);

fn hours(hours: i64) -> Timestamp {
    NOW + SignedDuration::from_hours(hours)
}

fn patient() -> PatientId {
    PatientId::from_uuid(Uuid::from_u128(7))
}

/// Something that is due in so many hours.
fn due(about: &str, in_hours: i64) -> Due {
    Due {
        about: about.to_owned(),
        moment: hours(in_hours),
        send_at: hours(in_hours),
        deadline: hours(in_hours + 24),
        good_until: hours(in_hours + 24),
    }
}

struct Queue {
    secret: MailSecret,
    held: Vec<Held<Mail>>,
}

impl Queue {
    fn new() -> Self {
        Self {
            secret: MailSecret::new(&OperatingSystem).unwrap(),
            held: Vec::new(),
        }
    }

    /// Plans, and keeps what was changed as the cabinet would; the number of changes.
    fn plan(&mut self, due: &[Due], now: Timestamp) -> usize {
        let wanted = Wanted {
            patient: patient(),
            to: Recipient::Patient,
            due,
            otherwise: StopReason::Moved,
        };
        let held: Vec<&Held<Mail>> = self.held.iter().collect();
        let changed = changes(&wanted, &held, &self.secret, now);
        let number = changed.len();
        for mut one in changed {
            let known = self
                .held
                .iter()
                .position(|held| held.value.id == one.value.id);
            let seen = known.map_or(0, |at| self.held[at].version);
            assert_eq!(seen, one.version, "a version that nobody saw");
            one.version += 1;
            match known {
                Some(at) => self.held[at] = one,
                None => self.held.push(one),
            }
        }
        number
    }

    fn states(&self) -> Vec<MailState> {
        self.held.iter().map(|held| held.value.state).collect()
    }
}

#[test]
fn a_moment_is_queued_once_and_only_within_three_days() {
    let mut queue = Queue::new();
    let all = [
        due("1/after-24", 2),
        due("1/after-72", 71),
        due("1/after-90", 80),
    ];
    assert_eq!(queue.plan(&all, NOW), 2);
    assert_eq!(queue.plan(&all, NOW), 0);
    assert_eq!(queue.plan(&all, hours(10)), 1);
    assert_eq!(queue.states(), [MailState::Waiting; 3]);
}

#[test]
fn what_has_moved_stops_and_waits_again_when_it_moves_back() {
    let mut queue = Queue::new();
    queue.plan(&[due("1/after-24", 2)], NOW);
    queue.plan(&[due("1/after-24", 30)], NOW);
    let stopped = MailState::Stopped(StopReason::Moved);
    assert_eq!(queue.states(), [stopped, MailState::Waiting]);
    queue.plan(&[due("1/after-24", 2)], NOW);
    assert_eq!(queue.states(), [MailState::Waiting, stopped]);
}

#[test]
fn what_was_said_is_not_said_again_when_its_moment_is_corrected_by_minutes() {
    let mut queue = Queue::new();
    queue.plan(&[due("1/after-24", 2)], NOW);
    let mail = &mut queue.held[0].value;
    *mail = mail.becoming(MailState::Sent, hours(2));
    let minutes_later = Due {
        moment: hours(2) + SignedDuration::from_mins(20),
        ..due("1/after-24", 3)
    };
    assert_eq!(queue.plan(&[minutes_later], hours(2)), 0);
    // Another session day is another matter.
    assert_eq!(queue.plan(&[due("1/after-24", 40)], hours(2)), 1);
}

#[test]
fn what_is_past_its_deadline_gets_no_mail() {
    let mut queue = Queue::new();
    assert_eq!(queue.plan(&[due("1/after-24", -24)], NOW), 0);
    assert_eq!(queue.plan(&[due("1/after-24", -23)], NOW), 1);
}

#[test]
fn a_mail_that_waits_goes_at_another_hour_after_a_journey() {
    let mut queue = Queue::new();
    queue.plan(&[due("1/after-24", 2)], NOW);
    let moved = Due {
        send_at: hours(9),
        ..due("1/after-24", 2)
    };
    assert_eq!(queue.plan(&[moved], NOW), 1);
    assert_eq!(queue.held[0].value.send_at, hours(9));
    assert_eq!(queue.held.len(), 1);
}

#[test]
fn what_the_clinic_has_put_away_is_not_queued_anew() {
    let mut queue = Queue::new();
    let all = [due("1/after-24", 2)];
    queue.plan(&all, NOW);
    let mail = &mut queue.held[0].value;
    *mail = after(mail, Told::Silence, hours(2)).becoming(MailState::PutAway, hours(3));
    assert_eq!(queue.plan(&all, hours(4)), 0);
    assert_eq!(queue.states(), [MailState::PutAway]);
}

fn waiting_mail() -> Mail {
    let to = (patient(), Recipient::Patient);
    waiting(Uuid::from_u128(1), to, &due("1/after-24", 0), NOW)
}

#[test]
fn waits_double_and_after_eight_refusals_a_mail_is_given_up() {
    let mut mail = waiting_mail();
    let mut now = NOW;
    let mut waited = Vec::new();
    while mail.state == MailState::Waiting {
        mail = after(&mail, Told::NotNow(REPLY), now);
        waited.push(mail.send_at.duration_since(now).as_mins());
        now = mail.send_at;
    }
    assert_eq!(waited, [1, 2, 4, 8, 16, 32, 64, 128]);
    assert_eq!(mail.state, MailState::Refused(REPLY));
}

#[test]
fn while_the_server_is_at_fault_a_mail_is_tried_on_as_long_as_it_is_of_use() {
    let mut mail = waiting_mail();
    let mut now = NOW;
    let mut waits = Vec::new();
    while mail.state == MailState::Waiting {
        mail = after(&mail, Told::NotNow(Failure::NotLetIn), now);
        waits.push(mail.send_at.duration_since(now).as_mins());
        now = mail.send_at;
    }
    assert_eq!(waits[..8], [1, 2, 4, 8, 16, 32, 64, 128]);
    assert!(waits[8..].iter().all(|wait| *wait == 128), "{waits:?}");
    assert_eq!(mail.state, MailState::Refused(Failure::NotLetIn));
    let given_up = now.duration_since(mail.good_until).as_mins();
    assert!((0..=128).contains(&given_up), "{given_up}");
}

#[test]
fn no_try_comes_after_the_mail_is_of_no_use() {
    let mail = Mail {
        good_until: NOW + SignedDuration::from_secs(30),
        ..waiting_mail()
    };
    let tried = after(&mail, Told::NotNow(REPLY), NOW);
    assert_eq!(tried.state, MailState::Refused(REPLY));
}

#[test]
fn a_mail_that_was_taken_or_of_which_nobody_knows_is_not_tried_again() {
    let mail = waiting_mail();
    let of = |told| after(&mail, told, NOW).state;
    assert_eq!(of(Told::Taken), MailState::Sent);
    assert_eq!(of(Told::Silence), MailState::NotKnown);
    assert_eq!(
        of(Told::Never(Failure::Reply(550))),
        MailState::Refused(Failure::Reply(550))
    );
    for told in [Told::Taken, Told::Silence, Told::Never(REPLY)] {
        assert!(of(told).is_settled());
    }
}
