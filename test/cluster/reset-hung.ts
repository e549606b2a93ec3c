import type { CutOffProxy } from '../postgres/cut-off-proxy.ts'

/** How long after it could pass again what hangs goes on hanging, ms. */
const hungFor = 30_000

/**
 * Resets what still hangs a while after a proxy passes again. The server's own keep-alive would,
 * two hours later; a store has to live with such connections all the same, but not with ever more
 * of them.
 */
export function resetHung(proxies: readonly CutOffProxy[]): { stop(): void } {
  const hungSince = new Map<CutOffProxy, number>()
  const timer = setInterval(() => {
    const now = performance.now()
    for (const proxy of proxies) {
      if (proxy.mode() !== 'pass' || proxy.counts().hung === 0) hungSince.delete(proxy)
      else if (!hungSince.has(proxy)) hungSince.set(proxy, now)
      else if (now - hungSince.get(proxy)! > hungFor) proxy.resetHung()
    }
  }, 500)
  return { stop: () => clearInterval(timer) }
}
