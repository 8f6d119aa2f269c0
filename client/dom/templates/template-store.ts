/** The templates the page holds, shared by all its roots. A text is parsed when the template is first used. */

import { compileTemplate } from "./compile-template.js"
import type { ClientTemplate, Namespace } from "./template.js"

export interface TemplateStoreOptions {
  /**
   * Prefix of the binding attributes.
   * @defaultValue "live-"
   */
  readonly prefix?: string
  /** Is told the text of each template that comes: something in it may need a part of the client. */
  arrived?(text: string): void
}

/** Texts by template id; compiled lazily, once per namespace. */
export class TemplateStore {
  readonly #texts = new Map<string, string>()
  readonly #compiled = new Map<string, ClientTemplate>()
  readonly #prefix: string
  readonly #options: TemplateStoreOptions

  constructor(options: TemplateStoreOptions = {}) {
    this.#options = options
    this.#prefix = options.prefix ?? "live-"
  }

  /** Takes a template's text as it came over the wire. */
  add(id: string, text: string): void {
    this.#texts.set(id, text)
    this.#options.arrived?.(text)
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
