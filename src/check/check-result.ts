/** What a check is asked for, and what comes out. */

import type { CheckProblem } from "./sources/problem.js"

export interface CheckOptions {
  /** Where to look for the tsconfig, and what its path is relative to. */
  readonly folder: string
  /** The tsconfig of the app's sources; by default the nearest `tsconfig.json`. */
  readonly project?: string | undefined
  /** False: names are not held against types. */
  readonly types?: boolean
  /** The compiler's script; by default that of the TypeScript the project has installed. */
  readonly compiler?: string
}

/** What came out. */
export interface CheckResult {
  readonly problems: readonly CheckProblem[]
  /** The views whose templates were checked. */
  readonly views: readonly string[]
  /** The views whose `render` functions were looked at; not there if there are none. */
  readonly rendered?: readonly string[]
}
