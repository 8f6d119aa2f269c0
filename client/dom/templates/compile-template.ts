/** Compiles a template's text (`protocol/markup.ts`): parses it once, takes the placeholders out, notes the steps. */

import { HOLE, SLOT_COMMENT, TAG_SLOT_PREFIX } from "../../../src/protocol/markup.js"
import { STATE_NAMES, TEXT } from "../nodes/control-kinds.js"
import {
  attributesOf,
  firstChildOf,
  getAttribute,
  localNameOf,
  nextOf,
  previousOf,
  removeAttributeNode,
  setText,
  textOf,
} from "../nodes/members.js"
import {
  type ClientTemplate,
  contentOf,
  type ElementStep,
  type Level,
  type Namespace,
  RAW_TEXT,
  type SlotPlan,
  type Step,
} from "./template.js"
import { parseFragment } from "./trusted-html.js"

/** Attributes that are state of a form control: held while its form waits, written last in a frame. */
const CONTROL_ATTRIBUTES: Readonly<Record<string, RegExp>> = { input: /^(?:value|checked)$/, option: /^selected$/ }

/** Attributes whose last server value must be known to write the next one. */
const REMEMBERED = /^(?:class|style|open)$/

/** Compiles a text for the namespace it is put in. `prefix` is the one of the binding attributes. */
export function compileTemplate(id: string, text: string, namespace: Namespace, prefix: string): ClientTemplate {
  const content = parseFragment(text.replace(/^(?:svg|math):/, ""), namespace)
  const compiler = new Compiler(`${prefix}update`)
  const level = compiler.level(content, false)
  const slots = compiler.slots.map((slot) =>
    slot.memory < 0 ? slot : { ...slot, memory: compiler.slots.length + slot.memory },
  )
  return {
    id,
    namespace,
    slots,
    level,
    content,
    blank: Array.from({ length: slots.length + compiler.remembered }, () => undefined),
    ...singleRoot(content, level),
  }
}

class Compiler {
  readonly slots: SlotPlan[] = []
  /** How many slots remember a value. Until the slots are counted, `memory` is an index among these. */
  remembered = 0
  readonly #ignore: string

  constructor(ignore: string) {
    this.#ignore = ignore
  }

  level(parent: Node, frozen: boolean): Level {
    const steps: Step[] = []
    let used = 0
    for (let node = firstChildOf(parent); node !== null; node = nextOf(node)) {
      const marker = node instanceof Text ? node.nextSibling : node
      if (marker instanceof Comment && marker.data === SLOT_COMMENT) {
        used = steps.push({ kind: "slot", slot: this.slots.length })
        node = this.#content(marker, frozen)
      } else if (node instanceof Element) {
        const step = this.#element(node, frozen)
        steps.push(step)
        if (step.low < step.high) used = steps.length
      } else if (node instanceof Comment) {
        steps.push({ kind: "comment", data: node.data })
      } else {
        steps.push({ kind: "text" })
      }
    }
    return { steps, used }
  }

  #element(element: Element, above: boolean): ElementStep {
    const low = this.slots.length
    const localName = localNameOf(element)
    const frozen = above || getAttribute(element, this.#ignore) === "ignore"
    const slots = this.#attributes(element, above, frozen)
    if (RAW_TEXT.test(localName) && textOf(element) === HOLE) {
      setText(element, "")
      const control = localName === "textarea"
      slots.push(this.#add({ kind: "raw", name: localName, control, states: control ? TEXT : "", frozen }))
    }
    const level = this.level(contentOf(element), frozen)
    const children = level.used === 0 ? undefined : level
    // Read after the placeholders are off: only static ones are left.
    const id = getAttribute(element, "id")
    const label = getAttribute(element, "name")
    const high = this.slots.length
    return { kind: "element", name: localName, id, label, slots, children, frozen, low, high }
  }

  /** Reads the placeholder attributes back, as the parser adjusted them, and takes them off. */
  #attributes(element: Element, above: boolean, frozen: boolean): number[] {
    const slots: number[] = []
    const attributes = [...attributesOf(element)]
    const taken = new Set(attributes.map(({ name }) => name).filter((name) => !isTag(name)))
    for (const attribute of attributes) {
      const { name, value } = attribute
      const tag = isTag(name)
      if (!tag && !value.includes(HOLE)) continue
      removeAttributeNode(element, attribute)
      const ignored = above || (frozen && !name.startsWith("data-"))
      const plan = tag ? tagPlan(element, value, taken) : attributePlan(element, attribute)
      const memory = tag || REMEMBERED.test(name) ? this.remembered++ : -1
      slots.push(this.#add({ ...plan, frozen: ignored, memory }))
    }
    return slots
  }

  /** Leaves one text node where the slot stands, with the static text on both sides of it. */
  #content(marker: Comment, frozen: boolean): Text {
    const { previousSibling, nextSibling } = marker
    const prefix = previousSibling instanceof Text ? previousSibling.data : ""
    const suffix = nextSibling instanceof Text ? nextSibling.data : ""
    this.#add({ kind: "content", prefix, suffix, frozen })
    if (previousSibling instanceof Text) previousSibling.remove()
    if (nextSibling instanceof Text) nextSibling.remove()
    const text = new Text(prefix + suffix)
    marker.replaceWith(text)
    return text
  }

  #add(plan: Plan & Pick<SlotPlan, "frozen">): number {
    const plain = { name: "", namespace: null, prefix: "", suffix: "", memory: -1, control: false, states: "" }
    return this.slots.push({ ...plain, taken: undefined, ...plan }) - 1
  }
}

type Plan = Partial<SlotPlan> & Pick<SlotPlan, "kind">

/** What a tag slot may bring is written as the value of its placeholder. */
function tagPlan(element: Element, states: string, taken: ReadonlySet<string>): Plan {
  return { kind: "tag", control: STATE_NAMES.includes(localNameOf(element)), states, taken }
}

function attributePlan(element: Element, { name, namespaceURI: namespace, value }: Attr): Plan {
  const [prefix = "", suffix = ""] = value.split(HOLE)
  const kind = name === "class" || name === "style" ? name : "attribute"
  const control = CONTROL_ATTRIBUTES[localNameOf(element)]?.test(name) ?? false
  return { kind, name, namespace, prefix, suffix, control, states: name }
}

/** `$` and a number; a static attribute may begin with `$` too. */
function isTag(name: string): boolean {
  return name.startsWith(TAG_SLOT_PREFIX) && /^\d+$/.test(name.slice(TAG_SLOT_PREFIX.length))
}

/** Exactly one element, with white space around it at most: as the server decides it, from the same text. */
function singleRoot(content: DocumentFragment, { steps }: Level): Pick<ClientTemplate, "root" | "lead" | "trail"> {
  const root = content.firstElementChild
  const none = { root: undefined, lead: "", trail: "" }
  if (root === null || steps.some(({ kind }) => kind === "slot")) return none
  const lead = previousOf(root)
  const trail = nextOf(root)
  const isAlone = content.firstChild === (lead ?? root) && content.lastChild === (trail ?? root)
  if (!isAlone || !isSpace(lead) || !isSpace(trail)) return none
  return { root, lead: spaceIn(lead), trail: spaceIn(trail) }
}

function spaceIn(node: Text | null): string {
  return node === null ? "" : node.data
}

function isSpace(node: Node | null): node is Text | null {
  return node === null || (node instanceof Text && node.data.trim() === "")
}
