/**
 * Vouches for the name of a process of the app, as its keys say it. Whoever makes up a key with a name of his own has nobody asked for it:
 * each question is a message to all processes.
 */

import { TAG_LENGTH } from "../protocol/key.js"
import type { Signer } from "../security/signer.js"

const PURPOSE = "node"

/** What stands behind the name: 72 bits, of which each can be tried by a join only. */
export function nodeTag(signer: Pick<Signer, "digest">, node: string): string {
  return signer.digest(PURPOSE, node).slice(0, TAG_LENGTH)
}

/** True where a process with one of the app's secrets has given it. */
export function isNodeTag(signer: Pick<Signer, "isDigest">, node: string, tag: string): boolean {
  return tag.length === TAG_LENGTH && signer.isDigest(PURPOSE, node, tag)
}
