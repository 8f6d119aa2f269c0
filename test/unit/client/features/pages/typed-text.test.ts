/** What was typed and chosen at an entry, and is there again. */
import { TypedText } from "../../../../../client/features/pages/typed-text.js"

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
  for (let position = 0; position <= 100; position++) typed.keep(position)
  document.body.innerHTML = FORM
  typed.restore(0)
  expect(control<HTMLInputElement>("text").value).toBe("")
  typed.restore(1)
  expect(control<HTMLInputElement>("text").value).toBe("Dear Ada")
})

it("brings back texts, boxes and several choices, and no password; not what was sent", () => {
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
  typed.keep(4)
  document.body.innerHTML = FORM
  typed.restore(4)
  expect(control<HTMLInputElement>("text").value).toBe("Dear Ada")
  expect(control<HTMLInputElement>("loud").checked).toBe(true)
  expect(control<HTMLInputElement>("secret").value).toBe("")
  expect([...control<HTMLSelectElement>("days").selectedOptions].map(({ value }) => value)).toEqual(["Mo", "We"])
  document.querySelector("form")?.dispatchEvent(new Event("submit", { bubbles: true }))
  typed.keep(4)
  document.body.innerHTML = FORM
  typed.restore(4)
  expect(control<HTMLInputElement>("text").value).toBe("")
})
