/**
 * What pages are marked with as livemount's, for the page that they would take the place of: digests of all that has to be the
 * same in both.
 */

import { hash } from "node:crypto"
import type { ServerResponse } from "node:http"
import { PROTOCOL_VERSION } from "../protocol/messages.js"
import { PAGE_HEADER, writePageMark } from "../protocol/page-mark.js"
import type { Signer } from "../security/signer.js"

/** What a page is marked with, beside what its head says. */
export interface MarkedPage {
  /** All that the browser's script is set up with, and its path. */
  readonly script: string
  readonly liveSession: string | undefined
  readonly identify: string | undefined
  /** Id of the page root; undefined: the page has islands only. */
  readonly root: string | undefined
}

/** An answer that is a page. */
export interface MarkedAnswer {
  /** The mark, by what the answer said when it was made. */
  readonly text: string
  /** Has the head that is about to be written say the mark, unless the browser has to load the page. */
  writeHead(): void
}

/** Headers that hold for a document until another one is loaded. */
const POLICIES = [
  "Content-Security-Policy",
  "Cross-Origin-Opener-Policy",
  "Cross-Origin-Embedder-Policy",
  "Permissions-Policy",
  "Referrer-Policy",
]

/** What a browser does with these is for a page load to do, and a script may not see that they came. */
const LOADS = ["Clear-Site-Data", "Refresh"]

/** Is another in each answer, and holds for what is in it. */
const NONCE = /'nonce-[^']*'/g

/** 66 bits. */
const DIGEST_LENGTH = 11

/** Of one livemount. Most pages of an app differ in nothing but the root, so each digest that was made last is kept. */
export class PageMarks {
  readonly #signer: Signer
  readonly #script = new LastDigest()
  readonly #liveSession = new LastDigest()
  readonly #policies = new LastDigest()

  constructor(signer: Signer) {
    this.#signer = signer
  }

  /** Makes the mark of a page, by what its answer says so far. */
  of(response: ServerResponse, { script, liveSession = "", identify, root = "" }: MarkedPage): MarkedAnswer {
    const ofScript = this.#script.of(`${PROTOCOL_VERSION} ${script}`)
    const ofSession = this.#liveSession.of(liveSession)
    // With a key: what tells people apart may be what can be guessed, such as an address.
    const identity = identify === undefined ? "" : this.#signer.digest("page mark", identify).slice(0, DIGEST_LENGTH)
    const under = (head: string): string => {
      const policies = this.#policies.of(head)
      return writePageMark({ script: ofScript, liveSession: ofSession, identity, policies, root })
    }
    const before = policiesOf(response)
    const text = under(before)
    return {
      text,
      writeHead: () => {
        if (LOADS.some((name) => response.hasHeader(name))) return
        const policies = policiesOf(response)
        response.setHeader(PAGE_HEADER, policies === before ? text : under(policies))
      },
    }
  }

  /** A digest of what a page gives an island. */
  given(values: object): string {
    return this.#signer.digest("given values", JSON.stringify(values)).slice(0, DIGEST_LENGTH)
  }
}

/** Makes a digest, once for the same text one after the other. */
class LastDigest {
  #text = ""
  #digest = ""

  /** Nothing has an empty one. */
  of(text: string): string {
    if (text !== this.#text) {
      this.#text = text
      this.#digest = text === "" ? "" : hash("sha256", text, "base64url").slice(0, DIGEST_LENGTH)
    }
    return this.#digest
  }
}

function policiesOf(response: ServerResponse): string {
  let text = ""
  for (const name of POLICIES) {
    const value = response.getHeader(name)
    if (value !== undefined) text += `${name}: ${String(value).replace(NONCE, "")}\n`
  }
  return text
}
