import { html, liveView, type Params, type Socket } from "../../../src/index.js"
import { RootPlace } from "../../../src/process/unit/place/root-place.js"
import { startView, ViewHarness } from "../../support/view-harness.js"

interface Assigns {
  q: string
}

const seen: string[] = []

const search = liveView<Assigns>({
  name: "search",
  mount(params, _session, socket) {
    seen.push(`mount ${JSON.stringify(params)} ${socket.uri} ${socket.action}`)
    return { q: "" }
  },
  handleParams(params, uri, socket) {
    seen.push(`handleParams ${JSON.stringify(params)} ${uri} ${socket.uri} ${socket.action}`)
    socket.assign({ q: String(params["q"]) })
  },
  render: ({ q, action }) => html`<p>${q}</p><p>${action}</p>`,
})

const place = (url = "/search?q=a", action?: string) => new RootPlace(url, { action, names: [] })

beforeEach(() => seen.splice(0))

describe("handleParams", () => {
  it("runs after mount with the same params and the page's URL, and what it assigns is in the first render", async () => {
    const harness = await startView(search, { params: { q: "a" }, place: place("/search?q=a", "list") })
    expect(seen).toEqual(['mount {"q":"a"} /search?q=a list', 'handleParams {"q":"a"} /search?q=a /search?q=a list'])
    expect(harness.shown).toEqual(["a", "list"])
    expect(harness.renders).toEqual([undefined])
  })

  it("runs in the process of an HTTP response as well", async () => {
    const harness = await startView(search, { params: { q: "b" }, place: place(), isLive: false })
    expect(harness.shown[0]).toBe("b")
  })

  it("is waited for, before anything is rendered", async () => {
    const slow = liveView<Assigns>({
      name: "slow",
      mount: () => ({ q: "" }),
      async handleParams(_params, _uri, socket) {
        await new Promise((resolve) => setImmediate(resolve))
        socket.assign({ q: "loaded" })
      },
      render: ({ q }) => html`<p>${q}</p>`,
    })
    expect((await startView(slow, { place: place() })).shown).toEqual(["loaded"])
  })

  it.each([true, false])("may redirect: nothing is rendered then (live: %s)", async (isLive) => {
    const away = liveView<Assigns>({
      name: "away",
      mount: () => ({ q: "" }),
      handleParams: (_params, _uri, socket) => socket.redirect("/login"),
      render: () => html`<p>never</p>`,
    })
    const harness = new ViewHarness(away, { place: place(), isLive })
    expect(await harness.process.start()).toEqual({ kind: "redirect", to: "/login" })
    expect(harness.renders).toEqual([])
    expect(harness.process.state).toBe("ended")
  })

  it("is named where it throws", async () => {
    const broken = liveView<Assigns>({
      name: "broken",
      mount: () => ({ q: "" }),
      handleParams() {
        throw new Error("no such page")
      },
      render: () => html`<p></p>`,
    })
    const harness = new ViewHarness(broken, { place: place() })
    await expect(harness.process.start()).rejects.toThrow("no such page")
    expect(harness.errors).toMatchObject([[{ message: "no such page" }, { callback: "handleParams" }]])
  })

  it("makes the view one that is no island", async () => {
    await expect(startView(search, { place: new RootPlace("/page", undefined) })).rejects.toMatchObject({
      code: "LV_PARAMS_IN_ISLAND",
    })
  })
})

describe("the assign `action`", () => {
  const view = (body: { mounted?: object; go?: (socket: Socket<Assigns>) => void }) =>
    liveView<Assigns>({
      name: "acting",
      mount: (_params: Params) => ({ q: "", ...body.mounted }),
      render: ({ action }) => html`<p>${action}</p>`,
      events: { go: (_params, socket) => body.go?.(socket) },
    })

  it("is what the route says; nothing where it says nothing", async () => {
    expect((await startView(view({}), { place: place("/", "edit") })).shown).toEqual(["edit"])
    expect((await startView(view({}), { place: place("/") })).shown).toEqual([null])
  })

  it("is not the view's to write", async () => {
    await expect(startView(view({ mounted: { action: "x" } }), { place: place() })).rejects.toMatchObject({
      code: "LV_ASSIGN_RESERVED",
    })
    const harness = await startView(view({ go: (socket) => socket.assign({ action: "x" } as never) }), {
      place: place(),
    })
    expect((await harness.process.event("go", {})).extras?.x?.code).toBe("LV_ASSIGN_RESERVED")
  })

  it("stands in no list of the names that a view has", async () => {
    const misspelled = view({ go: (socket) => socket.assign({ qq: "x" } as never) })
    const harness = await startView(misspelled, { place: place() })
    const { extras } = await harness.process.event("go", {})
    expect(extras?.x?.message).toContain("`mount` returned these: q.")
  })
})
