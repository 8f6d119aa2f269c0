/** The bindings behind their observers, with real DOM events and a view that records. */
import { PageEvents } from "../../../../client/events/page-events.js"
import * as forms from "../../../../client/features/forms/forms.js"
import { RateLimit } from "../../../../client/features/rate-limits/rate-limit.js"
import type { ViewEvent } from "../../../../client/view/view-event.js"
import type { PageView, Readiness } from "../../../../client/view/view-page.js"
import { loaded, openGate } from "../../../support/loaded.js"

const noCommands = { run: () => undefined }

class RecordingView implements PageView {
  readonly root: HTMLElement
  readonly dirtyForms: readonly Element[] = []
  readonly pushed: ViewEvent[] = []
  readonly editedControls = new Set<Element>()
  readiness: Readiness = "ready"
  submitting: unknown

  constructor(root: HTMLElement) {
    this.root = root
  }

  push(event: ViewEvent): void {
    this.pushed.push(event)
  }
  patch(): void {}
  isSubmitting(_form: Element, payload: unknown): boolean {
    return this.submitting === payload
  }
  frame(work: () => void): void {
    work()
  }
  block(): () => void {
    return () => {}
  }
  isEdited(control: Element): boolean {
    return this.editedControls.has(control)
  }
}

let views: RecordingView[] = []
let bindings: PageEvents | undefined

function page(html: string, prefix = "live-"): RecordingView {
  bindings?.stop()
  document.body.innerHTML = html
  views = [...document.querySelectorAll<HTMLElement>("[data-live]")].map((root) => new RecordingView(root))
  const found = { of: (root: Element) => views.find((view) => view.root === root) }
  bindings = new PageEvents(
    prefix,
    found,
    { rateLimits: loaded(new RateLimit(prefix)), forms: loaded(forms), commands: loaded(noCommands) },
    openGate,
  )
  bindings.start()
  return views[0] as RecordingView
}

/** A page with one root around the markup. */
function rootWith(html: string): RecordingView {
  return page(`<div data-live="v">${html}</div>`)
}

function find<T extends Element = HTMLElement>(selector: string): T {
  const found = document.querySelector<T>(selector)
  if (found === null) throw new Error(`Nothing matches ${selector}`)
  return found
}

/** Dispatches, and tells whether the browser's own action would follow. */
function fire(target: Element, type: string, init: EventInit = {}): boolean {
  return target.dispatchEvent(new Event(type, { bubbles: true, cancelable: true, ...init }))
}

function press(target: Element, key: string, type = "keydown", init: KeyboardEventInit = {}): void {
  target.dispatchEvent(new KeyboardEvent(type, { key, bubbles: true, ...init }))
}

function type(control: HTMLInputElement, value: string): void {
  control.value = value
  fire(control, "input")
}

function submit(form: HTMLFormElement, submitter: HTMLElement | null = null): boolean {
  return form.dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true, submitter }))
}

function pushed(view: RecordingView): unknown[] {
  return view.pushed.map(({ name, payload }) => [name, payload])
}

afterEach(() => {
  bindings?.stop()
  jest.useRealTimers()
})

describe("a click", () => {
  it("is the event of the closest element with the binding", () => {
    const view = rootWith(
      '<p live-click="outer"><b live-click="inner" live-value-id="7" live-value-a-b="x"><i>+</i></b></p>',
    )
    fire(find("i"), "click")
    expect(view.pushed).toEqual([
      { name: "inner", type: "click", source: find("b"), payload: { id: "7", "a-b": "x" }, shown: [find("b")] },
    ])
  })

  it("does not look beyond the root of its view", () => {
    page('<div data-live="outer"><p live-click="outer"><span data-live="inner"><i>x</i></span></p></div>')
    fire(find("i"), "click")
    expect(views.flatMap((view) => view.pushed)).toEqual([])
  })

  it("belongs to the nearest root", () => {
    page('<div data-live="outer"><p><span data-live="inner"><i live-click="x"></i></span></p></div>')
    fire(find("i"), "click")
    expect(views.map((view) => view.pushed.length)).toEqual([0, 1])
  })

  it("outside every root is nobody's", () => {
    const view = page('<i live-click="x"></i><div data-live="v"></div>')
    expect(fire(find("i"), "click")).toBe(true)
    expect(view.pushed).toEqual([])
  })

  it("carries the value of a button and of a checked box, not of an unchecked one", () => {
    const view = rootWith(`<button live-click="b" value="5"></button><button live-click="b"></button>
      <input type="checkbox" live-click="c" value="y" checked>`)
    for (const element of view.root.querySelectorAll("button")) fire(element, "click")
    find("input").click() // unchecks
    find("input").click() // checks
    expect(pushed(view)).toEqual([
      ["b", { value: "5" }],
      ["b", {}],
      ["c", {}],
      ["c", { value: "y" }],
    ])
  })

  it("on a disabled button is none", () => {
    const view = rootWith('<fieldset disabled><button live-click="x"></button></fieldset>')
    fire(find("button"), "click")
    expect(view.pushed).toEqual([])
  })

  it("that a script of the page has prevented is none", () => {
    const view = rootWith('<button live-click="x"></button>')
    find("button").addEventListener("click", (event) => event.preventDefault())
    fire(find("button"), "click")
    expect(view.pushed).toEqual([])
  })

  it("on a link is sent and followed, except for `#`", () => {
    const view = rootWith('<a href="/x" live-click="a"></a><a href="#" live-click="b"></a><a href="/y">plain</a>')
    expect([...view.root.querySelectorAll("a")].map((link) => fire(link, "click"))).toEqual([true, false, true])
    expect(pushed(view)).toEqual([
      ["a", {}],
      ["b", {}],
    ])
  })

  it("on a button of the plain POST does not post, and leaves the server's value out", () => {
    const view = rootWith('<button live-click="x" form="post" name="_live" value="signed" live-value-id="1"></button>')
    document.body.insertAdjacentHTML("beforeend", '<form id="post" data-live-post method="post"></form>')
    expect(fire(find("button"), "click")).toBe(false)
    expect(pushed(view)).toEqual([["x", { id: "1" }]])
  })

  it("on such a button posts while the view cannot take it", () => {
    const view = rootWith('<button live-click="x" form="post" name="_live" value="signed"></button>')
    document.body.insertAdjacentHTML("beforeend", '<form id="post" data-live-post method="post"></form>')
    view.readiness = "plain"
    expect(fire(find("button"), "click")).toBe(true)
    expect(view.pushed).toEqual([])
  })

  it("on such a button posts what its binding says by then", () => {
    const view = rootWith(`<button live-click="first" form="post" name="_live" value="v-1 first ?by=1"
      live-value-by="1"></button>`)
    view.root.id = "v-1"
    document.body.insertAdjacentHTML("beforeend", '<form id="post" data-live-post method="post"></form>')
    const button = find<HTMLButtonElement>("button")
    button.setAttribute("live-click", "move on")
    button.setAttribute("live-value-by", "2")
    button.setAttribute("live-value-ä", "&")
    view.readiness = "plain"
    expect(fire(button, "click")).toBe(true)
    expect(button.value).toBe("v-1 move%20on ?by=2&%C3%A4=%26")
  })

  describe("on a button that came with a frame, while the view cannot take it,", () => {
    function click(button: string, form = '<form id="post" data-live-post method="post"></form>'): [boolean, string] {
      const view = rootWith(button)
      view.root.id = "v-1"
      document.body.insertAdjacentHTML("beforeend", form)
      view.readiness = "plain"
      let submitted = ""
      const heard = new AbortController()
      const listener = (event: SubmitEvent): void => {
        const fields = [...new FormData(event.target as HTMLFormElement, event.submitter)] as [string, string][]
        submitted = new URLSearchParams(fields).toString()
        event.preventDefault()
      }
      document.addEventListener("submit", listener, { signal: heard.signal })
      find("button").click()
      heard.abort()
      return [view.pushed.length > 0, submitted]
    }

    it("posts through the page's form", () => {
      expect(click('<button live-click="x" live-value-id="7">Go</button>')).toEqual([false, "_live=v-1+x+%3Fid%3D7"])
    })

    it.each(['type="button"', 'name="a"', 'value="b"', 'formaction="/c"', 'formmethod="get"', 'form="other"'])(
      "leaves it as its author wrote it: %s",
      (attribute) => {
        expect(click(`<button live-click="x" ${attribute}></button>`)).toEqual([true, ""])
        expect(find("button").outerHTML).toBe(`<button live-click="x" ${attribute}></button>`)
      },
    )

    it("cannot post where the page has no form for it", () => {
      expect(click('<button live-click="x"></button>', "")).toEqual([true, ""])
    })
  })

  it("without a connection neither posts nor is sent by itself", () => {
    const view = rootWith('<button live-click="x" form="post"></button>')
    document.body.insertAdjacentHTML("beforeend", '<form id="post" data-live-post method="post"></form>')
    view.readiness = "offline"
    expect(fire(find("button"), "click")).toBe(false)
    expect(view.pushed).toHaveLength(1)
  })

  it("inside a form of the author's keeps its own action", () => {
    const view = rootWith('<form live-submit="save"><button live-click="x"></button></form>')
    let submitted = false
    document.addEventListener("submit", () => (submitted = true), { once: true })
    find("button").click()
    expect(submitted).toBe(true)
    expect(view.pushed.map(({ name }) => name)).toEqual(["x", "save"])
  })

  it("on an element whose binding names no event is none", () => {
    const view = rootWith('<p live-click=""></p><form live-submit=""></form>')
    fire(find("p"), "click")
    expect(submit(find("form"))).toBe(true)
    expect(view.pushed).toEqual([])
  })

  it("goes by the prefix of the page", () => {
    const view = page(
      '<div data-live="v"><i data-lv-click="x" live-click="y" data-lv-value-id="1"></i></div>',
      "data-lv-",
    )
    fire(find("i"), "click")
    expect(pushed(view)).toEqual([["x", { id: "1" }]])
  })

  it("is throttled by its element", () => {
    const view = rootWith('<button live-click="x" live-throttle="1000"></button>')
    fire(find("button"), "click")
    fire(find("button"), "click")
    expect(view.pushed).toHaveLength(1)
  })

  it("on a throttled box ends with what the box holds; the text after the last key is told too", () => {
    jest.useFakeTimers()
    const view = rootWith('<input type="checkbox" live-click="x" live-throttle><input live-keyup="y" live-throttle>')
    for (let clicks = 0; clicks < 2; clicks++) find<HTMLInputElement>("input").click()
    const text = find<HTMLInputElement>("[live-keyup]")
    for (const key of ["a", "b"]) {
      text.value += key
      press(text, key, "keyup")
    }
    jest.runAllTimers()
    expect(pushed(view)).toEqual([
      ["x", { value: "on" }],
      ["y", { value: "a", key: "a" }],
      ["x", {}],
      ["y", { value: "ab", key: "b" }],
    ])
  })
})

describe("a submission", () => {
  const html =
    '<form live-submit="save" live-value-id="9"><input name="a" value="1"><button name="do" value="go"></button></form>'

  it("sends the form with its submitter", () => {
    const view = rootWith(html)
    const [form, button] = [find<HTMLFormElement>("form"), find("button")]
    expect(submit(form, button)).toBe(false)
    expect(view.pushed).toEqual([
      { name: "save", type: "submit", source: form, control: button, payload: "a=1&do=go&id=9", shown: [form, button] },
    ])
  })

  it("is not sent twice while the same is under way", () => {
    const view = rootWith(html)
    view.submitting = "a=1&id=9"
    expect(submit(find("form"))).toBe(false)
    expect(view.pushed).toEqual([])
    find<HTMLInputElement>("input").value = "2"
    submit(find("form"))
    expect(view.pushed).toHaveLength(1)
  })

  it("of a form that came with a frame, so does not post, is not left to the browser", () => {
    const view = rootWith(html)
    view.readiness = "plain"
    expect(submit(find("form"))).toBe(false)
    expect(view.pushed).toHaveLength(1)
  })

  it.each(["post", "own action"])("is the browser's while the view cannot take it: %s", (kind) => {
    const view = rootWith(html)
    if (kind === "post") find("form").setAttribute("method", "post")
    else find("form").setAttribute("action", "/search")
    view.readiness = "plain"
    expect(submit(find("form"))).toBe(true)
    expect(view.pushed).toEqual([])
  })

  it("that the browser posts says which event its binding names by then", () => {
    const view = rootWith(`<form live-submit="save" method="post">
      <input type="hidden" name="_live" value="v-1 save" data-live-post><input name="a"></form>`)
    view.root.id = "v-1"
    view.readiness = "plain"
    find("form").setAttribute("live-submit", "save it")
    find("form").setAttribute("live-value-id", "9")
    expect(submit(find("form"))).toBe(true)
    expect(find<HTMLInputElement>("[name=_live]").value).toBe("v-1 save%20it &id=9")
  })

  it.each(["waiting", "offline"] as const)("is the view's while %s", (readiness) => {
    const view = rootWith(html)
    view.readiness = readiness
    expect(submit(find("form"))).toBe(false)
    expect(view.pushed).toHaveLength(1)
  })

  it("of a form without the binding, or outside the views, is the browser's", () => {
    rootWith('<form live-change="x"></form>')
    expect(submit(find("form"))).toBe(true)
    page('<form live-submit="x"></form><div data-live="v"></div>')
    expect(submit(find("form"))).toBe(true)
  })

  describe("in a dialog", () => {
    it.each(["dialog", "DIALOG"])("by a button with formmethod=%s is the browser's, unasked and untold", (method) => {
      const confirm = jest.spyOn(window, "confirm").mockReturnValue(false)
      const view = rootWith(
        `<dialog open><form live-submit="save" live-confirm="Sure?"><button formmethod="${method}">Cancel</button></form></dialog>`,
      )
      expect(submit(find("form"), find("button"))).toBe(true)
      expect(view.pushed).toEqual([])
      expect(confirm).not.toHaveBeenCalled()
      confirm.mockRestore()
    })

    it("whose form closes it is sent, and the browser closes it", () => {
      const view = rootWith(
        '<dialog open><form method="dialog" live-submit="save"><input name="a" value="1"><button>OK</button></form></dialog>',
      )
      expect(submit(find("form"), find("button"))).toBe(true)
      expect(pushed(view)).toEqual([["save", "a=1"]])
    })

    it("whose form closes it is sent alone by a button with another method", () => {
      const view = rootWith(
        '<dialog open><form method="dialog" live-submit="save"><button formmethod="post">Save</button></form></dialog>',
      )
      expect(submit(find("form"), find("button"))).toBe(false)
      expect(view.pushed).toHaveLength(1)
    })
  })

  describe("whose answer is for", () => {
    const form = (attributes: string, button = ""): RecordingView =>
      rootWith(`<form method="post" action="?_live" live-submit="save" ${attributes}>
        <input type="hidden" name="_live" data-live-post value="old"><button ${button}>Go</button></form>`)

    it.each([
      ["a frame", 'target="preview"', ""],
      ["a frame of the button's", "", 'formtarget="preview"'],
      ["another window", 'target="_blank"', ""],
    ])("%s is the browser's, with what its binding says by then", (_what, attributes, button) => {
      const view = form(attributes, button)
      expect(submit(find("form"), find("button"))).toBe(true)
      expect(view.pushed).toEqual([])
      expect(find<HTMLInputElement>("input").value).toBe(" save")
    })

    it.each([
      ["itself", 'target="_self"', ""],
      ["itself, as the button says", 'target="preview"', 'formtarget="_self"'],
      ["the window", 'target="_TOP"', ""],
      ["nothing named", 'target=""', ""],
    ])("%s is sent", (_what, attributes, button) => {
      const view = form(attributes, button)
      expect(submit(find("form"), find("button"))).toBe(false)
      expect(view.pushed).toHaveLength(1)
    })

    it("a frame, but which cannot post, is sent: the browser would put its fields into the frame's URL", () => {
      const view = rootWith('<form live-submit="save" target="preview"><input type="password" name="pin"></form>')
      expect(submit(find("form"))).toBe(false)
      expect(view.pushed).toHaveLength(1)
    })
  })

  it("tells a change that still waits before", () => {
    const view = rootWith('<form live-submit="save" live-change="check"><input name="a" live-debounce="1000"></form>')
    type(find("input"), "x")
    submit(find("form"))
    expect(pushed(view)).toEqual([
      ["check", "a=x&_target=a"],
      ["save", "a=x"],
    ])
  })
})

describe("a change", () => {
  it("sends the form and names the control", () => {
    const view = rootWith(
      '<form live-change="check" live-value-id="1"><input name="user[name]"><input name="b" value="2"></form>',
    )
    const [form, input] = [find("form"), find<HTMLInputElement>("input")]
    type(input, "Ada")
    expect(view.pushed).toEqual([
      {
        name: "check",
        type: "change",
        source: form,
        control: input,
        payload: "user%5Bname%5D=Ada&_unused_b=&b=2&id=1&_target=user%5Bname%5D",
        shown: [form, input],
      },
    ])
  })

  it("is told once: the browser's `change` after `input` says nothing new", () => {
    const view = rootWith(
      '<form live-change="check"><input name="a"><select name="s"><option>1<option>2</select></form>',
    )
    const [input, select] = [find<HTMLInputElement>("input"), find<HTMLSelectElement>("select")]
    type(input, "x")
    select.value = "2"
    fire(select, "input")
    fire(select, "change")
    fire(input, "change")
    expect(view.pushed).toHaveLength(2)
  })

  it("by a script that says `change` alone is told", () => {
    const view = rootWith('<form live-change="check"><input name="a"></form>')
    const input = find<HTMLInputElement>("input")
    type(input, "typed")
    input.value = "picked"
    fire(input, "change")
    expect(pushed(view).at(-1)).toEqual(["check", "a=picked&_target=a"])
  })

  it("of a control with its own binding sends that control", () => {
    const view = rootWith(
      '<form live-change="form"><input name="a" live-change="own"><input name="b" value="2"></form>',
    )
    type(find("input"), "1")
    expect(pushed(view)).toEqual([["own", "a=1&_target=a"]])
    expect(view.pushed[0]?.source).toBe(find("input"))
  })

  it("of a control in no form sends that control", () => {
    const view = rootWith('<input name="q" live-change="search">')
    type(find("input"), "x")
    expect(pushed(view)).toEqual([["search", "q=x&_target=q"]])
  })

  it("is debounced by the control, and then sends what it holds by then", () => {
    jest.useFakeTimers()
    const view = rootWith('<form live-change="check"><input name="a" live-debounce="100"></form>')
    type(find("input"), "x")
    type(find("input"), "xy")
    jest.advanceTimersByTime(100)
    expect(pushed(view)).toEqual([["check", "a=xy&_target=a"]])
  })

  it("that waits is sent when the focus leaves the control", () => {
    const view = rootWith('<form live-change="check"><input name="a" live-debounce="blur"></form>')
    find("input").focus()
    type(find("input"), "x")
    expect(view.pushed).toEqual([])
    find("input").blur()
    expect(view.pushed).toHaveLength(1)
  })

  it.each(["input", "form"])("throttled by its %s ends with what the control holds", (where) => {
    jest.useFakeTimers()
    const limited = (name: string): string => (name === where ? "live-throttle" : "")
    const view = rootWith(`<form live-change="check" ${limited("form")}><input name="a" ${limited("input")}></form>`)
    for (const text of ["x", "xy", "xyz"]) type(find("input"), text)
    fire(find("input"), "change")
    expect(pushed(view)).toEqual([["check", "a=x&_target=a"]])
    jest.runAllTimers()
    expect(pushed(view)).toEqual([
      ["check", "a=x&_target=a"],
      ["check", "a=xyz&_target=a"],
    ])
  })

  it("that waits is not told after a reset", async () => {
    jest.useFakeTimers()
    const view = rootWith('<form live-change="check"><input name="a" value="1" live-debounce="100"></form>')
    type(find("input"), "x")
    find<HTMLFormElement>("form").reset()
    jest.runAllTimers()
    expect(pushed(view)).toEqual([["check", "_unused_a=&a=1"]])
  })

  it("to something that is no number is not told", () => {
    const view = rootWith('<form live-change="check"><input name="a" type="number"></form>')
    Object.defineProperty(find("input"), "validity", { value: { badInput: true } })
    fire(find("input"), "input")
    expect(view.pushed).toEqual([])
  })

  it("by a reset is told with the values after it, and names the button", async () => {
    const view = rootWith(
      '<form live-change="check"><input name="a" value="1"><button type="reset" name="clear"></button></form>',
    )
    find<HTMLInputElement>("input").value = "2"
    jest.useFakeTimers()
    find<HTMLFormElement>("form").reset()
    jest.runAllTimers()
    expect(pushed(view)).toEqual([["check", "_unused_a=&a=1&_target=clear"]])
  })

  it("made before the join is sent after it: the form, and controls with their own binding", () => {
    const view = rootWith(`<form live-change="check"><input name="a" value="1"></form>
      <form id="own"><input name="b" value="2" live-change="b"><input name="c" live-change="c"></form>`)
    view.editedControls.add(find("[name=b]"))
    for (const form of document.forms) bindings?.resendChange(form, view)
    expect(pushed(view)).toEqual([
      ["check", "_unused_a=&a=1"],
      ["b", "b=2&_target=b"],
    ])
  })

  it("of a form in another root is left to that root's view", () => {
    const view = rootWith(`<form live-change="check"><input name="a"></form>`)
    bindings?.resendChange(find("form"), { ...view, root: document.body } as never)
    expect(view.pushed).toEqual([])
  })

  it("of radio buttons with bindings of their own is told once more by the one that is on", () => {
    const radios = `<input type="radio" name="r" value="1" live-change="r"><input type="radio" name="r" value="2" live-change="r" checked>`
    const view = rootWith(`<form>${radios}</form>`)
    for (const radio of document.querySelectorAll("input")) view.editedControls.add(radio)
    for (const form of document.forms) bindings?.resendChange(form, view)
    expect(pushed(view)).toEqual([["r", "r=2&_target=r"]])
  })
})

describe("a field that the user has not used", () => {
  const form = (fields: string, attributes = ""): string =>
    `<form live-change="check" live-submit="save" ${attributes}>${fields}</form>`

  it("is told of in each change, before its value, until it has changed itself", () => {
    const view = rootWith(form('<input name="a"><input name="user[tags][]" value="t"><input name="user[b]">'))
    type(find("[name=a]"), "1")
    type(find("[name='user[b]']"), "2")
    expect(view.pushed.map(({ payload }) => decodeURIComponent(payload as string))).toEqual([
      "a=1&user[_unused_tags][]=&user[tags][]=t&user[_unused_b]=&user[b]=&_target=a",
      "a=1&user[_unused_tags][]=&user[tags][]=t&user[b]=2&_target=user[b]",
    ])
  })

  it("is one of its controls: a group of radio buttons is used when one is, a hidden field beside a box counts not", () => {
    const view = rootWith(
      form(`<input name="a"><input type="hidden" name="h" value="0"><input type="hidden" name="on" value="0">
        <input type="checkbox" name="on" checked><input type="radio" name="r" checked><input type="radio" name="r" id="r">`),
    )
    type(find("[name=a]"), "1")
    find("#r").click()
    expect(pushed(view)).toEqual([
      ["check", "a=1&h=0&_unused_on=&on=0&_unused_on=&on=on&_unused_r=&r=on&_target=a"],
      ["check", "a=1&h=0&_unused_on=&on=0&_unused_on=&on=on&r=on&_target=r"],
    ])
  })

  it("is used once the form was submitted, whose payload says nothing of it", () => {
    const view = rootWith(form('<input name="a"><input name="b">'))
    submit(find("form"))
    type(find("[name=a]"), "1")
    expect(pushed(view)).toEqual([
      ["save", "a=&b="],
      ["check", "a=1&b=&_target=a"],
    ])
  })

  it("is unused again after a reset", () => {
    jest.useFakeTimers()
    const view = rootWith(form('<input name="a"><input name="b">'))
    submit(find("form"))
    find<HTMLFormElement>("form").reset()
    jest.runAllTimers()
    expect(pushed(view)[1]).toEqual(["check", "_unused_a=&a=&_unused_b=&b="])
  })

  it("is used only when its change is sent", () => {
    jest.useFakeTimers()
    const view = rootWith(form('<input name="a" live-debounce="blur"><input name="b">'))
    type(find("[name=a]"), "1")
    type(find("[name=b]"), "2")
    find("[name=a]").dispatchEvent(new FocusEvent("focusout", { bubbles: true }))
    expect(pushed(view)).toEqual([
      ["check", "_unused_a=&a=1&b=2&_target=b"],
      ["check", "a=1&b=2&_target=a"],
    ])
  })

  it("that was edited before the join is used", () => {
    const view = rootWith(form('<input name="a"><input name="b">'))
    view.editedControls.add(find("[name=b]"))
    bindings?.resendChange(find("form"), view)
    expect(pushed(view)).toEqual([["check", "_unused_a=&a=&b="]])
  })

  it.each([
    ["form", form('<input name="a"><input name="b">', "live-no-unused-field")],
    ["control", form('<input name="a"><input name="b" live-no-unused-field>')],
  ])("is not told of where the %s says so", (_, markup) => {
    const view = rootWith(markup)
    type(find("[name=a]"), "1")
    expect(pushed(view)).toEqual([["check", "a=1&b=&_target=a"]])
  })
})

describe("a question (live-confirm)", () => {
  let answer: boolean
  let asked: string[]
  beforeEach(() => {
    asked = []
    window.confirm = (question) => {
      asked.push(question ?? "")
      return answer
    }
  })

  it.each([
    ["a bound button", `<button live-click="go" live-confirm="Sure?"><b>x</b></button>`, "b", 1],
    ["a link", `<a href="#there" live-confirm="Sure?">x</a>`, "a", 0],
    ["a button that submits", `<form live-submit="go"><button live-confirm="Sure?">x</button></form>`, "button", 1],
    [
      "a form and its button: the button's alone",
      `<form live-submit="go" live-confirm="No"><button live-confirm="Sure?">x</button></form>`,
      "button",
      1,
    ],
  ])("of %s is asked before anything happens", (_, markup, selector, events) => {
    const view = rootWith(markup)
    answer = false
    expect(fire(find(selector), "click")).toBe(false)
    find(selector).click()
    expect(view.pushed).toEqual([])
    expect(asked).toEqual(["Sure?", "Sure?"])
    answer = true
    find(selector).click()
    expect(asked).toHaveLength(3)
    expect(view.pushed).toHaveLength(events)
  })

  it("of a form is asked when it is submitted, not at clicks in it", () => {
    const view = rootWith(`<form live-submit="go" live-confirm="Sure?"><input><button>x</button></form>`)
    answer = false
    find("input").click()
    expect(asked).toEqual([])
    expect(submit(find("form"))).toBe(false)
    expect(view.pushed).toEqual([])
    answer = true
    find("button").click()
    expect(asked).toEqual(["Sure?", "Sure?"])
    expect(view.pushed).toHaveLength(1)
  })

  it.each([
    ["is denied", false, ["Sure?"], false, 0],
    ["is confirmed", true, ["Sure?"], true, 1],
  ])("around a label and its control is asked once, and %s for both", (_, given, expected, checked, events) => {
    const view = rootWith(`<p live-confirm="Sure?"><label><b>x</b> <input type="checkbox" live-click="go"></label></p>`)
    answer = given
    find("b").click()
    expect(asked).toEqual(expected)
    expect(find<HTMLInputElement>("input").checked).toBe(checked)
    expect(view.pushed).toHaveLength(events)
  })

  it("of a control is asked at each click, whatever its label was asked before", async () => {
    const view = rootWith(`<label live-confirm="Sure?"><b>x</b> <input type="checkbox" live-click="go"></label>`)
    answer = true
    find("b").click()
    await new Promise((resolve) => setTimeout(resolve))
    find("input").click()
    expect(asked).toEqual(["Sure?", "Sure?"])
    expect(view.pushed).toHaveLength(2)
  })

  it("of a control alone is asked when its label clicks it", () => {
    rootWith(`<label><b>x</b> <input type="checkbox" live-confirm="Sure?" live-click="go"></label>`)
    answer = true
    find("b").click()
    expect(asked).toEqual(["Sure?"])
  })

  it("is asked too while forms and buttons are left to the browser", () => {
    const view = rootWith(
      `<form method="post" live-submit="go" live-confirm="Sure?"></form><a href="#x" live-confirm="Go?">x</a>`,
    )
    view.readiness = "plain"
    answer = false
    expect(submit(find("form"))).toBe(false)
    expect(fire(find("a"), "click")).toBe(false)
    expect(asked).toEqual(["Sure?", "Go?"])
    answer = true
    expect(fire(find("a"), "click")).toBe(true)
  })

  it("outside of a view is the page's own matter, and one without text is none", () => {
    page(
      `<a href="#x" live-confirm="Sure?">x</a><div data-live="v"><button live-confirm live-click="go">y</button></div>`,
    )
    expect(fire(find("a"), "click")).toBe(true)
    find("button").click()
    expect(asked).toEqual([])
  })
})

describe("a key", () => {
  it("goes to the closest element with the binding, with its value", () => {
    const view = rootWith('<input live-keydown="down" live-keyup="up" live-value-id="1" value="v">')
    press(find("input"), "a")
    press(find("input"), "a", "keyup")
    expect(pushed(view)).toEqual([
      ["down", { id: "1", value: "v", key: "a" }],
      ["up", { id: "1", value: "v", key: "a" }],
    ])
  })

  it("passes the filter whatever its case", () => {
    const view = rootWith('<input live-keydown="x" live-key="escape">')
    press(find("input"), "Escape")
    press(find("input"), "Enter")
    expect(pushed(view)).toEqual([["x", { value: "", key: "Escape" }]])
  })

  it("of an input method, or without a name, is none", () => {
    const view = rootWith('<input live-keydown="x">')
    press(find("input"), "a", "keydown", { isComposing: true })
    fire(find("input"), "keydown")
    expect(view.pushed).toEqual([])
  })

  it("anywhere goes to the elements bound to the window, unless the element has its own binding", () => {
    const view = rootWith('<p live-window-keydown="w" live-key="j"></p><input live-keydown="own">')
    press(document.body, "j")
    press(document.body, "k")
    press(find("input"), "j")
    expect(pushed(view)).toEqual([
      ["w", { key: "j" }],
      ["own", { value: "", key: "j" }],
    ])
    expect(view.pushed[0]?.type).toBe("keydown")
  })

  it("anywhere goes once to what is bound to the window in a view within a view", () => {
    page('<div data-live="outer"><p><span data-live="inner"><i live-window-keyup="x"></i></span></p></div>')
    press(document.body, "a", "keyup")
    expect(views.map((view) => view.pushed.length)).toEqual([0, 1])
  })

  it("finds window bindings that came with a later frame", () => {
    const view = rootWith("")
    press(document.body, "j")
    view.root.innerHTML = '<p live-window-keyup="w"></p>'
    bindings?.elements.pageWritten()
    press(document.body, "j", "keyup")
    expect(pushed(view)).toEqual([["w", { key: "j" }]])
    view.root.replaceChildren()
    press(document.body, "j", "keyup")
    expect(view.pushed).toHaveLength(1)
  })

  it("held down is throttled, another key is not", () => {
    const view = rootWith('<input live-keydown="x" live-throttle="1000">')
    for (const key of ["a", "a", "b"]) press(find("input"), key)
    expect(view.pushed).toHaveLength(2)
  })
})

describe("the focus", () => {
  it("is told when it enters and leaves the element itself", () => {
    const view = rootWith('<div live-focus="outer"><input live-focus="in" live-blur="out" value="v"></div>')
    find("input").focus()
    find("input").blur()
    expect(pushed(view)).toEqual([
      ["in", { value: "v" }],
      ["out", { value: "v" }],
    ])
  })

  it("of the window goes to those bound to it, and an element's does not", () => {
    const view = rootWith('<p live-window-blur="away" live-window-focus="back"></p><input>')
    find("input").focus()
    find("input").blur()
    window.dispatchEvent(new FocusEvent("blur"))
    window.dispatchEvent(new FocusEvent("focus"))
    expect(pushed(view)).toEqual([
      ["away", {}],
      ["back", {}],
    ])
  })
})

describe("observers", () => {
  it("notice nothing once stopped, and start again", () => {
    const view = rootWith('<button live-click="x"></button>')
    bindings?.stop()
    fire(find("button"), "click")
    expect(view.pushed).toEqual([])
    bindings?.start()
    bindings?.start()
    fire(find("button"), "click")
    expect(view.pushed).toHaveLength(1)
  })
})
