/**
 * As the first `settle`, which older programs call, and more: each failed attempt is kept, and a
 * replay of the sink can be settled under the sink's lease (`in_replay` is its id, or null). A
 * replay moves its own place; what it delivers is no dead letter of the sink any more, what fails
 * for good becomes one unless the sink has still to get it by itself; of one that was cancelled
 * nothing waits.
 */
export function settleAttemptsProcedure(schema: string): string {
  return `
CREATE PROCEDURE ${schema}.settle(
  in_sink text, in_replay text, in_token bigint, in_position bigint,
  in_batches jsonb, in_park jsonb, in_unpark bigint[], in_dead jsonb,
  in_failures jsonb, in_delivered bigint[],
  INOUT held boolean
) LANGUAGE plpgsql AS $$
DECLARE
  cursor_now bigint;
  feed text := in_sink || coalesce('~' || in_replay, '');
  now timestamptz := clock_timestamp();
  running boolean := true;
BEGIN
  SELECT true INTO held FROM ${schema}.sink
  WHERE name = in_sink AND token = in_token AND lease_until > clock_timestamp()
  FOR NO KEY UPDATE;
  IF held IS NULL THEN
    held := false;
    COMMIT;  -- after a wait for the row, its lock is ours although it is not the one we want
    RETURN;
  END IF;

  IF in_replay IS NULL THEN
    cursor_now := greatest(${schema}.cursor_of(in_sink), in_position);
  ELSE
    SELECT state = 'running', greatest(position, in_position) INTO running, cursor_now
    FROM ${schema}.replay WHERE id = in_replay FOR NO KEY UPDATE;
    IF NOT FOUND THEN
      COMMIT;
      RETURN;
    END IF;
  END IF;

  INSERT INTO ${schema}.batch
    (sink, first, last, delivered, failed, ms, answer, settled_at, token, position)
  SELECT feed, first, last, delivered, failed, round(ms), answer, now, in_token, cursor_now
  FROM jsonb_to_recordset(in_batches)
    AS b (first bigint, last bigint, delivered integer, failed integer, ms float8, answer text);
  IF in_replay IS NULL AND NOT FOUND THEN
    UPDATE ${schema}.sink SET position = cursor_now
    WHERE name = in_sink AND position < cursor_now;
  END IF;
  INSERT INTO ${schema}.failure (sink, position, attempt, cause, at)
  SELECT feed, position, attempt, cause, now
  FROM jsonb_to_recordset(in_failures) AS f (position bigint, attempt integer, cause text);

  INSERT INTO ${schema}.parked AS p (sink, position, subject, state, attempts, cause, at)
  SELECT feed, position, subject, 'waiting', attempts, cause,
    now + coalesce("retryInMs", 0) * interval '1 millisecond'
  FROM jsonb_to_recordset(in_park)
    AS e (position bigint, subject text, attempts integer, cause text, "retryInMs" float8)
  WHERE running
  UNION ALL
  SELECT in_sink, position, subject, 'dead', attempts, cause, now
  FROM jsonb_to_recordset(in_dead)
    AS e (position bigint, subject text, attempts integer, cause text)
  WHERE in_replay IS NULL OR position <= ${schema}.cursor_of(in_sink)
  ON CONFLICT (sink, position) DO UPDATE SET
    state = excluded.state, attempts = excluded.attempts, cause = excluded.cause, at = excluded.at
  WHERE CASE WHEN in_replay IS NULL OR p.sink = feed THEN p.state = 'waiting'
    ELSE p.state = 'dead' END;
  DELETE FROM ${schema}.parked
  WHERE sink = feed AND position = ANY(in_unpark) AND state = 'waiting';

  IF in_replay IS NOT NULL THEN
    DELETE FROM ${schema}.parked WHERE sink = feed AND position IN (
      SELECT position FROM jsonb_to_recordset(in_dead) AS e (position bigint));
    DELETE FROM ${schema}.parked
    WHERE sink = in_sink AND position = ANY(in_delivered) AND state = 'dead';
    UPDATE ${schema}.replay SET position = cursor_now,
      delivered = delivered + cardinality(in_delivered),
      failed = failed + jsonb_array_length(in_dead)
    WHERE id = in_replay;
    UPDATE ${schema}.replay SET state = 'done', ended_at = now
    WHERE id = in_replay AND state = 'running' AND position >= last
      AND NOT EXISTS (SELECT FROM ${schema}.parked WHERE sink = feed);
  END IF;
  COMMIT;
END
$$;
`
}
