/**
 * The templates whose text one browser page holds: what the client says it has, and what it was sent. Whoever names a
 * template to a client asks here, so that each text goes over a connection once.
 */

import type { Template } from "../template/template.js"

/** What names a template to a client: its id and its text, or the id alone where the client holds the text. */
export type TemplateName = string | readonly [id: string, text: string]

export class SentTemplates {
  readonly #ids = new Set<string>()

  /** Their ids. */
  get ids(): ReadonlySet<string> {
    return this.#ids
  }

  /** Takes the client's word for it that it holds this text. */
  claimed(id: string): void {
    this.#ids.add(id)
  }

  /** Names a template in a frame that is about to be sent: the first time with its text. */
  name({ id, text }: Template): TemplateName {
    if (this.#ids.has(id)) return id
    this.#ids.add(id)
    return [id, text]
  }

  /** What was counted as sent may not have been: all texts will go once more. */
  forget(): void {
    this.#ids.clear()
  }
}
