//! Reports of harm on open channels (protocol 4.3).

use needlework_evidence::Bibliography;
use needlework_protocol::care::{allow_list, open_channels};

#[test]
fn every_row_on_open_channels_is_there_and_binds_nobody_by_itself() {
    let rows = open_channels(&Bibliography::shipped().unwrap()).unwrap();
    assert_eq!(rows.len(), 7);
    assert!(
        rows.iter()
            .all(|row| !row.enforced && !row.provenance.sources.is_empty())
    );
}

#[test]
fn every_product_of_the_allow_list_is_permitted_with_a_source() {
    let rows = allow_list(&Bibliography::shipped().unwrap()).unwrap();
    assert_eq!(rows.len(), 2);
    assert!(
        rows.iter()
            .all(|row| !row.enforced && !row.provenance.sources.is_empty())
    );
}
