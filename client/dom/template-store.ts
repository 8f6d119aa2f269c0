/** The templates the page holds, shared by all its roots. A text is parsed when the template is first used. */

/** Texts by template id; compiled lazily, once per namespace. */
export declare class TemplateStore {
  constructor(options?: { prefix?: string })
  /** Takes a template's text as it came over the wire. */
  add(id: string, text: string): void
  has(id: string): boolean
}
