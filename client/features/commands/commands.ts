/** Runs lists of commands: reads each text once, finds the targets, and does what the commands say, in order. */
import { type CommandList, fieldText, readCommands } from "../../../src/protocol/commands.js"
import {
  classesOf,
  dispatchTo,
  getAttribute,
  hasAttribute,
  isInPage,
  removeAttribute,
  setAttribute,
} from "../../dom/nodes/members.js"
import type { Toolbox } from "../../dom/toolbox.js"
import type { CommandsPort } from "../../events/commands-port.js"
import type { Patches } from "../../page/patches.js"
import type { Loadable } from "../../util/lazy.js"
import type { ViewEvent } from "../../view/view-event.js"
import type { PageView } from "../../view/view-page.js"
import { Focus } from "./focus.js"
import { type Target, targetsOf } from "./targets.js"
import { type Timing, type Transition, Transitions } from "./transitions.js"

/** What commands need of the page. */
export interface CommandTools {
  readonly toolbox: Pick<Toolbox, "ignore">
  /** The view that an element belongs to. */
  viewOf(element: Element): PageView | undefined
  pageLoading(isLoading: boolean): void
  /** Has views show other URLs, and other pages come, without a page load. */
  readonly patches: Pick<Loadable<Pick<Patches, "patchArrived" | "navigate">>, "get">
  /** Loads a page. */
  visit(url: string): void
  warn(text: string, node: Node): void
}

/** All that commands may say; each has a part of it. The names are the wire's: single words, which the build leaves alone. */
interface Options extends Timing {
  readonly to?: Target
  readonly event: string
  readonly value?: Readonly<Record<string, unknown>>
  readonly target?: string
  readonly loading?: Target
  readonly page?: boolean
  readonly detail?: unknown
  readonly bubbles?: boolean
  readonly name: string
  readonly names: string
  readonly values: readonly [string, string?]
  readonly attribute: string
  readonly href: string
  readonly replace?: boolean
  readonly transition?: Transition
  readonly in?: Transition
  readonly out?: Transition
  readonly display?: string
}

type Command = (element: Element, options: Options, event: ViewEvent) => void

/** Texts that are kept read. */
const MOST_READ = 500

export class PageCommands implements CommandsPort {
  readonly #tools: CommandTools
  readonly #read = new Map<string, CommandList>()
  readonly #focus = new Focus()
  readonly #transitions: Transitions
  /** Events under way that show as the page's loading. */
  #waiting = 0
  /** Counts pushes that their views may have to know again. */
  #pushes = 0
  /** Done once for each target. */
  readonly #commands: Readonly<Record<string, Command>>

  constructor(tools: CommandTools) {
    const transitions = new Transitions((element) => this.#tools.viewOf(element)?.block(element))
    const focus = this.#focus
    this.#tools = tools
    this.#transitions = transitions
    this.#commands = {
      dispatch: (element, options) => this.#dispatch(element, options),
      show: (element, options) => transitions.show(element, options.transition, options),
      hide: (element, options) => transitions.hide(element, options.transition, options),
      toggle: (element, options) => {
        if (transitions.isShown(element)) transitions.hide(element, options.out, options)
        else transitions.show(element, options.in, options)
      },
      "add-class": (element, options) => this.#classes(element, options, () => true),
      "remove-class": (element, options) => this.#classes(element, options, () => false),
      "toggle-class": (element, options) =>
        this.#classes(element, options, (name) => !classesOf(element).contains(name)),
      transition: (element, options) => transitions.run(element, options.transition, options),
      "set-attribute": (element, { name, values: [value] }) => setAttribute(element, name, value),
      "remove-attribute": (element, { name }) => takeOff(element, name),
      "toggle-attribute": (element, { name, values: [one, other] }) => {
        if (other !== undefined) setAttribute(element, name, getAttribute(element, name) === one ? other : one)
        else if (hasAttribute(element, name)) takeOff(element, name)
        else setAttribute(element, name, one)
      },
      "ignore-attributes": (element, { values }) => tools.toolbox.ignore(element, values as readonly string[]),
      focus: (element) => focus.focus(element),
      "focus-first": (element) => focus.first(element),
      "push-focus": (element) => focus.push(element),
      exec: (element, { attribute }, event) => {
        const text = getAttribute(element, attribute)
        if (text !== null) this.#run(text, element, event)
        else tools.warn(`js.exec: there is no attribute "${attribute}" here. Give it a list, by js.`, element)
      },
    }
  }

  run(text: string, event: ViewEvent): Promise<unknown> | undefined {
    return this.#transitions.during(() => this.#run(text, event.source, event))
  }

  /** Runs a list from the event's element: a hook's. */
  runList(list: CommandList, event: ViewEvent): void {
    this.#runList(list, event.source, event)
  }

  #run(text: string, source: Element, event: ViewEvent): void {
    const list = this.#listOf(text)
    if (list === undefined) this.#tools.warn("This is no list of commands.", source)
    else this.#runList(list, source, event)
  }

  #runList(list: CommandList, source: Element, event: ViewEvent): void {
    for (const [name, given] of list) {
      const options = given as unknown as Options
      if (name === "push") this.#push(source, options, event)
      else if (name === "pop-focus") this.#focus.pop()
      else if (name === "navigate" || name === "patch") this.#move(name, source, options)
      else {
        const command = this.#commands[name]
        if (command === undefined) this.#tools.warn(`There is no command "${name}".`, source)
        else {
          const targets = [...targetsOf(options.to, source)]
          if (targets.length === 0) this.#tools.warn(`js: nothing is found for "${name}".`, source)
          for (const element of targets) command(element, options, event)
        }
      }
    }
  }

  #listOf(text: string): CommandList | undefined {
    let list = this.#read.get(text)
    if (list === undefined) {
      list = readCommands(text)
      if (this.#read.size >= MOST_READ) this.#read.clear()
      if (list !== undefined) this.#read.set(text, list)
    }
    return list
  }

  /** A list in a stored attribute pushes from the element that has it. */
  #push(source: Element, { event: name, value, target, loading, page }: Options, event: ViewEvent): void {
    const [other] = target === undefined ? [source] : targetsOf(target, source)
    const view = other && this.#tools.viewOf(other)
    if (view === undefined || !isInPage(source)) return
    const shown = [...event.shown, ...(loading === undefined ? [] : targetsOf(loading, source))]
    if (page) this.#pageWaits(1)
    view.push({
      ...event,
      // Each of a list is an event of its own.
      ...(event.id === undefined ? {} : { id: `${event.id}.${++this.#pushes}` }),
      name,
      payload: value === undefined ? event.payload : withValue(event.payload, value),
      shown: [...new Set(shown)],
      ...(page ? { over: () => this.#pageWaits(-1) } : {}),
    })
  }

  /** The page shows that it is loading as long as any of these events is under way. */
  #pageWaits(by: 1 | -1): void {
    this.#waiting += by
    if (this.#waiting === Math.max(0, by)) this.#tools.pageLoading(by > 0)
  }

  #dispatch(element: Element, { event, detail, bubbles = true, blocking }: Options): void {
    if (event === "click") {
      dispatchTo(element, new MouseEvent(event, { bubbles, cancelable: true, composed: true }))
      return
    }
    const done = blocking ? this.#transitions.block(element) : undefined
    const said = done === undefined ? detail : { ...(detail as object | undefined), done }
    dispatchTo(element, new CustomEvent(event, { bubbles, cancelable: true, detail: said }))
  }

  #classes(element: Element, options: Options, isOn: (name: string) => boolean): void {
    const states = options.names
      .split(/\s+/)
      .filter(Boolean)
      .map((name) => [name, isOn(name)] as const)
    this.#transitions.run(element, options.transition, options, {
      start: () => states.forEach(([name, on]) => classesOf(element).toggle(name, on)),
    })
  }

  /** As a link with the binding of this name is followed: by the browser where the view cannot. */
  #move(name: "navigate" | "patch", source: Element, { href, replace }: Options): void {
    const { protocol, origin, href: url } = new URL(href, location.href)
    if (!/^https?:$/.test(protocol)) return
    const load = (): void => {
      if (replace) location.replace(url)
      else this.#tools.visit(url)
    }
    const view = this.#tools.viewOf(source)
    if (origin !== location.origin || view?.readiness !== "ready") return load()
    this.#tools.patches.get().then((patches) => {
      if (name === "patch") patches.patchArrived({ to: url, ...(replace ? { r: 1 } : {}) }, view)
      else patches.navigate(url, replace === true, load)
    }, load)
  }
}

/** What forms say is a text of fields. As with `live-value-*`, and where the browser posts, these go over values. */
function withValue(payload: unknown, value: Readonly<Record<string, unknown>>): unknown {
  if (typeof payload !== "string") return { ...(payload as object), ...value }
  const fields = new URLSearchParams(payload)
  const named = new Set(fields.keys())
  for (const [name, one] of Object.entries(value)) if (!named.has(name)) fields.append(name, fieldText(one))
  return fields.toString()
}

/** A dialog that is shown as a modal one would go on blocking the page. */
function takeOff(element: Element, name: string): void {
  if (name === "open" && element instanceof HTMLDialogElement && element.open) element.close()
  else removeAttribute(element, name)
}
