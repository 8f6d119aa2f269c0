/** What stands for a browser's cookie where that need not be known: in what is signed for it, and beside the keys that it holds. */

import { hash } from "node:crypto"

/** What one request or join does is all for one browser: the digest of the last cookie is at hand. */
let last: { readonly binding: string; readonly digest: string } | undefined

/** 132 bits of a digest. It is a plain one, so the text must be random enough not to be guessed. */
export function bindingDigest(binding: string): string {
  if (last?.binding !== binding) last = { binding, digest: hash("sha256", binding, "base64url").slice(0, 22) }
  return last.digest
}
