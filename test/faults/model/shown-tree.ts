/**
 * A view's DOM that is nothing but the tree of its values, with the templates' ids in place of their numbers: as the browser's half keeps
 * templates themselves, so that a number may mean another one later.
 */
import type { ViewDom, ViewDomDelegate } from "../../../client/view/view-dom.js"
import type { WireDiff, WireNested, WirePath, WireValue } from "../../../src/protocol/values.js"
import { applyDiff } from "../../support/apply-diff.js"

export class ShownTree implements ViewDom {
  readonly templateIds: string[] = []
  readonly #texts: ReadonlyMap<string, string>
  readonly #delegate: ViewDomDelegate
  #tree: WireNested
  #locks = 0

  /**
   * @param first - What the first HTML shows.
   * @param ids - Of its templates.
   * @param texts - Of the templates that the page holds.
   */
  constructor(
    first: WireNested,
    ids: readonly string[],
    texts: ReadonlyMap<string, string>,
    delegate: ViewDomDelegate,
  ) {
    this.#texts = texts
    this.#delegate = delegate
    this.#tree = named(first, (number) => ids[number] as string) as WireNested
  }

  /** What is shown. */
  get tree(): WireNested {
    return this.#tree
  }

  /** Asks for a slot that could not be bound. */
  ask(slot: number): void {
    this.#delegate.requestValues([[slot]])
  }

  number(number: number, id: string): void {
    this.templateIds[number] = id
  }

  missingTemplates(): number[] {
    return [...this.templateIds.keys()].filter((number) => !this.#texts.has(this.templateIds[number] as string))
  }

  bind(diff: WireDiff | undefined): void {
    if (diff !== undefined) this.write(diff)
  }

  replaceAll(diff: WireDiff): void {
    const slots = Object.keys(diff).length
    if (!("-1" in diff) && slots !== this.#tree.length - 1) throw new Error(`All values are ${slots} slots only.`)
    this.write(diff)
  }

  write(diff: WireDiff): void {
    this.#tree = applyDiff(this.#tree, this.#named(diff) as WireDiff)
  }

  lock(): number {
    return ++this.#locks
  }

  acknowledge(_lock: number, diff: WireDiff | null): void {
    if (diff !== null) this.write(diff)
  }

  valuesArrived(paths: readonly WirePath[], values: readonly WireValue[]): void {
    for (const [n, [slot = 0]] of paths.entries()) {
      const value = this.#named(values[n]) as WireValue
      this.#tree = this.#tree.with(slot + 1, value) as unknown as WireNested
    }
  }

  frame(work: () => void): void {
    work()
  }

  block(): () => void {
    return () => {}
  }

  used(): void {}
  note(): void {}
  unlockAll(): void {}
  watch(): void {}

  dirtyForms(): Element[] {
    return []
  }

  edited(): boolean {
    return false
  }

  #named(value: unknown): unknown {
    return named(value, (number) => this.#id(number))
  }

  #id(number: number): string {
    const id = this.templateIds[number]
    if (id === undefined) throw new Error(`Nobody has said what template ${number} is.`)
    if (!this.#texts.has(id)) throw new Error(`The page does not hold the template ${id}.`)
    return id
  }
}

/** A value or a difference, with ids. */
function named(value: unknown, idOf: (number: number) => string): unknown {
  if (Array.isArray(value)) {
    const isTemplate = typeof value[0] === "number"
    return value.map((each, n) => (isTemplate && n === 0 ? idOf(each as number) : named(each, idOf)))
  }
  if (typeof value !== "object" || value === null) return value
  if ("h" in value || "r" in value || "s" in value || "a" in value) return value
  const entries = Object.entries(value).map(([key, each]) => {
    // `o` are positions.
    if (key === "o") return [key, each]
    return [key, key === "l" ? idOf(each as number) : named(each, idOf)]
  })
  return Object.fromEntries(entries)
}
