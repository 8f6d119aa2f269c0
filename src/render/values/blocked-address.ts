/** Addresses that are scripts do not come from values, unless the author vouches for them with `safeUrl`. */

import { escapeHtml } from "../../html/text/escape.js"
import { SafeUrl } from "../../html/text/safe-url.js"
import { BLOCKED_URL, isBlockedValue, type UrlOrigin, type UrlPlace } from "../../html/tokenizer/url-check.js"
import { inDevelopment } from "./render-setting.js"
import type { SlotPlan } from "./slot-plan.js"
import { Html } from "./values.js"

/** True for the text of an attribute's slot that makes such an address of its value. */
export function isBlockedText(
  text: string,
  { before, after, ...place }: NonNullable<SlotPlan["address"]>,
  { pieces }: SlotPlan,
  holes: readonly unknown[],
): boolean {
  const values = pieces.flatMap((piece) => (typeof piece === "number" ? [holes[piece]] : []))
  const origin: UrlOrigin = {
    own: before,
    vouched: values[0] instanceof SafeUrl,
    fixed: [before, after, ...pieces.filter((piece) => typeof piece === "string"), ...urlsIn(values).map(escapeHtml)],
  }
  return isBlockedValue(before + text + after, origin, place)
}

/** Addresses that are vouched for. */
function urlsIn(values: readonly unknown[]): string[] {
  return values.flatMap((value) => (value instanceof SafeUrl ? [value.url] : []))
}

const warned = new WeakSet<SlotPlan>()

/** What stands instead of an address that is a script; a developer is told, once for each place. */
export function blocked({ tag, attribute }: UrlPlace, plan: SlotPlan): string {
  if (inDevelopment() && !warned.has(plan)) {
    warned.add(plan)
    process.emitWarning(
      `${plan.source}: a value for "${attribute}" of <${tag}> was an address that is a script, and was blocked. ` +
        "If it is meant, write safeUrl(…).",
      { code: "LV_URL_BLOCKED" },
    )
  }
  return BLOCKED_URL
}

/** True if an address is one that a hole of this tag vouches for. */
export function isVouched(
  url: string,
  { attribute }: UrlPlace,
  { pieces, quotes }: SlotPlan,
  holes: readonly unknown[],
): boolean {
  return pieces.some((piece) => {
    if (typeof piece === "string") return false
    const hole = holes[piece]
    if (quotes.has(piece)) return hole instanceof SafeUrl && url.trimStart().startsWith(hole.url.trimStart())
    if (typeof hole !== "object" || hole === null || hole instanceof Html) return false
    return Object.entries(hole).some(
      ([name, own]) => name.toLowerCase() === attribute && own instanceof SafeUrl && own.url === url,
    )
  })
}
