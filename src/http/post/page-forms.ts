/**
 * The forms of one page that post plainly: where they go, their hidden fields, and the hidden form that buttons outside
 * of all forms post through.
 */

import { escapeHtml } from "../../html/text/escape.js"
import { POST_ATTRIBUTE } from "../../protocol/markup.js"
import { SNAPSHOT_FIELD } from "../../protocol/snapshot.js"
import { randomText } from "../../security/random-text.js"
import { csrfFieldOf } from "../host/hook-results.js"
import type { HostExchange } from "../host/host-exchange.js"
import type { RequestHooks } from "../host/request-hooks.js"
import type { HttpContext } from "../http-context.js"
import type { Browser } from "../request/browser.js"
import type { PageAddress } from "../request/page-address.js"
import { type MarkName, markName, TOKEN_FIELD, withMark } from "../request/page-url.js"
import { writeSnapshots } from "../request/snapshot-field.js"
import { VisitSnapshots } from "../request/visit-snapshots.js"

/** Id of the hidden form. */
export const POST_FORM_ID = "live-post"

export class PageForms {
  /** What they bring, and take along, of what views persist. */
  readonly snapshots: VisitSnapshots
  readonly #exchange: HostExchange
  readonly #hooks: RequestHooks
  readonly #address: PageAddress
  readonly #browser: Browser
  readonly #mark: MarkName
  /** Stands in each form for what all roots of the page persist, which is known when they are all made. */
  #word: string | undefined
  #fields: string | undefined
  #hiddenForm: "not needed" | "needed" | "written" = "not needed"

  constructor(exchange: HostExchange, context: HttpContext, address: PageAddress, browser: Browser) {
    this.#exchange = exchange
    this.#hooks = context.hooks
    this.#address = address
    this.#browser = browser
    this.#mark = markName(context.config.namespace)
    this.snapshots = new VisitSnapshots(exchange, context, browser)
  }

  /** Where a plain POST goes, as attributes of a form. */
  get attributes(): string {
    return ` method="post" action="${escapeHtml(withMark(this.#address.url, this.#mark))}"`
  }

  /** The hidden fields that every form of a plain POST has. */
  get fields(): string {
    if (this.#fields === undefined) {
      this.#fields = hiddenField(TOKEN_FIELD, this.#browser.csrfToken())
      const own = csrfFieldOf(this.#hooks, this.#exchange.subject)
      if (own !== undefined) this.#fields += hiddenField(own.name, own.value)
      if (this.snapshots.areUsed) this.#fields += this.#word = `LiveSnapshot${randomText(16, "hex")}`
    }
    return this.#fields
  }

  /** Puts what the roots of the page persist into its forms, as far as it is known. */
  fill(html: string): string {
    if (this.#word === undefined) return html
    const { ofPage } = this.snapshots
    const field = ofPage.size === 0 ? "" : hiddenField(SNAPSHOT_FIELD, writeSnapshots(ofPage))
    return html.replaceAll(this.#word, () => field)
  }

  /** A button somewhere in the page posts through the hidden form. */
  needHiddenForm(): void {
    if (this.#hiddenForm === "not needed") this.#hiddenForm = "needed"
  }

  /** The hidden form, for the one who asks first after it was needed; else nothing. */
  takeHiddenForm(): string {
    if (this.#hiddenForm !== "needed") return ""
    this.#hiddenForm = "written"
    return `<form id="${POST_FORM_ID}"${this.attributes} hidden ${POST_ATTRIBUTE}>${this.fields}</form>`
  }
}

/** A hidden field that the browser's script steps over. */
export function hiddenField(name: string, value: string): string {
  return `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}" ${POST_ATTRIBUTE}>`
}
