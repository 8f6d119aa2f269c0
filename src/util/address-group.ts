/** By what bounds for one client count addresses. Pure. */

import { isIPv6 } from "node:net"

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i

/**
 * What stands for whoever has this address: it, or of IPv6 its first 64 bits, since whoever has one of these has all of them.
 * Addresses that are not known are one.
 */
export function addressGroup(address: string | undefined): string {
  if (address?.includes(":") !== true) return address ?? ""
  const [bare = ""] = address.split("%")
  const mapped = MAPPED.exec(bare)?.[1]
  if (mapped !== undefined) return mapped
  return isIPv6(bare) ? `${firstFour(bare).join(":")}::` : bare
}

/** The first four of the eight groups, without zeros at their beginning. */
function firstFour(address: string): readonly string[] {
  const [head = "", tail] = address.toLowerCase().split("::")
  const groups = head === "" ? [] : head.split(":")
  if (tail !== undefined) {
    const last = tail === "" ? [] : tail.split(":")
    // An IPv4 address at the end stands for two groups.
    const size = last.length + (tail.includes(".") ? 1 : 0)
    while (groups.length + size < 8) groups.push("0")
    groups.push(...last)
  }
  return groups.slice(0, 4).map((group) => group.replace(/^0+(?=.)/, ""))
}
