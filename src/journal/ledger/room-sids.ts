import { roomNameHash } from './entry.ts'
import type { Query } from './query.ts'

/** The rooms that are meant by a SID or a name. @throws Unstored */
export async function roomSids(query: Query, room: string): Promise<string[]> {
  const text = 'SELECT sid FROM room WHERE name = $1'
  const rows = await query.rows<{ sid: string }>(text, [roomNameHash(room)])
  return [...new Set([room, ...rows.map(({ sid }) => sid)])]
}
