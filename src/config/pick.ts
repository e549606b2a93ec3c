import { type ConfigFile, valueAt } from './config-file.ts'
import type { Environment } from './environment.ts'
import type { Given } from './given.ts'
import { type Variable, type VariableName, variables } from './variables.ts'

/**
 * Finds a setting: the environment's, else the file's. What the file has in a shape of its own
 * (`apart` in the table of variables), it leaves to whoever reads that shape.
 */
export type Pick = (name: VariableName) => Given | undefined

/** `file` is null or undefined where there is none that can be used. */
export function createPick(environment: Environment, file: ConfigFile | null | undefined): Pick {
  return name => {
    const fromEnvironment = environment[name]
    const { pointer, apart } = variables[name] as Variable
    if (fromEnvironment !== undefined || !file || apart || pointer === undefined) {
      return fromEnvironment
    }
    const value = valueAt(file.content, pointer)
    if (value === undefined) return undefined
    return { place: file.place(pointer), text: String(value).trim(), baseDir: file.dir }
  }
}
