/** The option `hiddenTabs`, as apps write it and with its defaults. */

import { LiveError } from "../../errors/live-error.js"
import { defaultPace, type HiddenPace } from "../../transport/gate/hidden-page.js"
import { checkOptionNames } from "../../util/option-names.js"

/** How often pages that nobody sees are told of changes. What the user does is answered at once, always. */
export interface HiddenTabs {
  /**
   * Seconds that a page is hidden before it is told less often.
   * @defaultValue 30
   */
  readonly after?: number | undefined
  /**
   * Seconds from one render of a view to its next then. 0: as often as a page that is seen.
   * @defaultValue 5
   */
  readonly every?: number | undefined
}

/** @throws {@link LiveError} LV_OPTION_UNKNOWN, LV_OPTION_INVALID */
export function resolveHiddenTabs(given: HiddenTabs = {}): HiddenPace {
  checkOptionNames(given, ["after", "every"], "hiddenTabs.")
  return {
    after: milliseconds("after", given.after) ?? defaultPace.after,
    every: milliseconds("every", given.every) ?? defaultPace.every,
  }
}

function milliseconds(option: string, given: unknown): number | undefined {
  if (given === undefined) return undefined
  if (typeof given === "number" && given >= 0 && given < Number.POSITIVE_INFINITY) return given * 1000
  const expected = "a number of seconds, 0 or more"
  throw new LiveError("LV_OPTION_INVALID", { option: `hiddenTabs.${option}`, expected, given })
}
