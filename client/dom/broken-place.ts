/** Where the page and its template disagree, as the binder notes it. */

export interface BrokenPlace {
  /** What the template has there. */
  readonly expected: string
  /** What the page has there; null for the end. */
  readonly found: Node | null
  readonly parent: Node
}
