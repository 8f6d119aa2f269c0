/**
 * Joins a view, and joins it again after a lost connection, a crash or a refused token; `join-steps.ts` says what may
 * follow what. Of events and differences it knows nothing.
 */
import type { Joined, JoinReply, JoinRequest, Problem } from "../../src/protocol/frames.js"
import { TOKEN_ATTRIBUTE } from "../../src/protocol/markup.js"
import { backOff } from "../connection/reconnector.js"
import { setAttribute } from "../dom/nodes/members.js"
import { JOIN_STEPS, type JoinEvent, type JoinState } from "./join-steps.js"
import type { Renewal } from "./renewal.js"
import type { ViewChannel } from "./view-channel.js"
import type { PageView, Readiness, ViewPage } from "./view-page.js"

/** When the first join takes longer than this, forms and buttons are left to the plain POST. */
const PATIENCE = 5_000

/** A view that lives this long after its join counts as sound again. */
const PROVEN = 10_000

/** Joins that fail one after the other before a plain page load is asked for. */
const FAILURES = 5

/** Delays between failed joins, in ms, and each by the one before. */
const SHORTEST = 1_000
const LONGEST = 60_000
const GROWTH = 2

/** A view whose server has gone away waits so long for another, in ms, before what the user does is refused. */
const MOVING = 10_000

/** How a root shows what its view is with the server: a class of each name. */
export type Look = "connected" | "loading" | "error"

/**
 * `away`: the connection is lost, or a join was refused; what is kept for the page may still be there. `ended`: its process is no more.
 * `left`: nobody wants it any more.
 */
export type Detachment = "away" | "ended" | "left"

/** What a {@link Joiner} asks of and tells to its view. */
export interface JoinedView extends PageView {
  /** The slots of the first HTML are bound. */
  readonly isBound: boolean
  joinRequest(isRenewed: boolean): JoinRequest
  /** The server has the view now; `bound()` is to be called once its values are written. */
  accepted(joined: Joined): void
  /** The join failed with this problem, which nobody has been told yet. */
  viewExited(problem: Problem): void
  /** It is joined no more, or not yet. */
  detached(how: Detachment): void
  /** No join will come, for this reason: the page stays as it is and works by POST. */
  surrendered(problem: Problem): void
  shows(...looks: readonly Look[]): void
}

export class Joiner {
  readonly #channel: ViewChannel
  readonly #view: JoinedView
  readonly #page: ViewPage
  #state: JoinState = "stopped"
  /** Counts joins: an answer that belongs to an earlier one is late. */
  #attempt = 0
  #failures = 0
  /** The server has refused the token that the page had, and it has another one; until a join is accepted. */
  #isRenewed = false
  /** The user has waited too long, or in vain: forms post until the view is bound. */
  #isPlain = false
  #patience: ReturnType<typeof setTimeout> | undefined
  /** Of the state: ends with it. */
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(channel: ViewChannel, view: JoinedView, page: ViewPage) {
    this.#channel = channel
    this.#view = view
    this.#page = page
  }

  get state(): JoinState {
    return this.#state
  }

  get readiness(): Readiness {
    if (this.#isHeld) return this.#state === "recovering" ? "waiting" : "ready"
    if (this.#isPlain) return "plain"
    return !this.#view.isBound || this.#state === "joining" || this.#state === "moving" ? "waiting" : "offline"
  }

  /** The server has the view. */
  get #isHeld(): boolean {
    return "drained" in JOIN_STEPS[this.#state]
  }

  start(): void {
    if (!this.#step("started")) return
    this.#view.shows("loading")
    this.#patience = setTimeout(() => {
      this.#isPlain = true
    }, PATIENCE)
  }

  stop(): void {
    this.#detach("left", "left")
    clearTimeout(this.#patience)
    this.#view.shows()
  }

  opened(): void {
    if (this.#step("opened")) this.#join()
  }

  /** Its process has ended with its server: the next one is joined as soon as there is a connection. Nothing is shown of that. */
  drained(): void {
    if (!this.#step("drained")) return
    this.#timer = setTimeout(() => {
      if (this.#detach("late", "away")) this.#view.shows("loading")
    }, MOVING)
  }

  closed(byServer: boolean): void {
    if (this.#state === "moving") {
      // Where the whole connection goes its keeper opens another, and this does nothing.
      if (byServer) setTimeout(() => this.#state === "moving" && this.#channel.port.open(), SHORTEST)
      return
    }
    if (!this.#detach(byServer ? "dropped" : "closed", "away")) return
    this.#view.shows("loading")
    if (byServer) this.#retry()
  }

  /** The page is not written before the process has answered what forms have told it. */
  recovers(): void {
    if (this.#step("recovers")) this.#view.shows("loading")
  }

  recovered(): void {
    if (this.#step("recovered")) this.#held()
  }

  /** The values of the join have been written. */
  bound(): void {
    this.#isPlain = false
    clearTimeout(this.#patience)
  }

  /** A crash, or a join that failed: try again, later each time; after some times a page load may help. */
  failed(problem: Problem): void {
    if (!this.#detach("failed", this.#isHeld ? "ended" : "away")) return
    this.#view.shows("error")
    if (++this.#failures === FAILURES) {
      this.#isPlain = true
      this.#page.life.viewGaveUp(this.#view, problem)
    }
    this.#retry()
  }

  surrender(problem: Problem): void {
    this.#leave()
    this.#view.surrendered(problem)
  }

  #join(): void {
    const attempt = ++this.#attempt
    this.#view.shows("loading")
    const request = this.#view.joinRequest(this.#isRenewed)
    if (!this.#channel.port.carries(request)) return this.surrender(tooLarge("The join, with its connect parameters,"))
    this.#channel.join(request, (reply) => {
      if (attempt === this.#attempt && this.#state === "joining") this.#replied(reply)
      // Nobody waits for it any more; the server would keep it until the connection ends.
      else if ("i" in reply) this.#channel.port.leave(reply.i)
    })
  }

  #replied(reply: JoinReply): void {
    if ("x" in reply) this.#refused(reply.x)
    else if (!("i" in reply)) {
      this.#leave()
      this.#page.effectsArrived(reply, this.#view)
    } else {
      this.#step("accepted")
      this.#isRenewed = false
      this.#held()
      this.#view.accepted(reply)
    }
  }

  /** The server has the view; it is sound if that lasts. */
  #held(): void {
    this.#timer = setTimeout(() => {
      this.#step("proved")
      this.#failures = 0
      this.#page.life.viewProved(this.#view)
    }, PROVEN)
    this.#view.shows("connected")
  }

  #refused(problem: Problem): void {
    const { code } = problem
    const isForToken = code.startsWith("LV_TOKEN_")
    if (isForToken && !this.#isRenewed) this.#renew(problem)
    else if (isForToken) this.surrender(problem)
    else if (code === "LV_PROTOCOL_VERSION") this.#giveUp(problem)
    else this.#view.viewExited(problem)
  }

  /** The page's own URL has a fresh token, if the host's middleware still lets this browser see it. */
  #renew(problem: Problem): void {
    const attempt = this.#attempt
    this.#step("tokenRefused")
    void this.#page.tokens.renewToken(this.#view.root).then((renewal) => {
      if (attempt === this.#attempt && this.#state === "renewing") this.#renewed(renewal, problem)
    })
  }

  #renewed(renewal: Renewal, problem: Problem): void {
    if (renewal.kind === "unreachable") return this.failed(problem)
    if (renewal.kind === "elsewhere") return this.#giveUp(problem)
    this.#step("renewed")
    this.#isRenewed = true
    setAttribute(this.#view.root, TOKEN_ATTRIBUTE, renewal.token)
    // The cookie came with that page; the connection still says the one it was opened with.
    if (problem.code === "LV_TOKEN_FOREIGN") this.#page.tokens.cookieRenewed()
    else this.opened()
  }

  #giveUp(problem: Problem): void {
    this.surrender(problem)
    this.#page.life.viewGaveUp(this.#view, problem)
  }

  #retry(): void {
    this.#timer = setTimeout(
      () => {
        this.#step("due")
        if (this.#channel.port.isOpen) this.opened()
        else this.#channel.port.open()
      },
      backOff(Math.max(0, this.#failures - 1), SHORTEST, LONGEST, GROWTH),
    )
  }

  #leave(): void {
    this.#detach("left", "left")
    this.#isPlain = true
    this.#view.shows()
  }

  /** Takes a step after which what was sent will not be answered. */
  #detach(event: JoinEvent, how: Detachment): boolean {
    const isStep = this.#step(event)
    if (isStep) this.#view.detached(how)
    return isStep
  }

  /** Returns false, and changes nothing, if the event cannot happen in this state. */
  #step(event: JoinEvent): boolean {
    const next = JOIN_STEPS[this.#state][event]
    if (next === undefined) return false
    this.#state = next
    clearTimeout(this.#timer)
    return true
  }
}

/** As the server would say it, could it read the message. */
export function tooLarge(what: string): Problem {
  return { code: "LV_MESSAGE_TOO_LARGE", message: `${what} is too large to be sent.` }
}
