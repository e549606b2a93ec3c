/** A row of the ledger: what an owner of a sink's lease settled. Times in microseconds. */
export interface Batch {
  number: number
  sink: string
  first: number
  last: number
  token: number
  settledAt: number
}

/** A row that tells who took a sink's lease, and when. */
export interface LeaseTaken {
  sink: string
  token: number
  owner: string
  takenAt: number
}

/** Nobody settled anything whose lease was another's already. */
export function checkLeases(batches: readonly Batch[], taken: readonly LeaseTaken[]): string[] {
  const violations: string[] = []
  for (const [sink, leases] of Map.groupBy(taken, lease => lease.sink)) {
    const own = batches.filter(batch => batch.sink === sink).sort((a, b) => a.number - b.number)
    const tokens = new Set(leases.map(({ token }) => token))
    if (tokens.size < leases.length) violations.push(`${sink}: a token was given twice`)
    let highest = 0
    for (const batch of own) {
      if (batch.token < highest) {
        violations.push(`${describe(batch)} comes after one of token ${highest}`)
      }
      highest = Math.max(highest, batch.token)
      if (!tokens.has(batch.token)) violations.push(`${describe(batch)} has a token of nobody`)
      const next = leases.find(
        ({ token, takenAt }) => token > batch.token && takenAt < batch.settledAt,
      )
      if (next) {
        const late = (batch.settledAt - next.takenAt) / 1000
        const { token, owner } = next
        violations.push(`${describe(batch)} was settled ${late} ms after ${owner} took ${token}`)
      }
    }
  }
  return violations
}

function describe({ sink, number, first, last, token }: Batch): string {
  return `${sink}: batch ${number} (${first} to ${last}) of token ${token}`
}
