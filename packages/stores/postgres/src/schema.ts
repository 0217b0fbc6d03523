/**
 * The steps from an empty schema to today's, in order. A step that has been released is never
 * changed: a new one is added.
 *
 * Every name and id is bytes: PostgreSQL's text has no place for NUL and lone surrogates, and sorts by
 * the database's collation. Values are JSON as text, which keeps them as they were written.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE documents (
    tenant bytea NOT NULL, owner bytea NOT NULL, collection bytea NOT NULL, id_key bytea NOT NULL,
    value text NOT NULL, version bigint NOT NULL,
    PRIMARY KEY (tenant, owner, collection, id_key)
  );
  CREATE TABLE due (
    tenant bytea NOT NULL, owner bytea NOT NULL, queue bytea NOT NULL, id_key bytea NOT NULL,
    due_at bigint NOT NULL, fence bigint NOT NULL, lease_until bigint,
    PRIMARY KEY (tenant, owner, queue, id_key)
  );
  CREATE INDEX due_by_time ON due (tenant, owner, queue, due_at, id_key);
  CREATE TABLE samples (
    sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant bytea NOT NULL, owner bytea NOT NULL, series_key bytea NOT NULL,
    at bigint NOT NULL, value text NOT NULL
  );
  CREATE INDEX samples_by_time ON samples (tenant, owner, series_key, at, sequence);
  CREATE TABLE locks (
    tenant bytea NOT NULL, owner bytea NOT NULL, name_key bytea NOT NULL,
    fence bigint NOT NULL, until bigint NOT NULL,
    PRIMARY KEY (tenant, owner, name_key)
  );
  CREATE SEQUENCE fences;
  `,
]
