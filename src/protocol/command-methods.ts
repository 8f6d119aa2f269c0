/** The commands by name, as methods: of `js` on the server, and of `js()` of hooks, where each runs at once. */

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
} from "./command-options.js"

/** What a command says beside its name. */
export type CommandFields = Readonly<Record<string, unknown>>

export abstract class CommandMethods {
  /** Takes a command. Returns what the next one is called on. */
  protected abstract command(name: string, fields: CommandFields): this

  /** Sends an event to the view, as a click would: without a reply. */
  push(event: string, { pageLoading, ...options }: PushOptions = {}): this {
    return this.command("push", { ...options, ...(pageLoading === true && { page: true }), event })
  }

  /** Dispatches a DOM event; `click` is a real click. */
  dispatch(event: string, options?: DispatchOptions): this {
    return this.command("dispatch", { ...options, event })
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
    return this.command("add-class", { ...options, names })
  }

  removeClass(names: string, options?: ClassOptions): this {
    return this.command("remove-class", { ...options, names })
  }

  toggleClass(names: string, options?: ClassOptions): this {
    return this.command("toggle-class", { ...options, names })
  }

  /** Gives classes for a time. */
  transition(transition: CommandTransition, options?: TargetOptions & TransitionOptions): this {
    return this.command("transition", { ...options, transition })
  }

  setAttribute(name: string, value: string | number | boolean, options?: TargetOptions): this {
    return this.command("set-attribute", { ...options, name, values: [String(value)] })
  }

  removeAttribute(name: string, options?: TargetOptions): this {
    return this.command("remove-attribute", { ...options, name })
  }

  /** With one value: gives it or takes it away. With two: changes between them. */
  toggleAttribute(name: string, values: string | readonly [string, string], options?: TargetOptions): this {
    return this.command("toggle-attribute", { ...options, name, values: [values].flat() })
  }

  /** From now on the server's changes of these attributes are left out: names, or beginnings with `*`. */
  ignoreAttributes(names: string | readonly string[], options?: TargetOptions): this {
    return this.command("ignore-attributes", { ...options, values: [names].flat() })
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
    return this.command("pop-focus", {})
  }

  /** Goes to another page. */
  navigate(href: string, options?: MoveOptions): this {
    return this.command("navigate", { ...options, href })
  }

  /** Goes to another address of the view. */
  patch(href: string, options?: MoveOptions): this {
    return this.command("patch", { ...options, href })
  }

  /** Runs the commands that an attribute of the target holds. */
  exec(attribute: string, options?: TargetOptions): this {
    return this.command("exec", { ...options, attribute })
  }

  #onTarget(name: string, to: CommandTarget | TargetOptions | undefined, options?: TargetOptions): this {
    const isTarget =
      typeof to === "string" || (to !== undefined && ("inner" in to || "closest" in to || "document" in to))
    return this.command(name, isTarget ? { ...options, to } : { ...(to as TargetOptions | undefined) })
  }
}
