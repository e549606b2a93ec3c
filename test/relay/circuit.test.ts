import t from 'tap'
import { createCircuit, defaultCircuit } from '../../src/relay/circuit.ts'

function failedTimes(times: number) {
  const circuit = createCircuit(defaultCircuit)
  const changes = Array.from({ length: times }, () => circuit.record('failed', 0))
  return { circuit, changes }
}

t.test('a healthy sink takes full batches', async t => {
  t.equal(createCircuit(defaultCircuit).limit(0, 500), 500)
})

t.test('a sink in doubt takes one event at a time, at once', async t => {
  const { circuit } = failedTimes(1)
  t.equal(circuit.limit(0, 500), 1)
  circuit.record('delivered', 0)
  t.equal(circuit.limit(0, 500), 500)
})

t.test('the fifth failure in a row opens the circuit, once', async t => {
  const { circuit, changes } = failedTimes(5)
  t.strictSame(changes, [undefined, undefined, undefined, undefined, 'opened'])
  t.equal(circuit.failures(), 5)
  t.equal(circuit.limit(4_999, 500), 0)
  t.equal(circuit.limit(5_000, 500), 1, 'a probe')
  t.equal(circuit.record('failed', 5_000), undefined)
})

t.test('any success starts the count anew', async t => {
  const { circuit } = failedTimes(4)
  t.equal(circuit.record('delivered', 0), undefined)
  t.equal(circuit.record('failed', 0), undefined)
  t.equal(circuit.limit(0, 500), 1)
})

t.test('probes are 5 s apart, then twice as long each time, up to 60 s', async t => {
  const { circuit } = failedTimes(5)
  const waits: number[] = []
  for (let probe = 0; probe < 6; probe++) {
    const now = circuit.notBefore()
    circuit.record('failed', now)
    waits.push(circuit.notBefore() - now)
  }
  t.strictSame(waits, [10_000, 20_000, 40_000, 60_000, 60_000, 60_000])
})

t.test('a probe that gets through closes it, and the next opening starts at 5 s again', async t => {
  const { circuit } = failedTimes(8)
  t.equal(circuit.record('delivered', 100_000), 'closed')
  t.equal(circuit.limit(100_000, 500), 500)
  for (let failure = 0; failure < 5; failure++) circuit.record('failed', 100_000)
  t.equal(circuit.notBefore(), 105_000)
})

t.test('final errors neither count nor close', async t => {
  const closed = createCircuit(defaultCircuit)
  for (let refusal = 0; refusal < 20; refusal++) closed.record('refused', 0)
  t.equal(closed.limit(0, 500), 500)

  const { circuit } = failedTimes(5)
  t.equal(circuit.record('refused', 5_000), undefined)
  t.equal(circuit.limit(9_999, 500), 0)
  t.equal(circuit.limit(10_000, 500), 1, 'the same interval again')
})

t.test('Retry-After holds the whole sink, up to a minute', async t => {
  const { circuit } = failedTimes(0)
  circuit.record('failed', 0, 30_000)
  t.equal(circuit.limit(29_999, 500), 0)
  t.equal(circuit.limit(30_000, 500), 1)
  circuit.record('failed', 30_000, 3_600_000)
  t.equal(circuit.notBefore(), 90_000)
  circuit.record('delivered', 90_000)
  t.equal(circuit.limit(90_000, 500), 500)
})

t.test('Retry-After puts off a probe, never brings it forward', async t => {
  const { circuit } = failedTimes(5)
  circuit.record('failed', 5_000, 1_000)
  t.equal(circuit.notBefore(), 15_000)
  circuit.record('failed', 15_000, 45_000)
  t.equal(circuit.notBefore(), 60_000)
})

t.test('a sink that takes nothing at all is left alone', async t => {
  const { circuit } = failedTimes(1)
  t.equal(circuit.limit(0, 0), 0)
})
