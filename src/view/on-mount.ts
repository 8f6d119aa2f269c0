/** Guards: what runs before `mount`, and decides who may have a view. Its types, and the guard as the rest knows it. */

import { LiveError } from "../errors/live-error.js"
import type { ExternalTarget } from "../security/redirect.js"
import type { Session } from "./session.js"
import type { Params, Redirect } from "./socket.js"

/** The socket of a guard. A guard decides and adds assigns; what a view listens to is begun by its `mount`. */
export interface GuardSocket<Needs extends object = object> {
  /** What the guards before this one have added. */
  readonly assigns: Readonly<Needs>
  /** False while the first HTML is made, and in a plain POST. True when the page's script has joined. */
  readonly connected: boolean
  /** The id of the root element. */
  readonly id: string
  /** The view's name. */
  readonly view: string
  /** Path and query of the page as the browser shows them, or is to show them; no hash. */
  readonly uri: string
  /** The option `action` of the page's route. */
  readonly action: string | undefined
  /** What the page's own code sent along when it joined; empty before that. */
  readonly connectParams: Params

  /**
   * Returns what the HTTP request holds under that key (`res.locals`, `ctx.state`), else what `make` makes: so a user
   * that a middleware has loaded is not loaded again.
   */
  assignNew<T>(key: string, make: () => T): T | Awaited<T>

  /**
   * Says something to the user: `socket.putFlash("error", "Log in first.")`. Beside a redirect the next page shows it.
   *
   * @throws {@link LiveError} LV_FLASH_INVALID
   */
  putFlash(kind: string, text: string): void

  /**
   * Makes a redirect, to be returned: `return socket.redirect("/login")`.
   *
   * @throws {@link LiveError} LV_BAD_REDIRECT
   */
  redirect(to: string | ExternalTarget): Redirect
}

/**
 * A guard: runs at every mount of a view, for the first HTML and again when the page's script joins, before `mount`. It
 * returns what it adds to the assigns (`{}` for nothing), or a redirect. `Needs` are assigns that guards before it must
 * have added.
 *
 * @example
 * ```ts
 * import { liveView, type OnMount } from "livemount"
 *
 * interface User { name: string }
 * declare function loadUser(id: string): Promise<User | undefined>
 *
 * const requireUser: OnMount<{ currentUser: User }> = async (params, session, socket) => {
 *   const user = await loadUser(String(params.id))
 *   return user === undefined ? socket.redirect("/login") : { currentUser: user }
 * }
 *
 * export const profile = liveView.onMount(requireUser)({
 *   name: "profile",
 *   template: "profile.njk",
 *   mount: (params, session, socket) => ({ greeting: `Hello ${socket.assigns.currentUser.name}` }),
 * })
 * ```
 */
// oxlint-disable-next-line typescript/no-empty-object-type -- no keys: a guard that adds, or needs, nothing
export type OnMount<Adds extends object = {}, Needs extends object = {}> = (
  params: Params,
  session: Readonly<Session>,
  socket: GuardSocket<Needs>,
) => Adds | Redirect | Promise<Adds | Redirect>

/** A guard, its types erased. */
export type ErasedGuard = (params: Params, session: object, socket: unknown) => unknown

/**
 * Returns a guard that was given, checked to be one.
 *
 * @throws {@link LiveError} LV_GUARD_INVALID
 */
export function erasedGuard(guard: unknown, where: string): ErasedGuard {
  if (typeof guard === "function") return guard as ErasedGuard
  throw new LiveError("LV_GUARD_INVALID", { where, given: guard })
}
