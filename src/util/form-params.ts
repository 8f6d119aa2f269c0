/**
 * Parameters of forms and queries: urlencoded text to nested plain data (`user[name]`, `tags[]`, `rows[0][id]`), with
 * limits, and without keys that objects inherit.
 */

import { parse } from "qs"
import { LiveError } from "../errors/live-error.js"

/** Bounds of what is decoded; beyond them the whole text is refused, nothing is cut off silently. */
export interface FormLimits {
  /** Name and value pairs. @defaultValue 1000 */
  readonly parameters?: number | undefined
  /** Levels of brackets. @defaultValue 8 */
  readonly depth?: number | undefined
  /** Items of one array, and one above the highest index in brackets. @defaultValue 200 */
  readonly items?: number | undefined
}

const DEFAULTS = { parameters: 1000, depth: 8, items: 200 }

/** The field by which a change event names its control. */
const TARGET = "_target"

/**
 * Decodes the fields of a form. `_target`, which a change event adds, becomes the path to the control's value:
 * `user[name]` is `["user", "name"]`.
 * @throws {@link LiveError} LV_FORM_LIMIT when a limit is exceeded.
 */
export function decodeForm(text: string, limits: FormLimits = {}): Record<string, unknown> {
  const params = decode(text, limits)
  if (TARGET in params) {
    const target = targetPath(params[TARGET])
    if (target === undefined) delete params[TARGET]
    else params[TARGET] = target
  }
  return params
}

/**
 * Decodes a URL's query, with or without its question mark.
 * @throws {@link LiveError} LV_FORM_LIMIT when a limit is exceeded.
 */
export function decodeQuery(text: string, limits: FormLimits = {}): Record<string, unknown> {
  return decode(text.startsWith("?") ? text.slice(1) : text, limits)
}

function decode(text: string, limits: FormLimits): Record<string, unknown> {
  try {
    return parse(text, {
      parameterLimit: limits.parameters ?? DEFAULTS.parameters,
      depth: limits.depth ?? DEFAULTS.depth,
      arrayLimit: limits.items ?? DEFAULTS.items,
      strictDepth: true,
      throwOnLimitExceeded: true,
      allowPrototypes: false,
    })
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new LiveError("LV_FORM_LIMIT", { limit: error.message }, { cause: error })
  }
}

/** The client appends its field last, after one that the form itself may have. */
function targetPath(value: unknown): readonly string[] | undefined {
  const name: unknown = Array.isArray(value) ? value.at(-1) : value
  if (typeof name !== "string") return undefined
  return name.split(/[[\]]+/).filter((part) => part !== "")
}
