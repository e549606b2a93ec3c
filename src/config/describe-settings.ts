import type { Settings, StoreSettings } from '../domain/settings.ts'
import { durationText } from './duration-text.ts'
import { masked, maskOptions, maskUrl } from './mask-url.ts'
import type { Origin, Origins } from './origin.ts'
import type { PlacedSink } from './sinks.ts'

/** A setting for people: no secret in it. */
export interface DescribedSetting extends Origin {
  /** As in the file: `listen.port`, `sinks[0].url`. */
  name: string
  value: string | number | boolean | null | readonly string[]
}

/** Settings with what tells where each came from. */
export interface Described {
  settings: Settings
  sinks: readonly PlacedSink[]
  /** The place of each admin token, in the order of the settings. */
  adminTokenPlaces: readonly string[]
  origins: Origins
}

/** Every setting, in the order of the documentation. */
export function describeSettings(described: Described): DescribedSetting[] {
  const { settings, origins } = described
  const originOf = origins.of
  const { publicUrls, callbackPath, store, spool, listen, admin, log } = settings
  const one = (
    name: string,
    value: DescribedSetting['value'],
    origin: Origin,
  ): DescribedSetting => ({ name, value, ...origin })
  return [
    ...keys(described),
    one('publicUrl', publicUrls.map(maskUrl), originOf('REELAY_PUBLIC_URL')),
    one('callbackPath', callbackPath, originOf('REELAY_CALLBACK_PATH')),
    ...leaves('store', storeOf(store), originOf('REELAY_STORE', ['/store', '/storeFile'])),
    one('spool', spool ?? null, originOf('REELAY_SPOOL')),
    ...settings.sinks.flatMap((sink, index) => {
      const { url, options, ...rest } = sink
      const shown = { ...rest, url: maskUrl(url), options: maskOptions(options) }
      const { from } = originOf('REELAY_SINKS')
      const place = described.sinks[index]?.place('')
      const origin = { from, ...(from === 'default' || !place ? {} : { place }) }
      return leaves(`sinks[${index}]`, shown, origin)
    }),
    ...retention(described),
    one(
      'stalledAfter',
      settings.stalledAfterMs === undefined ? 'off' : durationText(settings.stalledAfterMs),
      originOf('REELAY_STALLED_AFTER'),
    ),
    one('listen.host', listen.host, originOf('HOST')),
    one('listen.port', listen.port, originOf('PORT')),
    one('admin.host', admin.host, originOf('ADMIN_HOST')),
    one('admin.port', admin.port, originOf('ADMIN_PORT')),
    ...admin.tokens.flatMap(({ name, role }, index) => {
      const place = described.adminTokenPlaces[index]
      const { from } = originOf(role === 'read' ? 'REELAY_READ_TOKEN' : 'REELAY_ADMIN_TOKEN', [
        '/admin',
      ])
      const origin = { from, ...(place === undefined ? {} : { place }) }
      return leaves(`admin.tokens[${index}]`, { name, role, token: masked }, origin)
    }),
    one(
      'REELAY_ADMIN_URL',
      maskedAdminUrl(origins.textOf('REELAY_ADMIN_URL')),
      originOf('REELAY_ADMIN_URL'),
    ),
    one('log.level', log.level, originOf('LOG_LEVEL')),
    one('log.personalData', log.personalData, originOf('LOG_PERSONAL_DATA')),
    one('SHUTDOWN_DELAY', durationText(settings.shutdownDelayMs), originOf('SHUTDOWN_DELAY')),
    one('REELAY_CONFIG', origins.textOf('REELAY_CONFIG') ?? null, originOf('REELAY_CONFIG')),
  ]
}

/** Where commands ask; they make it of host and port if nothing is said. */
function maskedAdminUrl(text: string | undefined): string | null {
  return text === undefined ? null : maskUrl(text)
}

function keys({ settings, origins }: Described): DescribedSetting[] {
  const { accounts, authTokens } = settings
  const origin = origins.of('TWILIO_AUTH_TOKEN')
  if (accounts.length === 0) {
    return [{ name: 'authTokens', value: authTokens.map(() => masked), ...origin }]
  }
  return accounts.flatMap((account, index) => {
    const shown = {
      ...account,
      authTokens: account.authTokens.map(() => masked),
      sharedKeys: account.sharedKeys.map(key => ({ ...key, secret: masked })),
    }
    return leaves(`accounts[${index}]`, shown, origin)
  })
}

function retention({ settings, origins }: Described): DescribedSetting[] {
  const { maxStoreBytes = null, ...durations } = settings.retention
  const texts = Object.entries(durations).map(([name, ms]) => [name, durationText(ms)] as const)
  return [...texts, ['maxStoreBytes', maxStoreBytes] as const].map(([name, value]) => ({
    name: `retention.${name}`,
    value,
    ...origins.ofRetention(name),
  }))
}

function storeOf(store: StoreSettings): Record<string, unknown> {
  if (store.engine === 'sqlite') return { ...store }
  return { ...store, ...(store.password === undefined ? {} : { password: masked }) }
}

/** A line for each value inside: `sinks[0].options.headers.x-api-key`. Empty objects have none. */
function leaves(name: string, value: unknown, origin: Origin): DescribedSetting[] {
  if (value === undefined) return []
  if (Array.isArray(value)) {
    if (value.every(each => typeof each === 'string')) return [{ name, value, ...origin }]
    return value.flatMap((each, index) => leaves(`${name}[${index}]`, each, origin))
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, each]) => leaves(`${name}.${key}`, each, origin))
  }
  return [{ name, value: value as DescribedSetting['value'], ...origin }]
}
