/** Options that are records of numbers: `limits`, `adopt`. */

import { LiveError } from "../../errors/live-error.js"
import { checkOptionNames } from "../../util/option-names.js"

/** Each of them has a default, and what may be given is the same for all of them. */
export interface NumberRule<Options> {
  /** Of the record: "limits". */
  readonly option: string
  readonly defaults: Options
  readonly expected: string
  readonly holds: (value: number) => boolean
}

/**
 * Checks what was given, and fills in defaults.
 *
 * @throws {@link LiveError} LV_OPTION_UNKNOWN, LV_OPTION_INVALID
 */
export function resolveNumbers<Options extends { readonly [Name in keyof Options]: number }>(
  given: { readonly [Name in keyof Options]?: Options[Name] | undefined } = {},
  { option, defaults, expected, holds }: NumberRule<Options>,
): Options {
  const names = Object.keys(defaults) as (keyof Options & string)[]
  checkOptionNames(given, names, `${option}.`)
  const options: Record<string, number> = { ...defaults }
  for (const name of names) {
    const value: unknown = given[name]
    if (value === undefined) continue
    if (typeof value !== "number" || !holds(value)) {
      throw new LiveError("LV_OPTION_INVALID", { option: `${option}.${name}`, expected, given: value })
    }
    options[name] = value
  }
  return options as unknown as Options
}
