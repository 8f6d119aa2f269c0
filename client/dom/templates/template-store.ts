/** The templates the page holds, shared by all its roots. A text is parsed when the template is first used. */

import { FOCUS_ATTRIBUTE, PORTAL_ATTRIBUTE } from "../../../src/protocol/markup.js"
import { compileTemplate } from "./compile-template.js"
import type { ClientTemplate, Namespace } from "./template.js"

export interface TemplateStoreOptions {
  /**
   * Prefix of the binding attributes.
   * @defaultValue "live-"
   */
  readonly prefix?: string
}

/** Texts by template id; compiled lazily, once per namespace. */
export class TemplateStore {
  /** True once a template came that needs `client/built-ins`. */
  hasBuiltIns = false
  readonly #texts = new Map<string, string>()
  readonly #compiled = new Map<string, ClientTemplate>()
  readonly #prefix: string

  constructor({ prefix = "live-" }: TemplateStoreOptions = {}) {
    this.#prefix = prefix
  }

  /** Takes a template's text as it came over the wire. */
  add(id: string, text: string): void {
    this.#texts.set(id, text)
    this.hasBuiltIns ||= text.includes(PORTAL_ATTRIBUTE) || text.includes(FOCUS_ATTRIBUTE)
  }

  has(id: string): boolean {
    return this.#texts.has(id)
  }

  /**
   * The template, compiled for a place in this namespace.
   *
   * @throws Error if its text never came, which only a broken server can cause.
   */
  get(id: string, namespace: Namespace): ClientTemplate {
    const key = `${namespace} ${id}`
    let template = this.#compiled.get(key)
    if (template === undefined) {
      const text = this.#texts.get(id)
      if (text === undefined) throw new Error(`The text of template ${id} is missing: load the page again.`)
      template = compileTemplate(id, text, namespace, this.#prefix)
      this.#compiled.set(key, template)
    }
    return template
  }
}
