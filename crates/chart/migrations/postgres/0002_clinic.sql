-- Documents about the clinic and not about a patient. A document is replaced by its next version; none is ever removed, so
-- that whoever reads along learns of a removal too.
CREATE TABLE cabinet (
    drawer TEXT NOT NULL CHECK (length(drawer) BETWEEN 1 AND 32),
    id UUID NOT NULL,
    version BIGINT NOT NULL CHECK (version > 0),
    revision BIGINT NOT NULL UNIQUE CHECK (revision > 0),
    body BYTEA,
    PRIMARY KEY (drawer, id)
);

CREATE FUNCTION refuse_change_of_document() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a document is only replaced by a later version of it and never removed';
END
$$;

CREATE TRIGGER cabinet_only_grows BEFORE UPDATE ON cabinet
    FOR EACH ROW
    WHEN (NEW.drawer <> OLD.drawer OR NEW.id <> OLD.id OR NEW.version <= OLD.version OR NEW.revision <= OLD.revision)
    EXECUTE FUNCTION refuse_change_of_document();

CREATE TRIGGER cabinet_is_not_removed BEFORE DELETE ON cabinet
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_document();

CREATE TRIGGER cabinet_is_not_emptied BEFORE TRUNCATE ON cabinet
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_document();

-- Who looked at or did what, and when. Nothing of health; rows are only ever added.
CREATE TABLE access (
    position BIGINT PRIMARY KEY,
    at BIGINT NOT NULL,
    by_user UUID NOT NULL,
    patient UUID,
    action TEXT NOT NULL CHECK (length(action) BETWEEN 1 AND 40),
    subject UUID
);

CREATE INDEX access_of_patient ON access (patient, position) WHERE patient IS NOT NULL;
CREATE INDEX access_by_user ON access (by_user, position);

CREATE FUNCTION refuse_change_of_access() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the access trail is never changed or removed';
END
$$;

CREATE TRIGGER access_is_not_changed BEFORE UPDATE OR DELETE ON access
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_access();

CREATE TRIGGER access_is_not_emptied BEFORE TRUNCATE ON access
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_access();
