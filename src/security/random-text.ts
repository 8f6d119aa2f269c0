/**
 * Random texts, of bits that are made in advance: asking for those of one text takes ten times as long. Each is in one piece. The text of a
 * UUID is put together of twenty, which whoever keeps it keeps as well.
 */

import { randomFillSync } from "node:crypto"

const pool = Buffer.allocUnsafeSlow(2048)
let next = pool.length

/** @param bytes - How many random ones. */
export function randomText(bytes: number, encoding: "hex" | "base64url"): string {
  if (next + bytes > pool.length) {
    randomFillSync(pool)
    next = 0
  }
  next += bytes
  return pool.toString(encoding, next - bytes, next)
}
