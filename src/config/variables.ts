/** An environment variable, as `docs/configuration.md` lists it. */
export interface Variable {
  /** The same setting in the file, as a JSON pointer; absent where the file has none. */
  pointer?: string
  /** True: in the file it is no plain string, number or boolean, or may be in a file of its own. */
  apart?: true
  /** True: `NAME_FILE` may name a file that holds it. */
  secret?: true
  /** The default, for people. */
  default: string
  description: string
}

/** Every variable that Reelay reads. */
export const variables = {
  TWILIO_AUTH_TOKEN: {
    pointer: '/accounts',
    apart: true,
    secret: true,
    default: 'needed, unless the file lists `accounts`',
    description:
      'The auth token that callbacks are signed with; several separated by commas. ' +
      'Each is tried for every account.',
  },
  REELAY_PUBLIC_URL: {
    pointer: '/publicUrl',
    apart: true,
    secret: true,
    default: 'derived from each request, with a warning',
    description:
      'What your `statusCallback` URLs begin with, up to the callback path, exactly as Twilio ' +
      'calls them; several separated by blanks.',
  },
  REELAY_CALLBACK_PATH: {
    pointer: '/callbackPath',
    default: '`/callbacks`',
    description: 'The path that takes callbacks, and everything below it. `/` takes every path.',
  },
  REELAY_STORE: {
    pointer: '/store',
    apart: true,
    secret: true,
    default: '`sqlite:./data/reelay.db`',
    description:
      'Where callbacks are kept: `sqlite:PATH` or `postgres://…`, see [The store](#the-store).',
  },
  REELAY_SPOOL: {
    pointer: '/spool',
    default: 'none',
    description:
      'A SQLite file that takes callbacks while Postgres does not, see ' +
      '[While Postgres is away](#while-postgres-is-away).',
  },
  REELAY_SINKS: {
    pointer: '/sinks',
    apart: true,
    secret: true,
    default: '`log:`',
    description: 'URLs of the sinks that events are relayed to, separated by blanks.',
  },
  REELAY_RETENTION: {
    pointer: '/retention',
    apart: true,
    default: '`events=30d quarantine=90d deadLetters=90d maxAge=90d`',
    description: 'How long things are kept, see [Retention](#retention).',
  },
  REELAY_STALLED_AFTER: {
    pointer: '/stalledAfter',
    default: '`6h`',
    description:
      'A recording that has not completed so long after its start is stalled: told once in the ' +
      'log, and by an event `twilio.video.recording.stalled` or `twilio.voice.recording.stalled` ' +
      'to the sinks. `off`: never.',
  },
  HOST: {
    pointer: '/listen/host',
    default: '`0.0.0.0`',
    description: 'Where the public listener binds.',
  },
  PORT: {
    pointer: '/listen/port',
    default: '`8080`',
    description: 'Its port; `0` picks a free one.',
  },
  ADMIN_HOST: {
    pointer: '/admin/host',
    default: '`127.0.0.1`',
    description: 'Where the admin listener binds. Beyond loopback it needs `REELAY_ADMIN_TOKEN`.',
  },
  ADMIN_PORT: {
    pointer: '/admin/port',
    default: '`8081`',
    description: 'Its port; `0` picks a free one.',
  },
  REELAY_ADMIN_TOKEN: {
    pointer: '/admin/token',
    apart: true,
    secret: true,
    default: 'none',
    description:
      'The bearer token for all that the admin listener does, see [Admin tokens](#admin-tokens); ' +
      'several separated by commas, each as `TOKEN` or `NAME:TOKEN`.',
  },
  REELAY_READ_TOKEN: {
    pointer: '/admin/tokens',
    apart: true,
    secret: true,
    default: 'none',
    description: 'The same for looking only: status, lists, metrics.',
  },
  REELAY_ADMIN_URL: {
    default: 'made of `ADMIN_HOST` and `ADMIN_PORT`',
    description: 'Where commands such as `reelay healthcheck` find the admin listener.',
  },
  LOG_LEVEL: {
    pointer: '/log/level',
    default: '`info`',
    description: '`trace`, `debug`, `info`, `warn`, `error`, `fatal` or `silent`.',
  },
  LOG_PERSONAL_DATA: {
    pointer: '/log/personalData',
    default: '`false`',
    description: '`true` lets log lines hold identities and other personal data.',
  },
  SHUTDOWN_DELAY: {
    default: '`0`',
    description:
      'Seconds between the signal to stop and the end of taking connections: time for a load ' +
      'balancer to see that `/readyz` says no.',
  },
  REELAY_CONFIG: {
    default: '`reelay.config.json` in the working directory, if it is there',
    description: 'The configuration file.',
  },
} as const satisfies Record<string, Variable>

export type VariableName = keyof typeof variables

/** Their names, in the order of the documentation. */
export const variableNames = Object.keys(variables) as VariableName[]

/** May `NAME_FILE` hold it? */
export function isSecret(name: VariableName): boolean {
  return (variables[name] as Variable).secret === true
}
