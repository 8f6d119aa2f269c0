/** A template file after compilation: functions that make trees. */

import type { Rendered } from "../../render/values/values.js"
import type { Frame } from "../internals/internals.js"
import type { Context } from "./context.js"
import type { RenderState } from "./render-state.js"

/** What a render of compiled files carries along. */
export type FileRenderState = RenderState<CompiledFile>

/** A function in generated code. Its scope has `env`, `runtime` and `rt`, for which nunjucks' own compiler writes code. */
export type FileFunction = (st: FileRenderState, context: Context, frame: Frame, prev: Rendered | undefined) => Rendered

export type CompiledBlock = FileFunction & {
  /** Names that its loops may set outside of it, as bits. */
  leaks: number
  /** False: it does not close what it opens. */
  balanced: boolean
}

export interface CompiledFile {
  readonly path: string | undefined
  readonly source: string
  readonly root: FileFunction
  readonly blocks: Readonly<Record<string, CompiledBlock>>
  /** Names that its loops may set in a file that includes it, as bits. */
  readonly leaks: number
  readonly balanced: boolean
  /** It sets nothing at its top, so a file that includes it can lend its context. */
  readonly sharesContext: boolean
}
