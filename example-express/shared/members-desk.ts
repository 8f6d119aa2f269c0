/**
 * The log-in of the members' area, which is the host's own: a cookie, a form that posts, and what is said on the next page.
 * The views know nothing of it but the id in their session.
 */

import type { IncomingMessage, ServerResponse } from "node:http"
import { z } from "zod"
import type { Asked } from "./data/ask.js"
import type { Login, Logins } from "./data/logins.js"

/** Where the log-in stands. */
export const LOG_IN = "/members/log-in"

/** What a form is answered with. */
export interface DeskAnswer {
  readonly to: string
  /** The flash that is shown there. */
  readonly kind: "info" | "error"
  readonly text: string
}

const known = new WeakMap<IncomingMessage, Login>()

/** The log-in of the browser that sent a request. */
export function loginOf(request: IncomingMessage): Login | undefined {
  return known.get(request)
}

const credentials = z.object({ name: z.string().trim().max(100), password: z.string().max(100) })

export class MembersDesk {
  readonly #logins: Asked<Logins>
  readonly #disconnect: (id: string) => void

  /** @param disconnect - Ends the open pages of a log-in. */
  constructor(logins: Asked<Logins>, disconnect: (id: string) => void) {
    this.#logins = logins
    this.#disconnect = disconnect
  }

  /** Finds out whose request it is: for the host's middleware. */
  async recognise(request: IncomingMessage): Promise<void> {
    const secret = /(?:^|;\s*)club-login=([\w-]{36})(?:;|$)/.exec(request.headers.cookie ?? "")?.[1]
    const login = secret === undefined ? undefined : await this.#logins.of(secret)
    if (login !== undefined) known.set(request, login)
  }

  async logIn(body: unknown, response: ServerResponse): Promise<DeskAnswer> {
    const given = credentials.safeParse(body)
    const secret = given.success ? await this.#logins.enter(given.data.name, given.data.password) : undefined
    if (secret === undefined)
      return { to: LOG_IN, kind: "error", text: "That is not the name and password of a member." }
    response.appendHeader("Set-Cookie", cookie(secret))
    return { to: "/members", kind: "info", text: "Welcome back." }
  }

  /** First the log-in is over, then its pages are ended: they ask at once whether they may come back. */
  async logOut(request: IncomingMessage, response: ServerResponse): Promise<DeskAnswer> {
    const login = loginOf(request)
    response.appendHeader("Set-Cookie", `${cookie("")}; Max-Age=0`)
    if (login !== undefined) {
      await this.#logins.leave(login.id)
      this.#disconnect(login.id)
    }
    return { to: LOG_IN, kind: "info", text: "You are logged out." }
  }
}

function cookie(secret: string): string {
  return `club-login=${secret}; Path=/; HttpOnly; SameSite=Lax`
}
