/**
 * A tab of a {@link Browser}: jsdom with the real client in it. It clicks and types, each event under an id of its own, and notes what the
 * page has told the user of it.
 */
import { readFileSync } from "node:fs"
import { Script } from "node:vm"
import { JSDOM, VirtualConsole } from "jsdom"
import type { Browser } from "./browser.js"

/** What the user was told of an event. `gone`: the page was loaded anew meanwhile. */
export type Fate = "done" | "refused" | "gone" | `failed: ${string}`

export interface MadeEvent {
  readonly id: string
  readonly what: string
  /** May be done more than once. */
  readonly isRetried: boolean
  fate: Fate | undefined
  /** What it did is to be shown as long as the page is not loaded anew. */
  isKept: boolean
}

/** What stands in the page. */
export interface Shown {
  readonly run: string
  readonly count: string
  readonly infos: string
  readonly page: string
  readonly branch: string
  readonly last: readonly string[]
  readonly rows: readonly string[]
  readonly text: string
  readonly typed: string
}

type Push = (name: string, payload: object) => Promise<unknown>

interface Pending {
  readonly event: MadeEvent
  readonly element: Element
  readonly type: string
}

const scripts = new Map<string, Script>()

export class Tab {
  readonly events: MadeEvent[] = []
  /** What the page's console was told. */
  readonly told: string[] = []
  readonly #browser: Browser
  readonly #script: Script
  readonly #name: string
  #dom = new JSDOM()
  #pending: Pending[] = []
  #count = 0
  /** Of hooks, under way. */
  #pushed = new Set<MadeEvent>()
  /** Wants to be loaded, by a link or a form, or as the client's last resort. */
  wantsLoad = false

  /** @param program - What runs in it: a file. */
  constructor(name: string, browser: Browser, program: string) {
    this.#name = name
    this.#browser = browser
    const script = scripts.get(program) ?? new Script(readFileSync(program, "utf8"), { filename: program })
    scripts.set(program, script)
    this.#script = script
  }

  get url(): string {
    return this.#dom.window.location.href
  }

  get roots(): readonly Element[] {
    return [...this.#dom.window.document.querySelectorAll("[data-live]")]
  }

  /** All its views are joined, and nothing is under way. */
  get rests(): boolean {
    return this.unrest.length === 0
  }

  /** What it still waits for. */
  get unrest(): readonly string[] {
    const { document } = this.#dom.window
    const away = this.roots.filter((root) => !root.classList.contains("live-connected"))
    return [
      ...(this.wantsLoad ? ["a page load"] : []),
      ...(this.roots.length === 0 ? ["a root"] : []),
      ...away.map(({ id, className }) => `${id} is ${className}`),
      ...this.#pending.map(({ event: { id, what } }) => `${what} ${id}`),
      ...[...this.#pushed].map(({ id, what }) => `${what} ${id}`),
      ...[...document.querySelectorAll("[class$='-loading']")].map(({ outerHTML }) => outerHTML),
    ]
  }

  /** Loads a page, in place of the one that is there. */
  async load(url: string): Promise<void> {
    this.close()
    const response = await this.#browser.open(url)
    const text = await response.text()
    if (!response.ok) throw new Error(`${url} answers ${response.status}: ${text}`)
    this.wantsLoad = false
    this.#dom = new JSDOM(text, {
      url: response.url,
      cookieJar: this.#browser.jar,
      runScripts: "outside-only",
      pretendToBeVisual: true,
      virtualConsole: this.#console(),
    })
    const { window } = this.#dom
    this.#browser.equip(window)
    new window.MutationObserver(() => this.#look()).observe(window.document, {
      subtree: true,
      attributeFilter: ["class"],
      childList: true,
    })
    window.addEventListener("live:event-failed", (event) => this.#failed((event as CustomEvent).detail.code as string))
    this.#script.runInContext(this.#dom.getInternalVMContext())
  }

  /** Closes it as a user does: the page hears of it. */
  close(): void {
    const { window } = this.#dom
    window.dispatchEvent(new window.PageTransitionEvent("pagehide", { persisted: false }))
    this.crash()
  }

  /** Its process is gone: nobody hears of it. */
  crash(): void {
    for (const event of this.events) event.fate ??= "gone"
    this.forget()
    this.#pending = []
    this.#pushed.clear()
    this.#dom.window.close()
  }

  /** What was done so far need not be shown any more. */
  forget(): void {
    for (const event of this.events) event.isKept = false
  }

  /** Put into the back/forward cache, and taken out. */
  async cache(ms: number): Promise<void> {
    const { window } = this.#dom
    window.dispatchEvent(new window.PageTransitionEvent("pagehide", { persisted: true }))
    await new Promise((over) => setTimeout(over, ms))
    window.dispatchEvent(new window.PageTransitionEvent("pageshow", { persisted: true }))
  }

  /** The network is back: a page that waits before it tries again need not. */
  online(): void {
    const { window } = this.#dom
    window.dispatchEvent(new window.Event("online"))
  }

  /** Clicks the button with this label, unless its last click is still under way. */
  click(label: string): void {
    const button = this.#find("button", label)
    if (button === undefined || this.#pending.some(({ element }) => element === button)) return
    const event = this.#event(label, button.hasAttribute("live-retry"))
    button.setAttribute("live-value-id", event.id)
    this.#await(event, button, "click", () => button.click())
  }

  /** Has a hook push an event, which has a promise. */
  push(name: string): void {
    const { window } = this.#dom
    const { pushByHook } = window as unknown as { readonly pushByHook?: Push }
    if (pushByHook === undefined) return
    const event = this.#event(`${name} by hook`, false)
    this.#pushed.add(event)
    pushByHook(name, { id: event.id })
      .then(
        (reply) => (event.fate ??= reply === event.id ? "done" : `failed: ${String(reply)}`),
        ({ code }: { readonly code: string }) =>
          (event.fate ??= code === "LV_EVENT_NOT_SENT" ? "refused" : `failed: ${code}`),
      )
      .finally(() => this.#pushed.delete(event))
  }

  follow(label: string): void {
    this.#find("a", label)?.click()
  }

  type(text: string): void {
    const input = this.#input
    if (input === null) return
    input.value = text
    input.dispatchEvent(new this.#dom.window.Event("input", { bubbles: true }))
  }

  submit(): void {
    const form = this.#dom.window.document.querySelector("form")
    const hidden = form?.querySelector<HTMLInputElement>("[name=id]")
    if (!form || !hidden || this.#pending.some(({ element }) => element === form)) return
    const event = this.#event("submit", false)
    hidden.value = event.id
    this.#await(event, form, "submit", () => form.querySelector("button")?.click())
  }

  get shown(): Shown | undefined {
    const root = this.#dom.window.document.querySelector("[data-live=counting]")
    if (root === null) return undefined
    const text = (selector: string): string => root.querySelector(selector)?.textContent ?? "?"
    const items = (selector: string): string[] =>
      [...root.querySelectorAll(selector)].map((item) => item.textContent ?? "")
    return {
      run: text("i"),
      count: text("b"),
      infos: text("u"),
      page: text("em"),
      branch: text("p"),
      last: items("ul li"),
      rows: items("ol li"),
      text: text("s"),
      typed: this.#input?.value ?? "?",
    }
  }

  get #input(): HTMLInputElement | null {
    return this.#dom.window.document.querySelector<HTMLInputElement>("input[name=text]")
  }

  #find(tag: "a" | "button", label: string): HTMLElement | undefined {
    const all = this.#dom.window.document.querySelectorAll<HTMLElement>(tag)
    return [...all].find(({ textContent }) => textContent === label)
  }

  #event(what: string, isRetried: boolean): MadeEvent {
    const event: MadeEvent = {
      id: `${this.#name}.${++this.#count}`,
      what,
      isRetried,
      fate: undefined,
      isKept: what !== "patch",
    }
    this.events.push(event)
    return event
  }

  #await(event: MadeEvent, element: Element, type: string, make: () => void): void {
    element.classList.remove("live-refused")
    this.#pending.push({ event, element, type })
    make()
    this.#look()
  }

  /** What elements show now: of each event whether it is over, and how. */
  #look(): void {
    this.#pending = this.#pending.filter(({ event, element, type }) => {
      if (element.classList.contains(`live-${type}-loading`) && element.isConnected) return true
      event.fate ??= element.classList.contains("live-refused") ? "refused" : element.isConnected ? "done" : "gone"
      return false
    })
  }

  /** The page has said so of an event that it does not name: of one that is over just now. */
  #failed(code: string): void {
    for (const { event, element, type } of this.#pending)
      if (!element.classList.contains(`live-${type}-loading`)) event.fate ??= `failed: ${code}`
  }

  #console(): VirtualConsole {
    const console = new VirtualConsole()
    console.on("jsdomError", (error: Error) => {
      // What a real one would do.
      if (/navigation|submit/i.test(error.message)) this.wantsLoad = true
      else this.told.push(error.stack ?? error.message)
    })
    for (const method of ["error", "warn"] as const)
      console.on(method, (...texts: unknown[]) => this.told.push(texts.map(String).join(" ")))
    return console
  }
}
