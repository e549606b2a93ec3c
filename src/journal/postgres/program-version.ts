/** Is one version (`1.2.3`) older than another? What follows a `-` does not count. */
export function isOlder(version: string, other: string): boolean {
  const [a, b] = [numbers(version), numbers(other)]
  for (const [index, number] of a.entries()) {
    if (number !== b[index]) return number < (b[index] ?? 0)
  }
  return false
}

function numbers(version: string): number[] {
  return version.split('-')[0]!.split('.').map(Number)
}
