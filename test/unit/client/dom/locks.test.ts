import fc from "fast-check"
import { each, html } from "../../../../src/render/values/html.js"
import type { Rendered } from "../../../../src/render/values/values.js"
import { contents, expected, LivePage, operations } from "../../../support/live-page.js"

interface State {
  readonly keys: readonly number[]
  readonly label: string
  readonly error: string
  readonly value: string
  readonly open: boolean
}

const page = ({ keys, label, error, value, open }: State): Rendered => html`<form id="form" class="${error}">
    <input id="field" class="${error}" value="${value}"><p>${error}</p>
    <textarea id="area">${value}</textarea>
    ${open ? html`<button id="save" title="${label}">${label} <b>${open ? label : null}</b></button>` : html`<i>closed</i>`}
  </form>
  <ul>${each(
    keys,
    (k) => k,
    (k) =>
      html`<li id="r${k}"><button id="b${k}" class="${label}">${k % 2 ? html`<b>${label}</b>` : label}</button>${error}</li>`,
  )}</ul>`

/** The same controls as the components write them: all attributes of one in one slot. */
const tagged = ({ keys, label, error, value, open }: State): Rendered => html`<form id="form">
    <input id="field" ${{ "aria-invalid": error === "" ? null : "true", value }}>
    <input id="box" type="checkbox" ${{ class: error, checked: value === "b" ? "" : null }}>
    <select id="area" ${{ title: label }}><option ${{ selected: value === "a" ? "" : null, class: error }}>1</option><option>2</option></select>
    ${each(
      keys,
      (k) => k,
      (k) => html`<input id="b${k}" ${open ? { value, title: error } : { checked: "", name: label }}>`,
    )}</form>`

const start: State = { keys: [1, 2, 3], label: "Save", error: "", value: "a", open: true }

const at = (live: LivePage, selector: string): Element => live.root.querySelector(selector) as Element

describe("an element that waits for its answer", () => {
  it.each<[string, string, { type: string; control?: string }, Partial<State>, string[]]>([
    ["a button keeps its text and attributes", "#save", { type: "click" }, { label: "Saved" }, []],
    ["the state of a form's controls is held", "#form", { type: "change" }, { value: "b" }, []],
    [
      "errors in the form are written at once",
      "#form",
      { type: "change" },
      { error: "e", value: "b" },
      ["form#form @class", "input#field @class", 'text "e"'],
    ],
    [
      "the control that sent the event is held whole",
      "#form",
      { type: "change", control: "#field" },
      { error: "e" },
      ["form#form @class", 'text "e"'],
    ],
    [
      "an event of another kind holds no form",
      "#form",
      { type: "keydown" },
      { value: "b" },
      ["input#field @value", '- "a"', '+ "b"'],
    ],
  ])("%s", (_, source, { type, control }, change, done) => {
    const live = new LivePage(page({ ...start, keys: [] }))
    const lock = live.dom.lock(at(live, source), {
      type,
      ...(control === undefined ? {} : { control: at(live, control) }),
    })
    const next = page({ ...start, keys: [], ...change })
    expect(operations(live.root, () => live.update(next))).toEqual(done)
    live.dom.acknowledge(lock, null)
    expect(contents(live.root)).toBe(expected(next))
  })

  it("holds only the state of its controls where their attributes are one slot", () => {
    const live = new LivePage(tagged({ ...start, keys: [] }))
    const lock = live.dom.lock(at(live, "#form"), { type: "change" })
    const operationsOf = (next: State): string[] => operations(live.root, () => live.update(tagged(next)))
    expect(operationsOf({ ...start, keys: [], error: "e", value: "b" })).toEqual([
      "input#field @aria-invalid",
      "input#box @class",
      "option @class",
    ])
    const next = tagged({ ...start, keys: [], error: "", value: "b" })
    live.dom.acknowledge(lock, live.render(next))
    expect(contents(live.root)).toBe(expected(next))
  })

  it("keeps what the user typed into a control whose attributes came whole meanwhile and say nothing of it", () => {
    const field = (title: string): Rendered => html`<form>${html`<input ${{ title }}>`}</form>`
    const live = new LivePage(field("a"))
    const input = at(live, "input") as HTMLInputElement
    input.value = "typed"
    input.dispatchEvent(new InputEvent("input", { bubbles: true }))
    const lock = live.dom.lock(at(live, "form"), { type: "change" })
    live.whole(field("b"))
    expect([input.title, input.value]).toEqual(["b", "typed"])
    live.dom.acknowledge(lock, null)
    expect(input.value).toBe("typed")
  })

  it("has neighbours that are written at once", () => {
    const live = new LivePage(page(start))
    const lock = live.dom.lock(at(live, "#b1"), { type: "click" })
    live.update(page({ ...start, error: "e", label: "x" }))
    expect(at(live, "#r1").textContent).toBe("Savee")
    expect(at(live, "#r2").textContent).toBe("xe")
    live.dom.acknowledge(lock, null)
    expect(at(live, "#r1").textContent).toBe("xe")
  })

  it("is written in order when the answer comes, and then its own difference", () => {
    const live = new LivePage(page(start))
    const lock = live.dom.lock(at(live, "#save"), { type: "click" })
    live.update(page({ ...start, label: "one" }))
    live.update(page({ ...start, label: "two" }))
    expect(at(live, "#save").textContent).toBe("Save Save")
    const writes = operations(at(live, "#save"), () =>
      live.dom.acknowledge(lock, live.render(page({ ...start, label: "three" }))),
    )
    expect(writes.filter((line) => line.startsWith("text"))).toHaveLength(6)
    expect(at(live, "#save").textContent).toBe("three three")
  })

  it("stays held until the newest of its events is answered", () => {
    const live = new LivePage(page(start))
    const first = live.dom.lock(at(live, "#save"), { type: "click" })
    const second = live.dom.lock(at(live, "#save"), { type: "click" })
    live.dom.acknowledge(first, live.render(page({ ...start, label: "one" })))
    expect(at(live, "#save").textContent).toBe("Save Save")
    live.dom.acknowledge(second, null)
    expect(at(live, "#save").textContent).toBe("one one")
  })

  it.each(["#b1", "#save"])("stays held where a later event, of %s, is answered first: that was refused", (later) => {
    const live = new LivePage(page(start))
    const first = live.dom.lock(at(live, "#save"), { type: "click" })
    const refused = live.dom.lock(at(live, later), { type: "click" })
    live.update(page({ ...start, label: "one" }))
    live.dom.acknowledge(refused, null, true)
    expect(at(live, "#save").textContent).toBe("Save Save")
    expect(at(live, "#b1").textContent).toBe("one")
    live.dom.acknowledge(first, null)
    expect(contents(live.root)).toBe(expected(page({ ...start, label: "one" })))
  })

  it("may be moved, removed and forgotten", () => {
    const live = new LivePage(page(start))
    const lock = live.dom.lock(at(live, "#b2"), { type: "click" })
    live.update(page({ ...start, keys: [3, 2, 1], label: "x" }))
    expect(at(live, "#b2").textContent).toBe("Save")
    live.update(page({ ...start, keys: [3], label: "x" }))
    live.dom.acknowledge(lock, null)
    expect(contents(live.root)).toBe(expected(page({ ...start, keys: [3], label: "x" })))
  })

  it("is let go when the connection is lost", () => {
    const live = new LivePage(page(start))
    live.dom.lock(at(live, "#save"), { type: "click" })
    live.update(page({ ...start, label: "x" }))
    live.dom.unlockAll()
    expect(contents(live.root)).toBe(expected(page({ ...start, label: "x" })))
  })
})

describe("random locks and acknowledgements", () => {
  const states: fc.Arbitrary<State> = fc.record({
    keys: fc.uniqueArray(fc.nat(5), { maxLength: 5 }),
    label: fc.constantFrom("Save", "x", "y"),
    error: fc.constantFrom("", "e", "f"),
    value: fc.constantFrom("a", "b", "c"),
    open: fc.boolean(),
  })
  const steps = fc.array(
    fc.oneof(
      states.map((state) => ({ kind: "push" as const, state })),
      fc
        .constantFrom("#form", "#field", "#save", "#b0", "#b1", "#b2", "#b3")
        .map((source) => ({ kind: "lock" as const, source })),
      states.map((state) => ({ kind: "answer" as const, state })),
      fc.nat(5).map((which) => ({ kind: "refusal" as const, which })),
    ),
    { maxLength: 15 },
  )

  it.each([
    ["as they are", page],
    ["whose controls have one slot for all attributes", tagged],
  ])("end in the same DOM as without locks: pages %s", (_, made) => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const live = new LivePage(made(start))
        const open: number[] = []
        let last = start
        for (const step of sequence) {
          if (step.kind === "lock") {
            const source = live.root.querySelector(step.source)
            if (source !== null) open.push(live.dom.lock(source, { type: "change" }))
            continue
          }
          if (step.kind === "refusal") {
            const [refused] = open.splice(step.which, 1)
            if (refused !== undefined) live.dom.acknowledge(refused, null, true)
            continue
          }
          last = step.state
          const frame = live.render(made(last))
          if (step.kind === "answer" && open.length > 0) live.dom.acknowledge(open.shift() as number, frame)
          else if (frame !== null) live.dom.write(frame)
        }
        for (const lock of open) live.dom.acknowledge(lock, null)
        expect(contents(live.root)).toBe(expected(made(last)))
      }),
      { numRuns: 80 },
    )
  })
})
