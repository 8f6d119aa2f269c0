import { z } from "zod"
import { html, liveView, type Socket } from "../../../src/index.js"
import type { Frame } from "../../../src/process/output/frame.js"
import { RootPlace } from "../../../src/process/unit/place/root-place.js"
import type { PageToken, Vouched } from "../../../src/security/page-token.js"
import { answering } from "../../support/asker.js"
import { type HarnessOptions, startView, type ViewHarness } from "../../support/view-harness.js"

interface Assigns {
  readonly page: number
  readonly note: string
}

type Go = (socket: Socket<Assigns>) => unknown

const seen: string[] = []
beforeEach(() => seen.splice(0))

/** A list by pages, whose events do what a test says. */
function list(go: Go = () => {}, onParams: (page: number, socket: Socket<Assigns>) => unknown = () => {}) {
  return liveView<Assigns>({
    name: "list",
    mount: () => ({ page: 0, note: "" }),
    async handleParams({ page = "1" }, uri, socket) {
      seen.push(uri)
      socket.assign({ page: Number(page) })
      await onParams(Number(page), socket)
    },
    events: { go: (_params, socket) => go(socket) },
    handleInfo: (message: string, socket) => go(socket as Socket<Assigns>) && void message,
    render: ({ page, note, action }) => html`<p>${page}</p><p>${note}</p><p>${action}</p>`,
  })
}

function token(url: string, given: Partial<PageToken> = {}): PageToken {
  return { view: "list", id: "list-1", session: {}, params: {}, url, digests: "", route: { names: [] }, ...given }
}

const vouched = (url: string, given: Partial<PageToken> = {}, issuedAt = 1000): Vouched => ({
  token: token(url, given),
  issuedAt,
  maxAge: 60,
})

function start(view: ReturnType<typeof list>, options: HarnessOptions = {}, from = vouched("/list")) {
  return startView(view as never, { place: RootPlace.movable(from, 100_000), params: from.token.params, ...options })
}

const event = (harness: ViewHarness): Promise<Frame> => harness.process.event("go", {})

describe("pushPatch to the page's own path", () => {
  it("has handleParams run before the render: its changes and the new URL are in the event's own frame", async () => {
    const harness = await start(
      list((socket) => {
        socket.pushPatch("?page=2")
        socket.assign({ note: "after" })
      }),
    )
    const renders = harness.renders.length
    const frame = await event(harness)
    expect(frame.diff).toEqual({ 0: "2", 1: "after" })
    expect(frame.extras).toEqual({ p: { to: "/list?page=2" } })
    expect(frame.vouched).toMatchObject({ issuedAt: 1000, maxAge: 60 })
    expect(frame.vouched?.token).toMatchObject({ url: "/list?page=2", params: { page: "2" }, session: {} })
    expect(harness.renders.length - renders).toBe(1)
    expect(harness.pushed).toEqual([])
    expect(seen).toEqual(["/list", "/list?page=2"])
  })

  it("keeps the params of the path, and the hash for the address alone", async () => {
    const from = vouched("/list/books?page=1", { params: { kind: "books", page: "1" }, route: { names: ["kind"] } })
    const harness = await start(
      list((socket) => socket.pushPatch("?page=3&kind=x#end", { replace: true })),
      {},
      from,
    )
    const { extras, vouched: said } = await event(harness)
    expect(extras).toEqual({ p: { to: "/list/books?page=3&kind=x#end", r: 1 } })
    expect(said?.token).toMatchObject({ url: "/list/books?page=3&kind=x", params: { kind: "books", page: "3" } })
  })

  it("is done once, for the last that a callback asks for", async () => {
    const harness = await start(
      list((socket) => {
        socket.pushPatch("?page=2")
        socket.pushPatch("/list?page=3")
      }),
    )
    expect((await event(harness)).extras?.p).toEqual({ to: "/list?page=3" })
    expect(seen.slice(1)).toEqual(["/list?page=3"])
  })

  it("may lead on: what is told is the last URL, in an entry of its own if one of them has one", async () => {
    const harness = await start(
      list(
        (socket) => socket.pushPatch("?page=99"),
        (page, socket) => page === 99 && socket.pushPatch("?page=9", { replace: true }),
      ),
    )
    expect(await event(harness)).toMatchObject({ diff: { 0: "9" }, extras: { p: { to: "/list?page=9" } } })
    expect((await event(harness)).extras?.p).not.toHaveProperty("r")
    expect(seen.slice(1, 3)).toEqual(["/list?page=99", "/list?page=9"])
  })

  it("goes round in a circle 20 times at most", async () => {
    const harness = await start(
      list(
        (socket) => socket.pushPatch("?page=1000"),
        (page, socket) => page >= 1000 && socket.pushPatch(`?page=${page + 1}`),
      ),
    )
    expect((await event(harness)).extras?.x).toMatchObject({ code: "LV_PATCH_CHAIN" })
    expect(seen.length).toBe(21)
  })

  it("names handleParams where it throws", async () => {
    const harness = await start(
      list(
        (socket) => socket.pushPatch("?page=7"),
        (page) => {
          if (page === 7) throw new Error("no such page")
        },
      ),
    )
    await event(harness)
    expect(harness.errors).toMatchObject([[{ message: "no such page" }, { callback: "handleParams", event: "go" }]])
  })

  it("works from an info, in the frame that the info's render makes", async () => {
    const harness = await start(list((socket) => socket.pushPatch("?page=4")))
    harness.process.info("now")
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(harness.pushed).toMatchObject([{ diff: { 0: "4" }, extras: { p: { to: "/list?page=4" } } }])
  })

  it("works from code that no callback waits for", async () => {
    let kept: Socket<Assigns> | undefined
    const harness = await start(
      list((socket) => {
        kept = socket
      }),
    )
    await event(harness)
    kept?.pushPatch("?page=5")
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(harness.pushed).toMatchObject([{ diff: { 0: "5" }, extras: { p: { to: "/list?page=5" } } }])
  })

  it("in handleParams of a page that has just been loaded, takes the place of the page's entry", async () => {
    const view = list(
      () => {},
      (page, socket) => page === 99 && socket.pushPatch("?page=9"),
    )
    const harness = await start(view, {}, vouched("/list?page=99", { params: { page: "99" } }))
    expect(harness.shown[0]).toBe("9")
    expect(harness.process.facts.place.url).toBe("/list?page=9")
  })

  it("gives way to a redirect", async () => {
    const harness = await start(
      list((socket) => {
        socket.pushPatch("?page=2")
        socket.redirect("/login")
      }),
    )
    expect((await event(harness)).extras).toEqual({ r: { to: "/login" } })
  })
})

describe("pushPatch elsewhere", () => {
  it("to another path tells the page to ask for it, and does not go there", async () => {
    const harness = await start(list((socket) => socket.pushPatch("/list/9?page=2")))
    const frame = await event(harness)
    expect(frame).toEqual({ diff: null, extras: { p: { to: "/list/9?page=2" } } })
    expect(harness.process.facts.place.url).toBe("/list")
  })

  it("puts a stripped prefix before a path that has none", async () => {
    const options = { basePath: "/app" }
    const harness = await start(
      list((socket) => socket.pushPatch("/list?page=2")),
      options,
      vouched("/app/list"),
    )
    expect(await event(harness)).toMatchObject({ diff: { 0: "2" }, extras: { p: { to: "/app/list?page=2" } } })
  })

  it.each([
    "https://elsewhere.example/list",
    "//elsewhere.example/list",
    "/\\elsewhere.example",
    "/\t/elsewhere.example",
    "/.//elsewhere.example",
    "javascript:alert(1)",
    undefined as never,
  ])("is refused: %j", async (to) => {
    const harness = await start(list((socket) => socket.pushPatch(to)))
    expect((await event(harness)).extras?.x).toMatchObject({ code: "LV_PATCH_REFUSED" })
  })

  it("is refused where no server on the way would take the URL", async () => {
    const harness = await start(list((socket) => socket.pushPatch(`?q=${"x".repeat(8000)}`)))
    expect((await event(harness)).extras?.x).toMatchObject({ code: "LV_PATCH_REFUSED" })
  })

  it("is refused in islands, and in views that take no params", async () => {
    const view = liveView<{ n: number }>({
      name: "plain",
      mount: () => ({ n: 0 }),
      render: () => html`<p></p>`,
      events: { go: (_params, socket) => socket.pushPatch("?a=1") },
    })
    const messages: unknown[] = []
    for (const place of [new RootPlace("/", undefined), new RootPlace("/", { names: [] })]) {
      messages.push((await event(await startView(view, { place }))).extras?.x?.message)
    }
    expect(messages).toEqual([expect.stringContaining("is an island"), expect.stringContaining("no `handleParams(")])
  })

  it("is a redirect in an HTTP response, from mount on", async () => {
    const mounted = liveView<Assigns>({
      name: "list",
      mount(_params, _session, socket) {
        socket.pushPatch("?page=1")
        return { page: 0, note: "" }
      },
      handleParams: () => {},
      render: () => html`<p></p>`,
    })
    const place = () => new RootPlace("/list", { names: [] })
    const started = await startView(mounted, { isLive: false, place: place() })
    expect(started.process.state).toBe("ended")
    const harness = await startView(list((socket) => socket.pushPatch("?page=2")) as never, {
      isLive: false,
      place: place(),
    })
    await event(harness)
    expect(harness.process.takeEffects()).toEqual([{ kind: "redirect", to: "/list?page=2" }])
  })
})

describe("a ticket", () => {
  const hand = (harness: ViewHarness, ticket: Vouched): Promise<Frame> =>
    new Promise((resolve) => harness.process.patch(ticket, answering(resolve), 0))

  it("leads the view to another of its routes, by handleParams", async () => {
    const harness = await start(list())
    const ticket = vouched("/list/new?page=3", { params: { page: "3" }, route: { action: "new", names: [] } }, 2000)
    expect(await hand(harness, ticket)).toEqual({ diff: { 0: "3", 2: "new" } })
    expect(harness.process.facts.place).toMatchObject({ url: "/list/new?page=3", action: "new" })
  })

  it("takes away what is said to the user, but where the view itself has asked to go there", async () => {
    const go: Go = (socket) => {
      socket.putFlash("info", "Saved.")
      socket.pushPatch("/list/2#row")
    }
    const harness = await start(list(go))
    await event(harness)
    await hand(harness, vouched("/list/2", {}, 2000))
    expect(harness.process.flash.values).toEqual({ info: "Saved." })
    await hand(harness, vouched("/list/3", {}, 2000))
    expect(harness.process.flash.values).toEqual({})
  })

  it("is good for going back to where one was, but for the session of before", async () => {
    const harness = await start(list())
    const first = vouched("/list/1", {}, 2000)
    const second = vouched("/list/2", {}, 3000)
    for (const ticket of [first, second, first, second]) expect((await hand(harness, ticket)).extras).toBeUndefined()
    expect(harness.process.facts.place.vouched?.issuedAt).toBe(3000)
    await hand(harness, vouched("/list/3", { session: { role: "guest" } }, 4000))
    expect((await hand(harness, second)).extras?.x?.code).toBe("LV_TICKET_STALE")
    expect(harness.process.facts.place.url).toBe("/list/3")
  })

  it("is refused to another user", async () => {
    const harness = await start(list(), {}, vouched("/list", { identify: "ada" }))
    for (const identify of ["bob", undefined]) {
      expect((await hand(harness, vouched("/list/2", { identify }, 2000))).extras?.x?.code).toBe("LV_TICKET_STALE")
    }
    expect((await hand(harness, vouched("/list/2", { identify: "ada" }, 2000))).extras).toBeUndefined()
  })

  it("is answered in its turn, and told when the view has ended", async () => {
    const harness = await start(list())
    const answers = [
      hand(harness, vouched("/list/2", {}, 2000)),
      event(harness),
      hand(harness, vouched("/list/3", {}, 2001)),
    ]
    await answers[0]
    void harness.process.close("leave")
    expect((await hand(harness, vouched("/list/4", {}, 2002))).extras?.x?.code).toBe("LV_VIEW_CLOSED")
    for (const answer of answers) await answer
  })
})

describe("a view that vouches for its own routes", () => {
  const asked: string[] = []
  const routes = {
    find: (_view: unknown, path: string) => {
      asked.push(path)
      return path === "/list/new" ? { params: { page: "7" }, route: { action: "new", names: ["page"] } } : undefined
    },
  }
  const from = () => vouched("/app/list", { route: { names: [], base: "/app" }, basePath: "/app" })
  const guarded = liveView.onMount((params, _session, socket) =>
    params["q"] === "no" ? socket.redirect("/login") : {},
  )<Assigns>({
    name: "list",
    patch: "socket",
    mount: () => ({ page: 0, note: "" }),
    handleParams: ({ page }, uri, socket) => {
      seen.push(uri)
      socket.assign({ page: Number(page) })
    },
    events: { go: ({ to }, socket) => socket.pushPatch(String(to)) },
    render: ({ page, action }) => html`<p>${page}</p><p>${action}</p>`,
  })

  it("goes there at once, from below where it is mounted, and along the path from there", async () => {
    const harness = await start(guarded as never, { routes, basePath: "/app" }, from())
    const frame = await harness.process.event("go", { to: "/list/new?q=1" })
    expect(asked).toEqual(["/list/new"])
    expect(frame).toMatchObject({ diff: { 0: "7", 1: "new" }, extras: { p: { to: "/app/list/new?q=1" } } })
    expect(frame.vouched?.token).toMatchObject({
      params: { page: "7", q: "1" },
      route: { action: "new", names: ["page"], base: "/app" },
    })
    expect((await harness.process.event("go", { to: "?q=2" })).vouched?.token.params).toEqual({ page: "7", q: "2" })
    expect(await harness.process.event("go", { to: "/list/old" })).toMatchObject({
      extras: { p: { to: "/app/list/old" } },
    })
  })

  it("asks its guards on the way to another path, and stays where they redirect", async () => {
    const harness = await start(guarded as never, { routes }, from())
    seen.splice(0)
    expect((await harness.process.event("go", { to: "/app/list/new?q=no" })).extras).toEqual({ r: { to: "/login" } })
    expect(seen).toEqual([])
    expect(harness.process.facts.place).toMatchObject({ url: "/app/list", action: undefined })
  })
})

describe("a view whose params have a schema", () => {
  const schema = z
    .object({ page: z.coerce.number().max(9).default(1) })
    .transform(({ page }) => ({ page, half: page / 2 }))
  const paged = liveView.params(schema)<Assigns, string>({
    name: "list",
    mount: ({ half }) => ({ page: half, note: "" }),
    handleParams: ({ page }, uri, socket) => {
      seen.push(uri)
      socket.assign({ page })
    },
    events: { go: ({ to }, socket) => socket.pushPatch(String(to)) },
    handleInfo: (to: string, socket) => socket.pushPatch(to),
    render: ({ page }) => html`<p>${page}</p>`,
  })

  it("gets what the schema makes of them, in mount and at each patch", async () => {
    const harness = await start(paged as never, {}, vouched("/list?page=4", { params: { page: "4" } }))
    expect(harness.shown).toEqual(["4"])
    expect(await harness.process.event("go", { to: "?page=5" })).toMatchObject({ diff: { 0: "5" } })
    const ticket = vouched("/list", {}, 2000)
    expect((await new Promise<Frame>((resolve) => harness.process.patch(ticket, answering(resolve), 0))).diff).toEqual({
      0: "1",
    })
  })

  it("stays where it is, if there is no such page", async () => {
    const harness = await start(paged as never)
    const ticket = vouched("/list?page=10", { params: { page: "10" } }, 2000)
    const answers = [
      await harness.process.event("go", { to: "?page=10" }),
      await new Promise<Frame>((resolve) => harness.process.patch(ticket, answering(resolve), 0)),
    ]
    for (const answer of answers) {
      expect(answer).toMatchObject({ diff: null, extras: { x: { code: "LV_PARAMS_INVALID" } } })
      expect(answer.extras).not.toHaveProperty("p")
    }
    harness.process.info("?page=11")
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(harness.pushed).toEqual([])
    expect(seen).toEqual(["/list"])
    expect(harness.process.facts.place.url).toBe("/list")
  })

  it("takes no schema that is none", () => {
    expect(() => liveView.params({} as never)).toThrow(expect.objectContaining({ code: "LV_PARAMS_SCHEMA" }))
  })
})

describe("guards and tickets", () => {
  const guarded = liveView.onMount((params, session, socket) => {
    seen.push(`guard ${socket.uri} ${JSON.stringify(params)}`)
    const role = String(Object(session).role)
    return role === "guest" ? socket.redirect("/login") : { role }
  })
  const view = guarded<Assigns>({
    name: "list",
    mount: () => ({ page: 0, note: "" }),
    handleParams: (_params, uri) => void seen.push(uri),
    render: ({ role }) => html`<p>${role}</p>`,
  })

  it("run with the new params and session before handleParams; what they add is assigned", async () => {
    const harness = await start(view as never)
    seen.splice(0)
    const ticket = vouched("/list/2", { session: { role: "admin" }, params: { id: "2" } }, 2000)
    const frame = await new Promise<Frame>((resolve) => harness.process.patch(ticket, answering(resolve), 0))
    expect(frame.diff).toEqual({ 0: "admin" })
    expect(seen).toEqual(['guard /list/2 {"id":"2"}', "/list/2"])
  })

  it("may redirect: handleParams does not run", async () => {
    const harness = await start(view as never)
    seen.splice(0)
    const ticket = vouched("/list/2", { session: { role: "guest" } }, 2000)
    const frame = await new Promise<Frame>((resolve) => harness.process.patch(ticket, answering(resolve), 0))
    expect(frame.extras).toEqual({ r: { to: "/login" } })
    expect(seen).toEqual(["guard /list/2 {}"])
  })
})
