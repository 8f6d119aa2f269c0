/**
 * Gets a fresh token for a root element whose token was refused: fetches the page's own URL through the host's
 * middleware and takes the token of the root with the same id. It follows nothing: another answer, and a page for another user, is the
 * owner's matter.
 * Loaded when the first token is refused.
 */
import { RENEWAL_HEADER } from "../../../src/protocol/flash.js"
import { ROOT_ATTRIBUTE, TOKEN_ATTRIBUTE } from "../../../src/protocol/markup.js"
import { getAttribute } from "../../dom/nodes/members.js"
import { ownUrl } from "../../page/own-url.js"
import type { Renewal } from "../../view/renewal.js"
import { madeFor } from "./made-for.js"

/** Parses a page's HTML, detached and inert. */
export type ParsePage = (html: string) => ParentNode

export class TokenRenewal {
  readonly #parse: ParsePage
  #page: Promise<ParentNode | "elsewhere" | "unreachable"> | undefined

  constructor(parse: ParsePage) {
    this.#parse = parse
  }

  /** Roots that ask at the same time share one request. */
  async renew(root: HTMLElement, url: string = ownUrl()): Promise<Renewal> {
    this.#page ??= this.#fetch(url).finally(() => {
      this.#page = undefined
    })
    const page = await this.#page
    if (page === "elsewhere" || page === "unreachable") return { kind: page }
    const name = getAttribute(root, ROOT_ATTRIBUTE)
    for (const other of page.querySelectorAll(`[${TOKEN_ATTRIBUTE}]`)) {
      if (getAttribute(other, "id") === getAttribute(root, "id") && getAttribute(other, ROOT_ATTRIBUTE) === name) {
        const token = getAttribute(other, TOKEN_ATTRIBUTE) ?? ""
        // What stands in the page, and what was typed into it, is the other user's.
        const isSameUser = madeFor(token) === madeFor(getAttribute(root, TOKEN_ATTRIBUTE) ?? "")
        return isSameUser ? { kind: "token", token } : { kind: "elsewhere" }
      }
    }
    return { kind: "elsewhere" }
  }

  async #fetch(url: string): Promise<ParentNode | "elsewhere" | "unreachable"> {
    try {
      // Not from the cache: the page it holds carries the token that was refused. Not along a redirect: the browser
      // follows that itself, in a plain load.
      const response = await fetch(url, {
        cache: "reload",
        redirect: "manual",
        headers: { accept: "text/html", [RENEWAL_HEADER]: "1" },
      })
      if (response.status >= 500) return "unreachable"
      return response.ok ? this.#parse(await response.text()) : "elsewhere"
    } catch {
      return "unreachable"
    }
  }
}
