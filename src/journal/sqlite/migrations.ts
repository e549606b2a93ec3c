import type { DatabaseSync } from 'node:sqlite'

/** Marks a SQLite file as a journal of Reelay's (`PRAGMA application_id`, "Reel"). */
export const applicationId = 0x5265656c

/**
 * Forward-only: an entry, once released, is never changed; `PRAGMA user_version` counts the ones
 * that ran. Instants are ms since the epoch.
 */
const migrations: readonly string[] = [
  `
  -- One row for each callback, as it came; positions are never reused.
  CREATE TABLE callback (
    position    INTEGER PRIMARY KEY AUTOINCREMENT,
    received_at INTEGER NOT NULL,
    id          TEXT NOT NULL,
    type        TEXT,             -- null: fits no schema, quarantined
    subject     TEXT,
    method      TEXT NOT NULL,
    public_url  TEXT NOT NULL,
    target      TEXT NOT NULL,
    headers     TEXT NOT NULL,    -- JSON object
    body        BLOB NOT NULL,
    errors      TEXT              -- JSON array, only of quarantined ones
  ) STRICT;
  CREATE INDEX callback_quarantined ON callback (position) WHERE type IS NULL;

  -- What makes a callback a duplicate; outlives the payload.
  CREATE TABLE identity (
    key      BLOB PRIMARY KEY,    -- 16 bytes
    position INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- Each sink's cursor: everything up to position is done or parked.
  CREATE TABLE sink (
    name       TEXT PRIMARY KEY,
    position   INTEGER NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- The exceptions: passed by the cursor, not delivered.
  CREATE TABLE parked (
    sink     TEXT NOT NULL,
    position INTEGER NOT NULL,
    subject  TEXT NOT NULL,
    state    TEXT NOT NULL CHECK (state IN ('waiting', 'dead')),
    attempts INTEGER NOT NULL,
    cause    TEXT NOT NULL,
    at       INTEGER NOT NULL,    -- waiting: when it is due; dead: when it died
    PRIMARY KEY (sink, position)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX parked_position ON parked (position);

  -- The ledger: one row for each batch that a sink was offered.
  CREATE TABLE batch (
    number     INTEGER PRIMARY KEY AUTOINCREMENT,
    sink       TEXT NOT NULL,
    first      INTEGER NOT NULL,
    last       INTEGER NOT NULL,
    delivered  INTEGER NOT NULL,
    failed     INTEGER NOT NULL,
    ms         INTEGER NOT NULL,
    answer     TEXT NOT NULL,
    settled_at INTEGER NOT NULL
  ) STRICT;

  -- One row, rewritten to try whether the disk takes writes again.
  CREATE TABLE probe (id INTEGER PRIMARY KEY CHECK (id = 1), at INTEGER NOT NULL) STRICT;
  `,
  `
  -- Identity key 1, beside the payload: a row that moves to another journal takes it along. Null
  -- where the row is older than this.
  ALTER TABLE callback ADD COLUMN text_key BLOB;
  `,
  `
  -- What an operator asks for, and does.
  CREATE INDEX callback_misfit ON callback (id) WHERE type IS NULL;
  CREATE INDEX batch_sink ON batch (sink, last);
  CREATE INDEX batch_range ON batch (sink, last) WHERE first < last;
  -- A rewind or a skip: no sink was offered anything.
  CREATE INDEX batch_moved ON batch (sink) WHERE delivered = 0 AND failed = 0;
  CREATE INDEX parked_dead ON parked (at) WHERE state = 'dead';
  ALTER TABLE sink ADD COLUMN paused_at INTEGER;
  -- Grows each time that what a reader of it has in memory is stale.
  ALTER TABLE sink ADD COLUMN token INTEGER NOT NULL DEFAULT 0;

  -- Each attempt on an event that failed.
  CREATE TABLE failure (
    number   INTEGER PRIMARY KEY AUTOINCREMENT,
    sink     TEXT NOT NULL,       -- or sink~replay
    position INTEGER NOT NULL,
    attempt  INTEGER NOT NULL,
    cause    TEXT NOT NULL,
    at       INTEGER NOT NULL     -- as settled_at of its batch
  ) STRICT;
  CREATE INDEX failure_position ON failure (position);
  CREATE INDEX failure_sink ON failure (sink, number);

  -- A temporary second feed of a sink. What it has parked is under sink~id.
  CREATE TABLE replay (
    id         TEXT PRIMARY KEY,
    sink       TEXT NOT NULL,
    filter     TEXT NOT NULL,     -- JSON object
    rate       REAL,              -- events a second at the most
    state      TEXT NOT NULL CHECK (state IN ('running', 'done', 'cancelled')),
    position   INTEGER NOT NULL,  -- everything up to here is delivered, failed or parked
    last       INTEGER NOT NULL,  -- where it ends
    total      INTEGER NOT NULL,
    delivered  INTEGER NOT NULL DEFAULT 0,
    failed     INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    ended_at   INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX replay_running ON replay (sink) WHERE state = 'running';

  -- What was erased on request: its payload is gone, its identity keys are not.
  CREATE TABLE tombstone (
    position    INTEGER PRIMARY KEY,
    received_at INTEGER NOT NULL,
    id          TEXT NOT NULL,
    type        TEXT,
    subject     TEXT,
    purged_at   INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX tombstone_subject ON tombstone (subject);

  -- Exports that were read in, and how many lines of a file that was cut off.
  CREATE TABLE imported (
    id       TEXT PRIMARY KEY,
    lines    INTEGER NOT NULL,
    complete INTEGER NOT NULL,
    at       INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
]

/** The newest `user_version` that this program knows. */
export const newestVersion = migrations.length

/** Brings an older journal up to date, each step in a transaction of its own. */
export function migrate(db: DatabaseSync): void {
  for (let version = readVersion(db); version < newestVersion; version++) {
    db.exec('BEGIN IMMEDIATE')
    db.exec(migrations[version]!)
    db.exec(`PRAGMA user_version = ${version + 1}`)
    db.exec('COMMIT')
  }
}

/** How many migrations have run on this file. */
export function readVersion(db: DatabaseSync): number {
  return (db.prepare('PRAGMA user_version').get() as { user_version: number }).user_version
}
