/**
 * What the page of one view is shown: from a message that was handled to the frame that tells the page. While templates
 * are being edited the page keeps its last good state; any other render that throws ends the view.
 */

import type { Extras, Problem } from "../protocol/frames.js"
import type { WireDiff } from "../protocol/values.js"
import type { Rendered } from "../render/values/values.js"
import type { Logger } from "../telemetry/logger.js"
import { isThenable } from "../util/thenable.js"
import { Refusal } from "../view/event.js"
import { type AssignsState, takeChanges } from "./assigns.js"
import { extrasOf } from "./effects.js"
import { type Frame, frameOf } from "./frame.js"
import type { Message } from "./mailbox.js"
import { isTemplateError, problemOf } from "./problem.js"
import type { ProcessOptions } from "./process-options.js"
import { wordRefusal } from "./refusal.js"
import type { ViewState } from "./view-state.js"
import { type Difference, ViewTree } from "./view-tree.js"

/** The page of one view. */
export class ViewPage {
  readonly #state: ViewState
  readonly #tree: ViewTree
  readonly #logger: Logger
  /** The page shows a tree that is older than the assigns: a template did not compile while it was edited. */
  #isBehind = false

  constructor({ renderer, services }: ProcessOptions, state: ViewState) {
    this.#state = state
    this.#tree = new ViewTree(renderer)
    this.#logger = services.logger
  }

  /** The tree of the last render. */
  get rendered(): Rendered {
    return this.#tree.rendered
  }

  /** The first render. */
  first(): Difference {
    return this.#tree.render(this.#state, undefined)
  }

  /** Renders what changed. Returns what to tell the page, or a promise of it if the renderer is asynchronous. */
  show(message: Message, result: unknown): Frame | Promise<Frame> {
    let changed: Difference
    try {
      changed = this.#render(message)
    } catch (error) {
      return this.#failed(error, message, result)
    }
    if (!isThenable(changed)) return this.#frame(message, result, changed)
    return Promise.resolve(changed).then(
      (difference) => this.#frame(message, result, difference),
      (error: unknown) => this.#failed(error, message, result),
    )
  }

  #render(message: Message): Difference {
    const changes = takeChanges(this.#state.assigns as AssignsState)
    // A gap brings other assigns altogether, where the view mounts anew.
    if (message.kind === "reload" || message.kind === "gap") return this.#tree.render(this.#state, undefined)
    if (changes === undefined) return null
    return this.#tree.render(this.#state, this.#isBehind ? undefined : changes)
  }

  /** Rethrows what is no matter of an edited template. */
  #failed(error: unknown, message: Message, result: unknown): Frame {
    const { view, id, development, isLive, closed } = this.#state
    const isEdited = message.kind === "reload" || this.#isBehind || isTemplateError(error)
    if (closed || !development || !isLive || !isEdited) throw error
    this.#isBehind = true
    this.#logger.error(`The template of the view "${view}" failed; the page keeps what it shows.`, { view, id, error })
    return this.#frame(message, result, null, problemOf(error, { view, development }))
  }

  #frame(message: Message, result: unknown, changed: WireDiff | null, problem?: Problem): Frame {
    const state = this.#state
    const { effects } = state
    state.effects = undefined
    const refused = result instanceof Refusal ? wordRefusal(result.error, state, this.#logger) : undefined
    const reply = message.kind === "event" && refused === undefined ? result : undefined
    const beside = accompaniment(state.output?.table.takeAdded(), reply, refused ?? problem)
    if (refused === undefined && problem === undefined && this.#isBehind) {
      if (message.kind === "reload" || changed !== null) {
        this.#isBehind = false
        return { diff: changed, extras: extrasOf(effects, { ...beside, o: 1 }) ?? {} }
      }
    }
    return frameOf(changed, extrasOf(effects, beside))
  }
}

/** What accompanies a difference beside effects: templates, an event's reply, a problem. Undefined: nothing does. */
function accompaniment(t: Extras["t"], y: unknown, x: Problem | undefined): Extras | undefined {
  if (t === undefined && y === undefined && x === undefined) return undefined
  return {
    ...(t === undefined ? {} : { t }),
    ...(y === undefined ? {} : { y }),
    ...(x === undefined ? {} : { x }),
  }
}
