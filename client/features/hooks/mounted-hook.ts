/** One hook and its element: calls it, so that what it throws harms nothing else, and sends what it pushes. */
import type { CommandList } from "../../../src/protocol/commands.js"
import { findAllInPage } from "../../dom/nodes/members.js"
import type { HookCallbacks, HookClass, HookClient, HookRegistry } from "../../util/hook-registry.js"
import type { ViewEvent } from "../../view/view-event.js"

/** A view, as hooks know it. */
export interface HookView {
  /** Its slots are bound: from now on what scripts do to its elements takes nothing from it. */
  readonly isBound: boolean
  push(event: ViewEvent): void
}

/** What hooks have of the page. */
export interface HookPage {
  /** Prefix of the binding attributes. */
  readonly prefix: string
  readonly toolbox: { rootOf(element: Element): Element | null }
  /** The view that an element belongs to; undefined if there is none, or it is not started. */
  viewOf(element: Element): HookView | undefined
  /** Runs commands, as if this event had brought them. */
  runCommands(list: CommandList, event: ViewEvent): void
}

/** Codes and words of `PushError`, by what became of an event. */
const FATES = {
  refused: {
    code: "LV_EVENT_NOT_SENT",
    message: "The event was not sent: the view is not connected. Try again when `reconnected` is called.",
  },
  lost: {
    code: "LV_EVENT_UNANSWERED",
    message: "The connection was lost before the event was answered. The view may have handled it.",
  },
  outside: {
    code: "LV_HOOK_OUTSIDE",
    message: "The hook's element stands in no view, so there is nobody to send the event to.",
  },
} as const

export class MountedHook implements HookClient {
  readonly element: Element
  /** What `live-hook` said. */
  readonly name: string
  /** That of its view; null outside of all. Asked for once: an element that has left has none any more. */
  readonly root: Element | null
  isDisconnected = false
  readonly #page: HookPage
  readonly #handlers = new Set<readonly [name: string, callback: (payload: unknown) => unknown]>()
  #hook: HookCallbacks | undefined

  constructor(element: Element, name: string, page: HookPage) {
    this.element = element
    this.name = name
    this.root = page.toolbox.rootOf(element)
    this.#page = page
  }

  mount(Class: HookClass, registry: HookRegistry): void {
    registry.client = this
    attempt(() => {
      this.#hook = new Class()
    })
    registry.client = undefined
    this.call("mounted")
  }

  call(callback: keyof HookCallbacks): void {
    const hook = this.#hook
    if (hook !== undefined) attempt(() => hook[callback]())
  }

  /** Its element has left. */
  end(): void {
    this.#handlers.clear()
    this.call("destroyed")
  }

  eventArrived(event: string, payload: unknown): void {
    for (const [name, callback] of this.#handlers) if (name === event) attempt(() => callback(payload))
  }

  // What the hook has of the client

  pushEvent(name: string, payload: unknown): Promise<unknown> {
    return this.#push(this.root, name, payload)
  }

  pushEventTo(target: string | Element, name: string, payload: unknown): Promise<PromiseSettledResult<unknown>[]> {
    const elements = typeof target === "string" ? [...findAllInPage(target)] : [target]
    const roots = new Set(elements.map((element) => this.#page.toolbox.rootOf(element)))
    return Promise.allSettled([...roots].map((root) => this.#push(root, name, payload)))
  }

  command(name: string, options: Readonly<Record<string, unknown>>): void {
    const { element } = this
    this.#page.runCommands([[name, options]], {
      name: "",
      type: "hook",
      source: element,
      payload: {},
      shown: [element],
    })
  }

  handleEvent(name: string, callback: (payload: unknown) => unknown): () => void {
    const handler = [name, callback] as const
    this.#handlers.add(handler)
    return () => void this.#handlers.delete(handler)
  }

  #push(root: Element | null, name: string, payload: unknown): Promise<unknown> {
    const view = root === null ? undefined : this.#page.viewOf(root)
    return new Promise((resolve, reject) => {
      const fail = ({ code, message }: { readonly code: string; readonly message: string }): void =>
        reject(Object.assign(new Error(message), { name: "PushError", code }))
      if (view === undefined) return fail(FATES.outside)
      view.push({
        name,
        type: "hook",
        source: this.element,
        payload: payload === undefined ? {} : payload,
        shown: [this.element],
        settled: (fate, problem, value) => {
          if (problem !== undefined) fail(problem)
          else if (fate === "answered") resolve(value)
          else fail(FATES[fate])
        },
      })
    })
  }
}

/** Calls what is not ours: an exception is the page's, as if a listener had thrown it. */
function attempt(call: () => unknown): void {
  try {
    call()
  } catch (error) {
    reportError(error)
  }
}
