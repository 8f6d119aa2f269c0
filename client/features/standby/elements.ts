/**
 * The elements that livemount itself puts into the page: notices, which an element of the page's own takes the place of (it
 * is unhidden instead), and the loading bar.
 */
import { bodyOfPage, createElement, findInPage } from "../../dom/nodes/members.js"
import { adoptStyles } from "./styles.js"

const NOTICE_STYLES = `:where(.live-notice){position:fixed;z-index:2147483646;inset:auto auto 1rem 50%;transform:translateX(-50%);
padding:.5rem 1rem;border-radius:.5rem;font:14px/1.4 system-ui,sans-serif;color:#fff;background:#333;
box-shadow:0 2px 8px #0006}:where(.live-notice[hidden]){display:none}:where(.live-failure){bottom:4rem;background:#8c1d18}`

const BAR_STYLES = `:where(.live-bar){position:fixed;z-index:2147483647;inset:0 0 auto;height:3px;pointer-events:none;
background:var(--live-bar-color,#2f6fed);transform-origin:0 0;animation:live-bar 8s cubic-bezier(.1,.7,.2,1) forwards}
@keyframes live-bar{from{transform:scaleX(0)}to{transform:scaleX(.95)}}
@media(prefers-reduced-motion:reduce){:where(.live-bar){animation:none}}`

/** In ms: long enough to be read. */
const FAILURE_SHOWN = 8_000

/** By code, where it is other than usual. */
const FAILURES: Readonly<Record<string, string>> = {
  LV_MESSAGE_TOO_LARGE: "This is too large to be sent.",
  LV_EVENT_UNKNOWN: "The connection was lost. Please check whether that worked.",
}

const made = new Map<string, HTMLElement>()
let bar: HTMLElement | undefined
let failureTimer: ReturnType<typeof setTimeout> | undefined

/** What the user has typed, and what they have done, that is not sent yet and will be. */
export interface KeptWork {
  readonly typed: boolean
  readonly done: boolean
}

/** Shows the notice of a lost connection, with what is kept: the page's own is `[data-live-notice]`, and is told it by names. */
export function showConnectionNotice({ typed, done }: KeptWork): HTMLElement {
  const what = [...(typed ? ["typed"] : []), ...(done ? ["done"] : [])]
  const words = what.length > 0 ? ` What you have ${what.join(" and ")} is kept.` : ""
  const element = show("[data-live-notice]", "live-notice", "status", `Reconnecting…${words}`)
  element.dataset.kept = what.join(" ")
  return element
}

/** Shows for a while that an event failed: the page's own is `[data-live-failure]`, and is told the code. */
export function showFailure(code: string): void {
  const text = FAILURES[code] ?? "That did not work. Please try again."
  const element = show("[data-live-failure]", "live-notice live-failure", "alert", text)
  element.dataset.code = code
  clearTimeout(failureTimer)
  failureTimer = setTimeout(() => {
    element.hidden = true
  }, FAILURE_SHOWN)
}

/** Puts the bar into the page. */
export function putBar(): HTMLElement {
  if (bar === undefined) {
    adoptStyles(BAR_STYLES)
    bar = createElement("div")
    bar.className = "live-bar"
    bar.ariaHidden = "true"
  }
  bodyOfPage().append(bar)
  return bar
}

function show(own: string, className: string, role: string, text: string): HTMLElement {
  const given = findInPage<HTMLElement>(own)
  const element = given ?? made.get(own) ?? makeNotice(className, role)
  if (given === null) made.set(own, element)
  if (!element.isConnected) bodyOfPage().append(element)
  element.hidden = false
  // Text that comes after the element is announced by screen readers.
  if (given === null) element.textContent = text
  return element
}

function makeNotice(className: string, role: string): HTMLElement {
  if (made.size === 0) adoptStyles(NOTICE_STYLES)
  const element = createElement("div")
  element.className = className
  element.setAttribute("role", role)
  return element
}
