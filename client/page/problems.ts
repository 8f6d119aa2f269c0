/** Tells of what went wrong: the console, scripts of the page, the user, and in development the overlay. */
import type { Problem } from "../../src/protocol/frames.js"
import { ROOT_ATTRIBUTE } from "../../src/protocol/markup.js"
import { getAttribute } from "../dom/nodes/members.js"
import { complain } from "../util/console.js"
import type { Loadable } from "../util/lazy.js"
import type { PageView, ViewProblems } from "../view/view-page.js"
import type { Views } from "../view/views.js"
import type { Notices } from "./notices.js"
import type { KeptSnapshots } from "./snapshots.js"

/** Shows problems over the page: `client/features/overlay/`. */
export interface Overlay {
  showProblem(problem: Problem, view: string): void
  hideProblem(): void
}

export interface ProblemsOptions {
  readonly development: boolean
  readonly notices: Loadable<Notices>
  readonly overlay: Loadable<Overlay>
  readonly snapshots: Loadable<KeptSnapshots>
  readonly views: Pick<Views, "answered">
}

export class Problems implements ViewProblems {
  readonly #options: ProblemsOptions

  constructor(options: ProblemsOptions) {
    this.#options = options
  }

  /** Says something that a developer should know. */
  warn(text: string, node?: Node): void {
    if (this.#options.development) complain(text, ...(node === undefined ? [] : [node]))
  }

  problemArrived(problem: Problem, view: PageView): void {
    const { development, overlay, snapshots, views } = this.#options
    const name = getAttribute(view.root, ROOT_ATTRIBUTE) ?? ""
    // It will not be answered, for the reason that is told here.
    views.answered(view)
    // The user was logged out.
    if (problem.code === "LV_DISCONNECTED" && snapshots.isWanted) snapshots.use(forget)
    complain(`${problem.code} in view "${name}": ${problem.message}`, ...(problem.detail ? [problem.detail] : []))
    if (development) overlay.use(({ showProblem }) => showProblem(problem, name))
  }

  problemOver(): void {
    this.#options.overlay.use(hideProblem)
  }

  eventRefused(view: PageView, problem?: Problem): void {
    if (problem === undefined) return this.#options.notices.use(showConnection)
    this.problemArrived(problem, view)
    this.eventFailed(view, problem)
  }

  eventFailed(view: PageView, { code, message }: Problem): void {
    const detail = { code, message, root: getAttribute(view.root, "id") }
    const isOurs = window.dispatchEvent(new CustomEvent("live:event-failed", { detail, cancelable: true }))
    // In development the overlay says it.
    if (isOurs && !this.#options.development) this.#options.notices.use(({ showFailure }) => showFailure(code))
  }
}

// Functions of their own, so that they wait once for the part.

function showConnection({ connection }: Notices): void {
  connection.show()
}

function forget(snapshots: KeptSnapshots): void {
  snapshots.forget()
}

function hideProblem(overlay: Overlay): void {
  overlay.hideProblem()
}
