/**
 * The calls by which replicas share the sinks. Each commits by itself, so that a replica that is
 * paused holds no lock, and only the server's clock counts.
 *
 * `keep` says that a replica is there and renews the leases that it has; one that has run out is
 * renewed as well if nobody else has had it since. `take` takes a lease that is free, under a new
 * fencing token; null where it is not. `give_back` ends a lease, `leave` ends all of a replica's.
 */
export function leaseProcedures(schema: string): string {
  return `
CREATE PROCEDURE ${schema}.keep(
  in_replica uuid, in_program text, in_sinks text[], in_froms text[], in_ttl_ms integer,
  INOUT state jsonb
) LANGUAGE plpgsql AS $$
DECLARE
  ttl interval := in_ttl_ms * interval '1 millisecond';
BEGIN
  INSERT INTO ${schema}.replica (id, program, sinks, seen_at)
  VALUES (in_replica, in_program, in_sinks, clock_timestamp())
  ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at, sinks = excluded.sinks;
  DELETE FROM ${schema}.replica WHERE seen_at < clock_timestamp() - interval '1 hour';

  IF EXISTS (SELECT unnest(in_sinks) EXCEPT SELECT name FROM ${schema}.sink) THEN
    INSERT INTO ${schema}.sink (name, position)
    SELECT name, CASE place WHEN 'now'
      THEN (SELECT coalesce(max(position), 0) FROM ${schema}.callback) ELSE 0 END
    FROM unnest(in_sinks, in_froms) AS g (name, place) ORDER BY name
    ON CONFLICT (name) DO NOTHING;
  END IF;
  PERFORM FROM ${schema}.sink WHERE owner = in_replica ORDER BY name FOR NO KEY UPDATE;
  UPDATE ${schema}.sink
  SET lease_until = clock_timestamp() + ttl, position = ${schema}.cursor_of(name)
  WHERE owner = in_replica;

  SELECT jsonb_build_object(
    'sinks', (
      SELECT jsonb_agg(jsonb_build_object('name', name, 'owner', owner, 'token', token,
        'position', ${schema}.cursor_of(name),
        'free', lease_until IS NULL OR lease_until < clock_timestamp()) ORDER BY name)
      FROM ${schema}.sink
    ),
    'replicas', (
      SELECT jsonb_agg(jsonb_build_object('id', id, 'sinks', sinks) ORDER BY id)
      FROM ${schema}.replica WHERE seen_at > clock_timestamp() - ttl
    )
  ) INTO state;
  COMMIT;
END
$$;

CREATE PROCEDURE ${schema}.take(
  in_sink text, in_replica uuid, in_ttl_ms integer, INOUT new_token bigint
) LANGUAGE plpgsql AS $$
BEGIN
  UPDATE ${schema}.sink
  SET owner = in_replica, token = 1 + greatest(token,  -- the sink's row may have been made anew
      (SELECT max(h.token) FROM ${schema}.lease_history AS h WHERE h.sink = name)), position = ${schema}.cursor_of(name),
    lease_until = clock_timestamp() + in_ttl_ms * interval '1 millisecond'
  WHERE name = in_sink AND (lease_until IS NULL OR lease_until < clock_timestamp())
  RETURNING token INTO new_token;
  IF new_token IS NOT NULL THEN
    INSERT INTO ${schema}.lease_history (sink, token, owner)
    VALUES (in_sink, new_token, in_replica);
  END IF;
  COMMIT;
END
$$;

CREATE PROCEDURE ${schema}.give_back(in_sink text, in_token bigint) LANGUAGE plpgsql AS $$
BEGIN
  UPDATE ${schema}.sink SET owner = NULL, lease_until = NULL, position = ${schema}.cursor_of(name)
  WHERE name = in_sink AND token = in_token;
  COMMIT;
END
$$;

CREATE PROCEDURE ${schema}.leave(in_replica uuid) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM ${schema}.sink WHERE owner = in_replica ORDER BY name FOR NO KEY UPDATE;
  UPDATE ${schema}.sink SET owner = NULL, lease_until = NULL, position = ${schema}.cursor_of(name)
  WHERE owner = in_replica;
  DELETE FROM ${schema}.replica WHERE id = in_replica;
  COMMIT;
END
$$;
`
}
