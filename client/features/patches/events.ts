/** What scripts of the page are told of patches, and what the user sees of where they lead. */
import { findInPage } from "../../dom/nodes/members.js"

/** How the page gets to an address. */
export interface Way {
  /** By the browser's history. */
  readonly pop: boolean
  readonly direction: "forward" | "backward"
  readonly by: "user" | "view"
}

/** What is told beside the way: by a patch or by another page, and then (before) whether forms hold what is not sent. */
export interface Told {
  readonly patch: boolean
  readonly dirty?: boolean
}

const BY_PATCH: Told = { patch: true }

/** Tells scripts; returns false if one of them does not want it. */
export function announce(
  name: "before-navigate" | "navigate",
  href: string,
  { pop, direction }: Way,
  told: Told = BY_PATCH,
): boolean {
  const detail = { href, ...told, pop, direction }
  const cancelable = name === "before-navigate"
  return window.dispatchEvent(new CustomEvent(`live:${name}`, { detail, cancelable }))
}

/** Scrolls to the place that a URL names, if it names one. */
export function showHash(href: string): void {
  const { hash } = new URL(href)
  if (hash === "") return
  const id = decoded(hash.slice(1)).replace(/["\\\n\r\f]/g, (character) => `\\${character.charCodeAt(0).toString(16)} `)
  findInPage(`[id="${id}"]`)?.scrollIntoView()
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
