/** Keys of an app's secret: another one for each use and purpose, so that what is made for one says nothing of the others. */

import { hkdfSync } from "node:crypto"

/** Derives 32 bytes. `salt`: another one gives another key; most keys need none of their own. */
export function derivedKey(secret: string, use: string, salt: string | Uint8Array = "livemount"): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, salt, use, 32))
}
