import { join } from 'node:path'
import { type CutOffProxy, startCutOffProxy } from '../postgres/cut-off-proxy.ts'
import { type PrivateServer, startPrivateServer } from '../postgres/private-server.ts'
import { sqlClient } from '../postgres/sql-client.ts'
import { type Balancer, startBalancer } from './balancer.ts'
import { configureReplica } from './configure-replica.ts'
import { createReplica, type Replica } from './replica.ts'
import { startWatchedSink, type WatchedSink } from './watched-sink.ts'

/** Replicas of the built program that share a server, each through the proxy at its own index. */
export interface Cluster {
  server: PrivateServer
  /** Of the store. */
  url: string
  proxies: readonly CutOffProxy[]
  sinks: readonly WatchedSink[]
  replicas: readonly Replica[]
  balancer: Balancer
  close(): Promise<void>
}

const sinkNames = ['http-1', 'http-2', 'http-3', 'http-4']

/** Resolves when every replica takes connections. They begin at once, on an empty database. */
export async function startCluster(options: {
  replicas: number
  folder: string
  logs: string
  /** Takes how a replica ended that nobody asked to. */
  endedAlone(how: string): void
}): Promise<Cluster> {
  const { folder, logs, endedAlone } = options
  await using started = new AsyncDisposableStack()
  const server = await startPrivateServer({
    maxConnections: 200,
    logFile: join(logs, 'postgres.log'),
  })
  started.defer(server.close)
  await sqlClient(server.url())('CREATE DATABASE reelay')

  const sinks = await Promise.all(sinkNames.map(name => startWatchedSink(name, Math.random)))
  for (const sink of sinks) started.defer(sink.close)

  const proxies: CutOffProxy[] = []
  const replicas: Replica[] = []
  for (let number = 1; number <= options.replicas; number++) {
    const name = `replica-${number}`
    const proxy = await startCutOffProxy(server)
    started.defer(proxy.close)
    proxies.push(proxy)
    const store = `postgres://postgres@127.0.0.1:${proxy.port}/reelay`
    const env = configureReplica(folder, { name, store, sinks })
    const replica = await createReplica({ name, folder: logs, env, endedAlone })
    started.defer(async () => void (await replica.end('SIGKILL')))
    replicas.push(replica)
  }

  const ports = replicas.map(({ port }) => port)
  const balancer = await startBalancer(ports, () => 1_000 + 4_000 * Math.random())
  started.defer(balancer.close)

  for (const replica of replicas) replica.start()
  await Promise.all(replicas.map(replica => replica.listening()))
  const all = started.move()
  const close = (): Promise<void> => all.disposeAsync()
  return { server, url: server.url('reelay'), proxies, sinks, replicas, balancer, close }
}
