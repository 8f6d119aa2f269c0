/** What an error of the compiler means, in words. */

import type { ProblemRule } from "../sources/problem.js"

/** A mistake in a template, without its place. */
export interface Explanation {
  readonly rule: ProblemRule
  readonly message: string
  readonly suggestion?: string
}
