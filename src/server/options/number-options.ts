/** Options that are records of numbers: `limits`, `adopt`, `hiddenTabs`. */

import { checkOption, type OptionCheck } from "../../util/check-option.js"
import { checkOptionNames } from "../../util/option-names.js"

/** Each of them has a default, and what may be given is the same for all of them, or said by name. */
export interface NumberRule<Options> {
  /** Of the record: "limits". */
  readonly option: string
  readonly defaults: Options
  readonly check: OptionCheck
  readonly checks?: { readonly [Name in keyof Options]?: OptionCheck }
}

/**
 * Checks what was given, and fills in defaults.
 *
 * @throws {@link LiveError} LV_OPTION_UNKNOWN, LV_OPTION_INVALID
 */
export function resolveNumbers<Options extends { readonly [Name in keyof Options]: number }>(
  given: { readonly [Name in keyof Options]?: Options[Name] | undefined } = {},
  { option, defaults, check, checks }: NumberRule<Options>,
): Options {
  const names = Object.keys(defaults) as (keyof Options & string)[]
  checkOptionNames(given, names, `${option}.`)
  const options: Record<string, number> = { ...defaults }
  for (const name of names) {
    const value: unknown = given[name]
    if (value === undefined) continue
    checkOption(`${option}.${name}`, value, checks?.[name] ?? check)
    options[name] = value as number
  }
  return options as unknown as Options
}
