/**
 * What the first HTML of a root gets so that its forms and buttons work without the script: the renderer shows each
 * start tag, this says what to add.
 */

import { escapeHtml } from "../../html/text/escape.js"
import { type Posted, postedBy } from "../../protocol/commands.js"
import { LIVE_FIELD, writePostTarget } from "../../protocol/plain-post.js"
import type { PostWriter, WrittenTag } from "../../render/write/post-writer.js"
import { hiddenField, type PageForms, POST_FORM_ID } from "./page-forms.js"

/** Attributes that say the author has other plans for a button. */
const AUTHORS = ["name", "value", "form", "formaction", "formmethod"] as const

const NO_VALUES: Posted["values"] = Object.freeze({})

/** Writes the additions for one root. */
export class PostAdditions implements PostWriter {
  readonly #forms: Pick<PageForms, "attributes" | "fields" | "needHiddenForm">
  readonly #root: string
  readonly #prefix: string
  readonly #valuePrefix: string

  /**
   * @param root - Id of the root element.
   * @param prefix - What bindings begin with: "live-".
   */
  constructor(forms: Pick<PageForms, "attributes" | "fields" | "needHiddenForm">, root: string, prefix: string) {
    this.#forms = forms
    this.#root = root
    this.#prefix = prefix
    this.#valuePrefix = `${prefix}value-`
  }

  form({ attributes }: WrittenTag): { readonly attributes: string; readonly fields: string } | null {
    const posted = this.#posted("submit", attributes)
    if (!posted || attributes.has("method") || attributes.has("action")) return null
    const target = this.#target(posted, true)
    return { attributes: this.#forms.attributes, fields: hiddenField(LIVE_FIELD, target) + this.#forms.fields }
  }

  button({ attributes }: WrittenTag, insideForm: boolean): string | null {
    const posted = this.#posted("click", attributes)
    // Commands without a push have nothing to post, and shall not submit the form around the button.
    if (posted === null) return attributes.has("type") ? null : ' type="button"'
    if (posted === undefined || insideForm) return null
    if (AUTHORS.some((name) => attributes.has(name))) return null
    // A type that is not known counts as submit, as it does in browsers.
    if (["button", "reset"].includes(attributes.get("type")?.toLowerCase() ?? "")) return null
    this.#forms.needHiddenForm()
    const target = this.#target(posted, false)
    return ` form="${POST_FORM_ID}" name="${LIVE_FIELD}" value="${escapeHtml(target)}"`
  }

  /** What a binding posts: its event, or the first one that its commands push; null for commands that push none. */
  #posted(binding: string, attributes: ReadonlyMap<string, string>): Posted | null | undefined {
    const text = attributes.get(this.#prefix + binding)
    return text === undefined || text === "" ? undefined : postedBy(text, this.#values(attributes))
  }

  #target({ event, values }: Posted, isForm: boolean): string {
    return writePostTarget({ root: this.#root, event, isForm, values }, values === NO_VALUES ? "" : undefined)
  }

  #values(attributes: ReadonlyMap<string, string>): Posted["values"] {
    let values: [string, string][] | undefined
    for (const [name, value] of attributes) {
      if (name.startsWith(this.#valuePrefix)) (values ??= []).push([name.slice(this.#valuePrefix.length), value])
    }
    return values === undefined ? NO_VALUES : Object.fromEntries(values)
  }
}
