import { RateLimit } from "../../../../client/features/rate-limits/rate-limit.js"

const limit = (): RateLimit => new RateLimit("live-")

function element(html: string): Element {
  document.body.innerHTML = html
  return document.body.querySelector("[live-debounce],[live-throttle],[bare]") as Element
}

beforeEach(() => jest.useFakeTimers())
afterEach(() => jest.useRealTimers())

describe("without a limit", () => {
  it("an event runs at once", () => {
    const run = jest.fn()
    limit().apply({ element: element("<p bare></p>"), type: "click", run })
    expect(run).toHaveBeenCalledTimes(1)
  })
})

describe("debounce", () => {
  it("runs the last of several after a pause", () => {
    const [made, target, ran] = [limit(), element('<input live-debounce="200">'), [] as number[]]
    for (const number of [1, 2, 3]) {
      made.apply({ element: target, type: "change", run: () => ran.push(number) })
      jest.advanceTimersByTime(199)
    }
    expect(ran).toEqual([])
    jest.advanceTimersByTime(1)
    expect(ran).toEqual([3])
    jest.runAllTimers()
    expect(ran).toEqual([3])
  })

  it.each(["", "soon"])("pauses 300 ms for %j", (setting) => {
    const run = jest.fn()
    limit().apply({ element: element(`<input live-debounce="${setting}">`), type: "change", run })
    jest.advanceTimersByTime(299)
    expect(run).not.toHaveBeenCalled()
    jest.advanceTimersByTime(1)
    expect(run).toHaveBeenCalledTimes(1)
  })

  it("runs at once on blur, and not again", () => {
    const [made, target, run] = [limit(), element('<input live-debounce="200">'), jest.fn()]
    made.apply({ element: target, type: "change", run })
    made.elementBlurred(target)
    expect(run).toHaveBeenCalledTimes(1)
    jest.runAllTimers()
    made.elementBlurred(target)
    expect(run).toHaveBeenCalledTimes(1)
  })

  it("of `blur` waits for the blur, however long", () => {
    const [made, target, run] = [limit(), element('<input live-debounce="blur">'), jest.fn()]
    made.apply({ element: target, type: "change", run })
    jest.advanceTimersByTime(100_000)
    expect(run).not.toHaveBeenCalled()
    made.elementBlurred(target)
    expect(run).toHaveBeenCalledTimes(1)
  })

  it("runs before the form is sent, in order, and only for its controls", () => {
    document.body.innerHTML = `<form id="f"><input name="a" live-debounce><input name="b" live-debounce></form>
      <input name="c" live-debounce>`
    const [made, ran] = [limit(), [] as string[]]
    for (const input of document.querySelectorAll("input")) {
      made.apply({ element: input, type: "change", run: () => ran.push(input.name) })
    }
    made.formSubmitted(document.querySelector("form") as HTMLFormElement)
    expect(ran).toEqual(["a", "b"])
  })

  it("drops what waits when the element has left the page", () => {
    const [made, target, run] = [limit(), element('<input live-debounce="200">'), jest.fn()]
    made.apply({ element: target, type: "change", run })
    target.remove()
    jest.runAllTimers()
    expect(run).not.toHaveBeenCalled()
  })

  it("keeps elements and events apart", () => {
    document.body.innerHTML = '<input live-debounce="10"><input live-debounce="10">'
    const [first, second] = document.querySelectorAll("input")
    const [made, ran] = [limit(), [] as string[]]
    made.apply({ element: first as Element, type: "change", run: () => ran.push("first change") })
    made.apply({ element: first as Element, type: "keyup", run: () => ran.push("first keyup") })
    made.apply({ element: second as Element, type: "change", run: () => ran.push("second change") })
    jest.runAllTimers()
    expect(ran).toEqual(["first change", "first keyup", "second change"])
  })

  it("is taken from the form where the control says nothing", () => {
    document.body.innerHTML = '<form live-debounce="50"><input></form>'
    const [form, run] = [document.forms[0] as HTMLFormElement, jest.fn()]
    limit().apply({ element: form.elements[0] as Element, fallback: form, type: "change", run })
    expect(run).not.toHaveBeenCalled()
    jest.advanceTimersByTime(50)
    expect(run).toHaveBeenCalledTimes(1)
  })
})

describe("throttle", () => {
  it("runs the first, and drops what follows within the pause, also the last", () => {
    const [made, target, ran] = [limit(), element('<button live-throttle="100">'), [] as number[]]
    for (const number of [1, 2, 3]) {
      made.apply({ element: target, type: "click", run: () => ran.push(number) })
      jest.advanceTimersByTime(40)
    }
    jest.runAllTimers()
    expect(ran).toEqual([1])
    made.apply({ element: target, type: "click", run: () => ran.push(4) })
    expect(ran).toEqual([1, 4])
  })

  it("limits a held key, not another one", () => {
    const [made, target, ran] = [limit(), element('<input live-throttle="100">'), [] as string[]]
    for (const key of ["a", "a", "b", "b"])
      made.apply({ element: target, type: "keydown", key, run: () => ran.push(key) })
    expect(ran).toEqual(["a", "b"])
  })

  it("ends when the focus leaves", () => {
    const [made, target, run] = [limit(), element('<input live-throttle="100">'), jest.fn()]
    made.apply({ element: target, type: "keyup", run })
    made.elementBlurred(target)
    made.apply({ element: target, type: "keyup", run })
    expect(run).toHaveBeenCalledTimes(2)
  })

  describe("of what tells a value", () => {
    function throttled(): { made: RateLimit; target: Element; ran: number[]; apply: (number: number) => void } {
      const [made, target, ran] = [limit(), element('<input live-throttle="100">'), [] as number[]]
      const apply = (number: number): void =>
        made.apply({ element: target, type: "change", isState: true, run: () => ran.push(number) })
      return { made, target, ran, apply }
    }

    it("runs the last when the pause ends, once, and pauses again after it", () => {
      const { ran, apply } = throttled()
      for (const number of [1, 2, 3]) apply(number)
      jest.advanceTimersByTime(99)
      expect(ran).toEqual([1])
      jest.advanceTimersByTime(1)
      expect(ran).toEqual([1, 3])
      apply(4)
      expect(ran).toEqual([1, 3])
      jest.advanceTimersByTime(100)
      expect(ran).toEqual([1, 3, 4])
      jest.runAllTimers()
      expect(ran).toEqual([1, 3, 4])
    })

    it("runs no second time when nothing fell into the pause", () => {
      const { ran, apply } = throttled()
      apply(1)
      jest.runAllTimers()
      expect(ran).toEqual([1])
    })

    it("runs the last at once when the focus leaves, and before the form is sent", () => {
      const { made, target, ran, apply } = throttled()
      for (const number of [1, 2]) apply(number)
      made.elementBlurred(target)
      expect(ran).toEqual([1, 2])
      document.body.innerHTML = "<form><input live-throttle></form>"
      const [form, control] = [document.forms[0] as HTMLFormElement, document.querySelector("input") as Element]
      for (const number of [3, 4])
        made.apply({ element: control, type: "change", isState: true, run: () => ran.push(number) })
      made.formSubmitted(form)
      jest.runAllTimers()
      expect(ran).toEqual([1, 2, 3, 4])
    })

    it("drops the last when the element has left the page", () => {
      const { target, ran, apply } = throttled()
      for (const number of [1, 2]) apply(number)
      target.remove()
      jest.runAllTimers()
      expect(ran).toEqual([1])
    })
  })
})
