/** What brings the parts of the client, before anybody uses them. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { watchAttributes, writeAttribute } from "../../../../client/dom/templates/attributes.js"
import { type Feature, Registry, type Triggers } from "../../../../client/features/registry.js"
import { featureTable } from "../../../../client/features/table.js"

/** A registry of one feature. */
function registry(triggers: Triggers): { readonly load: jest.Mock; readonly made: Registry<{ one: string }> } {
  const load = jest.fn(() => Promise.resolve("part"))
  return { load, made: new Registry({ one: { ...triggers, load } }) }
}

beforeEach(() => {
  document.body.innerHTML = `<p data-known></p>`
})

describe("a feature", () => {
  it("is loaded when it is used, and then there", async () => {
    const { made, load } = registry({})
    made.pageConnects(true)
    made.templateArrived("<p data-known>")
    expect([load.mock.calls.length, made.features.one.isWanted]).toEqual([0, false])
    const used = jest.fn()
    made.features.one.use(used)
    await made.features.one.get()
    expect([used.mock.calls, made.features.one.part]).toEqual([[["part"]], "part"])
  })

  it.each<[string, Triggers, boolean, number]>([
    ["while the page connects", { connects: true }, false, 1],
    ["while the page connects, in development", { develops: true }, true, 1],
    ["not in production, if it is for development", { develops: true }, false, 0],
    ["where the page has one of its attributes", { attributes: ["data-other", "data-known"] }, false, 1],
    ["not where it has none of them", { attributes: ["data-other"] }, false, 0],
  ])("is loaded %s", (_when, triggers, isDevelopment, times) => {
    const { made, load } = registry(triggers)
    made.pageConnects(isDevelopment)
    made.pageConnects(isDevelopment)
    expect(load).toHaveBeenCalledTimes(times)
  })

  it("is loaded when a template comes that has one of its attributes", () => {
    const { made, load } = registry({ attributes: ["data-other"] })
    made.templateArrived("<p data-known></p>")
    expect(load).not.toHaveBeenCalled()
    made.templateArrived("<p data-other=x></p>")
    expect(load).toHaveBeenCalledTimes(1)
  })
})

it("is loaded when an element gets one of its attributes by a value", () => {
  const { made, load } = registry({ attributes: ["data-other"] })
  watchAttributes((name) => made.attributeCame(name))
  const [element] = document.querySelectorAll("p")
  writeAttribute(element as Element, "data-known", "other")
  writeAttribute(element as Element, "title", "a")
  expect(load).not.toHaveBeenCalled()
  writeAttribute(element as Element, "data-other", "")
  expect(load).toHaveBeenCalledTimes(1)
})

describe("the table", () => {
  const text = readFileSync(join(__dirname, "../../../../client/features/table.ts"), "utf8")

  it("has the client's own parts, each of which can be loaded", async () => {
    const tools = {
      prefix: "live-",
      toolbox: { watchWrites: () => {}, keepLeaving: () => {} } as never,
      viewOf: () => undefined,
      runCommands: () => {},
      warn: () => {},
      notices: { use: () => {} },
      navigation: { use: () => {} },
      views: { all: [], missed: () => {} },
      pages: { part: undefined, get: () => Promise.reject(new Error("not loaded")) },
      repair: { get: () => Promise.reject(new Error("not loaded")) },
      rootsChanged: () => {},
      visit: () => {},
      happened: () => undefined,
      userDid: () => {},
      pageLoading: () => {},
      patches: { get: () => new Promise<never>(() => {}) },
      outbox: { part: undefined },
    }
    const parts = await Promise.all(Object.values<Feature<unknown>>(featureTable(tools)).map(({ load }) => load()))
    expect(parts).toHaveLength(text.match(/\bimport\("/g)?.length ?? 0)
  })
})
