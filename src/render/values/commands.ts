/** `js`: lists of commands that the browser runs by itself, as immutable values to be put into bindings. */

import { described } from "../../errors/described.js"
import { LiveError } from "../../errors/live-error.js"
import { codeRefusal } from "../../html/tokenizer/places.js"
import { BLOCKED_URL, isBlockedUrl, isUrlAttribute } from "../../html/tokenizer/url-check.js"
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
} from "../../protocol/command-options.js"
import { COMMANDS, type CommandList } from "../../protocol/commands.js"
import { vouchedText } from "./vouched.js"

type Options = Readonly<Record<string, unknown>>

/**
 * A list of commands. Each method gives a new list with one command more; where it is put into a binding, the browser runs
 * the commands in order. What they do to the page stays until the server changes that very thing.
 */
export class Commands {
  readonly #list: CommandList
  #text: string | undefined

  /** @internal */
  constructor(list: CommandList = []) {
    this.#list = list
  }

  /** Sends an event to the view. */
  push(event: string, { pageLoading, ...options }: PushOptions = {}): Commands {
    const page = pageLoading === true ? { page: true } : {}
    return this.#with("push", { ...options, ...page, event: this.#filled("push", event) })
  }

  /** Dispatches a DOM event; `click` is a real click. */
  dispatch(event: string, options?: DispatchOptions): Commands {
    return this.#with("dispatch", { ...options, event: this.#filled("dispatch", event) })
  }

  /** Shows what is hidden. */
  show(to?: CommandTarget | ShowOptions, options?: ShowOptions): Commands {
    return this.#onTarget("show", to, options)
  }

  /** Hides what is shown. */
  hide(to?: CommandTarget | ShowOptions, options?: ShowOptions): Commands {
    return this.#onTarget("hide", to, options)
  }

  /** Shows what is hidden, hides what is shown. */
  toggle(to?: CommandTarget | ToggleOptions, options?: ToggleOptions): Commands {
    return this.#onTarget("toggle", to, options)
  }

  addClass(names: string, options?: ClassOptions): Commands {
    return this.#with("add-class", { ...options, names })
  }

  removeClass(names: string, options?: ClassOptions): Commands {
    return this.#with("remove-class", { ...options, names })
  }

  toggleClass(names: string, options?: ClassOptions): Commands {
    return this.#with("toggle-class", { ...options, names })
  }

  /** Gives classes for a time. */
  transition(transition: CommandTransition, options?: TargetOptions & TransitionOptions): Commands {
    return this.#with("transition", { ...options, transition })
  }

  setAttribute(name: string, value: string | number | boolean, options?: TargetOptions): Commands {
    return this.#with("set-attribute", { ...options, name, values: [attribute(name, value)] })
  }

  removeAttribute(name: string, options?: TargetOptions): Commands {
    return this.#with("remove-attribute", { ...options, name })
  }

  /** With one value: gives it or takes it away. With two: changes between them. */
  toggleAttribute(name: string, values: string | readonly [string, string], options?: TargetOptions): Commands {
    const all = (typeof values === "string" ? [values] : values).map((value) => attribute(name, value))
    return this.#with("toggle-attribute", { ...options, name, values: all })
  }

  /** From now on the server's changes of these attributes are left out: names, or beginnings with `*`. */
  ignoreAttributes(names: string | readonly string[], options?: TargetOptions): Commands {
    return this.#with("ignore-attributes", { ...options, values: typeof names === "string" ? [names] : names })
  }

  focus(to?: CommandTarget | TargetOptions): Commands {
    return this.#onTarget("focus", to)
  }

  /** Focuses the first thing in it that can have the focus. */
  focusFirst(to?: CommandTarget | TargetOptions): Commands {
    return this.#onTarget("focus-first", to)
  }

  /** Remembers an element, for `popFocus`. */
  pushFocus(to?: CommandTarget | TargetOptions): Commands {
    return this.#onTarget("push-focus", to)
  }

  /** Focuses what was remembered last. */
  popFocus(): Commands {
    return this.#with("pop-focus", {})
  }

  /** Goes to another page. */
  navigate(href: string, options?: MoveOptions): Commands {
    return this.#with("navigate", { ...options, href: address(href) })
  }

  /** Goes to another address of the view. */
  patch(href: string, options?: MoveOptions): Commands {
    return this.#with("patch", { ...options, href: address(href) })
  }

  /** Runs the commands that an attribute of the target holds. */
  exec(attribute: string, options?: TargetOptions): Commands {
    return this.#with("exec", { ...options, attribute: this.#filled("exec", attribute) })
  }

  /** All commands of another list behind these. */
  concat(other: Commands): Commands {
    return new Commands([...this.#list, ...other.#list])
  }

  /** The text that stands in a binding, within a render. */
  toString(): string {
    this.#text ??= vouchedText(JSON.stringify(this.#list).replaceAll(COMMANDS, "\uFFFD"))
    return this.#text
  }

  /** The list as data. */
  toJSON(): CommandList {
    return this.#list
  }

  #onTarget(name: string, to: CommandTarget | object | undefined, options?: object): Commands {
    if (to === undefined) return this.#with(name, { ...options })
    const isTarget = typeof to === "string" || "inner" in to || "closest" in to || "document" in to
    return this.#with(name, isTarget ? { ...options, to } : { ...to })
  }

  #with(name: string, { __keywords: _keywords, ...options }: Options): Commands {
    return new Commands([...this.#list, [name, options]])
  }

  #filled(method: string, name: unknown): string {
    if (typeof name === "string" && name !== "") return name
    throw new LiveError("LV_COMMAND_INVALID", { method, problem: `takes a name. It was given: ${described(name)}` })
  }
}

/** No value of a command may be what no value of a template may be. */
function attribute(name: string, value: unknown): string {
  const place = { tag: "", attribute: name.toLowerCase() }
  const problem = codeRefusal(place)
  if (problem !== undefined)
    throw new LiveError("LV_COMMAND_INVALID", { method: "setAttribute", problem: `cannot set "${name}": it is code` })
  const text = String(value)
  return isUrlAttribute(place) && isBlockedUrl(text, place) ? BLOCKED_URL : text
}

function address(href: string): string {
  return isBlockedUrl(href, { tag: "a", attribute: "href" }) ? BLOCKED_URL : href
}

/**
 * The empty list, on which all others are built.
 *
 * @example
 * ```ts
 * import { html, js } from "livemount"
 *
 * const menu = html`
 *   <button live-click="${js.toggle("#menu", { in: "fade-in", out: "fade-out" })}">Menu</button>
 *   <ul id="menu" hidden>…</ul>`
 * ```
 */
export const js: Commands = new Commands()
