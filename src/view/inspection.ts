/**
 * What `npx livemount check` asks of the `live` object an app exports. It stands under a registered symbol, so that the
 * command finds it also where it runs from another copy of the package than the app.
 */

import type { ViewDefinition } from "./definition.js"

/** Where a `live` object carries its {@link Inspection}. */
export const INSPECTION: symbol = Symbol.for("livemount.inspection")

/** What can be learnt of an app without serving it. */
export interface Inspection {
  /** Prefix of the binding attributes, for example "live-". */
  readonly prefix: string
  /** All views registered so far. */
  views(): Iterable<ViewDefinition>
  /** The nunjucks environment that renders a view's template, tracked. Undefined: another engine renders it. */
  environmentOf(template: string): Promise<object | undefined>
}

/** Returns what a module's `live` tells of its app; undefined if it is no `live`. */
export function inspectionOf(live: unknown): Inspection | undefined {
  if ((typeof live !== "function" && typeof live !== "object") || live === null) return undefined
  return (live as Record<symbol, Inspection | undefined>)[INSPECTION]
}
