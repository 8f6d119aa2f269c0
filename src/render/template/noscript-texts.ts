/**
 * What stands in the `<noscript>` of a template. Where scripts run that is text, but in a template elements: a comment or a
 * quote in it would swallow what follows, and its pictures would be loaded. So the browser gets templates without it.
 */

/** A place in the static texts of a template. */
export interface StaticPlace {
  readonly part: number
  readonly offset: number
}

export class NoscriptTexts {
  readonly #found: { readonly part: number; readonly from: number; readonly to: number }[] = []
  #from = 0

  /** Another raw text is read now, or none (""): since this character, in the markup that begins at `markup`. */
  rawChanged(before: string, now: string, at: StaticPlace, markup: StaticPlace): void {
    if (now === "noscript") this.#from = at.offset + 1
    else if (before === "noscript" && markup.part === at.part) {
      this.#found.push({ part: at.part, from: this.#from, to: markup.offset })
    }
  }

  /** The static texts without them. */
  leftOut(statics: readonly string[]): readonly string[] {
    if (this.#found.length === 0) return statics
    return statics.map((text, index) => {
      let made = ""
      let taken = 0
      for (const { part, from, to } of this.#found) {
        if (part !== index) continue
        made += text.slice(taken, from)
        taken = to
      }
      return made + text.slice(taken)
    })
  }
}
