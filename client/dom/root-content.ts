/**
 * What stands in a root: the instance that holds all others, bound to the first HTML or made anew, and the templates by
 * the numbers under which they come over the wire.
 */

import { ROOT_SLOT, type WireChange, type WireDiff, type WireNested } from "../../src/protocol/values.js"
import type { Loadable } from "../util/lazy.js"
import { Binder, type BinderDelegate } from "./binder.js"
import { type BrokenPlace, Mismatch } from "./broken-place.js"
import { firstChildOf } from "./nodes/members.js"
import { bringIn, childrenCame, takeOut } from "./nodes/write-log.js"
import type { FewestMovesPort, RepairPort } from "./ports.js"
import type { Repairs } from "./repairs.js"
import type { RootControls } from "./root-controls.js"
import type { RootFrames } from "./root-frames.js"
import { type ClientTemplate, contentNamespace, type Namespace } from "./templates/template.js"
import type { TemplateInstance } from "./templates/template-instance.js"
import type { TemplateStore } from "./templates/template-store.js"
import { Writer, type WriterDelegate } from "./writer.js"

export interface RootContentParts {
  readonly root: HTMLElement
  readonly store: TemplateStore
  readonly controls: RootControls
  readonly frames: RootFrames
  readonly repairs: Repairs
  readonly fewestMoves: Loadable<FewestMovesPort>
}

export class RootContent implements BinderDelegate, WriterDelegate {
  readonly writer: Writer
  readonly #parts: RootContentParts
  /** By number. */
  readonly templateIds: string[] = []
  #instance: TemplateInstance | undefined

  constructor(parts: RootContentParts) {
    this.#parts = parts
    this.writer = new Writer(this, parts.controls)
  }

  get fewestMoves(): Loadable<FewestMovesPort> {
    return this.#parts.fewestMoves
  }

  get instance(): TemplateInstance | undefined {
    return this.#instance
  }

  /** Gives template `id` the number `n`. */
  number(n: number, id: string): void {
    this.templateIds[n] = id
  }

  /** The numbers of those templates whose text the page does not hold. */
  missingTemplates(): number[] {
    const { store } = this.#parts
    return [...this.templateIds.keys()].filter((n) => !store.has(this.templateIds[n] as string))
  }

  template(number: number, namespace: Namespace): ClientTemplate {
    // Of a number that never came there is no text either.
    return this.#parts.store.get(this.templateIds[number] ?? `${number}`, namespace)
  }

  /** One that fills the root. What the first HTML was made of is number 0. */
  #ofRoot(number: number): ClientTemplate {
    return this.template(number, contentNamespace(this.#parts.root))
  }

  /** Binds to the first HTML. */
  bind(): void {
    const { root } = this.#parts
    // What the server does not know another build has made: it says all of it anew.
    if (this.missingTemplates().length > 0) return this.rangeBroke()
    try {
      this.#instance = new Binder(this).bind(this.#ofRoot(0), root, firstChildOf(root))
    } catch (error) {
      if (!(error instanceof Mismatch)) throw error
      this.rangeBroke(error.place)
    }
    childrenCame(root)
  }

  /** Writes a difference; `whole`: all values that differ may be in it, and are compared with what is there. */
  write(diff: WireDiff, whole: boolean): void {
    const nested = diff[ROOT_SLOT] as WireNested | undefined
    const instance = this.#instance
    if (nested !== undefined) {
      const template = this.#ofRoot(nested[0])
      if (instance?.template === template) this.writer.writeValues(instance, nested, 1)
      else this.replace(template, nested, 1)
    } else if (instance !== undefined) {
      this.writer.write(instance, diff, whole)
    }
  }

  /** Writes the values of all slots, also where nothing is bound. */
  writeWhole(diff: WireDiff): void {
    if (this.#instance !== undefined || diff[ROOT_SLOT] !== undefined) this.write(diff, true)
    else this.replace(this.#ofRoot(0), wholeRow(diff), 0)
  }

  /** Makes all that stands in the root anew. */
  replace(template: ClientTemplate, values: readonly unknown[], offset: number): void {
    const { root, frames } = this.#parts
    frames.keep()
    const { instance, node } = this.writer.maker.make(template, values, offset)
    for (let old = firstChildOf(root); old !== null; old = firstChildOf(root)) takeOut(old)
    bringIn(root, node, null)
    this.#instance = instance
  }

  // Binder and writer delegate

  controlBound(element: Element, names: string): void {
    this.#parts.controls.part?.serve(element, names)
  }

  listBound(): void {
    this.fewestMoves.want()
  }

  rangeBroke(place?: BrokenPlace): void {
    this.#parts.repairs.broke(place)
  }

  rootBroke(): void {
    this.#instance = undefined
    this.#parts.repairs.broke()
  }

  repair(work: (repair: RepairPort) => void): void {
    this.#parts.repairs.use(work)
  }
}

/** Whole values of all slots, given by index, as a row. */
function wholeRow(diff: WireDiff): WireChange[] {
  const row: WireChange[] = []
  for (const slot in diff) row[Number(slot)] = diff[slot] as WireChange
  return row
}
