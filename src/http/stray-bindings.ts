/**
 * Tells, while an app is developed, of bindings in a page of the host that stand in no live view: nobody would hear the
 * click. Each is told once.
 */

import type { Logger } from "../telemetry/logger.js"
import { EVENT_BINDINGS } from "../util/event-bindings.js"

/** What a browser does not read as elements of the page. */
const OTHER_TEXT = /<!--[\s\S]*?-->|<(script|style|template|textarea|title|noscript)\b[\s\S]*?<\/\1\s*>/gi

/** A start tag: the element's name, and all that stands in it. */
const TAG = /<([a-z][\w-]*)((?:"[^"]*"|'[^']*'|[^"'<>])*)>/gi
const ATTRIBUTE = /([^\s"'<>/=]+)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?/g

export class StrayBindings {
  readonly #isBinding: RegExp
  readonly #logger: Logger
  readonly #told = new Set<string>()

  /** @param prefix - What bindings begin with: "live-". */
  constructor(prefix: string, logger: Logger) {
    this.#isBinding = new RegExp(`^${prefix}(?:${EVENT_BINDINGS.join("|")})$`, "i")
    this.#logger = logger
  }

  /** Looks at a whole page without any live view. A part of one may be meant for a view. */
  inPage(html: string, url: string): void {
    // An island that was made by hand has its root in the text.
    if (/<(?:html|body)[\s>]/i.test(html) && !html.includes("data-live=")) this.aroundViews(html, url)
  }

  /** Looks at what stands around the views of a page. */
  aroundViews(html: string, url: string): void {
    if (html.includes("data-live=")) return
    for (const [, element = "", attributes = ""] of html.replace(OTHER_TEXT, "").matchAll(TAG)) {
      for (const [text, name = ""] of attributes.matchAll(ATTRIBUTE)) {
        if (this.#isBinding.test(name)) this.#tell(`<${element} ${text}>`, url)
      }
    }
  }

  #tell(place: string, url: string): void {
    if (this.#told.has(place)) return
    this.#told.add(place)
    this.#logger.warn(
      `${place} in the page ${url} stands outside of all live views, so nothing hears it. Put it into the template of ` +
        "the view whose event it is.",
      { code: "LV_BINDING_OUTSIDE", url },
    )
  }
}
