import { lockClass, newTimeline } from './log.ts'

/**
 * Gives a quarantined callback that fits now its place at the end of the log, in turn with what is
 * appended. `outcome`: requeued; duplicate, where its event came meanwhile; or gone, where it is
 * not quarantined.
 */
export function requeueProcedure(schema: string): string {
  return `
CREATE PROCEDURE ${schema}.requeue(
  in_position bigint, in_id_key uuid, in_id text, in_type text, in_subject text,
  INOUT outcome text
) LANGUAGE plpgsql AS $$
DECLARE
  place bigint;
  own_key uuid;
  current_timeline text := left(pg_walfile_name(pg_current_wal_lsn()), 8);
BEGIN
  PERFORM pg_advisory_xact_lock(${lockClass}, hashtext('${schema}'));
  SELECT text_key INTO own_key FROM ${schema}.callback
  WHERE position = in_position AND type IS NULL FOR UPDATE;
  IF NOT FOUND THEN
    outcome := 'gone';
    COMMIT;
    RETURN;
  END IF;
${newTimeline(schema)}
  place := nextval('${schema}.position');
  INSERT INTO ${schema}.identity (key, position) VALUES (in_id_key, place)
  ON CONFLICT (key) DO NOTHING;
  IF FOUND THEN
    outcome := 'requeued';
    INSERT INTO ${schema}.callback (position, received_at, id, type, subject, method, public_url,
      target, headers, body, text_key)
    SELECT place, received_at, in_id, in_type, in_subject, method, public_url,
      target, headers, body, text_key
    FROM ${schema}.callback WHERE position = in_position;
  ELSE
    outcome := 'duplicate';
    SELECT position INTO place FROM ${schema}.identity WHERE key = in_id_key;
  END IF;
  UPDATE ${schema}.identity SET position = place WHERE key = own_key;
  DELETE FROM ${schema}.callback WHERE position = in_position;
  COMMIT;
END
$$;
`
}
