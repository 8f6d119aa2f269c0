/** Where the page and its template disagree, as binders note it. */

export interface BrokenPlace {
  /** What the template has there. */
  readonly expected: string
  /** What the page has there; null for the end. */
  readonly found: Node | null
  readonly parent: Node
}

/** Live DOM and template disagree. Caught where the range around it begins. */
export class Mismatch {
  readonly place: BrokenPlace
  constructor(expected: string, found: Node | null, parent: Node) {
    this.place = { expected, found, parent }
  }
}
