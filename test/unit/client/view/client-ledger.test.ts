/** Whether the server keeps a process for the page: what the ledger says of it, and what changes that. */
import { ClientLedger } from "../../../../client/view/client-ledger.js"

type Kept = "none" | "kept" | "gone"

const ways: Readonly<Record<Kept, (ledger: ClientLedger) => void>> = {
  none: (ledger) => ledger.begin(undefined),
  kept: (ledger) => ledger.begin("K"),
  gone: (ledger) => {
    ledger.begin("K")
    ledger.end()
  },
}

function keptOf({ isKept, comeBack }: ClientLedger): Kept {
  if (!isKept) return "none"
  return comeBack === undefined ? "gone" : "kept"
}

const events: Readonly<Record<string, readonly [(ledger: ClientLedger) => void, Readonly<Record<Kept, Kept>>]>> = {
  "begins without a key": [(ledger) => ledger.begin(undefined), { none: "none", kept: "none", gone: "none" }],
  "begins with one": [(ledger) => ledger.begin("L"), { none: "kept", kept: "kept", gone: "kept" }],
  "goes on without a key": [(ledger) => ledger.resume(undefined, 0), { none: "none", kept: "none", gone: "none" }],
  "goes on with one": [(ledger) => ledger.resume("L", 0), { none: "kept", kept: "kept", gone: "kept" }],
  // Of what was kept it is to be told what has become of it.
  ends: [(ledger) => ledger.end(), { none: "none", kept: "gone", gone: "gone" }],
  "ends with its server": [(ledger) => ledger.drained(0), { none: "none", kept: "gone", gone: "gone" }],
  "is left": [(ledger) => ledger.leave(), { none: "none", kept: "gone", gone: "gone" }],
}

it("knows of no process before the first join", () => {
  expect(keptOf(new ClientLedger())).toBe("none")
})

describe.each(Object.keys(ways) as Kept[])("a ledger whose process is: %s", (kept) => {
  it.each(Object.keys(events))("knows what it is when that %s", (event) => {
    const ledger = new ClientLedger()
    ways[kept](ledger)
    expect(keptOf(ledger)).toBe(kept)
    const [happen, follows] = events[event] as (typeof events)[string]
    happen(ledger)
    expect(keptOf(ledger)).toBe(follows[kept])
  })
})
