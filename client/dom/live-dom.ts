/**
 * The live DOM of one root element: binds the slots of its first HTML and writes the server's differences to them.
 * Knows no socket; what it needs from the page half goes through {@link LiveDomDelegate}.
 */

import {
  ROOT_SLOT,
  type WireChange,
  type WireDiff,
  type WireNested,
  type WirePath,
  type WireValue,
} from "../../src/protocol/values.js"
import { Lazy } from "../util/lazy.js"
import { Binder, Mismatch } from "./binder.js"
import type { BrokenPlace } from "./broken-place.js"
import { Acknowledgements, type SentEvent } from "./controls/acknowledgements.js"
import { Controls, FORM_EVENTS } from "./controls/controls.js"
import { firstChildOf, replaceChildren } from "./nodes/members.js"
import { PageWatch } from "./nodes/page-watch.js"
import { watchSelection } from "./nodes/text.js"
import type { CarryOverPort, DomParts, Kept, RepairPort } from "./ports.js"
import { type ClientTemplate, contentNamespace, type Namespace } from "./templates/template.js"
import type { TemplateInstance } from "./templates/template-instance.js"
import type { TemplateStore } from "./templates/template-store.js"
import { toolbox } from "./toolbox.js"
import { Writer, type WriterDelegate } from "./writer.js"

/** What the DOM half asks from, and tells to, its owner. */
export interface LiveDomDelegate {
  /** The DOM did not fit these slots: their whole values are needed, by `valuesArrived`. */
  requestValues(paths: readonly WirePath[]): void
  /** Something a developer should know. Called in development only. */
  warn(text: string, node?: Node): void
  /** All of a frame has been written. */
  patched?(): void
}

export interface LiveDomOptions {
  /** Prefix of the binding attributes, for example "live-". */
  readonly prefix: string
  readonly development: boolean
  /** Where the parts that few pages need are loaded from. */
  readonly parts: DomParts
}

export class LiveDom implements WriterDelegate {
  /** @internal */
  instance: TemplateInstance | undefined
  readonly root: HTMLElement
  readonly #store: TemplateStore
  readonly #delegate: LiveDomDelegate
  readonly #options: LiveDomOptions
  /** The ids of its templates, by number. */
  readonly templateIds: string[] = []
  readonly #controls: Controls
  readonly #watch: PageWatch
  readonly #acknowledgements: Acknowledgements
  readonly #carryOver: Lazy<CarryOverPort>
  /** What the user typed, while a frame makes the page anew around it. */
  #kept: Kept | undefined
  readonly #writer: Writer
  readonly #repair: Lazy<RepairPort>
  #lastLock = 0
  #broken = false
  #writing = false

  constructor(root: HTMLElement, store: TemplateStore, delegate: LiveDomDelegate, options: LiveDomOptions) {
    this.root = root
    this.#store = store
    this.#delegate = delegate
    this.#options = options
    watchSelection()
    this.#controls = new Controls(root, () => this.#carryOver.use(loaded))
    this.#watch = new PageWatch(root, (element) => this.watch(element))
    this.#acknowledgements = new Acknowledgements(this.#controls)
    const { parts, prefix } = options
    this.#carryOver = new Lazy(() => parts.carryOver({ controls: this.#controls, prefix }))
    this.#writer = new Writer(this, this.#controls)
    this.#repair = new Lazy(() => parts.repair({ toolbox, root, options, delegate, writer: this.#writer }))
  }

  /** Gives template `id` the number `n` (root attribute at the start, later `Extras.t`). Texts go to the store. */
  number(n: number, id: string): void {
    this.templateIds[n] = id
  }

  /** The numbers of those templates whose text the page does not hold. */
  missingTemplates(): number[] {
    return [...this.templateIds.keys()].filter((n) => !this.#store.has(this.templateIds[n] as string))
  }

  /** After the first join: binds to the first HTML, then writes the values the join brought. */
  bind(diff: WireDiff | undefined): void {
    this.#frame(() => {
      if (this.#controls.scan()) this.#carryOver.use(loaded)
      this.instance = this.#bound()
      if (diff !== undefined) this.#apply(diff, true)
      if (this.#options.development) this.repair((repair) => repair.reportBlockedStyles())
    })
  }

  /** After a later join: whole values of all slots. Compares, writes only what differs, keeps nodes. */
  replaceAll(diff: WireDiff): void {
    this.unlockAll()
    this.#frame(() => {
      this.#keep()
      if (this.instance === undefined) this.#replaceRoot(this.#rootTemplate(), wholeRow(diff), 0)
      else this.#apply(diff, true)
    })
  }

  /** Writes a pushed difference. */
  write(diff: WireDiff): void {
    this.#frame(() => this.#apply(diff, false))
  }

  /**
   * An event leaves: `source` is the element with the binding (the form, for its own `live-change`/`live-submit`).
   * Returns the number to acknowledge it by.
   */
  lock(source: Element, event: SentEvent = { type: "change" }): number {
    const number = ++this.#lastLock
    const { type, control } = event
    const form = source instanceof HTMLFormElement && FORM_EVENTS.test(type) ? source : undefined
    this.#acknowledgements.send(number, source, form, event)
    if (form !== undefined || !(source instanceof HTMLFormElement)) this.#writer.locks.raise(source, number)
    if (control) this.#writer.locks.raise(control, number)
    return number
  }

  /** The server's answer to the event with this number has come; `isFailed`: the event was not handled. */
  acknowledge(lock: number, diff: WireDiff | null, isFailed = false): void {
    const { locks } = this.#writer
    this.#frame(() => {
      this.#acknowledgements.answer(lock, isFailed)
      for (const held of locks.release(lock)) this.#writer.slot(held)
      if (diff !== null) this.#apply(diff, false)
    })
    const unknown = this.#acknowledgements.settle((control) => locks.holds(control, true))
    if (unknown.length > 0) {
      this.repair((repair) => {
        const root = this.instance
        if (root !== undefined) this.#acknowledgements.found(unknown, (control) => repair.isMarkup(root, control))
      })
    }
  }

  used(control: Element): void {
    this.#controls.used(control)
  }

  /** The connection is lost: no acknowledgement will come. */
  unlockAll(): void {
    this.#acknowledgements.clear()
    this.#controls.connectionLost(this.#options.prefix)
    const { locks } = this.#writer
    if (!locks.active) return
    this.#frame(() => {
      for (const held of locks.release(Number.POSITIVE_INFINITY)) this.#writer.slot(held)
    })
  }

  /** The answer to `requestValues`, in the order of its paths. */
  valuesArrived(paths: readonly WirePath[], values: readonly WireValue[]): void {
    this.#frame(() => {
      if (this.instance === undefined) {
        this.#replaceRoot(this.#rootTemplate(), values, 0)
        return
      }
      const root = this.instance
      this.repair((repair) => {
        this.#keep()
        repair.arrived(root, paths).forEach((range, i) => {
          const value = values[i]
          if (range !== undefined && value !== undefined) this.#writer.range(range, value, true)
        })
      })
    })
  }

  /** True if the user changed this control since the last acknowledged event that carried its value. */
  edited(control: Element): boolean {
    return this.#controls.edits.has(control)
  }

  /** What stands in this element belongs to the root, though a portal has moved it elsewhere. */
  watch(element: Element): void {
    this.#controls.watch(element)
    this.#watch.add(element)
  }

  /** Forms with edited controls, and edited controls of no form: their change event is due after a join. */
  dirtyForms(): Element[] {
    return this.#controls.edits.dirtyForms
  }

  // Writer delegate

  template(number: number, namespace: Namespace): ClientTemplate {
    // Of a number that never came there is no text either.
    return this.#store.get(this.templateIds[number] ?? `${number}`, namespace)
  }

  rangeBroke(place?: BrokenPlace): void {
    this.#broken = true
    if (place !== undefined && this.#options.development) this.repair((repair) => repair.report(place))
  }

  rootBroke(): void {
    this.instance = undefined
    this.#broken = true
  }

  repair(work: (repair: RepairPort) => void): void {
    // What comes later is a frame of its own.
    this.#repair.use((repair) => (this.#writing ? work(repair) : this.#frame(() => work(repair))))
  }

  /** To be called before a frame makes anew what may hold what the user typed. */
  #keep(): void {
    this.#kept ??= this.#carryOver.part?.keep()
  }

  /** Does what a frame brings, then writes the state of controls, then asks for what could not be bound. */
  #frame(work: () => void): void {
    this.#watch.pause()
    this.#writing = true
    try {
      work()
      this.#controls.flush()
      this.#carryOver.part?.written(this.#kept)
    } finally {
      this.#kept = undefined
      this.#writing = false
      this.#watch.resume()
    }
    if (this.#broken) {
      this.#broken = false
      const root = this.instance
      if (root === undefined) this.#askForRoot()
      else this.#repair.use((repair) => repair.ask(root))
    }
    this.#delegate.patched?.()
  }

  #askForRoot(): void {
    const ask = (): void => this.#delegate.requestValues(this.#rootTemplate().slots.map((_, slot) => [slot]))
    // What was typed before the script came shall be in the root that is made anew.
    if (this.#controls.edits.uses.length > 0) this.#carryOver.use(ask)
    else ask()
  }

  #apply(diff: WireDiff, whole: boolean): void {
    const root = diff[ROOT_SLOT] as WireNested | undefined
    if (root !== undefined) {
      const template = this.template(root[0], contentNamespace(this.root))
      if (this.instance?.template === template) this.#writer.writeValues(this.instance, root, 1)
      else this.#replaceRoot(template, root, 1)
    } else if (this.instance !== undefined) {
      this.#writer.write(this.instance, diff, whole)
    }
  }

  #bound(): TemplateInstance | undefined {
    const binder = new Binder({
      template: (number, namespace) => this.template(number, namespace),
      controlBound: (element, names) => this.#controls.serve(element, names),
      rangeBroke: (place) => this.rangeBroke(place),
    })
    try {
      return binder.bind(this.#rootTemplate(), this.root, firstChildOf(this.root))
    } catch (error) {
      if (!(error instanceof Mismatch)) throw error
      this.rangeBroke(error.place)
      return undefined
    }
  }

  /** What the first HTML was made of: its first number. */
  #rootTemplate(): ClientTemplate {
    return this.template(0, contentNamespace(this.root))
  }

  #replaceRoot(template: ClientTemplate, values: readonly unknown[], offset: number): void {
    this.#keep()
    const { instance, node } = this.#writer.maker.make(template, values, offset)
    replaceChildren(this.root, node)
    this.instance = instance
  }
}

/** Whole values of all slots, given by index, as a row. */
function wholeRow(diff: WireDiff): WireChange[] {
  const row: WireChange[] = []
  for (const slot in diff) row[Number(slot)] = diff[slot] as WireChange
  return row
}

/** For what is loaded before it is needed. */
function loaded(): void {}
