-- Entries are only ever added.
CREATE TABLE entry (
    position INTEGER PRIMARY KEY,
    patient BLOB NOT NULL CHECK (length(patient) = 16),
    sequence INTEGER NOT NULL CHECK (sequence > 0),
    kind INTEGER NOT NULL,
    body BLOB NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    UNIQUE (patient, sequence)
) STRICT;

CREATE TRIGGER entry_is_not_changed BEFORE UPDATE ON entry
BEGIN
    SELECT RAISE(ABORT, 'entries are never changed');
END;

CREATE TRIGGER entry_is_not_removed BEFORE DELETE ON entry
BEGIN
    SELECT RAISE(ABORT, 'entries are never removed');
END;

-- Data keys behind two locks; rotation changes the outer one, erasure removes the row.
CREATE TABLE data_key (
    patient BLOB PRIMARY KEY CHECK (length(patient) = 16),
    clinic_key BLOB NOT NULL CHECK (length(clinic_key) = 16),
    sealed BLOB NOT NULL
) STRICT;
