import { buildApi } from '../src/api/app.ts'
import type { Ledger } from '../src/domain/ledger.ts'

/** The text of docs/openapi.json, as the running service has it at /api/v1/openapi.json. */
export async function generateOpenApi(): Promise<string> {
  // Nothing is asked of it: routes are only described.
  const api = await buildApi({ ledger: {} as Ledger })
  const text = JSON.stringify(api.describe(), null, 2)
  await api.close()
  return `${text}\n`
}
