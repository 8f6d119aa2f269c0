/**
 * A tab of a {@link Browser}: jsdom with the real client in it. It clicks and types, each event under an id of its own, and notes what the
 * page has told the user of it.
 */
import { readFileSync } from "node:fs"
import { Script } from "node:vm"
import { JSDOM, VirtualConsole } from "jsdom"
import { type Absence, Absences } from "./absences.js"
import type { Browser } from "./browser.js"
import { type IslandShown, islandsIn, type MadeEvent, Notes, type Shown, shownIn, unrestIn } from "./notes.js"

type Push = (name: string, payload: object) => Promise<unknown>

const scripts = new Map<string, Script>()

export class Tab {
  /** What the page's console was told. */
  readonly told: string[] = []
  readonly #browser: Browser
  readonly #script: Script
  readonly #notes: Notes
  readonly #absences = new Absences()
  #dom = new JSDOM()
  /** Wants to be loaded, by a link or a form, or as the client's last resort. */
  wantsLoad = false
  /** What is loaded where a page wants to be. */
  home = "/counting"
  #isHidden = false

  /** @param program - What runs in it: a file. */
  constructor(name: string, browser: Browser, program: string) {
    this.#notes = new Notes(name)
    this.#browser = browser
    const script = scripts.get(program) ?? new Script(readFileSync(program, "utf8"), { filename: program })
    scripts.set(program, script)
    this.#script = script
  }

  get url(): string {
    return this.#dom.window.location.href
  }

  get events(): readonly MadeEvent[] {
    return this.#notes.events
  }

  /** What the user has typed last. */
  get typed(): string | undefined {
    return this.#notes.typed
  }

  get absences(): readonly Absence[] {
    return this.#absences.all
  }

  /** All its views are joined, and nothing is under way. */
  get rests(): boolean {
    return this.unrest.length === 0
  }

  /** What it still waits for. */
  get unrest(): readonly string[] {
    const page = this.wantsLoad ? ["a page load"] : []
    return [...page, ...this.#notes.unrest, ...unrestIn(this.#dom.window.document)]
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
    this.#isHidden = false
    Object.defineProperty(window.Document.prototype, "hidden", { get: () => this.#isHidden, configurable: true })
    const watched = window as unknown as Window & typeof globalThis
    this.#notes.watch(watched)
    this.#absences.watch(watched)
    this.#script.runInContext(this.#dom.getInternalVMContext())
  }

  /** Closes it as a user does: the page hears of it. */
  close(): void {
    const { window } = this.#dom
    window.dispatchEvent(new window.PageTransitionEvent("pagehide", { persisted: false }))
    this.#notes.gone()
    // What it says last goes out.
    setTimeout(() => window.close(), 20)
  }

  /** Closes it, and leaves what it says of that the time to get out. */
  async leave(): Promise<void> {
    const { window } = this.#dom
    window.dispatchEvent(new window.PageTransitionEvent("pagehide", { persisted: false }))
    await new Promise((over) => setTimeout(over, 300))
    this.crash()
  }

  /** Its process is gone: nobody hears of it. */
  crash(): void {
    this.#notes.gone()
    this.#dom.window.close()
  }

  /** What was done so far need not be shown any more. */
  forget(): void {
    this.#notes.forget()
  }

  /** Takes out the events that are over and need not be shown any more. */
  takePast(): readonly MadeEvent[] {
    return this.#notes.takePast()
  }

  /** Put into the back/forward cache, and taken out. */
  async cache(ms: number): Promise<void> {
    const { window } = this.#dom
    window.dispatchEvent(new window.PageTransitionEvent("pagehide", { persisted: true }))
    await new Promise((over) => setTimeout(over, ms))
    window.dispatchEvent(new window.PageTransitionEvent("pageshow", { persisted: true }))
  }

  /** Its user looks at another one, or at this one again. Returns true if that is new. */
  hide(isHidden: boolean): boolean {
    if (this.#isHidden === isHidden) return false
    const { window } = this.#dom
    this.#isHidden = isHidden
    window.document.dispatchEvent(new window.Event("visibilitychange", { bubbles: true }))
    return true
  }

  /** Clicks the button with this label, unless its last click is still under way. */
  click(label: string): void {
    const button = this.#find("button", label)
    if (button === undefined || this.#notes.isUnderWay(button)) return
    const event = this.#notes.made(label, button.hasAttribute("live-retry"))
    button.setAttribute("live-value-id", event.id)
    this.#await(event, button, "click", () => button.click())
  }

  /** Has a hook push an event, which has a promise. */
  push(name: string): void {
    const { pushByHook } = this.#dom.window as unknown as { readonly pushByHook?: Push }
    if (pushByHook === undefined) return
    const event = this.#notes.made(`${name} by hook`, false)
    this.#notes.toldBy(pushByHook(name, { id: event.id }), event)
  }

  follow(label: string): void {
    this.#find("a", label)?.click()
  }

  type(text: string): void {
    const input = this.#input
    if (input === null) return
    this.#notes.typed = text
    input.value = text
    input.dispatchEvent(new this.#dom.window.Event("input", { bubbles: true }))
  }

  /** What the user had typed went with the page. */
  untype(): void {
    this.#notes.typed = undefined
  }

  submit(): void {
    const form = this.#dom.window.document.querySelector("form")
    const hidden = form?.querySelector<HTMLInputElement>("[name=id]")
    if (!form || !hidden || this.#notes.isUnderWay(form)) return
    const event = this.#notes.made("submit", false)
    hidden.value = event.id
    this.#await(event, form, "submit", () => form.querySelector("button")?.click())
  }

  get shown(): Shown | undefined {
    return shownIn(this.#dom.window.document)
  }

  get islands(): readonly IslandShown[] {
    return islandsIn(this.#dom.window.document)
  }

  /** How much its views show. */
  get length(): number {
    return this.#dom.window.document.querySelectorAll("li").length
  }

  get #input(): HTMLInputElement | null {
    return this.#dom.window.document.querySelector<HTMLInputElement>("input[name=text]")
  }

  #find(tag: "a" | "button", label: string): HTMLElement | undefined {
    const all = this.#dom.window.document.querySelectorAll<HTMLElement>(tag)
    return [...all].find(({ textContent }) => textContent === label)
  }

  #await(event: MadeEvent, element: Element, type: string, make: () => void): void {
    element.classList.remove("live-refused")
    make()
    this.#notes.shownBy(element, event, type)
    this.#notes.look()
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
