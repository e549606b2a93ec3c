/** What an operator asks for, and does: the same as in a SQLite journal, and the index of look-ups. */
export function operatingTables(schema: string): string {
  return `
CREATE INDEX callback_misfit ON ${schema}.callback (id) WHERE type IS NULL;
CREATE INDEX batch_last ON ${schema}.batch (sink, last);
ALTER TABLE ${schema}.sink ADD COLUMN paused_at timestamptz;

-- Each attempt on an event that failed.
CREATE TABLE ${schema}.failure (
  number   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  sink     text NOT NULL,           -- or sink~replay
  position bigint NOT NULL,
  attempt  integer NOT NULL,
  cause    text NOT NULL,
  at       timestamptz NOT NULL     -- as settled_at of its batch
);
CREATE INDEX failure_position ON ${schema}.failure (position);
CREATE INDEX failure_sink ON ${schema}.failure (sink, number);

-- A temporary second feed of a sink. What it has parked is under sink~id.
CREATE TABLE ${schema}.replay (
  id         text PRIMARY KEY,
  sink       text NOT NULL,
  filter     text NOT NULL,         -- JSON object
  rate       double precision,      -- events a second at the most
  state      text NOT NULL CHECK (state IN ('running', 'done', 'cancelled')),
  position   bigint NOT NULL,       -- everything up to here is delivered, failed or parked
  last       bigint NOT NULL,       -- where it ends
  total      bigint NOT NULL,
  delivered  bigint NOT NULL DEFAULT 0,
  failed     bigint NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  created_by text NOT NULL,
  ended_at   timestamptz
);
CREATE INDEX replay_running ON ${schema}.replay (sink) WHERE state = 'running';

-- What was erased on request: its payload is gone, its identity keys are not.
CREATE TABLE ${schema}.tombstone (
  position    bigint PRIMARY KEY,
  received_at timestamptz NOT NULL,
  id          text NOT NULL,
  type        text,
  subject     text,
  purged_at   timestamptz NOT NULL DEFAULT clock_timestamp()
);
${indexTables(`${schema}.`)}
`
}

/**
 * The index of look-ups, derived from the log and behind it by a moment: no callback waits for it. It holds
 * SIDs and hashes, no personal data. SQLite has it in a file of its own. Instants are ms since the epoch.
 */
export function indexTables(prefix: string): string {
  return `
CREATE TABLE ${prefix}entry (
  position    bigint PRIMARY KEY,
  received_at bigint NOT NULL,
  type        text,                 -- null: fits no schema
  account     text,
  room        text,                 -- SID
  subject     text                  -- SID; of a misfit, the recording that it seems to be of
);
CREATE INDEX entry_type ON ${prefix}entry (type, position);
CREATE INDEX entry_account ON ${prefix}entry (account, position);
CREATE INDEX entry_room ON ${prefix}entry (room, position);
CREATE INDEX entry_subject ON ${prefix}entry (subject, position);

CREATE TABLE ${prefix}recording (
  sid            text PRIMARY KEY,
  account        text,
  room           text,
  state          text NOT NULL,
  state_at       text,              -- the provider's time of the event that made it so
  started_at     bigint,
  first_position bigint NOT NULL,
  first_at       bigint NOT NULL,   -- when its first callback came
  last_at        bigint NOT NULL,
  events         integer NOT NULL
);
CREATE UNIQUE INDEX recording_first ON ${prefix}recording (first_position);
CREATE INDEX recording_state ON ${prefix}recording (state, first_position);
CREATE INDEX recording_room ON ${prefix}recording (room, first_position);
CREATE INDEX recording_open ON ${prefix}recording (started_at)
  WHERE state IN ('processing', 'in-progress');

CREATE TABLE ${prefix}room (
  sid  text PRIMARY KEY,
  name text NOT NULL                -- 32 hex digits of the SHA-256 of its name
);
CREATE INDEX room_name ON ${prefix}room (name);

-- One row: up to where the log is in the index.
CREATE TABLE ${prefix}indexed (position bigint NOT NULL);
INSERT INTO ${prefix}indexed VALUES (0);
`
}
