import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'

/** A file system of its own, of a few MB, that can be filled and made read-only. */
export interface SmallDisk {
  folder: string
  /** `ro`, `rw`, `size=64m` */
  remount(options: string): void
}

/** Why there can be no small disk here; undefined where there can. */
export function noSmallDisk(): string | undefined {
  try {
    const probe = mount('1m')
    unmount(probe)
    return undefined
  } catch (error) {
    return `can't mount a tmpfs here (${String(error).split('\n')[0]})`
  }
}

export function smallDisk(t: Test, size: string): SmallDisk {
  const folder = mount(size)
  t.teardown(() => unmount(folder))
  return {
    folder,
    remount: options => run('mount', '-o', `remount,${options}`, folder),
  }
}

function mount(size: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'reelay-disk-'))
  try {
    run('mount', '-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder)
  } catch (error) {
    rmdirSync(folder)
    throw error
  }
  return folder
}

function unmount(folder: string): void {
  run('umount', '--lazy', folder)
  rmdirSync(folder)
}

function run(command: string, ...args: string[]): void {
  execFileSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'] })
}
