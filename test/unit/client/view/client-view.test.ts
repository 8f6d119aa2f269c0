import { joinedPage, viewPage as page } from "../../../support/view-page.js"

const problem = { code: "LV_JOIN_FAILED", message: "mount threw" }
const expired = { code: "LV_TOKEN_EXPIRED", message: "old" }

beforeEach(() => {
  jest.useFakeTimers()
  jest.spyOn(Math, "random").mockReturnValue(0)
})

afterEach(() => {
  jest.useRealTimers()
  jest.restoreAllMocks()
})

describe("joining", () => {
  it("sends the token, the templates and which of them the page lacks", () => {
    const { connection, channel, texts } = page({ params: { zone: "UTC" } })
    texts.set("A", "")
    connection.opened()
    expect(channel.joins[0]?.request).toEqual({ v: 1, t: "T1", h: ["A", "B"], n: [1], p: { zone: "UTC" } })
  })

  it("takes templates before values, and shows itself connected", () => {
    const { connection, channel, dom, root, texts, told } = page()
    expect(root.className).toBe("live-loading")
    connection.opened()
    channel.answer({ i: 0, d: { 0: "5" }, e: { t: { 1: ["B", "<b></b>"], 2: "C" }, n: "Title" } })
    expect(dom.calls).toEqual([
      ["number", 0, "A"],
      ["number", 1, "B"],
      ["number", 1, "B"],
      ["number", 2, "C"],
      ["bind", { 0: "5" }],
    ])
    expect([...texts]).toEqual([["B", "<b></b>"]])
    expect(root.className).toBe("live-connected")
    expect(told.effectsArrived).toHaveBeenCalledWith(expect.objectContaining({ n: "Title" }), expect.anything())
    expect(told.viewJoined).toHaveBeenCalledTimes(1)
  })

  it("with more than the connection carries is told once, and leaves the view to the plain POST", () => {
    const { connection, channel, told, view } = page({ params: { much: "x".repeat(1_000) } })
    channel.limit = 1_000
    connection.opened()
    connection.lost()
    connection.opened()
    expect(channel.joins).toEqual([])
    expect(view.readiness).toBe("plain")
    expect(told.problemArrived.mock.calls).toEqual([[expect.objectContaining({ code: "LV_MESSAGE_TOO_LARGE" }), view]])
  })

  it("passes a redirect on and stays out of the way", () => {
    const { connection, channel, view, told } = page()
    connection.opened()
    channel.answer({ r: { to: "/login" } })
    expect(told.effectsArrived).toHaveBeenCalledWith({ r: { to: "/login" } }, view)
    channel.closed()
    channel.opened()
    expect(channel.joins).toHaveLength(1)
    expect(view.seat).toBeUndefined()
  })

  it("takes all values when it joins again, and keeps the numbers it has learnt", () => {
    const { connection, channel, dom } = joinedPage()
    channel.pushDiff(7, { 0: [2] }, { t: { 2: ["C", "c"] } })
    connection.lost()
    connection.opened()
    expect(channel.joins[1]?.request).toMatchObject({ a: true, h: ["A", "B", "C"], n: [0, 1] })
    channel.answer({ i: 8, d: { 0: "9" } })
    expect(dom.calls.at(-1)).toEqual(["replaceAll", { 0: "9" }])
  })

  it("does not ask for all values when the first join was never answered", () => {
    const { connection, channel, dom } = page()
    connection.opened()
    connection.lost()
    connection.opened()
    expect(channel.joins[1]?.request).not.toHaveProperty("a")
    channel.joins[0]?.reply({ i: 1 })
    expect(dom.calls.filter(([call]) => call === "bind")).toEqual([])
    channel.answer({ i: 2 })
    expect(dom.calls.at(-1)).toEqual(["bind", undefined])
  })

  it("asks for the values of slots that could not be bound", () => {
    const { dom, channel } = joinedPage()
    dom.delegate?.requestValues([[0, 1]])
    expect(channel.requests[0]).toMatchObject({ instance: 7, paths: [[0, 1]] })
    channel.requests[0]?.reply({ d: ["x"] })
    expect(dom.calls).toEqual([["values", [[0, 1]], ["x"]]])
  })
})

describe("values", () => {
  it("that were asked for before the connection broke are not taken after the next join", () => {
    const { view, connection, channel, dom } = joinedPage()
    view.requestValues([[0]])
    connection.lost()
    connection.opened()
    channel.answer({ i: 8 })
    dom.calls.length = 0
    channel.requests[0]?.reply({ d: ["old"] })
    expect(dom.calls).toEqual([])
    view.requestValues([[0]])
    channel.requests[1]?.reply({ d: ["new"] })
    expect(dom.calls).toEqual([["values", [[0]], ["new"]]])
  })
})

describe("values that were refused", () => {
  const refusal = { d: [], e: { x: { code: "LV_UNREAD", message: "later" } } }

  it("are no values: they are told, and asked for again later", () => {
    const { dom, channel, told } = joinedPage()
    dom.delegate?.requestValues([[0, 1]])
    channel.requests[0]?.reply(refusal)
    expect(dom.calls).toEqual([])
    expect(told.problemArrived.mock.calls[0]?.[0].code).toBe("LV_UNREAD")
    expect(channel.requests).toHaveLength(1)
    jest.advanceTimersByTime(3_000)
    channel.requests[1]?.reply(refusal)
    jest.advanceTimersByTime(3_000)
    expect(channel.requests.map(({ instance, paths }) => [instance, paths])).toEqual([1, 2, 3].map(() => [7, [[0, 1]]]))
    channel.requests[2]?.reply({ d: ["x"] })
    expect(dom.calls).toEqual([["values", [[0, 1]], ["x"]]])
    jest.advanceTimersByTime(10_000)
    expect(channel.requests).toHaveLength(3)
  })

  it.each([
    ["LV_UNREAD", 2],
    ["LV_TOO_MANY_JOINS", 2],
    ["LV_BAD_MESSAGE", 1],
    ["LV_UNKNOWN_INSTANCE", 1],
    ["LV_CALLBACK_FAILED", 1],
  ])("are told, and by %s asked for %i times", (code, times) => {
    const { dom, channel, told } = joinedPage()
    dom.delegate?.requestValues([[0]])
    channel.requests[0]?.reply({ d: [], e: { x: { code, message: "no" } } })
    jest.advanceTimersByTime(10_000)
    expect(told.problemArrived.mock.calls[0]?.[0].code).toBe(code)
    expect(channel.requests).toHaveLength(times)
  })

  it("are none of another process", () => {
    const { dom, channel, connection } = joinedPage()
    dom.delegate?.requestValues([[0]])
    channel.requests[0]?.reply(refusal)
    connection.lost()
    connection.opened()
    channel.answer({ i: 8 })
    jest.advanceTimersByTime(10_000)
    expect(channel.requests).toHaveLength(1)
  })

  it("are asked for at once where the page has come back to the process, and once", () => {
    const { dom, channel, connection } = joinedPage({ key: "k1" })
    dom.delegate?.requestValues([[0]])
    channel.requests[0]?.reply(refusal)
    connection.lost()
    connection.opened()
    channel.answer({ i: 8, k: "k2", r: { e: 0 } })
    jest.advanceTimersByTime(10_000)
    expect(channel.requests.map(({ instance }) => instance)).toEqual([7, 8])
  })
})

describe("events", () => {
  it("wait for the first join's reply, in order", () => {
    const { connection, channel, click, button, view } = page()
    click("first")
    connection.opened()
    click("second")
    expect(view.readiness).toBe("waiting")
    expect(channel.events).toEqual([])
    expect(button.className).toBe("live-click-loading")
    channel.answer({ i: 7 })
    expect(channel.events.map(({ event }) => event)).toEqual(["first", "second"])
  })

  it("are numbered together with tickets, from 1 on for each instance", () => {
    const { channel, click, view } = joinedPage()
    click()
    view.patch("ticket", () => {})
    click()
    expect([...channel.events, ...channel.patches].map(({ number }) => number)).toEqual([1, 3, 2])
    channel.closed()
    channel.opened()
    channel.answer({ i: 8 })
    click()
    expect(channel.events.at(-1)).toMatchObject({ instance: 8, number: 1 })
  })

  it("whose element is gone when the reply comes are dropped", () => {
    const { connection, channel, click, button } = page()
    click()
    button.remove()
    connection.opened()
    channel.answer({ i: 7 })
    expect(channel.events).toEqual([])
    expect(button.className).toBe("")
  })

  it("show that they are under way until the last is acknowledged", () => {
    const { channel, click, button, dom } = joinedPage()
    click()
    click()
    channel.events[0]?.acknowledge({ 0: "1" })
    expect(button.className).toBe("live-click-loading")
    channel.events[1]?.acknowledge(0)
    expect(button.className).toBe("")
    expect(dom.calls).toEqual([
      ["acknowledge", 1, { 0: "1" }, false],
      ["acknowledge", 2, null, false],
    ])
  })

  it("bring effects and problems along", () => {
    const { channel, click, told } = joinedPage()
    click()
    const x = { code: "LV_UNKNOWN_EVENT", message: "no" }
    channel.acknowledge(0, { x, e: [["saved", 1]] })
    expect(told.problemArrived).toHaveBeenCalledWith(x, expect.anything())
    expect(told.effectsArrived).toHaveBeenCalledWith(expect.objectContaining({ e: [["saved", 1]] }), expect.anything())
  })

  it("that could not be handled are answered as such: the user's text is no less the user's", () => {
    const { channel, click, dom } = joinedPage()
    click()
    channel.acknowledge(0, { x: { code: "LV_EVENT_PARAMS", message: "no" } })
    expect(dom.calls).toEqual([["acknowledge", 1, null, true]])
  })

  it("under way carry what their control holds: it is not edited meanwhile", () => {
    const { view, channel, button, dom, click } = joinedPage()
    dom.isEdited = true
    expect(view.isEdited(button)).toBe(true)
    click()
    expect(view.isEdited(button)).toBe(false)
    channel.acknowledge()
    expect(view.isEdited(button)).toBe(true)
  })

  it("know that the same submission is under way", () => {
    const { view, channel, button } = joinedPage()
    view.push({ name: "save", type: "submit", source: button, payload: "a=1", shown: [] })
    expect(view.isSubmitting(button, "a=1")).toBe(true)
    expect(view.isSubmitting(button, "a=2")).toBe(false)
    channel.acknowledge()
    expect(view.isSubmitting(button, "a=1")).toBe(false)
  })

  it("are refused without a connection, until the view is joined again", () => {
    const { connection, channel, click, button, view, told } = joinedPage()
    connection.lost()
    expect(view.readiness).toBe("offline")
    click()
    expect(button.className).toBe("live-refused")
    expect(told.eventRefused).toHaveBeenCalledTimes(1)
    connection.opened()
    expect(view.readiness).toBe("waiting")
    channel.answer({ i: 1 })
    expect(button.className).toBe("")
    expect(channel.events).toEqual([])
  })

  it("in flight when the connection breaks are given up: classes go, writes are released", () => {
    const { connection, channel, click, button, dom } = joinedPage()
    click()
    connection.lost()
    expect(button.className).toBe("")
    expect(dom.calls).toContainEqual(["unlockAll"])
    channel.acknowledge({ 0: "late" })
    expect(dom.calls).not.toContainEqual(["acknowledge", 1, { 0: "late" }])
  })

  it("that waited for a join come after what forms have to tell once more, and that not twice", () => {
    const { connection, channel, click, button, root, dom, view, told } = joinedPage()
    told.viewJoined.mockImplementation(() => {
      for (const source of view.dirtyForms)
        view.push({ name: "edit", type: "change", source, payload: "a=1", shown: [] })
    })
    connection.lost()
    connection.opened()
    click()
    dom.dirty.push(root, button)
    view.push({ name: "change", type: "change", source: button, payload: "b=2", shown: [] })
    channel.answer({ i: 8 })
    expect(channel.events.map(({ event }) => event)).toEqual(["edit", "add", "change"])
  })

  it("that tell once more what a form holds are not sent again after they have ended the view", () => {
    const { channel, root, dom, view, told } = joinedPage()
    let payload = "who=x"
    const tell = (): void => view.push({ name: "edit", type: "change", source: root, payload, shown: [] })
    told.viewJoined.mockImplementation(tell)
    dom.dirty.push(root)
    const ends = (instance: number): void => {
      channel.events.at(-1)?.acknowledge(0, { x: problem })
      channel.exit(instance, problem)
      jest.advanceTimersByTime(60_000)
      channel.answer({ i: instance + 1 })
    }
    // Of the user's own change the form says which control it was.
    view.push({ name: "edit", type: "change", source: root, payload: "who=x&_target=who", shown: [] })
    ends(7)
    expect(channel.events).toHaveLength(2)
    ends(8)
    expect(channel.events).toHaveLength(2)
    // The user's own next change is sent, and what another one ended is told once more.
    told.viewJoined.mockImplementation(() => {})
    tell()
    expect(channel.events).toHaveLength(3)
    payload = "who=y"
    told.viewJoined.mockImplementation(tell)
    ends(9)
    expect(channel.events.map((sent) => sent.payload)).toEqual(["who=x&_target=who", "who=x", "who=x", "who=y"])
  })

  it("that waited for a new join are refused when the connection breaks before its reply", () => {
    const { connection, channel, click, button, told } = joinedPage()
    connection.lost()
    connection.opened()
    click()
    expect(button.className).toBe("live-click-loading")
    connection.lost()
    expect(button.className).toBe("live-refused")
    expect(told.eventRefused).toHaveBeenCalledTimes(1)
    connection.opened()
    channel.answer({ i: 8 })
    expect(channel.events).toEqual([])
  })

  it("that are larger than the connection carries are refused, told, and not sent", () => {
    const { channel, click, button, told, view, dom } = joinedPage()
    channel.limit = 1
    click("paste")
    expect(channel.events).toEqual([])
    expect(dom.locks).toBe(0)
    expect(button.className).toBe("live-refused")
    const problem = { code: "LV_MESSAGE_TOO_LARGE", message: expect.stringContaining('"paste"') as string }
    expect(told.eventRefused).toHaveBeenCalledWith(view, problem)
    channel.limit = 100
    click()
    expect(channel.events).toHaveLength(1)
    expect(button.className).toBe("live-click-loading")
  })

  it("that the server did not handle leave what they told to the user, and are told", () => {
    const { channel, click, told, view, dom } = joinedPage()
    click()
    channel.acknowledge(0, { x: problem })
    expect(dom.calls).toContainEqual(["acknowledge", 1, null, true])
    expect(told.eventFailed).toHaveBeenCalledWith(view, problem)
    click()
    channel.acknowledge(0)
    expect(dom.calls).toContainEqual(["acknowledge", 2, null, false])
    expect(told.eventFailed).toHaveBeenCalledTimes(1)
  })

  it("are left to the plain POST when the first join takes more than five seconds", () => {
    const { connection, channel, view } = page()
    jest.advanceTimersByTime(4_999)
    expect(view.readiness).toBe("waiting")
    jest.advanceTimersByTime(1)
    expect(view.readiness).toBe("plain")
    connection.opened()
    expect(view.readiness).toBe("plain")
    channel.answer({ i: 1 })
    expect(view.readiness).toBe("ready")
  })

  it("still go out, in order, when they waited for a join that came late", () => {
    const { connection, channel, click } = page()
    click()
    jest.advanceTimersByTime(6_000)
    connection.opened()
    channel.answer({ i: 1 })
    expect(channel.events).toHaveLength(1)
  })
})

describe("a lost connection", () => {
  it("shows first that it is loading, later that something is wrong", () => {
    const { connection, root, view } = joinedPage()
    connection.lost()
    expect(root.className).toBe("live-loading")
    view.connectionMissed()
    expect(root.className).toBe("live-loading live-error")
    connection.opened()
    expect(root.className).toBe("live-loading")
  })

  it("that the server ended for this view alone is opened again", () => {
    const { channel } = joinedPage()
    channel.closed(true)
    expect(channel.opens).toBe(0)
    jest.advanceTimersByTime(1_000)
    expect(channel.opens).toBe(1)
    channel.opened()
    expect(channel.joins).toHaveLength(2)
  })
})

describe("a crash", () => {
  it("shows an error and joins again after a while, longer each time", () => {
    const { channel, root, told } = joinedPage()
    const delays: number[] = []
    for (let crash = 0; crash < 3; crash++) {
      channel.exit(7, problem)
      expect(root.className).toBe("live-error")
      const joins = channel.joins.length
      let delay = 0
      for (; channel.joins.length === joins; delay += 500) jest.advanceTimersByTime(500)
      delays.push(delay)
      channel.answer({ i: 7 })
      expect(root.className).toBe("live-connected")
    }
    expect(delays).toEqual([1_000, 2_000, 4_000])
    expect(told.problemArrived).toHaveBeenCalledTimes(3)
  })

  it("is forgotten when the view lived for a while since", () => {
    const { channel, told, view } = joinedPage()
    for (let crash = 0; crash < 6; crash++) {
      channel.exit(7, problem)
      jest.advanceTimersByTime(1_000)
      channel.answer({ i: 7 })
      expect(view.isSound).toBe(false)
      jest.advanceTimersByTime(10_000)
      expect(view.isSound).toBe(true)
    }
    expect(channel.joins).toHaveLength(7)
    expect(told.viewGaveUp).not.toHaveBeenCalled()
    expect(told.viewProved).toHaveBeenCalledTimes(6)
  })

  it("repeated five times asks for a page load once, and goes on slowly", () => {
    const { channel, connection, told, view } = page()
    connection.opened()
    for (let attempt = 0; attempt < 12; attempt++) {
      channel.answer({ x: problem })
      jest.advanceTimersByTime(60_000)
    }
    expect(told.viewGaveUp).toHaveBeenCalledTimes(1)
    expect(channel.joins).toHaveLength(13)
    expect(view.readiness).toBe("plain")
  })

  it("waits for its back-off also when the connection comes back meanwhile", () => {
    const { channel, connection } = joinedPage()
    channel.exit(7, problem)
    connection.lost()
    connection.opened()
    expect(channel.joins).toHaveLength(1)
    jest.advanceTimersByTime(1_000)
    expect(channel.joins).toHaveLength(2)
  })

  it("of the client's own writing joins again with all values", () => {
    const { channel, dom, told } = joinedPage()
    dom.failsWith = new Error("broken")
    channel.pushDiff(7, { 0: "1" })
    expect(channel.left).toEqual([7])
    expect(told.problemArrived).toHaveBeenCalledWith(
      expect.objectContaining({ code: "LV_CLIENT_FAILED", message: "Error: broken" }),
      expect.anything(),
    )
    dom.failsWith = undefined
    jest.advanceTimersByTime(1_000)
    expect(channel.joins[1]?.request.a).toBe(true)
  })

  it("that the page's policy forbids what the client needs is told, and leaves the view to the plain POST", () => {
    const { channel, connection, dom, view, told } = page()
    dom.failsWith = Object.assign(new Error('add "trusted-types livemount"'), { name: "PolicyError" })
    connection.opened()
    channel.answer({ i: 7 })
    expect(channel.left).toEqual([7])
    expect(told.problemArrived).toHaveBeenCalledWith(
      expect.objectContaining({ message: expect.stringContaining("trusted-types livemount") }),
      expect.anything(),
    )
    expect(view.readiness).toBe("plain")
    jest.advanceTimersByTime(60_000)
    expect(channel.joins).toHaveLength(1)
  })

  it("of the client's own binding takes all values with the next join: the page is not the first HTML any more", () => {
    const { channel, connection, dom, view, click } = page()
    dom.failsWith = new Error("broken")
    click()
    connection.opened()
    channel.answer({ i: 7 })
    expect(channel.left).toEqual([7])
    expect(view.readiness).toBe("waiting")
    dom.failsWith = undefined
    jest.advanceTimersByTime(1_000)
    expect(channel.joins[1]?.request.a).toBe(true)
    channel.answer({ i: 8, d: { 0: "1" } })
    expect(dom.calls.at(-1)).toEqual(["replaceAll", { 0: "1" }])
    expect(channel.events.map(({ event }) => event)).toEqual(["add"])
  })

  it("of the client's own binding leaves forms and buttons to the plain POST after five seconds", () => {
    const { channel, connection, dom, view } = page()
    dom.failsWith = new Error("the page's policy forbids it")
    connection.opened()
    channel.answer({ i: 7 })
    jest.advanceTimersByTime(5_000)
    expect(view.readiness).toBe("plain")
  })

  it("of a namespace the server does not know backs off as well", () => {
    const { channel, connection, told } = page()
    channel.refused("Invalid namespace")
    const reason = { code: "LV_NAMESPACE_REFUSED", message: "Invalid namespace" }
    expect(told.problemArrived).toHaveBeenCalledWith(reason, expect.anything())
    jest.advanceTimersByTime(1_000)
    expect(channel.opens).toBe(1)
    connection.opened()
    expect(channel.joins).toHaveLength(1)
  })
})

describe("a refused token", () => {
  it("is renewed, and all values are taken", async () => {
    const { channel, connection, root, dom } = page({ renewals: [{ kind: "token", token: "T2" }] })
    connection.opened()
    channel.answer({ x: expired })
    await jest.advanceTimersByTimeAsync(0)
    expect(channel.joins[1]?.request).toMatchObject({ t: "T2", a: true })
    expect(root.getAttribute("data-live-token")).toBe("T2")
    channel.answer({ i: 1, d: { 0: "1" } })
    expect(dom.calls.at(-1)).toEqual(["bind", { 0: "1" }])
  })

  it("of another browser is used over a new connection, which sends the cookie that came with it", async () => {
    const { channel, connection, told, view } = page({ renewals: [{ kind: "token", token: "T2" }] })
    connection.opened()
    channel.answer({ x: { code: "LV_TOKEN_FOREIGN", message: "cookie" } })
    await jest.advanceTimersByTimeAsync(0)
    expect(told.cookieRenewed).toHaveBeenCalledTimes(1)
    expect(channel.joins).toHaveLength(1)
    expect(view.readiness).toBe("waiting")
    connection.lost()
    connection.opened()
    expect(channel.joins[1]?.request).toMatchObject({ t: "T2", a: true })
  })

  it("refused once more leaves the page as it is, to work by POST", async () => {
    const { channel, connection, root, told, view } = page({ renewals: [{ kind: "token", token: "T2" }] })
    connection.opened()
    channel.answer({ x: expired })
    await jest.advanceTimersByTimeAsync(0)
    channel.answer({ x: { code: "LV_TOKEN_FOREIGN", message: "cookie" } })
    await jest.advanceTimersByTimeAsync(120_000)
    connection.lost()
    connection.opened()
    expect(channel.joins).toHaveLength(2)
    expect(told.renewToken).toHaveBeenCalledTimes(1)
    expect(told.viewGaveUp).not.toHaveBeenCalled()
    expect(told.problemArrived).toHaveBeenCalledTimes(1)
    expect(view.readiness).toBe("plain")
    expect(root.className).toBe("")
  })

  it("refused once more says on the events that waited for the join that they were not sent", async () => {
    const { channel, connection, told, button, click } = page({ renewals: [{ kind: "token", token: "T2" }] })
    click()
    connection.opened()
    channel.answer({ x: expired })
    await jest.advanceTimersByTimeAsync(0)
    expect(told.eventRefused).not.toHaveBeenCalled()
    channel.answer({ x: expired })
    expect(told.eventRefused).toHaveBeenCalledTimes(1)
    expect(button.className).toContain("live-refused")
  })

  it("can be renewed again after a join that worked", async () => {
    const { channel, connection, told } = page({
      renewals: [
        { kind: "token", token: "T2" },
        { kind: "token", token: "T3" },
      ],
    })
    connection.opened()
    channel.answer({ x: expired })
    await jest.advanceTimersByTimeAsync(0)
    channel.answer({ i: 1 })
    connection.lost()
    connection.opened()
    channel.answer({ x: expired })
    await jest.advanceTimersByTimeAsync(0)
    expect(told.renewToken).toHaveBeenCalledTimes(2)
    expect(channel.joins.at(-1)?.request.t).toBe("T3")
  })

  it("whose page is another one now asks for a plain load", async () => {
    const { channel, connection, told, view } = page({ renewals: [{ kind: "elsewhere" }] })
    connection.opened()
    channel.answer({ x: expired })
    await jest.advanceTimersByTimeAsync(0)
    expect(told.viewGaveUp).toHaveBeenCalledWith(view, expired)
    expect(channel.joins).toHaveLength(1)
  })

  it("that could not be renewed for lack of an answer is tried again later", async () => {
    const { channel, connection, told } = page({ renewals: [{ kind: "unreachable" }, { kind: "token", token: "T2" }] })
    connection.opened()
    channel.answer({ x: expired })
    await jest.advanceTimersByTimeAsync(1_000)
    channel.answer({ x: expired })
    await jest.advanceTimersByTimeAsync(0)
    expect(told.viewGaveUp).not.toHaveBeenCalled()
    expect(channel.joins.at(-1)?.request.t).toBe("T2")
  })

  it("is not joined with after the connection was lost meanwhile", async () => {
    const { channel, connection } = page({ renewals: [{ kind: "token", token: "T2" }] })
    connection.opened()
    channel.answer({ x: expired })
    connection.lost()
    await jest.advanceTimersByTimeAsync(0)
    expect(channel.joins).toHaveLength(1)
  })
})

describe("another version of the protocol", () => {
  it("asks for one plain load", () => {
    const { channel, connection, told } = page()
    connection.opened()
    channel.answer({ x: { code: "LV_PROTOCOL_VERSION", message: "old client" } })
    jest.advanceTimersByTime(120_000)
    expect(told.viewGaveUp).toHaveBeenCalledTimes(1)
    expect(channel.joins).toHaveLength(1)
  })
})

describe("leaving", () => {
  it("tells the server, and joins no more until it is started again", () => {
    const { view, channel, connection } = joinedPage()
    view.stop()
    expect(channel.left).toEqual([7])
    connection.lost()
    connection.opened()
    expect(channel.joins).toHaveLength(1)
    view.start()
    expect(channel.joins[1]?.request.a).toBe(true)
  })

  it("ends the patience with its first join: started again it has all of it", () => {
    const { view } = page()
    jest.advanceTimersByTime(3_000)
    view.stop()
    view.start()
    jest.advanceTimersByTime(3_000)
    expect(view.readiness).toBe("waiting")
    jest.advanceTimersByTime(2_000)
    expect(view.readiness).toBe("plain")
  })

  it("before the join's reply gives the instance back when it comes", () => {
    const { view, channel, connection, dom, told } = page()
    connection.opened()
    view.stop()
    expect(channel.left).toEqual([])
    channel.answer({ i: 7 })
    expect(channel.left).toEqual([7])
    expect(dom.calls).toEqual([
      ["number", 0, "A"],
      ["number", 1, "B"],
    ])
    expect(told.viewJoined).not.toHaveBeenCalled()
  })

  it("keeps the templates that arrive later, which the server does not send to this page again", () => {
    const late = page()
    late.connection.opened()
    late.view.stop()
    late.channel.answer({ i: 7, e: { t: { 0: ["A", "a"], 1: "B" } } })
    expect([...late.texts]).toEqual([["A", "a"]])
    const { view, channel, dom, texts, click } = joinedPage()
    click()
    dom.delegate?.requestValues([[0]])
    view.stop()
    channel.acknowledge(0, { t: { 2: ["C", "c"] } })
    channel.requests[0]?.reply({ d: [null], e: { t: { 3: ["D", "d"] } } })
    channel.pushDiff(7, 0, { t: { 4: ["E", "e"] } })
    expect([...texts]).toEqual([
      ["C", "c"],
      ["D", "d"],
      ["E", "e"],
    ])
  })
})
