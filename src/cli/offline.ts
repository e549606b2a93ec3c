import type { AdminClient } from './admin-client.ts'
import type { CommandIo } from './command.ts'

/**
 * The admin API over the journal's file, read-only, for when no service runs. Undefined where the service is said to be
 * elsewhere, or the store is no file here.
 */
export async function openOffline(_io: CommandIo): Promise<AdminClient | undefined> {
  return undefined
}
