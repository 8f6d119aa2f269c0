/**
 * The live DOM of one root element: binds the slots of its first HTML and writes the server's differences to them.
 * Knows no socket; what it needs from the page half goes through {@link LiveDomDelegate}.
 *
 *   LiveDom ─┬─ RootFrames        what surrounds all that is written
 *            ├─ RootContent       the instance that holds all others ── Writer, Binder
 *            ├─ Repairs           what does not fit the page
 *            └─ RootControls      what the user does, once the part for it has come
 */

import { ROOT_SLOT, type WireDiff, type WireNested, type WirePath, type WireValue } from "../../src/protocol/values.js"
import { Lazy, type Loadable } from "../util/lazy.js"
import type { ControlsPort, SentEvent } from "./controls-port.js"
import { FORM_EVENTS } from "./nodes/control-kinds.js"
import { PageWatch } from "./nodes/page-watch.js"
import { watchSelection } from "./nodes/text.js"
import type { WriteLog } from "./nodes/write-log.js"
import type { CarryOverPort, DomParts, SettlingPort } from "./ports.js"
import { Repairs } from "./repairs.js"
import { RootContent } from "./root-content.js"
import { RootControls } from "./root-controls.js"
import { RootFrames } from "./root-frames.js"
import type { TemplateStore } from "./templates/template-store.js"
import { toolbox } from "./toolbox.js"

/** In ms: for so long a root that has to be made anew waits for the part that keeps what was typed in it. */
const PATIENCE = 5_000

/** What the DOM half asks from, and tells to, its owner. */
export interface LiveDomDelegate {
  /** The DOM did not fit these slots: their whole values are needed, by `valuesArrived`. */
  requestValues(paths: readonly WirePath[]): void
  /** Something a developer should know. Called in development only. */
  warn(text: string, node?: Node): void
  /** All of a frame has been written, and this is what it has done to the page; undefined as long as nobody wants to know (`watchWrites`). */
  written?(log: WriteLog | undefined): void
}

export interface LiveDomOptions {
  /** Prefix of the binding attributes, for example "live-". */
  readonly prefix: string
  readonly development: boolean
  /** Where the parts that few pages need are loaded from. */
  readonly parts: DomParts
}

export class LiveDom {
  readonly #delegate: LiveDomDelegate
  readonly #controls: RootControls
  readonly #watch: PageWatch
  readonly #carryOver: Lazy<CarryOverPort>
  readonly #settling: Loadable<SettlingPort>
  readonly #frames: RootFrames
  readonly #repairs: Repairs
  readonly #content: RootContent
  /** Number of the last event that left. */
  #last = 0

  constructor(
    root: HTMLElement,
    store: TemplateStore,
    delegate: LiveDomDelegate,
    { prefix, development, parts }: LiveDomOptions,
  ) {
    this.#delegate = delegate
    watchSelection()
    const { forms, settling } = parts
    const watch = new PageWatch(root, (element) => this.watch(element))
    const controls = new RootControls(forms, {
      root,
      places: watch.places,
      prefix,
      toolbox,
      delegate: {
        used: () => this.#wantControls(),
        showFocused: (control, wanted) =>
          settling.use(({ showValue }) => controls.part?.edits.has(control) || showValue(control, wanted)),
        frame: (work) => frames.run(work),
      },
    })
    // Wanted by controls alone.
    const carryOver: Lazy<CarryOverPort> = new Lazy(() =>
      parts.carryOver({ controls: controls.part as ControlsPort, toolbox, prefix }),
    )
    const frames = new RootFrames({
      watch,
      controls,
      carryOver,
      delegate: { ask: () => this.#ask(), written: (log) => delegate.written?.(log) },
    })
    const repair = new Lazy(() =>
      parts.repair({
        toolbox,
        root,
        prefix,
        delegate,
        writer: content.writer,
        rootBroke: () => content.rootBroke(),
      }),
    )
    const repairs = new Repairs(repair, frames, development)
    const content = new RootContent({ root, store, controls, frames, repairs, fewestMoves: parts.fewestMoves })
    this.#settling = settling
    this.#carryOver = carryOver
    this.#controls = controls
    this.#watch = watch
    this.#frames = frames
    this.#repairs = repairs
    this.#content = content
    forms.use(() => this.#controlsCame())
  }

  /** Gives template `id` the number `n` (root attribute at the start, later `Extras.t`). Texts go to the store. */
  number(n: number, id: string): void {
    this.#content.number(n, id)
  }

  /** The ids of its templates, by number. */
  get templateIds(): readonly string[] {
    return this.#content.templateIds
  }

  /** The numbers of those templates whose text the page does not hold. */
  missingTemplates(): number[] {
    return this.#content.missingTemplates()
  }

  /** After the first join: binds to the first HTML, then writes the values the join brought. */
  bind(diff: WireDiff | undefined): void {
    this.#frames.run(() => {
      this.#scan()
      // What another build of the app has made of another template is not looked at: all of it comes, again if it may take what was typed along.
      if (diff?.[ROOT_SLOT] === undefined) this.#content.bind()
      else if (this.#carryOver.isWanted && !this.#carryOver.part) return this.#content.rangeBroke()
      if (diff !== undefined) this.#content.write(diff, true)
      this.#repairs.report((repair) => repair.reportBlockedStyles())
    })
  }

  /** After a later join: whole values of all slots. Compares, writes only what differs, keeps nodes. */
  replaceAll(diff: WireDiff, isAwaited = false): void {
    if (!isAwaited) this.unlockAll()
    this.#frames.run(() => {
      this.#frames.keep()
      this.#content.writeWhole(diff)
    })
  }

  /** Writes a pushed difference. */
  write(diff: WireDiff): void {
    this.#frames.run(() => this.#content.write(diff, false))
  }

  /** An event is made that leaves later. */
  note(source: Element, event: SentEvent): void {
    this.#controls.part?.sent.note(source, event)
  }

  /** An event leaves. `source`: the element with the binding (the form, for its own `live-change`/`live-submit`). */
  lock(source: Element, event: SentEvent = { type: "change" }): number {
    const { type, control } = event
    const { locks } = this.#content.writer
    const form = source instanceof HTMLFormElement && FORM_EVENTS.test(type) ? source : undefined
    const number = ++this.#last
    this.#controls.part?.sent.send(number, source, form, event)
    if (form !== undefined || !(source instanceof HTMLFormElement)) locks.raise(source, number)
    if (control) locks.raise(control, number)
    return number
  }

  /** The server's answer to the event with this number has come; `isFailed`: the event was not handled. */
  acknowledge(lock: number, diff: WireDiff | null, isFailed = false): void {
    this.#frames.run(
      () => {
        this.#controls.part?.sent.answer(lock, isFailed)
        this.#release(lock)
        if (diff !== null) this.#content.write(diff, false)
      },
      () => this.#settle(),
    )
  }

  /** Nothing is written to the element and into it until what this returns is called. */
  block(element: Element): () => void {
    const { writer } = this.#content
    writer.locks.block(element)
    return () => this.#frames.run(() => writer.locks.unblock(element).forEach((held) => writer.slot(held)))
  }

  /** Does work on the page as a frame: it is no other script's. */
  frame(work: () => void): void {
    this.#frames.run(work)
  }

  used(control: Element): void {
    this.#controls.part?.used(control)
  }

  /** The connection is lost: no acknowledgement will come. */
  unlockAll(): void {
    this.#controls.part?.connectionLost()
    if (this.#content.writer.locks.active) this.#frames.run(() => this.#release())
  }

  /** The answer to `requestValues`, in the order of its paths. */
  valuesArrived(paths: readonly WirePath[], values: readonly WireValue[]): void {
    const content = this.#content
    const { instance, writer } = content
    if (instance !== undefined) {
      this.#repairs.use((repair) => {
        this.#frames.keep()
        repair.arrived(instance, paths).forEach((range, i) => {
          const value = values[i]
          if (range !== undefined && value !== undefined) writer.ranges.write(range, value, true)
        })
      })
      // What was asked for before is of what is no more.
    } else if (paths[0]?.[0] === ROOT_SLOT)
      this.#frames.run(() => content.write({ [ROOT_SLOT]: values[0] as WireNested }, true))
  }

  /** True if the user changed this control since the last acknowledged event that carried its value. */
  edited(control: Element): boolean {
    return this.#controls.part?.edits.has(control) ?? false
  }

  /** What stands in this element belongs to the root, though a portal has moved it elsewhere. */
  watch(element: Element): void {
    this.#controls.part?.watch(element)
    this.#watch.add(element)
  }

  /** Forms with edited controls, and edited controls of no form: their change event is due after a join. */
  dirtyForms(): readonly Element[] {
    return this.#controls.part?.edits.dirtyForms ?? []
  }

  /** What was held for the event with this number may be written; without one, for all events. */
  #release(number?: number): void {
    const { writer } = this.#content
    for (const held of writer.locks.release(number)) writer.slot(held)
  }

  /** Before the first HTML is bound, which looks for them itself, or after: then other scripts may have put some in. */
  #controlsCame(): void {
    if (this.#controls.part && this.#content.instance) this.#scan()
  }

  /** Controls that the user has used before anybody listened. */
  #scan(): void {
    if (this.#controls.part?.scan()) this.#wantControls()
  }

  /** What is needed once the user does something with a control: by then there may be no server to load it from. */
  #wantControls(): void {
    this.#carryOver.want()
    this.#settling.want()
  }

  /** Controls show what the server says of them, once what they told is answered. */
  #settle(): void {
    const content = this.#content
    const { part: controls } = this.#controls
    if (!controls?.sent.isDue) return
    const needs = { controls, toolbox }
    this.#settling.use((part) => {
      this.#frames.run(() => {
        const unknown = part.settle(needs, (control) => content.writer.locks.holds(control, true))
        if (unknown.length === 0) return
        this.#repairs.use((repair) => {
          const { instance } = content
          if (instance !== undefined) part.found(needs, unknown, (control) => repair.isMarkup(instance, control))
        })
      })
    })
  }

  /** Asks for the values of what has no place in the page. */
  #ask(): void {
    const content = this.#content
    const { instance } = content
    if (instance !== undefined) {
      this.#repairs.ask((repair) => repair.ask(instance))
      return
    }
    // Twice, where the answer takes its time: the second one changes nothing.
    const ask = (): void => {
      if (content.instance === undefined) this.#delegate.requestValues([[ROOT_SLOT]])
    }
    if (!this.#controls.part?.edits.uses.length) return ask()
    // What was typed before the script came shall be in the root that is made anew. But a page without what keeps it is
    // worth more than one that shows nothing any more.
    this.#carryOver.use(ask)
    setTimeout(ask, PATIENCE)
  }
}
