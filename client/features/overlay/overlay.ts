/**
 * Development only: shows a problem over the page. It stands in a shadow root, so the page's styles and ours leave each other
 * alone. Bindings and hooks that nothing will come of are told by the way (`bindings.ts`, `hooks.ts`).
 */

import type { Problem } from "../../../src/protocol/frames.js"
import { bodyOfPage, createElement, listenTo } from "../../dom/nodes/members.js"
import type { Overlay } from "../../page/problems.js"
import { type OverlayTools, watchBindings } from "./bindings.js"
import { watchHooks } from "./hooks.js"

const STYLES = `:host{position:fixed;z-index:2147483647;inset:auto 1rem 1rem;max-height:60vh;overflow:auto;
padding:1rem 1.25rem;border-radius:.5rem;border-left:6px solid #e5484d;font:14px/1.5 system-ui,sans-serif;
color:#f4f4f5;background:#18181b;box-shadow:0 8px 30px #000a}
h2{margin:0 2rem .25rem 0;font-size:1rem}pre{margin:.5rem 0 0;white-space:pre-wrap;font-size:12px}
button{position:absolute;top:.75rem;right:.75rem;border:0;background:none;color:inherit;font-size:1.25rem;cursor:pointer}`

/** Begins to look at the page's bindings. */
export function makeOverlay(tools: OverlayTools): Overlay {
  watchBindings(tools)
  watchHooks(tools)
  return { showProblem, hideProblem }
}

let host: HTMLElement | undefined
let dismissShown: (() => void) | undefined

/** Shows the newest problem; Escape or the button dismisses it. */
export function showProblem(problem: Problem, view: string): void {
  dismissShown?.()
  host = createElement("div")
  host.setAttribute("role", "alertdialog")
  host.setAttribute("aria-label", `livemount: ${problem.code}`)
  const root = host.attachShadow({ mode: "open" })
  if ("adoptedStyleSheets" in root) {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(STYLES)
    root.adoptedStyleSheets.push(sheet)
  }
  const close = element("button", "×")
  close.setAttribute("aria-label", "Dismiss")
  // A template's code frame stands behind the sentence, and a stack repeats both.
  const { code, message, detail = "" } = problem
  const [sentence = "", ...frame] = message.split("\n\n")
  root.append(close, element("h2", `${code} in view "${view}"`), element("div", sentence))
  for (const text of [frame.join("\n\n"), detail.split(message).at(-1)?.trim() ?? ""]) {
    if (text !== "") root.append(element("pre", text))
  }
  const shown = host
  const stop = new AbortController()
  const dismiss = (): void => {
    shown.remove()
    stop.abort()
  }
  dismissShown = dismiss
  close.addEventListener("click", dismiss)
  listenTo(document, "keydown", ({ key }: KeyboardEvent) => key === "Escape" && dismiss(), { signal: stop.signal })
  bodyOfPage().append(host)
}

/** The problem shown is over. */
export function hideProblem(): void {
  dismissShown?.()
}

function element(name: string, text: string): HTMLElement {
  const made = createElement(name)
  made.textContent = text
  return made
}
