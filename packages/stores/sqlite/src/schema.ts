/**
 * The steps from an empty file to today's, in order. A step that has been released is never
 * changed: a new one is added. `PRAGMA user_version` counts the steps a file has had.
 *
 * Ids are compared by their UTF-16 code units (`id_key`), which is the order JavaScript sorts in;
 * SQLite's own order, by UTF-8 bytes, differs beyond the basic plane.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE documents (
    tenant TEXT NOT NULL, owner TEXT NOT NULL, collection TEXT NOT NULL, id_key BLOB NOT NULL,
    value TEXT NOT NULL, version INTEGER NOT NULL,
    PRIMARY KEY (tenant, owner, collection, id_key)
  ) WITHOUT ROWID;
  CREATE TABLE due (
    tenant TEXT NOT NULL, owner TEXT NOT NULL, queue TEXT NOT NULL, id_key BLOB NOT NULL,
    due_at INTEGER NOT NULL, fence INTEGER NOT NULL, lease_until INTEGER,
    PRIMARY KEY (tenant, owner, queue, id_key)
  ) WITHOUT ROWID;
  CREATE INDEX due_by_time ON due (tenant, owner, queue, due_at, id_key);
  CREATE TABLE samples (
    sequence INTEGER PRIMARY KEY,
    tenant TEXT NOT NULL, owner TEXT NOT NULL, series_key BLOB NOT NULL,
    at INTEGER NOT NULL, value TEXT NOT NULL
  );
  CREATE INDEX samples_by_time ON samples (tenant, owner, series_key, at, sequence);
  CREATE TABLE locks (
    tenant TEXT NOT NULL, owner TEXT NOT NULL, name_key BLOB NOT NULL,
    fence INTEGER NOT NULL, until INTEGER NOT NULL,
    PRIMARY KEY (tenant, owner, name_key)
  ) WITHOUT ROWID;
  CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
  INSERT INTO counters VALUES ('fence', 0);
  `,
  // A row of a table without rowid that is larger than a quarter of a page gets a whole page more for its rest: a post
  // in the calendar took 5 KB where it is 1 KB long.
  `
  CREATE TABLE documents_with_rowid (
    tenant TEXT NOT NULL, owner TEXT NOT NULL, collection TEXT NOT NULL, id_key BLOB NOT NULL,
    value TEXT NOT NULL, version INTEGER NOT NULL,
    PRIMARY KEY (tenant, owner, collection, id_key)
  );
  INSERT INTO documents_with_rowid SELECT tenant, owner, collection, id_key, value, version FROM documents;
  DROP TABLE documents;
  ALTER TABLE documents_with_rowid RENAME TO documents;
  `,
]
