/**
 * What an operator asks for, and does: the same as in a SQLite journal, and the index of look-ups.
 */
export function operatingTables(schema: string): string {
  return `
CREATE INDEX callback_misfit ON ${schema}.callback (id) WHERE type IS NULL;
CREATE INDEX batch_last ON ${schema}.batch (sink, last);
CREATE INDEX batch_range ON ${schema}.batch (sink, last) WHERE first < last;
-- A rewind or a skip: no sink was offered anything.
CREATE INDEX batch_moved ON ${schema}.batch (sink) WHERE delivered = 0 AND failed = 0;
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
CREATE INDEX tombstone_subject ON ${schema}.tombstone (subject);

-- Exports that were read in, and how many lines of a file that was cut off.
CREATE TABLE ${schema}.imported (
  id       text PRIMARY KEY,
  lines    bigint NOT NULL,
  complete boolean NOT NULL,
  at       timestamptz NOT NULL DEFAULT clock_timestamp()
);
${indexTables(`${schema}.`)}
`
}

/**
 * The index of look-ups, derived from the log and behind it by a moment: no callback waits for it.
 * It holds SIDs and hashes, no personal data. SQLite has it in a file of its own. Instants are ms
 * since the epoch. `options` are what SQLite wants said behind a table.
 */
export function indexTables(prefix: string, options = ''): string {
  return `
CREATE TABLE ${prefix}entry (
  position    bigint PRIMARY KEY,
  received_at bigint NOT NULL,
  high        bigint NOT NULL,      -- the latest received_at up to here: grows with position
  type        text,                 -- null: fits no schema
  account     text,
  room        text,                 -- SID
  subject     text                  -- SID; of a misfit, the recording that it seems to be of
)${options};
CREATE INDEX entry_type ON ${prefix}entry (type, position);
CREATE INDEX entry_account ON ${prefix}entry (account, position);
CREATE INDEX entry_room ON ${prefix}entry (room, position);
CREATE INDEX entry_subject ON ${prefix}entry (subject, position);
-- Stored late, as by a spool: not where their instant would have them.
CREATE INDEX entry_late ON ${prefix}entry (position) WHERE received_at < high;

CREATE TABLE ${prefix}recording (
  sid            text PRIMARY KEY,
  account        text,
  room           text,
  state          text NOT NULL,
  state_at       text NOT NULL,     -- the provider's time of the event that made it so, comparable
  state_position bigint NOT NULL,
  started_at     bigint,
  first_position bigint NOT NULL,
  first_at       bigint NOT NULL,   -- when its first callback came
  last_at        bigint NOT NULL,
  events         integer NOT NULL
)${options};
CREATE UNIQUE INDEX recording_first ON ${prefix}recording (first_position);
CREATE INDEX recording_state ON ${prefix}recording (state, first_position);
CREATE INDEX recording_room ON ${prefix}recording (room, first_position);
CREATE INDEX recording_account ON ${prefix}recording (account, first_position);
CREATE INDEX recording_open ON ${prefix}recording (started_at)
  WHERE state IN ('processing', 'in-progress');

CREATE TABLE ${prefix}room (
  sid  text PRIMARY KEY,
  name text NOT NULL                -- 32 hex digits of the SHA-256 of its name
)${options};
CREATE INDEX room_name ON ${prefix}room (name);

-- One row: up to where the log is in the index, and what there is in it.
CREATE TABLE ${prefix}indexed (
  position    bigint NOT NULL,
  high        bigint NOT NULL,      -- as of the last entry
  callbacks   bigint NOT NULL,
  quarantined bigint NOT NULL,
  turn        bigint NOT NULL       -- grows with each change: who finds another one changed nothing
);
INSERT INTO ${prefix}indexed VALUES (0, 0, 0, 0, 0);
`
}
