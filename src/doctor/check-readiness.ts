import { ask } from './ask.ts'
import type { Checked } from './checked.ts'
import { whyFailed } from './why-failed.ts'

const patience = 5_000
const check = 'readiness'

/** Asks `/readyz` of the admin listener, which needs no token. */
export async function checkReadiness(adminUrl: string): Promise<Checked[]> {
  const { host } = new URL(adminUrl)
  try {
    const answered = await ask('GET', new URL(`${adminUrl}/readyz`), patience)
    if (answered.status === 200) return [{ check, state: 'ok', said: `ready, says ${host}` }]
    const status = /"status":"([^"]*)"/.exec(answered.body)?.[1] ?? 'no service of Reelay'
    const todo = 'See its log, and docs/operations.md.'
    return [{ check, state: 'fail', said: `${host} answers ${answered.status}: ${status}`, todo }]
  } catch (error) {
    const { said } = whyFailed(error, patience)
    const todo = 'Start the service (reelay serve), or set REELAY_ADMIN_URL to its admin listener.'
    return [{ check, state: 'fail', said: `${host}: ${said}`, todo }]
  }
}
