import type { ParkedNow, Settlement } from '../domain/journal.ts'

type Fate =
  | { kind: 'parked'; parked: ParkedNow }
  | { kind: 'unparked' }
  | { kind: 'dead'; dead: Settlement['dead'][number] }

/**
 * One settlement that says what several say in turn: the last word on each event counts. An event
 * that was parked and then unparked stays in `unpark`, since the first settlement may have reached
 * the disk although it was reported as failed.
 */
export function mergeSettlements(settlements: readonly Settlement[]): Settlement {
  if (settlements.length === 1) return settlements[0]!
  const fates = new Map<number, Fate>()
  let position: number | undefined
  for (const settlement of settlements) {
    position = settlement.position ?? position
    for (const parked of settlement.park) fates.set(parked.position, { kind: 'parked', parked })
    for (const unparked of settlement.unpark) fates.set(unparked, { kind: 'unparked' })
    for (const dead of settlement.dead) fates.set(dead.position, { kind: 'dead', dead })
  }
  const all = [...fates]
  return {
    ...(position === undefined ? {} : { position }),
    batches: settlements.flatMap(settlement => settlement.batches),
    park: all.flatMap(([, fate]) => (fate.kind === 'parked' ? [fate.parked] : [])),
    unpark: all.flatMap(([at, fate]) => (fate.kind === 'unparked' ? [at] : [])),
    dead: all.flatMap(([, fate]) => (fate.kind === 'dead' ? [fate.dead] : [])),
    failures: settlements.flatMap(settlement => settlement.failures),
    delivered: settlements.flatMap(settlement => settlement.delivered),
  }
}
