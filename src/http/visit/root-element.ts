/** The element that a view stands in. Pure. */

import { escapeHtml } from "../../html/text/escape.js"
import { PATCH_ATTRIBUTE, ROOT_ATTRIBUTE, TEMPLATES_ATTRIBUTE, TOKEN_ATTRIBUTE } from "../../protocol/markup.js"
import { GIVEN_ATTRIBUTE } from "../../protocol/page-mark.js"
import { SNAPSHOT_ATTRIBUTE } from "../../protocol/snapshot.js"

/** What a root element is written from. */
export interface RootElement {
  readonly container: string
  readonly id: string
  readonly view: string
  readonly token: string
  readonly templates: readonly string[]
  /** Of a view that needs no tickets. */
  readonly patch?: "socket" | undefined
  /** A digest of what its page has given it; undefined: nothing. */
  readonly given?: string | undefined
  /** What it has been brought back to; empty: it shows what its view begins with; undefined: its view persists nothing. */
  readonly snapshot?: string | undefined
  /** The view's marked HTML. */
  readonly content: string
}

/** Writes a root element. */
export function writeRootElement(root: RootElement): string {
  const { container, id, view, token, templates, patch, given, snapshot, content } = root
  const way = patch === undefined ? "" : ` ${PATCH_ATTRIBUTE}="${patch}"`
  const ofPage = given === undefined ? "" : ` ${GIVEN_ATTRIBUTE}="${given}"`
  const saved = snapshot === undefined ? "" : ` ${SNAPSHOT_ATTRIBUTE}="${snapshot}"`
  const attributes = `id="${id}"${way} ${ROOT_ATTRIBUTE}="${view}" ${TOKEN_ATTRIBUTE}="${token}"${ofPage}${saved}`
  return `<${container} ${attributes} ${TEMPLATES_ATTRIBUTE}="${escapeHtml(templates.join(" "))}">${content}</${container}>`
}
