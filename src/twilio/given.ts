type Given<T> = {
  [K in keyof T as undefined extends T[K] ? never : K]: T[K]
} & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
}

/** The object without its undefined properties: what was not sent is not there. */
export function given<T extends object>(object: T): Given<T> {
  const result: Record<string, unknown> = {}
  for (const key in object) {
    if (object[key] !== undefined) result[key] = object[key]
  }
  return result as Given<T>
}

/** The same, or undefined if nothing is left. */
export function anyGiven<T extends object>(object: T): Given<T> | undefined {
  for (const key in object) {
    if (object[key] !== undefined) return given(object)
  }
  return undefined
}

/** The number that a field of format `int53` stands for. */
export function integer(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text)
}
