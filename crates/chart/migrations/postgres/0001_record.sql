-- Entries are only ever added.
CREATE TABLE entry (
    position BIGINT PRIMARY KEY,
    patient UUID NOT NULL,
    sequence BIGINT NOT NULL CHECK (sequence > 0),
    kind SMALLINT NOT NULL,
    body BYTEA NOT NULL,
    hash BYTEA NOT NULL CHECK (length(hash) = 32),
    UNIQUE (patient, sequence)
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'entries are never changed or removed';
END
$$;

CREATE TRIGGER entry_is_not_changed BEFORE UPDATE OR DELETE ON entry
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER entry_is_not_emptied BEFORE TRUNCATE ON entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Data keys behind two locks; rotation changes the outer one, erasure removes the row.
CREATE TABLE data_key (
    patient UUID PRIMARY KEY,
    clinic_key UUID NOT NULL,
    sealed BYTEA NOT NULL
);
