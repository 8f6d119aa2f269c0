import { components } from "../../../src/component/built-in/components.js"
import { html } from "../../../src/render/values/html.js"
import { toHtml } from "../../../src/render/write/write-html.js"
import { withFlashText } from "../../../src/util/flash.js"
import { liveView } from "../../../src/view/live-view.js"
import { ViewHarness } from "../../support/view-harness.js"

const page = liveView({
  name: "page",
  mount: (params, _session, socket) => {
    if (params["greet"] !== undefined) socket.putFlash("info", "Hello.")
    return { count: 0 }
  },
  events: {
    save: (_params, socket) => socket.putFlash("info", "Saved."),
    fail: (_params, socket) => socket.putFlash("error", "<b>No</b>"),
    clear: (params, socket) => socket.clearFlash(params["kind"] as string | undefined),
    leave: (_params, socket) => socket.redirect("/next"),
    saveAndLeave: (_params, socket) => {
      socket.redirect("/next")
      socket.putFlash("info", "Saved.")
    },
    assign: (_params, socket) => socket.assign({ flash: {} } as never),
    read: (_params, socket) => ({ ...socket.flash }),
    wrong: (_params, socket) => socket.putFlash("", "text"),
    write: (_params, socket) => Object.assign(socket.flash, { info: "For all." }),
  },
  render: ({ count, flash }) => html`<p>${count}</p>${components.flashGroup({ flash })}`,
})

async function start(options: ConstructorParameters<typeof ViewHarness>[1] = {}) {
  const harness = new ViewHarness(page, options)
  await harness.process.start()
  return { harness, ...harness, event: (name: string, payload: unknown = {}) => harness.process.event(name, payload) }
}

describe("flash", () => {
  it("is shown in the frame of the event that put it, and taken away", async () => {
    const { process, event } = await start()
    expect(toHtml(process.rendered)).not.toContain("live-flash-info")
    const { diff } = await event("save")
    expect(diff).not.toBeNull()
    await event("fail")
    expect(toHtml(process.rendered)).toContain(
      '<div class="live-flash live-flash-info" role="status"><p>Saved.</p><button aria-label="Close" live-click="live:clear-flash" live-value-key="info">',
    )
    expect(toHtml(process.rendered)).toContain('role="alert"><p>&lt;b&gt;No&lt;/b&gt;</p>')
    expect((await event("read")).extras).toEqual({ y: { info: "Saved.", error: "<b>No</b>" } })
    await event("live:clear-flash", { key: "info" })
    expect((await event("read")).extras).toEqual({ y: { error: "<b>No</b>" } })
    await event("live:clear-flash", {})
    expect((await event("read")).extras).toEqual({ y: {} })
    await event("save")
    await event("clear", { kind: "error" })
    expect((await event("read")).extras).toEqual({ y: { info: "Saved." } })
    expect(await event("clear", { kind: "error" })).toEqual({ diff: null })
    await event("clear")
    expect(toHtml(process.rendered)).not.toContain("live-flash-info")
  })

  it("is what a page was asked for with, and what mount puts", async () => {
    const { process } = await start({ flash: { info: "From before." } })
    expect(toHtml(process.rendered)).toContain("From before.")
    expect(toHtml((await start({ params: { greet: "" } })).process.rendered)).toContain("Hello.")
  })

  it("goes along with a redirect, if it was put in the same turn", async () => {
    const { event } = await start({ flash: { info: "From before." } })
    expect(await event("saveAndLeave")).toMatchObject({ extras: { r: { to: "/next" } }, flash: { info: "Saved." } })
    expect(await event("leave")).not.toHaveProperty("flash")
    await event("save")
    expect(await event("leave")).not.toHaveProperty("flash")
  })

  it("goes along with a redirect of a guard", async () => {
    const view = liveView.onMount((_params, _session, socket) => {
      socket.putFlash("error", "Log in first.")
      return socket.redirect("/login")
    })({ name: "guarded", mount: () => ({}), render: () => html`a` })
    const { process } = new ViewHarness(view)
    expect(await process.start()).toEqual({ kind: "redirect", to: "/login" })
    expect(process.flash.takeFresh()).toEqual({ error: "Log in first." })
    expect(process.flash.takeFresh()).toEqual({})
  })

  it("is an assign that views do not write", async () => {
    const { event } = await start()
    expect((await event("assign")).extras?.x?.code).toBe("LV_ASSIGN_RESERVED")
    const own = liveView({ name: "own", mount: () => ({ flash: 1 }), render: () => html`a` })
    await expect(new ViewHarness(own).process.start()).rejects.toMatchObject({ code: "LV_ASSIGN_RESERVED" })
    const guarded = liveView.onMount(() => ({ flash: {} }))({ name: "own", mount: () => ({}), render: () => html`a` })
    await expect(new ViewHarness(guarded).process.start()).rejects.toMatchObject({ code: "LV_ASSIGN_RESERVED" })
  })

  it("that no template reads is told in development, once for each view", async () => {
    const deaf = liveView({
      name: "deaf",
      mount: () => ({ count: 0 }),
      events: {
        save: (_params, socket) => socket.putFlash("info", "Saved."),
        leave: (_params, socket) => {
          socket.putFlash("info", "Saved.")
          socket.redirect("/next")
        },
      },
      render: ({ count }) => html`${count}`,
    })
    const { process, logger } = new ViewHarness(deaf)
    await process.start()
    await process.event("leave", {})
    expect(logger.entries).toEqual([])
    await process.event("save", {})
    await process.event("save", {})
    expect(logger.entries.map(({ level, details }) => [level, details])).toEqual([
      ["warn", { code: "LV_FLASH_UNREAD", view: "deaf" }],
    ])

    const production = new ViewHarness(deaf, { development: false })
    await production.process.start()
    await production.process.event("save", {})
    const shown = await start()
    await shown.event("save")
    expect([...production.logger.entries, ...shown.logger.entries]).toEqual([])
  })

  it("of a mount is shown by its page, and does not go along with a later redirect", async () => {
    const { process, event } = await start({ params: { greet: "" } })
    process.shown()
    expect(await event("leave")).not.toHaveProperty("flash")
  })

  it("is written by putFlash alone: what others do to it reaches no other user", async () => {
    for (const before of [[], ["save"], ["save", "clear"]]) {
      const { event } = await start()
      for (const name of before) await event(name)
      expect((await event("write")).extras?.x?.code).toBe("LV_CALLBACK_FAILED")
    }
    const { event } = await start()
    expect((await event("read")).extras?.y).toEqual({})
  })

  it("has a kind and a text", async () => {
    const { event } = await start()
    expect((await event("wrong")).extras?.x?.code).toBe("LV_FLASH_INVALID")
  })

  it("is short enough for a cookie", () => {
    expect(withFlashText({}, "info", "ä".repeat(999))).toEqual({ info: "ä".repeat(999) })
    for (const text of ["ä".repeat(1_000), '"'.repeat(1_000)]) {
      expect(() => withFlashText({}, "info", text)).toThrow(expect.objectContaining({ code: "LV_FLASH_INVALID" }))
    }
  })
})
