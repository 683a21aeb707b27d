-- Documents about the clinic and not about a patient. A document is replaced by its next version; none is ever removed, so
-- that whoever reads along learns of a removal too.
CREATE TABLE cabinet (
    drawer TEXT NOT NULL CHECK (length(drawer) BETWEEN 1 AND 32),
    id BLOB NOT NULL CHECK (length(id) = 16),
    version INTEGER NOT NULL CHECK (version > 0),
    revision INTEGER NOT NULL UNIQUE CHECK (revision > 0),
    body BLOB,
    PRIMARY KEY (drawer, id)
) STRICT;

CREATE TRIGGER cabinet_only_grows BEFORE UPDATE ON cabinet
    WHEN NEW.drawer <> OLD.drawer OR NEW.id <> OLD.id OR NEW.version <= OLD.version OR NEW.revision <= OLD.revision
BEGIN
    SELECT RAISE(ABORT, 'a document is only replaced by a later version of it');
END;

CREATE TRIGGER cabinet_is_not_removed BEFORE DELETE ON cabinet
BEGIN
    SELECT RAISE(ABORT, 'documents are never removed; their body is');
END;

-- Who looked at or did what, and when. Nothing of health; rows are only ever added.
CREATE TABLE access (
    position INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    by_user BLOB NOT NULL CHECK (length(by_user) = 16),
    patient BLOB CHECK (length(patient) = 16),
    action TEXT NOT NULL CHECK (length(action) BETWEEN 1 AND 40),
    subject BLOB CHECK (length(subject) = 16)
) STRICT;

CREATE INDEX access_of_patient ON access (patient, position) WHERE patient IS NOT NULL;
CREATE INDEX access_by_user ON access (by_user, position);

CREATE TRIGGER access_is_not_changed BEFORE UPDATE ON access
BEGIN
    SELECT RAISE(ABORT, 'the access trail is never changed');
END;

CREATE TRIGGER access_is_not_removed BEFORE DELETE ON access
BEGIN
    SELECT RAISE(ABORT, 'the access trail is never removed');
END;
