//! Reports of harm on open channels (protocol 4.3).

use needlework_evidence::Bibliography;
use needlework_protocol::care::open_channels;

#[test]
fn every_row_on_open_channels_is_there_and_binds_nobody_by_itself() {
    let rows = open_channels(&Bibliography::shipped().unwrap()).unwrap();
    assert_eq!(rows.len(), 7);
    assert!(
        rows.iter()
            .all(|row| !row.enforced && !row.provenance.sources.is_empty())
    );
}
