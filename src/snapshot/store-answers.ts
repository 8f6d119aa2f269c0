/** What a store of snapshots has answered, checked: an app may have written it, and not in TypeScript. Pure. */

import { describedWithKind, kindOf } from "../errors/described.js"
import type { StoredSnapshot } from "./snapshot-store.js"

/** @throws TypeError */
export function newestIn(answer: unknown): StoredSnapshot | undefined {
  // What databases say for nothing.
  if (answer === undefined || answer === null) return undefined
  const { counter, text } = answer as Readonly<Record<string, unknown>>
  if (!Number.isSafeInteger(counter) || typeof text !== "string")
    throw new TypeError(
      `\`newest\` answered ${kindOf(answer)}, where { counter, text } as they were put, or undefined, is wanted`,
    )
  return { counter: counter as number, text }
}

/** @throws TypeError */
export function epochIn(answer: unknown): string {
  if (typeof answer === "string" && answer !== "") return answer
  throw new TypeError(
    `\`epoch\` answered ${describedWithKind(answer)}, where a text that names what the store holds is wanted`,
  )
}
