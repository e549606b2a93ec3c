import { createHash } from 'node:crypto'
import type { GenuineCallback } from '../domain/callback.ts'
import { type SampleEvent, sampleCallback } from '../twilio/sample.ts'
import { encodeForm } from '../twilio/sign.ts'
import { signedText } from '../twilio/signature.ts'

/** A callback, and when it came, ms since the epoch. */
export interface InventedCallback {
  at: number
  callback: GenuineCallback
}

const publicUrl = 'https://demo.example.com'
const target = '/callbacks'
const second = 1_000
const minute = 60 * second

/** So many rooms are open at the same time. */
const roomsAtOnce = 100

/**
 * What the provider may have sent over some days, in the order in which it came: rooms with
 * recordings that completed, failed or never ended, callbacks out of order and twice, Voice, and
 * misfits. The same seed gives the same. Ends after `count`, the last of them some seconds before
 * `until` (ms since the epoch).
 */
export function* inventedRooms(
  count: number,
  { until, days, seed = 1 }: { until: number; days: number; seed?: number },
): Generator<InventedCallback> {
  const dice = createDice(seed)
  const perRoom = 14
  const blocks = Math.max(1, Math.ceil(count / (perRoom * roomsAtOnce)))
  const blockMs = (days * 24 * 60 * minute) / blocks
  let given = 0
  let latest = 0
  for (let block = 0; given < count; block++) {
    const from = until - days * 24 * 60 * minute + Math.min(block, blocks - 1) * blockMs
    const rooms = Array.from({ length: roomsAtOnce }, () => {
      return room(dice, from + dice.below(Math.max(second, blockMs - 30 * minute)))
    })
    const inOrder = rooms.flat().sort((a, b) => a.at - b.at)
    for (const each of inOrder.slice(0, count - given)) {
      given++
      latest = Math.round(Math.min(Math.max(latest, each.at), until - second))
      yield { ...each, at: latest }
    }
  }
}

/** One room's life: its callbacks, in no order. */
function room(dice: Dice, began: number): InventedCallback[] {
  const all: InventedCallback[] = []
  const roomFields = {
    AccountSid: `AC${dice.below(3)}0c0ffee00c0ffee00c0ffee00c0ffee`,
    RoomSid: dice.sid('RM'),
    RoomName: `Consultation ${dice.below(5_000)}`,
  }

  /** What happened at an instant comes a moment later. */
  function tell(event: SampleEvent, at: number, fields: Record<string, string>): void {
    const isVoice = event.startsWith('voice-')
    const isRecording = event.startsWith('recording-')
    const iso = new Date(at).toISOString()
    const timestamp = isRecording ? iso.replace('Z', `${100 + dice.below(900)}Z`) : iso
    const overrides = { ...roomFields, ...(!isVoice && { Timestamp: timestamp }), ...fields }
    const callback = genuine(sampleCallback(event, overrides))
    const late = dice.oneIn(20) ? 20 * minute : 2 * second
    all.push({ at: at + dice.below(late), callback })
    if (dice.oneIn(100)) all.push({ at: at + late + second, callback })
  }

  const ended = began + (5 + dice.below(20)) * minute
  tell('room-created', began, {})
  for (let person = 0; person <= dice.below(3); person++) {
    const participant = {
      ParticipantSid: dice.sid('PA'),
      ParticipantIdentity: `person-${dice.below(500)}@example.com`,
    }
    const joined = began + dice.below(2 * minute)
    const left = ended - dice.below(minute)
    tell('participant-connected', joined, participant)
    recording(participant, joined + second, left)
    tell('participant-disconnected', left, participant)
  }
  tell('room-ended', ended, {})
  if (dice.oneIn(8))
    tell('composition-available', ended + minute, { CompositionSid: dice.sid('CJ') })
  if (dice.oneIn(6)) {
    const voice = { RecordingSid: dice.sid('RE'), CallSid: dice.sid('CA') }
    tell('voice-in-progress', began, voice)
    tell(dice.oneIn(10) ? 'voice-absent' : 'voice-completed', ended, voice)
  }
  return all

  function recording(participant: Record<string, string>, from: number, to: number): void {
    const own = { ...participant, RecordingSid: dice.sid('RT'), SourceSid: dice.sid('MT') }
    tell('recording-started', from, own)
    if (dice.oneIn(150)) return // hangs
    if (dice.oneIn(25)) return tell('recording-failed', to, own)
    const length = { Duration: String(Math.round((to - from) / second)), Size: String(to - from) }
    const misfit: Record<string, string> = dice.oneIn(400) ? { Duration: 'a while' } : {}
    tell('recording-completed', to, { ...own, ...length, ...misfit })
  }
}

/** As the verifier would hand it on. */
function genuine(fields: ReturnType<typeof sampleCallback>): GenuineCallback {
  const body = encodeForm(fields)
  return {
    method: 'POST',
    publicUrl,
    target,
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'user-agent': 'TwilioProxy/1.1',
    },
    body: Buffer.from(body),
    signedText: signedText(publicUrl + target, fields),
  }
}

interface Dice {
  /** From 0 to below this. */
  below(limit: number): number
  oneIn(count: number): boolean
  sid(prefix: string): string
}

/** Repeatable chance: the digest of a counter. */
function createDice(seed: number): Dice {
  let counter = 0
  const roll = (): string => createHash('md5').update(`${seed} ${counter++}`).digest('hex')
  const below = (limit: number): number =>
    Math.floor((Number.parseInt(roll().slice(0, 12), 16) / 2 ** 48) * limit)
  return { below, oneIn: count => below(count) === 0, sid: prefix => prefix + roll() }
}
