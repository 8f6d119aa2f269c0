/** What runs in a tab of Chromium before its page does: notes what is clicked and what becomes of it, and has the hook that pushes. */
import { Absences } from "./absences.js"
import type { CrowdReport } from "./crowd.js"
import { Notes, shownIn, unrestIn } from "./notes.js"
import "./pusher.js"

type InPage = Omit<CrowdReport, "told" | "typed" | "loads">

declare global {
  interface Window {
    /** Given by the driver. */
    readonly tabName: string
    noted(): InPage
    pushNoted(name: string): void
  }
}

const notes = new Notes(window.tabName)
const absences = new Absences()
notes.watch(window)
absences.watch(window)

addEventListener(
  "click",
  (event) => {
    const button = (event.target as Element).closest("button")
    if (button === null) return
    const isSubmit = button.textContent === "send"
    const element = isSubmit ? (button.form as Element) : button
    // Who sees that their last click is still under way waits.
    if (notes.isUnderWay(element)) return (event.stopImmediatePropagation(), event.preventDefault())
    const made = notes.made(isSubmit ? "submit" : (button.textContent ?? ""), button.hasAttribute("live-retry"))
    if (isSubmit) element.querySelector("[name=id]")?.setAttribute("value", made.id)
    else button.setAttribute("live-value-id", made.id)
    element.classList.remove("live-refused")
    // When the page has heard of it.
    setTimeout(() => {
      notes.shownBy(element, made, isSubmit ? "submit" : "click")
      notes.look()
    })
  },
  true,
)

window.noted = () => {
  const unrest = [...notes.unrest, ...unrestIn(document)]
  return { events: notes.events, shown: shownIn(document), absences: absences.all, unrest }
}

window.pushNoted = (name) => {
  const event = notes.made(`${name} by hook`, false)
  const promise = window.pushByHook?.(name, { id: event.id }) ?? Promise.reject({ code: "LV_EVENT_NOT_SENT" })
  notes.toldBy(promise, event)
}
