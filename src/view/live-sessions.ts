/** Live sessions: what views that belong together have in common, by a name that is unique in the app. */

import { describedWithKind } from "../errors/described.js"
import { LiveError } from "../errors/live-error.js"
import { checkOptionNames } from "../util/option-names.js"
import { type ErasedGuard, erasedGuard } from "./on-mount.js"

/** A live session, as its views know it. */
export interface LiveSessionDefinition {
  readonly name: string
  /** They run before those of the view itself. */
  readonly guards: readonly ErasedGuard[]
  /** Wins over the view's own. */
  readonly layout: string | false | undefined
}

const NAME = /^[a-z][a-z0-9-]*$/

/** The names that are taken. */
export class LiveSessions {
  readonly #names = new Set<string>()

  /**
   * Makes one.
   *
   * @throws {@link LiveError} LV_SESSION_INVALID, LV_GUARD_INVALID, LV_OPTION_UNKNOWN
   */
  add(name: unknown, options: unknown): LiveSessionDefinition {
    if (typeof name !== "string" || !NAME.test(name)) {
      throw invalid(name, "its name starts with a letter, and goes on with letters (a-z), digits and hyphens.")
    }
    if (this.#names.has(name)) throw invalid(name, "there is one of this name already: keep it, and add views to that.")
    if (typeof options !== "object" || options === null) throw invalid(name, "its options are an object.")
    checkOptionNames(options, ["onMount", "layout"])
    const { onMount = [], layout } = options as { readonly onMount?: unknown; readonly layout?: unknown }
    if (!Array.isArray(onMount)) throw invalid(name, "`onMount` is a list of guards.")
    if (layout !== undefined && layout !== false && (typeof layout !== "string" || layout === "")) {
      throw invalid(name, "`layout` is the name of a template, or false.")
    }
    const guards = onMount.map((guard: unknown) => erasedGuard(guard, `\`onMount\` of the live session "${name}"`))
    this.#names.add(name)
    return { name, guards, layout }
  }
}

function invalid(name: unknown, why: string): LiveError<"LV_SESSION_INVALID"> {
  return new LiveError("LV_SESSION_INVALID", {
    name: typeof name === "string" ? `"${name}"` : describedWithKind(name),
    why,
  })
}
