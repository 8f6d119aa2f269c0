/** Commands that a hook has run at once: those of `js` on the server, by the same names. */
import type {
  ClassOptions,
  CommandTarget,
  CommandTransition,
  DispatchOptions,
  MoveOptions,
  PushOptions,
  ShowOptions,
  TargetOptions,
  ToggleOptions,
  TransitionOptions,
} from "../src/protocol/command-options.js"
import type { HookHost } from "./util/hook-registry.js"

/**
 * What `js()` of a hook gives. Each method runs its command at once, by default on the hook's element, and returns the same
 * object. What commands do to the page stays until the server changes that very thing. The options are those of `js` on the server.
 */
export class HookCommands {
  readonly #host: HookHost

  /** @internal */
  constructor(host: HookHost) {
    this.#host = host
  }

  /** Sends an event as a click would: without a reply. `pushEvent` of the hook gives one. */
  push(event: string, { pageLoading, ...options }: PushOptions = {}): this {
    return this.#run("push", { ...options, page: pageLoading, event })
  }

  /** Dispatches a DOM event; `click` is a real click. */
  dispatch(event: string, options?: DispatchOptions): this {
    return this.#run("dispatch", { ...options, event })
  }

  /** Shows what is hidden. */
  show(to?: CommandTarget | ShowOptions, options?: ShowOptions): this {
    return this.#onTarget("show", to, options)
  }

  /** Hides what is shown. */
  hide(to?: CommandTarget | ShowOptions, options?: ShowOptions): this {
    return this.#onTarget("hide", to, options)
  }

  /** Shows what is hidden, hides what is shown. */
  toggle(to?: CommandTarget | ToggleOptions, options?: ToggleOptions): this {
    return this.#onTarget("toggle", to, options)
  }

  addClass(names: string, options?: ClassOptions): this {
    return this.#run("add-class", { ...options, names })
  }

  removeClass(names: string, options?: ClassOptions): this {
    return this.#run("remove-class", { ...options, names })
  }

  toggleClass(names: string, options?: ClassOptions): this {
    return this.#run("toggle-class", { ...options, names })
  }

  /** Gives classes for a time. */
  transition(transition: CommandTransition, options?: TargetOptions & TransitionOptions): this {
    return this.#run("transition", { ...options, transition })
  }

  setAttribute(name: string, value: string | number | boolean, options?: TargetOptions): this {
    return this.#run("set-attribute", { ...options, name, values: [String(value)] })
  }

  removeAttribute(name: string, options?: TargetOptions): this {
    return this.#run("remove-attribute", { ...options, name })
  }

  /** With one value: gives it or takes it away. With two: changes between them. */
  toggleAttribute(name: string, values: string | readonly [string, string], options?: TargetOptions): this {
    return this.#run("toggle-attribute", { ...options, name, values: [values].flat() })
  }

  /** From now on the server's changes of these attributes are left out: names, or beginnings with `*`. */
  ignoreAttributes(names: string | readonly string[], options?: TargetOptions): this {
    return this.#run("ignore-attributes", { ...options, values: [names].flat() })
  }

  focus(to?: CommandTarget | TargetOptions): this {
    return this.#onTarget("focus", to)
  }

  /** Focuses the first thing in it that can have the focus. */
  focusFirst(to?: CommandTarget | TargetOptions): this {
    return this.#onTarget("focus-first", to)
  }

  /** Remembers an element, for `popFocus`. */
  pushFocus(to?: CommandTarget | TargetOptions): this {
    return this.#onTarget("push-focus", to)
  }

  /** Focuses what was remembered last. */
  popFocus(): this {
    return this.#run("pop-focus", {})
  }

  /** Goes to another page. */
  navigate(href: string, options?: MoveOptions): this {
    return this.#run("navigate", { ...options, href })
  }

  /** Goes to another address of the view. */
  patch(href: string, options?: MoveOptions): this {
    return this.#run("patch", { ...options, href })
  }

  /** Runs the commands that an attribute of the target holds. */
  exec(attribute: string, options?: TargetOptions): this {
    return this.#run("exec", { ...options, attribute })
  }

  #onTarget(name: string, to: CommandTarget | TargetOptions | undefined, options?: TargetOptions): this {
    const isTarget =
      typeof to === "string" || (to !== undefined && /^(?:inner|closest|document)$/.test(Object.keys(to).join()))
    return this.#run(name, isTarget ? { ...options, to } : { ...(to as TargetOptions | undefined) })
  }

  #run(name: string, options: Readonly<Record<string, unknown>>): this {
    this.#host.command(name, options)
    return this
  }
}
