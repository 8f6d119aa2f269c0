/** What a page keeps of its roots' snapshots over a page load, and whom it gives it to. */
import { StoredSnapshots } from "../../../../client/features/snapshots/snapshots.js"

const KEY = "livemountSnapshots"

/** The page as it is served: the roots' ids, and what they were served with. */
function serve(roots: Readonly<Record<string, string | undefined>>): void {
  document.body.innerHTML = Object.entries(roots)
    .map(([id, text]) => `<div id="${id}" ${text === undefined ? "" : `data-live-snapshot="${text}"`}></div>`)
    .join("")
}

const at = (id: string): string | null | undefined => document.getElementById(id)?.getAttribute("data-live-snapshot")
const set = (id: string, text: string): void => document.getElementById(id)?.setAttribute("data-live-snapshot", text)
const stored = (): string[] => Object.keys(sessionStorage).filter((key) => key.startsWith("livemount-snapshots:"))

let listening: jest.SpyInstance

beforeEach(() => {
  sessionStorage.clear()
  history.replaceState(null, "", "/page")
  listening = jest.spyOn(window, "addEventListener")
})

afterEach(() => {
  // As a document that is gone.
  for (const [type, listener] of listening.mock.calls)
    window.removeEventListener(type as string, listener as () => void)
  jest.restoreAllMocks()
})

/** The same entry of the history, after a page load. */
function reload(roots: Readonly<Record<string, string | undefined>>): StoredSnapshots {
  serve(roots)
  return new StoredSnapshots()
}

it("brings each root what it had last, where its entry is loaded again", () => {
  serve({ "wizard-1": "", cart: "", "plain-1": undefined })
  const kept = new StoredSnapshots()
  set("wizard-1", "1.old")
  kept.changed()
  set("wizard-1", "1.new")
  set("cart", "1.cart")
  kept.changed()
  reload({ "wizard-1": "", cart: "", "plain-1": undefined, "wizard-2": "" })
  expect(["wizard-1", "cart", "plain-1", "wizard-2"].map(at)).toEqual(["1.new", "1.cart", null, ""])
})

it("does not take the place of what the page was served with", () => {
  serve({ "wizard-1": "1.old" })
  new StoredSnapshots().changed()
  reload({ "wizard-1": "1.posted" })
  expect(at("wizard-1")).toBe("1.posted")
})

it("brings nothing to another entry, or to a page of another tab", () => {
  serve({ "wizard-1": "1.mine" })
  new StoredSnapshots().changed()
  const { state } = history
  history.pushState(null, "", "/page")
  reload({ "wizard-1": "" })
  expect(at("wizard-1")).toBe("")
  // A copied address has no state; a copied state has no storage.
  sessionStorage.clear()
  history.replaceState(state, "")
  reload({ "wizard-1": "" })
  expect(at("wizard-1")).toBe("")
})

it("keeps what other scripts have put into the entry, and what patches have", () => {
  serve({ "wizard-1": "1.a" })
  history.replaceState({ theirs: 1, livemount: { position: 2, root: "wizard-1" } }, "")
  new StoredSnapshots().changed()
  expect(history.state).toEqual({ theirs: 1, livemount: { position: 2, root: "wizard-1" }, [KEY]: expect.any(String) })
})

it("leaves an entry alone whose state is no object", () => {
  serve({ "wizard-1": "1.a" })
  history.replaceState("theirs", "")
  new StoredSnapshots().changed()
  expect(history.state).toBe("theirs")
})

it("names each entry that the page goes on to", () => {
  serve({ "wizard-1": "1.a" })
  new StoredSnapshots().changed()
  const name = history.state[KEY]
  history.pushState({ livemount: { position: 1, root: "wizard-1" } }, "", "?step=2")
  dispatchEvent(new Event("live:navigate"))
  expect(history.state[KEY]).toBe(name)
  expect(stored()).toHaveLength(1)
  history.pushState(null, "", "#place")
  dispatchEvent(new Event("pagehide"))
  expect(history.state[KEY]).toBe(name)
})

it("forgets a root that has left the page, and one that has no snapshot any more", () => {
  serve({ "wizard-1": "1.a", cart: "1.cart" })
  const kept = new StoredSnapshots()
  kept.changed()
  set("cart", "")
  document.getElementById("wizard-1")?.remove()
  dispatchEvent(new Event("live:navigate"))
  expect(stored()).toEqual([])
  reload({ "wizard-1": "", cart: "" })
  expect(["wizard-1", "cart"].map(at)).toEqual(["", ""])
})

it("keeps the documents that were written last", () => {
  for (let n = 0; n < 30; n++) sessionStorage.setItem(`livemount-snapshots:${n}`, JSON.stringify({ at: n, roots: {} }))
  sessionStorage.setItem("theirs", "x")
  reload({})
  expect(stored().map((key) => Number(key.split(":")[1]))).toEqual(Array.from({ length: 20 }, (_, n) => n + 10))
  expect(sessionStorage.getItem("theirs")).toBe("x")
})

it.each([["not JSON"], ["null"], ['{"roots":7}'], ['{"roots":{"wizard-1":7}}']])("takes %s for nothing", (text) => {
  history.replaceState({ [KEY]: "name" }, "")
  sessionStorage.setItem("livemount-snapshots:name", text)
  reload({ "wizard-1": "" })
  expect(at("wizard-1")).toBe("")
})

it("does without a storage that is full, or none", () => {
  serve({ "wizard-1": "1.a" })
  const kept = new StoredSnapshots()
  jest.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
    throw new DOMException("full", "QuotaExceededError")
  })
  expect(() => kept.changed()).not.toThrow()
  jest.spyOn(history, "replaceState").mockImplementation(() => {
    throw new DOMException("enough", "SecurityError")
  })
  history.pushState(null, "", "#x")
  set("wizard-1", "1.b")
  expect(() => kept.changed()).not.toThrow()
})

it("forgets those of all documents of its tab where the user is logged out", () => {
  serve({ "wizard-1": "1.first" })
  new StoredSnapshots().changed()
  history.replaceState(null, "", "/other")
  const kept = reload({ "wizard-1": "1.second", "plain-1": undefined })
  kept.changed()
  expect(stored()).toHaveLength(2)
  kept.forget()
  expect([stored(), at("wizard-1"), at("plain-1")]).toEqual([[], "", null])
  set("wizard-1", "1.third")
  kept.changed()
  expect(stored()).toHaveLength(1)
})
