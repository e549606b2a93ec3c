import type { AddressInfo } from 'node:net'
import pino, { type Logger } from 'pino'

/** All contestants log in the same way: pino, asynchronously, to the file named in BENCH_LOG. */
export function openLog(): Logger {
  return pino({ base: null }, pino.destination({ dest: process.env['BENCH_LOG'], sync: false }))
}

/** Tells the bench which port was picked. */
export function announce(address: unknown): void {
  process.send?.({ port: (address as AddressInfo).port })
}
