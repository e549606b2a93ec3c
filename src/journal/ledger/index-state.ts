import type { SqlStatement } from '../../domain/desk.ts'
import type { Query } from './query.ts'

/** Up to where the log is in the index, and what there is in it. */
export interface IndexState {
  position: number
  high: number
  callbacks: number
  quarantined: number
  turn: number
}

export async function readIndexState(query: Query): Promise<IndexState> {
  const text = 'SELECT position, high, callbacks, quarantined, turn FROM indexed'
  return (await query.row<IndexState>(text))!
}

/** The first statement of a change: whoever read a state that is no longer so changes nothing. */
export function takeTurn(
  { turn }: IndexState,
  next: Partial<Omit<IndexState, 'turn'>> = {},
): SqlStatement {
  const columns = Object.entries(next)
  const sets = columns.map(([column], index) => `, ${column} = $${index + 2}`)
  return {
    text: `UPDATE indexed SET turn = turn + 1${sets.join('')} WHERE turn = $1`,
    values: [turn, ...columns.map(([, value]) => value)],
  }
}
