/**
 * Writes what stands between the comments of a range: text, a nested template, a list, HTML, by what comes for it and
 * what stands there. What is shared with other scripts, or has no place in the page, is left to the repair.
 */

import type {
  WireChange,
  WireDiff,
  WireList,
  WireListDiff,
  WireMixedList,
  WireNested,
} from "../../src/protocol/values.js"
import { type ListDelegate, type ListRoot, ListWriter } from "./list-writer.js"
import { type MarkupChange, writeMarkup } from "./markup-writer.js"
import { letGo } from "./nodes/leaving.js"
import { writeText } from "./nodes/text.js"
import { bringIn } from "./nodes/write-log.js"
import type { RepairPort } from "./ports.js"
import type { SlotWriter } from "./slot-writes.js"
import {
  Broken,
  type Content,
  LiveList,
  nodesUpTo,
  Shadow,
  type SlotRange,
  TemplateInstance,
} from "./templates/template-instance.js"

/** What ranges need of the root. */
export interface RangeDelegate extends ListRoot {
  rangeBroke(): void
  /** Does work that needs the rarely used part of the client, now or when it has come. */
  repair(work: (repair: RepairPort) => void): void
}

/** A range broken more often is shared with the scripts that break it, for the page's life. */
const FAILURES_ALLOWED = 1

export class RangeWriter implements ListDelegate {
  readonly slots: SlotWriter
  readonly #delegate: RangeDelegate
  readonly #lists: ListWriter

  constructor(slots: SlotWriter, delegate: RangeDelegate) {
    this.slots = slots
    this.#delegate = delegate
    this.#lists = new ListWriter(this, delegate)
  }

  /** Puts a value, or a difference of what is there, into a range. */
  write(range: SlotRange, change: WireChange, whole: boolean): void {
    const { content } = range
    if (content instanceof Shadow) {
      const { range: own } = content
      this.#delegate.repair((repair) => repair.writeShared(range, content, () => this.write(own, change, whole)))
    } else if (content instanceof Broken && range.failures > FAILURES_ALLOWED && isWholeValue(change)) {
      this.#delegate.repair((repair) => repair.share(range, (own) => this.write(own, change, true)))
    } else if (change === null) {
      this.clear(range)
    } else if (typeof change === "string") {
      this.#text(range, change)
    } else if (isNested(change)) {
      this.#nested(range, change)
    } else {
      this.#rest(range, change)
    }
  }

  /** Takes out all that stands in a range. */
  clear(range: SlotRange): void {
    this.slots.childrenWillChange(range.open.parentNode as Node)
    for (const node of nodesUpTo(range.open.nextSibling, range.close)) letGo(node)
    range.content = null
  }

  /** Replaces all that stands in a range. */
  replace(range: SlotRange, nodes: Node, content: Content): void {
    this.clear(range)
    bringIn(range.open.parentNode as Node, nodes, range.close)
    range.content = content
  }

  /** Has the value of a range asked for. */
  break(range: SlotRange): void {
    range.content = new Broken()
    range.failures++
    this.#delegate.rangeBroke()
  }

  /** See `RepairPort.patch`. */
  patch(range: SlotRange, old: string | undefined, next: string): void {
    const { content } = range
    this.#delegate.repair((repair) => {
      // Meanwhile something else may have come.
      if (range.content === content) repair.patch(range, old, next)
    })
  }

  /** See `RepairPort.reorder`. Until it has come the writes wait, in order. */
  writeDisturbed(range: SlotRange, ordered: boolean, write: () => unknown): void {
    this.#delegate.repair((repair) => {
      if (ordered) repair.reorder(range)
      write()
    })
  }

  #text(range: SlotRange, value: string): void {
    const { content, open } = range
    if (content instanceof Text && content.parentNode === open.parentNode) {
      writeText(content, value)
      return
    }
    const text = new Text(value)
    this.replace(range, text, text)
  }

  #nested(range: SlotRange, value: WireNested): void {
    const { content } = range
    const template = this.#delegate.template(value[0], range.namespace)
    if (content instanceof TemplateInstance && content.template === template) {
      this.slots.writeValues(content, value, 1)
      return
    }
    const { instance, node } = this.slots.maker.make(template, value, 1)
    instance.start = range.open
    this.replace(range, node, instance)
  }

  /** Lists and HTML by their names, all else is the difference of what is there. */
  #rest(range: SlotRange, change: Exclude<WireChange, string | WireNested | null>): void {
    const { content } = range
    if ("l" in change || "m" in change) {
      this.#lists.put(range, change as WireList | WireMixedList)
    } else if ("h" in change || "s" in change || "r" in change) {
      writeMarkup(this, range, change as MarkupChange)
    } else if (content instanceof TemplateInstance) {
      this.slots.write(content, change as WireDiff)
    } else if (content instanceof LiveList) {
      this.#lists.write(range, change as WireListDiff)
    } else if (!(content instanceof Broken)) {
      this.break(range)
    }
  }
}

function isNested(change: WireChange): change is WireNested {
  return Array.isArray(change)
}

/** True for a value that needs nothing that was there before. */
function isWholeValue(change: WireChange): boolean {
  if (change === null || typeof change !== "object" || isNested(change)) return true
  return "l" in change || "m" in change || "h" in change || ("r" in change && !("s" in change))
}
