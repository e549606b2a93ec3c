import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import type { SqlStatement } from '../../domain/desk.ts'
import { ownCallback } from '../../domain/own-event.ts'
import type { DeskAnswer, DeskCall, RelayTold } from '../protocol.ts'
import { erase } from './erase.ts'
import type { GroupCommit, Reply } from './group-commit.ts'
import type { SqliteStore } from './store.ts'

/** Does what an operator asks of the journal, on the thread that writes it. */
export type Desk = (call: DeskCall, reply: Reply<DeskAnswer>) => void

/** How often the write-ahead log is tried to be emptied while readers are in the way, ms. */
const emptyMs = 50
const emptyTries = 40

export function createDesk(options: {
  store: SqliteStore
  group: GroupCommit
  /** Tells the relay. */
  tell: (message: RelayTold) => void
}): Desk {
  const { store, group, tell } = options

  function eraseAll(positions: readonly number[], reply: Reply<DeskAnswer>): void {
    const cancelled = group.desk(() => store.upkeep(db => erase(db, positions, Date.now())))
    tell({ kind: 'reread' })
    emptyLog(emptyTries, () => reply(undefined, cancelled))
  }

  /** What was erased stands in the write-ahead log until that is emptied. */
  function emptyLog(tries: number, done: () => void): void {
    if (store.emptyLog() || tries === 0) return done()
    setTimeout(() => emptyLog(tries - 1, done), emptyMs)
  }

  function act(call: DeskCall, reply: Reply<DeskAnswer>): void {
    switch (call.verb) {
      case 'write':
        return reply(
          undefined,
          group.desk(() => store.upkeep(db => runAll(db, call.statements))),
        )
      case 'emit':
        return group.append([ownCallback(call.event)], (error, [receipt] = []) => {
          if (error) reply(error)
          else reply(undefined, receipt!.outcome === 'stored' ? 'stored' : 'duplicate')
        })
      case 'requeue':
        return reply(
          undefined,
          group.desk(() => store.requeue(call.position)),
        )
      case 'erase':
        return eraseAll(call.positions, reply)
      case 'evict':
        tell({ kind: 'evict', sink: call.sink })
        return reply(undefined)
      case 'nudge':
        tell({ kind: 'nudge' })
        return reply(undefined)
    }
  }

  return (call, reply) => {
    try {
      act(call, reply)
    } catch (error) {
      reply(error as Error)
    }
  }
}

function runAll(db: DatabaseSync, statements: readonly SqlStatement[]): number[] {
  return statements.map(({ text, values }) => {
    const statement = db.prepare(text.replaceAll(/\$(\d+)/g, '?$1'))
    return Number(statement.run(...(values as SQLInputValue[])).changes)
  })
}
