import { type ConfigFile, valueAt } from './config-file.ts'
import type { Environment } from './environment.ts'
import { type Variable, type VariableName, variables } from './variables.ts'

/** Where a setting's value came from. */
export interface Origin {
  from: 'default' | 'environment' | 'file'
  /** `PORT`, `REELAY_SINKS_FILE`, `reelay.config.json: /listen/port`; absent for a default. */
  place?: string
}

/** Where settings came from: a variable, else a place in the file. */
export interface Origins {
  /** `pointers`, where they are given, are looked at in place of the variable's own. */
  of(name: VariableName, pointers?: readonly string[]): Origin
  /** What the environment says; undefined where it says nothing. */
  textOf(name: VariableName): string | undefined
  /** One variable holds several of these, the file the others. */
  ofRetention(name: string): Origin
}

export function createOrigins(
  environment: Environment,
  file: ConfigFile | null | undefined,
): Origins {
  const inFile = (pointers: readonly string[]): Origin => {
    const pointer = pointers.find(each => file && valueAt(file.content, each) !== undefined)
    if (!file || pointer === undefined) return { from: 'default' }
    return { from: 'file', place: file.place(pointer) }
  }
  return {
    of(name, pointers) {
      const given = environment[name]
      if (given !== undefined) return { from: 'environment', place: given.place }
      const { pointer } = variables[name] as Variable
      return inFile(pointers ?? (pointer === undefined ? [] : [pointer]))
    },
    textOf: name => environment[name]?.text,
    ofRetention(name) {
      const given = environment.REELAY_RETENTION
      const entries = given?.text.split(/\s+/) ?? []
      if (given && entries.some(entry => entry.startsWith(`${name}=`))) {
        return { from: 'environment', place: given.place }
      }
      return inFile([`/retention/${name}`])
    },
  }
}
