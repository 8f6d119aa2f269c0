/** What was typed and chosen at an entry, and is there again. */
import { TypedText } from "../../../../../client/features/pages/typed/typed-text.js"

const FORM = `<form id="f"><input name="text"><input type="checkbox" name="loud"><input type="password" name="secret">
  <select name="days" multiple><option>Mo<option>Tu<option>We</select><textarea name="matches"></textarea></form>`

function control<T extends Element>(name: string): T {
  return document.querySelector(`[name=${name}]`) as T
}

function use(element: Element, change: () => void): void {
  change()
  element.dispatchEvent(new Event("input", { bubbles: true }))
}

it("keeps a hundred entries: the oldest is let go of", () => {
  document.body.innerHTML = FORM
  const typed = new TypedText()
  const text = control<HTMLInputElement>("text")
  use(text, () => (text.value = "Dear Ada"))
  for (let position = 0; position <= 100; position++) typed.keep(String(position))
  document.body.innerHTML = FORM
  typed.restore("0")
  expect(control<HTMLInputElement>("text").value).toBe("")
  typed.restore("1")
  expect(control<HTMLInputElement>("text").value).toBe("Dear Ada")
})

it("brings back texts, boxes and several choices, and no password", () => {
  document.body.innerHTML = FORM
  const typed = new TypedText()
  const text = control<HTMLInputElement>("text")
  use(text, () => (text.value = "Dear Ada"))
  const loud = control<HTMLInputElement>("loud")
  use(loud, () => (loud.checked = true))
  const secret = control<HTMLInputElement>("secret")
  use(secret, () => (secret.value = "popcorn"))
  const days = control<HTMLSelectElement>("days")
  use(days, () => {
    for (const option of days.options) option.selected = option.value !== "Tu"
  })
  typed.keep("4")
  document.body.innerHTML = FORM
  typed.restore("4")
  expect(control<HTMLInputElement>("text").value).toBe("Dear Ada")
  expect(control<HTMLInputElement>("loud").checked).toBe(true)
  expect(control<HTMLInputElement>("secret").value).toBe("")
  expect([...control<HTMLSelectElement>("days").selectedOptions].map(({ value }) => value)).toEqual(["Mo", "We"])
})

describe("what was sent", () => {
  let typed: TypedText
  const send = (): unknown => document.querySelector("form")?.dispatchEvent(new Event("submit", { bubbles: true }))
  /** The text that is there when one goes back to the page, which is left, by its view perhaps. */
  function textOnBack(isDone = false): string {
    typed.keep("4", isDone)
    document.body.innerHTML = FORM
    typed.restore("4")
    return control<HTMLInputElement>("text").value
  }

  beforeEach(() => {
    document.body.innerHTML = FORM
    typed = new TypedText()
    use(control("text"), () => (control<HTMLInputElement>("text").value = "Dear Ada"))
    send()
  })

  it("is there again where the view had something against it, and left it where it was", () => {
    expect(textOnBack()).toBe("Dear Ada")
  })

  it("is gone where the view has taken it, and shows something else there", () => {
    control<HTMLInputElement>("text").value = "Next"
    expect(textOnBack()).toBe("")
  })

  it("is gone where another element has come in its place", () => {
    document.body.innerHTML = FORM
    control<HTMLInputElement>("text").value = "Next"
    expect(textOnBack()).toBe("")
  })

  it("is gone where the view leads to another page", () => {
    expect(textOnBack(true)).toBe("")
  })

  it("is what was typed since", () => {
    use(control("text"), () => (control<HTMLInputElement>("text").value = "Dear Grace"))
    expect(textOnBack(true)).toBe("Dear Grace")
  })

  it("is what was typed since into the element that has come in its place", () => {
    document.body.innerHTML = FORM
    use(control("text"), () => (control<HTMLInputElement>("text").value = "Dear Grace"))
    expect(textOnBack()).toBe("Dear Grace")
  })

  it("is gone with a reset", () => {
    document.querySelector("form")?.dispatchEvent(new Event("reset", { bubbles: true }))
    expect(textOnBack()).toBe("")
  })
})

it("keeps what was typed where its control was made anew: the element of the same name has it by then", () => {
  document.body.innerHTML = FORM
  const typed = new TypedText()
  use(control("text"), () => {})
  document.body.innerHTML = `<main>${FORM}</main>`
  control<HTMLInputElement>("text").value = "Dear Ada"
  control<HTMLTextAreaElement>("matches").value = "The server's"
  typed.keep("1")
  document.body.innerHTML = FORM
  typed.restore("1")
  expect(control<HTMLInputElement>("text").value).toBe("Dear Ada")
  expect(control<HTMLTextAreaElement>("matches").value).toBe("")
})

it("takes nothing for typed that has a name by which several are called, or whose form was sent since", () => {
  document.body.innerHTML = FORM
  const typed = new TypedText()
  use(control("text"), () => {})
  use(control("matches"), () => {})
  document.body.innerHTML = FORM
  control("text").after(control("text").cloneNode())
  for (const element of document.querySelectorAll<HTMLInputElement>("[name]"))
    if (element.type === "text") element.value = "x"
  typed.keep("1")
  document.body.innerHTML = FORM
  use(control("matches"), () => {})
  document.body.innerHTML = FORM
  document.querySelector("form")?.dispatchEvent(new Event("submit", { bubbles: true }))
  control<HTMLTextAreaElement>("matches").value = "x"
  typed.keep("2")
  for (const entry of ["1", "2"]) {
    document.body.innerHTML = FORM
    typed.restore(entry)
    expect([control<HTMLInputElement>("text").value, control<HTMLTextAreaElement>("matches").value]).toEqual(["", ""])
  }
})

it("takes nothing for typed in the next page that is called as what was typed into in this one", () => {
  document.body.innerHTML = FORM
  const typed = new TypedText()
  use(control("text"), () => {})
  typed.keep("1")
  document.body.innerHTML = FORM
  typed.restore(undefined)
  control<HTMLInputElement>("text").value = "The server's"
  typed.keep("2")
  document.body.innerHTML = FORM
  typed.restore("2")
  expect(control<HTMLInputElement>("text").value).toBe("")
})

it("knows of what was typed, or put back by the browser, before it came", () => {
  document.body.innerHTML = FORM
  control<HTMLInputElement>("text").value = "Dear Ada"
  const typed = new TypedText()
  typed.keep("1")
  document.body.innerHTML = FORM
  typed.restore("1")
  expect(control<HTMLInputElement>("text").value).toBe("Dear Ada")
})

describe("over a page load", () => {
  beforeEach(() => {
    sessionStorage.clear()
    document.body.innerHTML = FORM
  })

  /** What is typed at an entry of a document that goes then. */
  function leave(of: string): void {
    const typed = new TypedText(of)
    const text = control<HTMLInputElement>("text")
    use(text, () => (text.value = "Dear Ada"))
    typed.keep("1 a")
    window.dispatchEvent(new Event("pagehide"))
    document.body.innerHTML = FORM
  }

  it("the next document of the same user has it, once, and tells it", () => {
    leave("ada")
    const typed = new TypedText("ada")
    const told: Element[] = []
    typed.restore("1 b", (one) => told.push(one))
    typed.restore("1 a", (one) => told.push(one))
    expect([control<HTMLInputElement>("text").value, told]).toEqual(["Dear Ada", [control("text")]])
    document.body.innerHTML = FORM
    typed.restore("1 a")
    expect(control<HTMLInputElement>("text").value).toBe("")
  })

  it("nobody else has it, and then the storage has nothing of it", () => {
    leave("ada")
    new TypedText("grace").restore("1 a")
    expect([control<HTMLInputElement>("text").value, sessionStorage.length]).toEqual(["", 0])
  })

  it("nothing is stored of what the page wants to be forgotten", () => {
    control("text").setAttribute("autocomplete", "off")
    leave("ada")
    expect(sessionStorage.length).toBe(0)
  })

  it("what the user, or the browser, has put there by then stays", () => {
    leave("ada")
    control<HTMLInputElement>("text").value = "Dear Grace"
    const tell = jest.fn()
    new TypedText("ada").restore("1 a", tell)
    expect([control<HTMLInputElement>("text").value, tell.mock.calls]).toEqual(["Dear Grace", []])
  })
})
