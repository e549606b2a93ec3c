import { lockClass } from './log.ts'

/**
 * One small step of retention, in one call that commits by itself. Call it again, with pauses,
 * until it removes nothing more. Only one replica at a time gets to do it; the others' steps do
 * nothing.
 *
 * `wants` is the rule of `domain/type-filter.ts`. `scanned` is where the last step of this pass
 * came to: rows that are gone stay in the index for a while, and need not be passed again.
 */
export function retainProcedure(schema: string): string {
  return `
CREATE FUNCTION ${schema}.wants(in_types text[], in_type text) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
  SELECT in_types IS NULL OR EXISTS (
    SELECT FROM unnest(in_types) AS e (entry)
    WHERE CASE WHEN right(entry, 1) = '*' THEN starts_with(in_type, left(entry, -1))
      ELSE in_type = entry END)
$$;

-- The last position that was stored before an instant. Positions and instants grow together, so a
-- binary search finds it in a few look-ups, without an index that each callback would pay for.
CREATE FUNCTION ${schema}.last_before(instant timestamptz) RETURNS bigint
LANGUAGE plpgsql STABLE AS $$
DECLARE
  low bigint := 0;
  high bigint := (SELECT coalesce(max(position), 0) FROM ${schema}.callback);
  middle bigint;
  found record;
BEGIN
  WHILE low < high LOOP
    middle := (low + high + 1) / 2;
    SELECT position, received_at INTO found FROM ${schema}.callback
    WHERE position >= middle ORDER BY position LIMIT 1;
    IF found.received_at < instant THEN low := found.position; ELSE high := middle - 1; END IF;
  END LOOP;
  RETURN low;
END
$$;

-- Gives up what a sink has not got of the rows up to a position that are older than an instant;
-- payloads stay for the dead letters. Returns how many.
CREATE FUNCTION ${schema}.give_up(
  in_sink text, in_types text[], up_to bigint, instant timestamptz, in_rows integer
) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  given_up integer;
  buried integer;
BEGIN
  UPDATE ${schema}.parked SET state = 'dead', cause = 'retention.forced', at = clock_timestamp()
  WHERE sink = in_sink AND position IN (
    SELECT p.position FROM ${schema}.parked AS p
      LEFT JOIN ${schema}.callback AS c ON c.position = p.position
    WHERE p.sink = in_sink AND p.position <= up_to AND p.state = 'waiting'
      AND (c.received_at < instant OR c.position IS NULL)
    ORDER BY p.position LIMIT in_rows);
  GET DIAGNOSTICS given_up = ROW_COUNT;

  -- up to the first that is not old: the cursor may pass nothing else
  WITH next AS MATERIALIZED (
    SELECT c.position, c.subject, c.type, bool_and(c.received_at < instant) OVER (
      ORDER BY c.position) AS old
    FROM ${schema}.callback AS c
    WHERE c.position > ${schema}.cursor_of(in_sink) AND c.position <= up_to
      AND c.type IS NOT NULL
    ORDER BY c.position LIMIT in_rows
  ), bury AS (
    INSERT INTO ${schema}.parked (sink, position, subject, state, attempts, cause, at)
    SELECT in_sink, position, subject, 'dead', 0, 'retention.forced', clock_timestamp()
    FROM next WHERE old AND ${schema}.wants(in_types, type)
    ON CONFLICT (sink, position) DO NOTHING
    RETURNING 1
  ), pass AS (
    UPDATE ${schema}.sink SET position = passed.position
    FROM (SELECT max(position) AS position FROM next WHERE old) AS passed
    WHERE name = in_sink AND sink.position < passed.position
  )
  SELECT count(*) INTO buried FROM bury;
  RETURN given_up + buried;
END
$$;

CREATE PROCEDURE ${schema}.retain(
  in_events_ms float8, in_quarantine_ms float8, in_dead_letters_ms float8, in_max_age_ms float8,
  in_sinks jsonb,                   -- [{ name, types }], as this replica is configured
  in_excess integer,                -- how many of the oldest to remove whatever became of them
  in_rows integer,                  -- how many rows to touch at the most, of each kind
  INOUT scanned bigint, INOUT removed integer, INOUT forced integer
) LANGUAGE plpgsql AS $$
DECLARE
  now timestamptz := clock_timestamp();
  names text[];
  passed bigint;
  instant timestamptz;
  up_to bigint;
  count integer;
BEGIN
  removed := 0;
  forced := 0;
  IF NOT pg_try_advisory_xact_lock(${lockClass}, hashtext('${schema} retention')) THEN
    forced := NULL; -- another replica is at it
    RETURN;
  END IF;
  -- a sink that any replica is configured with still needs what it has not got
  SELECT array_agg(DISTINCT name) INTO names FROM (
    SELECT name FROM jsonb_to_recordset(in_sinks) AS s (name text)
    UNION ALL SELECT unnest(sinks) FROM ${schema}.replica
      WHERE seen_at > now - interval '1 minute') AS configured;

  instant := now - in_max_age_ms * interval '1 millisecond';
  up_to := ${schema}.last_before(instant);
  IF up_to > 0 OR in_excess > 0 THEN
    -- A settlement locks its sink's row before any other; a lease is kept in this order too.
    PERFORM FROM ${schema}.sink ORDER BY name FOR NO KEY UPDATE;
  END IF;
  IF up_to > 0 THEN
    SELECT coalesce(sum(${schema}.give_up(name, types, up_to, instant, in_rows)), 0)
    INTO forced FROM jsonb_to_recordset(in_sinks) AS s (name text, types text[]);
  END IF;
  IF in_excess > 0 THEN
    SELECT max(position) INTO up_to FROM (
      SELECT position FROM ${schema}.callback ORDER BY position LIMIT in_excess) AS oldest;
    -- of a sink that only others are configured with it is not known what it wants
    SELECT forced + coalesce(
      sum(${schema}.give_up(each, types, up_to, 'infinity', in_excess)), 0)
    INTO forced FROM unnest(names) AS each
      LEFT JOIN jsonb_to_recordset(in_sinks) AS s (name text, types text[]) ON name = each;
    DELETE FROM ${schema}.callback WHERE position <= up_to;
    GET DIAGNOSTICS removed = ROW_COUNT;
    DELETE FROM ${schema}.parked WHERE position <= up_to AND state = 'waiting';
    UPDATE ${schema}.sizing SET looked_at = clock_timestamp();
  END IF;
  -- sinks need not wait for the rest
  COMMIT;
  IF NOT pg_try_advisory_xact_lock(${lockClass}, hashtext('${schema} retention')) THEN
    RETURN;
  END IF;

  -- events that every configured sink is done with
  instant := now - in_events_ms * interval '1 millisecond';
  up_to := least(${schema}.last_before(instant), (SELECT min(${schema}.cursor_of(name))
    FROM ${schema}.sink WHERE name = ANY(names)));
  WITH gone AS MATERIALIZED (
    SELECT position FROM ${schema}.callback AS c
    WHERE position > scanned AND position <= up_to AND type IS NOT NULL AND received_at < instant
      AND NOT EXISTS (SELECT FROM ${schema}.parked AS p WHERE p.position = c.position
        AND (p.state = 'dead' OR p.sink = ANY(names)))
    ORDER BY position LIMIT in_rows
  ), unparked AS (
    DELETE FROM ${schema}.parked WHERE position IN (SELECT position FROM gone)
  ), deleted AS (
    DELETE FROM ${schema}.callback WHERE position IN (SELECT position FROM gone)
    RETURNING position
  )
  SELECT removed + count(*), coalesce(max(position), scanned) INTO removed, scanned FROM deleted;

  instant := now - in_quarantine_ms * interval '1 millisecond';
  DELETE FROM ${schema}.callback WHERE position IN (
    SELECT position FROM ${schema}.callback
    WHERE type IS NULL AND received_at < instant ORDER BY position LIMIT in_rows);
  GET DIAGNOSTICS count = ROW_COUNT;
  removed := removed + count;

  -- dead letters; their payloads go with the next pass, as done
  instant := now - in_dead_letters_ms * interval '1 millisecond';
  DELETE FROM ${schema}.parked WHERE (sink, position) IN (
    SELECT sink, position FROM ${schema}.parked
    WHERE state = 'dead' AND at < instant LIMIT in_rows);
  GET DIAGNOSTICS count = ROW_COUNT;
  removed := removed + count;

  -- the ledger; no cursor may go back with it
  UPDATE ${schema}.sink SET position = ${schema}.cursor_of(name)
  WHERE (lease_until IS NULL OR lease_until < now) AND position < ${schema}.cursor_of(name);
  instant := now - in_events_ms * interval '1 millisecond';
  DELETE FROM ${schema}.batch WHERE number IN (
    SELECT number FROM ${schema}.batch ORDER BY number LIMIT in_rows) AND settled_at < instant;
  GET DIAGNOSTICS count = ROW_COUNT;
  removed := removed + count;
  DELETE FROM ${schema}.lease_history AS h WHERE taken_at < instant
    AND token < (SELECT token FROM ${schema}.sink WHERE name = h.sink);
  COMMIT;
END
$$;
`
}
