import { exitCodes } from '../domain/errors.ts'
import { type AdminClient, adminClientFor, NothingListens } from './admin-client.ts'
import type { CommandIo } from './command.ts'

/**
 * Runs a command that looks with a client of the running service; where nothing listens and the
 * journal is a file here, with one that reads the file.
 */
export async function lookWith<Result>(
  io: CommandIo,
  look: (client: AdminClient) => Promise<Result>,
): Promise<Result> {
  const online = await adminClientFor(io)
  let client = online
  let answered = false
  const either: AdminClient = {
    ...online,
    async get(path, query) {
      try {
        return await client.get(path, query)
      } catch (error) {
        // A service that went away meanwhile is no reason to begin again from the file.
        if (answered || !(error instanceof NothingListens)) throw error
        const { openOffline } = await import('./offline.ts')
        const offline = await openOffline(io)
        if (offline === undefined) throw error
        client = offline
        return await client.get(path, query)
      } finally {
        answered = true
      }
    },
  }
  try {
    return await look(either)
  } finally {
    await client.close()
  }
}

/** Runs a command that changes something: only the running service can. */
export async function mendWith<Result>(
  io: CommandIo,
  mend: (client: AdminClient) => Promise<Result>,
): Promise<Result> {
  try {
    return await mend(await adminClientFor(io))
  } catch (error) {
    if (!(error instanceof NothingListens)) throw error
    const message = `${error.message}\nIt has to run for this: only the service changes its store.`
    throw new NothingListens(exitCodes.unavailable, message, { cause: error })
  }
}
