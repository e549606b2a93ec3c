/**
 * Writes what became of some of a sink's events, in one call that commits by itself: whoever is
 * paused in the middle holds no lock. `held` is false, and nothing is written, if the lease with
 * this fencing token is no longer the sink's, or has run out.
 */
export function settleProcedure(schema: string): string {
  return `
CREATE PROCEDURE ${schema}.settle(
  in_sink text, in_token bigint, in_position bigint,
  in_batches jsonb, in_park jsonb, in_unpark bigint[], in_dead jsonb,
  INOUT held boolean
) LANGUAGE plpgsql AS $$
DECLARE
  cursor_now bigint;
BEGIN
  SELECT true INTO held FROM ${schema}.sink
  WHERE name = in_sink AND token = in_token AND lease_until > clock_timestamp()
  FOR NO KEY UPDATE;
  IF held IS NULL THEN
    held := false;
    COMMIT;  -- after a wait for the row, its lock is ours although it is not the one we want
    RETURN;
  END IF;

  cursor_now := greatest(${schema}.cursor_of(in_sink), in_position);
  INSERT INTO ${schema}.batch (sink, first, last, delivered, failed, ms, answer, token, position)
  SELECT in_sink, first, last, delivered, failed, round(ms), answer, in_token, cursor_now
  FROM jsonb_to_recordset(in_batches)
    AS b (first bigint, last bigint, delivered integer, failed integer, ms float8, answer text);
  IF NOT FOUND THEN
    UPDATE ${schema}.sink SET position = cursor_now
    WHERE name = in_sink AND position < cursor_now;
  END IF;

  INSERT INTO ${schema}.parked AS p (sink, position, subject, state, attempts, cause, at)
  SELECT in_sink, position, subject, 'waiting', attempts, cause,
    clock_timestamp() + coalesce("retryInMs", 0) * interval '1 millisecond'
  FROM jsonb_to_recordset(in_park)
    AS e (position bigint, subject text, attempts integer, cause text, "retryInMs" float8)
  UNION ALL
  SELECT in_sink, position, subject, 'dead', attempts, cause, clock_timestamp()
  FROM jsonb_to_recordset(in_dead)
    AS e (position bigint, subject text, attempts integer, cause text)
  ON CONFLICT (sink, position) DO UPDATE SET
    state = excluded.state, attempts = excluded.attempts, cause = excluded.cause, at = excluded.at
  WHERE p.state = 'waiting';
  DELETE FROM ${schema}.parked
  WHERE sink = in_sink AND position = ANY(in_unpark) AND state = 'waiting';
  COMMIT;
END
$$;
`
}
