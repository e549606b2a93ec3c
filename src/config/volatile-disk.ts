import { statfsSync } from 'node:fs'

/** By the magic numbers of statfs(2). */
const kinds = new Map<number, string>([
  [0x01021994, 'is in memory (tmpfs): it is gone when the machine or the container stops.'],
  [0x858458f6, 'is in memory (ramfs): it is gone when the machine stops.'],
  [
    0x794c7630,
    "is the container's own layer: it is gone with the container. Put it on a volume of its own.",
  ],
  [0x6969, 'is on NFS, where locks and fsync are not to be relied on. Use a local disk.'],
  [0xff534d42, 'is on a Windows share (CIFS), where fsync is not to be relied on.'],
  [0xfe534d42, 'is on a Windows share (SMB), where fsync is not to be relied on.'],
])

/**
 * Says why a folder's disk is no place to keep callbacks; undefined if nothing speaks against it.
 */
export function volatileDisk(folder: string): string | undefined {
  try {
    return kinds.get(Number(statfsSync(folder).type) >>> 0)
  } catch {
    return undefined
  }
}
