/** Replays the before / diff / after examples of docs/protocol.md with the reference implementation. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import type { WireDiff, WireValue } from "../../../src/protocol/values.js"
import { applyDiff } from "../../support/apply-diff.js"

const text = readFileSync(join(__dirname, "../../../docs/protocol.md"), "utf8")
const blocks = [...text.matchAll(/```json (before|diff|after)\n([\s\S]*?)```/g)].map(([, kind, json]) => ({
  kind,
  value: JSON.parse(json ?? "") as unknown,
}))

const examples = blocks.flatMap((block, index) =>
  block.kind === "before" ? [[block.value, blocks[index + 1]?.value, blocks[index + 2]?.value] as const] : [],
)

describe("the examples of docs/protocol.md", () => {
  it("come in triples", () => {
    expect(blocks.map(({ kind }) => kind)).toEqual(examples.flatMap(() => ["before", "diff", "after"]))
    expect(examples.length).toBeGreaterThan(6)
  })

  it.each(examples)("%j with %j is %j", (before, diff, after) => {
    // The examples show the values of a root, without the number of its template.
    const root = [0, ...(before as WireValue[])] as const
    expect(applyDiff(root, diff as WireDiff)).toEqual([0, ...(after as WireValue[])])
  })
})
