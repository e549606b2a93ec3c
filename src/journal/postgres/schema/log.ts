/**
 * The first half of a key of ours for advisory locks ("Reel"); the second is of the schema's name.
 */
export const lockClass = 0x5265656c

/**
 * Every table. Instants are the server's own. Rows that are rewritten often leave room in their
 * pages, so that a new version needs no new index entry.
 */
export function tables(schema: string): string {
  return `
CREATE SEQUENCE ${schema}.position AS bigint;

-- The server's timeline, which every failover changes. Where an asynchronous standby takes over, what it
-- had not got yet is gone, and its sequence with it: positions that replicas have seen must not come again.
CREATE TABLE ${schema}.epoch (timeline text NOT NULL);
INSERT INTO ${schema}.epoch VALUES (left(pg_walfile_name(pg_current_wal_lsn()), 8));

-- When a replica last looked whether the store is too large: one at a time does.
CREATE TABLE ${schema}.sizing (looked_at timestamptz NOT NULL);
INSERT INTO ${schema}.sizing VALUES ('-infinity');

-- One row for each callback, as it came; positions are never reused, and may have gaps.
CREATE TABLE ${schema}.callback (
  position    bigint PRIMARY KEY,
  received_at timestamptz NOT NULL,
  id          text NOT NULL,
  type        text,                 -- null: fits no schema, quarantined
  subject     text,
  method      text NOT NULL,
  public_url  text NOT NULL,
  target      text NOT NULL,
  headers     text NOT NULL,        -- JSON object
  body        bytea NOT NULL,
  errors      text,                 -- JSON array, only of quarantined ones
  text_key    uuid NOT NULL         -- identity key 1, for a row that moves to another journal
);
CREATE INDEX callback_quarantined ON ${schema}.callback (position) WHERE type IS NULL;

-- What makes a callback a duplicate; outlives the payload. Any 16 bytes make a uuid.
CREATE TABLE ${schema}.identity (
  key      uuid PRIMARY KEY,
  position bigint NOT NULL
);

-- Each sink's cursor (see cursor_of) and its lease.
CREATE TABLE ${schema}.sink (
  name        text PRIMARY KEY,
  position    bigint NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  owner       uuid,
  token       bigint NOT NULL DEFAULT 0,  -- grows with each lease: the fencing token
  lease_until timestamptz                 -- null: given back
) WITH (fillfactor = 20);

-- Who had which lease, for looking things up.
CREATE TABLE ${schema}.lease_history (
  sink     text NOT NULL,
  token    bigint NOT NULL,
  owner    uuid NOT NULL,
  taken_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (sink, token)
);

-- The replicas that are there, and the sinks that each is configured with.
CREATE TABLE ${schema}.replica (
  id      uuid PRIMARY KEY,
  program text NOT NULL,
  sinks   text[] NOT NULL,
  seen_at timestamptz NOT NULL
) WITH (fillfactor = 20);

-- The exceptions: passed by the cursor, not delivered.
CREATE TABLE ${schema}.parked (
  sink     text NOT NULL,
  position bigint NOT NULL,
  subject  text NOT NULL,
  state    text NOT NULL CHECK (state IN ('waiting', 'dead')),
  attempts integer NOT NULL,
  cause    text NOT NULL,
  at       timestamptz NOT NULL,    -- waiting: when it is due; dead: when it died
  PRIMARY KEY (sink, position)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX parked_position ON ${schema}.parked (position);
CREATE INDEX parked_waiting ON ${schema}.parked (sink, position) WHERE state = 'waiting';
CREATE INDEX parked_dead ON ${schema}.parked (at) WHERE state = 'dead';

-- The ledger: one row for each batch that a sink was offered.
CREATE TABLE ${schema}.batch (
  number     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  sink       text NOT NULL,
  first      bigint NOT NULL,
  last       bigint NOT NULL,
  delivered  integer NOT NULL,
  failed     integer NOT NULL,
  ms         integer NOT NULL,
  answer     text NOT NULL,
  settled_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  token      bigint NOT NULL,       -- of the lease under which it was settled
  position   bigint NOT NULL        -- the sink's cursor after it
);
CREATE INDEX batch_sink ON ${schema}.batch (sink, number);

-- A sink's cursor moves by rows added to the ledger: rewriting one row for each batch would leave
-- dead versions behind that a long transaction, such as a backup, keeps from being cleaned away.
-- The sink's own row follows whenever its lease is renewed.
CREATE FUNCTION ${schema}.cursor_of(in_sink text) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT greatest(
    (SELECT position FROM ${schema}.sink WHERE name = in_sink),
    (SELECT position FROM ${schema}.batch WHERE sink = in_sink ORDER BY number DESC LIMIT 1)
  )
$$;
`
}

/** Before a position is drawn, under the lock: none that was lost by a failover comes again. */
export function newTimeline(schema: string): string {
  return `\
  UPDATE ${schema}.epoch SET timeline = current_timeline WHERE timeline <> current_timeline;
  IF FOUND THEN
    PERFORM setval('${schema}.position', nextval('${schema}.position') + 1000000);
  END IF;`
}

/**
 * Adds callbacks to the log, in one call that commits by itself.
 *
 * Positions are drawn under a lock that is held until they are committed, so that they become
 * visible in their order: whoever sees one has seen all below it. Since the commit happens inside
 * of the call, no client can hold the lock by being slow, paused or dead. It also means that two
 * calls never claim keys at the same time, so that they can't deadlock however their callbacks are
 * sorted.
 *
 * No two callbacks of one call may share a key. `outcomes`: 0 known, 1 stored, 2 known by its event
 * id alone (`holders` has the position of the row that it repeats), 3 known by its signed text
 * alone.
 */
export function appendProcedure(schema: string): string {
  return `
CREATE PROCEDURE ${schema}.append(
  in_text_keys uuid[], in_id_keys uuid[], in_ids text[], in_types text[], in_subjects text[],
  in_methods text[], in_public_urls text[], in_targets text[], in_headers text[],
  in_errors text[],
  in_ages bigint[],                 -- ms since each was received
  in_starts integer[], in_lengths integer[], in_bodies bytea,  -- where each body is, from 1
  INOUT first bigint, INOUT received_ms double precision,
  INOUT outcomes integer[], INOUT holders bigint[]
) LANGUAGE plpgsql AS $$
DECLARE
  size integer := cardinality(in_text_keys);
  now timestamptz;
  current_timeline text := left(pg_walfile_name(pg_current_wal_lsn()), 8);
BEGIN
  PERFORM pg_advisory_xact_lock(${lockClass}, hashtext('${schema}'));
  now := clock_timestamp();
${newTimeline(schema)}
  first := nextval('${schema}.position');
  -- Always, since it writes to the log: a call that adds nothing is a commit all the same, and waits as
  -- any other does until what it repeats is on disk, and on the standbys that must have it.
  PERFORM setval('${schema}.position', greatest(first, first + size - 1));

  WITH given AS MATERIALIZED (
    SELECT n, text_key, id_key, first + n - 1 AS place
    FROM unnest(in_text_keys, in_id_keys) WITH ORDINALITY AS g (text_key, id_key, n)
  ), claimed AS (
    INSERT INTO ${schema}.identity (key, position)
    SELECT text_key, place FROM given
    UNION ALL SELECT id_key, place FROM given WHERE id_key IS NOT NULL
    ON CONFLICT (key) DO NOTHING
    RETURNING key
  ), judged AS MATERIALIZED (
    SELECT g.n, g.place, CASE
      WHEN t.key IS NOT NULL AND (g.id_key IS NULL OR i.key IS NOT NULL) THEN 1
      WHEN t.key IS NOT NULL THEN 2
      WHEN i.key IS NOT NULL THEN 3
      ELSE 0 END AS outcome
    FROM given AS g
      LEFT JOIN claimed AS t ON t.key = g.text_key
      LEFT JOIN claimed AS i ON i.key = g.id_key
  ), kept AS (
    INSERT INTO ${schema}.callback (position, received_at, id, type, subject, method, public_url,
      target, headers, body, errors, text_key)
    SELECT place, now - in_ages[n] * interval '1 millisecond', in_ids[n], in_types[n],
      in_subjects[n], in_methods[n], in_public_urls[n], in_targets[n], in_headers[n],
      substring(in_bodies FROM in_starts[n] FOR in_lengths[n]), in_errors[n], in_text_keys[n]
    FROM judged WHERE outcome = 1 ORDER BY n
  )
  SELECT array_agg(outcome ORDER BY n) INTO outcomes FROM judged;

  IF outcomes && ARRAY[2, 3] THEN
    -- one of two keys was there before: points the new one to that row, or takes it back
    WITH repeated AS (
      SELECT n, text_key, i.position AS holder
      FROM unnest(in_text_keys, in_id_keys, outcomes) WITH ORDINALITY
        AS g (text_key, id_key, outcome, n)
      JOIN ${schema}.identity AS i ON i.key = g.id_key
      WHERE outcome = 2
    ), pointed AS (
      UPDATE ${schema}.identity AS i SET position = holder FROM repeated AS r
      WHERE i.key = r.text_key
    )
    SELECT array_agg(holder ORDER BY n) INTO holders FROM repeated;
    DELETE FROM ${schema}.identity AS i
    USING unnest(in_id_keys, outcomes) AS g (id_key, outcome)
    WHERE outcome = 3 AND i.key = g.id_key;
  END IF;
  received_ms := extract(epoch FROM now) * 1000;
  COMMIT;
END
$$;
`
}
