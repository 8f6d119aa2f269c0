/**
 * Writes templates with forms and buttons for the plain POST: finds their start tags as they are written, shows them to
 * the `PostWriter`, and puts in what it adds. Lives as long as one page is written, because a button must know
 * whether a form is open around it, perhaps in another template.
 */

import { decodeAttribute } from "../../html/text/escape.js"
import { attributeSources, startTagName } from "../../html/text/parser-view.js"
import { makeTemplate } from "../template/make-template.js"
import type { ActionPoint } from "../template/template.js"
import { staticPiece } from "../values/static-pieces.js"
import type { Rendered } from "../values/values.js"
import type { PostWriter, WrittenTag } from "./post-writer.js"

const MAY_HAVE_ACTIONS = /<(?:form|button)\b/i

/** Writes the value of a slot (by index) of the template at hand. */
export type SlotWriter = (index: number) => string

export interface ActionState {
  readonly openForms: number
  readonly additions: number
}

export class ActionWriter {
  readonly #post: PostWriter
  #openForms = 0
  #additions = 0

  constructor(post: PostWriter) {
    this.#post = post
  }

  /** How many start tags got something. */
  get additions(): number {
    return this.#additions
  }

  /** Where it stands, to go back to if the HTML from there on is written once more. */
  get state(): ActionState {
    return { openForms: this.#openForms, additions: this.#additions }
  }

  goBack({ openForms, additions }: ActionState): void {
    this.#openForms = openForms
    this.#additions = additions
  }

  /** The HTML of one instance of a template. */
  write(rendered: Rendered, writeSlot: SlotWriter): string {
    const { slots, actions } = rendered[0]
    let html = ""
    /** The start tag being collected, and its action. */
    let tag = ""
    let open: ActionPoint | undefined
    let next = 0
    for (let part = 0; part <= slots.length; part++) {
      const { text, skipped } = staticPiece(rendered, part)
      let at = 0
      for (;;) {
        if (open !== undefined) {
          if (open.endPart !== part) break
          const end = open.endOffset - skipped
          const close = text.indexOf(">", end) + 1
          const { attributes, fields } = this.#ask(open, tag + text.slice(at, end))
          html += tag + text.slice(at, end) + attributes + text.slice(end, close) + fields
          at = close
          tag = ""
          open = undefined
        } else {
          const action = actions[next]
          if (action?.part !== part) break
          next++
          html += text.slice(at, action.offset - skipped)
          at = action.offset - skipped
          if (action.kind === "/form") this.#openForms = Math.max(0, this.#openForms - 1)
          else open = action
        }
      }
      const rest = text.slice(at) + (part < slots.length ? writeSlot(part) : "")
      if (open === undefined) html += rest
      else tag += rest
    }
    return html
  }

  /** HTML that is no template's: its forms and buttons are looked for now. */
  writeHtml(html: string): string {
    if (!MAY_HAVE_ACTIONS.test(html)) return html
    return this.write([makeTemplate({ statics: [html], kinds: [], namespace: "html", source: "" })], () => "")
  }

  #ask(action: ActionPoint, tag: string): { readonly attributes: string; readonly fields: string } {
    const start = action.part === action.endPart ? staticTag(action, tag) : startTag(tag)
    const isForm = action.kind === "form"
    const added = isForm ? this.#post.form(start) : this.#post.button(start, this.#openForms > 0)
    if (isForm) this.#openForms++
    if (added === null) return { attributes: "", fields: "" }
    this.#additions++
    return typeof added === "string" ? { attributes: added, fields: "" } : added
  }
}

/** Start tags without a slot in them: the same in every page, so they are read once. */
const staticTags = new WeakMap<ActionPoint, WrittenTag>()

function staticTag(action: ActionPoint, source: string): WrittenTag {
  const known = staticTags.get(action)
  if (known !== undefined) return known
  const tag = startTag(source)
  staticTags.set(action, tag)
  return tag
}

function startTag(source: string): WrittenTag {
  const name = startTagName(source)
  const attributes = attributeSources(source.slice(name.length + 1))
  for (const [key, value] of attributes) attributes.set(key, decodeAttribute(value))
  return { name, attributes }
}
