/** The ports between a view and the page it stands in, by concern. */
import type { Extras, Joined, Problem } from "../../src/protocol/frames.js"
import type { WireChanges } from "../connection/connection.js"
import type { Loadable } from "../util/lazy.js"
import type { Renewal } from "./renewal.js"
import type { MakeViewDom, ViewDom } from "./view-dom.js"
import type { ViewEvent } from "./view-event.js"

/**
 * What happens to an event now: sent · waits for the join's reply · not sent, the connection is gone · left to the
 * browser's own submission.
 */
export type Readiness = "ready" | "waiting" | "offline" | "plain"

/** A view, as its page knows it. */
export interface PageView {
  readonly root: HTMLElement
  readonly readiness: Readiness
  /** Forms (and controls of no form) with edits the server has not been sent. */
  readonly dirtyForms: readonly Element[]
  push(event: ViewEvent): void
  /** Holds what the server says of an element, and of what stands in it, until what it returns is called. */
  block(element: Element): () => void
  /** Does work on the page that is the client's own, as a frame of the view. */
  frame(work: () => void): void
  /**
   * Hands over a ticket for another URL, while it is `ready`. `answered` is told what the acknowledgement carries once its
   * difference is written, and has to do with what it says of problems and further patches; if the process is gone before, it is not
   * called.
   */
  patch(ticket: string, answered: (extras: Extras) => void): void
  /** True if the same submission is under way: a second click on the same button. */
  isSubmitting(form: Element, payload: unknown): boolean
  /** True if the server has not been sent what this control holds. */
  isEdited(control: Element): boolean
}

/** What a view asks of the page. */
export interface ViewPage {
  readonly makeDom: MakeViewDom
  readonly problems: ViewProblems
  readonly tokens: ViewTokens
  readonly life: ViewLife
  readonly recovery: Pick<Loadable<RecoveryMaker>, "part">
  readonly outbox: Pick<Loadable<Outbox>, "part">
  joinParams(): Readonly<Record<string, unknown>> | undefined
  effectsArrived(effects: Extras, view: PageView): void
}

/** Keeps events that are made while a view is away: `client/features/standby/`. */
export interface Outbox {
  /** False for what is to be refused. `isKept`: the process that it is for may come back. */
  takes(event: ViewEvent, view: PageView, isKept: boolean): boolean
  /** Hands over what it has of this view, in order. */
  release(view: PageView): readonly ViewEvent[]
  /**
   * The view's process is another one than that which was `sent` these, and than that which others are kept for. Returns those that may
   * go to this one, in order; all else is refused.
   */
  moveOn(
    sent: readonly ViewEvent[],
    view: PageView,
    refuse: (event: ViewEvent, problem: Problem) => void,
  ): readonly ViewEvent[]
}

/** What a process says until its forms are answered. */
export interface Recovery extends Pick<ViewDom, "replaceAll"> {
  /** The answer to its join as it would be by now, whose values are written by `replaceAll`. */
  readonly joined: Joined
  /** `lock`: of the event that it acknowledges; a pushed difference acknowledges none. `isFailed`: that was not handled. */
  frameArrived(diff: WireChanges, extras?: Extras, lock?: number, isFailed?: boolean): void
  /** The process is gone, with all that it has said. */
  stop(): void
}

/** What a {@link Recovery} tells its owner. */
export interface RecoveryDelegate {
  /** Its forms are answered, or have had their time. */
  recovered(recovery: Recovery): void
}

/** A view whose process was made anew. */
export interface Recovering {
  readonly view: PageView & { readonly dom: ViewDom }
  readonly events: RecoveringEvents
  /** Nothing is under way yet. */
  readonly ledger: { readonly isUnderWay: boolean }
  readonly life: ViewLife
  /** The answer to its join. */
  readonly joined: Joined
}

export interface RecoveringEvents {
  /** What `push` pushes tells once more what forms hold. */
  recover(push: () => void): void
}

/** Has forms tell a new process what they hold before the page is written: `client/features/used-controls/`. */
export interface RecoveryMaker {
  /** Has forms tell it; undefined if there is nothing to tell. Unless it is stopped, the delegate is told once, later. */
  recover(recovering: Recovering, delegate: RecoveryDelegate): Recovery | undefined
}

/** Is told of what went wrong. */
export interface ViewProblems {
  problemArrived(problem: Problem, view: PageView): void
  /** Templates that were changed are sound again. */
  problemOver(): void
  /** An event was not sent: there is no connection, or, with a problem, it cannot be. */
  eventRefused(view: PageView, problem?: Problem): void
  /** The server has not handled an event; `problemArrived` has said so before. */
  eventFailed(view: PageView, problem: Problem): void
}

/** Gets fresh tokens. */
export interface ViewTokens {
  renewToken(root: HTMLElement): Promise<Renewal>
  /** The cookie has changed with a token: the view joins when its channel has been opened anew. */
  cookieRenewed(): void
}

/** Is told how a view is getting on. */
export interface ViewLife {
  /** A process was made anew, and the page is not written yet: forms tell what they hold. `used`: those that the user has used. */
  viewRecovers(view: PageView, used: readonly Element[]): void
  /** `isResumed`: its process is the one of before the connection was lost. */
  viewJoined(view: PageView, isResumed: boolean): void
  /** It is with the server no more, or not for the moment. */
  viewLost(view: PageView): void
  /** An element begins, or ends, to show that an event of this type is under way. */
  eventShown(element: Element, type: string, isShown: boolean): void
  eventSent(): void
  /** It has been joined for a while without trouble. */
  viewProved(view: PageView): void
  /** It cannot come back by itself; a plain page load may help. */
  viewGaveUp(view: PageView, problem: Problem): void
}
