//! Keys: made once, readable by their owner alone, rotated without loss, and gone for ever after an erasure.

#![expect(clippy::unwrap_used, reason = "a broken example must stop its test")]

use std::fs;
#[cfg(unix)]
use std::os::unix::fs::PermissionsExt as _;

use jiff::Timestamp;
use needlework_chart::chance::OperatingSystem;
use needlework_chart::entry::{Digest, Head};
use needlework_chart::id::PatientId;
use needlework_chart::keys::{ClinicKeys, KeyError, KeyRoom, rewrap, unwrap, wrap};
use needlework_chart::seal::SecretKey;
use tempfile::TempDir;
use uuid::Uuid;

const PATIENT: PatientId = PatientId::from_uuid(Uuid::from_u128(1));
const NEIGHBOUR: PatientId = PatientId::from_uuid(Uuid::from_u128(2));

fn now() -> Timestamp {
    Timestamp::from_second(1_790_000_000).unwrap()
}

fn room() -> (TempDir, KeyRoom) {
    let folder = TempDir::new().unwrap();
    let room = KeyRoom::open(&folder.path().join("keys")).unwrap();
    (folder, room)
}

fn keys(room: &KeyRoom) -> Result<ClinicKeys, KeyError> {
    ClinicKeys::read_or_make(&room.clinic_key_file(), now(), &OperatingSystem)
}

fn key() -> SecretKey {
    SecretKey::generate(&OperatingSystem).unwrap()
}

#[cfg(unix)]
#[test]
fn the_clinic_key_is_made_once_and_only_its_owner_reads_it() {
    let (_folder, room) = room();
    let made = keys(&room).unwrap();
    assert_eq!(keys(&room).unwrap(), made);
    let mode = |path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(room.clinic_key_file()), 0o600);
    room.make_share(PATIENT, &OperatingSystem).unwrap();
    let share = room.clinic_key_file().with_file_name("shares");
    assert_eq!(mode(share.join(PATIENT.to_string())), 0o600);
    assert_eq!(mode(share), 0o700);
}

/// Two requests of one server may both be the first to need a share.
#[test]
fn whoever_makes_a_share_at_the_same_moment_gets_the_same_one() {
    for round in 0..50 {
        let (_folder, room) = room();
        let patient = PatientId::from_uuid(Uuid::from_u128(round));
        let made: Vec<SecretKey> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4)
                .map(|_| scope.spawn(|| room.make_share(patient, &OperatingSystem).unwrap()))
                .collect();
            threads.into_iter().map(|one| one.join().unwrap()).collect()
        });
        let kept = room.share(patient).unwrap();
        assert!(made.iter().all(|share| *share == kept));
    }
}

#[cfg(unix)]
#[test]
fn a_clinic_key_that_others_can_read_is_refused() {
    let (_folder, room) = room();
    keys(&room).unwrap();
    fs::set_permissions(room.clinic_key_file(), fs::Permissions::from_mode(0o640)).unwrap();
    assert!(matches!(keys(&room), Err(KeyError::Readable { .. })));
}

#[test]
fn a_damaged_clinic_key_is_refused_and_never_replaced() {
    let (_folder, room) = room();
    keys(&room).unwrap();
    for damage in ["", "# nothing\n", "0190:AAAA\n"] {
        fs::write(room.clinic_key_file(), damage).unwrap();
        assert!(matches!(keys(&room), Err(KeyError::NotKeys { .. })));
        assert_eq!(fs::read_to_string(room.clinic_key_file()).unwrap(), damage);
    }
}

#[test]
fn both_locks_must_open() {
    let (_folder, room) = room();
    let keys = keys(&room).unwrap();
    let share = room.make_share(PATIENT, &OperatingSystem).unwrap();
    let data_key = key();
    let wrapped = wrap(PATIENT, &data_key, &share, &keys, &OperatingSystem).unwrap();
    assert_eq!(unwrap(PATIENT, &wrapped, &share, &keys), Ok(data_key));
    for (patient, share) in [(PATIENT, key()), (NEIGHBOUR, share)] {
        assert_eq!(
            unwrap(patient, &wrapped, &share, &keys),
            Err(KeyError::NotOpened(patient))
        );
    }
    let others = ClinicKeys::generate(now(), &OperatingSystem).unwrap();
    assert!(matches!(
        unwrap(PATIENT, &wrapped, &room.share(PATIENT).unwrap(), &others),
        Err(KeyError::UnknownClinicKey(_))
    ));
}

#[test]
fn rotation_changes_the_outer_lock_and_old_locks_open_until_the_old_key_is_forgotten() {
    let (_folder, room) = room();
    let old = keys(&room).unwrap();
    let share = room.make_share(PATIENT, &OperatingSystem).unwrap();
    let data_key = key();
    let before = wrap(PATIENT, &data_key, &share, &old, &OperatingSystem).unwrap();

    let new = old.rotated(now(), &OperatingSystem).unwrap();
    new.write(&room.clinic_key_file()).unwrap();
    assert_eq!(keys(&room).unwrap(), new);
    let after = rewrap(PATIENT, &before, &new, &OperatingSystem).unwrap();
    assert_ne!(after.clinic_key, before.clinic_key);
    for wrapped in [&before, &after] {
        assert_eq!(
            unwrap(PATIENT, wrapped, &share, &new).as_ref(),
            Ok(&data_key)
        );
    }
    let forgetful = new.without_retired();
    assert_eq!(unwrap(PATIENT, &after, &share, &forgetful), Ok(data_key));
    assert_eq!(
        unwrap(PATIENT, &before, &share, &forgetful),
        Err(KeyError::UnknownClinicKey(before.clinic_key))
    );
}

#[test]
fn an_erased_share_is_gone_and_does_not_come_back_when_its_file_does() {
    let (_folder, room) = room();
    room.make_share(PATIENT, &OperatingSystem).unwrap();
    room.make_share(NEIGHBOUR, &OperatingSystem).unwrap();
    let file = room
        .clinic_key_file()
        .with_file_name("shares")
        .join(PATIENT.to_string());
    let old_share = fs::read(&file).unwrap();

    room.erase(PATIENT, now()).unwrap();
    room.erase(PATIENT, now()).unwrap();
    assert!(!file.exists());
    assert_eq!(room.erased().unwrap(), [(PATIENT, now())]);

    fs::write(&file, &old_share).unwrap();
    #[cfg(unix)]
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(room.share(PATIENT), Err(KeyError::Erased(PATIENT)));
    assert_eq!(
        room.make_share(PATIENT, &OperatingSystem),
        Err(KeyError::Erased(PATIENT))
    );
    room.destroy_shares_of_erased().unwrap();
    assert!(!file.exists());
    assert!(room.share(NEIGHBOUR).is_ok());
}

#[test]
fn the_anchor_is_read_as_it_was_dropped() {
    let (_folder, room) = room();
    assert_eq!(room.anchor(), Ok(None));
    let head = Head {
        position: 41,
        hash: Digest([7; 32]),
    };
    room.drop_anchor(head).unwrap();
    assert_eq!(room.anchor(), Ok(Some(head)));
    room.weigh_anchors().unwrap();
    room.weigh_anchors().unwrap();
    assert_eq!(room.anchor(), Ok(None));
}

#[test]
fn keys_are_not_shown_by_debug_output() {
    let key = key();
    let shown = format!(
        "{key:?} {:?}",
        ClinicKeys::generate(now(), &OperatingSystem)
    );
    assert!(shown.contains("hidden") && !shown.contains(key.to_base64().as_str()));
}
