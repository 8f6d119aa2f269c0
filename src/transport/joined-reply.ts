/**
 * What a join is answered with: what its page lacks of the view. The page numbers templates in the order in which its
 * root element names them, and says which of them it holds.
 */

import { type Effects, extrasOf } from "../process/output/effects.js"
import type { Extras, Joined, JoinRequest, PlayedFrame } from "../protocol/frames.js"
import type { WireDiff } from "../protocol/values.js"
import { wholeValues } from "../render/diff/diff.js"
import { firstDiff } from "../render/diff/first-diff.js"
import { templateById } from "../render/template/template-registry.js"
import type { SentTemplates, TemplateName } from "../render/values/sent-templates.js"
import { TemplateTable } from "../render/values/template-table.js"
import type { Rendered } from "../render/values/values.js"
import { differingSlots } from "../render/write/digest.js"
import type { Seat } from "./seat.js"

/** The numbers that a page and its view begin with. */
export function tableOf({ h, n }: Pick<JoinRequest, "h" | "n">, sent: SentTemplates): TemplateTable {
  const lacking = new Set(n)
  const ids = h.map((given, number) => {
    const id = templateById(given)?.id
    // It may be made by the first render. What is still unknown then is forgotten, see `joinedReply`.
    if (id === undefined) return given
    if (!lacking.has(number)) sent.claimed(id)
    // The registered id rather than the one that arrived: one text for all connections instead of one for each.
    return id
  })
  return new TemplateTable(ids, sent)
}

/** What the reply is made from. */
export interface JoinedFacts {
  readonly request: JoinRequest
  /** Of the slots of the first HTML. */
  readonly digests: string
  readonly rendered: Rendered
  readonly effects: Effects
  /** Of a view that persists: what it does so now. */
  readonly snapshot?: string | undefined
  readonly sent: SentTemplates
}

/** The reply. It has to be sent as soon as it is made: templates are counted as sent, and other frames may name them. */
export function joinedReply({ number, table }: Seat, facts: JoinedFacts): Joined {
  const { request, rendered, digests } = facts
  const slots = request.a === true ? undefined : differingSlots(rendered, table, digests)
  const d = slots?.length === 0 ? undefined : wholeValues(rendered, slots, table)
  const e = joinedExtras(table, facts)
  // What does not exist here will not be named either: remembered, a client could fill the heap with its inventions.
  table.forgetUnknown((id) => templateById(id) !== undefined)
  return { i: number, d, e }
}

/** What the reply is made from where the page shows what its process has rendered before. */
export interface AdoptedFacts {
  readonly request: JoinRequest
  /** From what the page shows. */
  readonly diff: WireDiff | null
  readonly extras: Extras | undefined
  readonly rendered: Rendered
  readonly sent: SentTemplates
}

/** As {@link joinedReply}. */
export function adoptedReply({ number, table }: Seat, facts: AdoptedFacts): Joined {
  const { request, diff, extras, rendered, sent } = facts
  const names = lackingNames(request, sent)
  const t = Object.keys(names).length === 0 ? extras?.t : { ...names, ...extras?.t }
  const e = t === undefined ? extras : { ...extras, t }
  table.forgetUnknown((id) => templateById(id) !== undefined)
  return { i: number, d: diff === null ? undefined : firstDiff(diff, rendered, table), e }
}

/** What the reply is made from where the page has shown the view before. */
export interface ResumedFacts {
  readonly request: JoinRequest
  readonly diff: WireDiff | null
  readonly extras: Extras | undefined
  readonly resumed: {
    /** The number of the last event or ticket that the view was given. */
    readonly given: number
    /** What the page has missed. */
    readonly frames: readonly PlayedFrame[]
    /** `diff` has all values. */
    readonly isWhole: boolean
  }
  readonly sent: SentTemplates
}

/** As {@link joinedReply}. */
export function resumedReply({ number, table }: Seat, facts: ResumedFacts): Joined {
  const { request, diff, extras, resumed, sent } = facts
  const { given, frames, isWhole } = resumed
  const names = Object.assign(lackingNames(request, sent), extras?.t, table.takeAdded())
  const e = Object.keys(names).length === 0 ? extras : { ...extras, t: names }
  table.forgetUnknown((id) => templateById(id) !== undefined)
  const r = { e: given, ...(frames.length === 0 ? {} : { f: frames }), ...(isWhole ? { w: 1 as const } : {}) }
  return { i: number, d: diff ?? undefined, e, r }
}

function joinedExtras(table: TemplateTable, { request, effects, snapshot, sent }: JoinedFacts): Extras | undefined {
  const names = Object.assign(lackingNames(request, sent), table.takeAdded())
  const templates = Object.keys(names).length === 0 ? undefined : { t: names }
  return extrasOf(effects, snapshot === undefined ? templates : { ...templates, s: snapshot })
}

/** Those templates of the page's root that the page does not hold. */
function lackingNames({ h, n }: JoinRequest, sent: SentTemplates): Record<number, TemplateName> {
  const names: Record<number, TemplateName> = {}
  for (const number of n) {
    // A template of an earlier version of the app is not known here, and not used by this render either.
    const template = templateById(h[number] as string)
    if (template === undefined) continue
    const name = sent.name(template)
    // Else another join of this connection, asked for at the same time, has brought it by now.
    if (typeof name !== "string") names[number] = name
  }
  return names
}
